"""`registry case history`, `diff`, `at` and `restore`: who said what when, and a case as it stood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from registry.cli.settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType

    from registry.cases.casefile import CaseFile
    from registry.cases.items import AnyItem
    from registry.cases.moments import Difference, Was
    from registry.cli import history_shapes as shapes
    from registry.cli.shapes import PastItem, PastList
    from registry.desk.desk import Desk
    from registry.desk.restoring import Restoring

_MOMENT = "A date or time in UTC, an act's number in the journal, an item's id, or now."
HISTORY_EPILOG = "Example: registry case history K7Q-2M9X --since 2026-11-01 --kind claim --kind retraction"
DIFF_EPILOG = (
    "Example: registry case diff K7Q-2M9X --from 2026-11-01 --to now   A day counts to its end. The numbers of acts "
    "stand in `registry journal show --case K7Q-2M9X`."
)
AT_EPILOG = "Example: registry case at K7Q-2M9X 2026-11-01"
RESTORE_EPILOG = (
    "Example: registry case restore K7Q-2M9X --to 12 --dry-run   Nothing is struck out: one more undo stands in the "
    "history, and `registry undo` takes it back. Read-outs, what was done, and ties to other cases stay as they are."
)

Case = Annotated[str, typer.Argument(metavar="CASE", help="The case's id, such as K7Q-2M9X.")]


def history(
    context: typer.Context,
    case: Case,
    since: Annotated[str, typer.Option(metavar="DATE", help="From this date or time on (UTC).")] = "",
    until: Annotated[
        str, typer.Option(metavar="DATE", help="Up to the end of this date or time (UTC).")
    ] = "",
    by: Annotated[str, typer.Option(metavar="NAME", help="Only what this caseworker wrote.")] = "",
    kind: Annotated[
        list[str] | None, typer.Option(help="Only entries of this kind, such as claim; repeat.")
    ] = None,
) -> None:
    """Show who said and wrote what about a case, oldest first, with what no longer counts and why."""
    from registry.cli import output, session
    from registry.cli import shapes as base
    from registry.desk.history import Wanted

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        file = desk.case(case)
        wanted = Wanted.parse(desk, since, until, by, kind or ())
        items = _pasts(desk, file, (item for item in file.items if wanted.takes(item)))
        shape = base.PastList(items=items, total=len(items))
        output.answer(settings, shape, lambda: _history_drawn(shape, settings))


def _history_drawn(shape: PastList, settings: Settings) -> Iterator[RenderableType]:
    """Draw the history of a case."""
    from registry.cli.drawing import safe, table, wrapped

    drawn = table(settings, "when (UTC)", "by", "what")
    drawn.columns[2].no_wrap = False
    drawn.columns[2].overflow = "fold"
    for item in shape.items:
        said = wrapped(item.what, "strike dim" if item.no_longer else "")
        if item.said_by:
            said.append_text(safe(f" ({item.said_by})", "dim"))
        if item.no_longer:
            said.append(f"  [{item.no_longer}]", style="blue")
        drawn.add_row(item.at[:16].replace("T", " "), safe(item.by), said)
    yield drawn


def _pasts(desk: Desk, case: CaseFile, items: Iterable[AnyItem]) -> tuple[PastItem, ...]:
    """Return items of one case file as lines of history, with the names of caseworkers and sources."""
    from registry.cli.shapes import PastItem
    from registry.desk.pasts import Pasts

    return tuple(
        PastItem(
            id=told.past.id, at=told.past.at, by=told.by, kind=told.past.kind, what=told.past.what,
            no_longer=told.past.no_longer, said_by=told.said_by,
        )
        for told in Pasts(desk, case).of(items)
    )  # fmt: skip


def diff(
    context: typer.Context,
    case: Case,
    first: Annotated[str, typer.Option("--from", metavar="MOMENT", help=_MOMENT)],
    second: Annotated[str, typer.Option("--to", metavar="MOMENT", help=_MOMENT)] = "now",
) -> None:
    """Show what differs between a case at two moments: what came, what stopped counting, what the whole says."""
    from registry.cases.moments import difference
    from registry.cli import output, session
    from registry.desk.moments import moment_named, view_at

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        file = desk.case(case)
        moments = [moment_named(desk, file, asked) for asked in (first, second)]
        views = [view_at(desk, file, moment) for moment in moments]
        found = difference(views[0], views[1], settings.lang)
        says = (moments[0].says, moments[1].says)
        shape = _differed(desk, file, found, says, (views[0].case, views[1].case))
        output.answer(settings, shape, lambda: _diff_drawn(shape, settings))


def _differed(
    desk: Desk, file: CaseFile, found: Difference, says: tuple[str, str], cases: tuple[CaseFile, CaseFile]
) -> shapes.CaseDiffered:
    from registry.cli import history_shapes as shapes
    from registry.words.identity import short

    before, after = cases
    whole = (found.status, found.stage, found.flags, found.consent, found.tasks, found.links, found.plan)
    changed = [("", was) for was in whole if was] + list(found.facts)
    return shapes.CaseDiffered(
        case=file.id,
        short=short(file.id),
        first=says[0],
        second=says[1],
        added=_pasts(desk, after, found.added),
        gone=_pasts(desk, before, found.gone),
        stopped=_pasts(desk, after, found.stopped),
        resumed=_pasts(desk, after, found.resumed),
        changed=tuple(_was_item(key, was) for key, was in changed),
        conflicts_began=tuple(key for key, now in found.conflicts if now),
        conflicts_ended=tuple(key for key, now in found.conflicts if not now),
    )


def _was_item(key: str, was: Was) -> shapes.WasItem:
    from registry.cli import history_shapes as shapes

    return shapes.WasItem(
        what=key or was.what, label=was.what, before=was.before, after=was.after, fact=bool(key)
    )


def _diff_drawn(shape: shapes.CaseDiffered, settings: Settings) -> Iterator[RenderableType]:
    from registry.cli.drawing import grid, wrapped

    counts = {
        "added": shape.added, "gone": shape.gone, "no longer counted": shape.stopped, "counted again": shape.resumed
    }  # fmt: skip
    said = ", ".join(f"{len(items):,} {what}" for what, items in counts.items() if items)
    yield wrapped(f"{shape.short} from {shape.first} to {shape.second}: {said or 'nothing differs'}", "bold")
    card = grid()
    for was in shape.changed:
        before, after = (" | ".join(_shown(was, one, settings)) or "-" for one in (was.before, was.after))
        card.add_row(was.label, wrapped(f"{before} → {after}"))
    labels = {was.what: was.label for was in shape.changed if was.fact}
    for key in shape.conflicts_began:
        card.add_row("≠", wrapped(f"{labels.get(key, key)}: sources contradict each other", "bold"))
    for key in shape.conflicts_ended:
        card.add_row("=", wrapped(f"{labels.get(key, key)}: sources no longer contradict each other"))
    if card.row_count:
        yield card
    for sign, items in zip(("+", "?", "-", "↺"), counts.values(), strict=True):
        yield from _items_drawn(sign, items)


def _shown(was: shapes.WasItem, values: tuple[str, ...], settings: Settings) -> tuple[str, ...]:
    """Return values in words; of a status, its label in the reader's language."""
    from registry.cases.status import STATUS_TERMS

    if was.what != "status" or was.fact:
        return values
    return tuple(STATUS_TERMS[one].show(settings.lang) if one in STATUS_TERMS else one for one in values)


def _items_drawn(sign: str, items: Iterable[PastItem]) -> Iterator[RenderableType]:
    from registry.cli.drawing import wrapped

    for item in items:
        said_by = f" ({item.said_by})" if item.said_by else ""
        gone = f"  [{item.no_longer}]" if item.no_longer else ""
        when = item.at[:16].replace("T", " ")
        yield wrapped(f"{sign} {when}  {item.by}  {item.what}{said_by}{gone}")


def at(
    context: typer.Context,
    case: Case,
    moment: Annotated[str, typer.Argument(metavar="MOMENT", help=_MOMENT)],
    all_: Annotated[
        bool, typer.Option("--all", help="Every claim and event, not only what fits a screen.")
    ] = False,
) -> None:
    """Show a case as it stood at a moment, with its sources as they were graded then."""
    from registry.cli import folding, output, screens, session
    from registry.cli import history_shapes as shapes
    from registry.cli.drawing import wrapped
    from registry.desk.erasing import erased_links
    from registry.desk.moments import moment_named, view_at

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        file = desk.case(case)
        meant = moment_named(desk, file, moment)
        view = view_at(desk, file, meant)
        shown = folding.case_shown(view, settings.lang, erased_links(desk, view.case))
        shape = shapes.CaseAt(moment=meant.says, until=meant.until, case=shown)
        there = "as it stood" if view.case.items else "not there yet"
        output.answer(
            settings,
            shape,
            lambda: (
                wrapped(f"{there}: {meant.says}", "dim"),
                *screens.case(shown, view, settings, whole=all_),
            ),
        )


def restore(
    context: typer.Context,
    case: Case,
    moment: Annotated[str, typer.Option("--to", metavar="MOMENT", help=_MOMENT)],
    confirm: Annotated[str, typer.Option(metavar="ID", help="The case's id once more, to confirm.")] = "",
    consent_too: Annotated[
        bool,
        typer.Option(
            "--consent-too", help="Bring back consent that was withdrawn since; it stays ended otherwise."
        ),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")
    ] = False,
) -> None:
    """Make a case count again as it stood at a moment, after showing what that changes."""
    from registry.cli import output, session
    from registry.desk.erasing import confirmed
    from registry.desk.restoring import plan_restore
    from registry.desk.restoring import restore as restore_at

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=dry_run) as desk:
        planned = plan_restore(desk, case, moment, withdrawals=consent_too)
        shape = _restored(desk, planned, done=not dry_run)
        if not dry_run:
            confirmed(desk, case, confirm or _confirmed_by_hand(settings, shape))
            restore_at(desk, planned)
    output.answer(settings, shape, lambda: _restored_drawn(shape, settings))


def _confirmed_by_hand(settings: Settings, shape: shapes.CaseRestored) -> str:
    from registry.cli.confirming import typed_back
    from registry.cli.output import console_for
    from registry.cli.session import can_ask

    if can_ask(settings):
        for part in _diff_drawn(shape.changes, settings):
            console_for(settings, errors=True).print(part)
    warning = "The case will count like that again. Nothing is struck out, and `registry undo` takes it back."
    return typed_back(settings, shape.case, warning, "restoring", "restore it")


def _restored(desk: Desk, planned: Restoring, *, done: bool) -> shapes.CaseRestored:
    from registry.cli import history_shapes as shapes
    from registry.words.identity import short

    before, after = planned.views
    says = ("now", f"as it stood: {planned.moment.says}")
    return shapes.CaseRestored(
        case=planned.case,
        short=short(planned.case),
        restored=done,
        moment=planned.moment.says,
        changes=_differed(desk, before.case, planned.changes, says, (before.case, after.case)),
        staying=_pasts(desk, before.case, planned.staying),
    )


# So much of what stays is named on the screen.
_SHOWN = 4


def _restored_drawn(shape: shapes.CaseRestored, settings: Settings) -> Iterator[RenderableType]:
    from registry.cli.drawing import wrapped

    yield from _diff_drawn(shape.changes, settings)
    if shape.staying:
        yield wrapped("these stay as they are: they happened, tie other cases, or ended a consent", "dim")
        yield from _items_drawn("=", shape.staying[:_SHOWN])
        if len(shape.staying) > _SHOWN:
            yield wrapped(f"… and {len(shape.staying) - _SHOWN:,} more; all of them with --json", "dim")
    if shape.restored:
        yield wrapped(f"{shape.short} counts as it stood: {shape.moment}; `registry undo` takes it back")
    else:
        yield wrapped("nothing was changed: this was a dry run", "dim")
