"""About two hundred invented people for the demonstration, the same each time, none of them real."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from registry.desk.demo import evidence
from registry.desk.demo.steps import ClaimStep, LinkStep, Step, WithdrawStep

SEED = 20161124
PEOPLE = 200
NOTE = "Synthetic case for demonstration; not a real person"

_FIRST_DAY = date(2016, 11, 24)
_NEW_YEAR = date(2017, 1, 1)
_LAST_DAY = date(2017, 1, 15)

# A crossing of government lines, of the Kurdish-held quarter, a bus out, and being stopped on the way.
_WAYS = {"government": 66, "kurdish": 8, "bus": 11, "stopped": 15}
# How credible what each kind of source says at intake is taken to be, on the Admiralty scale.
_GRADES = {
    "family": "2",
    "eyewitness": "2",
    "fellow_traveller": "2",
    "ngo": "2",
    "local_committee": "3",
    "phone_interview": "3",
    "social_media": "5",
}
_SOLDIERS = range(18, 46)
_OF_AN_AUTHORITY = frozenset({"held_denied", "held_undisclosed", "held_acknowledged", "before_court"})
_UN_WINDOW = (date(2016, 11, 27), date(2016, 12, 4))
_UN_AGES = range(30, 51)
_ARMED_WINDOW = (date(2016, 11, 25), date(2016, 12, 9))


@dataclass(frozen=True, slots=True)
class DemoCase:
    """One invented person: what ``case new --from`` takes, and the steps after it, in order.

    ``key`` is the reference ``SYN-0001``; ``source`` the key in ``sources()`` of the first source, whose
    fields stand in ``intake["source"]`` too. ``intake["status"]`` is what that source states.
    """

    key: str
    source: str
    intake: dict[str, Any]
    steps: tuple[Step, ...]
    status: str


@dataclass(frozen=True, slots=True)
class _Household:
    """People of one family who set out together."""

    label: str
    surname: list[str]
    grandfather: list[str]
    home: list[str]
    seen: date
    way: str
    size: int


@dataclass(frozen=True, slots=True)
class _One:
    """One person of a household, before any source has spoken."""

    number: int
    household: _Household
    male: bool
    age: int
    given: list[str]
    father: list[str]
    status: str = "missing"

    @property
    def key(self) -> str:
        return f"SYN-{self.number:04d}"

    @property
    def family_source(self) -> str:
        return f"family-{self.household.label}"

    def may_be(self, status: str) -> bool:
        """Tell whether the status can befall this person; an authority answers only for its own side."""
        if status == "conscripted":
            return self.male and self.age in _SOLDIERS
        return status not in _OF_AN_AUTHORITY or self.household.way == "government"


@cache
def _lists() -> dict[str, Any]:
    text = (files("registry.desk.demo") / "data" / "people.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def people() -> tuple[DemoCase, ...]:
    """Return the invented people, the same each time."""
    chance = random.Random(SEED)
    return tuple(_case(one, chance) for one in _everyone(chance))


@cache
def sources() -> dict[str, dict[str, Any]]:
    """Return every source the people's cases cite, by key, each in the shape of a new source."""
    families = {
        f"family-{label}": _family(label) for label in sorted({c.intake["facts"]["family"] for c in people()})
    }
    return dict(_lists()["source"]) | families


def _family(label: str) -> dict[str, Any]:
    why = "Close to the person; knows the day, not what came after."
    return {"kind": "family", "label": f"family {label} (synthetic)", "reliability": "B", "why": why}


def _everyone(chance: random.Random) -> list[_One]:
    found: list[_One] = []
    households = 0
    while len(found) < PEOPLE:
        households += 1
        household = _household(households, PEOPLE - len(found), chance)
        found += _members(household, len(found) + 1, chance)
    return _with_statuses(found, chance)


def _with_statuses(everyone: list[_One], chance: random.Random) -> list[_One]:
    """Return the people with each status given to its share of those whom it can befall."""
    waiting = list(everyone)
    chance.shuffle(waiting)
    given: dict[int, str] = {}
    for status, share in evidence.SHARES.items():
        chosen = [one for one in waiting if one.may_be(status)][:share]
        given |= {one.number: status for one in chosen}
        waiting = [one for one in waiting if one.number not in given]
    return [replace(one, status=given.get(one.number, "missing")) for one in everyone]


def _household(number: int, room: int, chance: random.Random) -> _Household:
    lists = _lists()
    size = min(room, chance.choices((1, 2, 3, 4, 5), (46, 27, 15, 8, 4))[0])
    return _Household(
        label=f"SYN-F{number:03d}",
        surname=chance.choice(lists["families"]),
        grandfather=chance.choice(lists["men"]),
        home=chance.choice(lists["neighbourhoods"]),
        seen=_day(chance),
        way=chance.choices(list(_WAYS), list(_WAYS.values()))[0],
        size=size,
    )


def _day(chance: random.Random) -> date:
    """Return a day of the flight: most before New Year, many in the days that the UN spoke of."""
    part = chance.random()
    if part < 0.28:
        return _NEW_YEAR + timedelta(days=chance.randrange((_LAST_DAY - _NEW_YEAR).days + 1))
    if part < 0.7:
        return _UN_WINDOW[0] + timedelta(days=chance.randrange((_UN_WINDOW[1] - _UN_WINDOW[0]).days + 1))
    days = (_NEW_YEAR - _FIRST_DAY).days
    return _FIRST_DAY + timedelta(days=int(chance.triangular(0, days, 8)))


def _members(house: _Household, first: int, chance: random.Random) -> Iterator[_One]:
    """Yield a household: a grown person, then brothers and sisters, and children of the first man."""
    lists = _lists()
    elder = chance.choice(lists["men"])
    head: _One | None = None
    given_so_far: list[list[str]] = []
    for number in range(first, first + house.size):
        male = chance.random() < (0.9 if head is None else 0.74)
        child = head is not None and head.male and head.age >= 36 and chance.random() < 0.5
        age = chance.randint(9, 17) if child else int(chance.triangular(19, 72, 38))
        pool = [name for name in lists["men" if male else "women"] if name not in given_so_far]
        given = chance.choice(pool)
        given_so_far.append(given)
        father = head.given if child and head is not None else elder
        one = _One(number, house, male, age, given, father)
        head = head or one
        yield one


def _case(one: _One, chance: random.Random) -> DemoCase:
    source, fields = _first_source(one, chance)
    facts = _name_facts(one, chance) | _life_facts(one, chance) | _event_facts(one, chance)
    intake = {
        "kind": "person",
        "source": fields,
        "grade": _GRADES[fields["kind"]],
        "facts": facts,
        "status": evidence.said_at_intake(one.status),
        "consent": _consents(chance),
        "note": NOTE,
    }
    return DemoCase(one.key, source, intake, tuple(_steps(one, intake, source, chance)), one.status)


def _first_source(one: _One, chance: random.Random) -> tuple[str, dict[str, Any]]:
    if chance.random() < 0.62:
        return one.family_source, _family(one.household.label)
    shared = _lists()["source"]
    key = chance.choice(
        ["committee-1", "committee-2", "traveller", "eyewitness", "partner", "telephone", "page"]
    )
    return key, shared[key]


def _name_facts(one: _One, chance: random.Random) -> dict[str, Any]:
    """Return names as sources give them: two scripts for most, one for the rest, more or fewer parts."""
    parts = [one.given, one.father, one.household.surname]
    arabic, latin = (" ".join(part[script] for part in parts) for script in (0, 1))
    spoken = chance.choices(([arabic, latin], [arabic], [latin]), (60, 22, 18))[0]
    script = 0 if spoken[0] == arabic else 1
    facts: dict[str, Any] = {
        "name": [{"text": text, "kind": "full"} for text in spoken],
        "father": one.father[script],
        "family_name": one.household.surname[script],
    }
    if chance.random() < 0.45:
        facts["grandfather"] = one.household.grandfather[script]
    if chance.random() < 0.5:
        facts["mother"] = chance.choice(_lists()["women"])[script]
    if one.male and one.age >= 30 and chance.random() < 0.3:
        facts["nickname"] = ("أبو " if script == 0 else "Abu ") + chance.choice(_lists()["men"])[script]
    return facts


def _life_facts(one: _One, chance: random.Random) -> dict[str, Any]:
    home = f"{one.household.home[0]}, Aleppo"
    facts: dict[str, Any] = {
        "sex": "male" if one.male else "female",
        "reference": one.key,
        "family": one.household.label,
        "origin": home if chance.random() < 0.7 else "Aleppo",
        "residence": home,
    }
    facts |= _age_facts(one, chance)
    if chance.random() < 0.55:
        facts["occupation"] = "pupil" if one.age < 18 else chance.choice(_lists()["occupations"])
    return facts


def _age_facts(one: _One, chance: random.Random) -> dict[str, Any]:
    """Return a date of birth, a year, a rough year, an age with the day it was stated, or nothing."""
    year = one.household.seen.year - one.age - 1
    day = date(year, chance.randint(1, 12), chance.randint(1, 28))
    stated = {"age": one.age, "age_on": one.household.seen.isoformat()}
    choices: list[dict[str, Any]] = [
        {"born": day.isoformat()},
        {"born": str(year)},
        {"born": f"{year}~"},
        stated,
        {},
    ]
    return chance.choices(choices, (24, 14, 8, 48, 6))[0]


def _event_facts(one: _One, chance: random.Random) -> dict[str, Any]:
    way = one.household.way
    facts: dict[str, Any] = {
        "last_seen_on": _as_told(one.household.seen, chance),
        "crossing_from": "opposition",
    }
    if way == "stopped":
        facts["last_seen_at"] = f"{one.household.home[0]}, Aleppo"
        facts["alleged_holder"] = chance.choice(_lists()["holders"]["opposition"])
        del facts["crossing_from"]
        return facts
    side = "opposition" if way == "bus" else way
    crossing = chance.choice([one for one in _lists()["crossings"] if one["to"] == side])
    place = crossing["point"] if chance.random() < 0.65 else one.household.home
    if way == "bus" and chance.random() < 0.6:
        facts["last_seen_at"] = chance.choice(_lists()["beyond"])[0]
    else:
        facts["last_seen_at"] = f"{place[0]}, Aleppo" if chance.random() < 0.8 else f"{place[1]}، حلب"
    facts |= {"crossing_to": side, "crossing_point": crossing["point"][0]}
    if way != "bus" and chance.random() < 0.78:
        facts["alleged_holder"] = chance.choice(_lists()["holders"][way])
    return facts


def _as_told(seen: date, chance: random.Random) -> str:
    """Return the day as a source tells it: exactly, about, between two days, or the month alone."""
    day = seen.isoformat()
    until = (seen + timedelta(days=chance.randint(1, 3))).isoformat()
    return chance.choices((day, f"{day}~", f"{day}/{until}", day[:7]), (62, 14, 12, 12))[0]


def _consents(chance: random.Random) -> list[str]:
    given = ["case_work"]
    if chance.random() < 0.9:
        given.append("anonymous_statistics")
    given += [purpose for purpose in ("red_cross_tracing", "wgeid") if chance.random() < 0.4]
    return given


def _steps(one: _One, intake: dict[str, Any], source: str, chance: random.Random) -> Iterator[Step]:
    yield from _other_accounts(one, intake["facts"], source, chance)
    known = evidence.Known(one.family_source, one.household.seen)
    yield from evidence.steps_to(one.status, known, one.number)
    yield from _links(one, chance)
    if "anonymous_statistics" in intake["consent"] and chance.random() < 0.05:
        yield WithdrawStep("anonymous_statistics", (one.household.seen + timedelta(days=70)).isoformat())


def _other_accounts(
    one: _One, facts: dict[str, Any], source: str, chance: random.Random
) -> Iterator[ClaimStep]:
    """Yield what a second source says: another spelling, another holder, another day."""
    second = chance.choice(
        [key for key in ("committee-1", "committee-2", "partner", "survivor-2") if key != source]
    )
    if chance.random() < 0.2:
        spelt = " ".join(part[2] for part in (one.given, one.household.surname))
        yield ClaimStep("spelling", second, "name", {"text": spelt, "kind": "full"}, credibility=3)
    if "alleged_holder" in facts and chance.random() < 0.2:
        other = "government" if one.household.way in {"stopped", "kurdish"} else "opposition"
        holder = chance.choice(_lists()["holders"][other])
        yield ClaimStep("other-holder", second, "alleged_holder", holder, basis="heard", credibility=3)
    if chance.random() < 0.12:
        day = (one.household.seen + timedelta(days=chance.randint(6, 11))).isoformat()
        yield ClaimStep("other-day", second, "last_seen_on", day, basis="heard", credibility=4)


def _links(one: _One, chance: random.Random) -> Iterator[LinkStep]:
    seen, way = one.household.seen, one.household.way
    unresolved = one.status in {"missing", "held_reported", "held_denied", "death_reported"}
    if way == "government" and one.male and one.age in _UN_AGES and unresolved and _within(seen, _UN_WINDOW):
        certainty = chance.choices(("maybe", "likely"), (3, 2))[0]
        yield LinkStep(
            "un-hundreds-of-men", certainty, "Sex, age, days and direction agree; the report names nobody."
        )
    if way == "stopped" and unresolved and _within(seen, _ARMED_WINDOW):
        yield LinkStep(
            "armed-groups-abducted", "maybe", "Days and alleged holder agree; the report names nobody."
        )


def _within(day: date, window: tuple[date, date]) -> bool:
    return window[0] <= day <= window[1]
