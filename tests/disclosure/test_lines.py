"""The plan of a line list: recounted without its own code, over registers of every shape, and beside what went out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.disclosure.countable import Countable
from registry.disclosure.earlier import LIST, TABLE, Earlier
from registry.disclosure.ledger import entry_for
from registry.disclosure.line_rules import COLUMNS, RULES, read_columns
from registry.disclosure.lines import ListPlan, class_words, list_of, plan_list, shuffled
from registry.disclosure.plan import make, plan
from registry.disclosure.policy import FLOOR
from registry.disclosure.request import Request
from registry.errors import DisclosureRefused, UsageRefused
from registry.reports.line_list import write_list
from tests.disclosure.recount import families_by_class, faults, in_runs, meeting, spreadsheet_rows
from tests.disclosure.registers import MADE_ON, SHAPES, register, tie


def planned(
    people: Sequence[Countable],
    columns: Sequence[str] = COLUMNS,
    past: Sequence[Earlier] = (),
    made_on: date = MADE_ON,
) -> ListPlan:
    return plan_list(people, columns, made_on=made_on, past=past)


def earlier(shown: ListPlan, made_on: date = MADE_ON) -> Earlier:
    return Earlier(LIST, made_on, shown.people, shown.told_of())


def kin(people: Sequence[Countable]) -> dict[str, str]:
    return {one.case: one.family or one.case for one in people}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("size", [200, 640])
def test_every_written_list_holds_when_it_is_counted_again(shape: str, size: int) -> None:
    people = register(size, shape, seed=size, bus=40)
    shown = planned(people)
    assert shown.passes, shown.refusal
    files = write_list(list_of(shown, "R", tie), "en")
    assert faults(files) == []
    assert min(families_by_class(shown.told_of(), kin(people)).values()) >= 5
    assert len(spreadsheet_rows(files)) == size


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(sorted(SHAPES)), st.integers(200, 420), st.integers(0, 10**6), st.integers(0, 120),
    st.sets(st.sampled_from(COLUMNS), min_size=1),
)  # fmt: skip
def test_no_register_gives_a_list_that_breaks_a_rule(
    shape: str, size: int, seed: int, bus: int, columns: set[str]
) -> None:
    people = register(size, shape, seed=seed, bus=bus)
    shown = planned(people, tuple(key for key in COLUMNS if key in columns))
    if shown.refusal is None:
        assert faults(write_list(list_of(shown, "R", tie), "en")) == []
        assert min(families_by_class(shown.told_of(), kin(people)).values()) >= 5


def test_one_family_is_never_a_class_however_many_they_are() -> None:
    people = [replace(one, family="one") for one in register(300)]
    refused = planned(people).refusal
    assert refused is not None
    assert refused.exit_code == 9


def test_people_too_much_alike_are_not_listed() -> None:
    people = [replace(one, values={**one.values, "holder": "government"}) for one in register(300)]
    assert planned(people).refusal is not None


def test_fewer_than_two_hundred_are_not_listed_and_consent_is_needed() -> None:
    people = register(200)
    assert planned(people).passes
    assert "200 people" in str(planned(people[1:]).refusal)
    assert not planned([replace(people[0], consented=False), *people[1:]]).passes
    assert not planned([replace(people[0], seen=MADE_ON - timedelta(days=29)), *people[1:]]).passes


def test_a_cutoff_too_near_is_refused() -> None:
    with pytest.raises(UsageRefused):
        plan_list(register(200), COLUMNS, made_on=MADE_ON, cutoff=MADE_ON - timedelta(days=29))


def test_what_no_class_takes_is_left_out_and_said() -> None:
    people = register(240)
    odd = [replace(people[0], values={**people[0].values, "holder": "a militia of no class"}), *people[1:]]
    shown = planned(odd)
    assert (shown.left_out, len(shown.listed)) == (1, 239)
    assert b"Some people were left out" in write_list(list_of(shown, "R", tie), "en")["method.md"]
    assert b"Nobody of them" in write_list(list_of(planned(people), "R", tie), "en")["method.md"]


def test_columns_are_chosen_among_those_that_tell_people_apart() -> None:
    assert planned(register(300), ("quarter", "place")).columns == ("quarter", "place")
    assert read_columns(["place,quarter"]) == ("quarter", "place")
    assert read_columns([]) == COLUMNS
    for wrong in (["status"], ["name"]):
        with pytest.raises(UsageRefused):
            read_columns(wrong)


def test_minors_are_named_in_no_place_and_deaths_nowhere() -> None:
    assert all(code != "0-17" for one in planned(register(1500)).coarsened for code in one.people)
    shown = planned(register(1500), ("quarter", "sex", "age"))
    named = [dict(zip(shown.columns, one.at, strict=True)) for one in shown.classes]
    minors = [at for at in named if at["age"] == "0-17"]
    assert minors, "a register of that size can name minors"
    assert "death established" not in {one.told[0] for one in shown.listed}
    assert "fate clarified" in {one.told[0] for one in shown.listed}


def test_the_order_of_lines_tells_nothing_of_the_order_of_intake() -> None:
    people = register(400)
    shown = planned(people)
    made = list_of(shown, "R", tie)
    assert list_of(planned(people[::-1]), "R", tie) == made
    assert list_of(shown, "S", tie).rows != made.rows  # another release, another order
    by_intake = [
        (*next(one.at for one in shown.classes if row in one.rows), *shown.listed[row].told)
        for row in sorted(range(400), key=lambda row: int(shown.listed[row].case[1:]))
    ]
    assert sorted(by_intake) == sorted(made.rows)
    assert in_runs(list(enumerate(made.rows)), list(enumerate(by_intake))) < 40
    assert made.rows != tuple(sorted(made.rows))


def test_rows_that_say_the_same_are_in_no_order_of_anyones() -> None:
    rows = [("a", "x")] * 3 + [("b", "y")] * 2
    assert shuffled(rows, "R", tie) == shuffled(rows[::-1], "R", tie)


# Beside what went out before


NEXT = MADE_ON + timedelta(days=40)


def test_a_second_list_tells_nobody_apart_that_neither_tells_apart_alone() -> None:
    people = register(900, seed=3)
    first = planned(people[:600])
    second = planned(people, past=[earlier(first)], made_on=NEXT)
    assert second.passes, second.refusal
    older, newer, families = first.told_of(), second.told_of(), kin(people)
    assert min(meeting(older, newer).values()) >= RULES.persons
    both = {case: f"{older.get(case)} then {newer[case]}" for case in newer}
    assert min(families_by_class(both, families).values()) >= RULES.families
    alone = planned(people, made_on=NEXT)
    assert min(meeting(older, alone.told_of()).values()) < RULES.persons  # what it is kept from


def test_a_few_new_people_are_not_listed_beside_an_earlier_list() -> None:
    people = register(309, seed=4)
    first = planned(people[:300])
    assert "new since an earlier list" in str(planned(people, past=[earlier(first)], made_on=NEXT).refusal)


def test_a_few_who_left_are_not_subtracted() -> None:
    people = register(400, seed=5)
    first = planned(people[:300])
    for gone in ([replace(people[0], consented=False), *people[1:]], people[1:]):
        assert "subtract" in str(planned(gone, past=[earlier(first)], made_on=NEXT).refusal)


def test_two_lists_of_the_same_people_lie_thirty_days_apart() -> None:
    people = register(400, seed=6)
    first = planned(people[:300])
    soon = MADE_ON + timedelta(days=29)
    assert "30 days" in str(planned(people, past=[earlier(first)], made_on=soon).refusal)


def test_a_list_of_other_people_stands_in_nobodys_way() -> None:
    other = replace(earlier(planned(register(300))), people=frozenset({"somebody else"}), classes={})
    assert planned(register(300), past=[other]).passes


def tables(people: Sequence[Countable]) -> Earlier:
    shown = plan(
        Request.parse(["place,sex", "quarter,status"]), people, policy=FLOOR, made_on=MADE_ON, tie=tie
    )
    assert shown.passes
    entry = entry_for(make(shown, "T"), shown.people, {}, recipient="", approver="", audit="")
    return Earlier(TABLE, MADE_ON, entry.people, printed=entry.printed)


def test_a_list_of_the_people_of_a_table_proves_nothing_of_either() -> None:
    people = register(500, seed=7)
    assert planned(people, past=[tables(people)]).passes


def test_a_list_that_a_table_proves_to_count_others_is_refused() -> None:
    people = register(500, seed=7)
    assert "earlier table" in str(planned(people[40:], past=[tables(people)]).refusal)
    assert "earlier table" in str(planned(people, past=[tables(people[40:])]).refusal)


def test_a_table_by_what_is_not_known_here_stands_in_the_way() -> None:
    people = register(300)
    odd = Earlier(TABLE, MADE_ON, frozenset(one.case for one in people), printed={"profession=baker": 40})
    assert planned(people, past=[odd]).refusal is not None


def test_a_plan_that_is_refused_gives_no_list() -> None:
    with pytest.raises(DisclosureRefused):
        list_of(planned(register(100)), "R", tie)


def test_a_class_is_told_in_words() -> None:
    shown = planned(register(300))
    said = {class_words(shown, one.at) for one in shown.classes}
    assert len(said) == len(shown.classes)
    assert all("any" not in words.split() for words in said)
