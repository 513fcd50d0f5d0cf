"""Marks around a line that is ordered already, so that a terminal that orders lines itself leaves it as it is.

Within an override each character stands where it was put. A terminal keeps a mark of no width with the character
before it, so that the marks follow the first one: what is drawn over another part of the line leaves them there.
U+200E on both sides keeps the direction of what stands beside, and tells a terminal that finds the direction of
the whole line from its characters that it runs left to right.
"""

from __future__ import annotations

from registry.display.classes import class_of
from registry.display.widths import clusters

_LRM, _LRO, _PDF = "\u200e", "\u202d", "\u202c"
OPENS, CLOSES = _LRM + _LRO, _PDF + _LRM
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})


def wants_blank(line: str) -> bool:
    """Whether a blank has to stand before ``line``: it carries the marks, as no right-to-left letter may."""
    return class_of(line[0]) in _RIGHT_TO_LEFT


def first_letter(line: str) -> int:
    """Return how many characters the first letter of ``line`` has, with its marks: ``OPENS`` comes after it."""
    return len(clusters(line)[0].text)


def held(line: str) -> str:
    """Return a line of cells, in the order of the screen, between marks; it must not want a blank any more."""
    first = first_letter(line)
    return line[:first] + OPENS + line[first:] + CLOSES
