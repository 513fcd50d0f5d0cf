"""Which sets of cells one person can stand in together, so that printed tables stay a possible register."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from registry.disclosure.tables import Cell, Counted, Ladders, Layout

# More columns than this make the integer program slow, and a part of the patterns is enough: prints
# that are sums of some patterns are sums of all of them.
MOST = 4000


def patterns_for(
    layouts: Sequence[Layout], ladders: Ladders, counted: Counted
) -> tuple[tuple[Cell, ...], ...]:
    """Return the patterns that the prints of ``layouts`` must be sums of, or none where none are needed.

    Tables that overlap in a tree always belong to some register once their margins agree (acyclic
    hypergraphs: Beeri, Fagin, Maier and Yannakakis 1983). Where they close a ring (place by sex, sex by
    status, status by place), agreeing margins are not enough: an attacker who uses all three could prove
    that a printed nought is a person. There the prints are held to be sums of patterns seen in the register.
    """
    if is_tree(layouts):
        return ()
    seen: dict[tuple[Cell, ...], int] = {}
    for leaves, tally in counted.rows.items():
        pattern = _pattern(dict(zip(counted.keys, leaves, strict=True)), layouts, ladders)
        seen[pattern] = seen.get(pattern, 0) + tally.persons
    return _enough(sorted(seen, key=lambda pattern: (-seen[pattern], pattern)))


def _pattern(leaves: dict[str, str], layouts: Sequence[Layout], ladders: Ladders) -> tuple[Cell, ...]:
    found: set[Cell] = set()
    for layout in layouts:
        classes = [(key, ladders[key].climbs[rung][leaves[key]]) for key, rung in sorted(layout)]
        found.update(cell for size in range(len(classes) + 1) for cell in combinations(classes, size))
    return tuple(sorted(found))


def _enough(patterns: Sequence[tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
    """Return the commonest patterns, and of the others those that reach a cell no earlier one did."""
    reached: set[Cell] = set()
    kept: list[tuple[Cell, ...]] = []
    for pattern in patterns:
        if len(kept) < MOST or not reached.issuperset(pattern):
            kept.append(pattern)
            reached.update(pattern)
    return tuple(kept)


def is_tree(layouts: Sequence[Layout]) -> bool:
    """Return whether the tables overlap in a tree (Graham's reduction empties them) on rungs that agree."""
    if any(_crossed(one, other) for one, other in combinations(layouts, 2)):
        return False
    edges = [{key for key, _ in layout} for layout in layouts]
    before = None
    while before != edges:
        before = [set(edge) for edge in edges]
        for edge in edges:
            edge -= {key for key in edge if sum(key in other for other in edges) == 1}
        edges = _outermost(edges)
    return all(not edge for edge in edges)


def _crossed(one: Layout, other: Layout) -> bool:
    rungs = dict(other)
    shared = [(key, rung) for key, rung in one if key in rungs]
    return len(shared) > 1 and any(rungs[key] != rung for key, rung in shared)


def _outermost(edges: Iterable[set[str]]) -> list[set[str]]:
    kept: list[set[str]] = []
    for edge in sorted(edges, key=len, reverse=True):
        if not any(edge <= other for other in kept):
            kept.append(edge)
    return kept
