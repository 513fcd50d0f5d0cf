"""Find cases by names as they are typed, in either script, with the reasons for each."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Generic, Protocol, TypeVar

from registry.words.folding import FIELD_OPENS, KEY_CLOSES, KEY_OPENS, is_arabic, skeletons, tokens


class Line(Protocol):
    """What is searched: a case line with its id, its names as shown and its search text."""

    @property
    def id(self) -> str:
        """The identity of the case."""

    @property
    def names(self) -> Sequence[str]:
        """The names as shown."""

    @property
    def folded(self) -> str:
        """What ``search_text`` made of the names and other searchable fields."""


L = TypeVar("L", bound=Line)


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
_SAMPLE = 1000  # so many lines tell how common a word is
_SCORED = 2000  # so many lines at most are scored one by one
_CLOSELY_COMPARED = 400  # and so many of the best are compared letter by letter
_FEW = 5  # with fewer hits than this, near misses are sought too
_SHORTEST_NEARLY = 3  # signs of a key that may be one off
_MISSING_ONE = 0.6  # how alike a word must sound where all the other words of the query fit
_SHORTEST_INSIDE = 3  # a shorter word is sought at the opening of words only


@dataclass(frozen=True, slots=True)
class _Term:
    """One word of the query: its spellings as sought in a search text, and the field it is sought in."""

    word: str
    keys: tuple[str, ...]
    tag: str
    unfinished: bool

    @property
    def sounds(self) -> tuple[str, ...]:
        """The keys as they stand whole in a search text."""
        return tuple(f"{KEY_OPENS}{key}{KEY_CLOSES}" for key in self.keys)

    @property
    def needles(self) -> tuple[str, ...]:
        # Two consonants are too few to open a longer name with.
        opens = self.unfinished and bool(self.keys) and len(self.keys[0]) > 2
        spelled = self.word if len(self.word) >= _SHORTEST_INSIDE else f" {self.word}"
        return (spelled, *(sound.removesuffix(KEY_CLOSES) if opens else sound for sound in self.sounds))


def _terms(query: str) -> list[_Term]:
    """Cut a query into words; ``mother:fatima`` is sought in one field, a last word may be unfinished."""
    found = []
    for tag, text in _by_field(query):
        words = tokens(text)
        for place, word in enumerate(words):
            last = not tag and place + 1 == len(words) and not query.endswith(" ")
            found.append(_Term(word, skeletons(word), tag, last))
    return found


def _by_field(query: str) -> Iterator[tuple[str, str]]:
    """Part the words that name their field from the rest, which come last."""
    rest = []
    for word in query.split():
        tag, colon, text = word.partition(":")
        if colon and tag.isascii() and tag.isidentifier():
            yield tag, text
        else:
            rest.append(word)
    yield "", " ".join(rest)


def _holding(lines: list[L], needles: tuple[str, ...]) -> list[L]:
    """The lines whose search text holds any of the needles.

    Written out for the usual numbers of needles: this runs over every case at every keystroke.
    """
    if len(needles) == 1:
        (a,) = needles
        return [line for line in lines if a in line.folded]
    if len(needles) == 2:
        a, b = needles
        return [line for line in lines if a in (text := line.folded) or b in text]
    if len(needles) == 3:
        a, b, c = needles
        return [line for line in lines if a in (text := line.folded) or b in text or c in text]
    return [line for line in lines if any(needle in line.folded for needle in needles)]


def _field(text: str, tag: str) -> str:
    """The part of a search text that holds one field, or nothing."""
    start = text.find(f"{FIELD_OPENS}{tag}:")
    if start < 0:
        return ""
    end = text.find(FIELD_OPENS, start + 1)
    return text[start + len(tag) + 2 : end if end >= 0 else None]


def _names_of(text: str) -> str:
    return text.partition(FIELD_OPENS)[0]


def _worth(term: _Term, text: str) -> float:
    if f" {term.word} " in text:
        return _WORD
    sounds = any(sound in text for sound in term.sounds)
    signs = len(term.keys[0]) if sounds else 0
    if signs > 2 or (signs == 2 and not term.unfinished):
        return _SOUND
    if f" {term.word}" in text:
        return _OPENING
    # One consonant says little: Roaa and Rawi share it.
    if signs == 2:
        return _SHORT_SOUND
    return _INSIDE if any(needle in text for needle in term.needles) else 0.0


def _coarse(terms: list[_Term], line: Line) -> float:
    """The score of a line before any letters are compared; 0 where a word is missing."""
    text = line.folded
    names, score = _names_of(text), 0.0
    for term in terms:
        if term.tag:
            worth = _FIELD_WORTH * _worth(term, _field(text, term.tag))
        else:
            worth = _worth(term, names) or _FIELD_WORTH * _worth(term, text)
        if not worth:
            return 0.0
        score += worth
    return score


# ---- comparing letters ---------------------------------------------------------------------------------

_ARABIC_LETTERS = str.maketrans(
    "ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "abttjhxddrzscsdtzagfkklmnhui"
)  # fmt: skip
_LATIN_LETTERS = (
    ("kh", "x"), ("gh", "g"), ("sh", "c"), ("ch", "c"), ("th", "t"), ("dh", "d"), ("ou", "u"), ("oo", "u"),
    ("ee", "i"), ("ei", "i"), ("ai", "i"), ("ay", "i"), ("aw", "u"), ("q", "k"), ("p", "b"), ("y", "i"),
    ("o", "u"), ("w", "u"), ("e", "a"),
)  # fmt: skip


@lru_cache(maxsize=16384)
def spelled_alike(word: str) -> str:
    """Return a folded word of either script in one alphabet, long vowels kept, for comparing letters."""
    if is_arabic(word):
        word = re.sub("^(عبد|ابو|)ال(?=..)", r"\1", word)
        return re.sub(r"(.)\1+", r"\1", word.translate(_ARABIC_LETTERS))
    for written, plain in _LATIN_LETTERS:
        word = word.replace(written, plain)
    return re.sub(r"(.)\1+", r"\1", re.sub("(?<=[^aeiou]a)h$", "", word))


@lru_cache(maxsize=65536)
def likeness(left: str, right: str) -> float:
    """Return how alike two folded words are spelled, 0 to 1, whatever their scripts."""
    return SequenceMatcher(None, spelled_alike(left), spelled_alike(right), autojunk=False).ratio()


_FIRST = 0.3  # the given name comes first in the query and in the name
_IN_ORDER = 0.15  # and the father's name, the grandfather's and the family's follow in their order


def _close(terms: list[_Term], line: Line) -> float:
    """How well the query's words fit the best of the names, each word of a name taken once."""
    return max((_fit(terms, tokens(name)) for name in line.names), default=0.0)


def _likeness(term: _Term, word: str) -> float:
    return 1.0 if term.unfinished and word.startswith(term.word) else likeness(term.word, word)


def _fit(terms: list[_Term], name: tuple[str, ...]) -> float:
    free, score, before = list(enumerate(name)), 0.0, -1
    for place, term in enumerate(terms):
        if not free:
            break
        fit, at = max((_likeness(term, word), -at) for at, (_, word) in enumerate(free))
        position, _ = free.pop(-at)
        score += fit + _FIRST * (place == position == 0) + _IN_ORDER * (position > before)
        before = position
    return score - _UNNAMED * len(free)


# ---- the search ----------------------------------------------------------------------------------------


def _rarest_first(terms: list[_Term], lines: list[L]) -> list[_Term]:
    """The words of the query by how few lines hold them, as a sample of the lines tells."""
    sample = lines[:: len(lines) // _SAMPLE + 1]
    return sorted(terms, key=lambda term: len(_holding(sample, term.needles)))


def _all_words(terms: list[_Term], lines: list[L]) -> list[L]:
    for term in terms:
        lines = _holding(lines, term.needles)
    return lines


def _worth_scoring(terms: list[_Term], lines: list[L]) -> list[L]:
    """Of very many lines those that hold the very words, then those that hold their sounds, then the rest.

    A keystroke stays quick, and a line that fits well is never left out for many that fit badly.
    """
    if len(lines) <= _SCORED:
        return lines
    exact, near = lines, lines
    for term in terms:
        exact = _holding(exact, (f" {term.word} ",))
    if len(exact) >= _CLOSELY_COMPARED:
        return exact[:_SCORED]
    for term in terms:
        near = _holding(near, (f" {term.word}", *term.sounds))
    best_first = {id(line): line for line in (*exact, *near[:_SCORED], *lines[:_SCORED])}
    return list(best_first.values())[:_SCORED]


def _all_but_one(terms: list[_Term], lines: list[L]) -> list[L]:
    """The lines that hold all words of the query but one, and in its place one spelled like it.

    A line that lacks one word holds one of any two, so that a pass for the two rarest is enough. Words
    sought in one field must all be there.
    """
    fixed, free = [term for term in terms if term.tag], [term for term in terms if not term.tag]
    lines, found = _all_words(fixed, lines), []
    if len(free) > 1:
        held = [line for term in free[:2] for line in _holding(lines, term.needles)]
        lines = list({id(line): line for line in held}.values())
    for line in lines:
        missing = [term for term in terms if not _held(term, line.folded)]
        if len(missing) == 1 and _spelled_in(missing[0], line):
            found.append(line)
    return found[:_SCORED]


def _held(term: _Term, text: str) -> bool:
    return bool(_worth(term, _field(text, term.tag) if term.tag else text))


def _spelled_in(term: _Term, line: Line) -> bool:
    """Whether a word of the names is spelled much like one that was sought in vain."""
    words = {word for name in line.names for word in tokens(name)}
    return not term.tag and any(likeness(term.word, word) >= _MISSING_ONE for word in words)


def _one_sign_off(key: str) -> str:
    """A pattern of the keys that differ from ``key`` by one sign: another, one more or one fewer."""
    signs = [re.escape(sign) for sign in key]
    other = f"[^{KEY_CLOSES}]"
    ways = {"".join([*signs[:at], other, *signs[at + 1 :]]) for at in range(len(signs))}
    ways |= {"".join([*signs[:at], other, *signs[at:]]) for at in range(len(signs) + 1)}
    ways |= {"".join(signs[:at] + signs[at + 1 :]) for at in range(len(signs))}
    return f"{KEY_OPENS}(?:{'|'.join(sorted(ways))}){KEY_CLOSES}"


def _sounding_nearly(term: _Term, lines: list[L]) -> list[L]:
    """The lines with a word one consonant off the only word of the query, and spelled like it."""
    if not term.keys or len(term.keys[0]) < _SHORTEST_NEARLY or term.tag:
        return []
    sought = re.compile("|".join(map(_one_sign_off, term.keys))).search
    found = [line for line in lines if sought(line.folded)]
    return [line for line in found[:_SCORED] if _spelled_in(term, line)]


_HOW = {
    _WORD: "same word",
    _OPENING: "opens a word",
    _SOUND: "sounds the same",
    _SHORT_SOUND: "sounds the same",
    _INSIDE: "inside a word",
}


def _reasons(terms: list[_Term], line: Line) -> tuple[str, ...]:
    """Where and how each word of the query was found, without repeating what the case says."""
    reasons = []
    for term in terms:
        names = _names_of(line.folded)
        tag = term.tag or ("" if _worth(term, names) else _tag_holding(term, line.folded))
        how = _HOW.get(_worth(term, _field(line.folded, tag) if tag else names), "spelled alike")
        reasons.append(f"{tag or 'name'}: {how}")
    return tuple(dict.fromkeys(reasons))


def _tag_holding(term: _Term, text: str) -> str:
    for tag in re.findall(rf"{FIELD_OPENS}(\w+):", text):
        if _worth(term, _field(text, tag)):
            return str(tag)
    return ""


def find(query: str, lines: Iterable[L], limit: int = 20) -> list[Hit[L]]:
    """Return the cases that the words of ``query`` fit, best first, at most ``limit``.

    All words must be of one case: its names first, then its other searchable fields; ``mother:fatima``
    seeks a word in one field only. A word fits where it stands in the search text or sounds like a word
    there, in either script. Where few cases fit, those follow in which one word of the query is only
    spelled alike. An empty query finds nothing.
    """
    terms = _terms(query.casefold())
    if not terms or limit < 1:
        return []
    searched = lines if isinstance(lines, list) else list(lines)
    rarest = _rarest_first(terms, searched)
    hits = _ranked(terms, _worth_scoring(terms, _all_words(rarest, searched)), limit)
    if len(hits) >= min(limit, _FEW):
        return hits
    nearly = _all_but_one(rarest, searched) if len(terms) > 1 else _sounding_nearly(terms[0], searched)
    known = {hit.line.id for hit in hits}
    return hits + _nearly(terms, (line for line in nearly if line.id not in known), limit - len(hits))


def _ranked(terms: list[_Term], lines: Iterable[L], limit: int) -> list[Hit[L]]:
    worth = [(score, place, line) for place, line in enumerate(lines) if (score := _coarse(terms, line))]
    best = heapq.nlargest(max(limit, _CLOSELY_COMPARED), worth, key=lambda one: (one[0], -one[1]))
    spoken = [term for term in terms if not term.tag]
    close = [(score + 2 * _close(spoken, line), place, line) for score, place, line in best]
    close.sort(key=lambda one: (-one[0], one[1]))
    return [Hit(line, round(score, 3), _reasons(terms, line)) for score, _, line in close[:limit]]


def _nearly(terms: list[_Term], lines: Iterable[L], limit: int) -> list[Hit[L]]:
    close = [(_close(terms, line), place, line) for place, line in enumerate(lines)]
    best = heapq.nlargest(limit, close, key=lambda one: (one[0], -one[1]))
    return [Hit(line, round(score, 3), _reasons(terms, line)) for score, _, line in best]
