"""The bidirectional class of a character, also of one that this Python does not know yet."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# What a character may be that right-to-left ordering can concern: letters and digits of right-to-left scripts
# and the marks that turn text round. Text without any of them stands as it was written.
TURNS = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)

# Classes of characters without a name yet (DerivedBidiClass.txt, Unicode 15.0): the first range that holds it.
_UNNAMED = (
    ((0x0590, 0x05FF), "R"), ((0x0600, 0x07BF), "AL"), ((0x07C0, 0x085F), "R"), ((0x0860, 0x08FF), "AL"),
    ((0x20A0, 0x20CF), "ET"), ((0xFB1D, 0xFB4F), "R"), ((0xFDD0, 0xFDEF), "BN"), ((0xFB50, 0xFDFF), "AL"),
    ((0xFE70, 0xFEFF), "AL"), ((0xFFF0, 0xFFF8), "BN"), ((0x10D00, 0x10D3F), "AL"), ((0x10EC0, 0x10EFF), "AL"),
    ((0x10F30, 0x10F6F), "AL"), ((0x10800, 0x10FFF), "R"), ((0x1EC70, 0x1ECBF), "AL"), ((0x1ED00, 0x1ED4F), "AL"),
    ((0x1EE00, 0x1EEFF), "AL"), ((0x1E800, 0x1EFFF), "R"), ((0xE0000, 0xE0FFF), "BN"),
)  # fmt: skip


@lru_cache(maxsize=8192)
def class_of(character: str) -> str:
    """Return the Bidi_Class of one character by its short name, such as ``AL`` (UAX #9, table 4)."""
    known = unicodedata.bidirectional(character)
    if known:
        return known
    point = ord(character)
    if point & 0xFFFE == 0xFFFE:
        return "BN"
    return next((name for (first, last), name in _UNNAMED if first <= point <= last), "L")
