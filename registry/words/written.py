"""The order in which records were written, as far as they name what was there before them; times tell only the rest."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar


class Written(Protocol):
    """A record with an identity of its own and the moment that some clock showed when it was written."""

    @property
    def id(self) -> str:
        """Its identity."""

    @property
    def at(self) -> str:
        """The moment in UTC, by the clock of the device it was written on."""


_W = TypeVar("_W", bound=Written)


def in_written_order(records: Iterable[_W], names: Callable[[_W], Iterable[str]]) -> list[_W]:
    """Return records so that each comes after all that it names, and by time and identity where none names the other.

    A record can only name what was there when it was written, so that a clock that was set back moves nothing before
    what it followed. The order depends on the records alone, not on how they come. Records that name each other in
    a circle were not written by this program: they come last, as far as their times tell.
    """
    by_id = {one.id: one for one in records}
    named = {one: {other for other in names(by_id[one]) if other in by_id and other != one} for one in by_id}
    followed_by: dict[str, list[str]] = {one: [] for one in by_id}
    for one, before in named.items():
        for other in before:
            followed_by[other].append(one)
    free = [_key(by_id[one]) for one, before in named.items() if not before]
    heapq.heapify(free)
    found = []
    while free:
        one = heapq.heappop(free)[1]
        found.append(by_id.pop(one))
        for following in followed_by[one]:
            named[following].discard(one)
            if not named[following]:
                heapq.heappush(free, _key(by_id[following]))
    return found + sorted(by_id.values(), key=_key)


def _key(one: Written) -> tuple[str, str]:
    return one.at, one.id
