"""The shapes of what commands about consent, tasks, steps, the agenda and tracing requests answer with --json."""

from __future__ import annotations

from typing import Any

from registry.cli.shapes import Shape


class ConsentShown(Shape):
    """One word on consent: what for, towards whom, who gave it, when and how, and whether it stands today.

    ``withhold`` names what stays behind, by the keys of facts where they are facts; ``until`` is null without end.
    """

    id: str
    short: str
    purpose: str
    recipient: str
    stands: bool
    withdrawn: bool
    given_by: str
    relation: str
    on: str
    how: str
    withhold: tuple[str, ...]
    basis: str
    until: str | None


class ConsentList(Shape):
    """Every word on consent of a case, oldest first."""

    items: tuple[ConsentShown, ...]
    total: int


class OutItem(Shape):
    """One way on which something of a case went out: a summary, copy, journey, exhibit, sheet, step or answer.

    ``concerned`` tells that the withdrawal is about it, ``can_be_told`` that somebody is known to be asked.
    """

    what: str
    id: str
    recipient: str
    on: str
    purpose: str
    concerned: bool
    can_be_told: bool
    note: str


class ConsentWithdrawn(Shape):
    """A withdrawal on record: the consents that ended, what went out before, and the task to tell those who hold it."""

    withdrawn: tuple[ConsentShown, ...]
    ended: int
    went_out: tuple[OutItem, ...]
    task: str | None


class TaskItem(Shape):
    """One task; ``why`` is empty where it is sensitive and the reasons were not asked for.

    ``due`` is an ISO day, from the day the task was given or from what its kind asks by itself. ``state`` is open,
    done or dropped.
    """

    id: str
    short: str
    case: str
    kind: str
    due: str | None
    assignee: str
    state: str
    sensitive: bool
    why: str
    outcome: str


class TaskList(Shape):
    """A page of tasks and how many there are in all."""

    items: tuple[TaskItem, ...]
    total: int


class TellingItem(Shape):
    """Who told whom of the family, when and how."""

    told_by: str
    told: str
    relation: str
    on: str
    how: str
    where: str
    beside: str
    note: str


class TaskShown(Shape):
    """One task; ``telling`` is null where there is none, or where it stays sealed."""

    task: TaskItem
    has_telling: bool
    telling: TellingItem | None


class AnswerItem(Shape):
    """What came back on a step."""

    id: str
    short: str
    kind: str
    on: str
    reference: str
    text: str


class ActionItem(Shape):
    """A step taken towards an authority or body, and what came back; ``warnings`` are for the caseworker."""

    id: str
    short: str
    kind: str
    to: str
    on: str
    purpose: str
    reference: str
    follow_up: str
    note: str
    answers: tuple[AnswerItem, ...]
    warnings: tuple[str, ...] = ()


class ActionList(Shape):
    """The steps of a case, in the order in which they were recorded."""

    items: tuple[ActionItem, ...]
    total: int


class AgendaItem(Shape):
    """One line of the agenda.

    ``part`` is overdue, today, soon or later; ``what`` is task, consent_end, follow_up, wgeid or review. ``due`` is the last safe
    day (null where no day is), ``last`` the last that may still be in time (null where that is open).
    """

    part: str
    what: str
    kind: str
    case: str
    short: str
    id: str
    due: str | None
    last: str | None
    assignee: str
    says: str


class AgendaShown(Shape):
    """What is to be done until a day; ``nobodys`` counts what belongs to no caseworker, ``stale`` untouched files.

    ``requests_waiting`` counts tracing requests that nobody has answered yet.
    """

    today: str
    until: str
    items: tuple[AgendaItem, ...]
    total: int
    parts: dict[str, int]
    nobodys: int
    stale: int
    requests_waiting: int


class RequestItem(Shape):
    """One tracing request in a list; nothing in it names anybody. ``answered`` is the last answer's kind."""

    id: str
    short: str
    on: str
    relation: str
    answers: int
    answered: str
    answered_on: str
    closed: bool


class RequestList(Shape):
    """A page of tracing requests."""

    items: tuple[RequestItem, ...]
    total: int


class RequestAnswerItem(Shape):
    """One answer on record; ``case`` is the id of the case of which something was told, empty where nothing was."""

    kind: str
    on: str
    by: str
    how: str
    told: str
    case: str


class RequestShown(Shape):
    """One tracing request; ``contact`` appears with --contact only."""

    id: str
    short: str
    enquirer: str
    relation: str
    on: str
    how: str
    consent: tuple[str, ...]
    looking_for: dict[str, Any]
    note: str
    answers: tuple[RequestAnswerItem, ...]
    closed: str | None
    has_contact: bool
    contact: str | None


class CandidateItem(Shape):
    """A case that may be the person sought, by id; ``fits`` and ``differs`` name facts and say nothing of them."""

    case: str
    short: str
    score: float
    fits: tuple[str, ...]
    differs: tuple[str, ...]


class CandidateList(Shape):
    """The cases that may be the person sought, best first: for the caseworker's own screen."""

    items: tuple[CandidateItem, ...]
    total: int


class RequestAnswered(Shape):
    """An answer on record, and the sentence that the enquirer may read; nothing in it depends on any case."""

    request: str
    kind: str
    on: str
    sentence: str
