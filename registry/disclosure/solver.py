"""The solver: a small integer program, answered with a proof or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from registry.errors import DisclosureRefused

SECONDS = 20.0


class NoAnswer(DisclosureRefused):
    """The program was proved to have no answer at all: another one may be tried."""


@dataclass(slots=True)
class Rows:
    """The constraints of an integer program in compressed rows, each with its least and greatest value."""

    starts: list[int] = field(default_factory=lambda: [0])
    columns: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    lows: list[float] = field(default_factory=list)
    highs: list[float] = field(default_factory=list)

    def add(self, terms: Sequence[tuple[int, float]], low: float, high: float) -> None:
        """Add one row over ``terms``, pairs of a column and its factor."""
        self.columns += [column for column, _ in terms]
        self.values += [value for _, value in terms]
        self.starts.append(len(self.columns))
        self.lows.append(low)
        self.highs.append(high)


@dataclass(slots=True)
class Program:
    """Columns that are each nought or one, what each costs, and the rows that bind them."""

    costs: list[float] = field(default_factory=list)
    rows: Rows = field(default_factory=Rows)

    def column(self, cost: float) -> int:
        """Add a column and return its place."""
        self.costs.append(cost)
        return len(self.costs) - 1


class Watch:
    """How much of the time given to all solves of one rounding, or of one search, is left, in seconds.

    HiGHS counts its time limit over the life of a model, so every solve gets a new model; and the limits
    of several solves add up, so each gets only what the earlier ones left.
    """

    def __init__(self, seconds: float) -> None:
        self.left = seconds

    def spend(self, seconds: float) -> None:
        """Take off what a solve used; a moment is always left, so that the solver itself says it ran out."""
        self.left = max(self.left - seconds, _MOMENT)

    @property
    def over(self) -> bool:
        """Return whether all the time is used up."""
        return self.left <= _MOMENT


_MOMENT = 1e-9


def solve(program: Program, watch: Watch) -> list[int]:
    """Return the proven best value of each column.

    Raises ``NoAnswer`` where there is provably none, and ``DisclosureRefused`` where the solver is absent,
    runs out of time or proves nothing.
    """
    highspy = solver()
    if not program.costs:
        return _nothing_to_choose(program)
    model = _run(highspy, _loaded(highspy, program), watch.left)
    watch.spend(model.getRunTime())
    proven(highspy, model.getModelStatus())
    return [round(value) for value in model.getSolution().col_value]


def _nothing_to_choose(program: Program) -> list[int]:
    """Answer a program without columns, which the solver calls no model at all."""
    if any(not low <= 0 <= high for low, high in zip(program.rows.lows, program.rows.highs, strict=True)):
        raise NoAnswer("no rounding of these tables adds up", "ask for coarser tables")
    return []


def solver() -> Any:
    """Return the solver's module; raise ``DisclosureRefused`` where it is not installed."""
    try:
        import highspy
    except ImportError:
        raise DisclosureRefused(
            "the solver that protects the tables is not installed, so nothing can be shown to be safe",
            "install `highspy`, or make the summary on a machine that has it",
        ) from None
    return highspy


def _loaded(highspy: Any, program: Program) -> Any:
    rows, size = program.rows, len(program.costs)
    loaded = highspy.HighsLp()
    loaded.num_col_, loaded.num_row_ = size, len(rows.lows)
    loaded.col_cost_ = program.costs
    loaded.col_lower_, loaded.col_upper_ = [0.0] * size, [1.0] * size
    loaded.integrality_ = [highspy.HighsVarType.kInteger] * size
    loaded.row_lower_, loaded.row_upper_ = rows.lows, rows.highs
    loaded.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    loaded.a_matrix_.start_, loaded.a_matrix_.index_ = rows.starts, rows.columns
    loaded.a_matrix_.value_ = rows.values
    return loaded


def _run(highspy: Any, program: Any, seconds: float) -> Any:
    """Run a program on one thread with fixed options and return its model."""
    model = highspy.Highs()
    options: dict[str, Any] = {
        "output_flag": False,
        "threads": 1,
        "random_seed": 0,
        "time_limit": float(seconds),
    }
    options |= {"mip_rel_gap": 0.0, "mip_abs_gap": 0.5, "parallel": "off"}
    for option, value in options.items():
        _must(highspy, model.setOptionValue(option, value))
    _must(highspy, model.passModel(program))
    model.run()
    return model


def _must(highspy: Any, status: Any) -> None:
    if status == highspy.HighsStatus.kError:
        raise DisclosureRefused("the solver refused the tables", "install another version of `highspy`")


def proven(highspy: Any, status: Any) -> None:
    """Accept a proven best answer only: a time-out counts as unsafe."""
    known = highspy.HighsModelStatus
    if status == known.kOptimal:
        return
    if status == known.kInfeasible:
        raise NoAnswer("no rounding of these tables adds up", "ask for coarser tables")
    if status == known.kTimeLimit:
        raise DisclosureRefused(
            "the solver ran out of time, which counts as unsafe", "ask for fewer or coarser tables"
        )
    raise DisclosureRefused("the solver gave no proven answer", "ask for fewer or coarser tables")
