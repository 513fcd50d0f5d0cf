"""What may come out of a program without acting on a terminal, reordering its text or hiding any of it."""

from __future__ import annotations

import re
import unicodedata

from registry.words.text import REORDERING, TAGS

# What the screen library sends by itself: colours, and for a progress bar line, cursor and its visibility.
_OWN = re.compile(r"\x1b\[(?:\d{1,3}(?:;\d{1,3})*)?m|\x1b\[(?:\d?K|\d*[ABCDG]|\?25[hl])")
# The mark that this program itself puts after right-to-left text, so that the next column stays in its place.
_LRM = "\u200e"
_MOST_MARKS = 8


def faults(text: str, *, terminal: bool = False, json: bool = False) -> list[str]:
    """Return what in an output could act, reorder or hide; on a ``terminal`` its own colours are none of it."""
    if terminal:
        text = _OWN.sub("", text).replace("\r\n", "\n").replace("\r", "")
    found = []
    for character in sorted(set(text) - {"\n"}):
        point = ord(character)
        if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp"):
            found.append(f"U+{point:04X} acts")
        elif (point in REORDERING or point in TAGS) and (character != _LRM or json):
            found.append(f"U+{point:04X} reorders or hides")
    if not json and not text.isascii():
        heap = 0
        for character in text:
            heap = heap + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
            if heap > _MOST_MARKS:
                return [*found, "marks are heaped on one letter"]
    return found
