"""The rules for closing and reopening a case file, and for calling two files the same person."""

from __future__ import annotations

from dataclasses import dataclass

from registry.cases.casefile import CaseFile
from registry.cases.guards import is_known_reviewer, is_second_person
from registry.cases.status import STATUSES
from registry.cases.terms import CLOSING_REASONS

# Attributes strong enough, two together, to say that two files are of one person.
STRONG = frozenset({"name", "mother", "born", "father"})
# Facts that cannot differ for one person: where they do, the files are of two people.
HARD = frozenset({"sex", "born", "identity_number"})


@dataclass(frozen=True, slots=True)
class Shortfall:
    """One thing that is missing, and what would supply it."""

    code: str
    says: str
    satisfied_by: str


def closing_shortfalls(
    case: CaseFile,
    why: str,
    *,
    author: str,
    reviewer: str,
    alone: bool,
    override: str = "",
    reviewers: frozenset[str] | None = None,
) -> tuple[Shortfall, ...]:
    """Return what stands in the way of closing ``case`` for the reason ``why``.

    ``alone`` tells that the vault has one caseworker only; she may type an override, which stays on
    the record, in place of the reviewer. ``reviewers`` are as in a ``Proposal``.
    """
    found = []
    if why not in CLOSING_REASONS or (why == "end_status" and not STATUSES[case.status].ends):
        found.append(
            Shortfall(
                "end-status", "the status does not end a case", "set an end status, or give another reason"
            )
        )
    if not case.sources():
        found.append(Shortfall("sourced", "the case rests on no source", "add a claim with its source"))
    if any(task.kind == "notify_family" for task in case.open_tasks):
        found.append(Shortfall("notify-family", "the family has not been told yet", "finish the task first"))
    reviewed = is_second_person(reviewer, author) and is_known_reviewer(reviewer, reviewers)
    if not reviewed and not (alone and override.strip()):
        found.append(
            Shortfall("reviewer", "closing needs a reviewer who is not the author", "name the reviewer")
        )
    return tuple(found)


def reopening_shortfalls(case: CaseFile, *, reason: str, claims: frozenset[str]) -> tuple[Shortfall, ...]:
    """Return what stands in the way of reopening: a reason, and a claim made since it was closed."""
    found = []
    if case.stage_code != "closed":
        found.append(Shortfall("closed", "the case is not closed", "nothing needs to be done"))
    if not reason.strip():
        found.append(Shortfall("reasoned", "reopening needs a reason", "give the reason"))
    closed_at = case.stage.at if case.stage else ""
    if not any(claim.id in claims and claim.at > closed_at for claim in case.claims):
        found.append(
            Shortfall(
                "fresh-claim", "reopening needs a claim made since the case was closed", "add the claim"
            )
        )
    return tuple(found)


def proposes_reopening(case: CaseFile) -> bool:
    """Tell whether a claim on the status came in after closing and contradicts it, as a merge may bring."""
    if case.stage is None or case.stage_code != "closed":
        return False
    return any(
        claim.fact == "status" and claim.at > case.stage.at and claim.value != case.status
        for claim in case.claims
    )


def sameness_shortfalls(
    left: dict[str, set[str]], right: dict[str, set[str]], *, decided_by: str
) -> tuple[Shortfall, ...]:
    """Return what stands in the way of a reversible link that calls two files the same person.

    ``left`` and ``right`` map fact keys to comparable forms of the values claimed. An identity number
    in common, or two strong attributes, and a person's decision are needed; hard facts that differ forbid it.
    """
    shared = {key for key in left.keys() & right.keys() if left[key] & right[key]}
    found = []
    if {key for key in HARD & left.keys() & right.keys() if left[key] and right[key]} - shared:
        found.append(
            Shortfall("hard-facts", "hard facts of the two files contradict each other", "correct them first")
        )
    if "identity_number" not in shared and len(STRONG & shared) < 2:
        found.append(
            Shortfall(
                "identity", "an identity number or two strong attributes must agree", "link them as possible"
            )
        )
    if not decided_by.strip():
        found.append(Shortfall("decided", "a person must decide", "name who decided"))
    return tuple(found)
