"""Controlled rounding: every count moved to a neighbouring multiple of ten, and all tables still add up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from registry.disclosure.tables import Cell, Sum, spell
from registry.errors import DisclosureRefused, RegistryError

# Turns a cell's spelling into a whole number that only the vault's secret can foretell.
Tie = Callable[[str], int]

# The weight of one person moved, in units of the tie: ties decide between near-equal answers only.
_PERSON = 1000
_TELLING = 4
SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Problem:
    """What is to be rounded.

    ``counts`` are the true persons of every cell of the release, ``sums`` its lines of additivity, ``base``
    the step.
    """

    counts: Mapping[Cell, int]
    sums: Sequence[Sum]
    base: int = 10


def round_counts(problem: Problem, tie: Tie, seconds: float = SECONDS) -> dict[Cell, int]:
    """Return a print for every cell: the multiple of the base below or above its count, additive everywhere.

    Total movement is the least there is, that of counts of ten or more weighing fourfold, and near-equal
    answers are chosen by ``tie``; a count that is a multiple already stays. Method: controlled rounding as
    an integer program (Cox 1987; Salazar-González 2005; ESSNet handbook on statistical disclosure control,
    chapter 5). Raises ``DisclosureRefused`` when the solver is absent, runs out of ``seconds``, finds no
    answer, or gives one that does not check.
    """
    _counts_agree(problem)
    try:
        printed = _solve(problem, tie, seconds)
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


def faults(problem: Problem, printed: Mapping[Cell, int]) -> list[str]:
    """Return what is wrong with ``printed``, found by plain arithmetic and without the solver."""
    found = []
    if printed.keys() != problem.counts.keys():
        found.append("the printed cells are not the counted ones")
        return found
    for cell, count in problem.counts.items():
        if printed[cell] % problem.base or abs(printed[cell] - count) >= problem.base:
            found.append("a print is not a neighbouring multiple of the base")
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


@dataclass(slots=True)
class _Rows:
    """The constraints of the integer program in compressed rows, each an equality."""

    starts: list[int] = field(default_factory=lambda: [0])
    columns: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    rights: list[float] = field(default_factory=list)

    def add(self, terms: Sequence[tuple[int, float]], right: float) -> None:
        self.columns += [column for column, _ in terms]
        self.values += [value for _, value in terms]
        self.starts.append(len(self.columns))
        self.rights.append(right)


def _rows(problem: Problem, at: Mapping[Cell, int]) -> _Rows:
    """Write additivity of the steps up, in units of the base."""
    rows = _Rows()
    floors = {cell: count // problem.base for cell, count in problem.counts.items()}
    for line in problem.sums:
        terms = [(at[line.whole], 1.0), *((at[part], -1.0) for part in line.parts)]
        rows.add(terms, sum(floors[part] for part in line.parts) - floors[line.whole])
    return rows


def _cost(count: int, base: int, tie: int) -> float:
    """Return what stepping up costs more than stepping down, in thousandths of a person.

    A count of the base or more weighs fourfold: the words for smaller ones say the same either way.
    """
    rest = count % base
    weight = _PERSON * (_TELLING if count >= base else 1)
    return float((base - 2 * rest) * weight + tie % _PERSON - _PERSON // 2) if rest else 0.0


def _program(highspy: Any, problem: Problem, tie: Tie, at: Mapping[Cell, int]) -> Any:
    """Build the integer program: one step, 0 or 1, for each cell."""
    rows, counts = _rows(problem, at), problem.counts.items()
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = len(at), len(rows.rights)
    program.col_cost_ = [_cost(count, problem.base, tie(spell(cell))) for cell, count in counts]
    program.col_lower_ = [0.0] * len(at)
    program.col_upper_ = [float(count % problem.base > 0) for _, count in counts]
    program.integrality_ = [highspy.HighsVarType.kInteger] * len(at)
    program.row_lower_ = program.row_upper_ = rows.rights
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_, program.a_matrix_.index_ = rows.starts, rows.columns
    program.a_matrix_.value_ = rows.values
    return program


def _solver() -> Any:
    try:
        import highspy
    except ImportError:
        raise DisclosureRefused(
            "the solver that protects the tables is not installed, so nothing can be shown to be safe",
            "install `highspy`, or make the summary on a machine that has it",
        ) from None
    return highspy


def _solve(problem: Problem, tie: Tie, seconds: float) -> dict[Cell, int]:
    highspy = _solver()
    at = {cell: place for place, cell in enumerate(problem.counts)}
    model = _run(highspy, _program(highspy, problem, tie, at), seconds)
    _proven(highspy, model.getModelStatus())
    steps = model.getSolution().col_value
    base = problem.base
    return {cell: base * (count // base + round(steps[at[cell]])) for cell, count in problem.counts.items()}


def _run(highspy: Any, program: Any, seconds: float) -> Any:
    """Run a program on one thread with fixed options and return its model."""
    # A new model each time: HiGHS counts its time limit over the life of a model, not of a run.
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


def _proven(highspy: Any, status: Any) -> None:
    """Accept a proven best answer only: a time-out counts as unsafe."""
    known = highspy.HighsModelStatus
    if status == known.kOptimal:
        return
    if status == known.kInfeasible:
        raise DisclosureRefused("no rounding of these tables adds up", "ask for coarser tables")
    if status == known.kTimeLimit:
        raise DisclosureRefused(
            "the solver ran out of time, which counts as unsafe", "ask for fewer or coarser tables"
        )
    raise DisclosureRefused("the solver gave no proven answer", "ask for fewer or coarser tables")
