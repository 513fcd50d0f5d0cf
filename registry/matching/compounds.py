"""The words of a name as they may be read: what stands before the name itself, and lam-alef put right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from registry.matching.near import told_apart
from registry.matching.sounds import alike
from registry.words.folding import is_arabic

ABU, ABD, ARTICLE, NOTHING = "abu", "abd", "al", ""
_BEFORE_ARABIC = (
    (ABU, re.compile("^(?:ابو|ابا|ابي)(?:ال)?(?=..)")),
    (ABD, re.compile("^عبد(?:ال)?(?=..)")),
    (ARTICLE, re.compile("^ال(?=..)")),
)
# Each way to cut what Latin script joins: Abukhater, Abulkheir, Abwalaal; Abdalaziz, Abdelaal.
_BEFORE_LATIN = (
    (ABU, re.compile("^abw?(?:ou|oo|u|o|wa|a)(?:a?l)?(?=..)")),
    (ABU, re.compile("^abw?(?:ou|oo|u|o|wa|a)(?=..)")),
    (ABD, re.compile("^ab[ou]?d[aeiou]{0,2}(?:l[aei]?)?(?=..)")),
    (ABD, re.compile("^abd[aeu]?(?=..)")),
    (ARTICLE, re.compile("^[ae]+l(?=..)")),
)
_SURELY = 2  # letters of what follows Abu or Abd, from which on the word is nothing else
_OPEN_ARTICLE = re.compile("^a(?=al)")

# What it costs that one writer left out the article, or that one name has Abu or Abd before it and the other has not.
_ARTICLE_LEFT_OUT, _ANOTHER_KIND = 0.05, 0.7
_DAMAGED, _DAMAGED_INTO_A_NAME = 0.05, 0.75


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a word: what stands before the name, and the name."""

    before: str
    core: str


@lru_cache(maxsize=65536)
def readings(word: str) -> tuple[Reading, ...]:
    """Return the ways to read one folded word, all of which stand for it."""
    found = []
    for kind, pattern in _BEFORE_ARABIC if is_arabic(word) else _BEFORE_LATIN:
        if cut := pattern.match(word):
            found.append(Reading(kind, word[cut.end() :]))
    if _OPEN_ARTICLE.match(word):  # Aalshqur: the article, and the alef of the name before it
        found.append(Reading(ARTICLE, "a" + word[3:]))
    # Abu and Abd before a name of some length are surely that: read whole, they would make other names alike.
    joined = any(one.before in (ABU, ABD) and len(one.core) > _SURELY for one in found)
    if not joined:
        found.append(Reading(NOTHING, word))
    return tuple(dict.fromkeys(one for one in found if one.core))


@lru_cache(maxsize=65536)
def undamaged(word: str) -> tuple[str, ...]:
    """Return an Arabic word as it was before a PDF may have exchanged one lam and its alef, itself first."""
    found = [word]
    if is_arabic(word):
        for at in range(len(word) - 1):
            pair = word[at : at + 2]
            if pair in ("ال", "لا"):
                found.append(f"{word[:at]}{pair[::-1]}{word[at + 2 :]}")
    return tuple(found)


def _spellings(left: str, right: str, damaged: bool) -> Iterator[tuple[str, str, float]]:
    """The two names as written, and with lam-alef put right in one of them, with what that costs."""
    yield left, right, 0.0
    for one in undamaged(left)[1:]:
        yield one, right, _repair(one, left, damaged)
    for other in undamaged(right)[1:]:
        yield left, other, _repair(other, right, damaged)


def _repair(whole: str, written: str, damaged: bool) -> float:
    return _DAMAGED_INTO_A_NAME if not damaged and told_apart(whole, written) else _DAMAGED


def _cost(left: str, right: str) -> float:
    if left == right:
        return 0.0
    return _ARTICLE_LEFT_OUT if {left, right} == {NOTHING, ARTICLE} else _ANOTHER_KIND


_TWO_NAMES = 0.65  # taken from the likeness of two names that brothers bear side by side


@lru_cache(maxsize=131072)
def likeness(left: str, right: str, damaged: bool = False) -> float:
    """Return how alike two folded words of names are, from -1 to 1, whichever comes first.

    The best of all ways to read both: with and without the article, Abu and Abd joined or not, and as they
    were before a PDF damaged lam-alef. That costs little, unless it makes another name of it (صالح of صلاح) and
    nothing else in the two names shows that there was such damage.
    """
    if left == right:
        return 1.0
    found = -1.0
    for one in readings(left):
        for other in readings(right):
            known = _TWO_NAMES if told_apart(one.core, other.core) else 0.0
            for a, b, damage in _spellings(one.core, other.core, damaged):
                fit = alike(a, b) - _cost(one.before, other.before) - (damage or known)
                found = max(found, fit)
    return min(found, 1.0)
