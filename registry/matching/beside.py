"""Two cases fact by fact: at which level each fact agrees, from the same down to what one person cannot have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TypeVar

from registry.matching.comparing import BLANK, DIFFERS, MATCH, compare_names
from registry.matching.compounds import likeness
from registry.matching.dossier import Dossier, Span, Spot
from registry.matching.near import told_apart
from registry.matching.parts import FAMILY, GIVEN, KUNYA, MOTHER, NICKNAME, Name
from registry.words.folding import is_arabic

__all__ = [
    "ANCESTOR", "BLANK", "BORN", "CLOSE", "CROSSING", "DAYS", "DIFFERS", "EXACT", "EXCHANGED", "FAMILY", "FAR", "GIVEN",
    "HEAPED", "HOLDER", "HOME", "IMPOSSIBLE", "KIN", "KUNYA", "LATER", "MATCH", "MOTHER", "NAME", "NEAR", "NICKNAME",
    "NUMBER", "ONE_DIGIT", "ORIGIN", "PARTLY", "REFERENCE", "ROUNDED", "SEASON", "SEEN", "SEX", "SITE", "TURNED", "WEEKS",
    "YEAR", "Piece", "births_beside", "facts_beside", "mothers_beside", "names_beside", "numbers_beside", "one_letter",
    "seen_beside", "slipped", "spots_beside", "turned",
]  # fmt: skip

_T = TypeVar("_T")

NEAR, TURNED = "near", "turned"
ANCESTOR, NAME = "ancestor", "name"
SEX, BORN, HOME, ORIGIN, SITE, SEEN = "sex", "born", "residence", "origin", "last_seen_at", "last_seen_on"
HOLDER, CROSSING, NUMBER, REFERENCE, KIN = (
    "alleged_holder", "crossing", "identity_number", "reference", "kin",
)  # fmt: skip

_NEARLY = 0.1  # a likeness from here on is a slip of the pen rather than another name
_LIKE_A_PLACE = 0.35
_SHORTEST = 4  # letters of a word in which one may be wrong and the word still be told


@dataclass(frozen=True, slots=True)
class Piece:
    """One fact of two cases side by side.

    ``fact`` is what was compared, ``level`` how it agrees (`match`, `near`, `differs` and finer ones, `blank` where a
    side is empty). ``words`` are the two words of a name, by whose rarity a match is weighed.
    """

    fact: str
    level: str
    words: tuple[str, str] = ("", "")


def names_beside(left: Name, right: Name) -> tuple[Piece, ...]:
    """Compare two names part by part; every ancestor is a part of its own."""
    return tuple(_named(one.part, one.state, one.left, one.right) for one in compare_names(left, right).parts)


_OF = {GIVEN: GIVEN, FAMILY: FAMILY, KUNYA: KUNYA, NICKNAME: NICKNAME, NAME: NAME}


def _named(part: str, state: str, left: str, right: str) -> Piece:
    fact = _OF.get(part, ANCESTOR)
    level = NEAR if state == DIFFERS and slipped(left, right) else state
    return Piece(fact, level, (left, right))


@lru_cache(maxsize=65536)
def slipped(left: str, right: str) -> bool:
    """Tell whether two words that differ may be one with a letter wrong, left out or exchanged."""
    if told_apart(left, right):
        return False
    if likeness(left, right) >= _NEARLY:
        return True
    short = min(len(left), len(right))
    return short >= _SHORTEST and is_arabic(left) == is_arabic(right) and one_letter(left, right)


def one_letter(left: str, right: str) -> bool:
    """Tell whether one letter more, fewer, other, or two neighbours exchanged make one word of the other."""
    if abs(len(left) - len(right)) > 1:
        return False
    if len(left) > len(right):
        left, right = right, left
    at = next((i for i, letter in enumerate(left) if letter != right[i]), len(left))
    if len(left) < len(right):
        return left[at:] == right[at + 1 :]
    return left[at + 1 :] == right[at + 1 :] or (
        left[at : at + 2] == right[at : at + 2][::-1] and left[at + 2 :] == right[at + 2 :]
    )


def turned(name: Name) -> Name | None:
    """Return a name as it is where its family name was put first without a sign of it; None for a single word."""
    line = name.line
    if len(line) < 2 or not name.given:
        return None
    return replace(name, given=line[1], ancestors=line[2:], family=line[0])


# ---- births --------------------------------------------------------------------------------------------

EXACT, EXCHANGED, ONE_DIGIT, YEAR, HEAPED, CLOSE, ROUNDED, FAR, IMPOSSIBLE = (
    "day", "exchanged", "digit", "year", "january", "close", "rounded", "far", "impossible",
)  # fmt: skip
_YEAR = 366
_ROUNDED = 6  # years by which an age that was said in round figures may be off
_OFF = 2
_IMPOSSIBLE = 12  # years no mistake of casework explains: a father and his son


def births_beside(left: Span, right: Span) -> str:
    """Return the level at which two spans of birth agree, the best reading of what each writer meant.

    Day and month exchanged, 1 January for a year alone, a digit mistyped and round ages are known habits.
    """
    gap = max(0, max(left.first, right.first) - min(left.last, right.last)) / _YEAR
    if left.day and right.day:
        return _days_beside(date.fromordinal(left.first), date.fromordinal(right.first), gap)
    if gap == 0:
        return YEAR
    if gap <= _OFF:
        return CLOSE
    if gap <= _ROUNDED and (left.round or right.round):
        return ROUNDED
    return FAR if gap <= _IMPOSSIBLE else IMPOSSIBLE


def _days_beside(left: date, right: date, gap: float) -> str:
    if left == right:
        return EXACT
    if left.year == right.year:
        if (left.month, left.day) == (right.day, right.month):
            return EXCHANGED
        if (1, 1) in ((left.month, left.day), (right.month, right.day)):
            return HEAPED
    one, other = f"{left:%Y%m%d}", f"{right:%Y%m%d}"
    if one_letter(one, other):
        return ONE_DIGIT
    if gap <= _OFF:
        return CLOSE
    return FAR if gap <= _IMPOSSIBLE else IMPOSSIBLE


_BIRTHS = (EXACT, EXCHANGED, ONE_DIGIT, HEAPED, YEAR, CLOSE, ROUNDED, FAR, IMPOSSIBLE)

# ---- when and where last seen --------------------------------------------------------------------------

DAYS, WEEKS, SEASON, LATER = "days", "weeks", "season", "later"
_SEEN = (EXACT, DAYS, WEEKS, SEASON, LATER)


def seen_beside(left: Span, right: Span) -> str:
    """Return how near two dates last seen lie: the same day, within days, weeks, a season, or further apart."""
    gap = max(0, max(left.first, right.first) - min(left.last, right.last))
    if left.day and right.day and gap == 0:
        return EXACT
    return DAYS if gap <= 3 else WEEKS if gap <= 21 else SEASON if gap <= 120 else LATER


PARTLY = "partly"
_PLACES = (MATCH, PARTLY, DIFFERS)


@lru_cache(maxsize=65536)
def spots_beside(left: Spot, right: Spot) -> str:
    """Return how two places agree: by their codes, else by their own words in whatever script."""
    if left.code and right.code:
        return MATCH if left.code == right.code else _by_words(left, right)
    return _by_words(left, right)


def _by_words(left: Spot, right: Spot) -> str:
    few, many = sorted((left.words, right.words), key=len)
    if not few:
        return DIFFERS
    found = sum(any(_alike(one, other) for other in many) for one in few)
    if found == len(few) and found / len(many) >= 0.6:
        return MATCH
    return PARTLY if found / len(many) >= 0.3 else DIFFERS


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    if one.isdigit() or other.isdigit():
        return False
    return likeness(one, other) >= _LIKE_A_PLACE or (len(one) > _SHORTEST and one_letter(one, other))


# ---- numbers -------------------------------------------------------------------------------------------


def numbers_beside(left: Iterable[str], right: Iterable[str]) -> str:
    """Return how the identity numbers of two cases agree; one letter wrong is a slip, and no contradiction."""
    left, right = set(left), set(right)
    if left & right:
        return MATCH
    return NEAR if any(one_letter(a, b) for a in left for b in right if min(len(a), len(b)) > 5) else DIFFERS


def _best(
    order: tuple[str, ...], left: Iterable[_T], right: Iterable[_T], how: Callable[[_T, _T], str]
) -> str:
    return min((how(one, other) for one in left for other in right), key=order.index, default=BLANK)


def _shared(left: frozenset[str], right: frozenset[str]) -> str:
    if not left or not right:
        return BLANK
    return MATCH if left & right else DIFFERS


def mothers_beside(left: Iterable[str], right: Iterable[str]) -> Piece:
    """Compare the mothers' names of two cases; the pair that agrees best counts."""
    found = [_named(MOTHER, _state(a, b), a, b) for a in left for b in right]
    best = min(found, key=lambda one: (MATCH, NEAR, DIFFERS).index(one.level), default=Piece(MOTHER, BLANK))
    return replace(best, fact=MOTHER)


def _state(left: str, right: str) -> str:
    return MATCH if likeness(left, right) >= _LIKE_A_PLACE else DIFFERS


def facts_beside(left: Dossier, right: Dossier) -> Iterator[Piece]:
    """Yield every fact beside the name of two cases."""
    yield mothers_beside(left.mothers, right.mothers)
    yield Piece(SEX, BLANK if not (left.sex and right.sex) else MATCH if left.sex == right.sex else DIFFERS)
    yield Piece(BORN, _best(_BIRTHS, left.births, right.births, births_beside))
    yield Piece(HOME, _best(_PLACES, left.homes, right.homes, spots_beside))
    yield Piece(ORIGIN, _best(_PLACES, left.origins, right.origins, spots_beside))
    yield Piece(SITE, _best(_PLACES, left.sites, right.sites, spots_beside))
    yield Piece(SEEN, _best(_SEEN, left.seen, right.seen, seen_beside))
    yield Piece(HOLDER, _shared(left.holders, right.holders))
    yield Piece(CROSSING, _shared(left.crossings, right.crossings))
    yield Piece(
        NUMBER, numbers_beside(left.numbers, right.numbers) if left.numbers and right.numbers else BLANK
    )
    # Each laptop gives its own references: another one says nothing.
    yield Piece(REFERENCE, MATCH if left.references & right.references else BLANK)
    yield Piece(KIN, MATCH if left.family and left.family == right.family else BLANK)
