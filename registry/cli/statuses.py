"""`registry status`: setting a status where the rules allow it."""

from __future__ import annotations

from typing import Annotated

import typer

from registry.cli.reasons import OverrideFrom, ReasonFrom, Reviewer, read_both
from registry.cli.settings import Settings

app = typer.Typer(no_args_is_help=True)


@app.callback()
def status() -> None:
    """The status of a case, under the rules."""


@app.command(
    "set",
    epilog="Statuses: see `registry docs statuses`. A refusal names the rule, and what satisfies it. What needs a "
    "second person is proposed, not set: exit code 0, and `registry review list` has it.",
)
def set_(
    context: typer.Context,
    case: Annotated[str, typer.Argument(metavar="CASE", help="The case's id.")],
    status: Annotated[str, typer.Argument(metavar="STATUS", help="The new status, such as held_reported.")],
    claim: Annotated[
        list[str] | None, typer.Option(help="A claim for it; repeat. Default: those that state it.")
    ] = None,
    against: Annotated[list[str] | None, typer.Option(help="A claim weighed against it; repeat.")] = None,
    reason_from: ReasonFrom = None,
    reviewer: Reviewer = "",
    family_told: Annotated[str, typer.Option(metavar="DATE", help="When the family was told.")] = "",
    family_waived: Annotated[
        bool, typer.Option("--family-waived", help="The family is not told first, for the reason given.")
    ] = False,
    override_from: OverrideFrom = None,
) -> None:
    """Set the status of a case, citing the claims it rests on; what needs a second person waits for her."""
    from registry.cases.items import Proposed
    from registry.cli import output, review_screens, session
    from registry.cli.review_folding import proposal_made
    from registry.cli.review_shapes import StatusSet
    from registry.desk.assessing import Wish, read_status, set_status

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        code, needs_override = read_status(desk, case, status)
        reason, override = read_both(settings, reason_from, override_from, needs_override=needs_override)
        wish = Wish(
            code, tuple(claim or ()), tuple(against or ()), reason, reviewer, family_told, family_waived, override
        )  # fmt: skip
        made = set_status(desk, case, wish)
        if isinstance(made, Proposed):
            waits = proposal_made(desk, desk.case(case), made)
            output.answer(settings, waits, lambda: review_screens.proposal_made(waits))
            return
        tasks = tuple(task.why for task in desk.case(case).open_tasks if task.at >= made.at)
        shape = StatusSet(
            id=made.id, case=desk.case(case).id, status=made.status, previous=made.previous, opened=tasks
        )
        output.answer(settings, shape, lambda: review_screens.status_set(shape))
