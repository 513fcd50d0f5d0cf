"""`registry case edit`: correct and complete the facts of a case, and plan how pressing it is and when to look again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from registry.cli.settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType

    from registry.cli.edit_shapes import CaseEdited
    from registry.desk.desk import Desk
    from registry.desk.editing import Edited

EPILOG = (
    "Example: registry case edit K7Q-2M9X   asks fact by fact, with what stands. For scripts: registry case edit K7Q-2M9X "
    '--from -   with {"source": "3NB-T4WC", "facts": {"born": "1984-03"}, "reason": "misheard", "priority": "high", '
    '"review_on": "2026-12-01"}. Nothing is overwritten: the earlier claim stays readable, and `registry undo` brings it back.'
)


def edit(
    context: typer.Context,
    case: Annotated[str, typer.Argument(metavar="CASE", help="The case's id, such as K7Q-2M9X.")],
    fact: Annotated[
        list[str] | None, typer.Option(help="Ask only about this fact, see `registry docs fields`; repeat.")
    ] = None,
    source: Annotated[str, typer.Option(help="The id of the source that says so.")] = "",
    input_: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="FILE", help='JSON: {"source": …, "facts": {…}}; - for standard input.'
        ),
    ] = None,
    when: Annotated[str, typer.Option(metavar="DATE", help="When it was so, as a partial date.")] = "",
    grade: Annotated[str, typer.Option(help="Admiralty grade of the statement, such as C3.")] = "",
    basis: Annotated[
        str, typer.Option(help="direct_contact, saw, heard, document, laboratory or published")
    ] = "",
    priority: Annotated[str, typer.Option(help="urgent, high, normal or low")] = "",
    review_on: Annotated[
        str, typer.Option(metavar="DATE", help="When to look at the case again; none takes the day away.")
    ] = "",
    reason_from: Annotated[
        str | None, typer.Option("--reason-from", metavar="FILE", help="Why, as text; - for standard input.")
    ] = None,
) -> None:
    """Correct or complete what a source states in a case, and plan its priority and the day to look at it again."""
    from registry.cli import output, session
    from registry.desk.editing import edit_case

    settings: Settings = context.obj
    options = {
        "source": source, "when": when, "grade": grade, "basis": basis, "priority": priority, "review_on": review_on,
    }  # fmt: skip
    given = {key: value for key, value in options.items() if value}
    with session.at_desk(settings) as desk:
        if input_ is None and _only_planned(given, fact):
            said: Any = dict(given)
        else:
            said = _said(settings, desk, case, input_, given, fact or [])
        if isinstance(said, dict) and reason_from is not None:
            said["reason"] = _reason(settings, reason_from, input_)
        edited = edit_case(desk, case, said)
        shape = _shape(desk, edited)
        output.answer(settings, shape, lambda: _drawn(shape))
        if "unsupported" in desk.view(desk.case(edited.case)).flags and edited.superseded:
            output.say(
                settings, "a claim gave way that the status rests on: look at it with `registry case show`"
            )


def _only_planned(given: dict[str, str], fact: list[str] | None) -> bool:
    """Tell whether only the office's own plans are to be set, which names nobody and needs no question."""
    return bool(given) and set(given) <= {"priority", "review_on"} and not fact


def _said(
    settings: Settings, desk: Desk, case: str, input_: str | None, given: dict[str, str], fact: list[str]
) -> Any:
    from registry.cli.reading import read_object
    from registry.cli.session import can_ask
    from registry.errors import UsageRefused

    if input_ is None and can_ask(settings):
        from registry.cli.edit_dialogue import asked

        return asked(settings, desk, desk.open_case(case), given, fact)
    if fact:
        raise UsageRefused("--fact is for being asked at the terminal", "name the facts in the JSON instead")
    said = read_object(input_)
    return {**said, **given} if isinstance(said, dict) else said


def _reason(settings: Settings, reason_from: str, input_: str | None) -> str:
    from registry.cli.reading import read_text
    from registry.cli.session import STDIN
    from registry.errors import UsageRefused

    if reason_from == input_ == STDIN:
        raise UsageRefused(
            "standard input holds one text, and two were to be read from it", 'give "reason" in the JSON'
        )
    return read_text(settings, reason_from, "Reason")


def _shape(desk: Desk, edited: Edited) -> CaseEdited:
    from registry.cases.planning import plan_of
    from registry.cli.edit_shapes import CaseEdited
    from registry.words.identity import short

    plan = plan_of(desk.case(edited.case))
    return CaseEdited(
        id=edited.case, short=short(edited.case), claims=tuple(claim.id for claim in edited.claims),
        superseded=edited.superseded, unchanged=edited.unchanged, priority=plan.priority, review_on=plan.review_on,
        warnings=edited.warnings,
    )  # fmt: skip


def _drawn(shape: CaseEdited) -> Iterator[RenderableType]:
    from registry.cli.drawing import wrapped

    count, gone = len(shape.claims), len(shape.superseded)
    if count:
        replaced = f", {gone} of them in place of an earlier one" if gone else ""
        yield wrapped(f"{shape.short}: {count} claim{'' if count == 1 else 's'} added{replaced}")
    elif shape.unchanged:
        yield wrapped(f"{shape.short}: the source states that already, and nothing changed")
    for warning in shape.warnings:
        yield wrapped(f"  note: {warning}", "bold")
    plan = [f"priority {shape.priority}"] if shape.priority else []
    plan += [f"look again {shape.review_on}"] if shape.review_on else []
    if plan:
        yield wrapped(f"{shape.short}: {', '.join(plan)}")
    elif not count and not shape.unchanged:
        yield wrapped(f"{shape.short}: no day planned any more")
    if count:
        yield wrapped("what was corrected stays readable; `registry undo` takes the edit back", "dim")
