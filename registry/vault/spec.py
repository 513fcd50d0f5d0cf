"""What the vault is told of a table: its name, the line the index keeps of a document, and how to fold it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any


def item_ids(document: Mapping[str, Any]) -> list[str]:
    """Return the identities of a document's items, where it has a list of items with ids."""
    items = document.get("items")
    if not isinstance(items, list):
        return []
    return [item["id"] for item in items if isinstance(item, dict) and isinstance(item.get("id"), str)]


@dataclass(frozen=True)
class TableSpec:
    """A table of documents.

    ``line_type`` is what lists, filters and summaries need of a document: a type that msgspec can encode
    and decode, best a ``Struct(array_like=True, frozen=True, gc=False)``. ``fold`` makes it from a document
    and must be pure. ``version`` is raised when ``line_type`` or ``fold`` changes: older lines are then
    folded anew from their documents when read. ``exhibits`` marks the table whose documents carry exhibits.
    ``items`` says which items a document holds, for the journal.
    """

    name: str
    line_type: Any = None
    fold: Callable[[Mapping[str, Any]], Any] | None = None
    version: int = 1
    exhibits: bool = False
    items: Callable[[Mapping[str, Any]], Iterable[str]] = item_ids
