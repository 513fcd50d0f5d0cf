"""What a case asks of the office: its tasks as they stand, steps that wait for an answer, and computed deadlines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

from registry.cases.casefile import PERSON, CaseFile
from registry.cases.consents import ends_on, standing
from registry.cases.deadlines import follow_up_due, wgeid_urgent
from registry.cases.items import Action, ActionAnswer, Consent, FamilyTold, Task, TaskDone, TaskMoved
from registry.cases.planning import plan_of
from registry.cases.status import STATUSES
from registry.cases.terms import SENSITIVE_TASKS, TASK_KINDS
from registry.errors import InputRefused
from registry.words.dates import PartialDate

# What a duty rests on.
TASK, CONSENT_END, FOLLOW_UP, WGEID = "task", "consent_end", "follow_up", "wgeid"
REVIEW = "review"


class Duty(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One thing to be done, as a list needs it; nothing in it says why.

    ``what`` is ``task``, ``consent_end``, ``follow_up``, ``wgeid`` or ``review`` (the day planned for looking at the
    case again); ``kind`` the kind of the task or step, the purpose of the consent, or the priority; ``id`` the item it
    rests on, empty for a computed deadline. ``due`` is an ISO day, empty where no day is certain to be in time;
    ``last`` the last possible one, empty where it is open.
    """

    what: str
    kind: str
    id: str
    due: str
    last: str = ""
    assignee: str = ""


@dataclass(frozen=True, slots=True)
class TaskState:
    """A task as it stands: whose it is and when it is due after all moves, and how it ended, if it did."""

    task: Task
    assignee: str
    due: date | None
    done: TaskDone | None

    @property
    def state(self) -> str:
        """``open``, ``done`` or ``dropped``."""
        return "open" if self.done is None else "dropped" if self.done.dropped else "done"

    @property
    def sensitive(self) -> bool:
        """Whether a list keeps to itself why the task is there."""
        return self.task.kind in SENSITIVE_TASKS


def task_states(case: CaseFile) -> tuple[TaskState, ...]:
    """Return every task of a case that counts, oldest first."""
    moves: dict[str, list[TaskMoved]] = {}
    for move in case.every(TaskMoved):
        moves.setdefault(move.task, []).append(move)
    done = {item.task: item for item in case.every(TaskDone)}
    return tuple(_state(task, moves.get(task.id, []), done.get(task.id)) for task in case.every(Task))


def _state(task: Task, moves: list[TaskMoved], done: TaskDone | None) -> TaskState:
    assignee, due = task.assignee, task.due
    for move in moves:
        assignee, due = move.assignee or assignee, move.due or due
    try:
        day = follow_up_due(task.kind, task.at, due)
    except InputRefused:
        day = follow_up_due(task.kind, task.at)
    return TaskState(task, assignee, day, done)


def task_words(task: Task, lang: str = "en", *, reasons: bool = False) -> str:
    """Return what a task is about; of a sensitive one only its kind, unless the reasons were asked for."""
    kind = TASK_KINDS[task.kind].show(lang) if task.kind in TASK_KINDS else task.kind
    if task.kind in SENSITIVE_TASKS and not reasons:
        return kind
    return task.why or kind


def told_to_family(case: CaseFile) -> tuple[FamilyTold, ...]:
    """Return the records of telling the family that count, oldest first; a task that merely ended tells nobody."""
    return case.every(FamilyTold)


def answers(case: CaseFile) -> dict[str, tuple[ActionAnswer, ...]]:
    """Return the answers that count by the step they answer, oldest first."""
    found: dict[str, tuple[ActionAnswer, ...]] = {}
    for answer in case.every(ActionAnswer):
        found[answer.action] = (*found.get(answer.action, ()), answer)
    return found


def _day(text: str) -> date | None:
    try:
        return PartialDate.parse(text).earliest
    except InputRefused:
        return None


def duties_of(case: CaseFile, disappeared: Sequence[PartialDate]) -> tuple[Duty, ...]:
    """Fold a case into what it asks of the office; ``disappeared`` are the dates last seen that sources state.

    Pure: the present day decides nothing here, and no day that passes changes a status.
    """
    if case.withdrawn:
        return ()
    return (
        *_tasks(case),
        *_consent_ends(case),
        *_follow_ups(case),
        *_review(case),
        *_wgeid(case, disappeared),
    )


def _tasks(case: CaseFile) -> Iterator[Duty]:
    for state in task_states(case):
        if state.done is None:
            due = state.due.isoformat() if state.due else ""
            yield Duty(TASK, state.task.kind, state.task.id, due, due, state.assignee)


def _consent_ends(case: CaseFile) -> Iterator[Duty]:
    given = case.every(Consent)
    seen: set[str] = set()
    for purpose, recipient in dict.fromkeys((one.purpose, one.recipient) for one in given):
        for one in standing(given, purpose, recipient):
            end = ends_on(one)
            if end is not None and one.id not in seen:
                seen.add(one.id)
                yield Duty(CONSENT_END, purpose, one.id, end.isoformat(), end.isoformat())


def _follow_ups(case: CaseFile) -> Iterator[Duty]:
    answered = answers(case)
    for action in case.every(Action):
        day = _day(action.follow_up) if action.follow_up and action.id not in answered else None
        if day is not None:
            yield Duty(FOLLOW_UP, action.kind, action.id, day.isoformat(), day.isoformat())


def _review(case: CaseFile) -> Iterator[Duty]:
    plan = plan_of(case)
    if plan.day and case.stage_code != "closed":
        yield Duty(REVIEW, plan.priority, plan.id, plan.day, plan.day)


def sent_to_wgeid(case: CaseFile) -> bool:
    """Tell whether a case went to the Working Group, or the office decided about it: a step, or a task that ended."""
    return any(action.purpose == WGEID for action in case.every(Action)) or any(
        state.done is not None and state.task.kind == WGEID for state in task_states(case)
    )


def disappearance_goes_on(case: CaseFile) -> bool:
    """Tell whether fate or whereabouts are still unknown: missing, or held by someone who does not say where."""
    status = STATUSES.get(case.status)
    if case.kind != PERSON or status is None or status.ends:
        return False
    return status.liberty in {"missing", "held", "unknown"} and status.acknowledgement != "acknowledged"


def _wgeid(case: CaseFile, disappeared: Sequence[PartialDate]) -> Iterator[Duty]:
    if not disappeared or case.stage_code == "closed" or not disappearance_goes_on(case):
        return
    if sent_to_wgeid(case):
        return
    deadline = wgeid_urgent(disappeared, _day(str(case.document["made"]["at"])[:10]))
    yield Duty(
        WGEID,
        WGEID,
        "",
        deadline.safe.isoformat() if deadline.safe else "",
        deadline.last.isoformat() if deadline.last else "",
    )
