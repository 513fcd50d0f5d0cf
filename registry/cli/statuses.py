"""`registry status`: setting a status where the rules allow it."""

from __future__ import annotations

from typing import Annotated

import typer

from registry.cli.settings import Settings

app = typer.Typer(no_args_is_help=True)


@app.callback()
def status() -> None:
    """The status of a case, under the rules."""


@app.command(
    "set", epilog="Statuses: see `registry docs statuses`. A refusal names the rule, and what satisfies it."
)
def set_(
    context: typer.Context,
    case: Annotated[str, typer.Argument(metavar="CASE", help="The case's id.")],
    status: Annotated[str, typer.Argument(metavar="STATUS", help="The new status, such as held_reported.")],
    claim: Annotated[
        list[str] | None, typer.Option(help="A claim for it; repeat. Default: those that state it.")
    ] = None,
    against: Annotated[list[str] | None, typer.Option(help="A claim weighed against it; repeat.")] = None,
    reason_from: Annotated[
        str | None,
        typer.Option("--reason-from", metavar="FILE", help="The reason, as text; - for standard input."),
    ] = None,
    reviewer: Annotated[str, typer.Option(help="The colleague who reviewed it.")] = "",
    family_told: Annotated[str, typer.Option(metavar="DATE", help="When the family was told.")] = "",
    family_waived: Annotated[
        bool, typer.Option("--family-waived", help="The family is not told first, for the reason given.")
    ] = False,
) -> None:
    """Set the status of a case, citing the claims it rests on."""
    from registry.cli import output, screens, session, shapes
    from registry.cli.reading import read_text
    from registry.desk.assessing import Wish, set_status

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        reason = read_text(settings, reason_from, "Reason (may be empty)")
        wish = Wish(
            status, tuple(claim or ()), tuple(against or ()), reason, reviewer, family_told, family_waived
        )
        made = set_status(desk, case, wish)
        tasks = tuple(task.why for task in desk.case(case).open_tasks if task.at >= made.at)
        shape = shapes.StatusSet(
            id=made.id, case=desk.case(case).id, status=made.status, previous=made.previous, opened=tasks
        )
        output.answer(settings, shape, lambda: screens.status_set(shape))
