"""The invented people of the demonstration: the same each time, marked, every status with its evidence."""

from __future__ import annotations

import re
from collections import Counter

from registry.desk import demo_data, demo_evidence
from registry.desk.demo_people import NOTE, PEOPLE, people, sources
from registry.desk.demo_steps import INTAKE, ClaimStep, LinkStep, StatusStep, WithdrawStep

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
    assert {status: count[status] for status in demo_evidence.SHARES} == dict(demo_evidence.SHARES)
    assert count["missing"] == PEOPLE - sum(demo_evidence.SHARES.values())


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
    groups = {group.key for group in demo_data.groups()}
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
