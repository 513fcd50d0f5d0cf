"""`registry journal`: the chain of custody, shown and verified."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from registry.cli import checkpoints
from registry.cli.settings import Settings
from registry.errors import UsageRefused

if TYPE_CHECKING:
    from registry.cli.shapes import JournalVerified

app = typer.Typer(no_args_is_help=True)
app.command("checkpoint", epilog=checkpoints.EPILOG)(checkpoints.checkpoint)


@app.command("show", epilog="Example: registry journal show --case K7Q-2M9X --since 2026-11-01")
def show(
    context: typer.Context,
    case: Annotated[str, typer.Argument(metavar="[CASE]", help="Only acts that touched this case.")] = "",
    of_case: Annotated[str, typer.Option("--case", metavar="CASE", help="The same as naming it first.")] = "",
    by: Annotated[str, typer.Option(metavar="NAME", help="Only what this caseworker did.")] = "",
    since: Annotated[str, typer.Option(metavar="DATE", help="Only from this date or time on (UTC).")] = "",
    limit: Annotated[int, typer.Option(min=1, max=1_000_000)] = 20,
    offset: Annotated[int, typer.Option(min=0)] = 0,
) -> None:
    """Show who did what to which records, newest first, and whether each act's signature and place hold."""
    from registry.cli import output, screens, session, shapes
    from registry.cli.folding import entry_item
    from registry.desk.acts import Acts
    from registry.vault.people import Signatories
    from registry.vault.standing import standing

    settings: Settings = context.obj
    if case and of_case and case != of_case:
        raise UsageRefused("two cases are named", "name one, with --case or without")
    with session.at_desk(settings, read_only=True, older=True) as desk:
        wanted = Acts.parse(desk, of_case or case, by, since)
        entries = (s for s in desk.vault.journal(newest_first=True, as_left=True) if wanted.takes(s.entry))
        names, people = desk.names(), Signatories(desk.vault.people())
        passed = sum(1 for _ in islice(entries, offset))
        items = tuple(
            entry_item(signed, names, standing(desk.vault, signed, people))
            for signed in islice(entries, limit)
        )
        # How many acts there are of one kind is known once the journal was read to its beginning.
        total = desk.vault.head[0] if wanted == Acts() else passed + len(items) + sum(1 for _ in entries)
        shape = shapes.EntryList(items=items, total=total)
        output.answer(settings, shape, lambda: screens.entries(shape, settings, offset))


def _said(shape: JournalVerified) -> str:
    gone = f", {shape.gone:,} of them gone since a salvage that named them" if shape.gone else ""
    return f"journal sound: {shape.entries:,} entries{gone}, head {shape.head[:16]}"


@app.command("verify")
def verify(context: typer.Context) -> None:
    """Verify every link and signature of the journal; exit 3 where one does not fit."""
    from registry.cli import output, screens, session, shapes
    from registry.cli.progress import progress

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True, older=True) as desk:
        with progress(settings, "verifying the journal") as told:
            count = desk.vault.verify_journal(told)
        shape = shapes.JournalVerified(
            sound=True, entries=count, head=desk.vault.head[1].hex(), gone=len(desk.vault.gaps_met)
        )
        output.answer(
            settings,
            shape,
            lambda: screens.done(_said(shape)),
        )
