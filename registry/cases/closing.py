"""The rules for closing and reopening a case file, and for calling two files the same person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from registry.cases.casefile import CaseFile
from registry.cases.guards import bears, is_known_reviewer, is_reviewed
from registry.cases.items import Claim
from registry.cases.status import STATUSES, contradict
from registry.cases.terms import CLOSING_REASONS

# Attributes strong enough, two together, to say that two files are of one person.
STRONG = frozenset({"name", "mother", "born", "father"})
# Brothers and sisters share all the others: without the name, two of them say no more than kin.
OWN = "name"
# Facts that cannot differ for one person: where they do, the files are of two people.
HARD = frozenset({"sex", "born", "identity_number"})
SAME_PERSON, NOT_SAME = "same_person", "not_same"


@dataclass(frozen=True, slots=True)
class Shortfall:
    """One thing that is missing, and what would supply it."""

    code: str
    says: str
    satisfied_by: str


NO_REVIEWER = Shortfall(
    "reviewer",
    "closing needs a reviewer who is not the author",
    "a colleague accepts it with `registry review accept`; who works alone writes why to --override-from -",
)


def closing_shortfalls(
    case: CaseFile,
    why: str,
    *,
    author: str,
    reviewer: str,
    alone: bool,
    override: str = "",
    reviewers: frozenset[str] | None = None,
    carried: bool = True,
) -> tuple[Shortfall, ...]:
    """Return what stands in the way of closing ``case`` for the reason ``why``.

    ``alone`` tells that the vault has one caseworker only; she may type an override, which stays on
    the record, in place of the reviewer. ``reviewers`` are as in a ``Proposal``. ``carried`` tells that the
    claims which the status rests on still carry it.
    """
    found = []
    if case.stage_code == "closed":
        found.append(Shortfall("open", "the case is closed already", "see `registry case show CASE`"))
    if why not in CLOSING_REASONS or (why == "end_status" and not STATUSES[case.status].ends):
        found.append(
            Shortfall(
                "end-status",
                "the status does not end a case",
                "set an end status, or give another reason with --why",
            )
        )
    elif why == "end_status" and not carried:
        found.append(
            Shortfall(
                "carried",
                "the claims it rests on no longer carry the status",
                "assess it again with `registry status set`",
            )
        )
    if why == SAME_PERSON and not any(link.kind == SAME_PERSON for link in case.links):
        found.append(
            Shortfall(
                "linked",
                "no other file is linked as the same person",
                "link them with `registry case link CASE OTHER --kind same_person`",
            )
        )
    if not case.sources():
        found.append(Shortfall("sourced", "the case rests on no source", "add a claim with its source"))
    if any(task.kind == "notify_family" for task in case.open_tasks):
        found.append(Shortfall("notify-family", "the family has not been told yet", "finish the task first"))
    if any(waiting.proposes == "status" for waiting in case.waiting):
        found.append(
            Shortfall("decided", "a proposed status still waits for review", "see `registry review list`")
        )
    known = alone or is_known_reviewer(reviewer, reviewers)
    second = is_reviewed(reviewer, author, None if alone else frozenset({reviewer}), override)
    if not (known and second):
        found.append(NO_REVIEWER)
    return tuple(found)


def came_in_since(case: CaseFile) -> tuple[Claim, ...]:
    """Return the standing claims of a closed case that whoever closed it did not have.

    A merge may bring a claim that was written before the closing on another laptop, so what counts is which
    claims were there; only where that was not noted, the time is asked.
    """
    stage = case.stage
    if stage is None or stage.stage != "closed":
        return ()
    if stage.claims:
        return tuple(claim for claim in case.claims if claim.id not in stage.claims)
    return tuple(claim for claim in case.claims if claim.at > stage.at)


def reopening_shortfalls(case: CaseFile, *, reason: str, claims: frozenset[str]) -> tuple[Shortfall, ...]:
    """Return what stands in the way of reopening: a reason, and a claim made since it was closed."""
    found = []
    if case.stage_code != "closed":
        found.append(Shortfall("closed", "the case is not closed", "nothing needs to be done"))
    if not reason.strip():
        found.append(
            Shortfall("reasoned", "reopening needs a reason", "give the reason with --reason-from -")
        )
    if not any(claim.id in claims for claim in came_in_since(case)):
        found.append(
            Shortfall(
                "fresh-claim",
                "reopening needs a claim made since the case was closed",
                "add it with `registry claim add`, then cite it with --claim",
            )
        )
    return tuple(found)


def speaks_against(claim: Claim, status: str) -> bool:
    """Tell whether a claim, if true, would make a status wrong: it contradicts it, or denies what it says."""
    if claim.fact != "status" or claim.value not in STATUSES:
        return False
    contradicts = contradict(claim.value, status)
    if claim.stance == "denies":
        return not contradicts and not bears(claim, status)
    return claim.stance == "asserts" and contradicts


def against(claims: Iterable[Claim], status: str) -> tuple[Claim, ...]:
    """Return those of the claims that speak against a status."""
    return tuple(claim for claim in claims if speaks_against(claim, status))


def proposes_reopening(case: CaseFile) -> bool:
    """Tell whether what came in after closing contradicts it, as a merge may bring: a claim or another status."""
    stage = case.stage
    if stage is None or stage.stage != "closed":
        return False
    if stage.status and stage.status != case.status:
        return True
    return bool(against(came_in_since(case), case.status))


def sameness_shortfalls(
    left: dict[str, set[str]], right: dict[str, set[str]], *, decided_by: str
) -> tuple[Shortfall, ...]:
    """Return what stands in the way of a reversible link that calls two files the same person.

    ``left`` and ``right`` map fact keys to comparable forms of the values claimed. An identity number
    in common, or two strong attributes with the name among them, and a person's decision are needed; hard
    facts that differ forbid it.
    """
    shared = {key for key in left.keys() & right.keys() if left[key] & right[key]}
    found = []
    if {key for key in HARD & left.keys() & right.keys() if left[key] and right[key]} - shared:
        found.append(
            Shortfall(
                "hard-facts",
                "hard facts of the two files contradict each other",
                "correct them first; someone with two identity numbers has both claimed in one file",
            )
        )
    if "identity_number" not in shared and not (OWN in shared and len(STRONG & shared) > 1):
        found.append(
            Shortfall(
                "identity",
                "an identity number, or the name and another strong attribute, must agree",
                "link them as possible_match until then",
            )
        )
    if not decided_by.strip():
        found.append(Shortfall("decided", "a person must decide", "name who decided"))
    return tuple(found)
