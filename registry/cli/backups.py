"""`registry vault backup` and `registry vault restore`: sealed copies made, verified, listed and put back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from registry.cli import recovering
from registry.cli.nameless import OrNameless
from registry.cli.settings import Settings

if TYPE_CHECKING:
    from registry.cli.shapes import CheckItem
    from registry.desk.copies import Standing
    from registry.desk.desk import Desk
    from registry.vault.check import CheckReport
    from registry.vault.recovery import RecoveryKey


def _place(text: str) -> Path:
    from registry.vault.copying import place_of

    return place_of(text)


class OrMake(OrNameless):
    """A group whose first word, where it is no command of its own, is the place of a new copy."""

    nameless = "make"
    heading = "To make a copy"


app = typer.Typer(
    cls=OrMake,
    no_args_is_help=True,
    subcommand_metavar="DEST | verify COPY | list [FOLDER]",
    help="Write a sealed copy elsewhere, read back and verified before it counts; or verify and list copies.",
    epilog="Example: `registry vault backup /media/stick`. A file that is called verify or list is reached as ./verify.",
)


@app.command(
    "make",
    epilog="Example: `registry vault backup /media/stick --label 'red stick'`. Keep the copy apart from this laptop. "
    "It opens with the passphrase and the recovery key of today.",
)
def make(
    context: typer.Context,
    destination: Annotated[
        Path,
        typer.Argument(
            metavar="DEST",
            parser=_place,
            help="A new file; or a folder, in which the copy is named by the time.",
        ),
    ],
    label: Annotated[
        str,
        typer.Option(
            metavar="WORDS",
            help="What you call the medium, such as 'red stick'; nobody's name: the shell keeps it.",
        ),
    ] = "",
) -> None:
    """Write a sealed copy elsewhere, read back and verified before it counts."""
    from registry.cli import copy_screens, output, session, shapes
    from registry.cli.progress import progress
    from registry.cli.writing import refuse_stream
    from registry.desk.copies import read_label
    from registry.desk.copying import copy_to

    settings: Settings = context.obj
    refuse_stream(destination)
    read_label(label)
    with session.at_desk(settings) as desk, progress(settings, "copying and verifying") as told:
        made = copy_to(desk, destination, told, label=label)
    done = made.done
    shape = shapes.Copied(
        path=str(made.path), size=done.copied.size, cases=done.cases, noted=done.not_noted is None
    )
    output.answer(settings, shape, lambda: copy_screens.backed_up(shape))
    if done.not_noted is not None:
        output.say(
            settings,
            f"the copy is good, but the vault may keep no note of it: {done.not_noted.message}; "
            "a case that is erased later stays in it, and nobody will be reminded",
        )
    if made.beside:
        output.say(settings, "it lies on the same disk as the vault: keep another one apart from this laptop")


@app.command(
    "verify",
    epilog="Example: `registry vault backup verify /media/stick/registry-2026-11-22T162500Z.vault`. "
    "Exit 3 where something is damaged.",
)
def verify(
    context: typer.Context,
    copy: Annotated[Path, typer.Argument(metavar="COPY", help="The sealed copy.")],
    recovery_from: recovering.From = None,
) -> None:
    """Read every byte and verify every seal; say which generation it is."""
    from registry.cli import copy_screens, copy_shapes, output, session
    from registry.cli.progress import progress
    from registry.desk.copies import last_act_at
    from registry.desk.opening import refuse_missing_copy
    from registry.vault.copying import peek, read_through

    settings: Settings = context.obj
    refuse_missing_copy(copy)
    peek(copy)  # what is no vault, or a newer one, is said before anyone is asked for a passphrase
    secret = _secret(settings, recovery_from)
    with progress(settings, "reading every byte") as told:
        size = read_through(copy, told)
    with session.at_place(copy, *secret) as desk:
        with progress(settings, "verifying every seal") as told:
            found = desk.vault.check(told)
        beside = _beside_the_vault(settings, desk, secret)
        shape = copy_shapes.CopyVerified(
            sound=found.ok,
            size=size,
            cases=desk.count(),
            sequence=desk.vault.head[0],
            last_act=last_act_at(desk) if found.ok else "",
            relation=beside.relation,
            acts=beside.acts,
            made=beside.known.at if beside.known else "",
            label=beside.known.label if beside.known else "",
            problems=_problems(desk, found),
        )
        now = desk.pen.clock()
    output.answer(settings, shape, lambda: copy_screens.copy_verified(shape, now))
    if not shape.sound:
        raise typer.Exit(3)


def _secret(settings: Settings, recovery_from: list[str] | None) -> tuple[str | None, RecoveryKey | None]:
    """Return the passphrase, or in its place the recovery key or two shares of it."""
    from registry.cli import hygiene, session
    from registry.cli.secret_dialogue import read_recovery

    hygiene.refuse_leaky_environment()
    hygiene.hide_memory()
    if recovery_from:
        return None, read_recovery(settings, recovery_from)
    return session.passphrase_for(settings), None


def _problems(desk: Desk, found: CheckReport) -> tuple[CheckItem, ...]:
    """Say what of a copy is damaged; whatever it is, the vault itself makes a better one."""
    import msgspec

    from registry.cli.checking import item_of
    from registry.desk.checking import findings

    step = "make a new backup of the vault, on another medium"
    return tuple(msgspec.structs.replace(item_of(one), next=step) for one in findings(desk, found))


def _beside_the_vault(settings: Settings, copy: Desk, secret: Any) -> Standing:
    """Compare a copy with the vault of this run, where there is one that the same secret opens."""
    from registry.cli import session
    from registry.desk.copies import ANOTHER, NOT_COMPARED, Standing, standing
    from registry.errors import RegistryError
    from registry.vault.copying import peek

    path = session.vault_path(settings)
    try:
        if not path.is_file():
            return Standing(NOT_COMPARED)
        if peek(path).vault_id.hex() != copy.vault.info().vault_id:
            return Standing(ANOTHER)
        with session.at_place(path, *secret) as vault:
            return standing(vault, copy)
    except RegistryError:
        return Standing(NOT_COMPARED)


@app.command(
    "list", epilog="Example: `registry vault backup list /media/stick`. A lost vault is no hindrance."
)
def list_(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(metavar="[FOLDER]", help="Look at the files of this folder too.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=1_000_000)] = 20,
    offset: Annotated[int, typer.Option(min=0)] = 0,
) -> None:
    """List the known copies, newest first, and those in a folder."""
    from registry.cli import copy_screens, copy_shapes, output, session
    from registry.cli.copies import files_of, item_of
    from registry.desk.copies import KnownCopy, copies
    from registry.provenance.stamp import utc_now

    settings: Settings = context.obj
    known: Sequence[KnownCopy] = ()
    items: tuple[copy_shapes.CopyItem, ...] = ()
    vault_id, now = None, utc_now()
    if folder is None or session.vault_path(settings).exists():
        with session.at_desk(settings, read_only=True) as desk:
            known, vault_id, now = copies(desk), desk.vault.info().vault_id, desk.pen.clock()
            items = tuple(item_of(desk, one, known, now) for one in known[offset : offset + limit])
    shape = copy_shapes.CopyList(items=items, total=len(known))
    if folder is not None:
        shape.files, shape.others, shape.unfinished = files_of(folder, vault_id, known, now)
    output.answer(settings, shape, lambda: copy_screens.copies(shape, settings, offset, folder is not None))


RESTORE_EPILOG = (
    "Example: `registry --vault new.vault vault restore COPY`. It writes to --vault, which must not exist "
    "yet: nothing is overwritten."
)


def restore(
    context: typer.Context,
    source: Annotated[Path, typer.Argument(metavar="COPY", help="The sealed copy.")],
    recovery_from: recovering.From = None,
) -> None:
    """Verify a sealed copy with its passphrase, then put it where the vault belongs."""
    from registry.cli import output, screens, session, shapes
    from registry.cli.progress import progress
    from registry.cli.witnessing import settler
    from registry.cli.writing import refuse_read_only
    from registry.desk.opening import refuse_existing, refuse_missing_copy, restore_vault

    settings: Settings = context.obj
    refuse_read_only(settings)
    destination = session.vault_path(settings)
    refuse_missing_copy(source)
    refuse_existing(destination)
    passphrase, key = _secret(settings, recovery_from)
    with progress(settings, "verifying and copying") as told:
        cases = restore_vault(
            source, destination, passphrase, session.device_name(), told, recovery=key,
            settle=settler(settings),
        )  # fmt: skip
    shape = shapes.Copied(path=str(destination), size=destination.stat().st_size, cases=cases)
    output.answer(settings, shape, lambda: screens.done(f"restored and verified: {shape.cases:,} cases"))
