"""An index of the words and consonant keys of many case lines: in memory only, and kept in step line by line."""

from __future__ import annotations

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Generic, Protocol, TypeVar

from registry.matching.query import Term
from registry.words.folding import FIELD_OPENS, KEY_CLOSES, KEY_OPENS


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

    @property
    def seen_from(self) -> int:
        """The proleptic ordinal of the first day on which the person may have been seen last, 0 where open."""

    @property
    def seen_to(self) -> int:
        """The proleptic ordinal of the last such day, 0 where open."""


L = TypeVar("L", bound=Line)

ANYWHERE = ""
_Places = dict[str, list[int]]
Held = tuple[frozenset[int], ...]  # places of lines, by the words or keys that they hold
_HEARD = 16  # terms whose places are kept: those of one query are asked for more than once
_KEPT = 256  # sets of lines that are kept from one keystroke to the next


def entries_of(folded: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the field and the words and keys of each part of a search text; the names come first, as no field."""
    for part in folded.split(FIELD_OPENS):
        tag, colon, said = part.partition(":")
        words = said if colon else part
        yield (
            tag if colon else ANYWHERE,
            words.replace(KEY_CLOSES, " ").replace(KEY_OPENS, f" {KEY_OPENS}").split(),
        )


class Index(Generic[L]):
    """Where each word and each consonant key stands, in the names and in each field, of many lines.

    A line that is put again takes the place of the one with its id; one that is dropped leaves its place empty.
    """

    def __init__(self, lines: Iterable[L] = ()) -> None:
        self._lines: list[L | None] = []
        self._at: dict[str, int] = {}
        self._fields: dict[str, _Places] = {ANYWHERE: {}}
        self._sorted: dict[str, list[str]] = {}
        self._sets: OrderedDict[tuple[str, str], frozenset[int]] = OrderedDict()
        self._heard: dict[Term, Held] = {}
        self.extend(lines)

    def __len__(self) -> int:
        return len(self._at)

    def __contains__(self, identity: str) -> bool:
        return identity in self._at

    def line(self, place: int) -> L:
        """Return the line at a place that a search returned."""
        line = self._lines[place]
        assert line is not None
        return line

    def extend(self, lines: Iterable[L]) -> None:
        """Add lines of which none is here yet."""
        for line in lines:
            self._add(line)
        self._forget()

    def put(self, line: L) -> None:
        """Add a line, or put it in place of the one with its id."""
        self.drop(line.id)
        self._add(line)
        self._forget()

    def drop(self, identity: str) -> None:
        """Take the line of an id out, if there is one."""
        place = self._at.pop(identity, None)
        if place is None:
            return
        for tag, entry in self._entries(self.line(place)):
            self._fields[tag][entry].remove(place)
        self._lines[place] = None
        self._forget()

    def keep(self, lines: Iterable[L]) -> None:
        """Hold these lines and no others: those that changed are put anew, those that are gone are dropped."""
        gone = dict.fromkeys(self._at)
        changed = []
        for line in lines:
            gone.pop(line.id, None)
            place = self._at.get(line.id)
            known = None if place is None else self._lines[place]
            if known is not line and known != line:
                changed.append(line)
        for identity in gone:
            self.drop(identity)
        for line in changed:
            self.put(line)

    def _forget(self) -> None:
        self._sorted.clear()
        self._sets.clear()
        self._heard.clear()

    def _entries(self, line: L) -> set[tuple[str, str]]:
        """Everything that is sought of a line: each word and key anywhere, and those of a field in it too."""
        found: set[tuple[str, str]] = set()
        for tag, entries in entries_of(line.folded):
            found.update((ANYWHERE, entry) for entry in entries)
            found.update((tag, entry) for entry in entries if tag)
        return found

    def _add(self, line: L) -> None:
        place = len(self._lines)
        self._lines.append(line)
        self._at[line.id] = place
        anywhere = self._fields[ANYWHERE]
        for tag, entries in entries_of(line.folded):
            _note(anywhere, entries, place)
            if tag:
                _note(self._fields.setdefault(tag, {}), entries, place)

    # ---- what is sought --------------------------------------------------------------------------------

    def having(self, entry: str, tag: str = ANYWHERE) -> frozenset[int]:
        """Return the places of the lines that hold a word, or a key behind its sign, whole."""
        asked = (tag, entry)
        if asked in self._sets:
            self._sets.move_to_end(asked)
            return self._sets[asked]
        found = self._sets[asked] = frozenset(self._fields.get(tag, {}).get(entry, ()))
        if len(self._sets) > _KEPT:
            self._sets.popitem(last=False)
        return found

    def _vocabulary(self, tag: str) -> list[str]:
        if tag not in self._sorted:
            self._sorted[tag] = sorted(self._fields.get(tag, ()))
        return self._sorted[tag]

    def opening(self, start: str, tag: str = ANYWHERE) -> list[str]:
        """Return the words, or the keys behind their sign, that begin so."""
        known = self._vocabulary(tag)
        first, last = bisect_left(known, start), bisect_left(known, start + "\U0010ffff")
        return known[first:last]

    def _inside(self, word: str, tag: str) -> list[str]:
        return [one for one in self._vocabulary(tag) if word in one and one[0] != KEY_OPENS]

    def exactly(self, term: Term) -> Held:
        """Return where the very word of a term stands."""
        return (self.having(term.word, term.tag),)

    def sounding(self, term: Term) -> Held:
        """Return where a word stands that opens with a term's or sounds like it."""
        if term not in self._heard:
            if len(self._heard) >= _HEARD:
                self._heard.clear()
            found = self._all(term.tag, [*self._sounds(term), *self.opening(term.word, term.tag)])
            self._heard[term] = found
        return self._heard[term]

    def _sounds(self, term: Term) -> list[str]:
        if not term.opens:
            return [KEY_OPENS + key for key in term.keys]
        return [entry for key in term.keys for entry in self.opening(KEY_OPENS + key, term.tag)]

    def holding(self, term: Term) -> Held:
        """Return where all stands that a term may have been meant for, as far as its sound goes."""
        inside = self._all(term.tag, self._inside(term.word, term.tag)) if term.inside else ()
        return (*self.sounding(term), *inside)

    def nearly(self, term: Term) -> Held:
        """Return where words stand that are one consonant off a term's, as far as keys tell."""
        off = {KEY_OPENS + near for key in term.keys for near in _one_sign_off(key)}
        return self._all(term.tag, sorted(off))

    def _all(self, tag: str, entries: Iterable[str]) -> Held:
        """Return where entries stand: each in a set of its own, or those of very many together.

        Numbers of files open with the same digits, and a set for each of them would take longer than to look.
        """
        known = self._fields.get(tag, {})
        here = [entry for entry in dict.fromkeys(entries) if entry in known]
        if len(here) > _KEPT:
            return (frozenset(chain.from_iterable(map(known.__getitem__, here))),)
        return tuple(self.having(entry, tag) for entry in here)


def _note(places: _Places, entries: Iterable[str], place: int) -> None:
    """Write down once that a line holds these entries; it is the last line there is, so only the end is looked at."""
    for entry in entries:
        held = places.get(entry)
        if not held:
            places[entry] = [place]
        elif held[-1] != place:
            held.append(place)


# The signs of consonant keys (``registry.words.folding``).
_SIGNS = "bcdfghjklmnrstxzwy^"


def _one_sign_off(key: str) -> set[str]:
    """The keys that differ from ``key`` by one sign: another, one more or one fewer."""
    found = {key[:at] + key[at + 1 :] for at in range(len(key))}
    for sign in _SIGNS:
        found |= {key[:at] + sign + key[at + 1 :] for at in range(len(key))}
        found |= {key[:at] + sign + key[at:] for at in range(len(key) + 1)}
    return found - {key}


def common(held: Sequence[Held]) -> set[int]:
    """Return the places that are in each of ``held``, of which one place may stand in any part.

    The rarest is gone through first, so that the many places of common names are only asked, never gathered.
    """
    rarest, *others = sorted(held, key=lambda one: sum(map(len, one)))
    found = set().union(*rarest)
    for parts in others:
        found = set().union(*(found & part for part in parts))
    return found
