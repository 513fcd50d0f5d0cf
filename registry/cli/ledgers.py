"""`registry disclose reach` and `rebase`: what a withdrawal can no longer reach, and figures that may fall again."""

from __future__ import annotations

from typing import Annotated

import typer

from registry.cli.disclosing import By, Confirm, Cutoff, Out, Policy, PolicyFile, Recipient, app
from registry.cli.settings import Settings

__all__ = ["app"]


@app.command(
    "reach",
    epilog="Example: `registry disclose reach K7QX-9R2M` before or after a withdrawal. Figures cannot be called back.",
)
def reach(
    context: typer.Context,
    case: Annotated[str, typer.Argument(metavar="CASE", help="The case's id, also one erased since.")],
) -> None:
    """Show which summaries counted a case, and to whom they went: what a withdrawal can no longer reach."""
    from registry.cli import ledger_views, output, session

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        shape = ledger_views.reached(desk, case)
        output.answer(settings, shape, lambda: ledger_views.draw_reach(shape, settings))


@app.command(
    "rebase",
    epilog="Example: `registry disclose rebase --out DIR --recipient UN`, a year after the first summary. Without"
    " --by it takes every table that was given before.",
)
def rebase(
    context: typer.Context,
    out: Out,
    by: By = None,
    policy: Policy = "public",
    policy_file: PolicyFile = None,
    cutoff: Cutoff = "",
    recipient: Recipient = "public",
    confirm: Confirm = "",
) -> None:
    """Make a summary whose figures may fall again, once a year: people who left are no longer carried in them."""
    from registry.cli import releasing

    asked = releasing.Asked(by, policy, policy_file, cutoff, rebase=True)
    releasing.make(context.obj, asked, recipient, out, confirm)
