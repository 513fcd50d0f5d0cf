"""How small and how large a count can be, and whether that tells of a few people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from registry.audit.frame import Frame
from registry.audit.one_more import OneMore
from registry.audit.solver import Contradiction, OutOfTime, Seen, Solver
from registry.audit.system import System

T = TypeVar("T")

# More open questions than this are first looked at together, with few people and with many, as long as each helps.
_FEW = 3


@dataclass(frozen=True, slots=True)
class Interval:
    """The least and the greatest number of persons that all prints leave open; ``None`` where it is open."""

    low: int | None
    high: int | None

    @property
    def exact(self) -> bool:
        """Whether one number is left."""
        return self.low is not None and self.low == self.high

    def small(self, threshold: int) -> bool:
        """Whether the count, or a change, is proved to be of 1 to ``threshold - 1`` persons."""
        if self.low is None or self.high is None:
            return False
        return (self.low >= 1 and self.high < threshold) or (-threshold < self.low and self.high <= -1)

    def tells(self, threshold: int, *, exactly: bool = True) -> bool:
        """Whether it is small, or with ``exactly`` known to the person below the threshold, nought included."""
        return self.small(threshold) or (
            exactly and self.exact and self.low is not None and abs(self.low) < threshold
        )


def interval(solver: Solver, at: int, threshold: int) -> Interval:
    """Return the interval of an unknown, settled in whole people where fractions leave open if it tells.

    Raises ``OutOfTime`` and ``Contradiction``.
    """
    low, low_reached = solver.least(at)
    high, high_reached = solver.greatest(at)
    found = Interval(low, high)
    if (low_reached and high_reached) or found.tells(threshold) or _harmless(solver.seen, at, threshold):
        return found
    return Interval(
        low if low_reached else solver.whole_least(at), high if high_reached else solver.whole_greatest(at)
    )


def decide(solver: Solver, at: int, threshold: int, *, exactly: bool = True) -> Interval | None:
    """Return the interval of an unknown that tells of a few people, ``None`` for one that does not."""
    if _harmless(solver.seen, at, threshold, exactly=exactly):
        return None
    found = interval(solver, at, threshold)
    return found if found.tells(threshold, exactly=exactly) else None


def decide_all(
    solver: Solver, frame: Frame, columns: Mapping[T, int], threshold: int, *, exactly: bool = True
) -> Iterator[tuple[T, Interval]]:
    """Yield those of many unknowns that tell of a few people, with their intervals.

    A second solution with one person more settles most of them without asking the solver.
    """
    more = OneMore(frame, solver) if exactly else None
    open_ = spread(solver, more, list(columns.values()), threshold)
    senses = [1, -1]
    while len(open_) > _FEW and senses:
        sense = senses.pop(0)
        solver.scatter(open_, sense)
        left = spread(solver, more, open_, threshold)
        senses += [sense] if len(left) < len(open_) else []
        open_ = left
    for name, at in columns.items():
        if found := decide(solver, at, threshold, exactly=exactly):
            yield name, found


def spread(solver: Solver, more: OneMore | None, columns: Sequence[int], threshold: int) -> list[int]:
    """Return the unknowns that are not settled by what was seen, nor by one person ``more``.

    Without ``more`` it does no harm that one of them is known exactly.
    """
    if more:
        more.show(columns)
    return [at for at in columns if not _harmless(solver.seen, at, threshold, exactly=more is not None)]


def _harmless(seen: Seen | None, at: int, threshold: int, *, exactly: bool = True) -> bool:
    """Whether solutions found so far already show values that together prove nothing."""
    if seen is None:
        return False
    low, high = seen.low[at], seen.high[at]
    outside_small = low <= 0 or high >= threshold
    outside_fall = high >= 0 or low <= -threshold
    return outside_small and outside_fall and (low < high or not exactly)


def fit_prints(solver: Solver, prints: Mapping[int, int]) -> bool:
    """Try whether the prints themselves are counts that fit all of the system; take that solution in if so.

    Then no print can prove that a count is anything else, which settles most questions at once.
    """
    system = solver.system
    fixed = System(list(system.keys), dict(system.index), list(system.low), list(system.high), system.rows)
    fixed.free = system.free
    for at, value in prints.items():
        fixed.bound(at, value, value)
    if fixed.contradicts():
        return False
    if len(prints) == len(system.keys):
        return solver.try_solution([prints[at] for at in range(len(system.keys))])
    inner = Solver(fixed, solver.budget)
    try:
        inner.settle()
    except Contradiction:
        return False
    except OutOfTime:
        solver.budget.check()
        return False
    return inner.seen is not None and solver.try_solution(inner.seen.low)
