"""Counting people in group reports without counting anyone twice and without inventing a figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations


@dataclass(frozen=True, slots=True)
class Span:
    """An interval of people; None is a bound that no source gives."""

    low: int | None
    high: int | None

    def show(self) -> str:
        """Return the interval in words."""
        if self.low is None and self.high is None:
            return "no figure"
        if self.high is None:
            return f"at least {self.low:,}"
        if self.low is None:
            return f"at most {self.high:,}"
        return f"{self.low:,}" if self.low == self.high else f"{self.low:,} to {self.high:,}"


def remainder(total: Span, named: int) -> Span:
    """Return how many of a group remain unnamed: an interval that never goes below zero."""
    low = max(0, total.low - named) if total.low is not None else 0
    high = max(0, total.high - named) if total.high is not None else None
    return Span(low, high)


def too_many_named(total: Span, named: int) -> bool:
    """Tell whether more members are named than the report's high count allows."""
    return total.high is not None and named > total.high


@dataclass(frozen=True, slots=True)
class Total:
    """The total over several groups, and the pairs whose relation nobody has stated."""

    span: Span
    unknown: tuple[tuple[str, str], ...]


_FLIP = {"subset": "superset", "superset": "subset"}


def total_of(
    spans: Mapping[str, Span],
    relations: Mapping[tuple[str, str], str],
    named: Mapping[str, frozenset[str]] | None = None,
) -> Total:
    """Return the total number of people in several groups, as an interval.

    ``relations`` maps ordered pairs of group ids to codes of ``GROUP_RELATIONS``; a pair that is absent
    is unknown. ``named`` maps groups to the people named in them, each counted once. The low bound is
    the largest safe cover: the greatest sum of lows over groups known to have nobody in common, and
    never below the number of distinct people named. The high bound is the sum of the highs after
    dropping groups contained in, or the same as, another; it is open where one of those is open.
    """
    named = named or {}
    known = {**{(b, a): _FLIP.get(r, r) for (a, b), r in relations.items()}, **relations}
    groups = sorted(spans)
    people = (
        frozenset().union(*(named.get(group, frozenset()) for group in groups)) if groups else frozenset()
    )
    lows = {group: max(spans[group].low or 0, len(named.get(group, ()))) for group in groups}
    low = max(_largest_cover(groups, lows, _apart(known, named)), len(people))
    highs = [_highest(spans[one].high for one in alike) for alike in _outermost(groups, known)]
    open_end = not highs or any(one is None for one in highs)
    # Figures that contradict one another (a part larger than its whole) leave an interval, never an impossible one.
    high = None if open_end else max(low, sum(one for one in highs if one is not None))
    any_figure = any(span.low is not None or span.high is not None for span in spans.values()) or people
    unknown = tuple(pair for pair in combinations(groups, 2) if known.get(pair, "unknown") == "unknown")
    return Total(Span(low if any_figure else None, high), unknown)


def _apart(
    known: Mapping[tuple[str, str], str], named: Mapping[str, frozenset[str]]
) -> Mapping[tuple[str, str], str]:
    """Return the relations without those that call two groups disjoint which share a named person."""
    shared = {(a, b) for a in named for b in named if a != b and named[a] & named[b]}
    return {pair: r for pair, r in known.items() if not (r == "disjoint" and pair in shared)}


def _outermost(groups: list[str], known: Mapping[tuple[str, str], str]) -> list[list[str]]:
    """Return the groups that no other contains, those that are the same people together.

    Groups that are said to contain one another in a circle are the same people.
    """
    within = {group: _reached(group, groups, known) for group in groups}
    found: list[list[str]] = []
    for group in groups:
        alike = [one for one in groups if one in within[group] and group in within[one]]
        if alike[0] == group and not within[group] - set(alike):
            found.append(alike)
    return found


def _reached(start: str, groups: list[str], known: Mapping[tuple[str, str], str]) -> set[str]:
    """Return every group that holds all the people of ``start``, itself among them."""
    found, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        further = {one for one in groups if known.get((here, one)) in {"same", "subset"}} - found
        found |= further
        waiting += further
    return found


def _highest(highs: Iterable[int | None]) -> int | None:
    """Return the largest of several sources' highs: where they disagree, the wider bound is the safe one."""
    stated = list(highs)
    return None if any(high is None for high in stated) else max(high for high in stated if high is not None)


# Beyond this many groups the exact search over disjoint sets is replaced by a greedy one, which is
# lower or equal and so still a safe cover.
_EXACT = 16


def _largest_cover(groups: list[str], lows: Mapping[str, int], known: Mapping[tuple[str, str], str]) -> int:
    if len(groups) > _EXACT:
        return _greedy_cover(groups, lows, known)
    best = 0
    for mask in range(1, 1 << len(groups)):
        chosen = [group for place, group in enumerate(groups) if mask >> place & 1]
        if _all_disjoint(chosen, known):
            best = max(best, sum(lows[group] for group in chosen))
    return best


def _greedy_cover(
    groups: Iterable[str], lows: Mapping[str, int], known: Mapping[tuple[str, str], str]
) -> int:
    chosen: list[str] = []
    for group in sorted(groups, key=lambda one: -lows[one]):
        if _all_disjoint([*chosen, group], known):
            chosen.append(group)
    return sum(lows[group] for group in chosen)


def _all_disjoint(groups: list[str], known: Mapping[tuple[str, str], str]) -> bool:
    return all(known.get(pair) == "disjoint" for pair in combinations(groups, 2))
