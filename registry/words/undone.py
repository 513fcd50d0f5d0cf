"""Which items of a document no longer count, because an undo took them back and no later undo took back that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

UNDO = "undo"


def in_order(items: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return items by time and identity, so that what is folded from them does not depend on merging."""
    return sorted(items, key=lambda item: (item.get("at", ""), item["id"]))


def undone(items: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Return the ids of the items that no longer count."""
    gone: set[str] = set()
    for item in reversed(in_order(items)):
        if item["t"] == UNDO and item["id"] not in gone:
            gone.update(item["items"])
    return frozenset(gone)
