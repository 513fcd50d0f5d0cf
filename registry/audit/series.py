"""What readers work out from several releases side by side; those who received them may sit at one table."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from registry.audit import series_words as words
from registry.audit.finding import Finding
from registry.audit.frame import Frame, Key
from registry.audit.readers import PLAIN
from registry.audit.reading import Cell, Release
from registry.audit.single import Result, loaded, prints_of
from registry.audit.solver import Budget, Contradiction, Solver
from registry.audit.system import System, build, copied
from registry.audit.weighing import Interval, decide_all, fit_prints

# A reader who knows the method asks of each risen print whether it was the one that had to rise; up to so many.
_MOST_BRANCHES = 12


def compare(results: Sequence[Result], budget: Budget, *, only_last: bool = False) -> Iterator[Finding]:
    """Yield what every two releases, and all of them, tell beyond each by itself.

    With ``only_last`` pairs without the last one are left out: they were looked at when they went out.
    Raises ``OutOfTime`` and ``TooLarge``.
    """
    ordered = sorted(range(len(results)), key=lambda at: (results[at].release.made_on, at))
    last = len(results) - 1
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 :]:
            if not only_last or last in (one, other):
                yield from _pair(results[one], results[other], budget)
    if len(results) > 2:
        yield from _all_the_same([results[at].release for at in ordered], budget)


def _pair(before: Result, after: Result, budget: Budget) -> Iterator[Finding]:
    if _repeats(before.release, after.release):
        return
    found = list(_subtracted(before, after))
    told = {cell for finding in found for cell in finding.cells}
    if _may_be_same(before.release, after.release):
        found += _same_people((before.release, after.release), budget)
    found += [one for one in _only_more(before, after, budget) if not told.issuperset(one.cells)]
    yield from found


def _shared(one: Release, other: Release) -> dict[Cell, tuple[Cell, Cell]]:
    """Return the cells that both print of the same people, whatever totals were left out."""
    frame = Frame((one, other))
    there = {frame.key(1, at): at for at in other.cells}
    pairs = {at: frame.key(0, at) for at in one.cells}
    return {at: (at, there[key]) for at, key in pairs.items() if key in there}


def _subtracted(before: Result, after: Result) -> Iterator[Finding]:
    """Find changes of a few people that plain subtraction gives, with no assumption at all."""
    limit = max(before.release.threshold, after.release.threshold)
    for at, other in _shared(before.release, after.release).values():
        old, new = before.intervals.get(at), after.intervals.get(other)
        if old is None or new is None or old.low is None or new.low is None:
            continue
        low = None if old.high is None else new.low - old.high
        high = None if new.high is None else new.high - old.low
        change = Interval(low, high)
        if change.small(limit):
            yield words.changed(
                before.release, after.release, other, change, "by subtracting one from the other"
            )


def _rises_only(before: Release, after: Release) -> dict[Cell, int] | None:
    """Return the cells of ``after`` whose print rose, by the old print; ``None`` where the method is another.

    Rounding that lets no print fall, in the order of dates, is the method a reader then expects.
    """
    if not all(one.rounding and one.rounding.mode == "controlled" for one in (before, after)):
        return None
    risen = {}
    for at, other in _shared(before, after).values():
        old, new = _prints(before, at), _prints(after, other)
        if old is None or new is None or new[1] < old[0]:
            return None
        if new[0] > old[1]:
            risen[other] = old[0]
    return None if risen and before.made_on == after.made_on else risen


def _prints(release: Release, at: Cell) -> tuple[int, int] | None:
    """Return the least and the greatest print a cell can have; a small figure said one way leaves more than one."""
    cell, rounding = release.cells[at], release.rounding
    if cell.number is not None:
        return cell.number, cell.number
    return (0, (rounding.reach or 0) + 1) if cell.least == 0 and rounding else None


def _may_be_same(one: Release, other: Release) -> bool:
    """Whether a reader can hold that both count the same people.

    Who knows that prints stay while people stay sees from a risen print that they did not.
    """
    risen = _rises_only(one, other)
    return risen is None or not risen


def _repeats(one: Release, other: Release) -> bool:
    """Whether two releases print the same figures of the same classes, so that the second tells nothing new."""
    prints = [{at: (cell.number, cell.low, cell.high) for at, cell in r.cells.items()} for r in (one, other)]
    return prints[0] == prints[1] and one.trees == other.trees and one.rounding == other.rounding


def _all_the_same(releases: Sequence[Release], budget: Budget) -> Iterator[Finding]:
    if all(_may_be_same(one, other) for at, one in enumerate(releases) for other in releases[at + 1 :]):
        yield from _same_people(tuple(releases), budget)


def _same_people(releases: tuple[Release, ...], budget: Budget) -> Iterator[Finding]:
    """Find what the prints prove together if they count the same people (assumption a)."""
    frame = Frame(releases)
    system = build(frame, joined=True)
    columns = [loaded(system, frame, number, PLAIN) for number in range(len(releases))]
    try:
        solver = Solver(system, budget)
        if not _try_prints(solver, releases, columns):
            solver.feasible()
        for number, release in enumerate(releases):
            could = {at: column for at, column in columns[number].items() if _blurred(release, at)}
            for at, left in decide_all(solver, frame, could, release.threshold):
                yield words.same_people(releases, release, at, left)
        yield from _between(releases, columns, solver)
        if any(_sharp(release) for release in releases):
            yield from _unprinted(releases, frame, columns, solver)
    except Contradiction:
        return  # The prints show that the people are not the same: nobody can hold that they are.


def _between(
    releases: tuple[Release, ...], columns: Sequence[Mapping[Cell, int]], solver: Solver
) -> Iterator[Finding]:
    """Find small counts between two overlapping classes of different releases: one less the other."""
    limit = max(release.threshold for release in releases)
    for number, release in enumerate(releases):
        for other in range(number + 1, len(releases)):
            yield from _differences(release, releases[other], columns[number], columns[other], solver, limit)


def _sharp(release: Release) -> bool:
    """Whether prints are known so nearly that what is left between them could be few people."""
    return release.rounding is None or release.rounding.base < release.threshold


def _unprinted(
    releases: tuple[Release, ...], frame: Frame, columns: Sequence[Mapping[Cell, int]], solver: Solver
) -> Iterator[Finding]:
    """Find small classes that no release prints, left over where several releases divide the same people."""
    keys, printed = solver.system.keys, {at for found in columns for at in found.values()}
    hidden = {
        key: at
        for at, key in enumerate(keys)
        if key and at not in printed and at not in solver.system.free and solver.system.index.get(key) == at
    }
    limit = max(release.threshold for release in releases)
    for key, left in decide_all(solver, frame, hidden, limit, exactly=False):
        yield words.left_over(releases, frame.said(key), left)


def _differences(
    one: Release,
    two: Release,
    columns: Mapping[Cell, int],
    others: Mapping[Cell, int],
    solver: Solver,
    limit: int,
) -> Iterator[Finding]:
    """Find pairs of classes of which one holds the other, and a few people stand between them."""
    system = solver.system
    first, second = (_known(system, found, limit) for found in (columns, others))
    second.sort(key=lambda found: found[1])
    lows = [low for _, low, _ in second]
    for at, low, high in first:
        near = slice(bisect_left(lows, low - 2 * limit), bisect_right(lows, high + limit))
        for other, other_low, other_high in second[near]:
            change = Interval(other_low - high, other_high - low)
            if change.small(limit) and _nested(system.keys[columns[at]], system.keys[others[other]]):
                yield words.between(one, two, at, other, change)


def _known(system: System, columns: Mapping[Cell, int], limit: int) -> list[tuple[Cell, int, int]]:
    """Return the cells that are known so nearly that a difference of a few people could show."""
    found = []
    for at, column in columns.items():
        low, high = system.low[column], system.high[column]
        if low is not None and high is not None and high - low < limit:
            found.append((at, low, high))
    return found


def _nested(one: Key | None, other: Key | None) -> bool:
    """Whether one of two different sets of people holds the other."""
    first, second = dict(one or ()), dict(other or ())
    return first != second and (_within(first, second) or _within(second, first))


def _within(one: Mapping[str, frozenset[int]], other: Mapping[str, frozenset[int]]) -> bool:
    """Whether the first set of people lies inside the second."""
    return all(key in one and one[key] <= atoms for key, atoms in other.items())


@dataclass(frozen=True, slots=True)
class _Grown:
    """Two releases where the second counts everyone of the first, with the number of those who came in."""

    frame: Frame
    system: System
    before: Mapping[Cell, int]
    after: Mapping[Cell, int]
    added: Mapping[Cell, int]
    # Each unknown of the first release beside the one of the second and of the increase.
    triples: tuple[tuple[int, int, int], ...]


def _only_more(before: Result, after: Result, budget: Budget) -> Iterator[Finding]:
    """Find what the prints prove if people were only added (b), and if the method never lets a print fall (c)."""
    risen = _rises_only(before.release, after.release)
    grown = _grown(before, after)
    try:
        solver = Solver(grown.system, budget)
        fits = _try_grown(solver, before.release, after.release, grown)
        if solver.seen is None:
            solver.feasible()
        suspects = list(_suspects(before.release, after.release, grown, solver))
    except Contradiction:
        return  # Somebody was taken off: the assumption does not hold, and the reader sees it.
    yield from suspects
    # Where the prints themselves are a possible truth they stand in all branches at once, and nothing is proved.
    if risen and not suspects and not fits:
        yield from _knowing(before.release, after.release, grown, risen, solver)


def _grown(before: Result, after: Result) -> _Grown:
    frame = Frame((before.release, after.release))
    shape, system = build(frame), System()
    maps = []
    for number, result in enumerate((before, after)):
        moved = copied(shape, system)
        columns = {at: moved[shape.column(frame.key(number, at))] for at in result.release.cells}
        for at, left in result.intervals.items():
            system.bound(columns[at], left.low, left.high)
        maps.append((moved, columns))
    triples = []
    for column in range(len(shape.keys)):
        added = system.add()
        triples.append((maps[0][0][column], maps[1][0][column], added))
        system.rows.append((maps[1][0][column], (maps[0][0][column], added)))
    increase = {new: added for _, new, added in triples}
    shared = {other for _, other in _shared(before.release, after.release).values()}
    return _Grown(
        frame,
        system,
        maps[0][1],
        maps[1][1],
        {at: increase[maps[1][1][at]] for at in after.release.cells if at in shared},
        tuple(triples),
    )


def _suspects(
    before: Release, after: Release, grown: _Grown, solver: Solver, asked: frozenset[Cell] | None = None
) -> Iterator[Finding]:
    """Find what both releases prove if nobody was taken off, of the cells ``asked`` about or of all."""
    limit = max(before.threshold, after.threshold)
    how = "by holding that nobody was taken off"
    added = {at: column for at, column in grown.added.items() if asked is None or at in asked}
    for at, left in decide_all(solver, grown.frame, added, limit, exactly=False):
        yield words.changed(before, after, at, left, how)
    for release, columns in ((before, grown.before), (after, grown.after)):
        could = {
            at: column
            for at, column in columns.items()
            if (asked is None or at in asked) and _blurred(release, at)
        }
        for at, left in decide_all(solver, grown.frame, could, release.threshold):
            yield words.only_more(before, after, release, at, left)


def _knowing(
    before: Release, after: Release, grown: _Grown, risen: Mapping[Cell, int], solver: Solver
) -> Iterator[Finding]:
    """Find what follows for a reader who knows that some risen print had to rise: each may have been the one.

    Something is proved only if it is in every branch.
    """
    assert after.rounding is not None
    told: dict[tuple[tuple[Cell, ...], str], Finding] | None = None
    for at, old in sorted(risen.items(), key=lambda one: sorted(one[0]))[:_MOST_BRANCHES]:
        narrowed = System(
            grown.system.keys, {}, list(grown.system.low), list(grown.system.high), grown.system.rows
        )
        narrowed.free = grown.system.free
        narrowed.bound(grown.after[at], old + after.rounding.base, None)
        # Only what every branch so far tells is asked of the next one.
        asked = None if told is None else frozenset(cell for cells, _ in told for cell in cells)
        try:
            branch = Solver(narrowed, solver.budget)
            branch.feasible()
            found = {(f.cells, f.kind): f for f in _suspects(before, after, grown, branch, asked)}
        except Contradiction:
            continue
        told = found if told is None else {key: one for key, one in told.items() if key in found}
        if not told:
            return
    for finding in (told or {}).values():
        yield words.knowing(finding)


def _blurred(release: Release, at: Cell) -> bool:
    """Whether a cell's print leaves its count open, and could be small."""
    cell = release.cells[at]
    if cell.number is None:
        return True
    return release.rounding is not None and cell.number < 2 * release.threshold + release.rounding.base


def _try_prints(solver: Solver, releases: Sequence[Release], columns: Sequence[Mapping[Cell, int]]) -> bool:
    """Try the prints as the counts of all releases; return whether they are a possible truth."""
    prints: dict[int, int] = {}
    for release, of_release in zip(releases, columns, strict=True):
        found = prints_of(release, of_release)
        if found is None:
            return False
        prints |= found
    return fit_prints(solver, prints)


def _try_grown(solver: Solver, before: Release, after: Release, grown: _Grown) -> bool:
    """Try the prints as the counts of both releases; return whether they are a possible truth."""
    old, new = prints_of(before, grown.before), prints_of(after, grown.after)
    if old is None or new is None:
        return False
    prints = old | new
    prints |= {
        added: prints[second] - prints[first]
        for first, second, added in grown.triples
        if first in prints and second in prints
    }
    return fit_prints(solver, prints)
