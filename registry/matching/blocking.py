"""Which cases are compared at all: those that share a key, of names in any script or of other facts."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from registry.matching.beside import turned
from registry.matching.dossier import Dossier
from registry.matching.keys import keys, sounds
from registry.matching.parts import Name

# A key that more cases share says too little alone: two of its cases are compared where a further key narrows it.
LARGEST = 60
_PARTS = 8  # passes over the keys, each of which holds only its share of them

Progress = Callable[[int, int], None]


def _silent(done: int, of: int) -> None:
    del done, of


def keys_of(one: Dossier) -> frozenset[str]:
    """Return the keys of a case: of its names as written and with the family name put first, and of other facts."""
    found: set[str] = set()
    for name in one.person.names:
        found.update(f"n {key}" for key in keys(name))
        if other := turned(name):
            found.update(f"n {key}" for key in keys(other))
    found.update(_with_facts(one))
    found.update(f"i {number}" for number in one.numbers)
    found.update(f"r {reference}" for reference in one.references)
    return frozenset(found)


def _with_facts(one: Dossier) -> Iterator[str]:
    """Keys of one part of a name with another fact, for names of which only that part was written alike."""
    parts = {sound for name in one.person.names for sound in _ends(name)}
    mothers = {sound for word in one.mothers for sound in sounds(word)}
    for part in parts:
        yield from (f"m {part} {mother}" for mother in mothers)
        yield from (f"b {part} {year}" for year in _years(one))
        yield from (f"h {part} {place.code or ' '.join(place.words)}" for place in one.homes)
        yield from (
            f"s {part} {place.code} {day}" for place in one.sites if place.code for day in _weeks(one)
        )
    yield from (f"d {day}" for day in _days(one))


def _ends(name: Name) -> Iterator[str]:
    """The sounds of the given and of the family name, and of a kunya."""
    for sign, word in (("g", name.given), ("f", name.family), ("k", name.kunya)):
        if word:
            yield from (f"{sign}{sound}" for sound in sounds(word))


def _years(one: Dossier) -> set[int]:
    """The years in which somebody may be born, and those beside them; none where they are many."""
    found: set[int] = set()
    for span in one.births:
        first, last = date.fromordinal(span.first).year, date.fromordinal(span.last).year
        if last - first < 4:
            found.update(range(first, last + 1) if span.day else range(first - 1, last + 2))
    return found


def _weeks(one: Dossier) -> set[int]:
    """The weeks in which somebody was last seen, with the weeks beside them."""
    return {span.first // 7 + step for span in one.seen if span.last - span.first < 40 for step in (0, 1)}


def _days(one: Dossier) -> set[str]:
    """Days of birth, with day and month in one order whichever was written first."""
    found = set()
    for span in one.births:
        if span.day:
            day = date.fromordinal(span.first)
            if (day.month, day.day) != (1, 1):
                low, high = sorted((day.month, day.day))
                found.add(f"{day.year} {low} {high}")
    return found


def _narrowing(one: Dossier) -> Iterator[str]:
    """What a key that too many cases share is narrowed by: any further thing that two of them have in common."""
    for name in one.person.names:
        yield from (sound for word in name.line for sound in sounds(word))
    yield from (sound for word in one.mothers for sound in sounds(word))
    yield from (f"b{year}" for year in _years(one))
    yield from (f"h{place.code or ' '.join(place.words)}" for place in one.homes)
    yield from (f"s{place.code} {week}" for place in one.sites for week in _weeks(one))


@dataclass(frozen=True, slots=True)
class Sketch:
    """What two cases are compared by before anything is weighed: the sounds of each word, and what else is known."""

    words: tuple[frozenset[str], ...]
    sounds: frozenset[str]
    length: int
    facts: frozenset[str]

    def worth_weighing(self, other: Sketch) -> bool:
        """Tell whether enough is shared: most words of the shorter name, the fewer the more facts agree beside them."""
        few, many = (other, self) if len(other.words) < len(self.words) else (self, other)
        met = sum(not word.isdisjoint(many.sounds) for word in few.words)
        lacking = min(few.length, many.length) - met
        if lacking <= 0:
            return True
        shared = len(few.facts & many.facts)
        return shared > 0 if lacking == 1 and met else shared > 1


def sketch_of(one: Dossier) -> Sketch:
    """Return the sketch of a case."""
    names = one.person.names
    words = {word for name in names for word in (*name.line, name.kunya) if word}
    each = tuple(sounds(word) for word in sorted(words))
    shortest = min((len(name.line) for name in names), default=0)
    return Sketch(each, frozenset().union(*each), shortest, frozenset(_facts(one)))


def _facts(one: Dossier) -> Iterator[str]:
    yield from (f"m{sound}" for word in one.mothers for sound in sounds(word))
    yield from (f"b{year}" for year in _years(one))
    yield from (f"h{place.code or ' '.join(place.words)}" for place in one.homes)
    yield from (f"s{place.code or ' '.join(place.words)}" for place in one.sites)
    yield from (f"d{day}" for day in _days(one))
    # Numbers count for as much as anything can.
    yield from (f"{sign}{code}" for code in (*one.numbers, *one.references) for sign in ("i", "j"))


class Blocks:
    """The blocks of many cases: which of them share a key.

    Keys are held as 64-bit hashes, and those that one case has alone are dropped part by part, so that 100,000 cases
    take a few hundred megabytes.
    """

    def __init__(self, dossiers: Sequence[Dossier], progress: Progress = _silent) -> None:
        self._dossiers = dossiers
        self._keys: list[array[int]] = []
        for place, one in enumerate(dossiers):
            self._keys.append(array("q", sorted({hash(key) for key in keys_of(one)})))
            progress(place + 1, len(dossiers))
        self._blocks: dict[int, array[int]] = {}
        for part in range(_PARTS):
            self._gather(part)

    def _gather(self, part: int) -> None:
        found: defaultdict[int, array[int]] = defaultdict(_places)
        for place, keys_here in enumerate(self._keys):
            for key in keys_here:
                if key % _PARTS == part:
                    found[key].append(place)
        for key, places in found.items():
            if len(places) > LARGEST:
                self._narrow(key, places)
            elif len(places) > 1:
                self._blocks[key] = places

    def _narrow(self, key: int, places: array[int]) -> None:
        """Part a block that is too large by what else its cases have in common."""
        found: defaultdict[int, array[int]] = defaultdict(_places)
        for place in places:
            for further in set(_narrowing(self._dossiers[place])):
                found[hash((key, further))].append(place)
        for narrow, inside in found.items():
            if 1 < len(inside) <= LARGEST and len(inside) < len(places):
                self._blocks[narrow] = inside
                for place in inside:
                    self._keys[place].append(narrow)

    def beside(self, place: int) -> set[int]:
        """Return the places of the cases that share a key with the one at a place."""
        found: set[int] = set()
        for key in self._keys[place]:
            found.update(self._blocks.get(key, ()))
        found.discard(place)
        return found


def _places() -> array[int]:
    return array("l")


def pairs(dossiers: Sequence[Dossier]) -> Iterator[tuple[int, int]]:
    """Yield the places of every two cases that share a key, each pair once and the lower place first."""
    blocks = Blocks(dossiers)
    for place in range(len(dossiers)):
        yield from ((place, other) for other in sorted(blocks.beside(place)) if place < other)
