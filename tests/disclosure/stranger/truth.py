"""The people behind a series of releases, known to the tests alone: it judges what the hostile reader claims to have proved."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from tests.disclosure.stranger.classes import SUFFIX, early, late, periods
from tests.disclosure.stranger.reading import TOTAL, Cell, Reading

# A person, by a key that stays the same over releases, and the finest class of each dimension they are in.
People = Mapping[str, Mapping[str, str]]


class Truth:
    """The people counted by each release; ``parents`` leads from a (dimension, class) to the class above it."""

    def __init__(
        self, people: Sequence[People], parents: Mapping[tuple[str, str], str] | None = None
    ) -> None:
        self.people = people
        self.parents = dict(parents or {})
        self._tables: dict[tuple[int, tuple[str, ...]], Counter[tuple[str, ...]]] = {}

    def count(self, reading: Reading, at: Cell) -> int:
        """Return how many people a cell of a release stands for."""
        wanted = {key: reading.trees[key].get(code, frozenset({code})) for key, code in at}
        keys = tuple(sorted(wanted))
        return sum(
            count for codes, count in self._table(reading, keys).items()
            if all(code in wanted[key] for key, code in zip(keys, codes, strict=True))
        )  # fmt: skip

    def _table(self, reading: Reading, keys: tuple[str, ...]) -> Counter[tuple[str, ...]]:
        """Return the people of a release by some of its dimensions, each as the release's own finest class."""
        if (reading.number, keys) not in self._tables:
            rows = [
                {
                    key: self._class(reading, key, person[_plain(key)])
                    for key in reading.trees
                    if _plain(key) in person
                }
                for person in self.people[reading.number].values()
            ]
            self._tables[reading.number, keys] = Counter(
                tuple(row[key] or "" for key in keys) for row in rows if all(row.values())
            )
        return self._tables[reading.number, keys]

    def _class(self, reading: Reading, key: str, code: str) -> str | None:
        leaves = reading.trees[key][TOTAL]
        found: str | None = code
        while found is not None and found not in leaves:
            found = self.parents.get((_plain(key), found))
        if found is None and (named := periods(reading, key)) and re.match(r"\d{4}", code):
            outside = early if code < named[0] else late
            return next((leaf for leaf in leaves if outside(leaf)), None)
        return found

    def moments(self) -> tuple[int, ...]:
        """Number the states of the register: releases made from the same people share a number."""
        numbers: list[int] = []
        for index, people in enumerate(self.people):
            numbers.append(numbers[-1] + (people != self.people[index - 1]) if index else 0)
        return tuple(numbers)

    def steps(self) -> list[tuple[int, int]]:
        """Return for each step between two states how many came into a class and how many left one."""
        order = self.moments()
        first = {moment: self.people[order.index(moment)] for moment in order}
        found = []
        for moment in range(1, len(first)):
            old, new = first[moment - 1], first[moment]
            moved = sum(self._moved(old[key], new[key]) for key in old.keys() & new.keys())
            found.append((len(new.keys() - old.keys()) + moved, len(old.keys() - new.keys()) + moved))
        return found

    def grew(self, readings: Sequence[Reading]) -> list[int]:
        """Return for each step between two states by how many the total grew, as their first releases count it."""
        order = self.moments()
        first = [readings[order.index(moment)] for moment in sorted(set(order))]
        return [self.count(after, ()) - self.count(before, ()) for before, after in pairwise(first)]

    def _moved(self, old: Mapping[str, str], new: Mapping[str, str]) -> bool:
        return any(not self._within(key, old[key], new[key]) for key in old.keys() & new.keys())

    def _within(self, key: str, one: str, other: str) -> bool:
        return other in self._above(key, one) or one in self._above(key, other)

    def _above(self, key: str, code: str) -> list[str]:
        found = [code]
        while (above := self.parents.get((key, found[-1]))) is not None:
            found.append(above)
        return found


def _plain(key: str) -> str:
    """Return a dimension's own name, without what was put behind it to keep it apart."""
    return key.split(SUFFIX, maxsplit=1)[0]
