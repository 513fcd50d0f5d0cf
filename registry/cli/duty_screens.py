"""What commands about consent, tasks, steps, the agenda and tracing requests draw for a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from registry.cases.duties import WGEID
from registry.cases.terms import TASK_KINDS
from registry.cli import duty_shapes as shapes
from registry.cli.drawing import grid, safe, table, text_of, wrapped
from registry.cli.screens import counted
from registry.cli.settings import Settings
from registry.provenance.consent import PURPOSES
from registry.words.identity import short

if TYPE_CHECKING:
    from rich.console import RenderableType


def _purpose(code: str, settings: Settings) -> str:
    return PURPOSES[code].show(settings.lang) if code in PURPOSES else code


def consents(shape: shapes.ConsentList, settings: Settings) -> Iterator[RenderableType]:
    """Draw every word on consent with whether it stands."""
    drawn = table(settings, "purpose", "stands", "recipient", "on", "until", "given by", "withheld")
    for one in shape.items:
        says = "withdrawn" if one.withdrawn else "yes" if one.stands else "no more"
        drawn.add_row(
            safe(_purpose(one.purpose, settings)),
            text_of(says, "" if one.stands else "bold"),
            safe(one.recipient or "anyone"),
            text_of(one.on or "-"),
            text_of(one.until or "-"),
            safe(one.relation or one.given_by or "-"),
            safe(", ".join(one.withhold) or "-"),
        )
    if shape.items:
        yield drawn
    yield counted(len(shape.items), shape.total, 0, "words on consent")


def granted(shape: shapes.ConsentShown, settings: Settings) -> Iterator[RenderableType]:
    """Say what was granted, until when, and what stays behind."""
    until = f" until {shape.until}" if shape.until else ""
    to = f" towards {shape.recipient}" if shape.recipient else ""
    yield wrapped(f"consent {shape.short} on record: {_purpose(shape.purpose, settings)}{to}{until}")
    if shape.withhold:
        yield wrapped(f"withheld: {', '.join(shape.withhold)}", "bold")


def withdrawn(shape: shapes.ConsentWithdrawn, case: str, settings: Settings) -> Iterator[RenderableType]:
    """Say what was withdrawn, what had gone out, and which task was opened."""
    for one in shape.withdrawn:
        to = f" towards {one.recipient}" if one.recipient else ""
        yield wrapped(f"withdrawn: {_purpose(one.purpose, settings)}{to}", "bold")
    if not shape.went_out:
        yield wrapped("nothing of this case is known to have gone out")
        return
    drawn = table(settings, "went out", "on", "to", "what can be done")
    for out in shape.went_out:
        drawn.add_row(
            text_of(f"{'! ' if out.concerned else '  '}{out.what}"),
            text_of(out.on),
            safe(out.recipient or "-"),
            wrapped(out.note),
        )
    yield drawn
    yield wrapped("! is what this withdrawal is about", "dim")
    if shape.task:
        yield wrapped(f"task opened: tell those who hold it; see `registry task list {case}`", "bold")


def tasks(shape: shapes.TaskList, settings: Settings, offset: int) -> Iterator[RenderableType]:
    """Draw a list of tasks."""
    drawn = table(settings, "id", "case", "due", "state", "who", "what")
    for one in shape.items:
        drawn.add_row(
            text_of(one.short),
            text_of(short(one.case)),
            text_of(one.due or "-"),
            text_of(one.state),
            safe(one.assignee or "-"),
            safe(one.why or _kind(one.kind, settings)),
        )
    _keep_ids(drawn)
    if shape.items:
        yield drawn
    yield counted(len(shape.items), shape.total, offset, "tasks")


def _kind(code: str, settings: Settings) -> str:
    return TASK_KINDS[code].show(settings.lang) if code in TASK_KINDS else code


def _keep_ids(drawn: object) -> None:
    """Keep ids and days whole on a narrow screen: half an id names nothing."""
    for column in drawn.columns[:4]:  # type: ignore[attr-defined]
        column.no_wrap, column.min_width = True, len(str(column.header))
    for column in drawn.columns[:3]:  # type: ignore[attr-defined]
        column.min_width = 8


def task(shape: shapes.TaskShown, settings: Settings) -> Iterator[RenderableType]:
    """Draw one task; the record of telling the family only where it was opened."""
    one, card = shape.task, grid()
    pairs = [
        ("task", f"{one.short}  {_kind(one.kind, settings)}, {one.state}"),
        ("due", one.due or "-"),
        ("who", one.assignee or "-"),
        ("why", one.why),
        ("outcome", one.outcome),
    ]
    for label, value in pairs:
        if value:
            card.add_row(label, wrapped(value))
    if shape.telling is not None:
        for key in shape.telling.__struct_fields__:
            if value := getattr(shape.telling, key):
                card.add_row(key.replace("_", " "), wrapped(value))
    elif shape.has_telling or one.sensitive:
        card.add_row("", wrapped("the rest is sealed; open it with --sealed", "dim"))
    yield card


def actions(shape: shapes.ActionList, settings: Settings) -> Iterator[RenderableType]:
    """Draw the steps of a case with their answers."""
    drawn = table(settings, "id", "on", "step", "to", "reference", "answer")
    for one in shape.items:
        said = "; ".join(f"{a.on} {a.kind.replace('_', ' ')}" for a in one.answers)
        waiting = f"asked again by {one.follow_up}" if one.follow_up else "none yet"
        drawn.add_row(
            text_of(one.short),
            text_of(one.on),
            safe(one.kind.replace("_", " ")),
            safe(one.to),
            safe(one.reference or "-"),
            safe(said or waiting),
        )
    if shape.items:
        yield drawn
    yield counted(len(shape.items), shape.total, 0, "steps")


def action(shape: shapes.ActionItem) -> Iterator[RenderableType]:
    """Say that a step is on record, and what to know of it."""
    yield wrapped(f"step {shape.short} on record: {shape.kind.replace('_', ' ')}")
    for warning in shape.warnings:
        yield wrapped(f"note: {warning}", "bold")


_PARTS = {"overdue": "bold red", "today": "bold", "soon": "", "later": "dim"}


def agenda(shape: shapes.AgendaShown, settings: Settings, offset: int) -> Iterator[RenderableType]:
    """Draw the agenda: most pressing first, with the last possible day where it is later than the safe one."""
    drawn = table(settings, "when", "due", "case", "who", "what")
    for one in shape.items:
        later = f"; at the latest {one.last or 'open'}" if one.what == WGEID and one.last != one.due else ""
        drawn.add_row(
            text_of(one.part, _PARTS.get(one.part, "")),
            text_of(one.due or "now"),
            text_of(one.short),
            safe(one.assignee or "-"),
            wrapped(one.says + later),
        )
    for column in drawn.columns[:3]:
        column.no_wrap, column.min_width = True, 8
    if shape.items:
        yield drawn
    total = (
        f"{shape.total:,} due until {shape.until}" if shape.total else f"nothing is due until {shape.until}"
    )
    more = "; see more with --offset" if offset + len(shape.items) < shape.total else ""
    yield wrapped(total + more, "dim")
    if shape.nobodys:
        yield wrapped(
            f"{shape.nobodys:,} of them belong to nobody: hand a task over with `registry task move`", "dim"
        )
    if shape.requests_waiting:
        yield wrapped(
            f"tracing requests nobody has answered: {shape.requests_waiting:,}, see `registry request list`"
        )
    if shape.stale:
        yield wrapped(
            f"{shape.stale:,} files nobody touched for half a year: `registry case list --stale`", "dim"
        )


def requests(shape: shapes.RequestList, settings: Settings, offset: int) -> Iterator[RenderableType]:
    """Draw a list of tracing requests; nobody is named in it."""
    drawn = table(settings, "id", "on", "relation", "answers", "last answer")
    for one in shape.items:
        last = f"{one.answered_on} {one.answered.replace('_', ' ')}" if one.answered else "none yet"
        drawn.add_row(
            text_of(one.short),
            text_of(one.on),
            safe(one.relation or "-"),
            text_of(str(one.answers)),
            text_of("closed" if one.closed else last),
        )
    if shape.items:
        yield drawn
    yield counted(len(shape.items), shape.total, offset, "requests")


def request(shape: shapes.RequestShown) -> Iterator[RenderableType]:
    """Draw one tracing request for the caseworker."""
    card = grid()
    card.add_row(shape.short, wrapped(f"{shape.enquirer}, {shape.relation or 'relation not stated'}", "bold"))
    card.add_row("asked", wrapped(f"{shape.on} {shape.how.replace('_', ' ')}".strip()))
    for key, value in shape.looking_for.items():
        card.add_row(key.replace("_", " "), wrapped(_value(value)))
    card.add_row(
        "consent", wrapped(", ".join(one.replace("_", " ") for one in shape.consent) or "none recorded")
    )
    if shape.note:
        card.add_row("note", wrapped(shape.note))
    for one in shape.answers:
        about = f" (of case {short(one.case)})" if one.case else ""
        card.add_row(
            "answered", wrapped(f"{one.on} {one.kind.replace('_', ' ')} by {one.by}{about} {one.told}")
        )
    if shape.closed is not None:
        card.add_row("closed", wrapped(shape.closed))
    if shape.contact is not None:
        card.add_row("contact", wrapped(shape.contact))
    else:
        says = "sealed; open it with --contact" if shape.has_contact else "none recorded"
        card.add_row("contact", wrapped(says, "dim"))
    yield card


def _value(value: object) -> str:
    if isinstance(value, list):
        return " · ".join(_value(one) for one in value)
    if isinstance(value, dict):
        return str(value.get("text", "")) or ", ".join(f"{k} {v}" for k, v in value.items() if v is not None)
    return str(value)


def candidates(shape: shapes.CandidateList, settings: Settings) -> Iterator[RenderableType]:
    """Draw candidates by id and reasons: no fact of any case."""
    drawn = table(settings, "id", "fits", "differs")
    for one in shape.items:
        drawn.add_row(
            text_of(one.short), wrapped("; ".join(one.fits) or "-"), wrapped("; ".join(one.differs) or "-")
        )
    if shape.items:
        yield drawn
    yield counted(len(shape.items), shape.total, 0, "candidates")
    yield wrapped(
        "for your eyes only: open one with `registry case show ID` when the enquirer cannot see it", "bold"
    )


def answered(shape: shapes.RequestAnswered) -> Iterator[RenderableType]:
    """Draw the sentence that the enquirer may read, and nothing else."""
    yield wrapped(shape.sentence, "bold")
    yield wrapped(short(shape.request))
