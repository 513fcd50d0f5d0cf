"""`registry init` and `registry vault`: making the vault, looking at it, checking it and copying it."""

from __future__ import annotations

from typing import Annotated

import typer

from registry.cli import (
    accepting,
    backups,
    checking,
    compacting,
    field,
    panicking,
    people,
    recovering,
    rekeying,
    salvaging,
    travelling,
)
from registry.cli.settings import Settings

app = typer.Typer(no_args_is_help=True)
app.add_typer(people.app, name="slots", help="Who has a slot in this vault.")
app.add_typer(recovering.app, name="recovery", help="Getting back in when a passphrase is lost.")
app.command("rekey", epilog="Example: registry vault rekey --deep")(rekeying.rekey)
app.command("upgrade", epilog="Example: registry vault upgrade --backup /media/stick/before.vault")(
    rekeying.upgrade
)
app.command("panic", epilog=panicking.EPILOG)(panicking.panic)
app.command("intake-only", epilog=field.MAKE_EPILOG)(field.intake_only)
app.command("travel", epilog=travelling.TRAVEL_EPILOG)(travelling.travel)
app.command("return", epilog=travelling.RETURN_EPILOG)(travelling.return_)
app.command("waiting")(field.waiting)
app.command("collect", epilog=field.COLLECT_EPILOG)(field.collect)
app.command("quarantine")(field.quarantine)


def init(
    context: typer.Context,
    caseworker: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="How you sign; a pseudonym will do (default: caseworker)."),
    ] = None,
    recovery_file: recovering.Text = None,
    paper: recovering.Sheet = None,
    shares: Annotated[
        bool | None,
        typer.Option("--shares/--one-key", help="Recovery by any two of three shares, or by one key."),
    ] = None,
    older_laptop: Annotated[
        bool,
        typer.Option("--older-laptop", help="Unlocking takes a third of the time, and 256 MiB at most."),
    ] = False,
    test_kdf: Annotated[bool, typer.Option("--test-kdf", hidden=True)] = False,
) -> None:
    """Make a vault: who you are, a passphrase, and a recovery that you type back from paper."""
    from registry.cli.making import Wishes, make

    make(context.obj, Wishes(caseworker, shares, older_laptop, recovery_file, paper, test_kdf))


@app.command("info")
def info(context: typer.Context) -> None:
    """Show what the opener may know of the vault."""
    from registry.cli import output, screens, session, shapes
    from registry.cli.witnessing import witness_of
    from registry.desk.desk import SOURCES
    from registry.desk.peopling import names_here
    from registry.desk.rehearsing import recovery_of
    from registry.desk.travelling import is_journey

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True, older=True) as desk:
        found, recovery = desk.vault.info(), recovery_of(desk)
        shape = shapes.VaultInfo(
            path=str(session.vault_path(settings)),
            format=found.format,
            vault_id=found.vault_id,
            epoch=found.epoch,
            kdf={
                "memory_kib": found.cost.memory,
                "passes": found.cost.passes,
                "lanes": found.cost.lanes,
                "test_only": found.test_kdf,
            },
            caseworkers=tuple(names_here(desk)),
            recovery_made=recovery.made,
            recovery_rehearsed=recovery.rehearsed or None,
            cases=desk.count(),
            sources=desk.vault.count(SOURCES),
            journal=found.acts,
            size=found.size,
            travel=is_journey(desk),
            waiting=found.waiting,
            witness=witness_of(desk).weigh().standing.value,
        )
        output.answer(settings, shape, lambda: screens.vault_info(shape))


app.command("check", epilog=checking.EPILOG)(checking.check)
app.command("accept", epilog=accepting.EPILOG)(accepting.accept)
app.command("salvage", epilog=salvaging.EPILOG)(salvaging.salvage)


@app.command(
    "passphrase",
    epilog="Example: registry vault passphrase. With a lost one: registry vault passphrase --recovery-from -",
)
def passphrase(
    context: typer.Context,
    new_passphrase_file: Annotated[
        str | None, typer.Option(metavar="FILE", help="With --no-input: the new passphrase's file.")
    ] = None,
    recovery_from: recovering.From = None,
    caseworker: Annotated[
        str, typer.Option(metavar="NAME", help="With the recovery key: whose passphrase was lost.")
    ] = "",
) -> None:
    """Change your passphrase, or set a new one with the recovery key; that key stays as it is."""
    from registry.cli.making import change_passphrase

    change_passphrase(context.obj, new_passphrase_file, recovery_from or (), caseworker)


app.add_typer(backups.app, name="backup")
app.command("restore", epilog=backups.RESTORE_EPILOG)(backups.restore)
app.command("compact", epilog=compacting.EPILOG)(compacting.compact)
