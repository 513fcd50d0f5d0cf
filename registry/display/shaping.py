"""Arabic letters in the form that their place in the word asks for, where a terminal does not join them itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

# What a person reads where the letters cannot be joined.
UNSHAPED = "Arabic letters are shown one by one; to join them, install `registry[tui]`"

_ARABIC = re.compile("[\u0620-\u06ff]")
_JOINERS = {0x200C: None, 0x200D: None}


def shaped(text: str) -> str:
    """Return ``text`` with contextual forms (Arabic Presentation Forms), one letter for one letter, no ligatures.

    Marks of vowels stay as they are. The joiners U+200C and U+200D do their work and go. Without
    ``arabic-reshaper`` the letters stay unjoined.
    """
    if not _ARABIC.search(text):
        return text
    return _reshape()(text).translate(_JOINERS)


def can_shape() -> bool:
    """Whether letters are joined here; where not, ``UNSHAPED`` says what to do."""
    return _reshape() is not _as_they_are


def _as_they_are(text: str) -> str:
    return text


@cache
def _reshape() -> Callable[[str], str]:
    try:
        from arabic_reshaper import ArabicReshaper
    except Exception:  # noqa: BLE001 - it reads a settings file at import, and may fail on that in any way
        return _as_they_are
    reshaper = ArabicReshaper()
    # Set by hand, since what a settings file says must not decide what a name looks like.
    for name in ("delete_harakat", "delete_tatweel", "shift_harakat_position", "support_ligatures"):
        reshaper.configuration[name] = "no"
    reshaper.configuration["support_zwj"] = "yes"
    join: Callable[[str], str] = reshaper.reshape
    return join
