"""The evidence by which each status of the demonstration was reached, as casework asks for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from registry.desk.demo.steps import INTAKE, ClaimStep, StatusStep, Step

REVIEWER = "second caseworker (synthetic)"

# How many of the people end in each status; the rest are missing, as most are.
SHARES: Mapping[str, int] = {
    "held_reported": 36,
    "held_denied": 9,
    "held_undisclosed": 8,
    "held_acknowledged": 8,
    "before_court": 4,
    "conscripted": 8,
    "released_reported": 13,
    "located_alive": 15,
    "escaped": 3,
    "death_reported": 6,
    "death_notified": 2,
    "remains_identified": 1,
    "not_missing": 3,
}

# What the first source says: of these that the person is held, of all others that he or she is missing.
_HELD_AT_INTAKE = frozenset(
    {
        "held_reported",
        "held_denied",
        "held_undisclosed",
        "held_acknowledged",
        "before_court",
        "released_reported",
    }
)


@dataclass(frozen=True, slots=True)
class Known:
    """What the evidence builds on: the family's source, and the day the person was last seen."""

    family: str
    seen: date

    def after(self, days: int) -> str:
        """Return the ISO date ``days`` after the person was last seen."""
        return (self.seen + timedelta(days=days)).isoformat()


def said_at_intake(status: str) -> str:
    """Return the status that the first source states, on the way to the final one."""
    return "held_reported" if status in _HELD_AT_INTAKE else "missing"


def _said(key: str, source: str, status: str, on: str, basis: str, credibility: int) -> ClaimStep:
    return ClaimStep(key, source, "status", status, on, basis, credibility)


def _denied(known: Known) -> tuple[Step, ...]:
    denial = ClaimStep(
        "denial", "notice", "status", "held_reported", known.after(20), "published", 4, "denies"
    )
    return denial, StatusStep(
        "held_denied", (INTAKE, "denial"), reason="The authority says that it does not hold the person."
    )


def _undisclosed(known: Known) -> tuple[Step, ...]:
    return (
        _said("admission", "notice", "held_undisclosed", known.after(25), "document", 3),
        StatusStep(
            "held_undisclosed", ("admission", INTAKE), reason="A receipt names the branch and no place."
        ),
    )


def _acknowledged(known: Known) -> tuple[Step, ...]:
    return (
        _said("admission", "notice", "held_acknowledged", known.after(30), "document", 3),
        ClaimStep("place", "survivor-1", "held_at", "Aleppo central prison", known.after(28), "saw", 2),
        StatusStep("held_acknowledged", ("admission", INTAKE), reason="A visit was allowed."),
    )


def _court(known: Known) -> tuple[Step, ...]:
    return (
        _said("summons", "civil-registry", "before_court", known.after(40), "document", 2),
        StatusStep("before_court", ("summons",), reason="The lawyer holds a copy of the summons."),
    )


def _conscripted(known: Known) -> tuple[Step, ...]:
    return (
        _said("seen-in-uniform", "traveller", "conscripted", known.after(12), "saw", 3),
        StatusStep(
            "conscripted", ("seen-in-uniform", INTAKE), reason="Seen at a barracks by one who knows him."
        ),
    )


def _released(known: Known) -> tuple[Step, ...]:
    return (
        _said("said-released", "page", "released_reported", known.after(18), "heard", 4),
        StatusStep(
            "released_reported", ("said-released",), reason="A list of names was read out; not confirmed."
        ),
    )


def _located(known: Known) -> tuple[Step, ...]:
    return (
        _said("call", known.family, "located_alive", known.after(16), "direct_contact", 1),
        StatusStep("located_alive", ("call",), reason="The family spoke with the person."),
    )


def _located_by_two(known: Known) -> tuple[Step, ...]:
    return (
        _said("seen-by-committee", "committee-2", "located_alive", known.after(14), "saw", 2),
        _said("seen-by-partner", "partner", "located_alive", known.after(15), "saw", 2),
        StatusStep(
            "located_alive",
            ("seen-by-committee", "seen-by-partner"),
            reason="Two sources that do not repeat one another.",
        ),
    )


def _escaped(known: Known) -> tuple[Step, ...]:
    return (
        _said("call", known.family, "escaped", known.after(9), "direct_contact", 2),
        StatusStep("escaped", ("call",), reason="Called from another town."),
    )


def _death_reported(known: Known) -> tuple[Step, ...]:
    return (
        _said("heard-of-death", "survivor-2", "death_reported", known.after(21), "heard", 4),
        StatusStep(
            "death_reported", ("heard-of-death",), (INTAKE,), "Heard from a cellmate; to be verified."
        ),
    )


def _death_notified(known: Known) -> tuple[Step, ...]:
    return (
        _said("extract", "civil-registry", "death_notified", known.after(45), "document", 2),
        StatusStep(
            "death_notified", ("extract",), reason="Extract of the civil registry.", reviewer=REVIEWER,
            family_told=known.after(48),
        ),
    )  # fmt: skip


def _remains(known: Known) -> tuple[Step, ...]:
    return (
        _said("finding", "laboratory", "remains_identified", known.after(90), "laboratory", 1),
        StatusStep(
            "remains_identified", ("finding",), reason="Identified by the laboratory.", reviewer=REVIEWER,
            family_told=known.after(93),
        ),
    )  # fmt: skip


def _not_missing(known: Known) -> tuple[Step, ...]:
    return (
        _said("never-lost", known.family, "not_missing", known.after(7), "direct_contact", 1),
        StatusStep("not_missing", ("never-lost",), reason="Was with relatives all the time."),
    )


_EVIDENCE: Mapping[str, tuple[Callable[[Known], tuple[Step, ...]], ...]] = {
    "held_denied": (_denied,),
    "held_undisclosed": (_undisclosed,),
    "held_acknowledged": (_acknowledged,),
    "before_court": (_court,),
    "conscripted": (_conscripted,),
    "released_reported": (_released,),
    "located_alive": (_located, _located_by_two),
    "escaped": (_escaped,),
    "death_reported": (_death_reported,),
    "death_notified": (_death_notified,),
    "remains_identified": (_remains,),
    "not_missing": (_not_missing,),
}


def steps_to(status: str, known: Known, turn: int = 0) -> tuple[Step, ...]:
    """Return the claims and the assessment that lead to ``status``; none where the first source said it.

    ``turn`` picks between the ways that lead to one status, so that each of them occurs.
    """
    ways = _EVIDENCE.get(status)
    return ways[turn % len(ways)](known) if ways else ()
