"""`registry review`: the queue of what waits for a second person, and her decisions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from registry.cli.reasons import ReasonFrom
from registry.cli.settings import Settings

if TYPE_CHECKING:
    from registry.cases.items import Verdict
    from registry.desk.desk import Desk

app = typer.Typer(no_args_is_help=True)

Proposal = Annotated[
    str,
    typer.Argument(metavar="CASE/PROPOSAL", help="The proposal, as `registry review list` has it."),
]
A_PAGE = 20


@app.callback()
def review() -> None:
    """What waits for a second person, under her own signature."""


@app.command(
    "list",
    epilog="Example: registry review list --kind proposal. Proposals come first, then closed cases that are "
    "contradicted, disputes, statuses that no longer stand, and files nobody touched for half a year.",
)
def list_(
    context: typer.Context,
    kind: Annotated[
        list[str] | None,
        typer.Option(help="Only proposal, reopening, disputed, unsupported or stale; repeat."),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=100_000)] = A_PAGE,
    offset: Annotated[int, typer.Option(min=0)] = 0,
) -> None:
    """List what waits for a second look: what, who proposed it, since when, and which rules wait."""
    from registry.cli import output, review_screens, session
    from registry.cli.progress import progress
    from registry.cli.review_folding import review_item
    from registry.cli.review_shapes import ReviewList
    from registry.desk.reviewing import queue

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        with progress(settings, "looking through the cases") as told:
            found = queue(desk, kind or (), told)
        page = tuple(review_item(one) for one in found[offset : offset + limit])
        shape = ReviewList(items=page, total=len(found))
        output.answer(settings, shape, lambda: review_screens.queue(shape, offset))


@app.command(
    "show", epilog="Example: registry review show K7Q-2M9X/43A-TD3A. A case alone will do where one waits."
)
def show(context: typer.Context, proposal: Proposal) -> None:
    """Show one proposal: the claims for and against it, and what it still has to meet."""
    from registry.cli import output, review_screens, session
    from registry.cli.review_folding import review_shown
    from registry.desk.reviewing import find

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        case, proposed = find(desk, proposal)
        shape = review_shown(desk, case, proposed, settings.lang)
        output.answer(settings, shape, lambda: review_screens.proposal(shape))


@app.command(
    "accept",
    epilog="Example: registry review accept K7Q-2M9X/43A-TD3A. Open the vault with your own passphrase: what you "
    "accept bears your signature. Every rule is asked again on what stands now.",
)
def accept(
    context: typer.Context,
    proposal: Proposal,
    family_told: Annotated[
        str,
        typer.Option(metavar="DATE", help="When the family was told, where that came after the proposal."),
    ] = "",
) -> None:
    """Accept what a colleague proposed; only now does the status change, or the case close."""
    from registry.cli import output, review_screens, session
    from registry.cli.review_folding import decided
    from registry.desk.reviewing import accept as accept_at
    from registry.desk.reviewing import find

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        made = accept_at(desk, proposal, family_told)
        case, _ = find(desk, proposal)
        shape = decided(case, proposal, made)
        output.answer(settings, shape, lambda: review_screens.decided(shape))


@app.command("refuse", epilog="Example: registry review refuse K7Q-2M9X/43A-TD3A --reason-from - < why.txt")
def refuse(context: typer.Context, proposal: Proposal, reason_from: ReasonFrom = None) -> None:
    """Refuse what a colleague proposed, with the reason; the case stays as it is."""
    from registry.desk.reviewing import refuse as refuse_at

    _end(context.obj, proposal, reason_from, refuse_at)


@app.command(
    "withdraw", epilog="Example: registry review withdraw K7Q-2M9X/43A-TD3A --reason-from - < why.txt"
)
def withdraw(context: typer.Context, proposal: Proposal, reason_from: ReasonFrom = None) -> None:
    """Take back a proposal of your own that still waits."""
    from registry.desk.reviewing import withdraw as withdraw_at

    _end(context.obj, proposal, reason_from, withdraw_at)


def _end(
    settings: Settings, proposal: str, reason_from: str | None, verb: Callable[[Desk, str, str], Verdict]
) -> None:
    """End a proposal without accepting it, and say so."""
    from registry.cli import output, review_screens, session
    from registry.cli.reading import read_text
    from registry.cli.review_folding import decided
    from registry.desk.reviewing import find

    with session.at_desk(settings) as desk:
        find(desk, proposal)
        made = verb(desk, proposal, read_text(settings, reason_from, "Reason"))
        case, _ = find(desk, proposal)
        shape = decided(case, proposal, made)
        output.answer(settings, shape, lambda: review_screens.decided(shape))


@app.command(
    "recontact",
    epilog="Example: registry review recontact K7Q-2M9X --due 2027-01-15. Asked twice, it is one task.",
)
def recontact(
    context: typer.Context,
    case: Annotated[str, typer.Argument(metavar="CASE", help="The case's id.")],
    due: Annotated[str, typer.Option(metavar="DATE", help="Until when.")] = "",
) -> None:
    """Open the task to contact the family again; elapsed time proposes it, and never changes a status."""
    from registry.cli import output, review_screens, session
    from registry.cli.review_shapes import RecontactOpened
    from registry.desk.reviewing import recontact as recontact_at

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        task, new = recontact_at(desk, case, due)
        shape = RecontactOpened(id=task.id, case=desk.case(case).id, due=task.due, new=new)
        output.answer(settings, shape, lambda: review_screens.recontact(shape))
