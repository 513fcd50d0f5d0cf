"""Arabic letters in the form that their place in the word asks for, where a terminal does not join them itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache

# What a person reads where the letters cannot be joined.
UNSHAPED = "Arabic letters are shown one by one; to join them, install `registry[tui]`"

_ARABIC = re.compile("[\u0620-\u06ff]")
# Characters that join or part letters and are nothing to see; they are gone once letters have their forms.
JOINERS = frozenset("\u200c\u200d")
_GONE = dict.fromkeys(map(ord, JOINERS))


def shaped(text: str) -> str:
    """Return ``text`` with contextual forms (Arabic Presentation Forms), one letter for one letter, no ligatures.

    Marks of vowels stay as they are. The joiners U+200C and U+200D do their work and go. Without
    ``arabic-reshaper`` the letters stay unjoined.
    """
    if not _ARABIC.search(text):
        return text.translate(_GONE)
    # No letter joins across a blank, and the words of names come again and again.
    return " ".join(map(_word, text.split(" ")))


@lru_cache(maxsize=4096)
def _word(word: str) -> str:
    plain, made = word.translate(_GONE), _reshape()(word).translate(_GONE)
    # Styles and cells follow letters by their place: a word that came back longer or shorter stays as it is.
    return made if len(made) == len(plain) else plain


def forget() -> None:
    """Forget the words that were shaped."""
    _word.cache_clear()


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
    reshaper.configuration = _Settings()
    join: Callable[[str], str] = reshaper.reshape
    return join


class _Settings:
    """Settings of the reshaper: signs stay, no ligatures, and no settings file decides what a name looks like."""

    def getboolean(self, name: str) -> bool:
        return name == "support_zwj"
