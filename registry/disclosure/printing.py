"""From rounded cells to a summary: words for every class, and nothing of the counts behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from registry.disclosure.dimensions import Dimension
from registry.disclosure.policy import Policy
from registry.disclosure.summary import (
    Interval,
    PrintedCell,
    PrintedClass,
    PrintedDimension,
    PrintedGroup,
    PrintedTable,
    Summary,
)
from registry.disclosure.tables import Cell, Ladders, Layout
from registry.disclosure.versions import version_of


def summarise(
    *,
    release_id: str,
    made_on: date,
    cutoff: date,
    policy: Policy,
    ladders: Ladders,
    layouts: Sequence[Layout],
    printed: Mapping[Cell, int | str],
    groups: tuple[PrintedGroup, ...],
    group_total: Interval | None,
    coarser: bool,
    reach: int = 9,
) -> Summary:
    """Return the summary of rounded cells, in an order that depends on the classifications alone."""
    names = _printed_names(layouts, ladders)
    used = {key: sorted({rung for layout in layouts for k, rung in layout if k == key}) for key in names}
    cells = (PrintedCell(_renamed(at, names), value) for at, value in printed.items())
    return Summary(
        release_id=release_id,
        made_on=made_on.isoformat(),
        cutoff=cutoff.isoformat(),
        policy=policy.plain(),
        base=policy.base,
        threshold=policy.persons,
        dimensions=tuple(_dimension(ladders[key], rungs, names[key]) for key, rungs in used.items()),
        tables=tuple(_table(layout, ladders, names) for layout in layouts),
        cells=tuple(sorted(cells, key=lambda cell: (len(cell.at), cell.at))),
        groups=groups,
        group_total=group_total,
        notes=("coarser",) if coarser else (),
        reach=reach,
    )


def _printed_names(layouts: Sequence[Layout], ladders: Ladders) -> dict[str, str]:
    """Return each dimension's printed key: time is called by its finest rung used."""
    finest: dict[str, int] = {}
    for layout in layouts:
        for key, rung in layout:
            finest[key] = min(rung, finest.get(key, rung))
    return {key: ladders[key].levels[finest[key]].key if key == "seen" else key for key in finest}


def _renamed(at: Cell, names: Mapping[str, str]) -> Cell:
    return tuple(sorted((names[key], code) for key, code in at))


def _dimension(ladder: Dimension, rungs: Sequence[int], name: str) -> PrintedDimension:
    """Return the tree of the used rungs, coarsest on top."""
    falling = [ladder.levels[rung] for rung in sorted(rungs, reverse=True)]
    classes: dict[str, PrintedClass] = {}
    for place, level in enumerate(falling):
        below = falling[place + 1].nodes if place + 1 < len(falling) else ()
        for node in level.nodes:
            parts = tuple(part.code for part in below if part.leaves <= node.leaves)
            classes[node.code] = PrintedClass(node.term, () if parts == (node.code,) else parts)
    return PrintedDimension(
        name, ladder.name, falling[0].codes, tuple(classes.values()), version_of(ladder.key)
    )


def _table(layout: Layout, ladders: Ladders, names: Mapping[str, str]) -> PrintedTable:
    return PrintedTable(tuple((names[key], ladders[key].levels[rung].codes) for key, rung in layout))
