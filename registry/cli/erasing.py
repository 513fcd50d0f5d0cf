"""`registry case erase` and `case erased`: a case is destroyed for good, and what stays of it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from registry.cli.settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType

    from registry.cli import leaving_shapes as shapes
    from registry.desk.desk import Desk
    from registry.desk.erasing import Erasure

EPILOG = (
    "Example: registry case erase K7Q-2M9X --basis family-request --confirm K7Q-2M9X   What counts and links to "
    "it says so; the journal keeps that it was there. Nothing brings it back."
)
REMINDER = "Reason (one line; it is kept, so no name and nothing else about the person; may be empty)"
# What no program can promise, said wherever something is destroyed.
SURVIVES = (
    "flash memory (sticks, SSDs) can keep old blocks that no program reaches",
    "backups, snapshots and folders that a service copies keep what they had",
)
_SURVIVES_IN_FILE = (
    "blocks that earlier saves freed hold the case as it was then, sealed, until `registry vault rekey --deep` "
    "makes them useless"
)


def erase(
    context: typer.Context,
    case: Annotated[str, typer.Argument(metavar="CASE", help="The case's id, such as K7Q-2M9X.")],
    basis: Annotated[
        str,
        typer.Option(
            help="family-request, own-request, consent-withdrawn, court-order, law, no-longer-needed or "
            "taken-in-wrongly"
        ),
    ],
    confirm: Annotated[str, typer.Option(metavar="ID", help="The case's id once more, to confirm.")] = "",
    reason_from: Annotated[
        str | None,
        typer.Option(
            "--reason-from",
            metavar="FILE",
            help="A line of reason without personal data; - for standard input.",
        ),
    ] = None,
    keep_sources: Annotated[
        bool, typer.Option("--keep-sources", help="Keep sources that only this case cited.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would go, and change nothing.")
    ] = False,
) -> None:
    """Destroy a case for good: at the family's request, by order of a court, or by law."""
    from registry.cli import output, session
    from registry.cli.progress import progress
    from registry.cli.reading import read_text
    from registry.desk.erasing import confirmed, plan_erasure
    from registry.desk.erasing import erase as erase_at
    from registry.desk.tombstones import BASES_OF_ERASURE

    settings: Settings = context.obj
    BASES_OF_ERASURE.read(basis)
    with session.at_desk(settings, read_only=dry_run) as desk:
        if dry_run:
            with progress(settings, "reading the cases") as told:
                done = plan_erasure(desk, case, told)
        else:
            confirmed(desk, case, confirm or _typed_back(settings, desk, case))
            reason = read_text(settings, reason_from, REMINDER)
            with progress(settings, "reading the cases") as told:
                done = erase_at(desk, case, basis, reason, keep_sources=keep_sources, progress=told)
        shape = _shape(desk, done)
    output.answer(settings, shape, lambda: _drawn(shape))


def _typed_back(settings: Settings, desk: Desk, case: str) -> str:
    from registry.cli.confirming import typed_back

    warning = "This destroys the case for good. Nothing brings it back."
    return typed_back(settings, desk.case(case).id, warning, "erasing", "erase it")


def _shape(desk: Desk, done: Erasure) -> shapes.Erased:
    from registry.cli import leaving_shapes as shapes
    from registry.desk.copies import copies_holding
    from registry.words.identity import short

    stone, holding = done.tombstone, copies_holding(desk, done.case)
    return shapes.Erased(
        id=done.case,
        short=short(done.case),
        erased=stone is not None,
        at=stone.at if stone else "",
        basis=stone.basis if stone else "",
        exhibits=done.exhibits,
        sources_removed=done.sources,
        sources_kept=done.kept_sources,
        linked=done.linked,
        releases=tuple(
            shapes.ErasedFromRelease(id=entry.release_id, made_on=entry.made_on, recipient=entry.recipient)
            for entry in done.releases
        ),
        sheets=tuple(
            {"form": one.form, "recipient": one.recipient, "at": one.at, "sha256": one.sha256}
            for one in done.sheets
        ),
        copies=tuple(shapes.CopyHolding(kind=c.kind, at=c.at, label=c.label) for c in holding),
        may_survive=(_SURVIVES_IN_FILE, *SURVIVES),
    )


def _drawn(shape: shapes.Erased) -> Iterator[RenderableType]:
    from registry.cli.drawing import wrapped
    from registry.words.identity import short

    verb, count = ("is erased", "went") if shape.erased else ("would be erased", "would go")
    yield wrapped(f"{shape.short} {verb}; with it {count} {shape.exhibits} exhibits "
                  f"and {len(shape.sources_removed)} sources that only it cited")  # fmt: skip
    if shape.sources_kept:
        yield wrapped(f"{len(shape.sources_kept)} sources stay: other cases cite them, or you kept them")
    if shape.linked:
        yield wrapped("links to it now read (erased) in: " + ", ".join(short(one) for one in shape.linked))
    for release in shape.releases:
        yield wrapped(
            f"counted in the summary of {release.made_on} that went to: {release.recipient or 'not said'}"
        )
    for sheet in shape.sheets:
        yield wrapped(
            f"the {sheet['form']} sheet of {sheet['at'][:10]} went to: {sheet['recipient']}; write to them"
        )
    if shape.copies:
        yield wrapped("these copies still hold it, until you destroy them:", "bold")
        for copy in shape.copies:
            yield wrapped(f"  {copy.kind} of {copy.at[:10]} {copy.label}".rstrip())
    else:
        yield wrapped("no copy is known that holds it; one made by other means is known to nobody")
    for what in shape.may_survive:
        yield wrapped(f"may survive: {what}", "dim")


def erased(context: typer.Context) -> None:
    """List the cases that were erased: when, by whom and on what basis; nothing else is known of them."""
    from registry.cli import leaving_shapes as shapes
    from registry.cli import output, session
    from registry.desk.tombstones import tombstones
    from registry.words.identity import short

    settings: Settings = context.obj
    with session.at_desk(settings, read_only=True) as desk:
        names = desk.names()
        items = tuple(
            shapes.ErasureItem(
                id=stone.id, short=short(stone.id), at=stone.at, by=names.get(stone.by, stone.by[:8]),
                basis=stone.basis, reason=stone.reason,
            )
            for stone in tombstones(desk.vault)
        )  # fmt: skip
    shape = shapes.ErasureList(items=items, total=len(items))
    output.answer(settings, shape, lambda: _list_drawn(shape, settings))


def _list_drawn(shape: shapes.ErasureList, settings: Settings) -> Iterator[RenderableType]:
    from registry.cli.drawing import safe, table, wrapped

    if not shape.items:
        yield wrapped("no case was erased", "dim")
        return
    drawn = table(settings, "id", "erased (UTC)", "by", "basis", "reason")
    for item in shape.items:
        when = item.at[:16].replace("T", " ")
        drawn.add_row(safe(item.short), safe(when), safe(item.by), safe(item.basis), safe(item.reason))
    yield drawn
