"""`registry consent`: who agreed to what, towards whom, until when, and what follows when they take it back."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from registry.cli.settings import Settings

app = typer.Typer(no_args_is_help=True)

Case = Annotated[str, typer.Argument(metavar="CASE", help="The case's id, such as K7Q-2M9X.")]
Purpose = Annotated[str, typer.Option(help="What it is for, see `registry docs purposes`.")]
Recipient = Annotated[str, typer.Option(help="The body it is given for; a person's name goes into --from.")]
From = Annotated[
    str | None,
    typer.Option("--from", metavar="FILE", help="JSON with what else is known; - for standard input."),
]
PERSONAL = ("given_by", "relation", "how", "withhold", "basis")


@app.command(
    "grant",
    epilog="Example: registry consent grant K7Q-2M9X --purpose wgeid --until 2027-12-31 --from -   then paste "
    '{"given_by": "…", "relation": "mother", "how": "signed form", "withhold": ["mother", "contact"]} and press Ctrl-D.',
)
def grant(
    context: typer.Context,
    case: Case,
    purpose: Purpose,
    recipient: Recipient = "",
    on: Annotated[str, typer.Option(metavar="DATE", help="The day it was given (today).")] = "",
    until: Annotated[str, typer.Option(metavar="DATE", help="The last day on which it stands.")] = "",
    input_: From = None,
) -> None:
    """Record consent for one purpose: who gave it, how, and what must stay behind."""
    from registry.cli import duty_folding, duty_screens, output, session
    from registry.desk.consenting import grant as grant_at

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        told = _told(settings, input_, asked=True)
        given = {**told, **_given(purpose=purpose, recipient=recipient, on=on, until=until)}
        made = grant_at(desk, case, given)
        shape = duty_folding.consent(desk.case(case), made, desk.today)
        output.answer(settings, shape, lambda: duty_screens.granted(shape, settings))


def _given(**options: str) -> dict[str, str]:
    return {key: value for key, value in options.items() if value}


def _told(settings: Settings, source: str | None, *, asked: bool) -> dict[str, Any]:
    """Return what is known beside the purpose and the dates: read, asked at the terminal, or nothing."""
    from registry.cli import session
    from registry.cli.reading import read_object
    from registry.desk.reading import mapping

    if source is not None:
        return dict(mapping(read_object(source), "the consent"))
    if not asked or not session.can_ask(settings):
        return {}
    from registry.cli import asking

    questions = {
        "given_by": "Who gives it",
        "relation": "Relation to the person",
        "how": "How (signed form, spoken before a witness, by telephone)",
        "withhold": "What must stay behind, with commas between (empty: nothing)",
        "basis": "Legal basis (empty: consent)",
    }
    said: dict[str, Any] = {key: asking.ask(settings, questions[key], str) for key in PERSONAL}
    if said["withhold"]:
        said["withhold"] = [part.strip() for part in said["withhold"].replace("،", ",").split(",")]
    return {key: value for key, value in said.items() if value}


@app.command(
    "withdraw",
    epilog="Example: registry consent withdraw K7Q-2M9X --purpose media   or   registry consent withdraw K7Q-2M9X --all. "
    "To destroy the case as well: registry case erase.",
)
def withdraw(
    context: typer.Context,
    case: Case,
    purpose: Annotated[str, typer.Option(help="The purpose that consent is withdrawn for.")] = "",
    all_: Annotated[bool, typer.Option("--all", help="For every purpose, case work among them.")] = False,
    recipient: Annotated[str, typer.Option(help="Towards this body alone.")] = "",
    on: Annotated[str, typer.Option(metavar="DATE", help="The day it was withdrawn (today).")] = "",
    input_: From = None,
) -> None:
    """Record that consent is withdrawn; says what went out already, and opens the task to tell who holds it."""
    from registry.cli import duty_folding, duty_screens, output, session
    from registry.cli import duty_shapes as shapes
    from registry.desk.consenting import withdraw as withdraw_at
    from registry.errors import UsageRefused
    from registry.words.identity import short

    settings: Settings = context.obj
    if not (purpose or all_ or input_):
        raise UsageRefused("what is withdrawn was not said", "give --purpose P, or --all for every purpose")
    with session.at_desk(settings) as desk:
        given = {
            **_told(settings, input_, asked=False),
            **_given(purpose=purpose, recipient=recipient, on=on),
        }
        done = withdraw_at(desk, case, given, everything=all_)
        file = desk.case(case)
        shape = shapes.ConsentWithdrawn(
            withdrawn=tuple(duty_folding.consent(file, one, desk.today) for one in done.items),
            ended=len(done.ended),
            went_out=tuple(duty_folding.out(one) for one in done.out),
            task=done.task.id if done.task else None,
        )
        output.answer(settings, shape, lambda: duty_screens.withdrawn(shape, short(file.id), settings))


@app.command("list")
def list_(context: typer.Context, case: Case) -> None:
    """List every word on consent of a case, and what of it stands today."""
    from registry.cases.items import Consent
    from registry.cli import duty_folding, duty_screens, output, session
    from registry.cli import duty_shapes as shapes

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        file = desk.case(case)
        items = tuple(duty_folding.consent(file, one, desk.today) for one in file.every(Consent))
        shape = shapes.ConsentList(items=items, total=len(items))
        output.answer(settings, shape, lambda: duty_screens.consents(shape, settings))
