"""Another person of the same family: what two cases share is taken over as fresh claims of the same source."""

from __future__ import annotations

from collections.abc import Mapping

from registry.cases.casefile import CaseFile
from registry.cases.items import Claim
from registry.desk.desk import Desk
from registry.desk.drafting import SOURCE, Draft, Said, new_draft
from registry.desk.family import LABEL
from registry.errors import RuleNotMet
from registry.words.identity import short
from registry.words.states import KNOWN

SIBLINGS, OTHER_KIN = "siblings", "of one family"

# What all of one family share who went together; and what siblings share besides.
SHARED = (
    "family_name", "residence", "origin", "last_seen_on", "last_seen_at", "crossing_from", "crossing_to",
    "crossing_point",
)  # fmt: skip
OF_SIBLINGS = ("father", "mother", "grandfather")


def sources_speaking(case: CaseFile) -> list[str]:
    """Return the ids of the sources whose claims stand in a case, the one with the most to say first."""
    counted: dict[str, int] = {}
    for claim in case.claims:
        counted[claim.source] = counted.get(claim.source, 0) + 1
    return sorted(counted, key=lambda one: -counted[one])


def like(desk: Desk, case: CaseFile, source: str, tie: str = SIBLINGS) -> Draft:
    """Begin the interview of another person of a case's family, with what this source said of both.

    Nothing is kept yet. Raises ``RuleNotMet`` where the source says nothing in that case.
    """
    if source not in sources_speaking(case):
        raise RuleNotMet("that source says nothing in this case", "see `registry case show CASE --all`")
    keys = (*OF_SIBLINGS, *SHARED) if tie == SIBLINGS else SHARED
    answers: dict[str, Said] = {SOURCE: [{"value": source}]}
    for key in keys:
        if said := _said(case, key, source):
            answers[key] = said
    answers[LABEL] = _said(case, LABEL, "") or [{"value": f"family {short(case.id)}"}]
    taken_over = [key for key in answers if key != SOURCE]
    return new_draft(desk.pen, like=case.id, tie=tie, answers=answers, taken_over=taken_over)


def _said(case: CaseFile, key: str, source: str) -> Said:
    """Return what a source (none named: any) stated of a fact, and nothing of what it denied or would not say."""
    found = [{"value": claim.value} for claim in case.claims if claim.fact == key and _states(claim, source)]
    several = key in case.facts and case.facts[key].fact.several
    return found if several else found[-1:]


def _states(claim: Claim, source: str) -> bool:
    return claim.state == KNOWN and claim.stance == "asserts" and source in {"", claim.source}


TIES: Mapping[str, str] = {
    "1": SIBLINGS,
    "2": OTHER_KIN,
}
