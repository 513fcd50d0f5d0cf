"""Tasks at the desk: opening, handing over, finishing and giving up, and the guided end of telling a family."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from registry.cases.casefile import CaseFile
from registry.cases.duties import TaskState, task_states
from registry.cases.items import FamilyTold, Item, Task, TaskDone, TaskMoved
from registry.cases.terms import NOTIFY_FAMILY, TASK_KINDS, WAYS_OF_TELLING
from registry.desk.desk import CASES, Desk, in_one_act
from registry.desk.reading import at, known_keys, line, mapping, text
from registry.errors import InputRefused, NotFound, RuleNotMet
from registry.vault.slots import CASEWORKER, REVIEWER
from registry.words.dates import PartialDate
from registry.words.identity import BODY, read_id, short

# What is asked about telling a family: who told whom, when, how; and what may be said beside it.
TOLD_QUESTIONS = {
    "told_by": "Who told them", "told": "Who was told", "relation": "Relation to the person", "on": "When", "how": "How?",
    "where": "Where", "beside": "Who was beside them", "note": "What they need now (may be empty)",
}  # fmt: skip
TOLD_FIELDS = tuple(TOLD_QUESTIONS)
TOLD_NEEDED = frozenset({"told_by", "told", "on", "how"})
TOLD_SEALED = "What you answer is sealed: no list and no history shows it."


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task as it is asked for; ``due`` is a partial date, empty for what its kind asks by itself."""

    kind: str
    due: str = ""
    assignee: str = ""
    why: str = ""
    about: str = ""


@in_one_act("task add")
def add_task(desk: Desk, case_ref: str, wanted: NewTask) -> Task:
    """Open a task on a case; raise ``InputRefused`` for a kind, day or caseworker that is none."""
    case = desk.open_case(case_ref)
    task = Task(
        **desk.pen.stamp(),
        kind=TASK_KINDS.read(wanted.kind).code,
        due=_due(wanted.due),
        assignee=colleague(desk, wanted.assignee),
        why=text(wanted.why, "the reason"),
        about=wanted.about,
    )
    desk.adding(CASES, case.id, [task])
    return task


def _due(raw: str) -> str:
    if not raw:
        return ""
    due = PartialDate.parse(raw)
    if due.earliest is None:
        raise InputRefused(
            "the day on which the task is due has no beginning", "give a day, such as 2026-12-01"
        )
    return due.text


def colleagues(desk: Desk) -> tuple[str, ...]:
    """Return the names of those in this vault to whom a task can be handed."""
    return tuple(one.name for one in desk.vault.people() if one.here and one.role in {CASEWORKER, REVIEWER})


def colleague(desk: Desk, name: str) -> str:
    """Return the name of the caseworker that ``name`` means, empty for none; raise ``InputRefused`` for nobody here."""
    name = line(name, "the caseworker")
    if not name:
        return ""
    for one in colleagues(desk):
        if one.casefold() == name.casefold():
            return one
    raise InputRefused(
        "nobody of that name has a slot in this vault", "see `registry vault slots list` for who is here"
    )


def task_named(case: CaseFile, ref: str) -> TaskState:
    """Return the task of ``case`` that an id or its spoken form names; raise ``NotFound``."""
    asked = read_id(ref)
    found = [state for state in task_states(case) if state.task.id.startswith(asked)]
    if not found or (len(found) > 1 and len(asked) < BODY):
        raise NotFound(
            "no single task of this case has that id", f"see `registry task list {short(case.id)} --all`"
        )
    return found[0]


def _open_task(case: CaseFile, ref: str) -> TaskState:
    state = task_named(case, ref)
    if state.done is not None:
        raise RuleNotMet("that task ended before", f"see `registry task list {short(case.id)} --all`")
    return state


@in_one_act("task move")
def move_task(desk: Desk, case_ref: str, task_ref: str, *, assignee: str = "", due: str = "") -> TaskState:
    """Hand a task to another caseworker, or set another day; raise ``InputRefused`` where neither is given."""
    case = desk.open_case(case_ref)
    state = _open_task(case, task_ref)
    if not assignee and not due:
        raise InputRefused("neither a caseworker nor a day was given", "give --assignee or --due")
    move = TaskMoved(
        **desk.pen.stamp(), task=state.task.id, assignee=colleague(desk, assignee), due=_due(due)
    )
    desk.adding(CASES, case.id, [move])
    return task_named(desk.case(case.id), state.task.id)


@in_one_act("task done")
def finish_task(
    desk: Desk, case_ref: str, task_ref: str, outcome: str = "", *, told: Any = None
) -> TaskState:
    """Finish a task with its outcome; one that asks to tell the family is finished by a record of the telling.

    ``told`` is an object with the fields of ``TOLD_FIELDS``. Raises ``RuleNotMet`` where it is missing, and
    ``InputRefused`` where it stands beside another kind of task.
    """
    case = desk.open_case(case_ref)
    state = _open_task(case, task_ref)
    made: list[Item] = []
    if state.task.kind == NOTIFY_FAMILY:
        if told is None:
            raise RuleNotMet(
                "telling a family is on record only with who told whom, when and how",
                f"give it with --from -: {', '.join(TOLD_FIELDS)}; or give the task up with --dropped and the reason",
            )
        made.append(_telling(desk, state.task, told))
    elif told is not None:
        raise InputRefused(
            "that task is not about telling a family", "give the outcome with --outcome-from -"
        )
    made.append(
        TaskDone(**desk.pen.stamp(), task=state.task.id, outcome=text(outcome, "the outcome"), dropped=False)
    )
    desk.adding(CASES, case.id, made)
    return task_named(desk.case(case.id), state.task.id)


@in_one_act("task done")
def drop_task(desk: Desk, case_ref: str, task_ref: str, reason: str) -> TaskState:
    """Give a task up, for a reason that stays on the record; raise ``RuleNotMet`` without one."""
    case = desk.open_case(case_ref)
    state = _open_task(case, task_ref)
    reason = text(reason, "the reason")
    if not reason:
        raise RuleNotMet("giving a task up needs a reason", "write it to --outcome-from -")
    done = TaskDone(**desk.pen.stamp(), task=state.task.id, outcome=reason, dropped=True)
    desk.adding(CASES, case.id, [done])
    return task_named(desk.case(case.id), state.task.id)


def _telling(desk: Desk, task: Task, raw: Any) -> FamilyTold:
    given: Mapping[str, Any] = mapping(raw, "the record of telling the family")
    known_keys(given, TOLD_FIELDS, "the record of telling the family")
    for field in TOLD_FIELDS:
        if field in TOLD_NEEDED and not given.get(field):
            raise InputRefused(f"`{field}` is missing", "a family was told by somebody, somehow, on some day")
    with at("on"):
        on = PartialDate.parse(given["on"])
        if on.earliest is not None and on.earliest.isoformat() > desk.today:
            raise InputRefused(
                "the day on which the family was told is still to come", "tell the family first"
            )
    words = {key: line(given.get(key), key) for key in ("told_by", "told", "relation", "where", "beside")}
    return FamilyTold(
        **desk.pen.stamp(),
        task=task.id,
        on=on.text,
        how=WAYS_OF_TELLING.read(given["how"]).code,
        note=text(given.get("note"), "the note"),
        **words,
    )


def telling_of(case: CaseFile, state: TaskState) -> FamilyTold | None:
    """Return the record of telling the family that ended a task, opened only where somebody asks for it."""
    return next((item for item in case.every(FamilyTold) if item.task == state.task.id), None)
