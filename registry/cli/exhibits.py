"""`registry exhibit`: sealing evidence in, and reading it out byte for byte."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from registry.cli.settings import Settings

app = typer.Typer(no_args_is_help=True)

Case = Annotated[str, typer.Argument(metavar="CASE", help="The case's id.")]


@app.command(
    "attach", epilog="The file stays where it is: delete it yourself once you have seen it in the list."
)
def attach(
    context: typer.Context,
    case: Case,
    file: Annotated[str, typer.Argument(metavar="FILE", help="The file, or - for standard input.")],
    source: Annotated[str, typer.Option(help="The id of the source it came from.")] = "",
    claim: Annotated[list[str] | None, typer.Option(help="A claim it bears out; repeat.")] = None,
    keep_name: Annotated[bool, typer.Option("--keep-name/--no-name", help="Keep the file's name.")] = True,
) -> None:
    """Seal a file into a case, hashed before sealing."""
    import sys

    from registry.cli import folding, output, screens, session
    from registry.desk.exhibiting import attach as attach_at

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        name = Path(file).name if keep_name and file != "-" else ""
        stream = sys.stdin.buffer if file == "-" else Path(file).open("rb")  # noqa: SIM115 - closed below
        try:
            made = attach_at(desk, case, stream, name, source=source, claims=tuple(claim or ()))
        finally:
            if file != "-":
                stream.close()
        shape = folding.exhibit_item(made)
        output.answer(
            settings, shape, lambda: screens.done(f"exhibit {shape.short} sealed, SHA-256 {shape.sha256}")
        )


@app.command("list")
def list_(context: typer.Context, case: Case) -> None:
    """List the exhibits of a case with the hash of their original bytes."""
    from registry.cli import folding, output, screens, session, shapes

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        items = tuple(folding.exhibit_item(exhibit) for exhibit in desk.case(case).exhibits)
        shape = shapes.ExhibitList(items=items, total=len(items))
        output.answer(settings, shape, lambda: screens.exhibits(shape, settings))


@app.command("export", epilog="The copy is not sealed. The read-out stands in the journal.")
def export(
    context: typer.Context,
    case: Case,
    exhibit: Annotated[str, typer.Argument(metavar="EXHIBIT", help="The exhibit's id.")],
    out: Annotated[
        Path, typer.Option(metavar="FILE", help="Where the copy goes; never over an existing file.")
    ],
) -> None:
    """Read an exhibit out, byte for byte, and log it in the chain of custody."""
    from registry.cli import output, screens, session, shapes
    from registry.cli.writing import new_file
    from registry.desk.exhibiting import read_out

    settings: Settings = context.obj
    with session.at_desk(settings) as desk, new_file(out) as stream:
        found, pieces = read_out(desk, case, exhibit)
        for piece in pieces:
            stream.write(piece)
    shape = shapes.Exported(id=found.id, sha256=found.sha256, size=found.size)
    output.answer(
        settings, shape, lambda: screens.done(f"{found.size:,} bytes read out, SHA-256 {found.sha256}")
    )
