"""`registry vault rekey` and `registry vault upgrade`: new keys for everyone, and the current format."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from registry.cli.settings import Settings


def rekey(
    context: typer.Context,
    deep: Annotated[
        bool, typer.Option("--deep", help="Seal everything anew too, under keys that nobody had before.")
    ] = False,
) -> None:
    """Begin a new epoch: new keys for everyone who is here, without a word from them."""
    from registry.cli import output, screens, session
    from registry.cli.people_shapes import Rekeyed
    from registry.cli.progress import progress

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        desk.vault.refuse_unwritable()
        with progress(settings, "checking, then sealing anew" if deep else "new keys") as told:
            epoch = desk.vault.rekey(deep=deep, progress=told)
    shape = Rekeyed(epoch=epoch, deep=deep)
    said = (
        f"everything is sealed anew under keys that nobody had before (epoch {epoch})"
        if deep
        else f"what is written from now on is sealed under new keys (epoch {epoch})"
    )
    output.answer(settings, shape, lambda: screens.done(said))
    copies = "copies and backups made before open as they did; make a new backup and lock away the old ones"
    output.say(settings, copies if deep else f"what was written before stays as it is until --deep; {copies}")


def upgrade(
    context: typer.Context,
    backup: Annotated[
        Path | None,
        typer.Option(metavar="DEST", help="Where the copy from before goes; never an existing file."),
    ] = None,
) -> None:
    """Bring a vault of an earlier format up to date, after a verified copy of it was made."""
    from registry.cli import output, screens, session
    from registry.cli.people_shapes import Upgraded
    from registry.cli.progress import progress
    from registry.cli.writing import refuse_stream
    from registry.errors import RuleNotMet, UsageRefused
    from registry.vault.places import FORMAT

    settings: Settings = context.obj
    if backup is None:
        raise UsageRefused(
            "a vault is brought up to date only after a copy of it was made",
            "give --backup DEST, best on another disk; keep it until you have worked with the vault for a while",
        )
    refuse_stream(backup)
    with session.at_desk(settings) as desk:
        desk.vault.refuse_unwritable(upgrading=True)
        before = desk.vault.info().format
        if before == FORMAT:
            raise RuleNotMet("the vault has the current format already", "there is nothing to do")
        with progress(settings, "copying and verifying") as told:
            desk.vault.backup(backup, told)
        with progress(settings, "checking, then sealing anew") as told:
            desk.vault.upgrade(told)
    shape = Upgraded(
        format_before=before, format=FORMAT, backup=str(backup), backup_size=backup.stat().st_size
    )
    output.answer(
        settings, shape, lambda: screens.done(f"the vault is of format {FORMAT} now; nothing in it changed")
    )
    output.say(
        settings, f"the copy from before is of format {before}: this version opens it, and so do older ones"
    )
