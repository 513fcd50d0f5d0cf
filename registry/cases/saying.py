"""What claims and statuses say, in words: a claim's value and grade, and why a case has the status it has."""

from __future__ import annotations

from collections.abc import Mapping

from registry.cases.casefile import PERSON, CaseFile
from registry.cases.items import Claim
from registry.cases.packs import as_written, of_a_pack
from registry.cases.reviewing import is_signed
from registry.cases.views import CaseView, read_value
from registry.sources.grading import UNJUDGED, UNJUDGED_SOURCE
from registry.sources.source import Source
from registry.words.states import KNOWN, STATES


def grade_of(claim: Claim, sources: Mapping[str, Source] | None) -> str:
    """Return the Admiralty grade of a claim, such as ``C3``."""
    source = (sources or {}).get(claim.source)
    letter = claim.reliability or (source.reliability if source else UNJUDGED_SOURCE)
    return f"{letter}{claim.credibility or UNJUDGED}"


def shown_value(case: CaseFile, claim: Claim, lang: str) -> str:
    """Return what a claim says, in words."""
    if claim.state != KNOWN:
        return STATES[claim.state].show(lang) if claim.state in STATES else claim.state
    declared = case.declared(claim) or (as_written(claim.fact) if of_a_pack(claim.fact) else None)
    value = read_value(declared, claim.value) if declared else None
    return value.show(lang) if value else "kept, not readable by this version"


def reviewed(reviewer: str, override: str, *, signed: bool) -> str:
    """Return who reviewed a status: who signed, who was only named, and what one alone typed."""
    if signed:
        return f", reviewed by {reviewer}"
    named = f", {reviewer} named as reviewer, not signed" if reviewer else ""
    return f"{named}, alone: {override}" if override else named


def why_of(view: CaseView) -> str:
    """Return why a case has its status: the reason, on how many claims it rests, and who set it when."""
    made = view.case.assessment
    if made is None and view.case.kind != PERSON:
        return "a report about many people; nobody has stated what became of them"
    if made is None:
        return "not assessed yet: a case stands as missing until someone weighs the claims"
    by = f" by {made.author}" if made.author else ""
    who = reviewed(made.reviewer, made.override, signed=is_signed(view.case, made))
    count = len(view.supporting)
    rests = f"rests on {count} claim{'' if count == 1 else 's'}"
    reason = f"{made.reason.rstrip('.;')}; " if made.reason else ""
    return f"{reason}{rests}; set {made.at[:10]}{by}{who}"
