"""`registry case link` and `registry case unlink`: ties between the cases of two people."""

from __future__ import annotations

from typing import Annotated

import typer

from registry.cli.reasons import ReasonFrom
from registry.cli.settings import Settings

LINK_EPILOG = (
    "Kinds: same_person, possible_match, not_same, kin, crossed_with, taken_with, held_with, saw_in_custody, "
    "seen_in_custody_by, last_seen_by, was_last_to_see. Example: registry case link K7Q-2M9X 43A-TD3A --kind kin "
    "--certainty certain --reason-from - < why.txt"
)
UNLINK_EPILOG = "Example: registry case unlink K7Q-2M9X 43A-TD3A --kind kin --reason-from - < why.txt"
Case = Annotated[str, typer.Argument(metavar="CASE", help="The case's id.")]
Other = Annotated[str, typer.Argument(metavar="OTHER", help="The other case's id.")]


def link(
    context: typer.Context,
    case: Case,
    other: Other,
    kind: Annotated[str, typer.Option(metavar="KIND", help="How the first is tied to the other.")],
    certainty: Annotated[str, typer.Option(help="maybe, likely or certain")] = "likely",
    reason_from: ReasonFrom = None,
) -> None:
    """Tie the cases of two people; both show it, and it can be taken back."""
    from registry.cli import output, review_screens, session
    from registry.cli.reading import read_text
    from registry.cli.review_shapes import Tied
    from registry.desk.tying import link_cases, read_tie

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        code = read_tie(desk, case, other, kind)
        here, there = link_cases(
            desk, case, other, code, certainty, read_text(settings, reason_from, "Reason")
        )
        shape = Tied(
            id=here.id, case=there.other, other=here.other, kind=here.kind, reads=there.kind,
            certainty=here.certainty,
        )  # fmt: skip
        output.answer(settings, shape, lambda: review_screens.tied(shape))


def unlink(
    context: typer.Context,
    case: Case,
    other: Other,
    kind: Annotated[str, typer.Option(metavar="KIND", help="Only this tie; default: all of them.")] = "",
    reason_from: ReasonFrom = None,
) -> None:
    """Take ties between two cases back; they stay readable in the history of both."""
    from registry.cli import output, screens, session, shapes
    from registry.cli.reading import read_text
    from registry.desk.tying import unlink_cases

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        unlink_cases(desk, case, other, kind, read_text(settings, reason_from, "Reason"))
        output.answer(settings, shapes.Done(done="unlinked"), lambda: screens.done("unlinked"))
