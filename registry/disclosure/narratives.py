"""Accounts written for publication: what in their words says more than a policy lets anyone say of one person."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from registry.disclosure.seeking import Seeker, bare
from registry.words.calendar_words import HIJRI_MONTHS, MONTHS, WEEKDAYS
from registry.words.folding import fold, is_arabic, skeleton, tokens
from registry.words.places import GOVERNORATE, gazetteer

IDENTIFIER, NUMBER, DATE, PLACE, CONTACT = "identifier", "number", "date", "place", "contact"
WITHHELD = "withheld"

# What to write instead, for the person at the screen.
ADVICE: Mapping[str, str] = {
    IDENTIFIER: "name nobody and nothing that stands in the register",
    NUMBER: "write no age and no count below a hundred, in figures or words",
    DATE: "say the quarter or the year, no month, day or time",
    PLACE: "say the governorate or the region, nothing smaller, and no place of detention",
    CONTACT: "give no address, number or handle",
    WITHHELD: "leave out what consent keeps back",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a text that may not stand there: of which kind, and the folded words, for the vault's own screen."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the vault knows that no account may hold.

    ``whole`` are names and marks of anyone, as they are kept; ``own`` names of the person told of and of their family, of
    which no single word may stand in the text, in either script and by sound; ``places`` those of the vault's registers;
    ``withheld`` values that consent keeps back.
    """

    whole: frozenset[str]
    own: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    withheld: frozenset[str] = frozenset()


Scan = Callable[[str, Known], Iterator[Finding]]


def findings(text: str, known: Known) -> tuple[Finding, ...]:
    """Return everything in a text that may not stand there, each once."""
    return tuple(dict.fromkeys(found for scan in SCANS for found in scan(text, known)))


def _identifiers(text: str, known: Known) -> Iterator[Finding]:
    for found in Seeker(known.whole | known.own, fold).found(text):
        yield Finding(IDENTIFIER, found)
    yield from _by_sound(text, known.whole)
    words = [token for word in tokens(text) for token in bare(word)]
    own = {word for name in known.own for word in tokens(name) if len(word) > 2}
    sounds = {skeleton(word) for word in own}
    for word in words:
        if word in own or (len(sound := skeleton(word)) > _SOUND and sound in sounds):
            yield Finding(IDENTIFIER, word)


# A consonant key of two signs is that of many ordinary words.
_SOUND = 2


def _by_sound(text: str, names: Iterable[str]) -> Iterator[Finding]:
    """Yield runs of words that sound as a name of several words does, in whichever script either is written."""
    sought: dict[tuple[str, ...], None] = {}
    for name in names:
        keys = tuple(skeleton(word) for word in tokens(name))
        if len(keys) > 1 and all(keys) and sum(map(len, keys)) > 2 * _SOUND:
            sought[keys] = None
    lengths = {len(keys) for keys in sought}
    words = tokens(text)
    heard = [skeleton(word) for word in words]
    for start in range(len(words)):
        first = [skeleton(word) for word in bare(words[start])]
        for length in lengths:
            rest = tuple(heard[start + 1 : start + length])
            if len(rest) == length - 1 and any((sound, *rest) in sought for sound in first):
                yield Finding(IDENTIFIER, " ".join(words[start : start + length]))


_SMALL = frozenset(
    fold(word) for word in (
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
        "nineteen twenty thirty forty fifty sixty seventy eighty ninety dozen both twin twins triplets couple pair "
        "deux trois quatre cinq sept huit neuf dix onze douze treize quatorze quinze seize vingt trente quarante "
        "cinquante soixante jumeau jumeaux jumelle jumelles dizaine douzaine vingtaine trentaine "
        "اثنان اثنين اثنتان اثنتين ثلاث ثلاثة أربع أربعة خمس خمسة ست ستة سبع سبعة ثمان ثماني ثمانية تسع تسعة عشر عشرة "
        "عشرون عشرين ثلاثون ثلاثين أربعون أربعين خمسون خمسين ستون ستين سبعون سبعين ثمانون ثمانين تسعون تسعين توأم توأمان"
    ).split()
)  # fmt: skip
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_LEAST = 100


def _numbers(text: str, _: Known) -> Iterator[Finding]:
    """Yield small numbers, in figures and words: an age, or a count that points at a few."""
    for word in fold(text).split():
        if any(part in _SMALL for part in bare(word)) or (
            (figures := re.match(r"\d+", word)) and not _YEAR.match(word) and int(figures[0]) < _LEAST
        ):
            yield Finding(NUMBER, word)


@cache
def _calendar() -> tuple[frozenset[tuple[str, ...]], int]:
    """Return the words for months and days of the week that are no ordinary words of the three languages."""
    ordinary = {fold(word) for word in ("أحد", "آب", "سبت", "جمعة", "اثنين", "صفر", "march")}
    listed = {tuple(word.split()) for table in (MONTHS, HIJRI_MONTHS, WEEKDAYS) for word in table}
    kept = {
        words for words in listed
        if not (len(words) == 1 and (words[0] in ordinary or (len(words[0]) < _SPELT and not is_arabic(words[0]))))
    } | {("may",), ("mai",)}  # fmt: skip
    return frozenset(kept), max(map(len, kept))


# A shorter word in Latin script is an abbreviation, and an ordinary word somewhere: mon, sun, mer.
_SPELT = 4
_BY_A_YEAR = frozenset(fold(word) for word in ("آب", "صفر", "march", "mar", "jan", "feb", "apr", "jun", "jul", "aug", "sep",
                                               "oct", "nov", "dec"))  # fmt: skip


def _dates(text: str, _: Known) -> Iterator[Finding]:
    calendar, longest = _calendar()
    words = fold(text).split()
    for start, word in enumerate(words):
        for length in range(1, longest + 1):
            run = words[start : start + length]
            if len(run) == length and any((first, *run[1:]) in calendar for first in bare(word)):
                yield Finding(DATE, " ".join(run))
        after = words[start + 1] if start + 1 < len(words) else ""
        if any(part in _BY_A_YEAR for part in bare(word)) and re.match(r"\d", after):
            yield Finding(DATE, f"{word} {after}")
    for found in re.findall(
        r"\d{1,4}\s?[-/.٫]\s?\d{1,2}(?:\s?[-/.٫]\s?\d{1,4})?|\d{1,2}\s?[:h]\s?\d{2}", text
    ):
        yield Finding(DATE, found)


@cache
def _fine_places() -> frozenset[str]:
    """Return every name of the gazetteer's places below a governorate that is no governorate's or country's too."""
    wide: set[str] = set()
    fine: set[str] = set()
    for entry in gazetteer().entries.values():
        names = {name for name in entry.names if len(fold(name)) > 2}
        (wide if entry.kind in {GOVERNORATE, "country"} else fine).update(names)
    kept = {fold(name) for name in wide}
    return frozenset(name for name in fine if fold(name) not in kept)


@cache
def _place_seeker() -> Seeker:
    return Seeker(_fine_places(), fold)


def _places(text: str, known: Known) -> Iterator[Finding]:
    for seeker in (_place_seeker(), Seeker(known.places, fold)):
        yield from (Finding(PLACE, found) for found in seeker.found(text))


_CONTACTS = re.compile(r"\S+@\S*|https?:\S*|www\.\S*|(?:\+|\d)(?:[\s().-]*\d){6,}")


def _contacts(text: str, _: Known) -> Iterator[Finding]:
    yield from (Finding(CONTACT, found) for found in _CONTACTS.findall(text))


def _withheld(text: str, known: Known) -> Iterator[Finding]:
    yield from (Finding(WITHHELD, found) for found in Seeker(known.withheld, fold).found(text))


SCANS: Sequence[Scan] = (_identifiers, _numbers, _dates, _places, _contacts, _withheld)
