"""`registry action`: steps taken towards authorities and bodies, and what came back."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from registry.cli.settings import Settings

app = typer.Typer(no_args_is_help=True)

Case = Annotated[str, typer.Argument(metavar="CASE", help="The case's id, such as K7Q-2M9X.")]
From = Annotated[
    str | None, typer.Option("--from", metavar="FILE", help="JSON with the rest; - for standard input.")
]


@app.command(
    "add",
    epilog="Example: registry action add K7Q-2M9X --kind submission --purpose wgeid --on 2026-11-20 --follow-up 2026-12-20 "
    '--from -   then paste {"to": "…", "reference": "…"} and press Ctrl-D.',
)
def add(
    context: typer.Context,
    case: Case,
    kind: Annotated[str, typer.Option(help="The kind, see `registry docs steps`.")] = "",
    on: Annotated[str, typer.Option(metavar="DATE", help="The day of the step (today).")] = "",
    purpose: Annotated[str, typer.Option(help="The purpose of consent it went out under, if it did.")] = "",
    follow_up: Annotated[str, typer.Option(metavar="DATE", help="When to ask again.")] = "",
    input_: From = None,
) -> None:
    """Record a step that was taken: to which authority or body, when, under which reference."""
    from registry.cli import duty_folding, duty_screens, output, session
    from registry.desk.acting import add_action

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        told = _told(
            settings, input_, {"to": "To which authority or body", "reference": "Reference (may be empty)"}
        )
        options = {"kind": kind, "on": on, "purpose": purpose, "follow_up": follow_up}
        made = add_action(desk, case, {**told, **{key: value for key, value in options.items() if value}})
        shape = duty_folding.action(made.action, (), made.warnings)
        output.answer(settings, shape, lambda: duty_screens.action(shape))


def _told(settings: Settings, source: str | None, questions: dict[str, str]) -> dict[str, Any]:
    """Return what is read, or asked at the terminal where nothing is."""
    from registry.cli import asking, session
    from registry.cli.reading import read_object
    from registry.desk.reading import mapping

    if source is None and session.can_ask(settings):
        said = {key: asking.ask(settings, question, str) for key, question in questions.items()}
        return {key: value for key, value in said.items() if value}
    return dict(mapping(read_object(source), "the input"))


@app.command(
    "answer",
    epilog='Example: registry action answer K7Q-2M9X 3NB-T4WC --kind no_record --from -   then paste {"text": "…"}.',
)
def answer(
    context: typer.Context,
    case: Case,
    action: Annotated[str, typer.Argument(metavar="STEP", help="The step's id.")],
    kind: Annotated[
        str, typer.Option(help="received, information, denial, refusal, no_record or other")
    ] = "",
    on: Annotated[str, typer.Option(metavar="DATE", help="The day of the answer (today).")] = "",
    input_: From = None,
) -> None:
    """Record what came back on a step; it stands beside earlier answers."""
    from registry.cli import duty_folding, output, screens, session
    from registry.desk.acting import answer_action

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        told = _told(settings, input_, {"text": "What came back", "reference": "Reference (may be empty)"})
        options = {"kind": kind, "on": on}
        made = answer_action(desk, case, action, {**told, **{k: v for k, v in options.items() if v}})
        shape = duty_folding.answer(made)
        output.answer(settings, shape, lambda: screens.done(f"answer {shape.short} on record: {shape.kind}"))


@app.command("list")
def list_(context: typer.Context, case: Case) -> None:
    """List the steps of a case with what came back."""
    from registry.cli import duty_folding, duty_screens, output, session
    from registry.cli import duty_shapes as shapes
    from registry.desk.acting import steps

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        items = tuple(duty_folding.action(one, answers) for one, answers in steps(desk.case(case)))
        shape = shapes.ActionList(items=items, total=len(items))
        output.answer(settings, shape, lambda: duty_screens.actions(shape, settings))
