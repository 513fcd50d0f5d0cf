"""Pairs joined into people: no two cases that anything keeps apart ever come into one, however they are linked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Suggested:
    """Two cases, by any sign that orders, that may be of one person, with the weight of that in bits."""

    left: str
    right: str
    weight: float


# The weight of two cases in bits, None where they must be kept apart.
Between = Callable[[str, str], float | None]


def clusters(
    suggested: Iterable[Suggested], between: Between, linked: Iterable[tuple[str, str]] = ()
) -> list[tuple[str, ...]]:
    """Join cases into clusters, each of which may be one person; those alone are left out.

    ``linked`` are cases that a person has linked: they are together from the start. Otherwise the heaviest pair joins
    first. Two clusters join only where no case of one must be kept apart from any of the other, and where all pairs
    between them speak for one person on average. The order of what is given does not matter.
    """
    made = _Clusters()
    for left, right in sorted(tuple(sorted(pair)) for pair in linked):
        made.join(left, right)
    ordered = sorted(suggested, key=lambda one: (-one.weight, *sorted((one.left, one.right))))
    for one in ordered:
        mine, theirs = made.of(one.left), made.of(one.right)
        if mine is not theirs and _fit(mine, theirs, between):
            made.join(one.left, one.right)
    return sorted(tuple(sorted(group)) for group in made.all() if len(group) > 1)


def _fit(mine: set[str], theirs: set[str], between: Between) -> bool:
    total = 0.0
    for one in mine:
        for other in theirs:
            weight = between(one, other)
            if weight is None:
                return False
            total += weight
    return total > 0


class _Clusters:
    """Cases and the clusters they are in."""

    def __init__(self) -> None:
        self._of: dict[str, set[str]] = {}

    def of(self, case: str) -> set[str]:
        return self._of.setdefault(case, {case})

    def join(self, left: str, right: str) -> None:
        mine, theirs = self.of(left), self.of(right)
        if mine is theirs:
            return
        if len(mine) < len(theirs):
            mine, theirs = theirs, mine
        mine |= theirs
        for case in theirs:
            self._of[case] = mine

    def all(self) -> list[set[str]]:
        return list({id(group): group for group in self._of.values()}.values())
