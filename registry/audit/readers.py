"""What a reader takes each print to mean: by the reading rule, and by what else a withheld cell says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from registry.audit.reading import Cell, Printed, Release

# The least and the greatest count a print leaves open; ``None`` where nothing bounds it above.
Bounds = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Reader:
    """What one reader knows of the method.

    ``ties`` tells that a half is rounded up; ``signs`` that a cell withheld as "primary" is below the threshold.
    """

    name: str
    ties: bool = False
    signs: bool = False


PLAIN = Reader("who knows the reading rule")
TIES = Reader("who knows that a half is rounded up", ties=True)
SIGNS = Reader("who knows why a cell is withheld", signs=True)


def readers(release: Release) -> tuple[Reader, ...]:
    """Return the readers whose knowledge makes a difference in this release, the one who knows least first."""
    found = [PLAIN]
    rounding = release.rounding
    if rounding and rounding.mode == "ordinary" and rounding.reach is None and rounding.base % 2 == 0:
        found.append(TIES)
    if any(cell.withheld and _below(cell) for cell in release.cells.values()):
        found.append(SIGNS)
    return tuple(found)


def _below(cell: Printed) -> bool:
    return cell.why.casefold().startswith("primary")


def zeros_shown(release: Release) -> bool:
    """Whether a nought is printed as such, so that a withheld cell is told from an empty one."""
    return release.rounding is None and any(cell.number == 0 for cell in release.cells.values())


def bounds(release: Release, reader: Reader) -> Mapping[Cell, Bounds]:
    """Return what each print leaves open to ``reader``."""
    least = 1 if zeros_shown(release) else 0
    return {at: _bounds(release, reader, cell, least) for at, cell in release.cells.items()}


def _bounds(release: Release, reader: Reader, cell: Printed, least: int) -> Bounds:
    if cell.number is not None:
        return _read(release, reader, cell.number)
    if cell.low is not None:
        return cell.low, cell.high
    if reader.signs and _below(cell):
        return least, max(least, release.withheld_below - 1)
    return 0, None


def _read(release: Release, reader: Reader, number: int) -> Bounds:
    """Return the counts that a rounded number stands for (ESSNet handbook 2.0, 5.5: within base less one)."""
    rounding = release.rounding
    if rounding is None:
        return number, number
    if rounding.reach is not None:
        down = up = rounding.reach
    elif rounding.mode == "ordinary":
        down = rounding.base // 2
        up = (rounding.base - 1) // 2 if reader.ties else rounding.base // 2
    else:
        down = up = rounding.base - 1
    return max(0, number - down), number + up
