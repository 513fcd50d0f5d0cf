"""A terminal that orders every line anew by UAX #9, as VTE and mlterm do: what stands on its screen in the end."""

from __future__ import annotations

from registry.display.ordering import levels_of, order_of, placed

# What a terminal keeps with the character before it, shows nothing of, and reads when it orders the line.
MARKS = frozenset("\u200e\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def without_marks(written: str) -> str:
    """Return what is written without the marks that take no cell."""
    return "".join(one for one in written if one not in MARKS)


def on_screen(written: str, *, base: int | None = 0) -> str:
    """Return what stands on the screen from left to right once ``written`` was sent as one line.

    ``base`` is the direction of every line: 0 as in VTE, None where the line's own characters tell it as in mlterm.
    """
    return without_marks("".join(one for _, one in placed(written, levels_of(written, base)[1])))


def moved(written: str) -> bool:
    """Whether such a terminal would move anything of a line."""
    kept = [place for place in order_of(levels_of(written, 0)[1]) if written[place] not in MARKS]
    return kept != sorted(kept)
