"""Find cases by names as they are typed, in either script, with the reasons for each."""

from __future__ import annotations

import heapq
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Generic, Protocol, TypeVar

from registry.words.folding import FIELD_OPENS, KEY_CLOSES, KEY_OPENS, fold, is_arabic, skeletons, tokens


class Line(Protocol):
    """What is searched: a case line with its id, its names as shown and its search text."""

    @property
    def id(self) -> str: ...

    @property
    def names(self) -> Sequence[str]: ...

    @property
    def folded(self) -> str: ...


L = TypeVar("L", bound=Line)


@dataclass(frozen=True, slots=True)
class Hit(Generic[L]):
    """One case found: its line, a score that orders hits (not a probability), and why it was found."""

    line: L
    score: float
    reasons: tuple[str, ...]


# What a word of the query is worth by how it was found in a case.
_WORD, _OPENING, _SOUND, _INSIDE = 4.0, 3.0, 2.5, 1.0
_FIELD_WORTH = 0.5  # a word found outside the names (a mother's name, a place) counts half
_UNNAMED = 0.15  # for every word of the name that the query did not say
_CLOSELY_COMPARED = 400  # so many of the best are compared letter by letter
_MISSING_ONE = 0.6  # how alike a word must sound where all the other words of the query fit
_SHORTEST_INSIDE = 3  # a shorter word is sought at the opening of words only


@dataclass(frozen=True, slots=True)
class _Term:
    """One word of the query: its spellings as sought in a search text, and the field it is sought in."""

    word: str
    keys: tuple[str, ...]
    tag: str
    typing: bool

    @property
    def needles(self) -> tuple[str, ...]:
        spelled = self.word if len(self.word) >= _SHORTEST_INSIDE else f" {self.word}"
        closing = "" if self.typing else KEY_CLOSES
        return (spelled, *(f"{KEY_OPENS}{key}{closing}" for key in self.keys))


def _terms(query: str) -> list[_Term]:
    """Cut a query into words; ``mother:fatima`` is sought in one field, a last word may be unfinished."""
    found = []
    for tag, text in re.findall(r"(?:\b([a-z_]+):)?([^:]*)(?=\b[a-z_]+:|$)", query) if ":" in query else [("", query)]:
        words = tokens(text)
        for place, word in enumerate(words):
            last = place + 1 == len(words) and not query.endswith(" ")
            # Two consonants are too few to open a longer name with.
            keys = skeletons(word)
            found.append(_Term(word, keys, tag, last and bool(keys) and len(keys[0]) > 2))
    return found


def _holding(lines: list[L], needles: tuple[str, ...]) -> list[L]:
    """The lines whose search text holds any of the needles."""
    if len(needles) == 1:
        (only,) = needles
        return [line for line in lines if only in line.folded]
    if len(needles) == 2:
        one, other = needles
        return [line for line in lines if one in (text := line.folded) or other in text]
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
    if any(f"{KEY_OPENS}{key}{KEY_CLOSES}" in text for key in term.keys):
        return _SOUND
    if f" {term.word}" in text:
        return _OPENING
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


def _close(terms: list[_Term], line: Line) -> tuple[float, float]:
    """How well the query's words fit the best of the names, and the least of their likenesses."""
    best = (0.0, 0.0)
    for name in line.names:
        free = list(tokens(name))
        count, fits = len(free), []
        for place, term in enumerate(terms):
            if not free:
                fits.append(0.0)
                continue
            fit, position = max((likeness(term.word, word), -at) for at, word in enumerate(free))
            fits.append(fit)
            free.pop(-position)
            # The given name comes first in the query and in the name.
            best_start = place == 0 and count == len(free) + 1 and position == 0
            fits[-1] += 0.05 * best_start
        score = sum(fits) - _UNNAMED * len(free)
        best = max(best, (score, min(fits, default=0.0)))
    return best


# ---- the search ----------------------------------------------------------------------------------------


def _all_words(terms: list[_Term], lines: list[L]) -> list[L]:
    """The lines that hold every word of the query; the longest words first, as they leave the fewest."""
    for term in sorted(terms, key=lambda term: -len(term.word)):
        lines = _holding(lines, term.needles)
    return lines


def _all_but_one(terms: list[_Term], lines: list[L]) -> Iterator[L]:
    """The lines that hold all words of the query but one, and in its place one that sounds like it."""
    counted: Counter[int] = Counter()
    by_place = {id(line): line for line in lines}
    for term in terms:
        counted.update(map(id, _holding(lines, term.needles)))
    for place, held in counted.items():
        line = by_place[place]
        if held == len(terms) - 1 and _close(terms, line)[1] >= _MISSING_ONE:
            yield line


def _reasons(terms: list[_Term], line: Line) -> tuple[str, ...]:
    reasons = []
    text = line.folded
    names = _names_of(text)
    for term in terms:
        found = term.tag or ("name" if _worth(term, names) else _tag_holding(term, text))
        where = _field(text, found) if found not in ("", "name") else names
        how = {_WORD: "same word", _OPENING: "opens a word", _SOUND: "sounds the same", _INSIDE: "inside a word"}
        reasons.append(f"{found or 'name'}: {how.get(_worth(term, where), 'spelled alike')}")
    return tuple(dict.fromkeys(reasons))


def _tag_holding(term: _Term, text: str) -> str:
    for tag in re.findall(rf"{FIELD_OPENS}(\w+):", text):
        if _worth(term, _field(text, tag)):
            return str(tag)
    return ""


def _ranked(terms: list[_Term], lines: Iterable[L], limit: int, base: float) -> list[Hit[L]]:
    scored = ((base + _coarse(terms, line), line) for line in lines)
    worth = [(score, place, line) for place, (score, line) in enumerate(scored) if score > 0]
    best = heapq.nlargest(max(limit, _CLOSELY_COMPARED), worth, key=lambda one: (one[0], -one[1]))
    spoken = [term for term in terms if not term.tag]
    close = [(score + 2 * _close(spoken, line)[0], place, line) for score, place, line in best]
    close.sort(key=lambda one: (-one[0], one[1]))
    return [Hit(line, round(score, 3), _reasons(terms, line)) for score, _, line in close[:limit]]


def find(query: str, lines: Iterable[L], limit: int = 20) -> list[Hit[L]]:
    """Return the cases that the words of ``query`` fit, best first, at most ``limit``.

    All words must be of one case: its names first, then its other searchable fields; ``mother:fatima``
    seeks one field only. A word fits where it stands in the search text or sounds like a word there, in
    either script. Where few cases fit, those follow in which one word of the query is only spelled alike.
    An empty query finds nothing.
    """
    terms = _terms(query.casefold() if fold(query) else "")
    if not terms or limit < 1:
        return []
    searched = lines if isinstance(lines, list) else list(lines)
    hits = _ranked(terms, _all_words(terms, searched), limit, 0.0)
    if len(hits) < limit and len(terms) > 1:
        known = {hit.line.id for hit in hits}
        more = (line for line in _all_but_one(terms, searched) if line.id not in known)
        hits += _nearly(terms, more, limit - len(hits))
    return hits


def _nearly(terms: list[_Term], lines: Iterable[L], limit: int) -> list[Hit[L]]:
    close = [(_close(terms, line)[0], line) for line in lines]
    best = heapq.nlargest(limit, enumerate(close), key=lambda one: (one[1][0], -one[0]))
    return [Hit(line, round(score, 3), _reasons(terms, line)) for _, (score, line) in best]
