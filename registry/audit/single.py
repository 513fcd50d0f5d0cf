"""What readers work out from one release: small counts, hidden sums, insiders, and what a whole class shares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from registry.audit import words
from registry.audit.families import Family, families, remainders, unions
from registry.audit.finding import Exposed, Finding
from registry.audit.frame import Frame
from registry.audit.one_more import OneMore
from registry.audit.readers import PLAIN, SIGNS, Reader, bounds, readers, zeros_shown
from registry.audit.reading import Cell, Release
from registry.audit.solver import Budget, Contradiction, Solver
from registry.audit.system import System, build, rings
from registry.audit.weighing import Interval, decide_all, fit_prints, interval, spread

# What a person is known by anyway. That all of a class share one of these tells nothing that was secret.
_OPEN = frozenset("place sex age quarter month year period date region governorate".split())


@dataclass(frozen=True, slots=True)
class Result:
    """The findings on one release, and each cell's interval for a reader who knows the reading rule."""

    release: Release
    findings: tuple[Finding, ...]
    intervals: Mapping[Cell, Interval]


def look(release: Release, budget: Budget, *, wholly: bool = True) -> Result:
    """Audit one release; raise ``OutOfTime`` or ``TooLarge`` where it cannot be settled.

    Without ``wholly`` rings of tables are not bound person by person: enough for one that was audited before.
    """
    findings = list(_by_eye(release))
    intervals: dict[Cell, Interval] = {}
    for reader in readers(release):
        try:
            found = _weigh(release, reader, budget)
        except Contradiction:
            if reader == PLAIN:
                findings.append(words.contradiction(release, release.twice))
                break
            continue  # The figures do not follow that reader's rule, and the reader sees it.
        findings += _judged(release, reader, found)
        if reader == PLAIN:
            intervals = found.cells
    else:
        findings += _ring(release, budget) if wholly else ()
        findings += _shared(release, intervals)
    return Result(release, tuple(findings), intervals)


def _by_eye(release: Release) -> Iterator[Finding]:
    if release.twice:
        yield words.contradiction(release, release.twice)
    rounding = release.rounding
    if rounding:
        odd = tuple(at for at, cell in release.cells.items() if (cell.number or 0) % rounding.base)
        if odd:
            yield words.unrounded(release, odd)
    if zeros_shown(release):
        signed = tuple(
            at
            for at, cell in release.cells.items()
            if (cell.withheld and cell.why.casefold().startswith("primary"))
            or (cell.low == 0 and cell.high is not None and cell.high < release.threshold and cell.high)
        )
        if signed:
            yield words.signs(release, signed)


@dataclass(frozen=True, slots=True)
class Weighed:
    """The intervals of a release's cells and of its unions of cells, to one reader."""

    given: Mapping[Cell, tuple[int, int | None]]
    cells: dict[Cell, Interval]
    unions: dict[tuple[Cell, ...], Interval]
    rests: list[tuple[Family, Interval]]


def loaded(system: System, frame: Frame, number: int, reader: Reader) -> dict[Cell, int]:
    """Bound the unknowns of a system by the prints of one release; return the unknown of each cell."""
    release = frame.releases[number]
    columns = {at: system.column(frame.key(number, at)) for at in release.cells}
    for at, (low, high) in bounds(release, reader).items():
        system.bound(columns[at], low, high)
    return columns


def prints_of(release: Release, columns: Mapping[Cell, int]) -> dict[int, int] | None:
    """Return each print as a guess of its count, ``None`` where some cell prints no number."""
    numbers = {columns[at]: cell.number for at, cell in release.cells.items() if cell.number is not None}
    return numbers if len(numbers) == len(set(columns.values())) else None


def _weigh(release: Release, reader: Reader, budget: Budget) -> Weighed:
    frame = Frame((release,))
    system = build(frame)
    columns = loaded(system, frame, 0, reader)
    sums = {cells: system.total([columns[at] for at in cells]) for cells in unions(release)}
    rests = [(family, _rest(system, columns, family)) for family in remainders(release)]
    solver = Solver(system, budget)
    prints = prints_of(release, columns)
    if prints is None or not fit_prints(solver, prints):
        solver.feasible()
    spread(solver, OneMore(frame, solver), list(columns.values()), release.threshold)
    settled: dict[int, Interval] = {}

    def weigh(at: int) -> Interval:
        if at not in settled:
            settled[at] = interval(solver, at, release.threshold)
        return settled[at]

    return Weighed(
        bounds(release, reader),
        {at: weigh(column) for at, column in columns.items()},
        {cells: weigh(column) for cells, column in sums.items()},
        [(family, weigh(column)) for family, column in rests],
    )


def _rest(system: System, columns: Mapping[Cell, int], family: Family) -> int:
    """Return the unknown number of people under a sum who are in none of its printed classes."""
    at = system.add()
    system.rows.append((columns[family.parent], (at, *(columns[cell.at] for cell in family.cells))))
    return at


def _judged(release: Release, reader: Reader, found: Weighed) -> Iterator[Finding]:
    for at, left in found.cells.items():
        yield from _judged_cell(release, reader, at, left, Interval(*found.given[at]))
    limit = release.threshold
    for cells, left in found.unions.items():
        if left.small(limit):
            yield words.hidden_sum(release, cells, left, reader.name)
        elif left.exact and left.high == limit and len(cells) == 2:
            yield words.insider(release, cells, left)
    for family, left in found.rests:
        if left.small(limit):
            yield words.remainder(release, family.parent, tuple(cell.at for cell in family.cells), left)


def _judged_cell(
    release: Release, reader: Reader, at: Cell, left: Interval, given: Interval
) -> Iterator[Finding]:
    """Judge one cell by what its own print leaves open (``given``) and what all of them leave (``left``)."""
    cell, limit = release.cells[at], release.threshold
    told_by_sign = reader == SIGNS and cell.withheld and given.high is not None
    if given.exact:
        if left.small(limit) and reader == PLAIN:
            yield words.small_print(release, at, left)
    elif left.tells(limit) and (left.exact or not told_by_sign):
        yield words.worked_out(release, at, left, reader.name)
    elif left.exact:
        yield words.recovered(release, at, left)
    elif (cell.withheld or cell.low is not None) and left != given and _nearly(left, limit):
        yield words.narrow(release, at, left)


def _nearly(left: Interval, limit: int) -> bool:
    if left.low is None or left.high is None:
        return False
    return left.low < limit and 2 * (left.high - left.low + 1) < limit


def _ring(release: Release, budget: Budget) -> Iterator[Finding]:
    """Look again where three or more tables close a ring, with the counts of every combination of classes."""
    frame = Frame((release,))
    if not rings(frame):
        return
    system = build(frame, joined=True)
    columns = loaded(system, frame, 0, PLAIN)
    sums = {cells: system.total([columns[at] for at in cells]) for cells in unions(release)}
    try:
        solver = Solver(system, budget)
        prints = prints_of(release, columns)
        if prints is None or not fit_prints(solver, prints):
            solver.feasible()
        given = bounds(release, PLAIN)
        could = {
            at: column for at, column in columns.items() if _could_be_small(given[at], release.threshold)
        }
        for at, left in decide_all(solver, frame, could, release.threshold):
            yield words.worked_out(release, at, left, PLAIN.name, ring=True)
        for cells, left in decide_all(solver, frame, sums, release.threshold, exactly=False):
            yield words.hidden_sum(release, cells, left, PLAIN.name)
    except Contradiction:
        yield words.contradiction(release)


def _could_be_small(given: tuple[int, int | None], threshold: int) -> bool:
    """Whether a print leaves its count open, and so low that the rest could prove it small."""
    return given[0] != given[1] and given[0] < threshold


def _shared(release: Release, intervals: Mapping[Cell, Interval]) -> Iterator[Finding]:
    """Find what all of a class share, and what none of them is (ESSNet handbook 2.0, 5.2: group disclosure)."""
    empty: dict[Cell, None] = {}
    for family in families(release):
        parent = intervals.get(family.parent)
        if len(family.cells) < 2 or not family.whole or not (parent and parent.low):
            continue
        left = {cell.at: intervals[cell.at] for cell in family.cells}
        held = [at for at, one in left.items() if one.high != 0]
        if len(held) == 1:
            yield words.group(release, family.parent, held[0], fatal=family.key not in _OPEN)
        elif family.key not in _OPEN:
            empty |= dict.fromkeys(at for at, one in left.items() if one.high == 0)
    if empty:
        yield words.nobody(release, tuple(empty))


def exposed(result: Result, most: int = 5) -> list[Exposed]:
    """Return the cells with the least room around a small count, the most exposed first."""
    release = result.release
    near = [
        (at, left)
        for at, left in result.intervals.items()
        if left.low is not None and left.low < release.threshold and left.high != 0
    ]
    near.sort(
        key=lambda one: (_room(one[1], release.threshold), -(one[1].low or 0), -len(one[0]), sorted(one[0]))
    )
    return [
        Exposed(release.name, at, release.said(at), _print(release, at), left.low or 0, left.high)
        for at, left in near[:most]
    ]


def _room(left: Interval, threshold: int) -> float:
    """Return how many counts are left, in thresholds: the narrower, the more exposed."""
    return float("inf") if left.high is None else (left.high - (left.low or 0) + 1) / threshold


def _print(release: Release, at: Cell) -> str:
    cell = release.cells[at]
    if cell.least is not None:
        return f"{cell.least:,}+"
    if cell.number is not None:
        return f"{cell.number:,}"
    if cell.low is None:
        return "held back"
    return f"{cell.low:,}+" if cell.high is None else f"{cell.low:,}-{cell.high:,}"
