"""Whole numbers under linear rules: where they may lie, as far as a solver proves it and a check in whole numbers confirms it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import highspy
import numpy as np

NEAR = 1e-6  # The solver's own tolerance is a tenth of this.
Terms = tuple[tuple[int, ...], tuple[int, ...]]


class Impossible(Exception):
    """No whole numbers satisfy the rules: what was written contradicts itself or what was taken as known."""


def terms(columns: Sequence[int] | Sequence[tuple[int, int]], weight: int = 1) -> Terms:
    """Return a sum of columns, each with the same weight, or each with its own."""
    if columns and isinstance(columns[0], tuple):
        return tuple(each[0] for each in columns), tuple(weight * each[1] for each in columns)
    return tuple(columns), (weight,) * len(columns)


def minus(left: Terms, right: Terms) -> Terms:
    """Return the difference of two sums."""
    weights: dict[int, int] = {}
    for sign, (columns, coefficients) in ((1, left), (-1, right)):
        for column, coefficient in zip(columns, coefficients, strict=True):
            weights[column] = weights.get(column, 0) + sign * coefficient
    kept = {column: weight for column, weight in weights.items() if weight}
    return tuple(kept), tuple(kept.values())


@dataclass
class Program:
    """Columns of whole numbers from 0 up, and rows that bound sums of them."""

    columns: int = 0
    rows: list[tuple[Terms, float, float]] = field(default_factory=list)
    seconds: float = 20.0
    _loose: highspy.Highs | None = None
    _whole: highspy.Highs | None = None
    _matrix: Matrix | None = None

    def more(self, count: int) -> range:
        """Add columns and return their numbers."""
        self.columns += count
        return range(self.columns - count, self.columns)

    def row(self, sum_: Terms, low: float, high: float | None) -> None:
        """Bound a sum of columns from below and, unless ``high`` is None, from above."""
        self.rows.append((sum_, low, math.inf if high is None else high))

    def least(self, sum_: Terms, *, whole: bool) -> tuple[float, np.ndarray | None]:
        """Return a proved lower bound of a sum and, where one was found, whole numbers that satisfy every row.

        Raises Impossible where the rows contradict each other. A time-out returns the bound reached: it proves less,
        and never too much.
        """
        solver = self._solver(whole=whole)
        # The limit counts from the solver's making, not from this call.
        solver.setOptionValue("time_limit", solver.getRunTime() + self.seconds)
        cost = np.zeros(self.columns)
        cost[list(sum_[0])] = sum_[1]
        solver.changeColsCost(self.columns, np.arange(self.columns, dtype=np.int32), cost)
        solver.run()
        status = solver.getModelStatus()
        if status in {highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible}:
            if status == highspy.HighsModelStatus.kInfeasible:
                raise Impossible
            return -math.inf, None
        if status == highspy.HighsModelStatus.kUnbounded:
            return -math.inf, None
        info = solver.getInfo()
        found = self._checked(solver) if whole and info.primal_solution_status == 2 else None
        if whole:
            return info.mip_dual_bound, found
        return (
            info.objective_function_value if status == highspy.HighsModelStatus.kOptimal else -math.inf
        ), None

    def possible(self) -> np.ndarray | None:
        """Return some whole numbers that satisfy every row; raises Impossible where there are none."""
        return self.least(((), ()), whole=True)[1]

    def bounds(self, sum_: Terms) -> tuple[int | None, int | None]:
        """Return the least and the greatest value of a sum of columns, as proved; None where nothing bounds it."""
        low = self.least(sum_, whole=True)[0]
        high = -self.least((sum_[0], tuple(-weight for weight in sum_[1])), whole=True)[0]
        return floor_up(low), None if math.isinf(high) else math.floor(high + NEAR)

    def allows(self, numbers: np.ndarray) -> bool:
        """Tell whether whole numbers satisfy every row, by whole-number arithmetic."""
        if self._matrix is None:
            self._matrix = Matrix([row[0] for row in self.rows])
        values = self._matrix.times(numbers)
        lows = np.array([row[1] for row in self.rows])
        highs = np.array([row[2] for row in self.rows])
        return bool((numbers >= 0).all() and (values >= lows).all() and (values <= highs).all())

    def _checked(self, solver: highspy.Highs) -> np.ndarray | None:
        numbers = np.rint(np.array(solver.getSolution().col_value)).astype(np.int64)
        return numbers if self.allows(numbers) else None

    def _solver(self, *, whole: bool) -> highspy.Highs:
        made = self._whole if whole else self._loose
        if made is None:
            made = self._make(whole=whole)
            if whole:
                self._whole = made
            else:
                self._loose = made
        return made

    def _make(self, *, whole: bool) -> highspy.Highs:
        matrix = Matrix([row[0] for row in self.rows])
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = self.columns, len(self.rows)
        model.col_cost_ = np.zeros(self.columns)
        model.col_lower_ = np.zeros(self.columns)
        model.col_upper_ = np.full(self.columns, highspy.kHighsInf)
        model.row_lower_ = np.array([row[1] for row in self.rows], dtype=float)
        model.row_upper_ = np.array([row[2] for row in self.rows], dtype=float)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = matrix.starts.astype(np.int32)
        model.a_matrix_.index_ = matrix.columns.astype(np.int32)
        model.a_matrix_.value_ = matrix.weights.astype(float)
        if whole:
            model.integrality_ = [highspy.HighsVarType.kInteger] * self.columns
        solver = highspy.Highs()
        for name, value in (
            ("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.5), ("random_seed", 1)
        ):  # fmt: skip
            solver.setOptionValue(name, value)
        solver.passModel(model)
        return solver


def floor_up(bound: float) -> int | None:
    """Return the least whole number that a proved lower bound leaves; None where it is none."""
    return None if math.isinf(bound) else math.ceil(bound - NEAR)


class Matrix:
    """Sums of columns laid end to end, to be worked out for many numbers at once."""

    def __init__(self, sums: Sequence[Terms]) -> None:
        self.starts = np.cumsum([0, *(len(each[0]) for each in sums)])
        self.columns = np.array([column for each in sums for column in each[0]], dtype=np.int64)
        self.weights = np.array([weight for each in sums for weight in each[1]], dtype=np.int64)

    def times(self, numbers: np.ndarray) -> np.ndarray:
        """Return the value of each sum."""
        running = np.concatenate([[0], np.cumsum(numbers[self.columns] * self.weights)])
        return running[self.starts[1:]] - running[self.starts[:-1]]
