"""How far two cases may be of one person: the weight of every fact side by side, their sum, and what forbids it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from registry.matching import beside as at
from registry.matching.beside import BLANK, DIFFERS, MATCH, Piece, facts_beside, names_beside, turned
from registry.matching.dossier import Dossier
from registry.matching.keys import sounds
from registry.matching.odds import BY_RARITY, SHARES
from registry.matching.parts import Name

# How many people the shares of the table speak for, beside those of the vault: a small vault does not know which
# names are rare.
_KNOWN_BEFORE = 100
_RAREST = 0.0004
# The least number of people among whom two cases are met by chance: those of a town, however small the vault is.
_LEAST_PEOPLE = 1000

# Why two cases are never of one person, in words.
VETOES = {
    "decided": "a colleague decided that they are two people",
    "identity_number": "their identity numbers differ",
    "born": "their births lie too far apart",
    "sex": "reliable sources state another sex for each",
    "given": "another given name: brothers, sisters, or a father and his child",
    "father": "another father and another family name",
}


@dataclass(frozen=True, slots=True)
class Weighed:
    """One fact of a pair with its weight, in bits: above 0 it speaks for one person, below 0 against."""

    piece: Piece
    weight: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a pair comes to.

    ``weight`` is the sum in bits, the chance of meeting among it; ``chance`` the share of such pairs that are of one
    person, from 0 to 1. ``veto`` is the code of what forbids it, empty where nothing does.
    """

    weight: float
    chance: float
    veto: str
    parts: tuple[Weighed, ...]


class Rarity:
    """How often each name occurs in each place among the cases of a vault, by its sounds, whatever its script."""

    def __init__(self, dossiers: Iterable[Dossier] = ()) -> None:
        self.people = 0
        self._counts: Counter[tuple[str, str]] = Counter()
        for one in dossiers:
            self.people += 1
            self._counts.update(set(_sounding(one)))
        self._shares: dict[tuple[str, str, str], float] = {}

    @property
    def prior(self) -> float:
        """The weight of two cases before anything is compared: one duplicate is expected of each."""
        return -math.log2(max(self.people, _LEAST_PEOPLE))

    def share(self, fact: str, left: str, right: str) -> float:
        """Return the share of people who bear a name like these two words in that place."""
        key = (fact, left, right)
        if key not in self._shares:
            self._shares[key] = self._share(fact, left, right)
        return self._shares[key]

    def _share(self, fact: str, left: str, right: str) -> float:
        one, other = sounds(left), sounds(right)
        found = max((self._counts[fact, key] for key in (one & other) or (one | other)), default=0)
        usual = SHARES[fact][MATCH][1]
        # One of the two is the other's own: what counts is how many more bear the name.
        found = max(0, found - 1)
        return max(_RAREST, (found + _KNOWN_BEFORE * usual) / (self.people + _KNOWN_BEFORE))


def _sounding(one: Dossier) -> Iterator[tuple[str, str]]:
    for name in one.person.names:
        words = [(at.GIVEN, name.given), (at.FAMILY, name.family), (at.KUNYA, name.kunya)]
        words += [(at.NICKNAME, name.nickname), *((at.ANCESTOR, word) for word in name.ancestors)]
        yield from ((fact, key) for fact, word in words if word for key in sounds(word))
    yield from ((at.MOTHER, key) for word in one.mothers for key in sounds(word))


@lru_cache(maxsize=1024)
def _bits(m: float, u: float) -> float:
    return math.log2(m / u)


def weight_of(piece: Piece, rarity: Rarity) -> float:
    """Return what one fact says, in bits; 0 where a side is blank."""
    if piece.level == BLANK or piece.level not in SHARES.get(piece.fact, {}):
        return 0.0
    m, u = SHARES[piece.fact][piece.level]
    if piece.fact in BY_RARITY and piece.level == MATCH:
        return math.log2(m / rarity.share(piece.fact, *piece.words))
    return _bits(m, u)


def _weighed(pieces: Iterable[Piece], rarity: Rarity) -> tuple[Weighed, ...]:
    return tuple(Weighed(one, weight_of(one, rarity)) for one in pieces)


def _best_names(left: Dossier, right: Dossier, rarity: Rarity) -> tuple[Weighed, ...]:
    """The two names, one of each side, that say most; also with the family name put first in one of them."""
    found = [
        _weighed(names_beside(one, other), rarity)
        for one in left.person.names
        for other in right.person.names
    ]
    best = max(found, key=_sum, default=())
    if _sum(best) > 0:
        return best
    again = [
        (*_weighed(names_beside(one, other), rarity), *_weighed([Piece(at.TURNED, MATCH)], rarity))
        for one, other in _turnings(left.person.names, right.person.names)
    ]
    other_way = max(again, key=_sum, default=())
    return other_way if _sum(other_way) > max(0.0, _sum(best)) else best


def _turnings(left: Iterable[Name], right: Iterable[Name]) -> Iterator[tuple[Name, Name]]:
    for one in left:
        for other in right:
            if first := turned(one):
                yield first, other
            if second := turned(other):
                yield one, second


def _sum(parts: Iterable[Weighed]) -> float:
    return sum(one.weight for one in parts)


def weigh(left: Dossier, right: Dossier, rarity: Rarity) -> Verdict:
    """Weigh two cases against each other; the same whichever comes first."""
    if right.id < left.id:
        left, right = right, left
    names = _best_names(left, right, rarity)
    parts = _of_cousins((*names, *_weighed(facts_beside(left, right), rarity)))
    weight = rarity.prior + _sum(parts)
    return Verdict(weight, _chance(weight), _veto(left, right, parts), parts)


# Where cousins live, and where and when they were last seen, is one place and day as for one person.
_TOGETHER = frozenset({at.HOME, at.ORIGIN, at.SITE, at.SEEN})


def _of_cousins(parts: tuple[Weighed, ...]) -> tuple[Weighed, ...]:
    """Take from people with one family name and other fathers what being together would add."""
    levels = {one.piece.fact: one.piece.level for one in parts if one.piece.fact != at.ANCESTOR}
    if levels.get(at.FAMILY) == DIFFERS or _ancestors(parts) != {DIFFERS}:
        return parts
    return tuple(
        Weighed(one.piece, min(one.weight, 0.0)) if one.piece.fact in _TOGETHER else one for one in parts
    )


def _ancestors(parts: Iterable[Weighed]) -> set[str]:
    return {one.piece.level for one in parts if one.piece.fact == at.ANCESTOR} - {BLANK}


def _chance(bits: float) -> float:
    return 1.0 / (1.0 + math.exp2(-max(-60.0, min(60.0, bits))))


def _veto(left: Dossier, right: Dossier, parts: tuple[Weighed, ...]) -> str:
    """Return the code of what forbids that two cases are of one person, empty where nothing does."""
    if right.id in left.not_same or left.id in right.not_same:
        return "decided"
    levels = {one.piece.fact: one.piece.level for one in parts}
    number = levels.get(at.NUMBER)
    if number == DIFFERS:
        return "identity_number"
    if levels.get(at.BORN) == at.IMPOSSIBLE:
        return "born"
    if levels.get(at.SEX) == DIFFERS and left.sex_sure and right.sex_sure:
        return "sex"
    if number == MATCH:  # the names of one person may be written, or chosen, in many ways
        return ""
    if levels.get(at.GIVEN) == DIFFERS:
        return "given"
    if levels.get(at.FAMILY) == DIFFERS and _ancestors(parts) == {DIFFERS}:
        return "father"
    return ""
