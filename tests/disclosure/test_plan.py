"""The plan: what passes, what is refused and why, and the coarser choice that was found by trying."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from registry.disclosure import plan as planning
from registry.disclosure.classifications import REGISTERED
from registry.disclosure.countable import Countable
from registry.disclosure.groups import GroupLine, GroupTotal
from registry.disclosure.ledger import LedgerEntry, entry_for
from registry.disclosure.plan import Plan, make, plan
from registry.disclosure.policy import FLOOR, PROFILES
from registry.disclosure.request import BY, Request
from registry.disclosure.suggesting import coarser_requests
from registry.disclosure.summary import Summary
from registry.errors import DisclosureRefused, UsageRefused
from tests.disclosure.registers import MADE_ON, alike, register, tie

ASKED = Request.parse(["place,sex", "quarter,status"])


def planned(people: list[Countable], request: Request = ASKED, **given: Any) -> Plan:
    return plan(request, people, **{"policy": FLOOR, "made_on": MADE_ON, "tie": tie, **given})


def test_a_register_of_two_hundred_gives_tables_that_add_up() -> None:
    found = planned(register(200))
    assert found.passes
    values = make(found, "R").values()
    places = [code for node in REGISTERED["place"].levels[0].nodes for code in [node.code]]
    assert values[()] == 200
    assert sum(int(values[(("place", place),)]) for place in places) == 200


def test_fewer_than_fifty_people_are_one_total_in_words() -> None:
    for size in (0, 1, 49):
        found = planned(register(size))
        summary = make(found, "R")
        assert [(cell.at, cell.value) for cell in summary.cells] == [((), "<50")]
        assert summary.tables == summary.dimensions == ()
        assert len(found.coarsened) == 2
    assert make(planned(register(50)), "R").values()[()] == 50


def test_people_without_consent_are_not_counted() -> None:
    people = register(60)
    silent = [Countable(p.case, p.family, p.values, False, p.seen) for p in people[:20]]
    found = planned(silent + people[20:])
    assert len(found.people) == 40
    assert found.people.isdisjoint(p.case for p in silent)


def test_a_second_release_over_one_same_person_is_refused_whoever_got_the_first() -> None:
    people = register(200)
    summary = make(planned(people), "R")
    earlier = entry_for(summary, ["C7"], {}, recipient="someone else", approver="A", audit="audit_self")
    found = planned(people, past=[earlier])
    assert not found.passes
    assert found.instead is None
    with pytest.raises(DisclosureRefused, match="earlier release") as refused:
        make(found, "R2")
    assert refused.value.exit_code == 9
    others = entry_for(summary, ["X1"], {}, recipient="UN", approver="A", audit="audit_self")
    assert planned(people, past=[others]).passes


def test_a_cutoff_too_near_is_refused_and_says_which_day_would_do() -> None:
    with pytest.raises(UsageRefused, match="less than 30 days") as refused:
        planned(register(60), Request(ASKED.tables, date(2017, 5, 3)))
    assert "2017-05-02" in refused.value.hint
    assert planned(register(60), Request(ASKED.tables, date(2017, 5, 2))).passes


def test_people_last_seen_after_the_cutoff_are_left_out() -> None:
    people = [*register(60), Countable("late", None, {}, True, date(2017, 5, 3))]
    assert "late" not in planned(people).people


def test_more_dimensions_than_the_policy_allows_are_refused_with_what_would_pass() -> None:
    asked = Request.parse(["place,sex,status,holder", "quarter"])
    found = planned(register(300), asked)
    with pytest.raises(DisclosureRefused, match="at most 3 dimensions") as refused:
        make(found, "R")
    assert found.instead == Request.parse(["place,status,holder", "quarter"])
    assert "--by place,status,holder --by quarter" in refused.value.hint
    assert planned(register(300), found.instead).passes


def test_the_press_gets_two_dimensions_and_a_longer_wait() -> None:
    found = planned(register(300), Request.parse(["place,sex,status"]), policy=PROFILES["press"])
    assert not found.passes
    assert found.cutoff == date(2017, 4, 2)


def test_a_register_of_too_few_families_gives_nothing() -> None:
    found = planned(alike(80, 4, {"place": "Aleppo"}))
    with pytest.raises(DisclosureRefused, match="too few families"):
        make(found, "R")
    assert found.instead is None


def test_one_bus_of_forty_in_a_register_of_sixty_is_in_no_table() -> None:
    summary = make(planned(register(60, "all male", bus=40)), "R")
    assert all(cell.value != 40 or ("place", "Idlib") not in cell.at for cell in summary.cells)


def test_every_coarsening_says_what_was_done_to_which_table_and_why() -> None:
    found = planned(register(1200), Request.parse(["place,age", "month,holder", "holder,status"]))
    told = {item.table: (item.change, item.reason) for item in found.coarsened}
    assert told[("place", "age")][0] == "age when last seen dropped"
    assert told[("month", "holder")][0] == "when last seen by quarter"
    assert told[("holder", "status")][0] == "situation by fate"
    assert all(reason for _, reason in told.values())


def test_no_summary_carries_the_reasons_or_the_cases() -> None:
    found = planned(register(1200), Request.parse(["place,age"]))
    said = str(make(found, "R").plain())
    assert all(item.reason not in said for item in found.coarsened)
    assert "C17" not in said
    assert not {"people", "persons_counted", "exposed"} & make(found, "R").plain().keys()


def test_time_is_dropped_where_no_quarter_is_safe_to_name() -> None:
    people = alike(60, 20, {"sex": "male"})
    found = planned(people, Request.parse(["quarter,sex"]))
    assert found.layouts == ((("sex", 0),),)
    assert found.coarsened[0].change == "when last seen dropped"


def test_the_five_most_exposed_cells_have_the_fewest_families_and_people() -> None:
    found = planned(register(300))
    assert len(found.exposed) == 5
    worst = [(cell.families, cell.persons) for cell in found.exposed]
    rest = [
        (cell.families, cell.persons) for cell in found.cells if cell.persons and cell not in found.exposed
    ]
    assert worst == sorted(worst)
    assert max(worst) <= min(rest)
    assert worst[0] == (1, 1)


def test_a_warning_says_when_families_are_not_noted() -> None:
    people = [Countable(p.case, None, p.values, True) for p in register(60)]
    assert "family" in planned(people).warnings[0]
    assert planned(alike(60, 30, {})).warnings == ()


def test_equal_requests_over_equal_people_are_equal_whatever_the_order_of_the_cases() -> None:
    people = register(500)
    first, second = (make(planned(order), "R") for order in (people, people[::-1]))
    assert first == second


def test_a_solver_that_is_absent_or_slow_refuses_and_nothing_else_is_tried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def gone(*_: object) -> None:
        raise DisclosureRefused("the solver is not installed", "install it")

    monkeypatch.setattr(planning, "round_counts", gone)
    found = planned(register(200))
    assert not found.passes
    assert found.instead is None
    with pytest.raises(DisclosureRefused, match="not installed"):
        make(found, "R")


def test_running_out_of_time_refuses_with_exit_nine() -> None:
    found = planned(register(1500), Request.parse(["place,sex,status", "quarter,holder"]), seconds=1e-9)
    with pytest.raises(DisclosureRefused) as refused:
        make(found, "R")
    assert refused.value.exit_code == 9


def test_the_coarser_choice_is_the_first_that_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    real = planning.round_counts

    def only_small(problem: Any, *rest: Any) -> Any:
        if len(problem.counts) > 20:
            raise DisclosureRefused("the solver ran out of time, which counts as unsafe", "")
        return real(problem, *rest)

    monkeypatch.setattr(planning, "round_counts", only_small)
    found = planned(register(300), Request.parse(["place,sex", "place,holder"]))
    assert not found.passes
    assert found.instead == Request.parse(["place", "sex", "holder"]) or found.instead == Request.parse(
        ["place"]
    )
    assert found.refusal is not None
    assert found.instead.words() in found.refusal.hint


def test_coarser_requests_grow_coarser_and_end_with_the_total() -> None:
    tried = list(coarser_requests(Request.parse(["place,sex,status,holder", "sex"]), FLOOR, REGISTERED))
    assert tried[0].tables == (("place", "status", "holder"), ("sex",))
    assert (("region", "sex", "status"), ("sex",)) in [one.tables for one in tried]
    assert tried[-1].tables == ()
    assert len({request.tables for request in tried}) == len(tried)


def test_a_value_outside_its_classification_is_refused() -> None:
    people = [*register(60), Countable("X", None, {"status": "vanished"}, True)]
    with pytest.raises(DisclosureRefused, match="status"):
        planned(people)


@pytest.mark.parametrize("by", [[], ["name"], ["place,place"], ["month,quarter"], [" , "]])
def test_a_request_for_nothing_or_for_the_unknown_is_refused(by: list[str]) -> None:
    with pytest.raises(UsageRefused):
        Request.parse(by)


def test_everything_people_may_be_counted_by_is_named_once() -> None:
    finest = {"month", "place", "sex", "age", "status", "holder"}
    assert set(BY) == finest | {"quarter", "year", "region", "fate", "government"}
    assert len(set(BY.values())) == len(BY)


def test_group_reports_stand_apart_and_change_no_count() -> None:
    line = GroupLine("hundreds of men", 200, 999, date(2016, 12, 9), "Aleppo", "government", "un_body")
    people = register(200)
    without = make(planned(people), "R")
    total = GroupTotal(200, 999, relations_known=False)
    with_ = make(plan(ASKED, people, [line], policy=FLOOR, made_on=MADE_ON, tie=tie, group_total=total), "R")
    assert with_.cells == without.cells
    assert [group.wording for group in with_.groups] == ["hundreds of men"]
    assert with_.group_total is not None


def test_a_summary_is_made_of_words_and_numbers_alone() -> None:
    def walk(value: object) -> None:
        if isinstance(value, dict):
            for key, item in value.items():
                assert isinstance(key, str)
                walk(item)
        elif isinstance(value, list):
            for item in value:
                walk(item)
        else:
            assert value is None or isinstance(value, str | int | bool)

    summary = make(planned(register(200)), "R")
    assert isinstance(summary, Summary)
    walk(summary.plain())


def test_a_ledger_entry_reads_back_and_holds_what_was_printed() -> None:
    found = planned(register(200))
    summary = make(found, "R")
    entry = entry_for(
        summary, found.people, {"b": "1", "a": "2"}, recipient="UN", approver="K", audit="audit_self"
    )
    assert LedgerEntry.parse(entry.plain()) == entry
    assert entry.printed[""] == 200
    assert entry.printed["place=Aleppo|sex=male"] == summary.values()[("place", "Aleppo"), ("sex", "male")]
    assert entry.made == MADE_ON
