"""How group reports relate: what stated relations imply, which of them cannot all be true, and what is safe to add up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

_FLIP = {"subset": "superset", "superset": "subset"}
_INSIDE = {"same", "subset"}

Pair = tuple[str, str]


def flipped(relation: str) -> str:
    """Return a relation as the other group would state it."""
    return _FLIP.get(relation, relation)


def sorted_pair(one: str, other: str) -> Pair:
    """Return two groups in the order in which pairs are named."""
    return (one, other) if one <= other else (other, one)


class Related:
    """Groups and the relations stated between them, with what follows from those.

    ``relations`` maps ordered pairs of group ids to codes of ``GROUP_RELATIONS``, one for each pair; those
    of groups that are not in ``groups`` are left aside. What is part of a part is part of the whole, and
    parts of two groups with nobody in common have nobody in common either.
    """

    def __init__(self, groups: Iterable[str], relations: Mapping[Pair, str]) -> None:
        self.groups = tuple(sorted(groups))
        here = set(self.groups)
        self.stated: dict[Pair, str] = {}
        for (one, other), relation in relations.items():
            if one in here and other in here and one != other and relation != "unknown":
                self.stated[one, other], self.stated[other, one] = relation, flipped(relation)

    @cached_property
    def within(self) -> Mapping[str, frozenset[str]]:
        """For each group all that hold everyone in it, itself among them."""
        above: dict[str, list[str]] = {group: [] for group in self.groups}
        for (one, other), relation in self.stated.items():
            if relation in _INSIDE:
                above[one].append(other)
        return {group: _reached(group, above) for group in self.groups}

    @cached_property
    def below(self) -> Mapping[str, frozenset[str]]:
        """For each group all that lie within it, itself among them."""
        found: dict[str, set[str]] = {group: {group} for group in self.groups}
        for group, holding in self.within.items():
            for one in holding:
                found[one].add(group)
        return {group: frozenset(inside) for group, inside in found.items()}

    @cached_property
    def apart(self) -> Mapping[str, frozenset[str]]:
        """For each group those it shares nobody with, stated or following from what is stated."""
        found: dict[str, set[str]] = {group: set() for group in self.groups}
        for one, other in self.stated_as("disjoint"):
            for left in self.below[one]:
                found[left] |= self.below[other]
            for right in self.below[other]:
                found[right] |= self.below[one]
        return {group: frozenset(others) for group, others in found.items()}

    def stated_as(self, relation: str) -> list[Pair]:
        """Return the pairs of which a relation that reads alike from both sides was stated, each once."""
        return sorted({sorted_pair(*pair) for pair, stated in self.stated.items() if stated == relation})

    def without(self, pairs: Iterable[Pair]) -> Related:
        """Return the same groups without what was stated of these pairs."""
        gone = {frozenset(pair) for pair in pairs}
        return Related(
            self.groups, {pair: r for pair, r in self.stated.items() if frozenset(pair) not in gone}
        )

    def known(self, one: str, other: str) -> bool:
        """Whether it is stated, or follows, how two groups relate."""
        return (
            (one, other) in self.stated
            or other in self.within[one]
            or one in self.within[other]
            or other in self.apart[one]
        )

    def unknown(self) -> tuple[Pair, ...]:
        """Return the pairs whose relation nobody has stated and nothing implies."""
        return tuple(pair for pair in combinations(self.groups, 2) if not self.known(*pair))

    def outermost(self) -> list[list[str]]:
        """Return the groups that no other contains, those that are the same people together."""
        found: list[list[str]] = []
        for group in self.groups:
            alike = sorted(one for one in self.within[group] if group in self.within[one])
            if alike[0] == group and not self.within[group] - set(alike):
                found.append(alike)
        return found


def _reached(start: str, above: Mapping[str, Sequence[str]]) -> frozenset[str]:
    found, waiting = {start}, [start]
    while waiting:
        further = set(above[waiting.pop()]) - found
        found |= further
        waiting += further
    return frozenset(found)


# So many steps the search for the largest cover may take. What it has found by then is a safe cover too.
_STEPS = 20_000


def largest_cover(
    groups: Iterable[str], lows: Mapping[str, int], apart: Mapping[str, frozenset[str]]
) -> tuple[str, ...]:
    """Return the groups of pairwise nobody in common that together count most people, largest first.

    Exact for all that an office will ever relate; beyond that the best found, which is lower or equal.
    """
    search = _Search(lows, apart)
    search.go((), 0, tuple(sorted((g for g in groups if lows[g] > 0), key=lambda one: (-lows[one], one))))
    return search.best


@dataclass
class _Search:
    lows: Mapping[str, int]
    apart: Mapping[str, frozenset[str]]
    best: tuple[str, ...] = ()
    most: int = field(default=0)
    steps: int = 0

    def go(self, chosen: tuple[str, ...], count: int, left: tuple[str, ...]) -> None:
        """Try every further choice, the largest first, unless what is left cannot reach the best."""
        if count > self.most:
            self.best, self.most = chosen, count
        rest = sum(self.lows[one] for one in left)
        for place, group in enumerate(left):
            self.steps += 1
            if count + rest <= self.most or self.steps > _STEPS:
                return
            rest -= self.lows[group]
            friends = tuple(one for one in left[place + 1 :] if one in self.apart[group])
            self.go((*chosen, group), count + self.lows[group], friends)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Statements about groups that cannot all be true.

    ``code`` is ``empty`` (everyone of ``groups[0]`` would be in two groups with nobody in common), ``overlap``
    (two groups are said to overlap and lie in two with nobody in common), ``figures`` (the groups after the
    first lie in it, share nobody and count more than it can hold), ``members`` (more people are named in the
    groups within the first than it can hold), or ``shared`` (``people`` are named in two groups with nobody in common).
    ``least`` people are more than ``most``, where the code is about numbers.
    """

    code: str
    groups: tuple[str, ...]
    people: tuple[str, ...] = ()
    least: int = 0
    most: int = 0


def contradictions(
    related: Related,
    lows: Mapping[str, int],
    highs: Mapping[str, int | None],
    named: Mapping[str, frozenset[str]],
) -> tuple[Contradiction, ...]:
    """Return what cannot all be true of groups: relations, figures, and people certainly named, in a fixed order.

    ``lows`` and ``highs`` are people that sources state; ``named`` those who are certainly members.
    """
    return (
        *_empty(related, highs),
        *_overlapping(related),
        *_shared(related, named),
        *_overfull(related, lows, highs, named),
    )


def _empty(related: Related, highs: Mapping[str, int | None]) -> list[Contradiction]:
    """Groups that lie in two with nobody in common; of those only the outermost, since the rest follow.

    A report that nobody was taken is true of such a group.
    """
    found = []
    for one, other in related.stated_as("disjoint"):
        both = {g for g in related.below[one] & related.below[other] if highs.get(g) != 0}
        for group in sorted(both):
            alike = related.within[group] & related.below[group]
            if group == min(alike) and not (both - alike) & related.within[group]:
                found.append(Contradiction("empty", tuple(dict.fromkeys((group, one, other)))))
    return found


def _overlapping(related: Related) -> list[Contradiction]:
    return [
        Contradiction("overlap", (one, other))
        for one, other in related.stated_as("overlaps")
        if other in related.apart[one]
    ]


def _shared(related: Related, named: Mapping[str, frozenset[str]]) -> list[Contradiction]:
    found = []
    for one, other in combinations(related.groups, 2):
        both = named.get(one, frozenset()) & named.get(other, frozenset())
        if both and other in related.apart[one]:
            found.append(Contradiction("shared", (one, other), tuple(sorted(both))))
    return found


def _overfull(
    related: Related,
    lows: Mapping[str, int],
    highs: Mapping[str, int | None],
    named: Mapping[str, frozenset[str]],
) -> list[Contradiction]:
    found = []
    for group in related.groups:
        high, inside = highs.get(group), sorted(related.below[group])
        if high is None:
            continue
        cover = largest_cover([one for one in inside if one != group], lows, related.apart)
        least = sum(lows[one] for one in cover)
        if least > high:
            found.append(Contradiction("figures", (group, *cover), least=least, most=high))
        people = frozenset().union(*(named.get(one, frozenset()) for one in inside))
        if len(people) > high:
            holding = tuple(one for one in inside if one != group and named.get(one))
            found.append(Contradiction("members", (group, *holding), least=len(people), most=high))
    return found
