"""Whether the family was told of the very evidence that a status rests on, and not only of something before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from registry.cases.casefile import CaseFile
from registry.cases.guards import EVIDENCE, Proposal, unmet
from registry.cases.items import Claim, FamilyTold
from registry.errors import InputRefused
from registry.sources.source import Source
from registry.words.dates import PartialDate


@dataclass(frozen=True, slots=True)
class Telling:
    """That the family was told on a day (a partial date); ``at`` is when the record of it was written, if there is one."""

    on: str
    at: str = ""


def tellings(records: Iterable[FamilyTold], typed: str = "") -> tuple[Telling, ...]:
    """Return the tellings on record, and the one whose day was only typed; a day that a record gives is that record."""
    found = tuple(Telling(one.on, one.at) for one in records)
    return found if not typed or typed in {one.on for one in found} else (*found, Telling(typed))


def told_of(proposal: Proposal, known: Iterable[Telling]) -> bool:
    """Tell whether one telling came after evidence that carries the status by itself.

    What came in later than a telling was not told by it: a family that heard a rumour has not heard of the document.
    """
    return any(_carried_by_then(proposal, telling) for telling in known)


def knows_why(case: CaseFile, sources: Mapping[str, Source], records: Iterable[FamilyTold]) -> bool:
    """Tell whether the family was told of what the status in force rests on; nobody was where nobody set one."""
    made = case.assessment
    if made is None:
        return False
    claims = tuple(claim for claim in case.claims if claim.id in made.claims)
    return told_of(Proposal(made.previous, made.status, claims, sources), tellings(records))


def _carried_by_then(proposal: Proposal, telling: Telling) -> bool:
    then = tuple(claim for claim in proposal.claims if comes_after(telling, claim))
    return not any(guard in EVIDENCE for guard in unmet(replace(proposal, claims=then)))


def comes_after(telling: Telling, claim: Claim) -> bool:
    """Tell whether the family was surely told no earlier than a claim could be told of.

    That is the day on which it was so, as its source says; where it says none, the moment at which its words were
    written down, and a record of the telling was then written later still.
    """
    told = _bounds(telling.on)[0]
    if told is None:
        return False
    so = _bounds(claim.on)[1] if claim.on else None
    if so is not None:
        return told >= so
    written = date.fromisoformat(claim.at[:10]) if claim.at else date.max
    return told >= written and (not telling.at or telling.at >= claim.at)


def _bounds(text: str) -> tuple[date | None, date | None]:
    try:
        day = PartialDate.parse(text)
    except InputRefused:
        return None, None
    return day.earliest, day.latest
