"""What the commands about line lists and accounts draw."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from registry.cli import line_list_shapes as shapes
from registry.cli.drawing import safe, table, wrapped
from registry.cli.settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType

_SHOWN = 20
_ANY, _NOT_GIVEN = "any", "not given"


def planned(
    shape: shapes.ListPlanned, settings: Settings, *, every: bool = False
) -> Iterator[RenderableType]:
    """Draw the plan of a list: true counts stand in it, so it is for this screen only."""
    if shape.classes:
        yield wrapped(
            f"{shape.people:,} people listed, last seen by {shape.cutoff}, in {len(shape.classes):,} classes; "
            f"information lost: {shape.loss:.2f} of 1. True counts below: for this screen only"
        )
        drawn = table(settings, "column", "told as (people)")
        drawn.columns[1].no_wrap = False
        drawn.columns[1].overflow = "fold"
        for column in shape.columns:
            said = ", ".join(
                f"{_NOT_GIVEN if name == _ANY else name} ({people:,})"
                for name, people in column.people.items()
            )
            drawn.add_row(safe(column.column), wrapped(said))
        yield drawn
        yield from _classes(shape.classes, settings, every=every)
    if shape.left_out:
        yield wrapped(f"left out, with a value in no registered class: {shape.left_out:,}", "bold")
    if shape.refused:
        yield wrapped(f"refused: {shape.refused}", "red")
    elif not shape.allowed:
        yield wrapped(
            "passes, and line lists are off here: `registry disclose list allow` turns them on", "bold"
        )
    else:
        yield wrapped("passes: `registry disclose list propose` puts it before a second person", "green")


def _classes(
    classes: tuple[shapes.ListClass, ...], settings: Settings, *, every: bool
) -> Iterator[RenderableType]:
    shown = classes if every else classes[:_SHOWN]
    drawn = table(settings, "class", "people")
    drawn.columns[0].no_wrap = False
    drawn.columns[0].overflow = "fold"
    for one in shown:
        drawn.add_row(safe(one.told), f"{one.people:,}")
    yield drawn
    if len(shown) < len(classes):
        yield wrapped(
            f"{len(classes) - len(shown):,} larger classes are not shown; all of them with --classes"
        )


def standing(shape: shapes.ListStanding) -> Iterator[RenderableType]:
    """Draw whether lists are allowed, and the proposals."""
    if shape.since:
        word = "allowed" if shape.allowed else "off"
        yield wrapped(f"line lists are {word} since {shape.since[:10]}, by {shape.by}: {shape.reason}")
    else:
        yield wrapped("line lists are off: nobody ever allowed them here")
    for one in shape.items:
        yield from proposed(one)
    yield wrapped(f"{shape.total} proposed in all" if shape.items else "none was proposed")


def proposed(one: shapes.ListProposal) -> Iterator[RenderableType]:
    """Draw one proposal and what is to be done with it."""
    yield wrapped(
        f"{one.short}  {one.state}: to {one.recipient}, proposed by {one.by} on {one.at[:10]}", "bold"
    )
    yield wrapped(f"  {one.reason}")
    if one.state == "waiting":
        yield wrapped(
            f"  waits for one of: {', '.join(one.reviewers) or 'nobody'}, with "
            f"`registry disclose list make {one.short} --out DIR`"
        )
    elif one.release:
        yield wrapped(f"  release {one.release}")


def made(shape: shapes.ListMade | shapes.NarrativeMade, settings: Settings) -> Iterator[RenderableType]:
    """Say which files went out, with their hashes."""
    yield wrapped(f"release {shape.release} for {shape.recipient} written to {shape.directory}", "bold")
    drawn = table(settings, "file", "sha-256")
    for name, digest in shape.files.items():
        drawn.add_row(safe(name), digest)
    yield drawn


def narrative(shape: shapes.NarrativeShown) -> Iterator[RenderableType]:
    """Draw an account and what keeps it from going out."""
    yield wrapped(f"written by {shape.by} on {shape.at[:10]} ({shape.language})", "bold")
    yield wrapped(shape.text)
    if shape.withheld:
        yield wrapped(
            f"consent keeps back, and only you can tell whether the text holds it: {', '.join(shape.withheld)}",
            "bold",
        )
    for one in shape.findings:
        yield wrapped(f"{one.kind}: {one.words}: {one.advice}", "red")
    if not shape.findings:
        yield wrapped(f"nothing was found in it; whoever has read it confirms it as {shape.confirm}", "green")
