"""Changing a status: the proposal is put together, the guards decide, and what it opens is opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from registry.cases.casefile import CaseFile
from registry.cases.duties import family_was_told, told_to_family
from registry.cases.guards import OPENS, Guard, Proposal, bears, unmet
from registry.cases.items import Assessment, Claim, Item, Task
from registry.cases.status import STATUS_TERMS
from registry.desk.claiming import claim_named
from registry.desk.desk import CASES, Desk, in_one_act
from registry.desk.reading import line, text
from registry.desk.roles import second_persons
from registry.errors import InputRefused, RuleNotMet
from registry.provenance.stamp import Pen
from registry.sources.source import Source
from registry.words.dates import PartialDate


@dataclass(frozen=True, slots=True)
class Wish:
    """What a caseworker asks for when she sets a status."""

    status: str
    claims: Sequence[str] = ()
    against: Sequence[str] = ()
    reason: str = ""
    reviewer: str = ""
    family_told: str = ""
    family_waived: bool = False


def cited_claims(case: CaseFile, status: str, refs: Sequence[str]) -> tuple[Claim, ...]:
    """Return the claims named, or, where none is, every standing claim that states this status."""
    if refs:
        return tuple(claim_named(case, ref) for ref in refs)
    return tuple(c for c in case.claims if c.fact == "status" and c.value == status and bears(c, status))


def proposal_of(
    case: CaseFile, wish: Wish, cited: Sequence[Claim], sources: Mapping[str, Source], author: str,
    reviewers: frozenset[str] | None = None,
) -> Proposal:  # fmt: skip
    """Put a proposal together; claims that no longer stand are left out, so that they cannot carry it."""
    standing = {claim.id for claim in case.claims}
    weighed = set(case.assessment.claims) | set(case.assessment.against) if case.assessment else set()
    claims = tuple(claim for claim in cited if claim.id in standing)
    return Proposal(
        before=case.status,
        after=wish.status,
        claims=claims,
        sources=sources,
        fresh=any(claim.id not in weighed and bears(claim, wish.status) for claim in claims),
        reason=wish.reason,
        author=author,
        reviewer=wish.reviewer,
        reviewers=reviewers,
        family_told=bool(wish.family_told) or family_was_told(case),
        family_waiver=wish.reason if wish.family_waived else "",
    )


def recorded(proposal: Proposal, against: Sequence[str], family_told: str, pen: Pen) -> list[Item]:
    """Return the assessment of an allowed proposal, and the task it opens."""
    made: list[Item] = [
        Assessment(
            **pen.stamp(),
            status=proposal.after,
            previous=proposal.before,
            claims=tuple(claim.id for claim in proposal.claims),
            against=tuple(against),
            reason=proposal.reason,
            author=proposal.author,
            reviewer=proposal.reviewer,
            family_told=family_told,
            family_waiver=proposal.family_waiver,
        )
    ]
    if proposal.after in OPENS:
        kind, why = OPENS[proposal.after]
        made.append(Task(**pen.stamp(), kind=kind, why=why))
    return made


def refusal(guards: Sequence[Guard]) -> RuleNotMet:
    """Return the error that says which rules are not met and what would satisfy the first."""
    return RuleNotMet(
        "; ".join(guard.says for guard in guards), "; ".join(guard.satisfied_by for guard in guards)
    )


def _day_told(raw: str, today: str) -> str:
    """Return when the family was told; raise ``InputRefused`` for a day still to come."""
    told = PartialDate.parse(raw)
    if told.earliest is not None and told.earliest.isoformat() > today:
        raise InputRefused("the day on which the family was told is still to come", "tell the family first")
    return told.text


def _day_recorded(case: CaseFile) -> str:
    """Return the day that the latest record of telling the family gives, empty without one."""
    told = told_to_family(case)
    return told[-1].on if told else ""


@in_one_act("status set")
def set_status(desk: Desk, case_ref: str, wish: Wish) -> Assessment:
    """Set a status where the guards allow it; raise ``RuleNotMet`` with every rule that is not met."""
    case = desk.open_case(case_ref)
    told = _day_told(wish.family_told, desk.today) if wish.family_told else _day_recorded(case)
    wish = Wish(
        STATUS_TERMS.read(wish.status).code,
        wish.claims,
        wish.against,
        text(wish.reason, "the reason"),
        line(wish.reviewer, "the reviewer"),
        told,
        wish.family_waived,
    )
    cited = cited_claims(case, wish.status, wish.claims)
    against = tuple(claim_named(case, ref).id for ref in wish.against)
    proposal = proposal_of(case, wish, cited, desk.sources_of(case), desk.name, second_persons(desk))
    if guards := unmet(proposal):
        raise refusal(guards)
    made = recorded(proposal, against, told, desk.pen)
    desk.adding(CASES, case.id, made)
    return next(item for item in made if isinstance(item, Assessment))


def first_assessment(
    case: CaseFile, raw: Any, sources: Mapping[str, Source], desk: Desk
) -> tuple[list[Item], list[str]]:
    """Return the assessment a case begins with, or the reason why its status stays a claim only.

    A status handed in at intake is what the source says. Where the guards do not allow it as the
    headline, the case is taken in all the same: a person is not lost because proof is missing.
    """
    if not raw:
        return [], []
    status = STATUS_TERMS.read(raw["value"] if isinstance(raw, Mapping) else raw).code
    proposal = proposal_of(case, Wish(status), cited_claims(case, status, ()), sources, desk.name)
    if guards := unmet(proposal):
        says = "; ".join(guard.says for guard in guards)
        return [], [f"the status is kept as a claim, and the case stands as missing: {says}"]
    return recorded(proposal, (), "", desk.pen), []
