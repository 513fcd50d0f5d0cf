"""Releases in a row: what the next one waits for, what it is held to, and what stays as it was given."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from registry.disclosure.classifications import PLACE, REGISTERED
from registry.disclosure.countable import Countable
from registry.disclosure.ledger import LedgerEntry, entry_for
from registry.disclosure.plan import Plan, make, plan
from registry.disclosure.policy import FLOOR, PROFILES
from registry.disclosure.request import Request
from registry.disclosure.versions import VERSIONS, structure
from registry.errors import Damaged, DisclosureRefused, UsageRefused
from tests.disclosure.registers import MADE_ON, alike, register, tie

ASKED = Request.parse(["place,sex", "quarter,status"])
NEW = [replace(person, case=f"N{person.case}", family=f"N{person.family}") for person in register(40, seed=9)]
OLD = register(300)


def planned(people: list[Countable], days: int = 31, request: Request = ASKED, **given: Any) -> Plan:
    made_on = given.pop("made_on", MADE_ON + timedelta(days=days))
    return plan(request, people, **{"policy": FLOOR, "made_on": made_on, "tie": tie, **given})


def went_out(found: Plan, recipient: str = "UN", release: str = "R1") -> LedgerEntry:
    summary = make(found, release)
    return entry_for(
        summary,
        found.people,
        {},
        recipient=recipient,
        approver="A",
        audit="audit_self",
        standing=found.standing,
    )


@pytest.fixture(scope="module")
def first() -> LedgerEntry:
    return went_out(planned(OLD, 0))


def why(found: Plan) -> str:
    assert found.refusal is not None
    assert found.refusal.exit_code == 9
    assert found.refusal.hint
    return found.refusal.message


def test_a_month_and_ten_new_people_later_a_second_release_passes_and_no_print_falls(
    first: LedgerEntry,
) -> None:
    second = planned(OLD + NEW, past=[first])
    assert second.passes
    assert first.standing is not None
    assert all(second.standing.levels[key] >= level for key, level in first.standing.levels.items())
    assert make(second, "R2").plain()["rounding"]["reach"] == second.standing.reach


def test_thirty_days_must_pass_whoever_got_the_first(first: LedgerEntry) -> None:
    for days in (0, 29):
        found = planned(OLD + NEW, days, past=[first])
        assert "less than 30 days" in why(found)
        assert found.refusal and (MADE_ON + timedelta(days=30)).isoformat() in found.refusal.hint
    other = replace(first, recipient="somebody else")
    assert "less than 30 days" in why(planned(OLD + NEW, 29, Request.parse(["sex"]), past=[other]))
    assert planned(OLD + NEW, 30, past=[first]).passes


def test_ten_people_of_five_families_must_be_new(first: LedgerEntry) -> None:
    assert "people are new" in why(planned(OLD + NEW[:9], past=[first]))
    kin = [replace(person, family=f"K{at % 4}") for at, person in enumerate(NEW)]
    assert "too few families" in why(planned(OLD + kin, past=[first]))
    # A file found to be about somebody already counted makes nobody new.
    known = [replace(person, also=frozenset([OLD[at].case])) for at, person in enumerate(NEW)]
    assert "people are new" in why(planned(OLD[40:] + known, past=[first]))


def test_the_cutoff_never_goes_back(first: LedgerEntry) -> None:
    asked = replace(ASKED, cutoff=date(2017, 4, 30))
    assert "up to a later day" in why(planned(OLD + NEW, 40, asked, past=[first]))
    press = planned(OLD + NEW, 31, Request.parse(["sex"]), past=[first], policy=PROFILES["press"])
    assert press.passes


def test_a_register_that_shrank_below_fifty_gives_nothing_more(first: LedgerEntry) -> None:
    assert "prints do not fall" in why(planned(OLD[:20] + NEW[:20], past=[first]))


def test_an_entry_of_a_version_that_kept_no_levels_holds_the_next_release(first: LedgerEntry) -> None:
    assert "earlier release" in why(planned(OLD + NEW, past=[replace(first, standing=None)]))


def test_releases_over_nobody_in_common_are_not_held(first: LedgerEntry) -> None:
    assert planned(NEW + alike(30, 30, {"sex": "male"}), 0, past=[first]).passes


def test_a_table_is_never_given_finer_than_before() -> None:
    bus = alike(40, 1, {"place": "Idlib", "sex": "male"}, start=500)
    coarse = planned(register(200, "one place") + bus, 0, Request.parse(["place"]))
    assert [dict(layout) for layout in coarse.layouts] == [{"place": 1}]
    mixed = [replace(person, family=None) for person in bus]
    people = register(200, "one place") + mixed + NEW
    assert planned(people, 31, Request.parse(["place"])).layouts == ((("place", 0),),)
    second = planned(people, 31, Request.parse(["place"]), past=[went_out(coarse)])
    assert second.layouts == coarse.layouts
    assert "no finer" in second.coarsened[0].reason


def seen(month: str, size: int, start: int) -> list[Countable]:
    values = {"month": month, "quarter": f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}", "sex": "male"}
    return [Countable(f"S{start + at}", None, values, True, None) for at in range(size)]


def test_a_year_that_comes_into_the_window_is_taken_out_of_what_was_after_it() -> None:
    asked = Request.parse(["quarter,sex"])
    old = seen("2016-11", 60, 0) + seen("2017-02", 9, 100)
    start = planned(old, 0, asked)
    entry = went_out(start)
    assert entry.standing is not None
    assert "seen=after 2016" in entry.standing.levels
    late = start.cutoff + timedelta(days=90)
    later = planned(old + seen("2017-02", 25, 200), 120, replace(asked, cutoff=late), past=[entry])
    assert later.standing.span is not None
    assert (later.standing.span.first, later.standing.span.last) == (2016, 2017)
    printed = {cell.at: cell.printed for cell in later.cells}
    of_2017 = [at for at in printed if len(at) == 1 and at[0][1].startswith("2017-Q")]
    assert sum(int(printed[at]) for at in of_2017) >= entry.standing.levels["seen=after 2016"]


def test_people_of_a_class_left_its_print_stands_or_the_release_is_held(first: LedgerEntry) -> None:
    men = [person for person in OLD if person.values.get("sex") == "male"]
    few = [person for person in OLD if person not in men[:8]]
    assert planned(few + NEW[:10], past=[first]).passes
    many = [person for person in OLD if person not in men[:120]]
    found = planned(many + NEW, past=[first])
    assert "may not fall" in why(found)


def test_what_is_suggested_for_a_held_release_was_tried_and_passes(first: LedgerEntry) -> None:
    moved = [
        replace(person, values={**person.values, "status": "located_alive"}) if at < 200 else person
        for at, person in enumerate(OLD)
    ]
    found = planned(moved + NEW, past=[first])
    assert "may not fall" in why(found)
    assert found.instead is not None
    assert found.instead.words() in (found.refusal.hint if found.refusal else "")
    assert planned(moved + NEW, 31, found.instead, past=[first]).passes


def test_a_rebase_waits_a_year_and_for_ten_who_left(first: LedgerEntry) -> None:
    assert "once a year" in why(planned(OLD + NEW, 364, past=[first], rebase=True))
    assert "people left" in why(planned(OLD[9:] + NEW, 365, past=[first], rebase=True))
    with pytest.raises(UsageRefused, match="no earlier release"):
        planned(OLD, rebase=True)


def test_a_rebase_lets_prints_fall_and_begins_a_new_row(first: LedgerEntry) -> None:
    left = [person for at, person in enumerate(OLD) if at >= 150 or person.values.get("sex") != "male"]
    found = planned(left + NEW, 366, past=[first], rebase=True)
    assert found.passes
    assert first.standing is not None
    fell = [
        key for key, level in first.standing.levels.items() if found.standing.levels.get(key, level) < level
    ]
    assert fell
    assert all(found.standing.levels[key] >= 10 for key in fell)
    entry = went_out(found, release="R2")
    assert entry.standing is not None
    assert entry.standing.rebased
    more = [replace(person, case=f"M{person.case}", family=None) for person in NEW]
    third = planned(left + NEW + more, 400, past=[first, entry])
    assert third.passes
    assert all(third.standing.levels[key] >= level for key, level in entry.standing.levels.items())
    assert "once a year" in why(planned(left + NEW + more, 400, past=[first, entry], rebase=True))


def test_a_classification_changed_under_its_old_version_is_refused(first: LedgerEntry) -> None:
    other = replace(REGISTERED["place"], levels=REGISTERED["sex"].levels)
    ladders = {**REGISTERED, "place": other}
    assert "kept its version" in why(planned(OLD + NEW, past=[first], ladders=ladders))


def test_classes_drawn_anew_start_anew_and_all_others_stay_held(first: LedgerEntry) -> None:
    changed = {"Aleppo": 2, "Idlib": 2, "north": 2}
    ladders = {**REGISTERED, "place": replace(PLACE, versions=changed)}
    moved = [
        replace(person, values={**person.values, "place": "Idlib"})
        if person.values.get("place") == "Aleppo" and at % 3 == 0
        else person
        for at, person in enumerate(OLD)
    ]
    found = planned(moved + NEW, past=[first], ladders=ladders)
    assert found.passes
    assert first.standing is not None
    assert found.standing.levels["place=Aleppo@2"] < first.standing.levels["place=Aleppo"]
    held = {
        key: level
        for key, level in first.standing.levels.items()
        if not set(changed) & set(key.split("=")[1:2])
    }
    assert found.standing.levels["place=Homs"] >= held["place=Homs"]


@pytest.mark.parametrize("key", sorted(REGISTERED))
def test_a_changed_classification_needs_a_new_version(key: str) -> None:
    assert structure(REGISTERED[key]) == VERSIONS[key][1], (
        "give it a new version, and its changed classes too"
    )


def test_a_ledger_entry_that_makes_no_sense_is_damaged(first: LedgerEntry) -> None:
    plain = first.plain()
    assert LedgerEntry.parse(plain) == first
    for wrong in (
        None, {}, {**plain, "made_on": "yesterday"}, {**plain, "people": 7},
        {**plain, "standing": {**plain["standing"], "levels": {"": 15}}},
        {**plain, "standing": {**plain["standing"], "levels": {"": -10}}},
    ):  # fmt: skip
        with pytest.raises(Damaged):
            LedgerEntry.parse(wrong)


def test_the_solver_may_break_in_a_second_release_too(first: LedgerEntry) -> None:
    found = planned(OLD + NEW, past=[first], seconds=1e-9)
    assert not found.passes
    with pytest.raises(DisclosureRefused):
        make(found, "R2")


def test_the_order_of_cases_and_of_the_ledger_changes_nothing(first: LedgerEntry) -> None:
    second = went_out(planned(OLD + NEW, past=[first]), release="R2")
    more = [replace(person, case=f"M{person.case}", family=None) for person in NEW]
    people = OLD + NEW + more
    mixed = random.Random(5).sample(people, len(people))
    one = planned(people, 70, past=[first, second])
    assert make(one, "R3") == make(planned(mixed, 70, past=[second, first]), "R3")
