"""Controlled rounding: every count moved to a neighbouring multiple of ten, all tables still add up, and no print falls."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from registry.disclosure.solver import SECONDS, NoAnswer, Program, Watch, solve
from registry.disclosure.tables import Cell, Sum, spell
from registry.errors import DisclosureRefused, RegistryError

# Turns a cell's spelling into a whole number that only the vault's secret can foretell.
Tie = Callable[[str], int]

# All weights are in thousandths of a person moved; ties decide between near-equal answers only.
_PERSON = 1000
# Counts of ten and more are what readers use: their movement weighs most.
TELLING = 20
# What it costs to print ten for fewer than ten people: a ten tells that somebody is there, and never goes away.
SHY = 2
# What any step up costs, in persons: a print that stands low can follow its count, one that stands high cannot.
LOW = 1
# What it costs to leave the print of a class that was drawn otherwise before: more than any movement.
_ANCHORED = 1000
# How many steps a cell that is not printed now may stand above its people: it need only be possible.
_ROOM = 2
# What a needless move up costs, in persons: of a print that stands at nought, and of any other.
QUIET = 3
CALM = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """What is to be rounded.

    ``counts`` are the true persons of every cell of the release and of tables given before, ``sums`` their
    lines of additivity, ``base`` the step. ``levels`` are where cells stand from earlier releases: no print falls
    below. ``kept`` are cells that earlier tables printed and this release does not; ``anchors`` are prints of
    classes that were drawn otherwise then, to stay near to. ``rebased`` lets prints fall, but none to nought.
    """

    counts: Mapping[Cell, int]
    sums: Sequence[Sum]
    base: int = 10
    levels: Mapping[Cell, int] = field(default_factory=dict)
    kept: frozenset[Cell] = frozenset()
    anchors: Mapping[Cell, int] = field(default_factory=dict)
    rebased: bool = False


@dataclass(frozen=True, slots=True)
class Range:
    """The steps one cell may be printed at: from ``low`` to ``high``, and ``spare`` above where nothing else adds up."""

    low: int
    high: int
    spare: int = 0


def round_counts(problem: Problem, tie: Tie, seconds: float | Watch = SECONDS) -> dict[Cell, int]:
    """Return a print for every cell: a neighbouring multiple of the base, never below its level, additive everywhere.

    Total movement is the least there is, that of counts of ten or more weighing most, a needless move up
    weighing as well, and near-equal answers are chosen by ``tie``; a count that is a multiple already stays. Where
    there is no such answer, as few prints as possible stand one step above their ceiling, never one of a cell
    without people. Method: controlled rounding as an integer program (Cox 1987; Salazar-González 2005; ESSNet
    handbook on statistical disclosure control, chapter 5). Raises ``DisclosureRefused`` when the solver is absent,
    runs out of ``seconds`` over all its runs, finds no answer, or gives one that does not check.
    """
    _counts_agree(problem)
    try:
        printed = _solve(problem, tie, seconds if isinstance(seconds, Watch) else Watch(seconds))
    except RegistryError:
        raise
    except Exception as broken:  # a solver that breaks has shown nothing, whatever it raises
        raise DisclosureRefused(
            "the solver failed, so nothing can be shown to be safe", "install `highspy` again, then try again"
        ) from broken
    wrong = faults(problem, printed)
    if wrong:
        raise DisclosureRefused(
            f"the rounded tables do not check: {wrong[0]}",
            "make the summary again; if it stays, report the fault",
        )
    return printed


def reach_of(problem: Problem, printed: Mapping[Cell, int]) -> int:
    """Return how far the truth may lie from a print of the release: 9, or 19 where one stands a step too high."""
    shown = (cell for cell in printed if cell not in problem.kept)
    far = any(abs(printed[cell] - problem.counts[cell]) >= problem.base for cell in shown)
    return (2 if far else 1) * problem.base - 1


def faults(problem: Problem, printed: Mapping[Cell, int]) -> list[str]:
    """Return what is wrong with ``printed``, found by plain arithmetic and without the solver."""
    found = []
    if printed.keys() != problem.counts.keys():
        found.append("the printed cells are not the counted ones")
        return found
    base = problem.base
    for cell, count in problem.counts.items():
        at, level = printed[cell], problem.levels.get(cell, 0)
        if at % base or (cell not in problem.kept and not -base < at - count < 2 * base):
            found.append("a print is not a neighbouring multiple of the base")
        if at < level and not (problem.rebased and at > 0):
            found.append("a print falls")
        if cell in problem.kept:
            continue
        if at and not count and at > level:
            found.append("a print names people where there are none")
    found += [
        "a table does not add up"
        for s in problem.sums
        if printed[s.whole] != sum(map(printed.__getitem__, s.parts))
    ]
    return found


def _counts_agree(problem: Problem) -> None:
    """Refuse counts that do not add up themselves: rounding them would invent people."""
    for line in problem.sums:
        if problem.counts[line.whole] != sum(problem.counts[part] for part in line.parts):
            raise DisclosureRefused(
                "the counted tables contradict each other", "report the fault; nothing was written"
            )


def _solve(problem: Problem, tie: Tie, watch: Watch) -> dict[Cell, int]:
    """Return the best prints, the fewest of them one step too high; raise ``NoAnswer`` without any."""
    ranges = {cell: range_of(problem, cell) for cell in problem.counts}
    try:
        return _Model(problem, ranges, tie).best(watch)
    except NoAnswer:
        if not problem.levels:
            raise
    spared = {cell: _spared(problem, cell, span) for cell, span in ranges.items()}
    fewest = _Model(problem, spared, tie).fewest(watch)
    return _Model(problem, spared, tie, fewest).best(watch)


def range_of(problem: Problem, cell: Cell) -> Range:
    """Return the steps a cell may be printed at; raise ``NoAnswer`` where its people fell too far below its print.

    A cell that is printed now stays within reach of its count. One that only earlier tables printed need only have
    some print, not below the earlier one, with which all adds up.
    """
    count, base = problem.counts[cell], problem.base
    low, high = count // base, -(-count // base)
    level = problem.levels.get(cell, 0) // base
    if problem.rebased:
        level = min(level, max(low, 1))
    if cell in problem.kept:
        return Range(level, max(high, level) + (_ROOM if count or level else 0))
    if level > high + 1:
        raise NoAnswer(
            "a figure printed before may not fall, and too many of its people left or moved since",
            "ask for tables without that class, or wait for the yearly re-base",
        )
    return Range(max(low, level), max(high, level))


def _spared(problem: Problem, cell: Cell, span: Range) -> Range:
    """Let a cell with people stand one step above its ceiling, if nothing else adds up."""
    ceiling = -(-problem.counts[cell] // problem.base)
    if cell in problem.kept or not problem.counts[cell] or span.high > ceiling:
        return span
    return Range(span.low, span.high, 1)


class _Model:
    """The integer program of a problem: for each cell one column a step above its lowest."""

    def __init__(
        self, problem: Problem, ranges: Mapping[Cell, Range], tie: Tie, most: int | None = None
    ) -> None:
        self.problem, self.ranges = problem, ranges
        self.program = Program()
        self.steps: dict[Cell, list[int]] = {}
        self.spare: list[int] = []
        for cell, span in ranges.items():
            bend = 0 if cell in problem.kept else tie(spell(cell)) % _PERSON - _PERSON // 2
            costs = [self._cost(cell, step) + bend for step in range(span.low, span.high + span.spare)]
            self.steps[cell] = [self.program.column(cost) for cost in costs]
            self._in_order(self.steps[cell])
            if span.spare:
                self.spare.append(self.steps[cell][-1])
        self._add_up()
        if most is not None:
            self.program.rows.add([(column, 1.0) for column in self.spare], 0.0, float(most))

    def _in_order(self, steps: Sequence[int]) -> None:
        """Take the second step only after the first, though it may cost less."""
        for first, second in pairwise(steps):
            self.program.rows.add([(first, 1.0), (second, -1.0)], 0.0, 1.0)

    def _cost(self, cell: Cell, step: int) -> float:
        """Return what it costs to print a cell one step above ``step`` rather than at it."""
        if cell in self.problem.kept:
            return 0.0
        base, count = self.problem.base, self.problem.counts[cell]
        further = abs((step + 1) * base - count) - abs(step * base - count)
        weight = TELLING if count >= base else 1
        cost = further * weight + (SHY if count < base else LOW * weight)
        level = self.problem.levels.get(cell)
        if level is not None and step * base == level:
            cost += QUIET * TELLING if not level else CALM * weight
        anchor = self.problem.anchors.get(cell)
        if anchor is not None:
            cost += _ANCHORED if step * base >= anchor else -_ANCHORED
        return float(cost * _PERSON)

    def _add_up(self) -> None:
        for line in self.problem.sums:
            terms = [(column, 1.0) for column in self.steps[line.whole]]
            terms += [(column, -1.0) for part in line.parts for column in self.steps[part]]
            right = sum(self.ranges[part].low for part in line.parts) - self.ranges[line.whole].low
            self.program.rows.add(terms, float(right), float(right))

    def best(self, watch: Watch) -> dict[Cell, int]:
        """Return the prints of least cost."""
        answer = solve(self.program, watch)
        base = self.problem.base
        return {
            cell: base * (span.low + sum(answer[column] for column in self.steps[cell]))
            for cell, span in self.ranges.items()
        }

    def fewest(self, watch: Watch) -> int:
        """Return how few prints can stand one step too high."""
        spare = set(self.spare)
        self.program.costs = [float(column in spare) for column in range(len(self.program.costs))]
        answer = solve(self.program, watch)
        return sum(answer[column] for column in self.spare)
