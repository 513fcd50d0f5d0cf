"""`registry group`: counting group reports, naming their members, and totals as intervals."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from registry.cli import group_views
from registry.cli.settings import Settings

app = typer.Typer(no_args_is_help=True)
app.command("show", epilog=group_views.SHOW_EPILOG)(group_views.show)
app.command("members", epilog=group_views.MEMBERS_EPILOG)(group_views.members)
app.command("rules", epilog=group_views.RULES_EPILOG)(group_views.rules)

Group = Annotated[str, typer.Argument(metavar="GROUP", help="The group report's id.")]
Reason = Annotated[
    str | None,
    typer.Option("--reason-from", metavar="FILE", help="The reason, as text; - for standard input."),
]


@app.command("count")
def count(
    context: typer.Context,
    group: Group,
    source: Annotated[str, typer.Option(help="With --from: the source that states the figure.")] = "",
    input_: Annotated[
        str | None,
        typer.Option("--from", metavar="FILE", help='A new figure: {"wording": "…", "low": N, "high": N}.'),
    ] = None,
    when: Annotated[str | None, typer.Option(metavar="DATE", help="When it was so.")] = None,
    grade: Annotated[str | None, typer.Option(help="Admiralty grade of the statement.")] = None,
) -> None:
    """Show what is stated of a group, who is named, and how many are not; with --from, add a figure first."""
    from registry.cli import group_screens, output, session
    from registry.cli.group_folding import group_counted
    from registry.cli.reading import read_object
    from registry.desk.claiming import add_claim
    from registry.desk.grouping import count_group, group_named
    from registry.errors import UsageRefused

    settings: Settings = context.obj
    if input_ and not source:
        raise UsageRefused("a figure needs the source that states it", "give --source SOURCE")
    if not input_ and (source or when or grade):
        raise UsageRefused(
            "a source, a date or a grade belongs to a new figure, and none was given",
            'give the figure to --from -, as {"wording": "…", "low": N, "high": N}',
        )
    with session.at_desk(settings, read_only=input_ is None) as desk:
        if input_:
            given = {"value": _figure(read_object(input_)), "when": when, "grade": grade}
            add_claim(desk, group, "count", source, {k: v for k, v in given.items() if v is not None})
        counted = count_group(desk, group)
        view = desk.view(group_named(desk, group))
        shape = group_counted(counted, view.title)
        output.answer(settings, shape, lambda: group_screens.group_counted(shape, view, settings))


def _figure(given: Any) -> Any:
    """Return a figure whose bounds may be called as in a case taken in: ``count_low`` and ``count_high``."""
    from registry.errors import InputRefused

    if not isinstance(given, dict):
        return given
    figure = dict(given)
    for bound in ("low", "high"):
        if f"count_{bound}" in figure:
            if bound in figure:
                raise InputRefused(
                    "one bound of the figure is given twice", f"give `{bound}` or `count_{bound}`"
                )
            figure[bound] = figure.pop(f"count_{bound}")
    return figure


@app.command("link")
def link(
    context: typer.Context,
    group: Group,
    person: Annotated[str, typer.Argument(metavar="CASE", help="The person's case.")],
    certainty: Annotated[str, typer.Option(help="maybe, likely or certain")] = "likely",
    reason_from: Reason = None,
) -> None:
    """Link a named person to a group report, so that nobody is counted twice."""
    from registry.cli import output, screens, session, shapes
    from registry.cli.reading import read_text
    from registry.desk.grouping import link_member
    from registry.words.identity import short

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        made = link_member(desk, group, person, certainty, read_text(settings, reason_from, "Reason"))
        shape = shapes.Made(id=made.id, short=short(made.id))
        output.answer(settings, shape, lambda: screens.done("linked; take it back with `registry undo`"))


@app.command("unlink")
def unlink(
    context: typer.Context,
    group: Group,
    person: Annotated[str, typer.Argument(metavar="CASE", help="The person's case.")],
    reason_from: Reason = None,
) -> None:
    """Take a link back; it stays readable in the history."""
    from registry.cli import output, screens, session, shapes
    from registry.cli.reading import read_text
    from registry.desk.grouping import unlink_member

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        unlink_member(desk, group, person, read_text(settings, reason_from, "Reason"))
        output.answer(settings, shapes.Done(done="unlinked"), lambda: screens.done("unlinked"))


@app.command("relate")
def relate(
    context: typer.Context,
    group: Group,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The other group report.")],
    relation: Annotated[
        str, typer.Argument(metavar="RELATION", help="same, subset, superset, overlaps, disjoint")
    ],
    reason_from: Reason = None,
) -> None:
    """State how one group report relates to another."""
    from registry.cli import output, screens, session, shapes
    from registry.cli.reading import read_text
    from registry.desk.group_reading import read_group
    from registry.desk.group_words import relation_conflict
    from registry.desk.grouping import relate as relate_at
    from registry.words.identity import short

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        made = relate_at(desk, group, other, relation, read_text(settings, reason_from, "Reason"))
        shape = shapes.Made(id=made.id, short=short(made.id))
        output.answer(settings, shape, lambda: screens.done(f"stated: {made.relation}"))
        for found in read_group(desk, group).conflicts.relations:
            output.say(settings, f"this cannot be true: {relation_conflict(found).says}")


@app.command("totals")
def totals(
    context: typer.Context,
    group: Annotated[
        list[str] | None, typer.Argument(metavar="[GROUP]...", help="Default: every group.")
    ] = None,
) -> None:
    """Total group reports as an interval, and name the relations nobody has stated."""
    from registry.cases.casefile import GROUP
    from registry.cli import group_folding, group_screens, output, session
    from registry.desk.grouping import group_named
    from registry.desk.grouping import totals as totals_at

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        asked = tuple(dict.fromkeys(group_named(desk, ref).id for ref in group or ()))
        found = totals_at(desk, asked)
        titles = {line.id: line.names[0] for line in desk.lines() if line.kind == GROUP}
        shape = group_folding.totals(found, titles, desk.names())
        output.answer(settings, shape, lambda: group_screens.group_totals(shape, settings))
