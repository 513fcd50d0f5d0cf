"""`registry journal`: the chain of custody, shown and verified."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from registry.cli import checkpoints
from registry.cli.settings import Settings

if TYPE_CHECKING:
    from registry.cli.shapes import JournalVerified

app = typer.Typer(no_args_is_help=True)
app.command("checkpoint", epilog=checkpoints.EPILOG)(checkpoints.checkpoint)


@app.command("show")
def show(
    context: typer.Context,
    case: Annotated[str, typer.Argument(metavar="[CASE]", help="Only acts that touched this case.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=1_000_000)] = 20,
    offset: Annotated[int, typer.Option(min=0)] = 0,
) -> None:
    """Show who did what to which records, newest first."""
    from registry.cli import output, screens, session, shapes
    from registry.cli.folding import entry_item
    from registry.desk.desk import CASES

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True, older=True) as desk:
        wanted = desk.identify(CASES, case) if case else None
        entries = (
            signed
            for signed in desk.vault.journal(newest_first=True, as_left=True)
            if wanted is None or any(change.identity == wanted for change in signed.entry.changes)
        )
        names = desk.names()
        passed = sum(1 for _ in islice(entries, offset))
        items = tuple(entry_item(signed, names) for signed in islice(entries, limit))
        # How many acts one case has is known once the journal was read to its beginning.
        total = passed + len(items) + sum(1 for _ in entries) if wanted else desk.vault.head[0]
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
