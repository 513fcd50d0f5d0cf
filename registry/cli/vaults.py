"""`registry init` and `registry vault`: making the vault, looking at it, checking it and copying it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from registry.cli import field, panicking, travelling
from registry.cli.settings import Settings

app = typer.Typer(no_args_is_help=True)
app.command("panic", epilog=panicking.EPILOG)(panicking.panic)
app.command("intake-only", epilog=field.MAKE_EPILOG)(field.intake_only)
app.command("travel", epilog=travelling.TRAVEL_EPILOG)(travelling.travel)
app.command("return", epilog=travelling.RETURN_EPILOG)(travelling.return_)
app.command("waiting")(field.waiting)
app.command("collect", epilog=field.COLLECT_EPILOG)(field.collect)
app.command("quarantine")(field.quarantine)


def init(
    context: typer.Context,
    caseworker: Annotated[str, typer.Option(help="How you sign; a pseudonym will do.")] = "caseworker",
    recovery_file: Annotated[
        Path | None,
        typer.Option(
            metavar="OUT", help="With --no-input: where the recovery key goes; move it off this machine."
        ),
    ] = None,
    test_kdf: Annotated[bool, typer.Option("--test-kdf", hidden=True)] = False,
) -> None:
    """Make a vault: a passphrase, and a recovery key that you type back from paper."""
    from registry.cli.making import make

    make(context.obj, caseworker, recovery_file, test_kdf=test_kdf)


@app.command("info")
def info(context: typer.Context) -> None:
    """Show what the opener may know of the vault."""
    from registry.cli import output, screens, session, shapes
    from registry.desk.desk import SOURCES
    from registry.desk.travelling import is_journey

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        found = desk.vault.info()
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
            caseworkers=tuple(desk.names().values()),
            cases=desk.count(),
            sources=desk.vault.count(SOURCES),
            journal=found.acts,
            size=found.size,
            travel=is_journey(desk),
            waiting=found.waiting,
        )
        output.answer(settings, shape, lambda: screens.vault_info(shape))


@app.command("check")
def check(context: typer.Context) -> None:
    """Read every byte, verify every seal, the journal and its signatures; exit 3 where something is wrong."""
    from registry.cli import output, screens, session, shapes
    from registry.cli.progress import progress
    from registry.words.identity import short

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        with progress(settings, "reading the vault") as told:
            found = desk.vault.check(told)
        problems = tuple(
            shapes.CheckItem(
                what=problem.what,
                table=problem.table,
                id=short(problem.identity) if problem.identity else "",
                next="restore a backup beside this vault with `registry vault restore`, and compare",
            )
            for problem in found.problems
        )
        shape = shapes.CheckResult(
            sound=not problems, rows=found.rows, cases=desk.count(), entries=found.entries, problems=problems
        )
        output.answer(settings, shape, lambda: screens.checked(shape, settings))
    if problems:
        raise typer.Exit(3)


@app.command("passphrase")
def passphrase(
    context: typer.Context,
    new_passphrase_file: Annotated[
        str | None, typer.Option(metavar="FILE", help="With --no-input: the new passphrase's file.")
    ] = None,
    recovery_from: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Open with the recovery key instead; - for standard input."),
    ] = None,
) -> None:
    """Change your passphrase, or set a new one with the recovery key; that key stays as it is."""
    from registry.cli.making import change_passphrase

    change_passphrase(context.obj, new_passphrase_file, recovery_from)


@app.command("backup", epilog="Keep the copy apart from this laptop. It opens with the same passphrase.")
def backup(
    context: typer.Context,
    destination: Annotated[
        Path, typer.Argument(metavar="DEST", help="The copy's file; never an existing one.")
    ],
) -> None:
    """Write a sealed copy elsewhere, read back and verified before it counts."""
    from registry.cli import output, screens, session, shapes
    from registry.cli.progress import progress
    from registry.cli.writing import refuse_stream

    settings: Settings = context.obj
    refuse_stream(destination)
    with session.at_desk(settings, read_only=True) as desk:
        with progress(settings, "copying and verifying") as told:
            desk.vault.backup(destination, told)
        shape = shapes.Copied(path=str(destination), size=destination.stat().st_size, cases=desk.count())
        output.answer(
            settings,
            shape,
            lambda: screens.done(f"backed up and verified: {shape.cases:,} cases, {shape.size:,} bytes"),
        )


@app.command(
    "restore", epilog="Restoring writes to --vault, which must not exist yet: nothing is overwritten."
)
def restore(
    context: typer.Context,
    source: Annotated[Path, typer.Argument(metavar="COPY", help="The sealed copy.")],
) -> None:
    """Verify a sealed copy with its passphrase, then put it where the vault belongs."""
    from registry.cli import output, screens, session, shapes
    from registry.cli.progress import progress
    from registry.cli.writing import refuse_read_only
    from registry.desk.opening import refuse_existing, refuse_missing_copy, restore_vault

    settings: Settings = context.obj
    refuse_read_only(settings)
    destination = session.vault_path(settings)
    refuse_missing_copy(source)
    refuse_existing(destination)
    with progress(settings, "verifying and copying") as told:
        cases = restore_vault(
            source, destination, session.passphrase_for(settings), session.device_name(), told
        )
    shape = shapes.Copied(path=str(destination), size=destination.stat().st_size, cases=cases)
    output.answer(settings, shape, lambda: screens.done(f"restored and verified: {shape.cases:,} cases"))
