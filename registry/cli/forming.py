"""`registry form`: what a recipient's form still lacks, until when, and the filled sheet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from registry.cli.settings import Settings

if TYPE_CHECKING:
    from registry.desk.desk import Desk
    from registry.forms.rules import Form

app = typer.Typer(no_args_is_help=True)

# One data file a form: its name is the command's.
_DATA = Path(__file__).parent.parent / "forms" / "data"
_EPILOG = (
    "Example: registry form {0} K7Q-2M9X   then: registry form {0} K7Q-2M9X --ask --out /media/stick/sheet.html   "
    "Without --out nothing leaves the vault. A sheet names the person and is not sealed."
)
_HELP = {
    "ced": "Readiness, then the sheet: a request for urgent action to the UN Committee (article 30).",
    "tracing": "Readiness, then the sheet: a tracing request to the Red Cross or Red Crescent.",
    "wgeid": "Readiness, deadline, then the sheet: a case for the UN Working Group on disappearances.",
}

Case = Annotated[str, typer.Argument(metavar="CASE", help="The case's id, such as K7Q-2M9X.")]


def _command(code: str) -> Callable[..., None]:
    def form(
        context: typer.Context,
        case: Case,
        out: Annotated[
            Path | None,
            typer.Option(metavar="FILE", help="Write the sheet: .html, .md or .docx; never over a file."),
        ] = None,
        answers: Annotated[
            str | None,
            typer.Option(
                "--from", metavar="FILE", help="JSON: answers to keep with the case; - for standard input."
            ),
        ] = None,
        ask: Annotated[
            bool, typer.Option("--ask", help="Ask what no claim can answer, and keep it.")
        ] = False,
        recipient: Annotated[str, typer.Option(help="Towards whom, as the consent names them.")] = "",
        withhold: Annotated[
            list[str] | None, typer.Option(metavar="FIELD", help="Hold back this field or fact; repeat.")
        ] = None,
        draft: Annotated[
            bool, typer.Option("--draft", help="Show the sheet here, consent or not; write and keep nothing.")
        ] = False,
        incomplete: Annotated[
            bool, typer.Option("--incomplete", help="Write it although something required is missing.")
        ] = False,
    ) -> None:
        from registry.cli.form_dialogue import Wishes, run

        run(
            context.obj,
            code,
            case,
            Wishes(out, answers, ask, recipient, tuple(withhold or ()), draft, incomplete),
        )

    form.__doc__ = _HELP.get(code, "Readiness, then the sheet of this recipient.")
    return form


for _file in sorted(_DATA.glob("*.toml")):
    app.command(_file.stem, epilog=_EPILOG.format(_file.stem))(_command(_file.stem))


@app.command("list", epilog="Example: registry form list --json")
def list_(context: typer.Context) -> None:
    """List the forms: what each requires, and where its rules were read."""
    from registry.cli import form_screens, output
    from registry.cli import form_shapes as shapes
    from registry.forms.rules import form_called, form_codes

    settings: Settings = context.obj
    forms = [form_called(code) for code in form_codes()]
    shape = shapes.FormList(items=tuple(_item(form, settings.lang) for form in forms), total=len(forms))
    output.answer(settings, shape, lambda: form_screens.forms(shape))


def _item(form: Form, lang: str) -> Any:
    from registry.cli import form_shapes as shapes

    return shapes.FormItem(
        form=form.code,
        title=form.title[lang],
        purpose=form.purpose,
        recipient=form.recipient,
        fields=tuple(one.code for one in form.fields),
        required=tuple(one.code for one in form.fields if one.required),
        answers=tuple(one.code for one in form.answers),
        origins=tuple(shapes.OriginItem(o.id, o.title, o.place, o.dated, o.seen) for o in form.origins),
    )


@app.command("sent", epilog="Example: registry form sent K7Q-2M9X")
def sent(context: typer.Context, case: Case) -> None:
    """Show which sheets left the vault for a case: for whom, when, by whom, and the hash of each file."""
    from registry.cli import form_screens, output, session

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        shape = _sent(desk, case)
    output.answer(settings, shape, lambda: form_screens.sent(shape, settings))


def _sent(desk: Desk, case: str) -> Any:
    from registry.cli import form_shapes as shapes
    from registry.desk.forming import went_out
    from registry.words.identity import short

    names = desk.names()
    items = tuple(
        shapes.SentItem(
            id=one.id, short=short(one.id), form=one.form, purpose=one.purpose, recipient=one.recipient, at=one.at,
            by=names.get(one.by, one.by[:8]), format=one.format, lang=one.lang, sha256=one.sha256, size=one.size,
            withheld=one.withheld, missing=one.missing,
        )
        for one in went_out(desk.case(case))
    )  # fmt: skip
    return shapes.SentList(items=items, total=len(items))
