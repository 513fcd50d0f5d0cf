"""What the disclosure commands draw: a plan with its true counts, the files of a release, and the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from registry.cli import shapes
from registry.cli.drawing import safe, table, wrapped
from registry.cli.screens import counted
from registry.cli.settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType


def planned(
    shape: shapes.DisclosurePlanned, settings: Settings, *, every_cell: bool = False
) -> Iterator[RenderableType]:
    """Draw a plan: true counts stand in it, so it is for this screen only."""
    yield wrapped(
        f"{shape.counted} people counted, last seen by {shape.cutoff}; true counts below: for this screen only"
    )
    drawn = table(settings, "table", "made coarser, and why")
    drawn.columns[1].no_wrap = False
    drawn.columns[1].overflow = "fold"
    for one in shape.tables:
        drawn.add_row(safe(" x ".join(one.by)), wrapped("; ".join(one.coarsened) or "as asked"))
    yield drawn
    if every_cell:
        yield _cells(shape.cells, settings)
    elif shape.exposed:
        yield wrapped("most exposed cells (all of them with --cells):", "bold")
        yield from (wrapped(f"  {cell}") for cell in shape.exposed)
    yield from (wrapped(f"note: {warning}", "bold") for warning in shape.warnings)
    if shape.passes:
        yield wrapped("passes: `registry disclose make` would write it", "green")
    else:
        yield wrapped(f"refused: {shape.refused}", "red")
        if shape.instead:
            yield wrapped(f"a coarser choice passes: {shape.instead}")


def audited(exposed: Sequence[str]) -> Iterator[RenderableType]:
    """Draw what the auditor leaves a reader with, in the cells that are nearest to a small count."""
    if exposed:
        yield wrapped("the auditor found nothing fatal; nearest to a small count, for a reader:", "bold")
        yield from (wrapped(f"  {cell}") for cell in exposed)


def _cells(cells: Sequence[shapes.CellItem], settings: Settings) -> RenderableType:
    drawn = table(settings, "cell", "people", "families", "printed")
    for cell in cells:
        at = ", ".join(f"{key} {code}" for key, code in cell.at.items()) or "all"
        drawn.add_row(
            safe(at), f"{cell.persons:,}", f"{cell.families}+" if cell.families else "0", str(cell.printed)
        )
    return drawn


def made(shape: shapes.DisclosureMade, settings: Settings) -> Iterator[RenderableType]:
    """Say which files a summary has, with their hashes."""
    yield wrapped(f"release {shape.release} written to {shape.directory}", "bold")
    drawn = table(settings, "file", "sha-256")
    for name, digest in shape.files.items():
        drawn.add_row(safe(name), digest)
    yield drawn
    yield from (wrapped(f"coarser than asked: {change}") for change in shape.coarsened)


def releases(shape: shapes.ReleaseList, settings: Settings) -> Iterator[RenderableType]:
    """Draw the ledger."""
    drawn = table(settings, "release", "on", "class", "policy", "cells", "to", "approved by")
    for item in shape.items:
        drawn.add_row(
            item.release,
            item.made_on,
            item.kind,
            safe(item.policy),
            str(item.cells),
            safe(item.recipient),
            safe(item.approver),
        )
    if shape.items:
        yield drawn
    for item in shape.items:
        if item.unfinished:
            yield wrapped(
                f"{item.release} was interrupted before its files were seen in their folder: "
                "`registry disclose make` puts that right, `registry disclose again` gives them elsewhere",
                "bold",
            )
    yield counted(len(shape.items), shape.total, 0, "releases")
