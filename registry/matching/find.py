"""Find cases by names as they are typed, in either script, with the reasons for each."""

from __future__ import annotations

import heapq
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic

from registry.matching.compounds import likeness
from registry.matching.index import Held, Index, L, Line, common
from registry.matching.query import Query, Term, parse
from registry.words.folding import FIELD_OPENS, skeletons, tokens


@dataclass(frozen=True, slots=True)
class Hit(Generic[L]):
    """One case found: its line, a score that orders hits (not a probability), and why it was found."""

    line: L
    score: float
    reasons: tuple[str, ...]


# What a word of the query is worth by how it was found in a case.
_WORD, _SOUND, _OPENING, _SHORT_SOUND, _INSIDE = 4.0, 3.2, 3.0, 2.9, 1.0
_FIELD_WORTH = 0.5  # a word found outside the names (a mother's name, a place) counts half
_UNNAMED = 0.15  # for every word of the name that the query did not say
_SCORED = 800  # so many lines at most are scored one by one
_CLOSELY_COMPARED = 150  # and so many of the best are compared letter by letter
_FEW = 5  # with fewer hits than this, near misses are sought too
_SHORTEST_NEARLY = 3  # signs of a key that may be one off
_SPELLED_ALIKE = 0.4  # how alike a word must be to stand for one that a line does not hold


# ---- how well a line fits ------------------------------------------------------------------------------


def _field(text: str, tag: str) -> str:
    """The part of a search text that holds one field, or nothing."""
    start = text.find(f"{FIELD_OPENS}{tag}:")
    if start < 0:
        return ""
    end = text.find(FIELD_OPENS, start + 1)
    return text[start + len(tag) + 2 : end if end >= 0 else None]


def _names_of(text: str) -> str:
    return text.partition(FIELD_OPENS)[0]


@dataclass(frozen=True, slots=True)
class _Sought:
    """A term with what is looked for in a search text, made once for all lines."""

    term: Term
    whole: str
    opening: str
    sounds: tuple[str, ...]
    inside: tuple[str, ...]
    signs: int

    @classmethod
    def of(cls, term: Term) -> _Sought:
        sounds = term.sounds
        opened = tuple(sound[:-1] for sound in sounds) if term.opens else ()
        inside = (term.word, *opened) if term.inside else (f" {term.word}", *opened)
        signs = len(term.keys[0]) if term.keys else 0
        return cls(term, f" {term.word} ", f" {term.word}", sounds, inside, signs)


def _worth(sought: _Sought, text: str) -> float:
    if sought.whole in text:
        return _WORD
    sounds = any(sound in text for sound in sought.sounds)
    if sounds and (sought.signs > 2 or (sought.signs == 2 and not sought.term.unfinished)):
        return _SOUND
    if sought.opening in text:
        return _OPENING
    # One consonant says little: Roaa and Rawi share it.
    if sounds and sought.signs == 2:
        return _SHORT_SOUND
    return _INSIDE if sounds or any(needle in text for needle in sought.inside) else 0.0


def _coarse(terms: list[_Sought], line: Line) -> float:
    """The score of a line before any letters are compared; 0 where a word is missing."""
    text = line.folded
    names, score = _names_of(text), 0.0
    for sought in terms:
        if sought.term.tag:
            worth = _FIELD_WORTH * _worth(sought, _field(text, sought.term.tag))
        else:
            worth = _worth(sought, names) or _FIELD_WORTH * _worth(sought, text)
        if not worth:
            return 0.0
        score += worth
    return score


# ---- comparing letters ---------------------------------------------------------------------------------

_FIRST = 0.3  # the given name comes first in the query and in the name
_IN_ORDER = 0.15  # and the father's name, the grandfather's and the family's follow in their order


_Alike = Callable[[str, str], float]


def _close(terms: list[Term], line: Line, alike: _Alike) -> float:
    """How well the query's words fit the best of the names, each word of a name taken once."""
    return max((_fit(terms, tokens(name), alike) for name in line.names), default=0.0)


@lru_cache(maxsize=65536)
def _alike(word: str, other: str) -> float:
    """How alike a word of the query and one of a name are; words that share no consonant key are not."""
    if word == other:
        return 1.0
    keys = skeletons(word)
    return likeness(word, other) if any(key in keys for key in skeletons(other)) else 0.0


def _fits(term: Term, word: str, alike: _Alike) -> float:
    return 1.0 if term.unfinished and word.startswith(term.word) else max(0.0, alike(term.word, word))


def _fit(terms: list[Term], name: tuple[str, ...], alike: _Alike) -> float:
    free, score, before = list(enumerate(name)), 0.0, -1
    for place, term in enumerate(terms):
        if not free:
            break
        fit, at = max((_fits(term, word, alike), -at) for at, (_, word) in enumerate(free))
        position, _ = free.pop(-at)
        score += fit + _FIRST * (place == position == 0) + _IN_ORDER * (position > before)
        before = position
    return score - _UNNAMED * len(free)


# ---- the search ----------------------------------------------------------------------------------------


class _Search(Generic[L]):
    """One query in one index: which lines hold its words, each looked up once."""

    def __init__(self, query: Query, index: Index[L], fits: Callable[[L], bool] | None = None) -> None:
        self.query = query
        self.index = index
        self._fits = fits
        self.held = [index.holding(term) for term in query.terms]

    def all_words(self) -> list[int]:
        """The places of the lines that hold every word, at most so many, those first that hold the very words.

        A keystroke stays quick, and a line that fits well is never left out for many that fit badly.
        """
        terms = self.query.terms
        found = self._wanted(common(self.held))
        if len(found) <= _SCORED:
            return sorted(found)
        exact = found.intersection(common([self.index.exactly(term) for term in terms]))
        if len(exact) >= _CLOSELY_COMPARED:
            return heapq.nsmallest(_SCORED, exact)
        near = found.intersection(common([self.index.sounding(term) for term in terms]))
        first = [*sorted(exact), *heapq.nsmallest(_SCORED, near - exact)]
        return [*first, *heapq.nsmallest(max(0, _SCORED - len(first)), found - near)][:_SCORED]

    def nearly(self, known: set[str]) -> list[L]:
        """The lines in which every word of the query is held, or spelled alike in one word of the names.

        First those that lack one word only, then those in which more of them are a consonant off. Words sought in
        one field must all be held there.
        """
        close: list[Held] = [() if term.tag else self.index.nearly(term) for term in self.query.terms]
        places = [*self._lacking_one(close), *self._all_close(close)]
        lines = (self.index.line(place) for place in dict.fromkeys(places))
        return [line for line in lines if line.id not in known and self._spelled_in(line)]

    def _lacking_one(self, close: list[Held]) -> list[int]:
        found: list[int] = []
        for missing, term in enumerate(self.query.terms):
            others = [held for at, held in enumerate(self.held) if at != missing]
            if term.tag or not others:
                continue
            lacking = common(others).difference(*self.held[missing])
            if len(lacking) > _CLOSELY_COMPARED:
                lacking = set().union(*(lacking & part for part in close[missing]))
            found += heapq.nsmallest(_CLOSELY_COMPARED, self._wanted(lacking))
        return found

    def _all_close(self, close: list[Held]) -> list[int]:
        both = [(*held, *near) for held, near in zip(self.held, close, strict=True)]
        return heapq.nsmallest(_CLOSELY_COMPARED, self._wanted(common(both)))

    def _wanted(self, places: set[int]) -> set[int]:
        """Those of the places whose lines were seen in the time that the query names, and fit the filter."""
        window, fits = self.query.window, self._fits
        if window is not None:
            places = {p for p in places if window.holds((line := self.index.line(p)).seen_from, line.seen_to)}
        return places if fits is None else {p for p in places if fits(self.index.line(p))}

    def _spelled_in(self, line: L) -> bool:
        """Whether every word that the line does not hold is spelled much like one of its names."""
        words = {word for name in line.names for word in tokens(name)}
        missing = [
            sought.term
            for sought in map(_Sought.of, self.query.terms)
            if not _worth(sought, _field(line.folded, sought.term.tag) if sought.term.tag else line.folded)
        ]
        return all(
            not term.tag and any(likeness(term.word, word) >= _SPELLED_ALIKE for word in words)
            for term in missing
        )


_HOW = {
    _WORD: "same word",
    _OPENING: "opens a word",
    _SOUND: "sounds the same",
    _SHORT_SOUND: "sounds the same",
    _INSIDE: "inside a word",
}


def _reasons(query: Query, line: Line) -> tuple[str, ...]:
    """Where and how each word of the query was found, without repeating what the case says."""
    reasons = []
    for term in query.terms:
        sought, names = _Sought.of(term), _names_of(line.folded)
        tag = term.tag or ("" if _worth(sought, names) else _tag_holding(sought, line.folded))
        how = _HOW.get(_worth(sought, _field(line.folded, tag) if tag else names), "spelled alike")
        reasons.append(f"{tag or 'name'}: {how}")
    if query.window:
        reasons.append("seen: in that time")
    return tuple(dict.fromkeys(reasons))


def _tag_holding(sought: _Sought, text: str) -> str:
    for tag in re.findall(rf"{FIELD_OPENS}(\w+):", text):
        if _worth(sought, _field(text, tag)):
            return str(tag)
    return ""


def find(
    query: str, lines: Iterable[L] | Index[L], limit: int = 20, fits: Callable[[L], bool] | None = None
) -> list[Hit[L]]:
    """Return the cases that the words of ``query`` fit, best first, at most ``limit``.

    All words must be of one case: its names first, then its other searchable fields; ``mother:fatima``
    seeks a word in one field only, and ``seen:2016-12`` who may have been last seen then. A word fits where it
    stands in the search text or sounds like a word there, in either script. Where few cases fit, those follow in
    which words of the query are only spelled alike. An empty query finds nothing. With
    ``fits`` only lines that it tells to fit are found. Who searches the same lines again hands in an index of them.
    Raises ``InputRefused`` for a date that is none.
    """
    asked = parse(query)
    if not asked.terms or limit < 1:
        return []
    search = _Search(asked, lines if isinstance(lines, Index) else Index(lines), fits)
    hits = _ranked(asked, search.index, search.all_words(), limit)
    if len(hits) >= min(limit, _FEW) or _too_short(asked.terms) or len(asked.terms) > _MOST_NEAR:
        return hits
    return hits + _nearly(asked, search.nearly({hit.line.id for hit in hits}), limit - len(hits))


# Beyond so many words a query is a text and no name: it is found where all of it stands, or not.
_MOST_NEAR = 12


def _too_short(terms: tuple[Term, ...]) -> bool:
    """Whether a query of one word says too little to seek near misses of it."""
    return len(terms) == 1 and (not terms[0].keys or len(terms[0].keys[0]) < _SHORTEST_NEARLY)


def _ranked(query: Query, index: Index[L], places: list[int], limit: int) -> list[Hit[L]]:
    terms = [_Sought.of(term) for term in query.terms]
    worth = [
        (score, -order, line)
        for order, place in enumerate(places)
        if (score := _coarse(terms, line := index.line(place)))
    ]
    best = heapq.nlargest(max(limit, _CLOSELY_COMPARED), worth, key=lambda one: one[:2])
    spoken = [term for term in query.terms if not term.tag]
    close = [(score + 2 * _close(spoken, line, _alike), order, line) for score, order, line in best]
    close.sort(key=lambda one: (-one[0], -one[1]))
    return [Hit(line, round(score, 3), _reasons(query, line)) for score, _, line in close[:limit]]


def _nearly(query: Query, lines: list[L], limit: int) -> list[Hit[L]]:
    spoken = [term for term in query.terms if not term.tag]
    close = [(_close(spoken, line, likeness), -order, line) for order, line in enumerate(lines)]
    best = heapq.nlargest(limit, close, key=lambda one: one[:2])
    return [Hit(line, round(score, 3), _reasons(query, line)) for score, _, line in best]
