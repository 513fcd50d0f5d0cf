"""`registry claim`: what one source states of one fact, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from registry.cli.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from registry.words.fact import Declared

app = typer.Typer(no_args_is_help=True)


@app.command("list", epilog="Example: registry claim list K7Q-2M9X --fact last_seen_on")
def list_(
    context: typer.Context,
    case: Annotated[str, typer.Argument(metavar="CASE", help="The case's id.")],
    fact: Annotated[str, typer.Option(help="Only claims of this fact, see `registry docs fields`.")] = "",
    all_: Annotated[bool, typer.Option("--all", help="Sensitive ones too.")] = False,
) -> None:
    """List what sources state in a case, in the order in which it was written down, with what stands no longer."""
    from registry.cli import folding, output, screens, session, shapes, sparing
    from registry.cli.drawing import wrapped
    from registry.desk.claiming import fact_named

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        view = desk.view(desk.case(case))
        key = fact_named(view.case.facts, fact).key if fact else ""
        shown = folding.case_shown(view, settings.lang)
        spared = shown if all_ else sparing.spared(shown, view)
        items = tuple(claim for claim in spared.claims if key in {"", claim.fact})
        shape = shapes.ClaimList(items=items, total=len(items), left_out=spared.left_out)

        def drawn() -> Iterator[RenderableType]:
            yield from screens.claim_lines(items)
            yield screens.counted(len(items), len(items), 0, "claims")
            if shape.left_out:
                yield wrapped(f"sensitive answers with --all: {shape.left_out}", "dim")

        output.answer(settings, shape, drawn)


@app.command(
    "add",
    epilog="Example: registry claim add K7Q-2M9X last_seen_on --source 3NB-T4WC --grade B2 --from -   then paste "
    '{"value": "2016-12-05", "locator": "p. 12"} and press Ctrl-D: what is typed as a command stays in the history of the shell.',
)
def add(
    context: typer.Context,
    case: Annotated[str, typer.Argument(metavar="CASE", help="The case's id.")],
    fact: Annotated[str, typer.Argument(metavar="FACT", help="The fact, see `registry docs fields`.")],
    source: Annotated[str, typer.Option(help="The id of the source that says so.")],
    input_: Annotated[
        str | None,
        typer.Option("--from", metavar="FILE", help="JSON with `value` or `state`; - for standard input."),
    ] = None,
    when: Annotated[
        str | None, typer.Option(metavar="DATE", help="When it was so, as a partial date.")
    ] = None,
    grade: Annotated[str | None, typer.Option(help="Admiralty grade of the statement, such as C3.")] = None,
    basis: Annotated[
        str | None, typer.Option(help="direct_contact, saw, heard, document, laboratory or published")
    ] = None,
    stance: Annotated[str | None, typer.Option(help="asserts, denies, retracts or no_knowledge")] = None,
    exhibit: Annotated[
        str | None, typer.Option(help="The id of the exhibit in which it can be read.")
    ] = None,
) -> None:
    """Add what a source states; earlier claims stay beside it."""
    from registry.cli import folding, output, screens, session
    from registry.cli.reading import read_object
    from registry.desk.claiming import add_claim, fact_named

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        given = {"when": when, "grade": grade, "basis": basis, "stance": stance, "exhibit": exhibit}
        if input_ is None and session.can_ask(settings):
            desk.source(source)
            said = _asked(settings, fact_named(desk.case(case).facts, fact), given)
        else:
            said = read_object(input_)
            said = dict(said) if isinstance(said, dict) else {"value": said}
        claim = add_claim(desk, case, fact, source, {**said, **{k: v for k, v in given.items() if v}})
        shape = folding.claim_item(desk.view(desk.case(case)), claim, settings.lang)
        output.answer(settings, shape, lambda: screens.done(f"claim {shape.short} added: {shape.fact}"))


def _asked(settings: Settings, declared: Declared, given: dict[str, str | None]) -> dict[str, Any]:
    """Ask at the terminal for the value, and for the date and the grade where no option gave them."""
    from registry.cli import asking

    label = declared.fact.label_in(settings.lang)
    said = {"value": asking.fact(settings, label, declared, needed=True)}
    if not given["when"]:
        said["when"] = asking.ask(settings, "When it was so (empty: not said)", asking.when)
    if not given["grade"]:
        said["grade"] = asking.ask(settings, "Grade, such as C3 (empty: not judged)", asking.grade)
    if given["exhibit"]:
        said["locator"] = asking.ask(
            settings, "Where in the exhibit, such as p. 12 or 00:03:15 (empty: not said)", asking.place
        )
    return said


@app.command("retract")
def retract(
    context: typer.Context,
    case: Annotated[str, typer.Argument(metavar="CASE", help="The case's id.")],
    claim: Annotated[str, typer.Argument(metavar="CLAIM", help="The claim's id.")],
    reason_from: Annotated[
        str | None,
        typer.Option("--reason-from", metavar="FILE", help="The reason, as text; - for standard input."),
    ] = None,
) -> None:
    """Take a claim back, with the reason; it stays readable in the history."""
    from registry.cli import folding, output, screens, session
    from registry.cli.reading import read_text
    from registry.desk.claiming import retract_claim

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        taken = retract_claim(desk, case, claim, read_text(settings, reason_from, "Reason"))
        view = desk.view(desk.case(case))
        shape = folding.claim_item(view, taken, settings.lang)
        carried = "unsupported" in view.flags
        output.answer(settings, shape, lambda: screens.done(f"claim {shape.short} taken back"))
        if carried:
            output.say(
                settings, "the status rested on that claim: assess it again with `registry status set`"
            )
