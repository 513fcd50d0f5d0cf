"""`registry vault recovery`: new paper, the same key in shares, a rehearsal, and a page for printing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True)

From = Annotated[
    list[str] | None,
    typer.Option(
        metavar="FILE",
        help="A file with the recovery key, or one for each of two shares; - for standard input.",
    ),
]
Text = Annotated[
    Path | None,
    typer.Option(
        "--recovery-file",
        metavar="OUT",
        help="Where it goes as text; three shares go to OUT-1, OUT-2 and OUT-3.",
    ),
]
Sheet = Annotated[
    Path | None,
    typer.Option(
        "--paper",
        metavar="OUT.html",
        help="A page for printing, one for each share; move it off this machine.",
    ),
]


@app.callback()
def recovery() -> None:
    """Getting back in when a passphrase is lost."""


@app.command(
    "renew",
    epilog="Example: registry vault recovery renew --shares. Do it after someone left who knew the old one.",
)
def renew(
    context: typer.Context,
    shares: Annotated[
        bool, typer.Option("--shares", help="Three shares, any two of which are enough.")
    ] = False,
    recovery_file: Text = None,
    paper: Sheet = None,
) -> None:
    """Put a new recovery key in the old one's place; the old paper opens nothing written from now on."""
    from registry.cli.papering import Wanted
    from registry.cli.recovery_dialogue import renew as renewed

    renewed(context.obj, Wanted(shares, recovery_file, paper))


@app.command(
    "split", epilog="Example: registry vault recovery split. Destroy the paper with the whole key afterwards."
)
def split(
    context: typer.Context, recovery_from: From = None, recovery_file: Text = None, paper: Sheet = None
) -> None:
    """Turn the recovery key you hold into three shares, any two of which are enough."""
    from registry.cli.papering import Wanted
    from registry.cli.recovery_dialogue import split as divided

    divided(context.obj, recovery_from, Wanted(True, recovery_file, paper))


@app.command("rehearse", epilog="Example: registry vault recovery rehearse. Once a year is a good habit.")
def rehearse(context: typer.Context, recovery_from: From = None) -> None:
    """Try whether what you have on paper opens this vault; only the day is kept."""
    from registry.cli.recovery_dialogue import rehearse as rehearsed

    rehearsed(context.obj, recovery_from)


@app.command("sheet", epilog="Example: registry vault recovery sheet key.html --recovery-from key.txt")
def sheet(
    context: typer.Context,
    out: Annotated[Path, typer.Argument(metavar="OUT.html", help="The page; never an existing file.")],
    recovery_from: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="A file with the key or the share; - for standard input."),
    ] = None,
) -> None:
    """Make a page for printing of the recovery key or the share you hold, with a QR code where that can be drawn."""
    from registry.cli.recovery_dialogue import draw

    draw(context.obj, recovery_from, out)
