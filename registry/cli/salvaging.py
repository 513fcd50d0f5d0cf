"""`registry vault salvage`: a new vault of all that can be saved from a damaged one, and what could not be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from registry.cli.settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType

    from registry.cli.saved import Salvaged
    from registry.vault.salvage import SalvageReport

EPILOG = (
    "Example: `registry vault salvage saved.vault`. The damaged file stays as it is; keep it until somebody has "
    "looked at what was lost."
)


def salvage(
    context: typer.Context,
    destination: Annotated[
        Path, typer.Argument(metavar="OUT", help="The new vault's file; never an existing one.")
    ],
    header_from: Annotated[
        Path | None,
        typer.Option(
            metavar="BACKUP", help="Where the vault's own header is gone: a backup of the same vault."
        ),
    ] = None,
    recovery_from: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Open with the recovery key instead; - for standard input."),
    ] = None,
) -> None:
    """Write a new vault of all that can be saved from a damaged one, and say what was lost."""
    from registry.cli import output, session
    from registry.cli.hygiene import hide_memory, refuse_leaky_environment
    from registry.cli.progress import progress
    from registry.cli.reading import read_text
    from registry.cli.witnessing import settler
    from registry.cli.writing import refuse_read_only, refuse_stream
    from registry.desk.opening import RecoveryKey, refuse_existing, refuse_missing
    from registry.desk.salvaging import salvage_vault

    settings: Settings = context.obj
    refuse_leaky_environment()
    refuse_read_only(settings)
    refuse_stream(destination)
    source = session.vault_path(settings)
    refuse_missing(source)
    refuse_existing(destination)
    recovery = None
    if recovery_from is not None:
        recovery = RecoveryKey.parse(read_text(settings, recovery_from, "Recovery key"))
    passphrase = session.passphrase_for(settings) if recovery is None else None
    hide_memory()
    with progress(settings, "reading what is left") as told:
        report = salvage_vault(
            source, destination, passphrase, session.device_name(), told,
            recovery=recovery, header_from=header_from, settle=settler(settings),
        )  # fmt: skip
    shape = _shape(destination, report)
    output.answer(settings, shape, lambda: drawn(shape))


def _shape(destination: Path, report: SalvageReport) -> Salvaged:
    from registry.cli.saved import LostItem, Salvaged
    from registry.desk.checking import named
    from registry.desk.salvaging import saved_cases
    from registry.words.identity import short

    lost = [LostItem(named(table, one), table, short(one), "lost") for table, one in report.lost]
    lost += [
        LostItem(f"{named(table, one)}: an earlier state was saved", table, short(one), "older")
        for table, one in report.older
    ]
    lost += [
        LostItem(f"an exhibit of {named(table, one)}", table, short(one), "lost")
        for table, one, _ in report.lost_exhibits
    ]
    return Salvaged(
        path=str(destination),
        size=destination.stat().st_size,
        whole=report.whole,
        cases=saved_cases(report),
        saved=report.saved,
        exhibits=report.exhibits,
        entries=report.entries,
        lost=tuple(lost),
        unnamed=report.unnamed,
        lost_entries=tuple(report.lost_entries),
        intakes=report.intakes,
        unsure=report.unsure,
        people=report.people,
        header_from_copy=report.header_from_copy,
    )


# So many lost things are named one by one on a screen.
_SHOWN = 12


def drawn(shape: Salvaged) -> Iterator[RenderableType]:
    """Say what was saved, what was lost, and what to do now."""
    from registry.cli.checking import indented, numbers
    from registry.cli.drawing import wrapped

    yield wrapped(
        f"saved and verified: {shape.cases:,} cases, {shape.saved.get('sources', 0):,} sources, "
        f"{shape.exhibits:,} exhibits, {shape.entries:,} journal entries",
        "bold",
    )
    for item in shape.lost[:_SHOWN]:
        yield indented(f"{item.loss.upper():5}  {item.what}", 2)
    if len(shape.lost) > _SHOWN:
        yield wrapped(f"  … and {len(shape.lost) - _SHOWN:,} more; all of them with --json", "dim")
    for table, many in shape.unnamed.items():
        yield indented(
            f"LOST   {many:,} more of {table}, whose ids are lost with the index and the journal", 2
        )
    if shape.lost_entries:
        entries = "entry" if len(shape.lost_entries) == 1 else "entries"
        told = f"LOST   journal {entries} {numbers(shape.lost_entries)}, as the new vault's journal says"
        yield indented(told, 2)
    yield from (indented(remark, 2) for asked, remark in _remarks(shape) if asked)
    if shape.whole:
        yield wrapped("nothing was lost")
    yield wrapped(
        "keep the damaged file; then use the new vault with --vault, or put it in the old one's place", "dim"
    )


def _remarks(shape: Salvaged) -> list[tuple[bool, str]]:
    return [
        (shape.unsure, "LOST   the table of contents: acts after the last one found cannot be ruled out"),
        (shape.people, "LOST   the list of caseworkers: add your colleagues anew"),
        (
            shape.unsure and shape.intakes > 0,
            f"LOST   the keys of {shape.intakes:,} intakes in the file: ask their workers to take them in anew",
        ),
        (
            not shape.unsure and shape.intakes > 0,
            f"{shape.intakes:,} sealed intakes lie in the new vault as in the old one",
        ),
        (
            shape.header_from_copy,
            "the header is that of the copy: passphrases and slots are as they were then",
        ),
    ]
