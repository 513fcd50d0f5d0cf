"""`registry case close` and `registry case reopen`: ending the work on a case, and taking it up again."""

from __future__ import annotations

from typing import Annotated

import typer

from registry.cli.reasons import OverrideFrom, ReasonFrom, Reviewer, read_both
from registry.cli.settings import Settings

CLOSE_EPILOG = (
    "Reasons: end_status, family_request, same_person, out_of_scope. Example: registry case close K7Q-2M9X "
    "--why family_request --reason-from - < why.txt. Where colleagues can review, it waits in `registry review list`."
)
REOPEN_EPILOG = (
    "Example: registry case reopen K7Q-2M9X --claim 43A-TD3A --reason-from - < why.txt. The status stays what it is "
    "until it is set anew."
)
Case = Annotated[str, typer.Argument(metavar="CASE", help="The case's id, such as K7Q-2M9X.")]


def close(
    context: typer.Context,
    case: Case,
    why: Annotated[
        str, typer.Option(metavar="REASON", help="end_status, family_request, same_person or out_of_scope.")
    ] = "end_status",
    reason_from: ReasonFrom = None,
    reviewer: Reviewer = "",
    override_from: OverrideFrom = None,
) -> None:
    """Close a case; a second person accepts it, or whoever works alone writes why nobody does."""
    from registry.cases.items import Proposed
    from registry.cli import output, review_screens, session
    from registry.cli.review_folding import proposal_made, stage_set
    from registry.desk.closing import close_case, needs_override, read_closing

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        code = read_closing(desk, case, why)
        reason, override = read_both(
            settings, reason_from, override_from, needs_override=needs_override(desk)
        )
        made = close_case(desk, case, code, reason=reason, reviewer=reviewer, override=override)
        if isinstance(made, Proposed):
            waits = proposal_made(desk, desk.case(case), made)
            output.answer(settings, waits, lambda: review_screens.proposal_made(waits))
            return
        shape = stage_set(desk.case(case), made)
        output.answer(settings, shape, lambda: review_screens.stage_set(shape))


def reopen(
    context: typer.Context,
    case: Case,
    claim: Annotated[
        list[str] | None, typer.Option(help="A claim that came in since it was closed; repeat.")
    ] = None,
    reason_from: ReasonFrom = None,
) -> None:
    """Open a closed case again, for a reason and a claim that came in since."""
    from registry.cli import output, review_screens, session
    from registry.cli.reading import read_text
    from registry.cli.review_folding import stage_set
    from registry.desk.closing import reopen_case

    settings: Settings = context.obj
    with session.at_desk(settings) as desk:
        desk.open_case(case)
        reason = read_text(settings, reason_from, "Reason")
        made = reopen_case(desk, case, tuple(claim or ()), reason)
        shape = stage_set(desk.case(case), made)
        output.answer(settings, shape, lambda: review_screens.stage_set(shape))
