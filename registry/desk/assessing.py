"""Changing a status: the guards decide whether it is recorded, waits for a second person, or is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from registry.cases.casefile import CaseFile
from registry.cases.closing import Shortfall, against
from registry.cases.duties import told_to_family
from registry.cases.guards import (
    GUARDS,
    KNOWN_REVIEWER,
    OPENS,
    REVIEWED,
    Guard,
    Proposal,
    bears,
    is_known_reviewer,
    is_second_person,
    may_wait,
    unmet,
)
from registry.cases.items import Assessment, Claim, Item, Proposed, Task
from registry.cases.reviewing import STATUS
from registry.cases.status import STATUS_TERMS
from registry.cases.telling import tellings, told_of
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
    """What a caseworker asks for when she sets a status.

    ``reviewer`` is the colleague who is asked to review it; ``override`` what someone types who works alone.
    """

    status: str
    claims: Sequence[str] = ()
    against: Sequence[str] = ()
    reason: str = ""
    reviewer: str = ""
    family_told: str = ""
    family_waived: bool = False
    override: str = ""


def cited_claims(case: CaseFile, status: str, refs: Sequence[str]) -> tuple[Claim, ...]:
    """Return the claims named, or, where none is, every standing claim that states this status."""
    if refs:
        return tuple(claim_named(case, ref) for ref in refs)
    return tuple(c for c in case.claims if c.fact == "status" and c.value == status and bears(c, status))


def proposal_of(
    case: CaseFile, wish: Wish, cited: Sequence[Claim], sources: Mapping[str, Source], author: str,
    reviewers: frozenset[str] | None = None,
) -> Proposal:  # fmt: skip
    """Put a proposal together; claims that no longer stand are left out, so that they cannot carry it.

    Nobody has reviewed it yet, whoever was asked to.
    """
    standing = {claim.id for claim in case.claims}
    weighed = set(case.assessment.claims) | set(case.assessment.against) if case.assessment else set()
    claims = tuple(claim for claim in cited if claim.id in standing)
    proposal = Proposal(
        before=case.status,
        after=wish.status,
        claims=claims,
        sources=sources,
        fresh=any(claim.id not in weighed and bears(claim, wish.status) for claim in claims),
        reason=wish.reason,
        author=author,
        reviewers=reviewers,
        override=wish.override,
        family_waiver=wish.reason if wish.family_waived else "",
    )
    told = told_of(proposal, tellings(told_to_family(case), wish.family_told))
    return replace(proposal, family_told=told)


def recorded(
    case: CaseFile, proposal: Proposal, against: Sequence[str], family_told: str, pen: Pen, accepted: str = ""
) -> list[Item]:
    """Return the assessment of an allowed proposal, and the task it opens; ``accepted`` is what a reviewer signed."""
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
            override=proposal.override,
            proposal=accepted,
            before=case.assessment.id if case.assessment else "",
        )
    ]
    if proposal.after in OPENS:
        kind, why = OPENS[proposal.after]
        made.append(Task(**pen.stamp(), kind=kind, why=why))
    return made


def refusal(guards: Sequence[Guard | Shortfall]) -> RuleNotMet:
    """Return the error that says which rules are not met and what would satisfy the first."""
    return RuleNotMet(
        "; ".join(guard.says for guard in guards), "; ".join(guard.satisfied_by for guard in guards)
    )


def day_told(raw: str, today: str) -> str:
    """Return when the family was told; raise ``InputRefused`` for a day still to come."""
    told = PartialDate.parse(raw)
    if told.earliest is not None and told.earliest.isoformat() > today:
        raise InputRefused("the day on which the family was told is still to come", "tell the family first")
    return told.text


def day_recorded(case: CaseFile) -> str:
    """Return the day that the latest record of telling the family gives, empty without one."""
    told = told_to_family(case)
    return told[-1].on if told else ""


def read_status(desk: Desk, case_ref: str, raw: str) -> tuple[str, bool]:
    """Return the code of a status that may be asked for, and whether an override is needed to set it.

    It is needed where the status asks for a second person and whoever sits here works alone. Raises
    ``InputRefused`` for a status that is none and ``RuleNotMet`` for a closed case, before anyone gives reasons.
    """
    status = STATUS_TERMS.read(raw).code
    case = desk.open_case(case_ref)
    if case.stage_code == "closed":
        raise RuleNotMet(
            "the case is closed, and a closed case keeps its status",
            "open it again with `registry case reopen`",
        )
    needs = REVIEWED in GUARDS[case.status, status]
    return status, needs and second_persons(desk) is None


@in_one_act("status set")
def set_status(desk: Desk, case_ref: str, wish: Wish) -> Assessment | Proposed:
    """Set a status where the guards allow it, or propose it where only a second person is wanting.

    Raises ``RuleNotMet`` with every rule that is not met.
    """
    case, wish, proposal = _weighed(desk, case_ref, wish)
    reviewers = proposal.reviewers
    weighed = tuple(claim_named(case, ref).id for ref in wish.against)
    guards = unmet(proposal)
    if reviewers is not None and (may_wait(guards) or (wish.reviewer and not guards)):
        refuse_stranger(desk, wish.reviewer, reviewers)
        return _propose(desk, case, wish, proposal, weighed)
    if guards:
        raise refusal(guards)
    made = recorded(case, replace(proposal, reviewer=wish.reviewer), weighed, wish.family_told, desk.pen)
    desk.adding(CASES, case.id, made)
    return next(item for item in made if isinstance(item, Assessment))


def _weighed(desk: Desk, case_ref: str, wish: Wish) -> tuple[CaseFile, Wish, Proposal]:
    """Return the case, the wish with its texts read, and what it proposes; raise where it cannot be weighed at all."""
    status, _ = read_status(desk, case_ref, wish.status)
    case = desk.open_case(case_ref)
    wish = replace(
        wish,
        status=status,
        reason=text(wish.reason, "the reason"),
        reviewer=line(wish.reviewer, "the reviewer"),
        family_told=day_told(wish.family_told, desk.today) if wish.family_told else day_recorded(case),
        override=text(wish.override, "the override"),
    )
    reviewers = second_persons(desk)
    refuse_override(wish.override, reviewers)
    cited = cited_claims(case, wish.status, wish.claims)
    return case, wish, proposal_of(case, wish, cited, desk.sources_of(case), desk.name, reviewers)


def stopping(desk: Desk, case_ref: str, wish: Wish) -> tuple[Guard, ...]:
    """Return the rules that keep a status from being set or proposed; none where it would be. Writes nothing."""
    _, wish, proposal = _weighed(desk, case_ref, wish)
    guards = unmet(proposal)
    alone = proposal.reviewers is None
    return () if not alone and may_wait(guards) else guards


def refuse_override(override: str, reviewers: frozenset[str] | None) -> None:
    """Raise ``RuleNotMet`` for an override where there is a colleague to ask."""
    if override and reviewers is not None:
        raise RuleNotMet(
            "an override is for who works alone, and here a colleague can review",
            "leave it out: what needs a second person then waits in `registry review list`",
        )


def refuse_stranger(desk: Desk, asked: str, reviewers: frozenset[str]) -> None:
    """Raise ``RuleNotMet`` where whoever is asked to review is the author, or nobody who may; nobody may be named."""
    if asked and not is_second_person(asked, desk.name):
        raise refusal([REVIEWED])
    if asked and reviewers and not is_known_reviewer(asked, reviewers):
        raise refusal([KNOWN_REVIEWER])


def _propose(desk: Desk, case: CaseFile, wish: Wish, proposal: Proposal, weighed: Sequence[str]) -> Proposed:
    made = Proposed(
        **desk.pen.stamp(),
        proposes=STATUS,
        status=proposal.after,
        previous=proposal.before,
        before=case.assessment.id if case.assessment else "",
        claims=tuple(claim.id for claim in proposal.claims),
        against=tuple(weighed),
        seen=tuple(claim.id for claim in against(case.claims, proposal.after)),
        reason=proposal.reason,
        author=desk.name,
        asked=wish.reviewer,
        family_told=wish.family_told,
        family_waiver=proposal.family_waiver,
    )
    return propose(desk, case, made)


def propose(desk: Desk, case: CaseFile, made: Proposed) -> Proposed:
    """Let a proposal wait; raise ``RuleNotMet`` where the same is proposed already."""
    for one in case.waiting:
        if (one.proposes, one.status, one.why) == (made.proposes, made.status, made.why):
            raise RuleNotMet(
                "the same is proposed already and waits for review", "see `registry review list`"
            )
    desk.adding(CASES, case.id, [made])
    return made


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
    return recorded(case, proposal, (), "", desk.pen), []
