"""What `case show` says of review and closing: the parts of its shape, and how a proposal is named."""

from __future__ import annotations

from registry.cases.reviewing import is_signed, told_as, why_in_words
from registry.cases.views import CaseView
from registry.words.identity import short


def ref_of(case: str, proposal: str) -> str:
    """Return how a proposal is named on the command line."""
    return f"{short(case)}/{short(proposal)}"


def closing_of(view: CaseView) -> dict[str, str]:
    """Return how a closed case was closed; empty for one that is not."""
    stage = view.case.stage
    if stage is None or view.case.stage_code != "closed":
        return {}
    return {
        "why": stage.why,
        "told": why_in_words(stage.why),
        "reason": stage.reason,
        "at": stage.at,
        "author": stage.author,
        "reviewer": stage.reviewer,
        "signed": "yes" if is_signed(view.case, stage) else "",
        "override": stage.override,
    }


def proposals_of(view: CaseView) -> tuple[dict[str, str], ...]:
    """Return the proposals of a case that wait."""
    return tuple(
        {"ref": ref_of(view.case.id, one.id), "what": told_as(one), "by": one.author, "at": one.at}
        for one in view.case.waiting
    )
