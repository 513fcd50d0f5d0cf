"""What was typed to find somebody: words of names, words sought in one field, and a window of dates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from registry.errors import InputRefused
from registry.words.dates import PartialDate
from registry.words.folding import KEY_CLOSES, KEY_OPENS, fold, skeletons, tokens

# The words that name a field, in the languages of the office.
_TAGS = {
    "name": "name", "nom": "name", "اسم": "name", "الاسم": "name",
    "father": "father", "pere": "father", "اب": "father", "الاب": "father", "والد": "father", "الوالد": "father",
    "mother": "mother", "mere": "mother", "ام": "mother", "الام": "mother", "والده": "mother", "الوالده": "mother",
    "place": "place", "lieu": "place", "مكان": "place", "المكان": "place",
    "reference": "reference", "ref": "reference", "مرجع": "reference", "المرجع": "reference",
    "about": "about", "sujet": "about",
    "seen": "seen", "vu": "seen", "شوهد": "seen",
    "since": "since", "depuis": "since", "منذ": "since",
    "until": "until", "jusqu": "until", "حتي": "until",
}  # fmt: skip
_DATES = frozenset({"seen", "since", "until"})
_SHORTEST_INSIDE = 3  # a shorter word is sought at the opening of words only


@dataclass(frozen=True, slots=True)
class Term:
    """One word of the query: its consonant keys, the field it is sought in, and whether it may go on."""

    word: str
    keys: tuple[str, ...]
    tag: str
    unfinished: bool

    @property
    def sounds(self) -> tuple[str, ...]:
        """The keys as they stand whole in a search text."""
        return tuple(f"{KEY_OPENS}{key}{KEY_CLOSES}" for key in self.keys)

    @property
    def opens(self) -> bool:
        """Whether its sound may open a longer one; two consonants are too few for that."""
        return self.unfinished and bool(self.keys) and len(self.keys[0]) > 2

    @property
    def inside(self) -> bool:
        """Whether the word is sought inside others too."""
        return len(self.word) >= _SHORTEST_INSIDE


@dataclass(frozen=True, slots=True)
class Window:
    """The days between which somebody was last seen, as proleptic ordinals; 0 where open."""

    since: int = 0
    until: int = 0

    def holds(self, seen_from: int, seen_to: int) -> bool:
        """Tell whether somebody last seen between two days may have been seen in the window; 0 is not known."""
        return (not self.since or seen_to >= self.since) and (not self.until or 0 < seen_from <= self.until)


@dataclass(frozen=True, slots=True)
class Query:
    """A query taken apart."""

    terms: tuple[Term, ...]
    window: Window | None = None


def parse(text: str) -> Query:
    """Take a query apart: ``mother:fatima`` is sought in one field, the last word may be unfinished.

    ``seen:2016-12`` asks for who was last seen then, ``since:`` and ``until:`` for one bound. Raises
    ``InputRefused`` for a date that is none.
    """
    text = text.casefold()
    terms: list[Term] = []
    bounds: dict[str, PartialDate] = {}
    for tag, said in _by_field(text):
        if tag in _DATES:
            bounds[tag] = _date(said)
            continue
        words = tokens(said)
        for place, word in enumerate(words):
            last = not tag and place + 1 == len(words) and not text[-1:].isspace()
            terms.append(Term(word, skeletons(word), tag, last))
    return Query(tuple(terms), _window(bounds) if bounds else None)


def _by_field(text: str) -> Iterator[tuple[str, str]]:
    """Part the words that name their field from the rest, which come last."""
    rest = []
    for word in text.split():
        tag, colon, said = word.partition(":")
        known = _TAGS.get(fold(tag)) if colon else None
        if known and known != "name":
            yield known, said
        elif known:
            rest.append(said)
        elif colon and tag.isascii() and tag.isidentifier():
            yield tag, said
        else:
            rest.append(word)
    yield "", " ".join(rest)


def _date(said: str) -> PartialDate:
    try:
        return PartialDate.parse(said.replace("..", "/") if ".." in said.strip(".") else said)
    except InputRefused as refused:
        raise InputRefused(
            "a date of the query cannot be read", "write it as seen:2016-12 or since:2016-12-09"
        ) from refused


def _window(bounds: dict[str, PartialDate]) -> Window:
    seen = bounds.get("seen")
    since = bounds.get("since") or seen
    until = bounds.get("until") or seen
    return Window(_ordinal(since.earliest if since else None), _ordinal(until.latest if until else None))


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0
