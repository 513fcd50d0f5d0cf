"""Intakes in the field and at headquarters: files that only take in, and collecting what was put in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from registry.cli.settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType

    from registry.cli import leaving_shapes as shapes
    from registry.desk.collecting import BoxReport
    from registry.desk.intake_only import FieldDesk
    from registry.vault.intake_box import Receipt

MAKE_EPILOG = (
    "Example: registry vault intake-only field.vault --caseworker Nour   In the field: registry --vault field.vault "
    "case new   Back at headquarters: registry vault collect field.vault"
)
COLLECT_EPILOG = (
    "Example: registry vault collect field.vault   Collecting twice changes nothing. Compare the last receipt with "
    "the worker's, then destroy the file with `registry --vault field.vault vault panic`, or go on using it."
)


def intake_only(
    context: typer.Context,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The new file; never an existing one.")],
    caseworker: Annotated[str, typer.Option(help="Who will take in with it; a pseudonym will do.")],
    new_passphrase_file: Annotated[
        str | None, typer.Option(metavar="FILE", help="With --no-input: the field passphrase's file.")
    ] = None,
) -> None:
    """Make a small file to take cases in with: whoever holds it, and its passphrase, cannot read them back."""
    from registry.cli import leaving_shapes as shapes
    from registry.cli import output, screens, session
    from registry.cli.secret_dialogue import new_passphrase
    from registry.cli.writing import refuse_read_only, refuse_stream
    from registry.desk.intake_only import make_intake_only

    settings: Settings = context.obj
    refuse_stream(out)
    refuse_read_only(settings)
    with session.at_desk(settings) as desk:
        passphrase = new_passphrase(
            settings, new_passphrase_file, f"The passphrase of {caseworker}, for the field"
        )
        made = make_intake_only(desk, out, caseworker, passphrase)
    shape = shapes.FieldFileMade(path=str(out), vault_id=made.vault_id, caseworker=made.name)
    output.answer(
        settings,
        shape,
        lambda: screens.done(
            f"{made.name} can take in with that file, and read nothing back, with their passphrase"
        ),
    )


def seal(settings: Settings, desk: FieldDesk, entries: Iterable[Any], *, dry_run: bool) -> None:
    """Take cases in where none can be read, and give receipts for them."""
    receipts: list[tuple[Receipt, int]] = []
    cases = 0
    for receipt, count in desk.take_in(entries, keep=not dry_run):
        cases += count
        if receipt is not None:
            receipts.append((receipt, count))
    sealed(settings, receipts, cases, dry_run=dry_run)


def sealed(settings: Settings, receipts: Iterable[tuple[Receipt, int]], cases: int, *, dry_run: bool) -> None:
    """Answer with the receipts of what was sealed, each with the number of its cases."""
    from registry.cli import leaving_shapes as shapes
    from registry.cli import output

    items = tuple(
        shapes.ReceiptItem(number=one.number, code=one.code, cases=count) for one, count in receipts
    )
    shape = shapes.SealedIntake(receipts=items, cases=cases, dry_run=dry_run)
    output.answer(settings, shape, lambda: _sealed_drawn(shape))


def seal_file(settings: Settings, desk: FieldDesk, case: str, content: BinaryIO, name: str) -> None:
    """Seal a file for a case that was sealed before: ``3`` is the case of receipt 3, ``3/2`` its second."""
    from registry.cli import leaving_shapes as shapes
    from registry.cli import output
    from registry.errors import InputRefused
    from registry.vault.intake_box import LARGEST

    number, _, place = case.partition("/")
    if not all(part.isascii() and part.isdigit() for part in (number, place or "1")):
        raise InputRefused(
            "here a file is sealed for a receipt",
            "give the receipt's number, such as 3, or 3/2 for its second case",
        )
    receipt = desk.attach(int(number), content.read(LARGEST + 1), name, int(place or 1))
    shape = shapes.SealedIntake(
        receipts=(shapes.ReceiptItem(number=receipt.number, code=receipt.code),), cases=0
    )
    output.answer(settings, shape, lambda: _sealed_drawn(shape))


def _sealed_drawn(shape: shapes.SealedIntake) -> Iterator[RenderableType]:
    from registry.cli.drawing import wrapped

    for receipt in shape.receipts:
        what = f"{receipt.cases} cases sealed" if receipt.cases else "a file sealed"
        yield wrapped(f"receipt {receipt.number}, check code {receipt.code}: {what}", "bold")
    if shape.dry_run:
        yield wrapped(f"{shape.cases} cases would be sealed; nothing was kept: this was a dry run", "dim")
    else:
        yield wrapped("nobody can read them here, you included; headquarters can", "dim")
        yield wrapped(
            "what you typed may still be in this machine's memory: switch it off before you move", "dim"
        )


def waiting(context: typer.Context) -> None:
    """Say how many intakes wait to be collected, with their receipts; never what is in them."""
    from registry.cli import leaving_shapes as shapes
    from registry.cli import output, session
    from registry.desk.intake_only import FieldDesk, open_desk_or_box
    from registry.vault.intake_box import code_of, digest_of

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True, opening=open_desk_or_box) as desk:
        if isinstance(desk, FieldDesk):
            items = tuple(shapes.ReceiptItem(number=r.number, code=r.code) for r in desk.vault.receipts())
        else:
            inbox = desk.vault.container
            items = tuple(
                shapes.ReceiptItem(number=number, code=code_of(digest_of(raw)))
                for number, raw in (inbox.boxes() if inbox.has_inbox() else ())
            )
    shape = shapes.ReceiptList(items=items, total=len(items))
    output.answer(settings, shape, lambda: _waiting_drawn(shape))


def _waiting_drawn(shape: shapes.ReceiptList) -> Iterator[RenderableType]:
    from registry.cli.drawing import wrapped

    yield wrapped(f"{shape.total:,} intakes lie sealed in this file")
    if shape.items:
        yield wrapped(f"the last: receipt {shape.items[-1].number}, check code {shape.items[-1].code}")


def collect(
    context: typer.Context,
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE]...", help="Field files; without any, the vault's own box."),
    ] = None,
    accept: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="Take in what this check code names although its worker has left."),
    ] = None,
) -> None:
    """Open intakes from the field and take them in, each once, under the name of who took them."""
    from registry.cli import leaving_shapes as shapes
    from registry.cli import output, session
    from registry.cli.progress import progress
    from registry.desk.collecting import DAMAGED, TAKEN, collect, set_aside
    from registry.errors import RegistryError

    settings: Settings = context.obj
    items: list[shapes.CollectedItem] = []
    aside, stopped = 0, None
    with session.at_desk(settings) as desk:
        try:
            with progress(settings, "collecting") as told:
                for file in [*(files or ())] or [None]:
                    for report in collect(desk, file, accept or ()):
                        items.append(_item(file, report))
                        told(len(items), 0)
            aside = len(set_aside(desk))
        except RegistryError as failed:
            # Each intake is an act of its own: what was taken in before stands, and has to be told.
            if not any(item.state == TAKEN for item in items):
                raise
            stopped = failed
    shape = shapes.CollectedList(
        items=tuple(items), total=len(items), cases=sum(len(i.cases) for i in items if i.state == TAKEN),
        set_aside=aside, stopped=shapes.Stopped(stopped.code, stopped.message, stopped.hint) if stopped else None,
    )  # fmt: skip
    output.answer(settings, shape, lambda: _collected_drawn(shape, settings))
    if stopped:
        raise typer.Exit(stopped.exit_code)
    if any(item.state == DAMAGED for item in items):
        raise typer.Exit(3)


def _item(file: Path | None, report: BoxReport) -> shapes.CollectedItem:
    from registry.cli import leaving_shapes as shapes

    return shapes.CollectedItem(
        file=str(file) if file else "", number=report.number, code=report.code, state=report.state,
        worker=report.worker, cases=report.cases, why=report.why, notes=report.notes,
    )  # fmt: skip


def _collected_drawn(shape: shapes.CollectedList, settings: Settings) -> Iterator[RenderableType]:
    from registry.cli.drawing import safe, table, wrapped

    if not shape.items:
        yield wrapped("no intakes are waiting", "dim")
        return
    drawn = table(settings, "receipt", "code", "worker", "cases", "what became of it")
    drawn.columns[4].no_wrap = False
    for item in shape.items:
        said = "; ".join([item.state, *([item.why] if item.why else []), *item.notes])
        drawn.add_row(
            safe(str(item.number)),
            safe(item.code),
            safe(item.worker),
            safe(str(len(item.cases))),
            wrapped(said),
        )
    yield drawn
    yield wrapped(f"{shape.cases:,} cases taken in", "bold")
    if shape.stopped:
        yield wrapped(f"then it stopped: {shape.stopped.message}; {shape.stopped.hint}", "bold")
        yield wrapped("what was taken in is saved; collect again for the rest, and nothing is taken in twice")
        return
    if shape.set_aside:
        yield wrapped(
            f"{shape.set_aside} intakes were refused and are kept: see `registry vault quarantine`", "bold"
        )
    if any(item.file for item in shape.items):
        yield wrapped(
            "compare the last receipt with the worker's; then destroy the file with `registry --vault FILE vault "
            "panic`, or go on using it",
            "dim",
        )


def quarantine(context: typer.Context) -> None:
    """Show the intakes that were refused, with the reason and what they hold, so that nobody is lost."""
    from registry.cli import leaving_shapes as shapes
    from registry.cli import output, session
    from registry.desk.collecting import set_aside
    from registry.vault.intake_box import code_of

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        names = desk.names()
        items = tuple(
            shapes.QuarantineItem(
                number=one.number, code=code_of(bytes.fromhex(one.digest)), worker=names.get(one.by, ""),
                why=one.why, content=one.content,
            )
            for one in set_aside(desk)
        )  # fmt: skip
    shape = shapes.QuarantineList(items=items, total=len(items))
    output.answer(settings, shape, lambda: _quarantine_drawn(shape))


def _quarantine_drawn(shape: shapes.QuarantineList) -> Iterator[RenderableType]:
    from registry.cli.drawing import safe, wrapped

    if not shape.items:
        yield wrapped("no intake was refused", "dim")
    for item in shape.items:
        yield wrapped(f"receipt {item.number}, check code {item.code}, {item.worker}: {item.why}", "bold")
        yield safe(item.content)
