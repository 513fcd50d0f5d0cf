"""The shapes of what `registry match` answers."""

from __future__ import annotations

from registry.cli.output import FailureBody
from registry.cli.shapes import Shape


class PartItem(Shape):
    """One part side by side: `match`, `differs` or `blank`, the folded words, and how alike they are (0 to 1)."""

    part: str
    state: str
    left: str
    right: str
    likeness: float | None


class Compared(Shape):
    """Two names, or two people by their facts: how far they may be one, and the parts."""

    score: float
    same: bool
    parts: tuple[PartItem, ...]


class NotCompared(Shape):
    """A line that could not be compared, in its place: its number, from 1, and why."""

    line: int
    error: FailureBody
