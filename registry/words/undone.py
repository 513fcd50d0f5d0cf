"""Which items of a document no longer count, because an undo took them back and no later undo took back that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

UNDO = "undo"


def in_order(items: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return items by time and identity, so that what is folded from them does not depend on merging."""
    return sorted(items, key=lambda item: (item.get("at", ""), item["id"]))


def undone(items: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Return the ids of the items that no longer count.

    No clock has a say in it. An undo can only name what was there when it was written, so that one which names
    another came after it: an undo counts unless an undo that counts names it.
    """
    undos = {str(item["id"]): item for item in items if item["t"] == UNDO}
    if not undos:
        return frozenset()
    gone: set[str] = set()
    for identity in _last_first(undos):
        if identity not in gone:
            gone.update(undos[identity]["items"])
    return frozenset(gone)


def _last_first(undos: Mapping[str, Mapping[str, Any]]) -> Iterable[str]:
    """Yield undos so that each comes after all that name it; those that no order fits come by time, the last first."""
    named = {
        one: [other for other in item["items"] if other in undos and other != one]
        for one, item in undos.items()
    }
    waiting = dict.fromkeys(undos, 0)
    for others in named.values():
        for other in others:
            waiting[other] += 1
    free = [one for one, count in waiting.items() if not count]
    placed = set()
    while free:
        placed.add(one := free.pop())
        yield one
        for other in named[one]:
            waiting[other] -= 1
            if not waiting[other]:
                free.append(other)
    # Undos in a circle were not written by this program: they are read as far as their times tell.
    circle = (item for one, item in undos.items() if one not in placed)
    yield from (str(item["id"]) for item in reversed(in_order(circle)))
