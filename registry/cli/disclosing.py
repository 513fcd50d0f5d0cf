"""`registry disclose`: planning, making and recalling anonymised summaries."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from registry.cli import auditing, line_lists, narratives
from registry.cli.settings import Settings

app = typer.Typer(no_args_is_help=True)
app.command("check", epilog=auditing.EPILOG)(auditing.check)
app.add_typer(line_lists.app, name="list", help="A line a person, without identities; off until allowed.")
app.add_typer(narratives.app, name="narrative", help="Texts written to be published.")

By = Annotated[
    list[str] | None,
    typer.Option(
        metavar="A,B,C", help="A table by up to three of month or quarter, place, sex, age, status, holder."
    ),
]
Policy = Annotated[
    str, typer.Option(help="public, un, donor or press; each only tightens the built-in floor.")
]
PolicyFile = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="Your own policy as TOML; it only tightens the profile it is based on."
    ),
]
Cutoff = Annotated[str, typer.Option(metavar="DATE", help="The last day counted; default: 30 days ago.")]
Out = Annotated[Path, typer.Option(metavar="DIR", help="A new folder for the files.")]
Recipient = Annotated[str, typer.Option(help="Who it goes to; the sealed ledger keeps it.")]
Confirm = Annotated[str, typer.Option(help="`yes` in place of the question.")]


@app.command("plan")
def plan(
    context: typer.Context,
    by: By = None,
    policy: Policy = "public",
    policy_file: PolicyFile = None,
    cutoff: Cutoff = "",
    cells: Annotated[bool, typer.Option("--cells", help="Every cell, not only the most exposed.")] = False,
) -> None:
    """Show what a summary would print, what is coarsened and why, and the five most exposed cells."""
    from registry.cli import output, plans, releasing, session

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        shape = releasing.planned(releasing.plan(desk, releasing.Asked(by, policy, policy_file, cutoff)))
        output.answer(settings, shape, lambda: plans.planned(shape, settings, every_cell=cells))


@app.command(
    "make", epilog="A refusal leaves no file and exits with 9; it names a coarser choice that would pass."
)
def make(
    context: typer.Context,
    out: Out,
    by: By = None,
    policy: Policy = "public",
    policy_file: PolicyFile = None,
    cutoff: Cutoff = "",
    recipient: Recipient = "public",
    langs: Annotated[
        list[str] | None,
        typer.Option(
            "--in", metavar="LANG", help="A language of the files: en, fr or ar; as often as needed."
        ),
    ] = None,
    confirm: Confirm = "",
) -> None:
    """Write an anonymised summary as CSV, JSON, Markdown and HTML, and enter it in the sealed ledger."""
    from registry.cli import releasing

    asked = releasing.Asked(by, policy, policy_file, cutoff)
    releasing.make(context.obj, asked, recipient, out, confirm, langs or ())


@app.command(
    "ledger", epilog="Example: `registry disclose ledger RELEASE` shows every value that was printed."
)
def ledger(
    context: typer.Context,
    release: Annotated[
        str, typer.Argument(metavar="[RELEASE]", help="One release's id: all that the ledger keeps of it.")
    ] = "",
) -> None:
    """Show every summary that went out, to whom and under which policy, or one of them in full."""
    from registry.cli import ledger_views, output, plans, releasing, session

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        if release:
            shown = ledger_views.one(desk, release)
            output.answer(settings, shown, lambda: ledger_views.draw_release(shown, settings))
            return
        shape = releasing.ledger(desk)
        output.answer(settings, shape, lambda: plans.releases(shape, settings))


@app.command("again")
def again(
    context: typer.Context,
    release: Annotated[
        str, typer.Argument(metavar="RELEASE", help="The release's id, see `disclose ledger`.")
    ],
    out: Annotated[Path, typer.Option(metavar="DIR", help="A new folder for the files.")],
) -> None:
    """Write the files of an earlier summary again, byte for byte."""
    from registry.cli import output, screens, session, shapes
    from registry.cli.writing import new_folder
    from registry.desk.disclosing import again as again_at

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        files = again_at(desk, release)
    with new_folder(out, files):
        pass
    output.answer(
        settings, shapes.Done(done="written again"), lambda: screens.done(f"{len(files)} files written again")
    )
