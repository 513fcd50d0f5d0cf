"""What the ledger of summaries shows: one release in full, and the releases that counted a case."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from registry.cli.drawing import safe, table, wrapped
from registry.cli.ledger_shapes import CaseReach, PrintedItem, ReachItem, ReleaseShown
from registry.cli.settings import Settings
from registry.desk.desk import Desk
from registry.desk.releases import reach, release
from registry.disclosure.ledger import LedgerEntry

if TYPE_CHECKING:
    from rich.console import RenderableType


def one(desk: Desk, ref: str) -> ReleaseShown:
    """Fold one release of the ledger."""
    entry = release(desk, ref)
    printed = tuple(PrintedItem(at=at or "all", printed=value) for at, value in sorted(entry.printed.items()))
    return ReleaseShown(
        release=entry.release_id, made_on=entry.made_on, cutoff=entry.cutoff, recipient=entry.recipient,
        kind=entry.release_class, policy=dict(entry.policy), classifications=dict(entry.classifications),
        tables=_tables(entry), printed=printed, hashes=dict(entry.hashes), approver=entry.approver,
        audit=entry.audit, reach=entry.standing.reach if entry.standing else 9,
        rebased=bool(entry.standing and entry.standing.rebased), people=f"{len(entry.people):,}",
    )  # fmt: skip


def reached(desk: Desk, ref: str) -> CaseReach:
    """Fold the releases that counted a case."""
    found = reach(desk, ref)
    items = tuple(
        ReachItem(
            release=entry.release_id, made_on=entry.made_on, recipient=entry.recipient,
            kind=entry.release_class, tables=_tables(entry),
        )
        for entry in found.entries
    )  # fmt: skip
    return CaseReach(case=found.case, items=items, total=len(items))


def _tables(entry: LedgerEntry) -> tuple[str, ...]:
    tables = entry.standing.tables if entry.standing else ()
    return tuple(
        " x ".join(rung if key == "seen" else f"{key} by {rung}" for key, rung in t.given) for t in tables
    )


def draw_release(shape: ReleaseShown, settings: Settings) -> Iterator[RenderableType]:
    """Draw one release: to whom it went, who approved it, how it was audited, and every printed value."""
    yield wrapped(f"release {shape.release} of {shape.made_on}, to {shape.recipient}", "bold")
    yield wrapped(
        f"people last seen up to {shape.cutoff}; {shape.people} files counted (for this screen only)"
    )
    yield wrapped(
        f"approved by {shape.approver}; audit: {shape.audit}; policy {shape.policy.get('name', '')}"
    )
    width = f"within {shape.reach} of the truth" + ("; figures re-based" if shape.rebased else "")
    yield wrapped(width)
    yield from (wrapped(f"table: {one}") for one in shape.tables)
    cells = table(settings, "cell", "printed")
    for item in shape.printed:
        cells.add_row(safe(item.at.replace("|", ", ")), str(item.printed))
    yield cells
    files = table(settings, "file", "sha-256")
    for name, digest in shape.hashes.items():
        files.add_row(safe(name), digest)
    yield files


def draw_reach(shape: CaseReach, settings: Settings) -> Iterator[RenderableType]:
    """Draw the releases that counted a case."""
    if not shape.items:
        yield wrapped("no summary that went out counted this case")
        return
    cells = table(settings, "release", "on", "to", "tables")
    cells.columns[3].overflow = "fold"
    for item in shape.items:
        cells.add_row(
            item.release, item.made_on, safe(item.recipient), wrapped("; ".join(item.tables) or "one total")
        )
    yield cells
    yield wrapped(
        "printed figures cannot be called back; from a withdrawal on, no new summary counts this case"
    )
