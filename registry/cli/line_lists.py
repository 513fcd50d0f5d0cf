"""`registry disclose list`: a line a person, without identities, to a named recipient, let out by a second person."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from registry.cli.reasons import ReasonFrom
from registry.cli.settings import Settings

if TYPE_CHECKING:
    from registry.cli.line_list_shapes import ListPlanned, ListProposal
    from registry.desk.line_lists import Proposed
    from registry.disclosure.lines import ListPlan

app = typer.Typer(no_args_is_help=True)

Proposal = Annotated[str, typer.Argument(metavar="PROPOSAL", help="Its id, see `disclose list show`.")]
By = Annotated[
    list[str] | None,
    typer.Option(metavar="A,B", help="People are told apart by quarter, place, sex and age, or fewer."),
]
Cutoff = Annotated[str, typer.Option(metavar="DATE", help="The last day listed; default: 30 days ago.")]
Classes = Annotated[bool, typer.Option("--classes", help="Every class, not only the smallest.")]
YES = "yes"


@app.callback()
def line_list() -> None:
    """A line a person, without identities; off until somebody allows it, and let out by a second person."""


@app.command(
    "plan",
    epilog="Example: registry disclose list plan --by quarter,place. Fewer columns are coarsened less. Nothing is made.",
)
def plan(context: typer.Context, by: By = None, cutoff: Cutoff = "", classes: Classes = False) -> None:
    """Show into which classes people would fall, what is coarsened, and how much that loses."""
    from registry.cli import line_list_screens, output, session
    from registry.desk.line_lists import allowed
    from registry.desk.line_lists import plan as plan_at

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        shape = planned(plan_at(desk, by or (), _day(cutoff)), allowed=allowed(desk))
        output.answer(settings, shape, lambda: line_list_screens.planned(shape, settings, every=classes))


def _day(said: str) -> date | None:
    from registry.desk.letting_out import day_of

    return day_of(said)


def planned(plan: ListPlan, *, allowed: bool) -> ListPlanned:
    """Fold a plan, the smallest classes first."""
    from registry.cli import line_list_shapes as shapes
    from registry.disclosure.lines import class_words

    found = sorted((len(one.rows), class_words(plan, one.at)) for one in plan.classes)
    return shapes.ListPlanned(
        passes=plan.passes,
        allowed=allowed,
        people=len(plan.listed),
        cutoff=plan.cutoff.isoformat(),
        columns=tuple(
            shapes.ListColumn(column=one.column, people=dict(sorted(one.people.items())))
            for one in plan.coarsened
        ),
        classes=tuple(shapes.ListClass(told=told, people=people) for people, told in found),
        loss=round(plan.loss, 4),
        left_out=plan.left_out,
        refused=plan.refusal.message if plan.refusal else "",
    )


@app.command("allow", epilog="Example: registry disclose list allow --reason-from - < why.txt")
def allow(context: typer.Context, reason_from: ReasonFrom = None) -> None:
    """Allow line lists in this vault; who did it and why stays on the record."""
    _turn(context.obj, reason_from, on=True)


@app.command("forbid", epilog="Example: registry disclose list forbid --reason-from - < why.txt")
def forbid(context: typer.Context, reason_from: ReasonFrom = None) -> None:
    """Turn line lists off again; what went out stays in the ledger."""
    _turn(context.obj, reason_from, on=False)


def _turn(settings: Settings, reason_from: str | None, *, on: bool) -> None:
    from registry.cli import output, screens, session, shapes
    from registry.cli.reading import read_text
    from registry.desk import line_lists

    with session.at_desk(settings) as desk:
        turn = line_lists.allow if on else line_lists.forbid
        turn(desk, read_text(settings, reason_from, "Reason"))
    word = "allowed" if on else "forbidden"
    output.answer(
        settings, shapes.Done(done=word), lambda: screens.done(f"line lists are {word} from now on")
    )


@app.command(
    "propose",
    epilog="Example: registry disclose list propose --recipient 'UN Working Group' --reason-from - < why.txt. A colleague "
    "then opens the vault with their own passphrase and makes it.",
)
def propose(
    context: typer.Context,
    recipient: Annotated[str, typer.Option(help="The body it goes to; the sealed ledger keeps it.")],
    reason_from: ReasonFrom = None,
    by: By = None,
    cutoff: Cutoff = "",
) -> None:
    """Propose a list to a named recipient for a written reason; it waits for a second person."""
    from registry.cli import line_list_screens, output, session
    from registry.cli.reading import read_text
    from registry.desk import line_lists

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        reason = read_text(settings, reason_from, "Reason")
        made = line_lists.propose(
            desk, recipient=recipient, reason=reason, columns=by or (), cutoff=_day(cutoff)
        )
        item = _item(made)
        output.answer(settings, item, lambda: line_list_screens.proposed(item))


def _item(one: Proposed) -> ListProposal:
    from registry.cli.line_list_shapes import ListProposal
    from registry.words.identity import short

    wish = one.wish
    return ListProposal(
        id=wish.id,
        short=short(wish.id),
        recipient=wish.recipient,
        reason=wish.reason,
        columns=wish.columns,
        cutoff=wish.cutoff,
        by=wish.author,
        at=wish.at,
        state=one.state,
        reviewers=one.reviewers,
        release=one.end.release if one.end else "",
    )


@app.command("show", epilog="Example: registry disclose list show")
def show(context: typer.Context) -> None:
    """Show whether line lists are allowed here, and every list that was proposed."""
    from registry.cli import line_list_screens, output, session
    from registry.cli.line_list_shapes import ListStanding
    from registry.desk import line_lists

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        last, items = line_lists.switched(desk), tuple(_item(one) for one in line_lists.proposals(desk))
        shape = ListStanding(
            allowed=last is not None and last.on,
            since=last.at if last else "",
            by=last.author if last else "",
            reason=last.reason if last else "",
            items=items,
            total=len(items),
        )
        output.answer(settings, shape, lambda: line_list_screens.standing(shape))


@app.command(
    "make",
    epilog="Example: registry disclose list make 43A-TD3A --out list. Open the vault with your own passphrase: whoever "
    "proposed the list cannot make it. A refusal leaves no file and exits with 9 or 11.",
)
def make(
    context: typer.Context,
    proposal: Proposal,
    out: Annotated[Path, typer.Option(metavar="DIR", help="A new folder for the files.")],
    confirm: Annotated[str, typer.Option(help="`yes` in place of the question.")] = "",
) -> None:
    """Let a colleague's list out as the second person: look at its classes, confirm, and its files are written."""
    from registry.cli import line_list_screens, output, session
    from registry.cli.line_list_shapes import ListMade
    from registry.cli.writing import new_folder
    from registry.desk import line_lists

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        wish, found = line_lists.look(desk, proposal)
        if found.refusal is not None:
            raise found.refusal
        _confirmed(settings, found, wish.recipient, wish.reason, confirm)
        ready = line_lists.prepare(desk, wish, found, settings.lang)
        with new_folder(out, ready.release.files):
            line_lists.enter(desk, ready)
    entry = ready.release.entry
    shape = ListMade(
        release=entry.release_id,
        files=dict(entry.hashes),
        directory=str(out),
        people=len(entry.people),
        recipient=entry.recipient,
    )
    output.answer(settings, shape, lambda: line_list_screens.made(shape, settings))


def _confirmed(settings: Settings, found: ListPlan, recipient: str, reason: str, confirm: str) -> None:
    """Show what is to go out to whom and why, and ask; raise ``Interrupted`` where it is not confirmed."""
    from registry.cli import line_list_screens, session
    from registry.cli.drawing import wrapped
    from registry.cli.output import console_for
    from registry.errors import Interrupted, UsageRefused

    if confirm == YES:
        return
    if not session.can_ask(settings):
        raise UsageRefused("a list goes out only when a person confirms it", "give --confirm yes")
    console = console_for(settings, errors=True)
    for part in line_list_screens.planned(planned(found, allowed=True), settings):
        console.print(part)
    console.print(wrapped(f"to {recipient}: {reason}", "bold"))
    sys.stderr.write("A list cannot be called back. Type yes to write it: ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().casefold() != YES:
        raise Interrupted("not confirmed", "nothing was written")


@app.command("refuse", epilog="Example: registry disclose list refuse 43A-TD3A --reason-from - < why.txt")
def refuse(context: typer.Context, proposal: Proposal, reason_from: ReasonFrom = None) -> None:
    """Refuse a colleague's list, with the reason."""
    from registry.cli import output, screens, session, shapes
    from registry.cli.reading import read_text
    from registry.desk import line_lists

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        line_lists.refuse(desk, proposal, read_text(settings, reason_from, "Reason"))
    output.answer(settings, shapes.Done(done="refused"), lambda: screens.done("the list is refused"))


@app.command("withdraw", epilog="Example: registry disclose list withdraw 43A-TD3A")
def withdraw(context: typer.Context, proposal: Proposal) -> None:
    """Take back a list of your own that still waits."""
    from registry.cli import output, screens, session, shapes
    from registry.desk import line_lists

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        line_lists.withdraw(desk, proposal)
    output.answer(settings, shapes.Done(done="withdrawn"), lambda: screens.done("the proposal is taken back"))
