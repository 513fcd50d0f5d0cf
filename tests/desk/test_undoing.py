"""Undo and redo: step by step, only one's own, and nothing is ever struck out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest

from registry.desk.assessing import Wish, set_status
from registry.desk.claiming import add_claim
from registry.desk.desk import Desk
from registry.desk.exhibiting import attach, read_out
from registry.desk.listing import Filter, cases, sources
from registry.desk.undoing import redo_last, undo_last
from registry.errors import RuleNotMet
from tests.desk.making import a_case, a_group, a_source, a_status


def test_there_is_nothing_to_undo_in_a_new_vault(desk: Desk) -> None:
    for step in (undo_last, redo_last):
        with pytest.raises(RuleNotMet, match=r"nothing of yours|no undo of yours"):
            step(desk)


def test_a_case_that_was_undone_is_in_no_list_and_comes_back_whole(desk: Desk) -> None:
    kept, taken = a_case(desk), a_case(desk, facts={"name": "Salim", "sex": "male"})
    assert undo_last(desk).operation == "case new"
    assert desk.count() == 1
    assert [line.id for line in cases(desk, Filter(), limit=9).items] == [kept]
    assert desk.case(taken).withdrawn
    back = redo_last(desk)
    assert taken in back.records
    assert desk.count() == 2
    assert [c.fact for c in desk.case(taken).claims] == ["name", "sex"]


def test_undoing_goes_back_step_by_step_and_redoing_forward(desk: Desk) -> None:
    case, source = a_case(desk), a_source(desk)
    a_status(desk, case, "held_reported", source)
    set_status(desk, case, Wish("held_reported"))
    assert [undo_last(desk).operation for _ in range(3)] == ["status set", "claim add", "source new"]
    assert (desk.case(case).status, len(desk.case(case).claims)) == ("missing", 1)
    assert [line.label for line in sources(desk)] == ["a family"]
    redo_last(desk)
    assert [line.label for line in sources(desk)] == ["a family", "committee A"]


def test_a_task_that_a_status_opened_goes_with_it(desk: Desk) -> None:
    case = a_case(desk)
    a_status(desk, case, "death_reported", a_source(desk), "C3")
    set_status(desk, case, Wish("death_reported"))
    undo_last(desk)
    assert desk.case(case).open_tasks == ()


def test_what_was_undone_stays_in_the_document(desk: Desk) -> None:
    case = a_case(desk)
    claim = add_claim(desk, case, "sex", a_source(desk), {"value": "male"})
    undo_last(desk)
    found = desk.case(case)
    assert claim.id in found.undone
    assert claim.id in {item.id for item in found.items}
    assert claim.id not in {standing.id for standing in found.claims}


def test_a_colleague_s_acts_are_not_one_s_own(desk: Desk) -> None:
    a_group(desk)
    colleague = replace(desk, pen=replace(desk.pen, by="ab" * 32))
    with pytest.raises(RuleNotMet, match="nothing of yours"):
        undo_last(colleague)
    assert desk.count() == 1


def test_a_read_out_cannot_be_unsaid_and_does_not_stand_in_the_way(desk: Desk) -> None:
    case = a_case(desk)
    exhibit = attach(desk, case, BytesIO(b"scan"), "scan.jpg")
    assert b"".join(read_out(desk, case, exhibit.id)[1]) == b"scan"
    assert undo_last(desk).operation == "exhibit attach"
    assert desk.case(case).exhibits == ()


def test_the_intake_of_a_group_report_is_undone_and_comes_back(desk: Desk) -> None:
    group = a_group(desk)
    assert undo_last(desk).operation == "case new"
    assert (desk.count(), desk.case(group).withdrawn) == (0, True)
    redo_last(desk)
    assert (desk.count(), desk.case(group).withdrawn) == (1, False)


def test_a_clock_that_was_set_back_keeps_nobody_from_undoing_and_redoing(desk: Desk) -> None:
    case, source = a_case(desk), a_source(desk)
    add_claim(desk, case, "sex", source, {"value": "male"})
    facts = []
    for year in (2025, 2024, 2023, 2022):
        behind = replace(
            desk, pen=replace(desk.pen, clock=lambda year=year: datetime(year, 1, 1, tzinfo=UTC))
        )
        step = undo_last if year % 2 else redo_last
        assert step(behind).operation in {"claim add", "undo", "redo"}
        facts.append([claim.fact for claim in desk.case(case).claims])
    assert facts == [["name"], ["name", "sex"], ["name"], ["name", "sex"]]
