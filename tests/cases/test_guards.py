"""The rules for changing a status, over every pair of states."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from registry.cases.guards import GUARDS, OPENS, Proposal, may_wait, unmet
from registry.cases.items import Claim
from registry.cases.status import STATUSES
from tests.cases.build import Maker, source

# The rules once more, written from the model and not from the code: what each state asks for on
# entering, and which states settle a case.
ASKED = {
    "located_alive": {"proof-of-life"},
    "escaped": {"proof-of-life"},
    "death_notified": {"document-or-laboratory", "second-reviewer", "family-told"},
    "remains_identified": {"document-or-laboratory", "not-by-sight", "second-reviewer", "family-told"},
    "not_missing": {"reasoned"},
}
SETTLED = {"located_alive", "escaped", "death_notified", "remains_identified", "not_missing"}
PAIRS = list(product(STATUSES, STATUSES))
SAMI = frozenset({"Sami"})


def expected(before: str, after: str) -> set[str]:
    leaving = {"reasoned", "fresh-claim"} if before in SETTLED else set()
    return {"sourced"} | ASKED.get(after, set()) | leaving


def test_the_table_holds_every_pair() -> None:
    assert set(GUARDS) == set(PAIRS)
    assert len(PAIRS) == 14 * 14


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_an_empty_proposal_meets_no_guard_of_its_pair(before: str, after: str) -> None:
    proposal = Proposal(before, after, claims=(), fresh=False)
    assert {guard.code for guard in unmet(proposal)} == expected(before, after)


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_a_full_proposal_meets_every_guard(before: str, after: str) -> None:
    make = Maker()
    claims = (
        make.claim("status", after, "S1", basis="direct_contact", credibility=1),
        make.claim("status", after, "S2", basis="laboratory", credibility=1),
    )
    proposal = Proposal(
        before, after, claims, {"S1": source("S1"), "S2": source("S2", "forensic")}, fresh=True,
        reason="weighed together", author="Rim", reviewer="Sami", reviewers=SAMI, family_told=True,
    )  # fmt: skip
    assert unmet(proposal) == ()


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_hearsay_alone_never_establishes_life_or_death(before: str, after: str) -> None:
    make = Maker()
    proposal = Proposal(
        before, after, (make.claim("status", after, basis="heard", credibility=2),), {"S1": source()},
        reason="r", author="Rim", reviewer="Sami", reviewers=SAMI, family_told=True,
    )  # fmt: skip
    refused = {guard.code for guard in unmet(proposal)}
    assert refused == ASKED.get(after, set()) - {"second-reviewer", "family-told", "reasoned"}


def proposal_for(after: str, *claims: object, **about: object) -> set[str]:
    sources = {one.id: one for one in about.pop("sources", (source("S1"), source("S2")))}  # type: ignore[attr-defined]
    full = {
        "reason": "r",
        "author": "Rim",
        "reviewer": "Sami",
        "reviewers": SAMI,
        "family_told": True,
    } | about
    return {g.code for g in unmet(Proposal("missing", after, tuple(claims), sources, **full))}  # type: ignore[arg-type]


def test_two_sources_that_repeat_one_origin_are_one() -> None:
    make = Maker()
    claims = [make.claim("status", "located_alive", one, credibility=2) for one in ("S1", "S2")]
    agency = (source("S1", independence="one agency"), source("S2", independence="One Agency"))
    chain = (source("S1"), source("S2", derived_from="S1"))
    apart = (source("S1"), source("S2"))
    assert proposal_for("located_alive", *claims, sources=agency) == {"proof-of-life"}
    assert proposal_for("located_alive", *claims, sources=chain) == {"proof-of-life"}
    assert proposal_for("located_alive", *claims, sources=apart) == set()


def test_doubtful_claims_do_not_corroborate() -> None:
    make = Maker()
    claims = [make.claim("status", "escaped", one, credibility=3) for one in ("S1", "S2")]
    assert proposal_for("escaped", *claims) == {"proof-of-life"}


def test_remains_are_never_identified_by_sight_or_by_a_plain_document() -> None:
    make = Maker()
    seen = make.claim("status", "remains_identified", basis="saw", credibility=1)
    paper = make.claim("status", "remains_identified", basis="document", credibility=1)
    assert proposal_for("remains_identified", seen) == {"document-or-laboratory", "not-by-sight"}
    assert proposal_for("remains_identified", paper) == {"not-by-sight"}
    assert proposal_for("remains_identified", paper, sources=(source("S1", "forensic"),)) == set()


def test_a_reviewer_is_someone_else() -> None:
    make = Maker()
    paper = make.claim("status", "death_notified", basis="document", credibility=1)
    assert proposal_for("death_notified", paper, reviewer=" rim ") == {"second-reviewer", "known-reviewer"}
    assert proposal_for("death_notified", paper, reviewer="") == {"second-reviewer"}
    assert proposal_for("death_notified", paper, reviewer="Nour") == {"known-reviewer"}


def test_who_works_alone_types_an_override_and_a_name_carries_nothing() -> None:
    make = Maker()
    paper = make.claim("status", "death_notified", basis="document", credibility=1)
    assert proposal_for("death_notified", paper, reviewers=None) == {"second-reviewer"}
    assert proposal_for("death_notified", paper, reviewers=None, override=" ") == {"second-reviewer"}
    assert proposal_for("death_notified", paper, reviewers=None, override="I work alone") == set()
    assert proposal_for("death_notified", paper, reviewer="", override="I work alone") == {"second-reviewer"}


def test_what_may_wait_is_the_review_and_telling_the_family_and_never_the_evidence() -> None:
    make = Maker()
    paper = make.claim("status", "death_notified", basis="document", credibility=1)

    def waits(*claims: Claim, **about: Any) -> bool:
        full = {"author": "Rim", "reviewers": SAMI} | about
        return may_wait(unmet(Proposal("missing", "death_notified", claims, {"S1": source()}, **full)))

    assert waits(paper)
    assert waits(paper, family_told=True)
    assert not waits(paper, reviewer="Sami"), "nothing waits for review any more"
    assert not waits(make.claim("status", "death_notified", basis="heard"))


def test_a_waiver_needs_its_reason() -> None:
    make = Maker()
    paper = make.claim("status", "death_notified", basis="document", credibility=1)
    assert proposal_for("death_notified", paper, family_told=False, family_waiver="  ") == {"family-told"}
    assert (
        proposal_for("death_notified", paper, family_told=False, family_waiver="no family is left") == set()
    )


def test_no_knowledge_supports_no_status() -> None:
    make = Maker()
    silent = make.claim("status", "held_reported", stance="no_knowledge")
    withheld = make.claim("status", None, state="withheld")
    assert proposal_for("held_reported", silent, withheld) == {"sourced"}


def test_a_reported_death_and_a_release_open_their_tasks() -> None:
    assert OPENS["death_reported"][0] == "verify_death"
    assert OPENS["released_reported"][0] == "family_follow_up"


def test_a_reported_death_is_counted_among_the_missing() -> None:
    assert STATUSES["death_reported"].group == "missing"
    assert STATUSES["death_reported"].fate == "reported_dead"
    assert {code for code, status in STATUSES.items() if status.fate == "confirmed_dead"} == {
        "death_notified",
        "remains_identified",
    }


def test_a_denial_carries_no_status_but_that_of_the_denying_holder() -> None:
    make = Maker()
    denied = [
        make.claim("status", "located_alive", one, stance="denies", credibility=1) for one in ("S1", "S2")
    ]
    assert proposal_for("located_alive", *denied) == {"sourced", "proof-of-life"}
    assert proposal_for("held_denied", make.claim("status", "held_reported", stance="denies")) == set()


def test_a_claim_about_something_else_proves_nothing() -> None:
    make = Maker()
    paper = make.claim("sex", "male", basis="document", credibility=1)
    assert proposal_for("death_notified", paper) == {"sourced", "document-or-laboratory"}
    met = make.claim("status", "held_reported", basis="direct_contact", credibility=1)
    assert proposal_for("located_alive", met) == {"sourced", "proof-of-life"}
    assert proposal_for("held_reported", make.claim("alleged_holder", "an armed group")) == set()
