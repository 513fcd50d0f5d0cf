"""The invented people of the demonstration: the same each time, marked, every status with its evidence."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from registry.cases.guards import Proposal, unmet
from registry.cases.holder import Holder
from registry.cases.items import Claim
from registry.cases.person import Person
from registry.cases.status import STATUSES
from registry.cases.terms import BASES, GROUP_RELATIONS, STANCES
from registry.desk.demo import evidence, statements
from registry.desk.demo.build import _ALONE
from registry.desk.demo.people import NOTE, PEOPLE, DemoCase, people, sources
from registry.desk.demo.steps import INTAKE, ClaimStep, LinkStep, StatusStep, WithdrawStep
from registry.provenance.consent import PURPOSES
from registry.sources.grading import RELIABILITY
from registry.sources.kinds import SOURCE_KINDS
from registry.sources.source import Source
from registry.words.fact import facts_of
from registry.words.places import Place

ARABIC = re.compile(r"[\u0600-\u06ff]")
LATIN = re.compile(r"[A-Za-z]")


def scripts_of(names: list[dict[str, str]]) -> tuple[bool, bool]:
    """Return whether the names stand in Arabic script and whether in Latin."""
    whole = " ".join(name["text"] for name in names)
    return bool(ARABIC.search(whole)), bool(LATIN.search(whole))


def test_they_are_the_same_each_time() -> None:
    again = people.__wrapped__()
    assert again == people()
    assert [case.intake for case in again] == [case.intake for case in people()]


def test_each_is_plainly_marked_as_invented() -> None:
    assert [case.key for case in people()] == [f"SYN-{number:04d}" for number in range(1, PEOPLE + 1)]
    for case in people():
        assert case.intake["note"] == NOTE
        assert case.intake["facts"]["reference"] == case.key
    assert all("(synthetic)" in source["label"] for source in sources().values())


def test_most_names_stand_in_two_scripts_and_some_in_one() -> None:
    count = Counter(scripts_of(case.intake["facts"]["name"]) for case in people())
    assert count[True, True] > PEOPLE / 2
    assert count[True, False] > 20
    assert count[False, True] > 20
    assert set(count) == {(True, True), (True, False), (False, True)}


def test_families_set_out_together() -> None:
    sizes = Counter(case.intake["facts"]["family"] for case in people())
    assert 80 <= len(sizes) <= 130
    assert max(sizes.values()) <= 5
    assert sum(size > 1 for size in sizes.values()) > 40


def test_every_status_occurs_as_often_as_it_was_meant_to() -> None:
    count = Counter(case.status for case in people())
    assert {status: count[status] for status in evidence.SHARES} == dict(evidence.SHARES)
    assert count["missing"] == PEOPLE - sum(evidence.SHARES.values())


def test_the_last_step_of_a_status_is_the_status() -> None:
    for case in people():
        set_by_office = [step.status for step in case.steps if isinstance(step, StatusStep)]
        assert (set_by_office or [case.intake["status"]])[-1] == case.status, case.key


def test_steps_cite_claims_made_before_them_and_sources_that_exist() -> None:
    for case in people():
        assert case.source in sources()
        assert case.intake["source"] == sources()[case.source]
        made = {INTAKE}
        for step in case.steps:
            if isinstance(step, ClaimStep):
                assert step.source in sources(), step
                assert step.key not in made, "keys are used once"
                made.add(step.key)
            if isinstance(step, StatusStep):
                assert step.claims, "every status needs a claim"
                assert {*step.claims, *step.against} <= made, case.key


def test_links_lead_to_group_reports_and_only_where_sex_and_side_agree() -> None:
    groups = {group.key for group in statements.groups()}
    linked = Counter[str]()
    for case in people():
        for step in case.steps:
            if isinstance(step, LinkStep):
                linked[step.group] += 1
                assert step.group in groups
                assert step.certainty in {"maybe", "likely"}
                if step.group == "un-hundreds-of-men":
                    assert case.intake["facts"]["sex"] == "male"
                    assert case.intake["facts"]["crossing_to"] == "government"
    assert linked["un-hundreds-of-men"] >= 20
    assert linked["armed-groups-abducted"] >= 5


def test_consent_for_statistics_is_given_by_most_and_taken_back_by_some() -> None:
    given = [case for case in people() if "anonymous_statistics" in case.intake["consent"]]
    taken_back = [case for case in given if any(isinstance(step, WithdrawStep) for step in case.steps)]
    assert PEOPLE * 0.8 < len(given) < PEOPLE
    assert 3 <= len(taken_back) <= 20


def test_two_quarters_and_two_accounts() -> None:
    years = Counter(case.intake["facts"]["last_seen_on"][:4] for case in people())
    assert set(years) == {"2016", "2017"}
    assert min(years.values()) >= 30
    keys = Counter(step.key for case in people() for step in case.steps if isinstance(step, ClaimStep))
    assert keys["other-holder"] >= 10
    assert keys["other-day"] >= 10
    assert keys["spelling"] >= 20


def source_of(key: str) -> Source:
    """Return a source of the demonstration as the vault would fold it."""
    return Source(id=key, **sources()[key])


def claims_of(case: DemoCase) -> dict[str, Claim]:
    """Return the claims of a case by the keys that its steps cite them by."""
    said = Claim(id=INTAKE, source=case.source, fact="status", value=case.intake["status"])
    made = {INTAKE: said}
    for step in case.steps:
        if isinstance(step, ClaimStep):
            made[step.key] = Claim(
                id=step.key, source=step.source, fact=step.fact, value=step.value, stance=step.stance,
                basis=step.basis, credibility=step.credibility,
            )  # fmt: skip
    return made


def proposals(case: DemoCase) -> list[Proposal]:
    """Return what the office proposes for a case, from the first status to the last."""
    claims = claims_of(case)
    known = {claim.source: source_of(claim.source) for claim in claims.values()}
    first = Proposal("missing", case.intake["status"], (claims[INTAKE],), known)
    found = [first]
    for step in case.steps:
        if isinstance(step, StatusStep):
            cited = tuple(claims[key] for key in step.claims)
            found.append(
                Proposal(
                    found[-1].after, step.status, cited, known, reason=step.reason, author="a caseworker",
                    reviewer=step.reviewer, override=_ALONE if step.reviewer else "",
                    family_told=bool(step.family_told),
                )
            )  # fmt: skip
    return found


def test_every_status_meets_the_guards_of_casework() -> None:
    for case in people():
        for proposal in proposals(case):
            assert unmet(proposal) == (), (case.key, proposal.after)


def test_a_status_without_its_evidence_would_be_refused() -> None:
    """The demonstration shows the guards at work: what it cites is what they ask for."""
    for status in ("located_alive", "death_notified", "remains_identified", "not_missing"):
        case = next(case for case in people() if case.status == status)
        last = proposals(case)[-1]
        assert unmet(replace(last, claims=(), reason="", override="")) != ()


def test_words_are_those_of_the_vocabularies() -> None:
    for source in [*sources().values(), *statements.sources().values()]:
        assert source["kind"] in SOURCE_KINDS
        assert source["reliability"] in RELIABILITY
    for case in people():
        assert case.status in STATUSES
        assert all(purpose in PURPOSES for purpose in case.intake["consent"])
    for step in (step for case in people() for step in case.steps if isinstance(step, ClaimStep)):
        assert step.stance in STANCES
        assert not step.basis or step.basis in BASES
    for relation in statements.relations():
        assert relation.relation in GROUP_RELATIONS


def test_every_fact_can_be_read() -> None:
    facts = facts_of(Person)
    for case in people():
        stated = {key: raw for key, raw in case.intake["facts"].items() if key not in {"name", "age_on"}}
        for key, raw in stated.items():
            facts[key].kind.parse(raw)
        for step in case.steps:
            if isinstance(step, ClaimStep):
                facts[step.fact].kind.parse(step.value)


def test_every_place_last_seen_is_counted_and_every_holder_has_a_side() -> None:
    for case in people():
        seen_at = Place.parse(case.intake["facts"]["last_seen_at"])
        assert seen_at.governorate() is not None, seen_at
        if "alleged_holder" in case.intake["facts"]:
            assert Holder.parse(case.intake["facts"]["alleged_holder"]).side != "not_stated"
