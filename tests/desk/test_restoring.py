"""Restoring a case to a moment: shown before, undone like anything else, and refused where it must not be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from unittest import mock

import pytest

from registry.cases.items import Assessment, Consent, ReadOut, Stage
from registry.cases.moments import difference
from registry.desk import restoring
from registry.desk.assessing import Wish, set_status
from registry.desk.claiming import add_claim, retract_claim
from registry.desk.desk import Desk
from registry.desk.exhibiting import attach, read_out
from registry.desk.grouping import link_member
from registry.desk.moments import moment_named, view_at
from registry.desk.restoring import plan_restore, restore
from registry.desk.undoing import redo_last, undo_last
from registry.errors import RuleNotMet
from registry.vault.vault import Vault
from tests.desk.making import a_case, a_group, a_source, a_status


def changed_since(desk: Desk, case: str) -> str:
    """Change a case in every way, and return the number of the act before."""
    source = a_source(desk)
    kept = add_claim(desk, case, "sex", source, {"value": "male"})
    act = desk.vault.head[0]
    a_status(desk, case, "held_reported", source)
    set_status(desk, case, Wish("held_reported"))
    retract_claim(desk, case, kept.id, "misheard")
    exhibit = attach(desk, case, BytesIO(b"scan"), "scan.txt")
    read_out(desk, case, exhibit.id)
    return str(act)


def test_a_case_counts_again_as_it_stood_and_nothing_is_struck_out(desk: Desk) -> None:
    case = a_case(desk)
    act = changed_since(desk, case)
    before = desk.case(case)
    planned = plan_restore(desk, case, act)
    assert desk.case(case).items == before.items  # planning changes nothing
    shown = planned.changes
    assert shown.status is not None
    assert (shown.status.before, shown.status.after) == (("held_reported",), ("missing",))
    assert {key for key, _ in shown.facts} == {"sex", "status"}
    restore(desk, planned)
    after = desk.case(case)
    assert {item.id for item in before.items} < {item.id for item in after.items}
    assert (after.status, [claim.fact for claim in after.claims], after.exhibits) == (
        "missing",
        ["name", "sex"],
        (),
    )
    then = view_at(desk, after, moment_named(desk, after, act))
    left = difference(then, desk.view(after))
    assert (left.stopped, left.resumed, left.facts, left.status, left.flags) == ((), (), (), None, None)
    assert len(after.every(ReadOut)) == 1  # what was read out was read out
    assert [type(item) for item in planned.staying] == [ReadOut]


def test_a_restore_is_undone_and_redone_like_anything_else(desk: Desk) -> None:
    case = a_case(desk)
    act = changed_since(desk, case)
    before = desk.view(desk.case(case))
    restore(desk, plan_restore(desk, case, act))
    assert undo_last(desk).operation == "case restore"
    again = difference(before, desk.view(desk.case(case)))
    assert (again.stopped, again.resumed, again.facts, again.status, again.conflicts) == (
        (),
        (),
        (),
        None,
        (),
    )
    redo_last(desk)
    assert desk.case(case).status == "missing"


def test_what_was_undone_at_the_moment_stays_undone_and_what_counted_comes_back(desk: Desk) -> None:
    case, source = a_case(desk), a_source(desk)
    add_claim(desk, case, "occupation", source, {"value": "baker"})
    undo_last(desk)
    add_claim(desk, case, "sex", source, {"value": "male"})
    act = str(desk.vault.head[0])
    undo_last(desk)
    redo_last(desk)
    undo_last(desk)
    assert [claim.fact for claim in desk.case(case).claims] == ["name"]
    restore(desk, plan_restore(desk, case, act))
    assert [claim.fact for claim in desk.case(case).claims] == ["name", "sex"]


def test_consent_stays_withdrawn_unless_that_is_said(desk: Desk) -> None:
    case = a_case(desk, consent=["case_work", "media"])
    act = str(desk.vault.head[0])
    desk.add(case, [Consent(**desk.pen.stamp(), purpose="media", withdrawn=True)], "consent withdraw")  # type: ignore[arg-type]
    add_claim(desk, case, "sex", a_source(desk), {"value": "male"})
    quiet, loud = plan_restore(desk, case, act), plan_restore(desk, case, act, withdrawals=True)
    assert quiet.changes.consent is None
    assert [item.withdrawn for item in quiet.staying if isinstance(item, Consent)] == [True]
    assert loud.changes.consent is not None
    restore(desk, quiet)
    assert [desk.case(case).consented(one) for one in ("case_work", "media")] == [True, False]
    restore(desk, plan_restore(desk, case, act, withdrawals=True))
    assert desk.case(case).consented("media")


def test_a_tie_to_another_case_stays(desk: Desk) -> None:
    group, person = a_group(desk), a_case(desk)
    act = str(desk.vault.head[0])
    link_member(desk, group, person, "certain", "")
    add_claim(desk, person, "sex", a_source(desk), {"value": "male"})
    restore(desk, plan_restore(desk, person, act))
    assert [link.other for link in desk.case(person).links] == [group]
    assert [claim.fact for claim in desk.case(person).claims] == ["name"]


def test_what_changes_nothing_and_what_was_not_there_is_refused(desk: Desk) -> None:
    act = desk.vault.head[0]
    case = a_case(desk)
    with pytest.raises(RuleNotMet, match="like that already"):
        plan_restore(desk, case, "now")
    with pytest.raises(RuleNotMet, match="counted yet"):
        plan_restore(desk, case, str(act))
    undo_last(desk)
    assert desk.count() == 0
    restore(desk, plan_restore(desk, case, str(act + 1)))  # a case that was taken back comes back whole
    assert desk.count() == 1
    assert not desk.case(case).withdrawn


def test_what_a_summary_counted_stays(desk: Desk) -> None:
    case = a_case(desk)
    act = str(desk.vault.head[0])
    add_claim(desk, case, "sex", a_source(desk), {"value": "male"})
    released = mock.Mock(people=frozenset({case}), made_on=desk.today)
    with mock.patch.object(restoring, "ledger", return_value=[released]):
        with pytest.raises(RuleNotMet, match="counted in a summary"):
            plan_restore(desk, case, act)
        released.people = frozenset({"another"})
        plan_restore(desk, case, act)
        released.people, released.made_on = frozenset({case}), "2026-11-21"  # added after it went out
        plan_restore(desk, case, act)


def test_a_death_is_never_set_by_going_back(desk: Desk) -> None:
    case, source = a_case(desk), a_source(desk)
    proof = a_status(desk, case, "death_notified", source, basis="document")
    found = {"previous": "missing", "claims": (proof,), "author": "Rim", "reviewer": "Sami"}
    desk.add(case, [Assessment(**desk.pen.stamp(), status="death_notified", **found)], "status set")  # type: ignore[arg-type]
    act = str(desk.vault.head[0])
    undo_last(desk)
    assert desk.case(case).status == "missing"
    with pytest.raises(RuleNotMet, match="second reviewer"):
        plan_restore(desk, case, act)


def test_closing_and_reopening_are_not_moved_by_going_back(desk: Desk) -> None:
    case = a_case(desk)
    act = str(desk.vault.head[0])
    desk.add(case, [Stage(**desk.pen.stamp(), stage="closed", why="duplicate")], "case close")
    add_claim(desk, case, "sex", a_source(desk), {"value": "male"})
    planned = plan_restore(desk, case, act)
    assert planned.changes.stage is None
    restore(desk, planned)
    assert desk.case(case).stage_code == "closed"


def test_a_case_that_was_written_in_meanwhile_is_not_restored_blindly(desk: Desk) -> None:
    case = a_case(desk)
    act = changed_since(desk, case)
    planned = plan_restore(desk, case, act)
    late = add_claim(desk, case, "occupation", a_source(desk, "committee B"), {"value": "baker"})
    acts = desk.vault.head[0]
    with pytest.raises(RuleNotMet, match="meanwhile"):
        restore(desk, planned)
    assert desk.vault.head[0] == acts
    assert late.id in {claim.id for claim in desk.case(case).claims}


def test_a_group_that_would_count_fewer_than_are_named_is_not_restored(desk: Desk) -> None:
    group, source = a_group(desk, "at most 1 man"), a_source(desk)
    act = str(desk.vault.head[0])
    add_claim(desk, group, "count", source, {"wording": "200 to 999 men"})
    for person in (a_case(desk), a_case(desk)):
        link_member(desk, group, person, "likely", "")
    planned = plan_restore(desk, group, act)
    acts = desk.vault.head[0]
    with pytest.raises(RuleNotMet, match="more people are named"):
        restore(desk, planned)
    assert desk.vault.head[0] == acts


def test_a_clock_that_is_behind_keeps_nobody_from_restoring(desk: Desk) -> None:
    case = a_case(desk)
    add_claim(desk, case, "sex", a_source(desk), {"value": "male"})
    act = str(desk.vault.head[0])
    undo_last(desk)
    behind = replace(desk, pen=replace(desk.pen, clock=lambda: datetime(2020, 1, 1, tzinfo=UTC)))
    restore(behind, plan_restore(behind, case, act))
    assert [claim.fact for claim in desk.case(case).claims] == ["name", "sex"]
    undo_last(behind)
    assert [claim.fact for claim in desk.case(case).claims] == ["name"]


def test_the_journal_names_the_act(desk: Desk) -> None:
    case = a_case(desk)
    restore(desk, plan_restore(desk, case, changed_since(desk, case)))
    assert isinstance(desk.vault, Vault)
    assert next(iter(desk.vault.journal(newest_first=True))).entry.operation == "case restore"
    assert desk.vault.verify_journal() == desk.vault.head[0]
