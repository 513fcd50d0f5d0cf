"""Asking a solver how small and how large an unknown can be: in fractions first, in whole people where it matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil, floor, inf
from typing import Any

from registry.audit.system import System
from registry.errors import DisclosureRefused

_NEAR = 1e-6
# One question in whole people may take this share of the time that is left.
_SHARE = 4
# How far from the best a solution may be: for one among many, and for a bound.
_ROUGH, _EXACT = 0.5, 0.0


class OutOfTime(Exception):
    """The time for the audit is used up."""


class Contradiction(Exception):
    """No counts fit all prints."""


@dataclass(slots=True)
class Budget:
    """Seconds of solving that are left for a whole audit; the solver's own clock counts them."""

    left: float

    def spend(self, seconds: float) -> None:
        """Take off what a solve used."""
        self.left -= seconds

    def check(self) -> None:
        """Raise ``OutOfTime`` where nothing is left."""
        if self.left <= 0:
            raise OutOfTime


def load_solver() -> Any:
    """Return the solver's module; raise ``DisclosureRefused`` where it is not on this machine."""
    try:
        import highspy
    except ImportError as missing:
        raise DisclosureRefused(
            "without the solver nothing can be shown to be safe",
            "install it with `pip install highspy`; on Windows on ARM use Python for x64",
        ) from missing
    return highspy


@dataclass(slots=True)
class Seen:
    """The smallest and the greatest value that each unknown had in some whole-number solution."""

    low: list[float]
    high: list[float]

    def add(self, solution: Sequence[float]) -> None:
        """Take a solution in."""
        for at, value in enumerate(solution):
            self.low[at] = min(self.low[at], value)
            self.high[at] = max(self.high[at], value)


@dataclass(slots=True)
class Solver:
    """A system loaded into the solver, with every whole-number solution it has given so far."""

    system: System
    budget: Budget
    seen: Seen | None = None
    # The first solution found: the prints themselves, where they are one.
    one: Sequence[float] = ()
    _model: Any = None
    _whole: Any = None
    _module: Any = field(default=None, repr=False)

    def __post_init__(self) -> None:
        self._module = load_solver()
        if self.system.contradicts():
            raise Contradiction

    def try_solution(self, solution: Sequence[float]) -> bool:
        """Take in a guess of all unknowns if plain arithmetic confirms it; return whether it does."""
        system = self.system
        fits = all(
            (low is None or value >= low - _NEAR) and (high is None or value <= high + _NEAR)
            for value, low, high in zip(solution, system.low, system.high, strict=True)
        ) and all(
            abs(solution[whole] - sum(solution[part] for part in parts)) < _NEAR
            for whole, parts in system.rows
        )
        if fits:
            self._take(solution)
        return fits

    def least(self, at: int) -> tuple[int | None, bool]:
        """Return a bound below which an unknown cannot be (``None``: open), and whether it is reached."""
        return self._bound(at, 1)

    def greatest(self, at: int) -> tuple[int | None, bool]:
        """Return a bound above which an unknown cannot be (``None``: open), and whether it is reached."""
        return self._bound(at, -1)

    def whole_least(self, at: int) -> int | None:
        """Return the least whole value; raise ``OutOfTime`` where it was not settled."""
        return self._settle(at, 1)

    def whole_greatest(self, at: int) -> int | None:
        """Return the greatest whole value; raise ``OutOfTime`` where it was not settled."""
        return self._settle(at, -1)

    def feasible(self) -> None:
        """Raise ``Contradiction`` where no counts fit; else find solutions with much and with few people."""
        for sense in (-1, 1):
            self._run(self._fractions(), dict.fromkeys(range(len(self.system.keys)), sense))

    def settle(self) -> None:
        """Find one solution in whole people; raise ``Contradiction`` where there is none, ``OutOfTime`` unsettled."""
        self._run(self._fractions(), {0: 1})
        if self.seen is None:
            self._run(self._integers(), {0: 1})

    def scatter(self, columns: Sequence[int], sense: int) -> None:
        """Look for one whole solution in which many unknowns are small (``sense`` 1) or large (-1), the best or not.

        Raises ``Contradiction`` where there is no solution in whole people at all.
        """
        model = self._integers()
        model.setOptionValue("mip_rel_gap", _ROUGH)
        try:
            self._run(model, dict.fromkeys(columns, sense))
        except OutOfTime:
            self.budget.check()
        finally:
            model.setOptionValue("mip_rel_gap", _EXACT)

    def _bound(self, at: int, sense: int) -> tuple[int | None, bool]:
        given = self.system.low[at] if sense > 0 else self.system.high[at]
        if given is not None and self.seen is not None:
            reached = self.seen.low[at] if sense > 0 else self.seen.high[at]
            if reached == given:
                return given, True
        found = self._run(self._fractions(), {at: sense})
        if found is None:
            return None, True
        value = sense * found[0]
        whole = ceil(value - _NEAR) if sense > 0 else floor(value + _NEAR)
        return whole, found[1] and abs(value - whole) < _NEAR

    def _settle(self, at: int, sense: int) -> int | None:
        found = self._run(self._integers(), {at: sense})
        return None if found is None else sense * round(found[0])

    def _run(self, model: Any, costs: dict[int, int]) -> tuple[float, bool] | None:
        """Minimise; return the value and whether the solution is whole, ``None`` where nothing bounds it."""
        self.budget.check()
        for at, cost in costs.items():
            model.changeColCost(at, float(cost))
        before = model.getRunTime()
        share = self.budget.left / (_SHARE if model is self._whole else 1)
        # The limit counts from the model's beginning, over all of its runs.
        model.setOptionValue("time_limit", before + share)
        model.run()
        self.budget.spend(model.getRunTime() - before)
        status, statuses = model.getModelStatus(), self._module.HighsModelStatus
        if status == statuses.kUnboundedOrInfeasible:
            status = self._which(model)
        answer = self._answer(model) if status == statuses.kOptimal else None
        for at in costs:
            model.changeColCost(at, 0.0)
        if status == statuses.kInfeasible:
            raise Contradiction
        if status not in {statuses.kOptimal, statuses.kUnbounded}:
            raise OutOfTime
        return answer

    def _which(self, model: Any) -> Any:
        """Tell a contradiction from an open end: without costs the first has no solution either."""
        for at in range(len(self.system.keys)):
            model.changeColCost(at, 0.0)
        model.run()
        statuses = self._module.HighsModelStatus
        return statuses.kUnbounded if model.getModelStatus() == statuses.kOptimal else model.getModelStatus()

    def _answer(self, model: Any) -> tuple[float, bool]:
        values, free = model.getSolution().col_value, self.system.free
        rounded = [value if at in free else round(value) for at, value in enumerate(values)]
        whole = all(abs(value - near) < _NEAR for value, near in zip(values, rounded, strict=True))
        if whole:
            # Sums and bounds are whole too, so that what holds within the solver's tolerance holds exactly.
            self._take(rounded)
        return model.getInfo().objective_function_value, whole

    def _take(self, solution: Sequence[float]) -> None:
        if self.seen is None:
            self.seen, self.one = Seen(list(solution), list(solution)), list(solution)
        else:
            self.seen.add(solution)

    def _fractions(self) -> Any:
        if self._model is None:
            self._model = self._loaded(whole=False)
        return self._model

    def _integers(self) -> Any:
        if self._whole is None:
            self._whole = self._loaded(whole=True)
        return self._whole

    def _loaded(self, *, whole: bool) -> Any:
        highspy, system = self._module, self.system
        model = highspy.Highs()
        model.setOptionValue("output_flag", False)
        model.setOptionValue("threads", 1)
        if not whole:
            # One program, many questions: going on from the last answer is what makes it quick.
            model.setOptionValue("presolve", "off")
            model.setOptionValue("simplex_strategy", 4)
        program: Any = highspy.HighsLp()
        program.num_col_, program.num_row_ = len(system.keys), len(system.rows)
        program.col_cost_ = [0.0] * len(system.keys)
        program.col_lower_ = [-inf if low is None else float(low) for low in system.low]
        program.col_upper_ = [inf if high is None else float(high) for high in system.high]
        program.row_lower_ = program.row_upper_ = [0.0] * len(system.rows)
        starts, columns, values = [0], [], []
        for total, parts in system.rows:
            columns += [total, *parts]
            values += [1.0, *([-1.0] * len(parts))]
            starts.append(len(columns))
        program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        program.a_matrix_.start_, program.a_matrix_.index_, program.a_matrix_.value_ = starts, columns, values
        if whole:
            model.setOptionValue("mip_rel_gap", _EXACT)
            kinds = highspy.HighsVarType
            program.integrality_ = [
                kinds.kContinuous if at in system.free else kinds.kInteger for at in range(len(system.keys))
            ]
        if model.passModel(program) == highspy.HighsStatus.kError:
            raise OutOfTime
        return model
