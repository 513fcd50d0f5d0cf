"""The figures that sources gave of one group: side by side with their windows, their parts, and what cannot be true."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from registry.cases.groups import Span, hull
from registry.cases.items import Claim
from registry.cases.views import CaseView
from registry.words.counts import Count
from registry.words.dates import PartialDate

WHOLE = "count"
# Facts that count a part of the group, and those of them that have nobody in common with each other.
PARTS = ("men", "women", "boys", "girls", "males", "females", "children", "reported_dead", "reported_missing")
_APART = (("men", "women", "boys", "girls"), ("males", "females"), ("men", "women", "children"),
          ("reported_dead", "reported_missing"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one source: how many, in whose words, by which rule, and when it was so."""

    claim: Claim
    count: Count

    @property
    def span(self) -> Span:
        """The bounds of the figure."""
        return Span(self.count.low, self.count.high)

    @property
    def window(self) -> PartialDate | None:
        """When it was so, where the source says."""
        return PartialDate.parse(self.claim.on) if self.claim.on else None

    def contradicts(self, other: Figure) -> bool:
        """Whether no number fits both; figures of two times that do not overlap may differ and be true."""
        if self.window is not None and other.window is not None and not self.window.overlaps(other.window):
            return False
        return not self.count.agrees(other.count)


@dataclass(frozen=True, slots=True)
class TooLarge:
    """Parts of a group that one source counts higher than the whole as the same source gives it."""

    source: str
    parts: tuple[str, ...]
    least: int
    most: int


def figures_of(view: CaseView, fact: str = WHOLE) -> tuple[Figure, ...]:
    """Return every standing figure of a fact, those with an earlier window first, then the best supported."""
    seen = view.facts.get(fact)
    told = [
        Figure(claim, held.value)
        for held in (seen.held if seen else ())
        if isinstance(held.value, Count)
        for claim in held.claims
    ]
    return tuple(sorted(told, key=lambda one: one.claim.on))


def stated(view: CaseView, fact: str = WHOLE) -> Span:
    """Return the interval over all figures of a group, side by side and never averaged."""
    return hull(figure.span for figure in figures_of(view, fact))


def contradicting(view: CaseView) -> tuple[tuple[Figure, Figure], ...]:
    """Return the pairs of figures of which no number fits both, though they are of one time."""
    return tuple(pair for pair in combinations(figures_of(view), 2) if pair[0].contradicts(pair[1]))


def too_large(view: CaseView) -> tuple[TooLarge, ...]:
    """Return the parts that count more people than the whole, each by what its own source says of both.

    Parts with nobody in common, such as men and women, are counted together.
    """
    return tuple(
        one
        for source in sorted({figure.claim.source for figure in figures_of(view)})
        for one in _too_large_by(view, source)
    )


def _too_large_by(view: CaseView, source: str) -> Iterator[TooLarge]:
    most = hull(f.span for f in figures_of(view) if f.claim.source == source).high
    if most is None:
        return
    lows = {part: low for part in PARTS if (low := _least(view, part, source))}
    alone = [part for part in lows if lows[part] > most]
    yield from (TooLarge(source, (part,), lows[part], most) for part in alone)
    for kin in _APART:
        parts = tuple(part for part in kin if part in lows)
        least = sum(lows[part] for part in parts)
        if least > most and len(parts) > 1 and not set(parts) & set(alone):
            yield TooLarge(source, parts, least, most)


def _least(view: CaseView, part: str, source: str) -> int:
    return hull(f.span for f in figures_of(view, part) if f.claim.source == source).low or 0


def parts_of(view: CaseView) -> Mapping[str, tuple[Figure, ...]]:
    """Return the figures of each part of a group that a source counted."""
    return {part: figures for part in PARTS if (figures := figures_of(view, part))}
