"""Places of the gazetteer: names in either script led to a code, and kept as written where they are not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Self

from registry.errors import InputRefused
from registry.words.folding import fold, is_arabic, skeleton
from registry.words.text import clean

GOVERNORATE = "governorate"
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of the gazetteer: its code, the code it lies in, its kind and its names.

    Codes that begin with ``SY`` or ``N`` are the humanitarian p-codes; those that begin with ``X-`` are the
    registry's own, for places that have none.
    """

    code: str
    parent: str
    kind: str
    en: str
    fr: str
    ar: str
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name of the place."""
        return tuple(name for name in (self.en, self.fr, self.ar, *self.aliases) if name)

    def label(self, lang: str = "en") -> str:
        """The name in ``lang``, or in English where there is none."""
        return {"fr": self.fr, "ar": self.ar}.get(lang) or self.en


# Words that say what kind of place follows and that writers put or leave out.
_GENERIC = {fold(word) for word in (
    "neighbourhood", "neighborhood", "quarter", "area", "quartier", "district", "حي", "منطقة", "the", "of",
    "in", "de", "du", "la", "le", "في",
)}  # fmt: skip
_ARTICLES = {"al", "el", "as", "ash", "ad", "an", "ar", "at", "az", "es", "ed", "en", "er", "ez", "ul"}


def _bare_words(text: str) -> list[str]:
    words = fold(text).split()
    bare = [word for word in words if word not in _GENERIC] or words
    bare = [word for place, word in enumerate(bare) if word not in _ARTICLES or place + 1 == len(bare)]
    return [word[2:] if word.startswith("ال") and len(word) > 3 else word for word in bare]


def _exact_key(text: str) -> str:
    return "".join(_bare_words(text))


def _sound_key(exact: str) -> str:
    return skeleton(exact)


_ALIKE = 0.8  # how alike two spellings with the same consonants must be to be taken for one name
_APART = 0.08  # and how far behind the next place must be


def _open(word: str) -> bool:
    """Whether a word ends in a vowel: Karam is not Karama, nor is a man called Homsi the town of Homs."""
    return bool(re.search("[aeiouyاويه]h?$", word))


# Words that say what kind of place is meant, or that it was beside it: the place itself is in the others.
_AROUND = frozenset(
    fold(word)
    for word in (
        "near city town village area neighbourhood neighborhood district governorate province countryside rural outside "
        "centre center of the in around ville près de province campagne gouvernorat quartier district "
        "مدينة محافظة حي منطقة قرب ريف بلدة قرية ناحية وسط شرق غرب شمال جنوب"
    ).split()
)


class Gazetteer:
    """A tree of places that can be found by any of their names."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries: dict[str, Entry] = {entry.code: entry for entry in entries}
        self._by_name: dict[str, set[str]] = {}
        self._by_sound: dict[str, set[tuple[str, str]]] = {}
        for entry in self.entries.values():
            for name in entry.names:
                exact = _exact_key(name)
                self._by_name.setdefault(exact, set()).add(entry.code)
                self._by_sound.setdefault(_sound_key(exact), set()).add((exact, entry.code))

    def __contains__(self, code: object) -> bool:
        return code in self.entries

    def chain(self, code: str) -> tuple[str, ...]:
        """Return the codes from a place up to the country, itself first; empty for an unknown code."""
        found = []
        while code in self.entries:
            found.append(code)
            code = self.entries[code].parent
        return tuple(found)

    def label(self, code: str, lang: str = "en") -> str:
        """Return the name of a place in ``lang``; an unknown code stands for itself."""
        return self.entries[code].label(lang) if code in self.entries else code

    def governorate_of(self, code: str) -> str | None:
        """Return the code of the governorate a place lies in, or ``None``."""
        return next((c for c in self.chain(code) if self.entries[c].kind == GOVERNORATE), None)

    def find(self, text: str, within: str | None = None) -> str | None:
        """Return the code of the one place that ``text`` names, else ``None``.

        Either script; ``Sha'aar, Aleppo`` names a place by the one it lies in, in either order. ``within``
        keeps the search to places of one area. A name that places in different areas share is not
        resolved; of places within one another the largest is meant. Of ``an unknown village, Idlib`` the
        area is what is known, and so it is of ``Idlib city`` or ``near Idlib``.
        """
        whole = self._settle(self._named(text), within)
        parts = [part for part in re.split(r"[,،()]", text) if fold(part)]
        if whole:
            return whole
        if len(parts) < 2:
            return self._by_its_bare_name(text, within)
        for head, *areas in (parts, parts[::-1]):
            found = {code for code in self._named(head) if all(self._lies_in(code, area) for area in areas)}
            if settled := self._settle(found, within):
                return settled
        if any(self._named(part) for part in parts[:-1]):
            return None  # a place that is known, and not in the area named after it
        return self.find(parts[-1], within)

    def _by_its_bare_name(self, text: str, within: str | None) -> str | None:
        """Return the place that is left when words such as "city" or "near" are taken away."""
        words = fold(text).split()
        bare = [word for word in words if word not in _AROUND]
        return self._settle(self._named(" ".join(bare)), within) if bare and bare != words else None

    def _lies_in(self, code: str, area: str) -> bool:
        return bool(self._named(area) & set(self.chain(code)[1:]))

    def _settle(self, codes: set[str], within: str | None) -> str | None:
        inside = {code for code in codes if within is None or within in self.chain(code)}
        top = [code for code in inside if not inside & set(self.chain(code)[1:])]
        if len(top) != 1 or any(top[0] not in self.chain(code) for code in inside):
            return None
        return top[0]

    def _named(self, text: str) -> set[str]:
        exact = _exact_key(text)
        if exact in self._by_name:
            return self._by_name[exact]
        return self._sounding(exact)

    def _sounding(self, exact: str) -> set[str]:
        """The places of the spelling most like ``exact`` among those with the same consonants."""
        from difflib import SequenceMatcher

        alike: dict[str, float] = {}
        for spelling, code in self._by_sound.get(_sound_key(exact), ()):
            if is_arabic(spelling) == is_arabic(exact) and _open(spelling) == _open(exact):
                score = SequenceMatcher(None, spelling, exact).ratio()
                alike[code] = max(alike.get(code, 0.0), score)
        best = max(alike.values(), default=0.0)
        near = {code for code, score in alike.items() if score > best - _APART}
        return near if best >= _ALIKE else set()


@cache
def gazetteer() -> Gazetteer:
    """Return the gazetteer that comes with the program, read once when it is first needed."""
    import csv
    from importlib import resources

    text = resources.files("registry.words").joinpath("data/places.csv").read_text(encoding="utf-8")
    return Gazetteer(_entry(row) for row in csv.DictReader(text.splitlines()))


def _entry(row: dict[str, str]) -> Entry:
    aliases = tuple(alias for alias in row.pop("aliases").split("|") if alias)
    return Entry(**row, aliases=aliases)


@dataclass(frozen=True, slots=True)
class Place:
    """A place as written, with the code of the gazetteer where the text names one place and no other."""

    text: str
    code: str | None = None

    @classmethod
    def parse(cls, raw: Any, within: str | None = None) -> Self:
        """Read free text in either script, or the stored form ``{"text": …, "code": …}``.

        ``within`` is the code of an area that names are to be sought in. Text that names no place of the
        gazetteer, or more than one, is kept without a code. Raises ``InputRefused`` for empty text.
        """
        if isinstance(raw, dict):
            return cls._stored(raw)
        text = clean(raw) if isinstance(raw, str) else ""
        if not fold(text) or len(text) > LONGEST:
            raise InputRefused("that is not a place", "give its name, as in Sha'aar, Aleppo")
        if text in gazetteer():
            return cls(gazetteer().label(text), text)
        return cls(text, gazetteer().find(text, within))

    @classmethod
    def _stored(cls, raw: dict[str, Any]) -> Self:
        text, code = raw.get("text"), raw.get("code")
        if not isinstance(text, str) or not fold(text) or set(raw) - {"text", "code"}:
            raise InputRefused("that is not a place", 'give its name, or {"text": …, "code": …}')
        if code is not None and not (isinstance(code, str) and re.fullmatch("[A-Z0-9-]{1,40}", code)):
            raise InputRefused("that is not the code of a place", "leave the code out to have it found")
        return cls(clean(text), code)

    def plain(self) -> dict[str, str | None]:
        """Return ``{"text": …, "code": …}``."""
        return {"text": self.text, "code": self.code}

    def show(self, lang: str = "en") -> str:
        """Return the place as written, with its governorate where that is known and not said."""
        governorate = self.governorate()
        if governorate is None or governorate == self.code:
            return self.text
        label = gazetteer().label(governorate, lang)
        return self.text if fold(label) in fold(self.text) else f"{self.text} ({label})"

    def chain(self) -> tuple[str, ...]:
        """Return the codes from this place up to the country; empty where it was not resolved."""
        return gazetteer().chain(self.code) if self.code else ()

    def agrees(self, other: Place) -> bool:
        """Two places agree when one lies in the other, or where neither is known and both read alike."""
        if self.code and other.code:
            return self.code in other.chain() or other.code in self.chain()
        return fold(self.text) == fold(other.text)

    def governorate(self) -> str | None:
        """Return the p-code of the governorate, or ``None`` where it is not known."""
        return gazetteer().governorate_of(self.code) if self.code else None
