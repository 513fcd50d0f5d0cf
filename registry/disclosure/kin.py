"""Many people from few families: in a cell, outside a class, or in a broader class that nobody printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate

from registry.disclosure.policy import Policy
from registry.disclosure.tables import Cell, Ladders, Layout, Tally, cell_at

Cells = Mapping[Cell, Tally]


def of_one_kin(tally: Tally, policy: Policy) -> bool:
    """Return whether a cell holds enough people to be read off, from too few families or incidents."""
    return tally.persons >= policy.persons and len(tally.families) < policy.families


def kin_sums(cells: Cells, layout: Layout, ladders: Ladders, policy: Policy) -> int:
    """Return how many cells of a table, and differences of two of its cells, hold many people of few families.

    A difference is what a reader gets by taking one class from its margin: everyone outside Aleppo.
    """
    return sum(
        of_one_kin(tally, policy) for tally in (*cells.values(), *_outside(cells, layout, ladders, policy))
    )


def _outside(cells: Cells, layout: Layout, ladders: Ladders, policy: Policy) -> Iterator[Tally]:
    """Yield the tally of each margin without one of its classes."""
    for cell in cells:
        classes = dict(cell)
        for key, rung in layout:
            if key not in classes:
                codes = ladders[key].levels[rung].codes
                parts = [cells[cell_at({**classes, key: code})] for code in codes]
                yield from _each_left_out(parts, policy.families)


def _each_left_out(parts: Sequence[Tally], enough: int) -> Iterator[Tally]:
    """Yield the tally of all parts but one, for each one that has people, from sums on either side of it."""
    before = _running(parts, enough)
    behind = _running(parts[::-1], enough)[::-1]
    for at, part in enumerate(parts):
        if part.persons:
            yield _joined(before[at], behind[at + 1], enough)


def _running(parts: Iterable[Tally], enough: int) -> list[Tally]:
    return list(accumulate(parts, lambda one, other: _joined(one, other, enough), initial=Tally()))


def _joined(one: Tally, other: Tally, enough: int) -> Tally:
    families = one.families if len(one.families) >= enough else one.families | other.families
    return Tally(one.persons + other.persons, families)
