"""`registry disclose narrative`: texts written to be published, looked through and confirmed one by one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from registry.cli.settings import Settings

if TYPE_CHECKING:
    from registry.cli.line_list_shapes import NarrativeShown
    from registry.desk.narrating import Looked

app = typer.Typer(no_args_is_help=True)

Case = Annotated[str, typer.Argument(metavar="CASE", help="The case's id.")]
Recipient = Annotated[str, typer.Option(help="The body it goes to, or public; the sealed ledger keeps it.")]


@app.callback()
def narrative() -> None:
    """Texts written to be published about one person each, which name nobody."""


@app.command(
    "write",
    epilog="Example: registry disclose narrative write K7Q-2M9X --from - < account.txt. No other text of a case ever goes "
    "out; a new one takes the place of the last.",
)
def write(
    context: typer.Context,
    case: Case,
    source: Annotated[
        str | None, typer.Option("--from", metavar="FILE", help="The text; - for standard input.")
    ] = None,
    language: Annotated[
        str, typer.Option(metavar="CODE", help="The language of the text: en, fr or ar.")
    ] = "en",
) -> None:
    """Keep a text on a case that is written to be published, and show what in it may not go out."""
    from registry.cli import output, screens, session, shapes
    from registry.cli.reading import read_text
    from registry.desk import narrating
    from registry.words.identity import short

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        made = narrating.write(desk, case, read_text(settings, source, "The text"), language)
        shape = shapes.Made(id=made.id, short=short(made.id))
        said = f"kept; `registry disclose narrative show {short(desk.case(case).id)}` looks through it"
        output.answer(settings, shape, lambda: screens.done(said))


@app.command("show", epilog="Example: registry disclose narrative show K7Q-2M9X --recipient 'a newspaper'")
def show(context: typer.Context, case: Case, recipient: Recipient = "public") -> None:
    """Show the text of a case, what consent keeps back, and what in it may not go out."""
    from registry.cli import line_list_screens, output, session
    from registry.desk import narrating

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        shape = _shown(narrating.look(desk, case, narrating.towards(recipient)))
        output.answer(settings, shape, lambda: line_list_screens.narrative(shape))


def _shown(one: Looked) -> NarrativeShown:
    from registry.cli import line_list_shapes as shapes
    from registry.disclosure.narratives import ADVICE

    return shapes.NarrativeShown(
        case=one.case,
        confirm=one.confirmed_by,
        language=one.narrative.language,
        text=one.narrative.text,
        by=one.narrative.author,
        at=one.narrative.at,
        withheld=one.permit.withheld,
        findings=tuple(
            shapes.NarrativeFinding(kind=found.kind, words=found.words, advice=ADVICE[found.kind])
            for found in one.findings
        ),
    )


@app.command(
    "make",
    epilog="Example: registry disclose narrative make K7Q-2M9X --recipient public --out account. Each text is shown and "
    "confirmed by its own id; --confirm ID stands for that in a script.",
)
def make(
    context: typer.Context,
    cases: Annotated[list[str], typer.Argument(metavar="CASE…", help="The cases' ids.")],
    recipient: Recipient,
    out: Annotated[Path, typer.Option(metavar="DIR", help="A new folder for the files.")],
    confirm: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="The id of a text that was read; repeat.")
    ] = None,
) -> None:
    """Write the texts of cases that pass, each confirmed by whoever has read it, and enter them in the ledger."""
    from registry.cli import line_list_screens, output, session
    from registry.cli.line_list_shapes import NarrativeMade
    from registry.cli.writing import new_folder
    from registry.desk import narrating

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        typed = list(confirm or ())
        if not typed and session.can_ask(settings):
            to = narrating.towards(recipient)
            typed = [_asked(settings, narrating.look(desk, case, to)) for case in cases]
        release = narrating.prepare(desk, cases, recipient=recipient, confirmed=typed, lang=settings.lang)
        with new_folder(out, release.files):
            narrating.enter(desk, release)
    shape = NarrativeMade(
        release=release.entry.release_id,
        files=dict(release.entry.hashes),
        directory=str(out),
        recipient=release.entry.recipient,
        texts=len(release.entry.people),
    )
    output.answer(settings, shape, lambda: line_list_screens.made(shape, settings))


def _asked(settings: Settings, one: Looked) -> str:
    """Show one text and return what is typed for it."""
    from registry.cli import line_list_screens
    from registry.cli.output import console_for

    console = console_for(settings, errors=True)
    for part in line_list_screens.narrative(_shown(one)):
        console.print(part)
    sys.stderr.write(f"It cannot be called back. Type {one.confirmed_by} if it may go out as it stands: ")
    sys.stderr.flush()
    return sys.stdin.readline().strip()
