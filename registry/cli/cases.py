"""`registry case`: take in, list and show."""

from __future__ import annotations

from typing import Annotated

import typer

from registry.cli import closing, drafts, editing, erasing, histories, tying
from registry.cli.settings import Settings

app = typer.Typer(no_args_is_help=True)
app.command("erase", epilog=erasing.EPILOG)(erasing.erase)
app.command("erased")(erasing.erased)
app.command("close", epilog=closing.CLOSE_EPILOG)(closing.close)
app.command("reopen", epilog=closing.REOPEN_EPILOG)(closing.reopen)
app.command("link", epilog=tying.LINK_EPILOG)(tying.link)
app.command("unlink", epilog=tying.UNLINK_EPILOG)(tying.unlink)
app.add_typer(drafts.app, name="drafts", help=drafts.HELP)
app.command("edit", epilog=editing.EPILOG)(editing.edit)
app.command("history", epilog=histories.HISTORY_EPILOG)(histories.history)
app.command("diff", epilog=histories.DIFF_EPILOG)(histories.diff)
app.command("at", epilog=histories.AT_EPILOG)(histories.at)
app.command("restore", epilog=histories.RESTORE_EPILOG)(histories.restore)

Case = Annotated[str, typer.Argument(metavar="CASE", help="The case's id, such as K7Q-2M9X.")]


@app.command("new", epilog='Example: registry case new --from - < case.json   with   '
             '{"kind": "person", "source": {"kind": "family", "label": "mother", "reliability": "C"}, '
             '"facts": {"name": "…", "last_seen_on": "2016-12-09"}}')  # fmt: skip
def new(
    context: typer.Context,
    source: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="FILE", help="JSON: one case, an array, or JSON lines; - for standard input."
        ),
    ] = None,
    resume: Annotated[
        str, typer.Option(metavar="DRAFT", help="Go on with an interview that was left.", show_default=False)
    ] = "",
    like: Annotated[
        str,
        typer.Option(
            metavar="CASE", help="Interview about another of that case's family.", show_default=False
        ),
    ] = "",
    kind: Annotated[
        str, typer.Option(help="Interview about: person, or group for a report on many unnamed people.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and check, keep nothing.")] = False,
) -> None:
    """Take in one case, or many: by an interview at the terminal, or from JSON; no fact is ever an argument."""
    from registry.cli import intake
    from registry.cli.interview import Asked

    intake.take_in(context.obj, source, Asked(resume, like, dry_run=dry_run, kind=kind))


@app.command("list")
def list_(
    context: typer.Context,
    kind: Annotated[str, typer.Option(help="person or group")] = "",
    status: Annotated[str, typer.Option(help="Only this status.")] = "",
    place: Annotated[str, typer.Option(help="Only last seen in this governorate, district or site.")] = "",
    since: Annotated[str, typer.Option(help="Last seen on or after this date (2016-12, 2016-12-09).")] = "",
    until: Annotated[str, typer.Option(help="Last seen on or before this date.")] = "",
    sex: Annotated[str, typer.Option(help="Only this sex.")] = "",
    stage: Annotated[str, typer.Option(help="draft, open, in_review or closed")] = "",
    stale: Annotated[
        bool, typer.Option("--stale", help="Only files nobody touched for half a year.")
    ] = False,
    priority: Annotated[str, typer.Option(help="urgent, high, normal or low")] = "",
    review_until: Annotated[
        str, typer.Option(metavar="DATE", help="Only those to be looked at again on or before this day.")
    ] = "",
    sort: Annotated[str, typer.Option(help="newest, touched, seen, name, priority or review")] = "newest",
    limit: Annotated[
        int | None, typer.Option(min=1, max=100_000, show_default="20; with --json-lines, all of them")
    ] = None,
    offset: Annotated[int, typer.Option(min=0)] = 0,
    json_lines: Annotated[
        bool, typer.Option("--json-lines", help="One JSON document a line, streamed.")
    ] = False,
) -> None:
    """List cases, newest first."""
    from registry.cli import listing, session
    from registry.desk.listing import Filter, cases

    settings: Settings = context.obj
    wanted = Filter(kind, status, place, since, until, sex, stage, stale, priority, review_until)
    with session.at_desk(settings, read_only=True) as desk:
        if json_lines:
            listing.stream(desk, wanted, sort, limit=limit, offset=offset)
        else:
            page = cases(desk, wanted, limit=limit or listing.A_PAGE, offset=offset, sort=sort)
            listing.show(
                settings,
                page,
                offset,
                planned=bool(priority or review_until) or sort in {"priority", "review"},
            )


@app.command("show")
def show(
    context: typer.Context,
    case: Case,
    all_: Annotated[
        bool, typer.Option("--all", help="Every claim and event, not only what fits a screen.")
    ] = False,
) -> None:
    """Show one case on one screen: names, status and why, timeline, claims, open questions, consent."""
    from registry.cli import folding, output, screens, session, sparing
    from registry.desk.erasing import erased_links
    from registry.desk.reviewing import asked_by_ties

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        view = desk.view(desk.case(case))
        shape = folding.case_shown(view, settings.lang, erased_links(desk, view.case))
        shape.questions = (*asked_by_ties(desk, view), *shape.questions)
        shape = shape if all_ else sparing.spared(shape, view)
        output.answer(settings, shape, lambda: screens.case(shape, view, settings, whole=all_))
