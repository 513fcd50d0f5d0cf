"""What is drawn of copies: what was made, how a copy stands to the vault, and lists of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from registry.cli import copy_shapes, shapes
from registry.cli.checking import problems_drawn
from registry.cli.drawing import safe, table, text_of, wrapped
from registry.cli.screens import counted, facts
from registry.cli.settings import Settings
from registry.desk.copies import AHEAD, ANOTHER, BEHIND, LEVEL, NOT_COMPARED, PARTED, age_of

if TYPE_CHECKING:
    from rich.console import RenderableType


def backed_up(shape: shapes.Copied) -> Iterator[RenderableType]:
    """Say what was copied and where it is."""
    yield wrapped(f"backed up, read back and verified: {shape.cases:,} cases, {shape.size:,} bytes")
    yield wrapped(f"it is {shape.path}")


def copy_verified(shape: copy_shapes.CopyVerified, now: datetime) -> Iterator[RenderableType]:
    """Say whether a copy is sound and which generation it is, or what of it is damaged."""
    if not shape.sound:
        yield from problems_drawn(shape.problems)
        yield wrapped("damaged: do not count on this copy, and make a new backup on another medium", "bold")
        return
    yield wrapped(f"sound: all {shape.size:,} bytes read, every seal verified")
    rows = [
        (
            "holds",
            f"{shape.cases:,} cases, the journal up to act {shape.sequence:,} of {_when(shape.last_act)} UTC",
        )
    ]
    if shape.made:
        called = f", {shape.label}" if shape.label else ""
        rows.append(("made", f"{_when(shape.made)} UTC, {ago(age_of(shape.made, now).days)}{called}"))
    rows.append(("the vault", _standing(shape)))
    yield from facts(rows)


def _standing(shape: copy_shapes.CopyVerified) -> str:
    acts = f"{shape.acts:,} {'act' if shape.acts == 1 else 'acts'}"
    return {
        LEVEL: "holds nothing more than this copy",
        BEHIND: f"is {acts} ahead of this copy",
        AHEAD: f"is OLDER than this copy by {acts}: it may have been put back to an earlier state",
        PARTED: "and this copy have gone different ways: each holds acts that the other lacks",
        ANOTHER: "here is another one: this copy does not belong to it",
        NOT_COMPARED: "was not compared: none is here, or this secret does not open it",
    }[shape.relation]


def _when(at: str) -> str:
    return at[:16].replace("T", " ")


def ago(days: int) -> str:
    """Return an age in words."""
    return {0: "today", 1: "yesterday"}.get(days, f"{days:,} days ago")


def copies(
    shape: copy_shapes.CopyList, settings: Settings, offset: int, with_folder: bool
) -> Iterator[RenderableType]:
    """Draw the copies the vault knows of, and what lies in a folder."""
    if shape.items:
        drawn = table(settings, "when (UTC)", "age", "kind", "acts since", "label")
        for item in shape.items:
            drawn.add_row(
                _when(item.made), ago(item.days), item.kind, f"{item.behind:,}", safe(item.label or "-")
            )
        yield drawn
    yield counted(len(shape.items), shape.total, offset, "copies known to the vault")
    if with_folder:
        yield from _files(shape, settings)


_OF = {
    "this-vault": "✓ this vault",
    "another-vault": "! another vault",
    "not-compared": "? a vault",
    "newer-format": "? newer format",
    "damaged": "! damaged",
}


def _files(shape: copy_shapes.CopyList, settings: Settings) -> Iterator[RenderableType]:
    yield text_of("")
    if shape.files:
        drawn = table(settings, "in the folder", "age", "of", "label")
        drawn.columns[0].no_wrap, drawn.columns[0].overflow = False, "fold"
        for file in shape.files:
            age = ago(file.days) if file.dated == "name" else f"{ago(file.days)} (by its file time)"
            drawn.add_row(wrapped(file.name), age, _OF[file.of], safe(file.label or "-"))
        yield drawn
    else:
        yield wrapped("no copies in the folder", "dim")
    if shape.unfinished:
        yield wrapped(
            f"{shape.unfinished:,} unfinished, ending in .part: they are no copies, delete them", "bold"
        )
    if shape.others:
        yield wrapped(f"other files there, which are no vaults: {shape.others:,}", "dim")
    if shape.files:
        yield wrapped("whether a copy is sound says `registry vault backup verify COPY`", "dim")
