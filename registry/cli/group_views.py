"""`registry group show`, `members` and `rules`: one report on one screen, who is named in it, how words are counted."""

from __future__ import annotations

from typing import Annotated

import typer

from registry.cli.settings import Settings

SHOW_EPILOG = "Example: registry group show 18X-91VH --all"
MEMBERS_EPILOG = "Example: registry group members 18X-91VH --json"
RULES_EPILOG = (
    "Example: registry group rules hundreds --low 150 --high 999 --reason-from -   then type why. Figures that "
    "were read before keep the rule they were read by."
)

Group = Annotated[str, typer.Argument(metavar="GROUP", help="The group report's id.")]


def show(
    context: typer.Context,
    group: Group,
    all_: Annotated[
        bool, typer.Option("--all", help="Every figure, member, relation and conflict, not only what fits.")
    ] = False,
) -> None:
    """Show one group report on one screen: figures side by side, members, relations both ways, what is in conflict."""
    from registry.cli import group_folding, group_screens, output, session
    from registry.desk.count_rules import readings
    from registry.desk.group_reading import read_group

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        read = read_group(desk, group)
        shape = group_folding.shown(read, readings(desk), desk.names(), settings.lang)
        output.answer(settings, shape, lambda: group_screens.shown(shape, settings, whole=all_))


def members(context: typer.Context, group: Group) -> None:
    """List everyone linked to a group report: how certain that is, why, and in which other reports they are named."""
    from registry.cli import group_folding, group_screens, output, session
    from registry.desk.group_reading import read_group

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        shape = group_folding.member_list(read_group(desk, group), desk.names())
        output.answer(settings, shape, lambda: group_screens.members(shape, settings))


def rules(
    context: typer.Context,
    word: Annotated[
        str | None, typer.Argument(metavar="[WORD]", help="The rule to change, such as hundreds.")
    ] = None,
    low: Annotated[int | None, typer.Option(metavar="N", help="The fewest people the word means.")] = None,
    high: Annotated[
        int | None,
        typer.Option(metavar="N", help="The most people it means; without it there is no upper bound."),
    ] = None,
    house: Annotated[bool, typer.Option("--house", help="Go back to the rule of the house.")] = False,
    reason_from: Annotated[
        str | None,
        typer.Option("--reason-from", metavar="FILE", help="Why, as text; - for standard input."),
    ] = None,
) -> None:
    """Show how words for unnamed numbers are read in this vault ("hundreds": 200 to 999), or change one with a reason."""
    from registry.cli import group_folding, group_screens, output, session
    from registry.cli.reading import read_text
    from registry.desk.count_rules import readings, reset_rule, set_rule

    settings: Settings = context.obj
    change = _change_asked(word, low, high, house=house)
    with session.at_desk(settings, read_only=not change) as desk:
        if word is not None:
            reason = read_text(settings, reason_from, "Reason")
            if low is None:
                reset_rule(desk, word, reason)
            else:
                set_rule(desk, word, low, high, reason)
        shape = group_folding.rules(readings(desk), desk.names())
        output.answer(settings, shape, lambda: group_screens.rules(shape, settings))


def _change_asked(word: str | None, low: int | None, high: int | None, *, house: bool) -> bool:
    """Tell whether a rule is to be changed; raise ``UsageRefused`` where it is not said into what."""
    from registry.errors import UsageRefused

    if word is None and (house or low is not None or high is not None):
        raise UsageRefused("it is not said which rule to change", "name it: see `registry group rules`")
    if (word is not None and house == (low is not None)) or (house and high is not None):
        raise UsageRefused(
            "it is not said what the rule shall be", "give --low and --high, or --house for the house's own"
        )
    return word is not None
