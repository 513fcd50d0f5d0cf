"""Which cells of a release stand side by side under one sum, and which of them together are a hidden count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from registry.audit.reading import Cell, Printed, Release

# With so many withheld cells under one sum, every two of them are looked at together as well.
_PAIRED = 6


@dataclass(frozen=True, slots=True)
class Family:
    """Cells that differ in their class of one dimension only, and the cell of all its classes."""

    key: str
    parent: Cell
    cells: tuple[Printed, ...]
    # Whether the cells are all there is under the parent.
    whole: bool


def families(release: Release) -> Iterator[Family]:
    """Yield the finest printed classes under each sum, dimension by dimension."""
    found: dict[tuple[str, Cell], list[Printed]] = {}
    for cell in release.cells.values():
        for key, code in cell.at:
            found.setdefault((key, cell.at - {(key, code)}), []).append(cell)
    for (key, parent), cells in found.items():
        leaves = release.trees[key].leaves
        below = {cell.at: leaves[dict(cell.at)[key]] for cell in cells}
        finest = [one for one in cells if not any(below[other.at] < below[one.at] for other in cells)]
        joined = frozenset().union(*(below[one.at] for one in finest))
        if sum(len(below[one.at]) for one in finest) == len(joined):
            yield Family(key, parent, tuple(finest), joined == leaves[release.trees[key].root])


def remainders(release: Release) -> Iterator[Family]:
    """Yield each family under a printed sum that leaves classes out: who is in none of them is a hidden count."""
    for family in families(release):
        if not family.whole and family.parent in release.cells:
            yield family


def unions(release: Release) -> Iterator[tuple[Cell, ...]]:
    """Yield sets of cells under one sum whose count together could be small though no print says it.

    All withheld cells of a sum, every two of a few, and all that print less than the threshold.
    """
    seen = set()
    for family in families(release):
        withheld = [cell.at for cell in family.cells if cell.number is None]
        small = [
            cell.at
            for cell in family.cells
            if cell.number is not None and cell.number < release.threshold and release.rounding
        ]
        wanted = [withheld, small, withheld + small]
        if 2 < len(withheld) <= _PAIRED:
            wanted += [list(two) for two in combinations(withheld, 2)]
        for cells in wanted:
            if len(cells) > 1 and frozenset(cells) not in seen:
                seen.add(frozenset(cells))
                yield tuple(cells)
