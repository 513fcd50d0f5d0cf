"""What a case file asks a second person to look at: proposals, disputes, statuses that no longer stand, reopening."""

from __future__ import annotations

from datetime import date, timedelta

from registry.cases.casefile import CaseFile
from registry.cases.closing import Shortfall, against, proposes_reopening, speaks_against
from registry.cases.guards import GUARDS, REVIEWED
from registry.cases.items import Assessment, Claim, Proposed, Stage, Verdict, Verified
from registry.cases.status import STATUS_TERMS, STATUSES, contradict
from registry.cases.terms import CLOSING_REASONS, STAGES

STATUS, CLOSING = "status", "closing"
ACCEPTED, REFUSED, WITHDRAWN = "accepted", "refused", "withdrawn"
# What a file may ask for, in the order in which a queue lists it.
PROPOSAL, DISPUTED, UNSUPPORTED, REOPENING, STALE = (
    "proposal", "disputed", "unsupported", "reopening", "stale",
)  # fmt: skip
KINDS = (PROPOSAL, REOPENING, DISPUTED, UNSUPPORTED, STALE)
# What the queue calls them, as short as a column.
KIND_WORDS = {
    PROPOSAL: "decide", REOPENING: "reopen?", DISPUTED: "disputed", UNSUPPORTED: "unsupported", STALE: "stale",
}  # fmt: skip

# A file that nobody touched for this long asks to be looked at; its status stays what it is.
STALE_DAYS = 180


def untouched_since(today: str) -> str:
    """Return the ISO date before which a file must have been touched last to be stale on ``today``."""
    return (date.fromisoformat(today) - timedelta(days=STALE_DAYS)).isoformat()


def touched_at(case: CaseFile) -> str:
    """Return the moment of the last item of a case, in UTC; when it was taken in where it has none.

    To verify an exhibit is no work on the case.
    """
    made: str = case.document["made"]["at"]
    return max((item.at for item in case.items if not isinstance(item, Verified)), default=made)


def is_stale(case: CaseFile, today: str) -> bool:
    """Tell whether nobody touched an open file for half a year."""
    return bool(today) and case.stage_code != "closed" and touched_at(case) < untouched_since(today)


def unweighed(case: CaseFile) -> tuple[Claim, ...]:
    """Return the standing claims that speak against the assessed status and that no assessment weighed.

    While nobody has assessed the case, they are those that contradict one another.
    """
    made = case.assessment
    if made is None:
        stated = [c for c in case.claims if c.fact == "status" and c.stance == "asserts"]
        return tuple(
            c for c in stated if any(speaks_against(c, other.value) for other in stated if _read(other))
        )
    return tuple(claim for claim in against(case.claims, made.status) if claim.id not in made.against)


def _read(claim: Claim) -> bool:
    return claim.value in STATUSES


def forked(case: CaseFile) -> bool:
    """Tell whether the last two assessments were made apart, as on two laptops, and cannot both be true."""
    if len(case.assessments) < 2:
        return False
    before, last = case.assessments[-2:]
    return last.previous != before.status and contradict(before.status, last.status)


def torn(case: CaseFile) -> tuple[Proposed, ...]:
    """Return the proposals that one person accepted and another refused, which two copies of a file may bring."""
    said: dict[str, set[str]] = {}
    for verdict in case.every(Verdict):
        said.setdefault(verdict.proposal, set()).add(verdict.verdict)
    return tuple(one for one in case.every(Proposed) if len(said.get(one.id, ())) > 1)


def is_signed(case: CaseFile, made: Assessment | Stage) -> bool:
    """Tell whether a decision is what someone proposed and somebody with another key accepted."""
    proposed = next((one for one in case.every(Proposed) if one.id == made.proposal), None)
    return proposed is not None and proposed.by != made.by


def is_unreviewed(case: CaseFile) -> bool:
    """Tell whether the status in force asked for a second person and has neither a signature of hers nor an override.

    So it stands where a program without these rules wrote it, or a version in which a reviewer was only named.
    """
    made = case.assessment
    if made is None or made.override or is_signed(case, made):
        return False
    return REVIEWED in GUARDS.get((made.previous, made.status), ())


def asks(case: CaseFile, *, carried: bool) -> tuple[str, ...]:
    """Return what a case asks a reviewer for; ``carried`` tells that its claims still carry its status.

    A dispute that an assessment has weighed is settled until something new comes in.
    """
    found = {
        PROPOSAL: bool(case.waiting),
        REOPENING: proposes_reopening(case),
        DISPUTED: bool(unweighed(case)) or forked(case) or bool(torn(case)),
        UNSUPPORTED: case.assessment is not None and not carried,
    }
    return tuple(kind for kind in KINDS if found.get(kind))


def changed_since(case: CaseFile, proposed: Proposed) -> tuple[Shortfall, ...]:
    """Return what has changed since a proposal was made, so that accepting it would accept something else."""
    found = []
    if case.stage_code == "closed":
        found.append(_changed("closed", "the case was closed since this was proposed"))
    if proposed.before != (case.assessment.id if case.assessment else ""):
        found.append(_changed("status-changed", "the status was set anew since this was proposed"))
    standing = {claim.id for claim in case.claims}
    if not standing.issuperset(proposed.claims):
        found.append(_changed("claim-gone", "a claim that this rests on was taken back since"))
    weighed = {*proposed.seen, *proposed.against}
    if any(c.id not in weighed and speaks_against(c, proposed.status) for c in case.claims):
        found.append(
            _changed("new-evidence", "a claim came in since that speaks against it and was not weighed")
        )
    return tuple(found)


def _changed(code: str, says: str) -> Shortfall:
    return Shortfall(
        code, says, "let it be refused or withdrawn, look at `registry case show CASE`, and propose it anew"
    )


def told_as(proposed: Proposed) -> str:
    """Return what is proposed, in words."""
    if proposed.proposes == CLOSING:
        return f"to close the case: {why_in_words(proposed.why)}"
    return STATUS_TERMS[proposed.status].en if proposed.status in STATUS_TERMS else proposed.status


def why_in_words(code: str) -> str:
    """Return a reason for closing in words; a code of a newer version stays as it is."""
    return CLOSING_REASONS[code].en if code in CLOSING_REASONS else code


def reviewed_as(made: Assessment | Stage) -> str:
    """Return who reviewed a decision, said apart: who signed, who is only named, and what one alone typed."""
    if made.proposal:
        return f"; accepted by {made.reviewer}"
    named = f"; reviewer named: {made.reviewer}" if made.reviewer else ""
    return f"{named}; alone: {made.override}" if made.override else named


def stage_in_words(code: str) -> str:
    """Return a stage of work in words; a code of a newer version stays as it is."""
    return STAGES[code].en if code in STAGES else code
