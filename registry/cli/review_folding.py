"""Folding what waits for review, closings and ties into the shapes that commands answer with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.cases.casefile import CaseFile
from registry.cases.items import Assessment, Proposed, Stage, Task, Verdict
from registry.cases.reviewing import told_as
from registry.cli import review_shapes as shapes
from registry.cli.folding import claim_item
from registry.cli.review_parts import ref_of
from registry.words.identity import short

if TYPE_CHECKING:
    from registry.desk.desk import Desk
    from registry.desk.reviewing import Waiting


def review_item(waiting: Waiting) -> shapes.ReviewItem:
    """Fold one line of the queue."""
    return shapes.ReviewItem(
        kind=waiting.kind,
        case=waiting.case,
        short=short(waiting.case),
        title=waiting.title,
        status=waiting.status,
        what=waiting.what,
        since=waiting.since,
        by=waiting.by,
        ref=ref_of(waiting.case, waiting.proposal.id) if waiting.proposal else "",
        waits_on=tuple(rule.says for rule in waiting.rules),
        changed=tuple(one.says for one in waiting.changed),
        reviewers=waiting.reviewers,
        next=waiting.next,
    )


def proposal_made(desk: Desk, case: CaseFile, proposed: Proposed) -> shapes.ProposalMade:
    """Fold a proposal that was just made."""
    from registry.desk.reviewing import waiting

    found = waiting(desk, desk.view(case), proposed)
    return shapes.ProposalMade(
        id=proposed.id,
        ref=ref_of(case.id, proposed.id),
        case=case.id,
        proposes=proposed.proposes,
        wished=proposed.why or proposed.status,
        standing=case.status,
        waits_on=tuple(rule.says for rule in found.rules),
        reviewers=found.reviewers,
    )


def review_shown(desk: Desk, case: CaseFile, proposed: Proposed, lang: str) -> shapes.ReviewShown:
    """Fold one proposal with the claims for and against it, as they stand now."""
    from registry.desk.reviewing import speaking_against, waiting

    view = desk.view(case)
    found = waiting(desk, view, proposed)
    claims = {claim.id: claim_item(view, claim, lang) for claim in case.claim_by_id.values()}
    decided = next((v.verdict for v in case.every(Verdict) if v.proposal == proposed.id), "")
    return shapes.ReviewShown(
        ref=ref_of(case.id, proposed.id),
        case=case.id,
        title=view.title,
        proposes=proposed.proposes,
        wished=proposed.why or proposed.status,
        what=told_as(proposed),
        standing=case.status,
        reason=proposed.reason,
        by=proposed.author,
        since=proposed.at,
        asked=proposed.asked,
        family_told=proposed.family_told,
        family_waiver=proposed.family_waiver,
        supporting=tuple(claims[one] for one in proposed.claims if one in claims),
        opposing=tuple(claims[one] for one in speaking_against(case, proposed) if one in claims),
        weighed=proposed.against,
        waits_on=() if decided else tuple(rule.says for rule in found.rules),
        changed=() if decided else tuple(one.says for one in found.changed),
        reviewers=found.reviewers,
        verdict=decided,
    )


def decided(case: CaseFile, ref: str, made: Verdict | Assessment | Stage) -> shapes.Decided:
    """Fold what became of a proposal, and where the case stands now."""
    opened = tuple(
        task.why for task in case.every(Task) if task.at >= made.at and isinstance(made, Assessment)
    )
    return shapes.Decided(
        id=made.id,
        ref=ref,
        case=case.id,
        verdict=made.verdict if isinstance(made, Verdict) else "accepted",
        status=case.status,
        stage=case.stage_code,
        opened=opened,
    )


def stage_set(case: CaseFile, made: Stage) -> shapes.StageSet:
    """Fold a closing or a reopening."""
    return shapes.StageSet(
        id=made.id,
        case=case.id,
        stage=made.stage,
        why=made.why,
        status=case.status,
        override=made.override,
    )
