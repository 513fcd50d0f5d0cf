"""`registry match scan`, `review`, `link`, `apart`, `later`, `unlink` and `clusters`: who may be the same person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from registry.cli.matching import app
from registry.cli.reasons import ReasonFrom
from registry.cli.settings import Settings

if TYPE_CHECKING:
    from registry.cli.match_shapes import MatchDecided
    from registry.desk.desk import Desk

__all__ = ["app"]

Case = Annotated[str, typer.Argument(metavar="CASE", help="The case's id.")]
Other = Annotated[str, typer.Argument(metavar="OTHER", help="The other case's id.")]
Limit = Annotated[int, typer.Option(min=1, max=100_000)]
Offset = Annotated[int, typer.Option(min=0)]
A_PAGE = 15


@app.command(
    "scan", epilog="Example: registry match scan   then decide on what it found with `registry match review`."
)
def scan(context: typer.Context) -> None:
    """Look through all cases for those that may be of one person; nothing is linked by it."""
    from registry.cli import match_screens, output, session
    from registry.cli.match_shapes import MatchScanned
    from registry.cli.progress import progress
    from registry.desk.matching import open_candidates, scan_cases

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        with progress(settings, "reading cases") as read, progress(settings, "comparing") as told:
            made = scan_cases(desk, read, told)
        waiting = open_candidates(desk)
        shape = MatchScanned(
            cases=made.cases,
            compared=made.compared,
            candidates=len(waiting),
            suggested=sum(one.weight >= 0 for one in waiting),
            clusters=len(made.clusters),
            people=made.cases - sum(len(one) - 1 for one in made.clusters),
        )
    output.answer(settings, shape, lambda: match_screens.scanned(shape))


@app.command(
    "review",
    epilog="Example: registry match review   asks about pair after pair; registry match review K7Q-2M9X 43A-TD3A --all   "
    "shows one pair; registry match review --json   lists them for scripts.",
)
def review(
    context: typer.Context,
    case: Annotated[str, typer.Argument(metavar="[CASE", help="One pair: a case's id.")] = "",
    other: Annotated[str, typer.Argument(metavar="OTHER]", help="And the other's.")] = "",
    every: Annotated[bool, typer.Option("--all", help="Every fact of the two.")] = False,
    limit: Limit = A_PAGE,
    offset: Offset = 0,
) -> None:
    """Show pairs that may be one person side by side, and decide: the same, not the same, or later."""
    from registry.cli import match_folding, match_review, match_screens, output, session
    from registry.cli.session import can_ask
    from registry.errors import UsageRefused

    settings: Settings = context.obj
    if bool(case) != bool(other):
        raise UsageRefused("a pair has two cases", "name both, or none to go through all pairs")
    asks = not case and can_ask(settings) and not settings.json
    with session.at_desk(settings, read_only=not asks) as desk:
        if case:
            shown = match_folding.shown(desk, case, other)
            most = 0 if every else match_screens.MOST
            output.answer(settings, shown, lambda: match_screens.beside(shown, settings, most=most))
        elif asks:
            match_review.go_through(desk, settings)
        else:
            shape = match_folding.listed(desk, limit, offset)
            output.answer(settings, shape, lambda: match_screens.candidates(shape, offset, settings))


@app.command(
    "link",
    epilog="Example: registry match link K7Q-2M9X 43A-TD3A --certainty likely --reason-from - < why.txt   With "
    "`--certainty maybe` it is noted as a possible match, which changes no count.",
)
def link(
    context: typer.Context,
    case: Case,
    other: Other,
    certainty: Annotated[str, typer.Option(help="maybe, likely or certain")] = "likely",
    reason_from: ReasonFrom = None,
) -> None:
    """Link two cases as the same person; both stay, every count takes them for one, and it can be taken back."""
    from registry.cli import session
    from registry.cli.reading import read_text
    from registry.desk.matching import link_pair

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        here, there = link_pair(desk, case, other, certainty, read_text(settings, reason_from, "Reason"))
        _answer(desk, settings, (there.other, here.other), here.kind, here.certainty)


@app.command("apart", epilog="Example: registry match apart K7Q-2M9X 43A-TD3A --reason-from - < why.txt")
def apart(context: typer.Context, case: Case, other: Other, reason_from: ReasonFrom = None) -> None:
    """State that two cases are of two people; no scan brings the pair again."""
    from registry.cli import session
    from registry.cli.reading import read_text
    from registry.desk.matching import tell_apart

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        here, there = tell_apart(desk, case, other, read_text(settings, reason_from, "Reason"))
        _answer(desk, settings, (there.other, here.other), here.kind, here.certainty)


@app.command("later", epilog="Example: registry match later K7Q-2M9X 43A-TD3A")
def later(context: typer.Context, case: Case, other: Other) -> None:
    """Put a pair behind all others, until a fact of either case changes."""
    from registry.cli import session
    from registry.desk.matching import leave_for_later

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        leave_for_later(desk, case, other)
        _answer(desk, settings, (desk.case(case).id, desk.case(other).id), "later", "")


@app.command("unlink", epilog="Example: registry match unlink K7Q-2M9X 43A-TD3A --reason-from - < why.txt")
def unlink(context: typer.Context, case: Case, other: Other, reason_from: ReasonFrom = None) -> None:
    """Take back what was decided about two cases; it stays readable in the history of both."""
    from registry.cli import session
    from registry.cli.reading import read_text
    from registry.desk.matching import unlink_pair

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        unlink_pair(desk, case, other, read_text(settings, reason_from, "Reason"))
        _answer(desk, settings, (desk.case(case).id, desk.case(other).id), "taken_back", "")


def _answer(desk: Desk, settings: Settings, pair: tuple[str, str], decided: str, certainty: str) -> None:
    from registry.cli import match_screens, output

    shape = shape_of(desk, pair, decided, certainty)
    output.answer(settings, shape, lambda: match_screens.decided(shape))


def shape_of(desk: Desk, pair: tuple[str, str], decided: str, certainty: str) -> MatchDecided:
    """Return a decision as it is answered, with every count as it stands after it."""
    from registry.cli import match_folding, match_shapes
    from registry.desk.effects import effect_of
    from registry.desk.pairing import figures

    return match_shapes.MatchDecided(
        left=pair[0], right=pair[1], decided=decided, certainty=certainty,
        figures=match_folding.figures(figures(effect_of(desk, pair))),
    )  # fmt: skip


@app.command("clusters", epilog="Example: registry match clusters --linked")
def clusters(
    context: typer.Context,
    linked: Annotated[bool, typer.Option("--linked", help="Only those that a person linked.")] = False,
    limit: Limit = A_PAGE,
    offset: Offset = 0,
) -> None:
    """List the people of whom there are several cases: linked by a person, or suggested by the last scan."""
    from registry.cli import match_folding, match_screens, output, session
    from registry.desk.matching import open_candidates, people_groups, suggested_groups

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        suggested = [] if linked else suggested_groups(desk, open_candidates(desk))
        shape = match_folding.clustered(desk, people_groups(desk), suggested, limit, offset)
    output.answer(settings, shape, lambda: match_screens.clusters(shape, offset))
