"""Text laid into the cells of a terminal: exactly so wide, readable in its own direction, and within its own columns."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from functools import lru_cache
from typing import Literal

from registry.display.classes import TURNS
from registry.display.funnel import shown
from registry.display.holding import held, wants_blank
from registry.display.ordering import drawn, levels_of
from registry.display.shaping import forget as forget_words
from registry.display.shaping import shaped
from registry.display.widths import Cluster, clusters, width_of

_ELLIPSIS = "…"
GAP = "  "
_LRM = "\u200e"
# So many characters of a value are looked at for each cell it may fill: none has more marks on it than this.
_LOOKED_AT = 16

Align = Literal["start", "end"]


class Way(Enum):
    """What a terminal does with right-to-left text, and so how it has to be written."""

    LOGICAL = "logical"
    """Shows characters in the order they come, and joins no letters: text is ordered and joined here."""

    REORDERS = "reorders"
    """May order a whole line anew: text is ordered and joined here, between marks that keep it so."""

    UNSURE = "unsure"
    """Not known: logical text, one field a line."""


@lru_cache(maxsize=16384)
def laid(text: str, width: int, way: Way, *, align: Align = "start") -> str:
    """Return ``text`` as one line of exactly ``width`` cells, for a terminal that needs ``way``.

    ``text`` may be anything: it goes through ``funnel.shown``. Its direction is found from its own characters.
    What is too long ends in an ellipsis at its logical end, so that the beginning is what is kept, and no letter
    loses its marks. ``align`` is the edge it stands at: "start" the left one in every script, since columns
    follow each other from left to right, "end" the right one. Zero-width marks may come beside the cells.
    """
    if width <= 0:
        return ""
    kept, turning = _cut(text, width)
    line = _drawn(kept, way) if turning else kept
    if turning and way is Way.REORDERS and wants_blank(line):
        full = width_of(line) == width
        if full or align == "start":
            line = _after_blank(_drawn(_cut(text, width - 1)[0], way) if full else line, width)
    blanks = " " * (width - width_of(line))
    line = line + blanks if align == "start" else blanks + line
    return _kept(line, way) if turning else line


def _after_blank(line: str, width: int) -> str:
    return " " + line if width > 1 else _ELLIPSIS


def row(values: Sequence[str], widths: Sequence[int], way: Way, *, gap: str = GAP) -> str:
    """Return the values of one row, each in its own columns, with ``gap`` between them.

    No row can promise that where the way is ``UNSURE``: there, values that turn belong in a ``card``.
    """
    return gap.join(laid(value, width, way) for value, width in zip(values, widths, strict=True))


def card(fields: Sequence[tuple[str, str]], width: int, way: Way) -> list[str]:
    """Return labels and values one field a line, for narrow screens and terminals that nothing is known of."""
    label = min(max((width_of(name) for name, _ in fields), default=0), width // 3)
    return [row((name, value), (label, width - label - len(GAP)), way) for name, value in fields]


def paragraph(text: str, width: int, way: Way) -> list[str]:
    """Return ``text`` as lines of exactly ``width`` cells, broken in logical order at blanks where there are any.

    Each paragraph of the text has one direction; one that runs right to left stands at the right edge.
    """
    if width <= 0:
        return []
    lines = []
    for part in text.split("\n"):
        lines += _wrapped(shown(part, paragraphs=True), width, way)
    return lines


def forget() -> None:
    """Forget every text that was laid out: for the moment in which the vault is locked."""
    laid.cache_clear()
    clusters.cache_clear()
    forget_words()


def _cut(text: str, width: int) -> tuple[str, bool]:
    """Return what fits into ``width`` cells, in logical order, and whether anything in it turns."""
    looked_at = text[: width * _LOOKED_AT + _LOOKED_AT]
    whole = shown(looked_at)
    if whole.isascii():
        if len(whole) > width:
            whole = whole[: width - 1] + _ELLIPSIS
        return whole, False
    found = clusters(whole)
    if sum(one.width for one in found) > width or len(looked_at) < len(text):
        whole = "".join(_fitting(found, width - 1)) + _ELLIPSIS
    return whole, bool(TURNS.search(whole))


def _fitting(found: Sequence[Cluster], width: int) -> list[str]:
    parts = []
    for one in found:
        width -= one.width
        if width < 0:
            break
        parts.append(one.text)
    return parts


def _drawn(line: str, way: Way) -> str:
    if way is Way.UNSURE:
        return line
    made = shaped(line)
    return drawn(made, levels_of(made)[1])


def _kept(line: str, way: Way) -> str:
    """Return a line of cells with the marks that keep it within its own columns."""
    if way is Way.REORDERS:
        return held(line)
    return line + _LRM if way is Way.UNSURE else line


def _wrapped(text: str, width: int, way: Way) -> list[str]:
    turning = bool(TURNS.search(text))
    room = width - 1 if turning and way is Way.REORDERS and width > 1 else width
    if room == 1:
        text = "".join(one.text if one.width < 2 else _ELLIPSIS for one in clusters(text))
    if not turning:
        return [line + " " * (width - width_of(line)) for line in _broken(text, width)]
    made = text if way is Way.UNSURE else shaped(text)
    base, levels = levels_of(made)
    lines, start = [], 0
    for part in _broken(made, room):
        start = made.index(part, start)
        own = levels[start : start + len(part)]
        start += len(part)
        line = " " * (width - room) + (part if way is Way.UNSURE else drawn(part, own))
        blanks = " " * (width - width_of(line))
        lines.append(_kept(blanks + line if base else line + blanks, way))
    return lines


def _broken(text: str, width: int) -> list[str]:
    """Return ``text`` in logical order as pieces of at most ``width`` cells, without the blanks between them."""
    lines: list[str] = []
    line, used = "", 0
    for word in text.split(" "):
        size = width_of(word)
        if used + bool(line) + size <= width and (line or word):
            line, used = (f"{line} {word}" if line else word), used + bool(line) + size
            continue
        if line:
            lines.append(line)
        line, used = "", 0
        for one in clusters(word):
            if used + one.width > width:
                lines.append(line)
                line, used = "", 0
            line, used = line + one.text, used + one.width
    return [*lines, line]
