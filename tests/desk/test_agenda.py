"""The agenda over all cases: its parts, whose it is, and that no day that passes changes anything."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from registry.cases.casefile import CaseFile
from registry.desk.acting import add_action
from registry.desk.agenda import agenda, in_words, tasks
from registry.desk.claiming import add_claim
from registry.desk.consenting import grant
from registry.desk.desk import CASES, Desk
from registry.desk.tasking import NewTask, add_task, finish_task
from registry.desk.undoing import undo_last
from registry.errors import Damaged, InputRefused
from tests.desk.making import a_case, a_source

TODAY = date(2026, 11, 22)


def day(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


def parts(desk: Desk, **more: str) -> list[tuple[str, str, str]]:
    return [(one.part, one.duty.what, one.duty.due) for one in agenda(desk, **more).entries]  # type: ignore[arg-type]


def test_what_is_overdue_comes_first_then_today_then_the_week(desk: Desk) -> None:
    case = a_case(desk)
    for due in (5, 0, -3, 7, 8):
        add_task(desk, case, NewTask("recontact", day(due)))
    assert parts(desk) == [
        ("overdue", "task", day(-3)), ("today", "task", day(0)), ("soon", "task", day(5)), ("soon", "task", day(7)),
    ]  # fmt: skip
    assert parts(desk, until=day(8))[-1] == ("later", "task", day(8))
    assert len(parts(desk, until="2026-12")) == 5
    with pytest.raises(InputRefused, match="no end"):
        agenda(desk, until="2026-12/..")


def test_a_finished_task_and_an_answered_step_are_due_no_more(desk: Desk) -> None:
    case = a_case(desk)
    task = add_task(desk, case, NewTask("recontact", day(0)))
    add_action(desk, case, {"to": "A Ministry", "reference": "Q-1", "follow_up": day(1)})
    found = agenda(desk).entries
    assert list(in_words(desk, found)) == ["contact again", "no answer on record: A Ministry (Q-1)"]
    finish_task(desk, case, task.id)
    assert [one.duty.what for one in agenda(desk).entries] == ["follow_up"]


def test_the_urgent_procedure_stands_with_both_its_days_and_goes_when_it_is_lost(desk: Desk) -> None:
    # The safe day of the first was yesterday, of the second it is in three days; the third is lost.
    seen = [a_case(desk, facts={"name": "K", "last_seen_on": on}) for on in
            ("2026-08-21/2026-09-30", "2026-08-25", "2016-12-09")]  # fmt: skip
    found = agenda(desk).entries
    assert [(one.case, one.part, one.duty.due, one.duty.last) for one in found] == [
        (seen[0], "overdue", "2026-11-21", "2026-12-30"), (seen[1], "soon", "2026-11-25", "2026-11-25"),
    ]  # fmt: skip
    assert "no consent for it on record" in next(iter(in_words(desk, found)))
    grant(desk, seen[0], {"purpose": "wgeid"})
    assert "no consent" not in next(iter(in_words(desk, found)))
    add_action(desk, seen[0], {"to": "The Group", "purpose": "wgeid"})
    assert [one.case for one in agenda(desk).entries] == [seen[1]]


def test_where_no_day_is_certain_it_is_for_today(desk: Desk) -> None:
    a_case(desk, facts={"name": "K", "last_seen_on": "../2026-11-20"})
    add_task(desk, a_case(desk), NewTask("recontact", day(-1)))
    assert parts(desk) == [("overdue", "task", day(-1)), ("today", "wgeid", "")]


def test_what_another_session_took_back_meanwhile_is_said_so(desk: Desk) -> None:
    add_task(desk, a_case(desk), NewTask("recontact", day(0)))
    found = agenda(desk).entries
    undo_last(desk)
    assert list(in_words(desk, found)) == ["taken back meanwhile by another session"]


def test_a_damaged_case_file_leaves_the_rest_of_the_agenda(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        add_task(desk, a_case(desk), NewTask("recontact", day(0)))
    found, whole = agenda(desk).entries, Desk.case

    def case(self: Desk, ref: str) -> CaseFile:
        if ref == found[0].case:
            raise Damaged("a record was changed")
        return whole(self, ref)

    monkeypatch.setattr(Desk, "case", case)
    assert list(in_words(desk, found)) == [
        "the case file is damaged: see `registry vault check`",
        "contact again",
    ]
    assert desk.vault.noticed


def test_an_ended_consent_is_called_to_mind_for_a_month(desk: Desk) -> None:
    case = a_case(desk)
    for purpose, days in (("wgeid", 3), ("media", -2), ("lawyer", -40)):
        grant(desk, case, {"purpose": purpose, "on": "2026-01-01", "until": day(days)})
    assert parts(desk) == [("overdue", "consent_end", day(-2)), ("soon", "consent_end", day(3))]
    assert list(in_words(desk, agenda(desk).entries)) == [
        "consent ends: media",
        "consent ends: UN Working Group (WGEID)",
    ]


def test_mine_leaves_nothing_of_nobodys_unseen(desk: Desk) -> None:
    case = a_case(desk)
    desk.vault.add_person("Nour", "caseworker", "saddle lantern cobweb grammar violin pepper")
    for assignee in ("Rim", "Nour", ""):
        add_task(desk, case, NewTask("recontact", day(1), assignee))
    own = agenda(desk, mine=True).entries
    assert sorted(one.duty.assignee for one in own) == ["", "Rim"]
    assert agenda(desk, mine=True).nobodys == 1
    assert [one.duty.assignee for one in tasks(desk, mine=True)] == ["Rim"]
    assert len(tasks(desk)) == 3


def test_a_sensitive_task_is_shown_without_its_reason_unless_asked(desk: Desk) -> None:
    case = a_case(desk)
    add_task(desk, case, NewTask("notify_family", why="Secretina was found"))
    found = agenda(desk).entries
    assert list(in_words(desk, found)) == ["tell the family (sensitive)"]
    assert list(in_words(desk, found, "fr")) == ["informer la famille (sensible)"]
    assert list(in_words(desk, found, reasons=True)) == ["Secretina was found"]


def test_looking_changes_nothing(desk: Desk) -> None:
    case = a_case(desk, facts={"name": "K", "last_seen_on": "2016-12-09"}, status="missing")
    add_task(desk, case, NewTask("recontact", "2016-12-20"))
    before = (desk.vault.head, desk.document(CASES, case))
    assert parts(desk) == [("overdue", "task", "2016-12-20")]
    assert (desk.vault.head, desk.document(CASES, case)) == before
    assert desk.case(case).status == "missing"


def test_of_two_dates_that_contradict_each_other_the_earlier_one_makes_the_safe_day(desk: Desk) -> None:
    case = a_case(desk, facts={"name": "K", "last_seen_on": "2026-10-09"})
    add_claim(desk, case, "last_seen_on", a_source(desk), {"value": "2026-08-26", "grade": "F6"})
    (found,) = agenda(desk).entries
    assert (found.duty.due, found.duty.last) == ("2026-11-26", "2027-01-09")
