"""`registry vault compact`: the room of what was removed is given back to the disk."""

from __future__ import annotations

import typer

from registry.cli.settings import Settings

EPILOG = (
    "Example: registry vault compact   Meanwhile it needs as much free room as the vault takes, and nobody "
    "else can open the vault."
)


def compact(context: typer.Context) -> None:
    """Check the vault, then write its file anew without the room of what was removed."""
    from registry.cli import output, screens, session, shapes
    from registry.cli.progress import progress

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        with progress(settings, "checking and compacting") as told:
            before, after = desk.vault.compact(told)
        shape = shapes.Compacted(before=before, after=after, cases=desk.count())
        output.answer(
            settings,
            shape,
            lambda: screens.done(f"compacted: {before:,} bytes before, now {after:,} bytes"),
        )
