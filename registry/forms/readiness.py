"""What a form still lacks, why it matters, what would supply it, and until when: pure folds of rules and case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from registry.forms.deadline import Deadline, deadline
from registry.forms.filling import Material, asserted
from registry.forms.rules import Field, Window
from registry.words.dates import PartialDate


class Standing(Enum):
    """How a required field stands. Only the first three let a sheet pass as complete."""

    MET = "met"
    CONFLICTING = "conflicting"
    UNCERTAIN = "uncertain"
    MISSING = "missing"
    IMPRECISE = "imprecise"
    WITHHELD = "withheld"
    NOT_MET = "not_met"


PASSING = frozenset({Standing.MET, Standing.CONFLICTING, Standing.UNCERTAIN})


@dataclass(frozen=True, slots=True)
class Need:
    """One required field and how it stands. ``states`` are the answers given in place of a value (refused, not asked)."""

    field: Field
    standing: Standing
    states: tuple[str, ...] = ()

    @property
    def blocks(self) -> bool:
        """Whether the recipient cannot work with the sheet as it is."""
        return self.standing not in PASSING


@dataclass(frozen=True, slots=True)
class Due:
    """A window of the form and until when it is open."""

    window: Window
    deadline: Deadline


def needs(material: Material) -> tuple[Need, ...]:
    """Return how each required field stands, in the order of the sheet."""
    return tuple(_need(material, one) for one in material.form.fields if one.required)


def dues(material: Material, today: date) -> tuple[Due, ...]:
    """Return until when each window of the form is open. A withheld date still counts: the day is the office's own."""
    return tuple(
        Due(window, deadline(_dates(material, window.facts), window.months, today))
        for window in material.form.windows
    )


def _dates(material: Material, facts: tuple[str, ...]) -> Iterator[PartialDate]:
    for key in facts:
        found = material.view.facts.get(key)
        for value, _ in asserted(found) if found else ():
            if isinstance(value, PartialDate):
                yield value


def _need(material: Material, one: Field) -> Need:
    standing = _standing(material, one)
    return Need(one, standing, () if standing in PASSING else tuple(dict.fromkeys(_states(material, one))))


def _standing(material: Material, one: Field) -> Standing:
    if one.code in material.withheld:
        return Standing.WITHHELD
    if one.consent:
        return Standing.MET if material.consents else Standing.MISSING
    if one.answer or one.steps:
        return _answered(material, one)
    if not any(all(material.known(key) for key in some) for some in one.needs):
        return Standing.WITHHELD if material.holds_back(one) else Standing.MISSING
    if one.precise and not any(_precise(day, one.precise) for day in _dates(material, one.facts)):
        return Standing.IMPRECISE
    found = [material.fact(key) for key in one.facts]
    return Standing.CONFLICTING if any(view and view.conflicting for view in found) else Standing.MET


def _answered(material: Material, one: Field) -> Standing:
    kept = material.answers.get(one.code)
    if kept is None or isinstance(kept, dict):
        return Standing.MET if one.steps and material.steps else Standing.MISSING
    if one.must:
        return Standing.MET if kept == one.must else Standing.NOT_MET
    return _CHECKS[one.check](material, kept) if one.check else Standing.MET


def _began_since(material: Material, kept: str) -> Standing:
    """Whether the disappearance began on or after the answered date, by the bounds of both (CED/C/4/Rev.1, 4)."""
    since = PartialDate.parse(kept)
    days = list(_dates(material, ("last_seen_on",)))
    if days and since.latest and all(day.earliest and day.earliest >= since.latest for day in days):
        return Standing.MET
    if days and since.earliest and all(day.latest and day.latest < since.earliest for day in days):
        return Standing.NOT_MET
    return Standing.UNCERTAIN


_CHECKS = {"began_since": _began_since}

_LENGTH: Mapping[str, int] = {"day": 1, "month": 31}


def _precise(day: PartialDate, wanted: str) -> bool:
    if day.earliest is None or day.latest is None:
        return False
    return (day.latest - day.earliest).days < _LENGTH[wanted]


def _states(material: Material, one: Field) -> Iterator[str]:
    for key in one.facts:
        found = material.fact(key)
        for claim in found.missing if found else ():
            yield claim.state
    kept = material.answers.get(one.code)
    if isinstance(kept, dict):
        yield kept["state"]
