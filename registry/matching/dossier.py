"""What is compared of one case: its names, births, places and numbers, read from the claims that stand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from registry.cases.casefile import CaseFile
from registry.cases.closing import NOT_SAME, SAME_PERSON
from registry.cases.views import CaseView
from registry.matching.comparing import Person
from registry.matching.compounds import ARTICLE, readings
from registry.matching.parts import Name
from registry.words.dates import PartialDate
from registry.words.folding import fold, tokens
from registry.words.places import Place

# A source whose sex for somebody weighs as strong evidence: reliable as graded, or said by two.
_RELIABLE = frozenset("AB")
_NO_SEX = frozenset({"unknown", "not_stated", "other"})
_NO_SIDE = frozenset({"not_stated"})
_PARTS = ("given", "father", "grandfather", "family_name")


@dataclass(frozen=True, slots=True)
class Span:
    """Days between which something happened, as proleptic ordinals, both included.

    ``about`` tells that it is no statement of those days, but follows from an age; ``round`` that the age is a
    multiple of five, as those who guess say it.
    """

    first: int
    last: int
    about: bool = False
    round: bool = False

    @property
    def day(self) -> bool:
        """Whether it is one day."""
        return self.first == self.last


@dataclass(frozen=True, slots=True)
class Spot:
    """A place: its code in the gazetteer, where it has one, and the folded words that are its own."""

    code: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Dossier:
    """What is compared of one case. Values that nobody stated are empty; nothing of this is kept in the clear."""

    id: str
    person: Person
    sex: str = ""
    sex_sure: bool = False
    mothers: tuple[str, ...] = ()
    births: tuple[Span, ...] = ()
    homes: tuple[Spot, ...] = ()
    origins: tuple[Spot, ...] = ()
    sites: tuple[Spot, ...] = ()
    seen: tuple[Span, ...] = ()
    holders: frozenset[str] = frozenset()
    crossings: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    references: frozenset[str] = frozenset()
    family: str = ""
    same: frozenset[str] = frozenset()
    not_same: frozenset[str] = frozenset()

    @property
    def digest(self) -> str:
        """A sign of everything that is compared, what was decided left out: another one says that facts changed."""
        bare = replace(self, same=frozenset(), not_same=frozenset())
        sets = [sorted(one) for one in (bare.holders, bare.crossings, bare.numbers, bare.references)]
        said = (
            bare.person.names,
            bare.sex,
            bare.sex_sure,
            bare.mothers,
            bare.births,
            bare.homes,
            bare.origins,
        )
        whole = repr((said, bare.sites, bare.seen, sets, bare.family))
        return hashlib.blake2b(whole.encode(), digest_size=12).hexdigest()


def dossier_of(case: CaseFile, grades: Mapping[str, str] | None = None) -> Dossier:
    """Read what is compared of a person's case; ``grades`` are the reliabilities of sources by id, where at hand."""
    view = CaseView(case)
    said: dict[str, list[Any]] = {key: [held.value for held in fact.held] for key, fact in view.facts.items()}
    sexes = {value.code for value in said.get("sex", ())} - _NO_SEX
    return Dossier(
        id=case.id,
        person=_person(said),
        sex=sexes.pop() if len(sexes) == 1 else "",
        sex_sure=_sure(view, grades or {}),
        mothers=tuple(dict.fromkeys(filter(None, (_first(one.text) for one in said.get("mother", ()))))),
        births=births_of(said.get("born", ()), said.get("age", ())),
        homes=_spots(said.get("residence", ())),
        origins=_spots(said.get("origin", ())),
        sites=_spots(said.get("last_seen_at", ())),
        seen=tuple(one for day in said.get("last_seen_on", ()) if (one := _span(day))),
        holders=frozenset(one.side for one in said.get("alleged_holder", ()) if one.side) - _NO_SIDE,
        crossings=_crossings(said),
        numbers=_codes(said.get("identity_number", ())),
        references=_codes(said.get("reference", ())),
        family=next((fold(one.show()) for one in said.get("family", ())), ""),
        same=frozenset(link.other for link in case.links if link.kind == SAME_PERSON),
        not_same=frozenset(link.other for link in case.links if link.kind == NOT_SAME),
    )


def _person(said: dict[str, list[Any]]) -> Person:
    parts = {key: said[key][0].text for key in _PARTS if said.get(key)}
    aside = [_aside(one.text) for one in said.get("nickname", ())]
    names = [{"text": one.text, "kind": _kind(one.kind)} for one in said.get("name", ())]
    if not names and parts.get("given"):
        names = [{"text": parts.pop("given"), "kind": "given"}]
    made = Person.of({**parts, **{key: value for one in aside for key, value in one.items()}, "name": names})
    return written_out(made)


# How Muhammad is cut short in passports and lists from Morocco to Bangladesh.
_SHORT_FOR = dict.fromkeys(("md", "mhd", "mohd", "mhmd"), "mohammed")


def written_out(person: Person) -> Person:
    """Return a person whose names have no short form that every reader of a list knows."""
    return replace(person, names=tuple(map(_written_out, person.names)))


def _written_out(name: Name) -> Name:
    given, *ancestors = (_SHORT_FOR.get(word, word) for word in (name.given, *name.ancestors))
    return replace(name, given=given, ancestors=tuple(ancestors))


def _kind(kind: str) -> str:
    return "full" if kind in ("full", "") else kind


_KUNYAS = ("ابو", "abu", "abo", "abou", "ام", "um", "umm", "oum")


def _aside(text: str) -> dict[str, str]:
    return {"kunya" if fold(text).startswith(_KUNYAS) else "nickname": text}


def _first(text: str) -> str:
    words = tokens(text)
    return words[0].replace(" ", "") if words else ""


def _sure(view: CaseView, grades: Mapping[str, str]) -> bool:
    fact = view.facts.get("sex")
    sources = {claim.source for held in fact.held for claim in held.claims} if fact else set()
    return len(sources) > 1 or any(grades.get(one) in _RELIABLE for one in sources)


def births_of(born: Iterable[PartialDate], ages: Iterable[Any]) -> tuple[Span, ...]:
    """Return the spans of days in which somebody was born, by dates of birth and ages with the day of their stating."""
    found = [one for day in born if (one := _span(day))]
    for age in ages:
        years = age.born()
        if years:
            found.append(Span(_new_year(years[0]), _new_year(years[1] + 1) - 1, True, age.years % 5 == 0))
    return tuple(found)


def _new_year(year: int) -> int:
    return PartialDate.parse(f"{max(1, year):04}-01-01").earliest.toordinal()  # type: ignore[union-attr]


def _span(day: PartialDate) -> Span | None:
    if day.earliest is None or day.latest is None:
        return None
    return Span(day.earliest.toordinal(), day.latest.toordinal(), day.approximate)


# Words that say what kind of place it is, in any script: those beside them are the place's own name.
_KINDS_OF_PLACE = frozenset(
    fold(word)
    for word in (
        "crossing checkpoint road street point registration collective shelter transit site centre center camp hospital school "
        "mosque bridge station city town village district neighbourhood neighborhood quarter area near the of in and al el "
        "معبر حاجز طريق شارع نقطة تسجيل مركز ايواء إيواء عبور موقع مخيم مشفى مستشفى مدرسة جامع جسر محطة مدينة بلدة قرية حي منطقة "
        "قرب في من"
    ).split()
)


def _spots(places: Iterable[Any]) -> tuple[Spot, ...]:
    return tuple(_spot(one) for one in places if isinstance(one, Place))


@lru_cache(maxsize=8192)
def _spot(place: Place) -> Spot:
    words = [word for word in fold(place.text).split() if word not in _KINDS_OF_PLACE]
    bare = [next((one.core for one in readings(word) if one.before == ARTICLE), word) for word in words]
    return Spot(place.code or "", tuple(bare or words))


def _crossings(said: dict[str, list[Any]]) -> frozenset[str]:
    ends = [
        f"{key} {one.side}"
        for key in ("crossing_from", "crossing_to")
        for one in said.get(key, ())
        if one.side and one.side not in _NO_SIDE
    ]
    points = [f"at {one.code or fold(one.text)}" for one in said.get("crossing_point", ())]
    return frozenset((*ends, *points))


def _codes(values: Iterable[Any]) -> frozenset[str]:
    return frozenset(filter(None, (fold(one.show()).replace(" ", "") for one in values)))
