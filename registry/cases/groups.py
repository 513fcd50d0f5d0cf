"""Counting people in group reports without counting anyone twice and without inventing a figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from registry.cases.relating import Contradiction, Pair, Related, contradictions, largest_cover


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


def hull(spans: Iterable[Span]) -> Span:
    """Return the interval over several figures, side by side and never averaged.

    The low bound is the lowest low and the high bound the highest high; a figure without any bound leaves
    the others as they are.
    """
    figures = [span for span in spans if span.low is not None or span.high is not None]
    if not figures:
        return Span(None, None)
    return Span(min(span.low or 0 for span in figures), _highest(span.high for span in figures))


def remainder(total: Span, named: int, surely: int | None = None) -> Span:
    """Return how many of a group remain unnamed: an interval that never goes below zero.

    ``named`` are all who are linked to it, ``surely`` those of them who certainly belong to it (all, where
    not given): whoever only may belong to it may as well not be one of those it counts.
    """
    surely = named if surely is None else surely
    low = max(0, total.low - named) if total.low is not None else 0
    high = max(0, total.high - surely) if total.high is not None else None
    return Span(low, high)


def too_many_named(total: Span, named: int) -> bool:
    """Tell whether more members are named than the report's high count allows."""
    return total.high is not None and named > total.high


@dataclass(frozen=True, slots=True)
class Total:
    """The total over several groups, the pairs whose relation is not known, and what cannot all be true.

    ``cover`` are the groups with nobody in common whose lows add up to the low bound, where figures give it.
    """

    span: Span
    unknown: tuple[Pair, ...]
    cover: tuple[str, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()


def total_of(
    spans: Mapping[str, Span],
    relations: Mapping[Pair, str],
    named: Mapping[str, frozenset[str]] | None = None,
) -> Total:
    """Return the total number of people in several groups, as an interval.

    ``relations`` maps ordered pairs of group ids to codes of ``GROUP_RELATIONS``; a pair that is absent
    is unknown, unless other relations imply it. ``named`` maps groups to the people certainly in them, each counted
    once. The low bound is the largest safe cover: the greatest sum of lows over groups known to have nobody in
    common, and never below the number of distinct people named. The high bound is the sum of the highs after
    dropping groups contained in, or the same as, another, less one for each further group in which someone
    is named; it is open where one of those is open.
    """
    named = named or {}
    related = Related(spans, relations)
    lows = {group: max(spans[group].low or 0, len(named.get(group, ()))) for group in related.groups}
    people = _people(related.groups, named)
    cover = largest_cover(related.groups, lows, _trusted(related, named).apart)
    low = max(sum(lows[group] for group in cover), len(people))
    high = _most(related, spans, named)
    # Figures that contradict one another (a part larger than its whole) leave an interval, never an impossible one.
    high = None if high is None else max(low, high)
    any_figure = any(span.low is not None or span.high is not None for span in spans.values()) or people
    stated = {group: span.high for group, span in spans.items()}
    return Total(
        Span(low if any_figure else None, high),
        related.unknown(),
        cover,
        contradictions(related, {group: spans[group].low or 0 for group in related.groups}, stated, named),
    )


def _people(groups: Iterable[str], named: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*(named.get(group, frozenset()) for group in groups))


def _trusted(related: Related, named: Mapping[str, frozenset[str]]) -> Related:
    """Return the relations without those that call two groups disjoint which share a part or a named person."""

    def given_the_lie(one: str, other: str) -> bool:
        if related.below[one] & related.below[other]:
            return True
        return bool(_people(related.below[one], named) & _people(related.below[other], named))

    return related.without(pair for pair in related.stated_as("disjoint") if given_the_lie(*pair))


def _most(related: Related, spans: Mapping[str, Span], named: Mapping[str, frozenset[str]]) -> int | None:
    """Return the sum of the highs of the outermost groups, in which whoever is named in several counts once."""
    outermost = related.outermost()
    highs = [_highest(spans[one].high for one in alike) for alike in outermost]
    if not highs or any(high is None for high in highs):
        return None
    times = Counter(person for alike in outermost for person in _people(related.below[alike[0]], named))
    return sum(high for high in highs if high is not None) - sum(count - 1 for count in times.values())


def _highest(highs: Iterable[int | None]) -> int | None:
    """Return the largest of several sources' highs: where they disagree, the wider bound is the safe one."""
    stated = list(highs)
    return None if any(high is None for high in stated) else max(high for high in stated if high is not None)
