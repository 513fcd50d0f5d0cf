"""The columns of a table: how wide each is at a width of the screen, and which fall away first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

GAP = 1
# Beside a column that had to be cut, the next one is shown from so many cells on; less says nothing.
_TELLS = 4

Align = Literal["left", "right", "center"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading and its width in cells, or, without one, its share of the cells that are left over.

    A column with ``drops_at`` is left out where the table is at most so many cells wide, so the least important
    has the largest. ``style_for`` answers with one of ``ROLES`` (or "") for a row's words; it may only repeat in
    colour what a glyph or a word in the row says already.
    """

    heading: str
    width: int | None = None
    weight: int = 1
    align: Align = "left"
    style_for: Callable[[Sequence[str]], str] | None = None
    drops_at: int = 0
    least: int = 8

    @property
    def needs(self) -> int:
        """The fewest cells in which the column is of use."""
        return max(1, self.least if self.width is None else self.width)


@dataclass(frozen=True, slots=True)
class Placed:
    """A column that is shown: which one of the table's, and in how many cells."""

    index: int
    cells: int


@dataclass(frozen=True, slots=True)
class Layout:
    """What is shown at one width: the columns in order, and how many are hidden to the left and to the right."""

    placed: tuple[Placed, ...]
    before: int = 0
    after: int = 0


def laid_out(columns: Sequence[Column], width: int, scrolled: int = 0) -> Layout:
    """Return which columns are shown in ``width`` cells, and how wide; together never wider than ``width``.

    Where they do not all fit, the first stays and the others move by ``scrolled`` columns, at most so far
    that the last is whole.
    """
    if width < 1 or not columns:
        return Layout(())
    kept = _kept(columns, width)
    spare = width - sum(columns[at].needs for at in kept) - GAP * (len(kept) - 1)
    if spare >= 0:
        return Layout(tuple(_shared(columns, kept, spare)))
    return _scrolled(columns, kept, width, scrolled)


def _kept(columns: Sequence[Column], width: int) -> list[int]:
    kept = [at for at, column in enumerate(columns) if width > column.drops_at]
    return kept or [min(range(len(columns)), key=lambda at: columns[at].drops_at)]


def _shared(columns: Sequence[Column], kept: list[int], spare: int) -> Iterator[Placed]:
    """Yield the columns with the cells left over given to the flexible ones by weight, to the last cell."""
    weights = sum(columns[at].weight for at in kept if columns[at].width is None)
    for at in kept:
        column, extra = columns[at], 0
        if column.width is None and weights:
            extra = spare * column.weight // weights
            spare, weights = spare - extra, weights - column.weight
        yield Placed(at, column.needs + extra)


def _scrolled(columns: Sequence[Column], kept: list[int], width: int, scrolled: int) -> Layout:
    first, others = kept[0], kept[1:]
    placed = [Placed(first, min(columns[first].needs, width))]
    left = width - placed[0].cells
    start = min(max(0, scrolled), _furthest([columns[at].needs for at in others], left))
    for at in others[start:]:
        room = left - GAP
        if room < min(_TELLS, columns[at].needs):
            break
        placed.append(Placed(at, min(room, columns[at].needs)))
        left = room - placed[-1].cells
    return Layout(tuple(placed), start, len(others) - start - (len(placed) - 1))


def _furthest(needs: list[int], room: int) -> int:
    """How many columns can be moved out of sight until the last one is whole, one at a time."""
    start = len(needs)
    while start and room >= GAP + needs[start - 1]:
        room -= GAP + needs[start - 1]
        start -= 1
    return min(start, max(0, len(needs) - 1))
