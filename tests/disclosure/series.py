"""A synthetic register over twelve months, and the summaries that two recipients get of it in turn.

What an attacker or an auditor needs is one function, ``series``: it yields, for each release that went out, the
bytes of ``summary.json`` and the people who were truly counted. Nothing else in here need be read.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from registry.disclosure.countable import Countable, universe
from registry.disclosure.ledger import LedgerEntry, entry_for
from registry.disclosure.plan import Plan, make, plan
from registry.disclosure.policy import FLOOR
from registry.disclosure.request import Request
from registry.reports import write_all
from tests.disclosure.registers import ALL_MALE, BROAD, ONE_PLACE, SPARSE, Weights, tie

SHAPES: Mapping[str, Mapping[str, Weights]] = {
    "broad": BROAD, "sparse": SPARSE, "one governorate": ONE_PLACE, "all male": ALL_MALE, "one bus of 40": BROAD,
}  # fmt: skip
RECIPIENTS: Sequence[tuple[str, tuple[str, ...]]] = (
    ("UN", ("place,sex", "quarter,status", "place,holder")),
    ("donor", ("place,status", "age,sex", "quarter,place")),
)
MONTHS = 12
_FIRST = date(2017, 6, 1)
_BUS = {"place": "Idlib", "sex": "male", "age": "18-59", "status": "missing", "month": "2016-11"}


@dataclass(frozen=True, slots=True)
class Made:
    """One release that went out.

    ``summary`` are the bytes of ``summary.json``. ``people`` are the people truly counted in it, each as a mapping
    of ``id``, ``family`` and the finest class of ``place``, ``sex``, ``age``, ``status``, ``holder``, ``month`` and
    ``quarter`` (a key left out is *not stated*); ids are the same from release to release.
    """

    number: int
    recipient: str
    made_on: date
    summary: bytes
    people: tuple[Mapping[str, str], ...]


def series(seed: int, size: int, shape: str) -> Iterator[Made]:
    """Yield up to twelve monthly releases over one register, oldest first.

    ``seed`` fixes everything. ``size`` is the number of people at the start, 30 to 3,000. ``shape`` is one of
    ``broad``, ``sparse``, ``one governorate``, ``all male`` and ``one bus of 40``. Every month people arrive, some
    are erased or withdraw, some files turn out to be about one person, some situations change; once a whole
    district is re-coded to another governorate. The odd releases go to one recipient and the even ones to
    another, with other tables. A month in which the release was held is left out, so that numbers may be missing.
    """
    for attempt in attempts(seed, size, shape):
        if attempt.plan.passes:
            summary = write_all(make(attempt.plan, f"R{attempt.number}"))["summary.json"]
            yield Made(attempt.number, attempt.recipient, attempt.plan.made_on, summary, attempt.people)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One month's release as it was worked out, whether it passes or is held. ``asked`` is what was asked first."""

    number: int
    recipient: str
    asked: Request
    plan: Plan
    people: tuple[Mapping[str, str], ...]


def attempts(seed: int, size: int, shape: str) -> Iterator[Attempt]:
    """Yield the plan of every month; a refused one is tried again as the coarser request that it names."""
    town = _Town(random.Random(f"{shape} {size} {seed}"), size, shape)
    ledger: list[LedgerEntry] = []
    for number in range(1, MONTHS + 1):
        made_on = _FIRST + timedelta(days=31 * (number - 1))
        recipient, by = RECIPIENTS[(number - 1) % 2]
        asked = Request.parse(by)
        found = plan(asked, town.people, policy=FLOOR, made_on=made_on, tie=tie, past=ledger)
        if not found.passes and found.instead is not None:
            found = plan(found.instead, town.people, policy=FLOOR, made_on=made_on, tie=tie, past=ledger)
        if found.passes:
            summary = make(found, f"R{number}")
            ledger.append(
                entry_for(
                    summary, found.people, {}, recipient=recipient, approver="A", audit="audit_self",
                    standing=found.standing,
                )
            )  # fmt: skip
        counted = universe(town.people, found.cutoff)
        yield Attempt(number, recipient, asked, found, tuple(map(_true, counted)))
        town.month_passes(number, made_on)


def _true(person: Countable) -> Mapping[str, str]:
    return {"id": person.case, "family": person.kin, **person.values}


class _Town:
    """The register: who is in it, and what happens to them in a month."""

    def __init__(self, chance: random.Random, size: int, shape: str) -> None:
        self.chance, self.size, self.weights = chance, size, SHAPES[shape]
        self.people: list[Countable] = []
        self.born = 0
        bus = min(40, size) if shape == "one bus of 40" else 0
        self.people += [
            Countable(f"B{at}", "the bus", dict(_BUS), True, date(2016, 11, 30)) for at in range(bus)
        ]
        self._arrive(size - bus, None)

    def month_passes(self, number: int, made_on: date) -> None:
        """Let people arrive, leave, be found twice in the register, and their situations move."""
        chance = self.chance
        self._arrive(max(12, round(self.size * chance.uniform(0.02, 0.08))), made_on)
        self._leave(round(len(self.people) * chance.uniform(0.0, 0.006) + 0.3))
        self._merge(round(len(self.people) * 0.002 + 0.3))
        self._move(round(len(self.people) * chance.uniform(0.0, 0.012) + 0.3))
        if number == MONTHS // 2:
            self._recode()

    def _arrive(self, count: int, made_on: date | None) -> None:
        for _ in range(count):
            values = {key: self._drawn(of) for key, of in self.weights.items()}
            recent = made_on is not None and self.chance.random() < 0.4
            seen = self._recent(made_on) if recent and made_on else None
            if seen:
                values["month"] = f"{seen:%Y-%m}"
            known = {key: value for key, value in values.items() if value is not None}
            if "month" in known:
                known["quarter"] = f"{known['month'][:4]}-Q{(int(known['month'][5:]) + 2) // 3}"
            family = f"F{self.chance.randrange(2 * self.size)}" if self.chance.random() < 0.7 else None
            self.people.append(Countable(f"C{self.born}", family, known, True, seen))
            self.born += 1

    def _drawn(self, of: Weights) -> str | None:
        return self.chance.choices(list(of), list(of.values()))[0]

    def _recent(self, made_on: date) -> date:
        return made_on - timedelta(days=self.chance.randrange(20, 150))

    def _leave(self, count: int) -> None:
        """Take people out of the register, or their consent: either way they are counted no more."""
        for _ in range(min(count, len(self.people) - 1)):
            at = self.chance.randrange(len(self.people))
            if self.chance.random() < 0.5:
                self.people.pop(at)
            else:
                self.people[at] = replace(self.people[at], consented=False)

    def _merge(self, count: int) -> None:
        """Find that two files are about one person, who is counted once from now on."""
        for _ in range(min(count, len(self.people) // 2)):
            gone = self.people.pop(self.chance.randrange(len(self.people)))
            at = self.chance.randrange(len(self.people))
            self.people[at] = replace(self.people[at], also=self.people[at].also | gone.cases)

    def _move(self, count: int) -> None:
        for _ in range(count):
            at = self.chance.randrange(len(self.people))
            status = self.chance.choice(["located_alive", "held_reported", "remains_identified", "missing"])
            self.people[at] = replace(self.people[at], values={**self.people[at].values, "status": status})

    def _recode(self) -> None:
        """Move a district of the largest governorate to another one."""
        there = [at for at, person in enumerate(self.people) if person.values.get("place") == "Aleppo"]
        for at in there[: max(3, len(there) // 20)]:
            self.people[at] = replace(self.people[at], values={**self.people[at].values, "place": "Idlib"})
