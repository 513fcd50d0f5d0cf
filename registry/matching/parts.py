"""A written name taken apart: given name, ancestors and family name, with kunya and nickname beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from registry.matching.compounds import ARTICLE, readings
from registry.words.folding import fold, is_arabic, tokens

GIVEN, FATHER, GRANDFATHER, ANCESTOR, FAMILY = "given", "father", "grandfather", "ancestor", "family"
KUNYA, NICKNAME, MOTHER = "kunya", "nickname", "mother"

_LONGEST = 200  # characters of a name that are read, as many as a name may have
_MOST = 12  # and words

# What stands between names and is none: son of, daughter of, family of.
_BETWEEN = frozenset("bin ben ibn bint bent binti ould wuld ayt ait بن ابن بنت ولد ايت ال".split())
# What stands before a name and is none, where a name follows.
_TITLES = frozenset(
    "dr doctor prof mr mrs ms miss sheikh shaykh cheikh shaikh hajj hajji haji hadji hajja sayyid sayyida ustaz"
    " شيخ الشيخ دكتور الدكتور دكتوره الدكتوره حاج الحاج حاجه الحاجه حجي استاذ الاستاذ سيد السيد سيده السيده انسه".split()
)
_UNSURE_TITLES = frozenset(
    {"السيد", "سيد", "sayyid", "حجي", "haji", "hajji"}
)  # names too: a title where two follow

_ASIDE = re.compile(r"[(\[«“\"„]([^)\]»”\"]+)[)\]»”\"]")
_CALLED = re.compile(
    r"(?:^|[\s,])(?:a\.?k\.?a\.?|alias|known as|nicknamed|dit|(?:الملقبة?|المعروفة?|الشهيرة?)(?: ب)?|وشهرتها?)\s+(?P<by>.+)$", re.IGNORECASE
)  # fmt: skip
_COMMA = re.compile("[,،]")
# A kunya: Abu or Umm apart from the child's name, or in Arabic script Abu joined to it.
_KUNYA = re.compile(r"^(?:(?:ابو|ابا|ابي|ام|abu|abou|abo|aboo|umm|um|oum|oumm|om) \w{2,}|ابو\w{3,})")

# What only a damaged PDF writes: the two letters of lam-alef have changed places.
_DAMAGED = re.compile(r"هللا\b|\bاال|\w{3}هلل\b|\w+الء\b")


@dataclass(frozen=True, slots=True)
class Name:
    """One name, folded and taken apart; what nobody said is empty.

    ``ancestors`` are father, grandfather and further back, in their order. ``damaged`` tells that the text shows
    lam-alef exchanged, as printing to PDF and back does. Nothing here is kept: it is folded for comparing only.
    """

    given: str = ""
    ancestors: tuple[str, ...] = ()
    family: str = ""
    kunya: str = ""
    nickname: str = ""
    damaged: bool = False

    @property
    def line(self) -> tuple[str, ...]:
        """The given name, the ancestors and the family name that were said, in their order."""
        return tuple(word for word in (self.given, *self.ancestors, self.family) if word)

    @property
    def labels(self) -> tuple[str, ...]:
        """What each word of ``line`` is."""
        named = (FATHER, GRANDFATHER, *[ANCESTOR] * (len(self.ancestors) - 2))[: len(self.ancestors)]
        pairs = zip((GIVEN, *named, FAMILY), (self.given, *self.ancestors, self.family), strict=True)
        return tuple(label for label, word in pairs if word)


@lru_cache(maxsize=32768)
def parse(text: str) -> Name:
    """Take a full name apart. Any text is read; one without letters is a name that says nothing.

    The first word is the given name and the last the family's, unless a comma or an article shows that the family
    name was put first. A leading Abu or Umm before further words is the kunya, not the given name.
    """
    text = text[:_LONGEST]
    aside = [found.strip() for found in _ASIDE.findall(text)]
    text = _ASIDE.sub(" ", text)
    if called := _CALLED.search(text):
        aside.append(called["by"])
        text = text[: called.start()]
    words, kunya = _in_order(text), next((said for one in aside if (said := _kunya(one))), "")
    if opening := _kunya(text):
        kunya, words = opening, [word for word in words if word != opening]
        given, rest = "", words
        if len(words) > 1:
            given, rest = words[0], words[1:]
    else:
        given, rest = (words[0], words[1:]) if words else ("", [])
    family = rest[-1] if rest else ""
    damaged = bool(_DAMAGED.search(text))
    return Name(given, tuple(rest[:-1]), family, kunya, _nickname(aside), damaged)


def _kunya(text: str) -> str:
    """The kunya that a text opens with, in one word."""
    return "".join(tokens(text)[:1]).replace(" ", "") if _KUNYA.match(fold(text)) else ""


def _nickname(aside: list[str]) -> str:
    return next(
        (said for one in aside if not _kunya(one) and (said := "".join(tokens(one)).replace(" ", ""))), ""
    )


def _in_order(text: str) -> list[str]:
    before, *after = _COMMA.split(text, maxsplit=1)
    if after and fold(after[0]):  # the family name, a comma, and the given names
        return [*_words(after[0]), *_words(before)]
    words = _words(before)
    if 1 < len(words) <= _SHORT and _has_article(words[0], before) and not _has_article(words[-1], before):
        return [*words[1:], words[0]]
    return words


_SHORT = 3  # words of a name that may open with the family's: a longer one is told in its order


def _has_article(word: str, text: str) -> bool:
    """Whether a word bears the article, as family names do; in Latin script only where it stands apart."""
    if is_arabic(word):
        return readings(word)[0].before == ARTICLE and len(word) > 5
    return bool(re.search(rf"\b[ae]l {re.escape(word)}\b", fold(text)))


def _words(text: str) -> list[str]:
    words = [word.replace(" ", "") for word in tokens(text)]
    words = [word for word in words if word not in _BETWEEN] or words
    while len(words) > 1 and words[0] in _TITLES and (words[0] not in _UNSURE_TITLES or len(words) > 2):
        words = words[1:]
    return words[:_MOST]
