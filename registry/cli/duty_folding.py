"""Folding consent, tasks, steps, the agenda and tracing requests into the shapes that commands answer with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from registry.cases.casefile import CaseFile
from registry.cases.consents import ends_on, expired, standing
from registry.cases.duties import TaskState, task_words
from registry.cases.items import Action, ActionAnswer, Consent
from registry.cases.terms import SENSITIVE_TASKS
from registry.cases.tracing import RequestFile, RequestLine
from registry.cli import duty_shapes as shapes
from registry.desk.agenda import Agenda, Entry
from registry.desk.tasking import telling_of
from registry.desk.tracing import Candidate
from registry.desk.went_out import Out
from registry.words.identity import short


def consent(case: CaseFile, one: Consent, today: str) -> shapes.ConsentShown:
    """Fold one word on consent, with whether it stands on the ISO date ``today``."""
    given = standing(case.every(Consent), one.purpose, one.recipient)
    end = ends_on(one)
    return shapes.ConsentShown(
        id=one.id,
        short=short(one.id),
        purpose=one.purpose,
        recipient=one.recipient,
        stands=one in given and not expired(one, today),
        withdrawn=one.withdrawn,
        given_by=one.given_by,
        relation=one.relation,
        on=one.on,
        how=one.how,
        withhold=one.withhold,
        basis=one.basis,
        until=end.isoformat() if end else None,
    )


def out(one: Out) -> shapes.OutItem:
    """Fold one way on which something went out."""
    return shapes.OutItem(**{key: getattr(one, key) for key in Out.__dataclass_fields__})


def task(case: CaseFile, state: TaskState, lang: str = "en", *, reasons: bool = False) -> shapes.TaskItem:
    """Fold one task; why a sensitive one is there, and how it ended, only with ``reasons``."""
    quiet = state.sensitive and not reasons
    return shapes.TaskItem(
        id=state.task.id,
        short=short(state.task.id),
        case=case.id,
        kind=state.task.kind,
        due=state.due.isoformat() if state.due else None,
        assignee=state.assignee,
        state=state.state,
        sensitive=state.sensitive,
        why="" if quiet else task_words(state.task, lang, reasons=True),
        outcome=state.done.outcome if state.done and not quiet else "",
    )


def task_of_line(entry: Entry) -> shapes.TaskItem:
    """Fold an open task whose case file is damaged, as far as the line of the case tells of it."""
    duty = entry.duty
    return shapes.TaskItem(
        id=duty.id,
        short=short(duty.id),
        case=entry.case,
        kind=duty.kind,
        due=duty.due or None,
        assignee=duty.assignee,
        state="open",
        sensitive=duty.kind in SENSITIVE_TASKS,
        why="",
        outcome="",
    )


def task_shown(case: CaseFile, state: TaskState, lang: str, *, sealed: bool) -> shapes.TaskShown:
    """Fold one task, with the record of telling the family where ``sealed`` is to be opened."""
    told = telling_of(case, state)
    item = None
    if told is not None and sealed:
        item = shapes.TellingItem(**{key: getattr(told, key) for key in shapes.TellingItem.__struct_fields__})
    return shapes.TaskShown(
        task=task(case, state, lang, reasons=sealed), has_telling=told is not None, telling=item
    )


def answer(one: ActionAnswer) -> shapes.AnswerItem:
    """Fold one answer to a step."""
    return shapes.AnswerItem(
        id=one.id, short=short(one.id), kind=one.kind, on=one.on, reference=one.reference, text=one.text
    )


def action(
    one: Action, answers: Iterable[ActionAnswer] = (), warnings: tuple[str, ...] = ()
) -> shapes.ActionItem:
    """Fold one step with its answers."""
    return shapes.ActionItem(
        id=one.id,
        short=short(one.id),
        kind=one.kind,
        to=one.to,
        on=one.on,
        purpose=one.purpose,
        reference=one.reference,
        follow_up=one.follow_up,
        note=one.note,
        answers=tuple(answer(each) for each in answers),
        warnings=warnings,
    )


def agenda_item(entry: Entry, says: str) -> shapes.AgendaItem:
    """Fold one line of the agenda with its words."""
    duty = entry.duty
    return shapes.AgendaItem(
        part=entry.part,
        what=duty.what,
        kind=duty.kind,
        case=entry.case,
        short=short(entry.case),
        id=duty.id,
        due=duty.due or None,
        last=duty.last or None,
        assignee=duty.assignee,
        says=says,
    )


def parts(found: Agenda) -> dict[str, int]:
    """Count the lines of an agenda by their part."""
    counted: dict[str, int] = {}
    for entry in found.entries:
        counted[entry.part] = counted.get(entry.part, 0) + 1
    return counted


def request_item(line: RequestLine) -> shapes.RequestItem:
    """Fold one request of a list."""
    return shapes.RequestItem(
        id=line.id,
        short=short(line.id),
        on=line.on,
        relation=line.relation,
        answers=line.answers,
        answered=line.answered,
        answered_on=line.answered_on,
        closed=line.closed,
    )


def request_shown(
    file: RequestFile, contact: str, told: Mapping[str, str] | None = None, *, opened: bool
) -> shapes.RequestShown:
    """Fold a request; ``told`` is what was said of cases, by answer, and the contact only where it is ``opened``."""
    asked, of_cases = file.request, told or {}
    return shapes.RequestShown(
        id=file.id,
        short=short(file.id),
        enquirer=asked.enquirer,
        relation=asked.relation,
        on=asked.on,
        how=asked.how,
        consent=asked.consent,
        looking_for=dict(asked.sought),
        note=asked.note,
        answers=tuple(
            shapes.RequestAnswerItem(
                kind=one.kind,
                on=one.on,
                by=one.by_name,
                how=one.how,
                told=of_cases.get(one.id, one.told),
                case=one.case,
            )
            for one in file.answers
        ),
        closed=file.closed.reason if file.closed else None,
        has_contact=bool(contact),
        contact=contact if opened and contact else None,
    )


def candidate(one: Candidate) -> shapes.CandidateItem:
    """Fold one candidate: its id and reasons, and nothing that the case says."""
    return shapes.CandidateItem(
        case=one.case, short=short(one.case), score=one.score, fits=one.fits, differs=one.differs
    )
