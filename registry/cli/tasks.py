"""`registry task` and `registry agenda`: what is to be done, by whom and by when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from registry.cli.settings import Settings

if TYPE_CHECKING:
    from registry.cli import duty_shapes as shapes
    from registry.desk.desk import Desk

app = typer.Typer(no_args_is_help=True)

Case = Annotated[str, typer.Argument(metavar="CASE", help="The case's id, such as K7Q-2M9X.")]
Task = Annotated[str, typer.Argument(metavar="TASK", help="The task's id.")]
Assignee = Annotated[str, typer.Option(metavar="NAME", help="The caseworker it goes to.")]
Due = Annotated[str, typer.Option(metavar="DATE", help="When it is due; left out, its kind decides.")]
Reasons = Annotated[bool, typer.Option("--reasons", help="Say of sensitive tasks too why they are there.")]
Mine = Annotated[bool, typer.Option("--mine", help="Only what is yours.")]
Limit = Annotated[int, typer.Option(min=1, max=100_000)]
Offset = Annotated[int, typer.Option(min=0)]


@app.command(
    "add", epilog="Example: registry task add K7Q-2M9X query_authority --due 2026-12-01 --assignee Rim"
)
def add(
    context: typer.Context,
    case: Case,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="The kind, see `registry docs tasks`.")],
    due: Due = "",
    assignee: Assignee = "",
    why_from: Annotated[
        str | None, typer.Option("--why-from", metavar="FILE", help="Why, as text; - for standard input.")
    ] = None,
) -> None:
    """Open a task on a case."""
    from registry.cli import output, screens, session
    from registry.cli.reading import read_text
    from registry.desk.tasking import NewTask, add_task

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        why = read_text(settings, why_from, "Why (may be empty)")
        made = add_task(desk, case, NewTask(kind, due, assignee, why))
        shape = _one(desk, case, made.id, settings)
        said = f"task {shape.short} opened: {shape.kind}" + (f", due {shape.due}" if shape.due else "")
        output.answer(settings, shape, lambda: screens.done(said))


def _one(desk: Desk, case: str, task: str, settings: Settings) -> shapes.TaskItem:
    from registry.cli import duty_folding
    from registry.desk.tasking import task_named

    file = desk.case(case)
    return duty_folding.task(file, task_named(file, task), settings.lang)


@app.command("move", epilog="Example: registry task move K7Q-2M9X 3NB-T4WC --assignee Rim --due 2026-12-15")
def move(
    context: typer.Context, case: Case, task: Task, assignee: Assignee = "",
    due: Annotated[str, typer.Option(metavar="DATE", help="When it is due from now on.")] = "",
) -> None:  # fmt: skip
    """Hand a task to another caseworker, or set another day for it."""
    from registry.cli import output, screens, session
    from registry.desk.tasking import move_task

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        state = move_task(desk, case, task, assignee=assignee, due=due)
        shape = _one(desk, case, state.task.id, settings)
        said = f"task {shape.short}: {shape.assignee or 'nobody'}, due {shape.due or 'on no day'}"
        output.answer(settings, shape, lambda: screens.done(said))


@app.command(
    "done",
    epilog="Example: registry task done K7Q-2M9X 3NB-T4WC --outcome-from -   A task to tell the family takes --from - and "
    '{"told_by": "…", "told": "…", "relation": "…", "on": "2026-11-20", "how": "in_person", "beside": "…"}, or asks for it.',
)
def done(
    context: typer.Context,
    case: Case,
    task: Task,
    outcome_from: Annotated[
        str | None,
        typer.Option("--outcome-from", metavar="FILE", help="The outcome, as text; - for standard input."),
    ] = None,
    input_: Annotated[
        str | None,
        typer.Option("--from", metavar="FILE", help="JSON of who told the family; - for standard input."),
    ] = None,
    dropped: Annotated[
        bool, typer.Option("--dropped", help="It is given up, for the reason given as its outcome.")
    ] = False,
) -> None:
    """Finish a task with its outcome; telling a family is finished by who told whom, when and how, sealed."""
    from registry.cli import output, screens, session
    from registry.cli.reading import read_object, read_text
    from registry.desk.tasking import drop_task, finish_task

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        if dropped:
            state = drop_task(desk, case, task, read_text(settings, outcome_from, "Reason"))
        else:
            told = read_object(input_) if input_ is not None else _asked(settings, desk, case, task)
            outcome = (
                ""
                if told is not None and outcome_from is None
                else read_text(settings, outcome_from, "Outcome")
            )
            state = finish_task(desk, case, task, outcome, told=told)
        shape = _one(desk, case, state.task.id, settings)
        output.answer(settings, shape, lambda: screens.done(f"task {shape.short} {shape.state}"))


def _asked(settings: Settings, desk: Desk, case: str, task: str) -> dict[str, Any] | None:
    """Ask at the terminal how a family was told, where that is what the task is about."""
    from registry.cases.terms import NOTIFY_FAMILY, WAYS_OF_TELLING
    from registry.cli import asking, session
    from registry.desk.tasking import TOLD_NEEDED, TOLD_QUESTIONS, TOLD_SEALED, task_named

    if not session.can_ask(settings) or task_named(desk.case(case), task).task.kind != NOTIFY_FAMILY:
        return None
    asking.tell(TOLD_SEALED)
    said: dict[str, Any] = {}
    for key, question in TOLD_QUESTIONS.items():
        if key == "how":
            said[key] = asking.choose(settings, f"{question} (number or name)", WAYS_OF_TELLING)
        else:
            kind = asking.when if key == "on" else str
            said[key] = asking.ask(settings, question, kind, needed=key in TOLD_NEEDED)
    return {key: value for key, value in said.items() if value}


@app.command(
    "list",
    epilog="Example: registry task list --mine   or, with those that ended: registry task list K7Q-2M9X --all",
)
def list_(
    context: typer.Context,
    case: Annotated[
        str, typer.Argument(metavar="[CASE]", help="Default: the open tasks of every case.")
    ] = "",
    all_: Annotated[bool, typer.Option("--all", help="With a case: also those that ended.")] = False,
    mine: Mine = False,
    reasons: Reasons = False,
    limit: Limit = 50,
    offset: Offset = 0,
) -> None:
    """List tasks, the one due first before the others."""
    from registry.cli import duty_screens, output, session
    from registry.cli import duty_shapes as shapes

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        found, total = _listed(
            desk, case, settings.lang, ended=all_, mine=mine, reasons=reasons, stretch=(offset, limit)
        )
        shape = shapes.TaskList(items=found, total=total)
        output.answer(settings, shape, lambda: duty_screens.tasks(shape, settings, offset))


def _listed(
    desk: Desk, case: str, lang: str, *, ended: bool, mine: bool, reasons: bool, stretch: tuple[int, int]
) -> tuple[tuple[shapes.TaskItem, ...], int]:
    """Return a stretch of the tasks of one case, or of the open ones of all cases, and how many there are."""
    from registry.cases.duties import task_states
    from registry.cli import duty_folding
    from registry.desk.agenda import tasks as tasks_of_all
    from registry.desk.tasking import task_named
    from registry.errors import Damaged, NotFound

    offset, limit = stretch
    if case:
        file = desk.case(case)
        states = [
            state
            for state in task_states(file)
            if (ended or state.done is None)
            and (not mine or state.assignee.casefold() == desk.name.casefold())
        ]
        states.sort(key=lambda state: (str(state.due or "9999"), state.task.id))
        shown = states[offset : offset + limit]
        return tuple(duty_folding.task(file, state, lang, reasons=reasons) for state in shown), len(states)
    entries = tasks_of_all(desk, mine=mine)
    items = []
    for entry in entries[offset : offset + limit]:
        try:
            file = desk.case(entry.case)
            items.append(duty_folding.task(file, task_named(file, entry.duty.id), lang, reasons=reasons))
        except Damaged:
            desk.vault.noticed = True
            items.append(duty_folding.task_of_line(entry))
        except NotFound:
            continue  # another session took it back meanwhile
    return tuple(items), len(entries)


@app.command("show", epilog="Example: registry task show K7Q-2M9X 3NB-T4WC --sealed")
def show(
    context: typer.Context,
    case: Case,
    task: Task,
    sealed: Annotated[
        bool, typer.Option("--sealed", help="Open what is sealed: why, and who told the family.")
    ] = False,
) -> None:
    """Show one task; what is sensitive in it only when it is asked for."""
    from registry.cli import duty_folding, duty_screens, output, session
    from registry.desk.tasking import task_named

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        file = desk.case(case)
        shape = duty_folding.task_shown(file, task_named(file, task), settings.lang, sealed=sealed)
        output.answer(settings, shape, lambda: duty_screens.task(shape, settings))


AGENDA_EPILOG = "Example: registry agenda --mine   or further ahead: registry agenda --until 2027-01-31"


def agenda(
    context: typer.Context,
    until: Annotated[
        str, typer.Option(metavar="DATE", help="Look so far ahead.", show_default="a week")
    ] = "",
    mine: Annotated[bool, typer.Option("--mine", help="Only what is yours, and what is nobody's.")] = False,
    reasons: Reasons = False,
    limit: Limit = 100,
    offset: Offset = 0,
) -> None:
    """Show what is overdue, due today and due soon over all cases, with the deadlines that follow from dates."""
    from registry.cli import duty_folding, duty_screens, output, session
    from registry.cli import duty_shapes as shapes
    from registry.desk.agenda import agenda as agenda_of
    from registry.desk.agenda import in_words
    from registry.desk.tracing import requests

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        found = agenda_of(desk, until=until, mine=mine)
        page = found.entries[offset : offset + limit]
        said = in_words(desk, page, settings.lang, reasons=reasons)
        shape = shapes.AgendaShown(
            today=found.today,
            until=found.until,
            items=tuple(duty_folding.agenda_item(one, words) for one, words in zip(page, said, strict=True)),
            total=len(found.entries),
            parts=duty_folding.parts(found),
            nobodys=found.nobodys,
            stale=found.stale,
            requests_waiting=sum(1 for one in requests(desk) if not one.answers and not one.closed),
        )
        output.answer(settings, shape, lambda: duty_screens.agenda(shape, settings, offset))
