"""What `registry import` shows: how a list is read, what became of its rows, and which wait."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from registry.cli.drawing import safe, table
from registry.cli.import_shapes import (
    ColumnItem,
    ImportItem,
    ImportList,
    ImportMade,
    ProblemItem,
    RowItem,
    WaitingCell,
    WaitingItem,
    WaitingList,
)
from registry.cli.settings import Settings
from registry.desk.importing import OUTCOMES, WORDS, Came
from registry.desk.taking_back import Imported
from registry.exchange.preview import first_cells
from registry.words.identity import short

if TYPE_CHECKING:
    from rich.console import RenderableType

    from registry.exchange.entries import Problem
    from registry.exchange.lists import Listing, Look
    from registry.exchange.mapping import ColumnMap

# How many rows a screen names before it says where the others are.
SHOWN = 12


def columns(mapping: ColumnMap, look: Look) -> tuple[ColumnItem, ...]:
    """Return how each column is read."""
    return tuple(
        ColumnItem(heading=heading, states=one.states, order=one.order or look.orders.get(heading, ""))
        for heading, one in mapping.columns.items()
    )


def _problem(one: Problem) -> ProblemItem:
    return ProblemItem(heading=one.heading, problem=one.problem, help=one.help, waits=one.waits)


def row_item(came: Came) -> RowItem:
    """Return one row as an answer names it."""
    return RowItem(
        line=came.line, outcome=came.outcome, case=came.case, problems=tuple(map(_problem, came.problems))
    )


def preview(listing: Listing, mapping: ColumnMap, look: Look) -> str:
    """Return how a list would be read, a line a column, with the first cell that says something."""
    lines = [f"{look.total:,} rows, {listing.read_as}"]
    first = first_cells(listing)
    for heading, one in mapping.columns.items():
        order = one.order or look.orders.get(heading, "")
        lines.append(
            f"  {heading} -> {one.states}{f' ({order})' if order else ''}   {first.get(heading, '')}"
        )
    if look.unknown:
        lines.append(
            f"{len(look.unknown)} words are not known; their rows will wait unless --unknown-terms says otherwise"
        )
    return "\n".join(lines)


def draw_made(shape: ImportMade, settings: Settings) -> Iterator[RenderableType]:
    """Draw what became of a list."""
    yield safe(f"{'would be ' if shape.dry_run else ''}read as {shape.read_as}: {shape.total:,} rows")
    counts = {outcome: getattr(shape, outcome) for outcome in OUTCOMES}
    for outcome, number in counts.items():
        if number:
            yield safe(f"  {number:>7,}  {WORDS[outcome]}")
    if shape.dry_run and shape.columns:
        made = table(settings, "column", "is read as", "dates")
        for one in shape.columns:
            made.add_row(safe(one.heading), safe(one.states), safe(one.order))
        yield made
    yield from _named_rows(shape, settings)
    yield safe(_next(shape))


def _named_rows(shape: ImportMade, settings: Settings) -> Iterator[RenderableType]:
    if not shape.rows:
        return
    made = table(settings, "line", "column", "what", "and then")
    for column in made.columns[2:]:
        column.no_wrap, column.overflow = False, "fold"
    for row in sorted(shape.rows, key=lambda one: one.outcome != "waits")[:SHOWN]:
        for one in row.problems[:2] or (ProblemItem("", WORDS[row.outcome], "", waits=False),):
            made.add_row(safe(f"{row.line:,}"), safe(one.heading), safe(one.problem), safe(one.help))
    yield made
    rest = len(shape.rows) - SHOWN + shape.left_off
    if rest > 0:
        yield safe(f"and {rest:,} rows more with something to say of them; --json names them")


def _next(shape: ImportMade) -> str:
    if shape.dry_run:
        return "nothing was kept; give --save-map OUT.toml to write this mapping and change it, or leave --dry-run out"
    more = f"; those that wait: registry import rows {shape.short}" if shape.waits else ""
    return f"import {shape.short}; to take it back: registry import undo {shape.short}{more}"


def item(one: Imported, names: Mapping[str, str]) -> ImportItem:
    """Return one import in a list."""
    return ImportItem(
        id=one.id, short=short(one.id), at=one.at, by=names.get(one.by, one.by), file=one.name,
        collection=one.collection, ended=one.ended, undone=one.undone,
        **{outcome: one.counts.get(outcome, 0) for outcome in OUTCOMES},
    )  # fmt: skip


def listed(found: Iterable[Imported], names: Mapping[str, str]) -> ImportList:
    """Return the imports as an answer."""
    items = tuple(item(one, names) for one in found)
    return ImportList(items=items, total=len(items))


def draw_list(shape: ImportList, settings: Settings) -> Iterator[RenderableType]:
    """Draw the list of imports."""
    if not shape.items:
        yield safe("nothing was imported here; begin with `registry import FILE --dry-run`")
        return
    made = table(settings, "id", "when", "file", "new", "more", "known", "wait", "")
    for one in shape.items:
        state = "taken back" if one.undone else "" if one.ended else "stopped half-way"
        numbers = (one.taken, one.updated, one.unchanged + one.repeated, one.waits)
        made.add_row(
            safe(one.short),
            safe(one.at[:16]),
            safe(one.file),
            *(safe(f"{n:,}") for n in numbers),
            safe(state),
        )
    yield made


def waiting(rows: Iterable[Mapping[str, Any]]) -> WaitingList:
    """Return the rows that wait as an answer."""
    items = tuple(
        WaitingItem(
            line=row["line"],
            cells=tuple(
                WaitingCell(heading=key, text=" | ".join(said)) for key, said in row["cells"].items()
            ),
            problems=tuple(ProblemItem(**one) for one in row["problems"]),
        )
        for row in rows
    )
    return WaitingList(items=items, total=len(items))


def draw_waiting(shape: WaitingList) -> Iterator[RenderableType]:
    """Draw the rows that wait: what is wrong first, then what stood there."""
    if not shape.items:
        yield safe("no row of that import waits")
    for row in shape.items:
        yield safe(f"line {row.line:,}")
        for one in row.problems:
            where = f"{one.heading}: " if one.heading else ""
            yield safe(f"  {where}{one.problem}{f'; {one.help}' if one.help else ''}", "bold")
        for cell in row.cells:
            yield safe(f"  {cell.heading}: {cell.text}")
