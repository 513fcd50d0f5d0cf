"""`registry exhibit`: sealing evidence in, and what there is of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from registry.cli import custody
from registry.cli.settings import Settings
from registry.errors import InputRefused, UsageRefused

app = typer.Typer(no_args_is_help=True)

# Mebibytes that a pipe may bring: they wait in memory, because nothing unsealed is ever put on the disk.
FROM_A_PIPE = 256
_PART = 1 << 20

Case = Annotated[str, typer.Argument(metavar="CASE", help="The case's id.")]


@contextmanager
def at_hand(file: str) -> Iterator[BinaryIO]:
    """Give what is to be sealed so that reading it never waits for another program.

    While a case is being saved no other session can save: a file is read piece by piece meanwhile, but what
    a pipe brings is read to its end before. Raises ``InputRefused`` as ``read_whole``.
    """
    import os
    import stat
    import sys

    with nullcontext(sys.stdin.buffer) if file == "-" else Path(file).open("rb") as stream:
        if stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            yield stream
        else:
            yield read_whole(stream)


def read_whole(stream: BinaryIO) -> BinaryIO:
    """Return all that a pipe brings, held in memory. Raises ``InputRefused`` for more than ``FROM_A_PIPE`` MiB."""
    import io

    held, left = io.BytesIO(), FROM_A_PIPE << 20
    while part := stream.read(min(_PART, left + 1)):
        if len(part) > left:
            raise InputRefused(
                f"more than {FROM_A_PIPE} MiB came through the pipe",
                "give the name of a file; those may be larger",
            )
        left -= held.write(part)
    held.seek(0)
    return held


@app.command(
    "attach",
    epilog="The file stays where it is: delete it yourself once you have seen it in the list. "
    f"What a pipe brings waits in memory, {FROM_A_PIPE} MiB at most; a file may be larger.",
)
def attach(
    context: typer.Context,
    case: Case,
    file: Annotated[str, typer.Argument(metavar="FILE", help="The file, or - for standard input.")],
    source: Annotated[str, typer.Option(help="The id of the source it came from.")] = "",
    claim: Annotated[list[str] | None, typer.Option(help="A claim it bears out; repeat.")] = None,
    keep_name: Annotated[bool, typer.Option("--keep-name/--no-name", help="Keep the file's name.")] = True,
) -> None:
    """Seal a file into a case, hashed before sealing; with a file that only takes in, CASE is a receipt's number."""
    from registry.cli import field, folding, output, screens, session
    from registry.desk.exhibiting import attach as attach_at
    from registry.desk.intake_only import FieldDesk, open_desk_or_box

    settings: Settings = context.obj
    with session.at_desk(settings, opening=open_desk_or_box) as desk:
        name = Path(file).name if keep_name and file != "-" else ""
        with at_hand(file) as content:
            if isinstance(desk, FieldDesk):
                if source or claim:
                    raise UsageRefused(
                        "no source and no claim can be looked up here", "leave --source and --claim out"
                    )
                field.seal_file(settings, desk, case, content, name)
                return
            made = attach_at(desk, case, content, name, source=source, claims=tuple(claim or ()))
        shape = folding.exhibit_item(made)
        told = [f"exhibit {shape.short} sealed, SHA-256 {shape.sha256}"]
        if shape.mismatch:
            told.append(f"note: {shape.mismatch}")
        output.answer(settings, shape, lambda: [part for said in told for part in screens.done(said)])


@app.command("list")
def list_(context: typer.Context, case: Case) -> None:
    """List the exhibits of a case with the hash of their original bytes."""
    from registry.cli import folding, output, session, shapes

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        items = tuple(folding.exhibit_item(exhibit) for exhibit in desk.case(case).exhibits)
        shape = shapes.ExhibitList(items=items, total=len(items))
        output.answer(settings, shape, lambda: custody.listed(shape, settings))


app.command("show", epilog=custody.SHOW_EPILOG)(custody.show)
app.command("verify", epilog=custody.VERIFY_EPILOG)(custody.verify)
app.command("export", epilog=custody.EXPORT_EPILOG)(custody.export)
