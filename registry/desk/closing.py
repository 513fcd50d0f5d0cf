"""Closing and reopening a case at the desk: a second person accepts a closing, and what is new reopens it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from registry.cases.casefile import CaseFile
from registry.cases.closing import (
    NO_REVIEWER,
    Shortfall,
    against,
    came_in_since,
    closing_shortfalls,
    reopening_shortfalls,
)
from registry.cases.items import Proposed, Stage
from registry.cases.reviewing import CLOSING, UNSUPPORTED
from registry.cases.terms import CLOSING_REASONS
from registry.desk.assessing import propose, refusal, refuse_override, refuse_stranger
from registry.desk.claiming import claim_named
from registry.desk.desk import CASES, Desk, in_one_act
from registry.desk.reading import line, text
from registry.desk.roles import may_review, second_persons
from registry.errors import RuleNotMet

CLOSE, REOPEN = "case close", "case reopen"


def needs_override(desk: Desk) -> bool:
    """Tell whether closing takes an override here: where whoever sits at the desk works alone."""
    return second_persons(desk) is None


def read_closing(desk: Desk, case_ref: str, why: str) -> str:
    """Return the code of a reason for closing; raise for a word that is none, or a case that is not here."""
    desk.open_case(case_ref)
    return CLOSING_REASONS.read(why).code


@in_one_act(CLOSE)
def close_case(
    desk: Desk, case_ref: str, why: str = "end_status", *, reason: str = "", reviewer: str = "", override: str = ""
) -> Stage | Proposed:  # fmt: skip
    """Close a case with an override where one works alone; otherwise propose it to a second person.

    Raises ``RuleNotMet`` with every rule that is not met.
    """
    why = read_closing(desk, case_ref, why)
    case, reviewers = desk.open_case(case_ref), second_persons(desk)
    reason, override = text(reason, "the reason"), text(override, "the override")
    asked = line(reviewer, "the reviewer")
    refuse_override(override, reviewers)
    found = closing_shortfalls(
        case, why, author=desk.name, reviewer="", alone=reviewers is None, override=override,
        carried=_carried(desk, case),
    )  # fmt: skip
    if [one for one in found if one != NO_REVIEWER] or (found and reviewers is None):
        raise refusal(found)
    if reviewers is None:
        made = _closed(desk, case, why, reason, author=desk.name, reviewer=asked, override=override)
        desk.adding(CASES, case.id, [made])
        return made
    refuse_stranger(desk, asked, reviewers)
    stamp: dict[str, Any] = desk.pen.stamp()
    proposed = Proposed(
        **stamp,
        proposes=CLOSING,
        status=case.status,
        previous=case.status,
        before=case.assessment.id if case.assessment else "",
        claims=tuple(claim.id for claim in desk.view(case).supporting),
        seen=tuple(claim.id for claim in against(case.claims, case.status)),
        why=why,
        reason=reason,
        author=desk.name,
        asked=asked,
    )
    return propose(desk, case, proposed)


def _closed(
    desk: Desk, case: CaseFile, why: str, reason: str, *, author: str, reviewer: str, override: str = "",
    proposal: str = "",
) -> Stage:  # fmt: skip
    return Stage(
        **desk.pen.stamp(), stage="closed", why=why, reason=reason, author=author, reviewer=reviewer,
        override=override, claims=tuple(case.claim_by_id), status=case.status, proposal=proposal,
        before=case.stage.id if case.stage else "",
    )  # fmt: skip


def shortfalls_of(desk: Desk, case: CaseFile, proposed: Proposed, *, reviewer: str) -> tuple[Shortfall, ...]:
    """Return what stands in the way of a closing that was proposed, asked on what stands now."""
    return closing_shortfalls(
        case, proposed.why, author=proposed.author, reviewer=reviewer, alone=False,
        reviewers=frozenset(may_review(desk, proposed.by, proposed.author).values()), carried=_carried(desk, case),
    )  # fmt: skip


def _carried(desk: Desk, case: CaseFile) -> bool:
    return UNSUPPORTED not in desk.view(case).asks


def accept_closing(desk: Desk, case: CaseFile, proposed: Proposed) -> Stage:
    """Return the closing that a second person accepts; raise ``RuleNotMet`` where a rule is no longer met."""
    if found := shortfalls_of(desk, case, proposed, reviewer=desk.name):
        raise refusal(found)
    return _closed(
        desk, case, proposed.why, proposed.reason, author=proposed.author, reviewer=desk.name,
        proposal=proposed.id,
    )  # fmt: skip


@in_one_act(REOPEN)
def reopen_case(desk: Desk, case_ref: str, claims: Sequence[str], reason: str) -> Stage:
    """Open a closed case again, with a reason and a claim that came in since; its status stays what it is.

    Raises ``RuleNotMet``, ``NotFound``.
    """
    case = desk.open_case(case_ref)
    reason = text(reason, "the reason")
    cited = frozenset(claim_named(case, ref).id for ref in claims)
    if found := reopening_shortfalls(case, reason=reason, claims=cited):
        raise refusal(found)
    new = {claim.id for claim in came_in_since(case)}
    if stray := cited - new:
        raise RuleNotMet(
            f"{len(stray)} of the claims cited stood when the case was closed, or no longer stand",
            "cite only what came in since",
        )
    made = Stage(
        **desk.pen.stamp(), stage="open", reason=reason, author=desk.name,
        claims=tuple(claim.id for claim in case.claims if claim.id in cited), status=case.status,
        before=case.stage.id if case.stage else "",
    )  # fmt: skip
    desk.adding(CASES, case.id, [made])
    return made
