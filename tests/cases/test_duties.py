"""What a case asks of the office: open tasks, steps without an answer, ends of consent, and the urgent procedure."""

from __future__ import annotations

from typing import Any

import pytest

from registry.cases.casefile import CaseFile, with_items
from registry.cases.duties import (
    CONSENT_END,
    FOLLOW_UP,
    TASK,
    WGEID,
    Duty,
    duties_of,
    task_states,
    task_words,
    told_to_family,
)
from registry.cases.items import (
    Action,
    ActionAnswer,
    Assessment,
    Consent,
    FamilyTold,
    Item,
    Stage,
    Task,
    TaskDone,
    TaskMoved,
    Undo,
    plain_item,
)
from registry.cases.status import STATUSES
from registry.words.dates import PartialDate
from tests.cases.build import Maker

SEEN = PartialDate.parse("2026-11")


def asked(*items: Item, seen: tuple[PartialDate, ...] = (SEEN,), kind: str = "person") -> tuple[Duty, ...]:
    make = Maker()
    claim = make.claim("name", {"text": "Khaled", "kind": "full"})
    return duties_of(make.case(claim, *items, kind=kind), seen)


def of(what: str, *items: Item, **more: Any) -> list[Duty]:
    return [duty for duty in asked(*items, **more) if duty.what == what]


def test_an_open_task_is_due_by_its_own_day_or_by_its_kind() -> None:
    make = Maker()
    dated = Task(**make.stamp(), kind="recontact", due="2026-12-24", assignee="Rim", why="a secret")
    plain = Task(**make.stamp(), kind="family_follow_up")
    found = of(TASK, dated, plain)
    assert [(duty.kind, duty.due, duty.assignee) for duty in found] == [
        ("recontact", "2026-12-24", "Rim"), ("family_follow_up", "2026-12-06", ""),
    ]  # fmt: skip
    assert "secret" not in repr(found)


def test_a_task_that_moved_or_ended_is_folded_in_any_order() -> None:
    make = Maker()
    task = Task(**make.stamp(), kind="recontact", due="2026-12-24", assignee="Rim")
    later = TaskMoved(**make.stamp(), task=task.id, due="2027-01-05")
    handed = TaskMoved(**make.stamp(), task=task.id, assignee="Nour")
    (duty,) = of(TASK, handed, later, task)
    assert (duty.due, duty.assignee) == ("2027-01-05", "Nour")
    assert of(TASK, task, TaskDone(**make.stamp(), task=task.id)) == []
    (state,) = task_states(make.case(task, TaskDone(**make.stamp(), task=task.id, dropped=True)))
    assert state.state == "dropped"


def test_an_undone_end_opens_the_task_again() -> None:
    make = Maker()
    task = Task(**make.stamp(), kind="recontact")
    done = TaskDone(**make.stamp(), task=task.id)
    assert len(of(TASK, task, done, Undo(**make.stamp(), items=(done.id,)))) == 1


def test_a_step_is_asked_after_until_something_came_back() -> None:
    make = Maker()
    step = Action(**make.stamp(), kind="query", to="a ministry", follow_up="2026-12-20")
    quiet = Action(**make.stamp(), kind="query", to="a ministry")
    (duty,) = of(FOLLOW_UP, step, quiet)
    assert (duty.id, duty.due) == (step.id, "2026-12-20")
    answer = ActionAnswer(**make.stamp(), action=step.id, kind="no_record")
    assert of(FOLLOW_UP, step, answer) == []


def test_a_consent_is_called_to_mind_by_its_end() -> None:
    make = Maker()
    consent = Consent(**make.stamp(), purpose="wgeid", until="2027-03")
    assert [duty.due for duty in of(CONSENT_END, consent)] == ["2027-03-01"]
    gone = Consent(**make.stamp(), purpose="wgeid", withdrawn=True)
    assert of(CONSENT_END, consent, gone) == []


def test_the_urgent_procedure_is_due_while_fate_or_whereabouts_are_not_known() -> None:
    (duty,) = of(WGEID)
    # The case was taken in on 22 November, so the disappearance was before: the last day follows from that.
    assert (duty.due, duty.last) == ("2027-02-01", "2027-02-22")
    assert of(WGEID, seen=()) == []
    assert of(WGEID, kind="group") == []
    assert of(WGEID, Stage(**Maker().stamp(), stage="closed")) == []


@pytest.mark.parametrize("status", STATUSES)
def test_the_urgent_procedure_by_status(status: str) -> None:
    made = Assessment(**Maker().stamp(), status=status, previous="missing", claims=())
    goes_on = status in {
        "missing", "held_reported", "held_denied", "held_undisclosed", "conscripted", "death_reported",
    }  # fmt: skip
    assert bool(of(WGEID, made)) == goes_on


def test_what_was_sent_or_decided_is_due_no_more() -> None:
    make = Maker()
    assert of(WGEID, Action(**make.stamp(), kind="submission", to="WGEID", purpose="wgeid")) == []
    task = Task(**make.stamp(), kind="wgeid")
    assert len(of(WGEID, task)) == 1
    assert of(WGEID, task, TaskDone(**make.stamp(), task=task.id, dropped=True)) == []


def test_a_case_that_was_taken_back_asks_nothing() -> None:
    make = Maker()
    claim = make.claim("name", {"text": "Khaled", "kind": "full"})
    case = make.case(claim, Task(**make.stamp(), kind="recontact"))
    gone = with_items(case.document, [plain_item(Undo(**make.stamp(), items=(claim.id,)))])
    assert duties_of(case, [SEEN])
    assert duties_of(CaseFile(gone), [SEEN]) == ()


def test_a_sensitive_task_keeps_its_reason_to_itself() -> None:
    make = Maker()
    quiet = Task(**make.stamp(), kind="notify_family", why="his death was notified")
    assert task_words(quiet) == "tell the family (sensitive)"
    assert task_words(quiet, "fr") == "informer la famille (sensible)"
    assert task_words(quiet, reasons=True) == "his death was notified"
    assert task_words(Task(**make.stamp(), kind="recontact", why="ask her sister")) == "ask her sister"


def test_a_task_that_merely_ended_told_nobody() -> None:
    make = Maker()
    task = Task(**make.stamp(), kind="notify_family")
    done = TaskDone(**make.stamp(), task=task.id, outcome="tried to call")
    assert not told_to_family(make.case(task, done))
    told = FamilyTold(
        **make.stamp(), task=task.id, told_by="Rim", told="mother", on="2026-11-20", how="in_person"
    )
    assert told_to_family(make.case(task, told, done))
    assert not told_to_family(make.case(task, told, done, Undo(**make.stamp(), items=(told.id, done.id))))
