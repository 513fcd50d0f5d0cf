"""Controlled rounding: laws on random tables, the best answer on small ones, and every way it must refuse."""

from __future__ import annotations

import builtins
import sys
from itertools import product
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from registry.disclosure import rounding, solver
from registry.disclosure.rounding import LOW, SHY, TELLING, Problem, faults, round_counts
from registry.disclosure.tables import Cell, Sum
from registry.errors import DisclosureRefused
from tests.disclosure.registers import tie


def table(inner: dict[tuple[int, ...], int]) -> Problem:
    """Return the rounding problem of a table given by its inner counts: all margins, all sums."""
    sides = [sorted({at[axis] for at in inner}) for axis in range(len(next(iter(inner))))]
    counts: dict[Cell, int] = {}
    lines = []
    for at in product(*([None, *side] for side in sides)):
        counts[named(at)] = sum(
            n for where, n in inner.items() if all(a in (None, w) for a, w in zip(at, where, strict=True))
        )
        for axis, side in enumerate(sides):
            if at[axis] is None:
                parts = tuple(named((*at[:axis], code, *at[axis + 1 :])) for code in side)
                lines.append(Sum(named(at), parts))
    return Problem(counts, lines)


def named(at: tuple[int | None, ...]) -> Cell:
    return tuple((f"d{axis}", str(code)) for axis, code in enumerate(at) if code is not None)


def tables(most: int = 4) -> st.SearchStrategy[Problem]:
    sides = st.lists(st.integers(2, most), min_size=1, max_size=3)
    return sides.flatmap(
        lambda of: st.fixed_dictionaries(
            {at: st.integers(0, 40) for at in product(*(range(side) for side in of))}
        ).map(table)
    )


@given(tables())
def test_every_print_is_a_neighbouring_step_and_every_table_adds_up(problem: Problem) -> None:
    try:
        printed = round_counts(problem, tie)
    except DisclosureRefused as refusal:
        assume("no rounding" not in refusal.message)
        raise
    for cell, count in problem.counts.items():
        assert printed[cell] in {count // 10 * 10, -(-count // 10) * 10}
    for line in problem.sums:
        assert printed[line.whole] == sum(printed[part] for part in line.parts)


@given(tables(3))
def test_true_noughts_and_small_counts_share_their_prints(problem: Problem) -> None:
    try:
        printed = round_counts(problem, tie)
    except DisclosureRefused:
        assume(False)
    assert all(printed[cell] in {0, 10} for cell, count in problem.counts.items() if count < 10)
    assert all(printed[cell] == 0 for cell, count in problem.counts.items() if count == 0)


def movement(problem: Problem, printed: dict[Cell, int]) -> int:
    """Return the movement in weighted persons, with what a step up costs besides."""
    ups = {cell: (printed[cell] - n // 10 * 10) // 10 for cell, n in problem.counts.items()}
    return sum(
        TELLING * (abs(printed[cell] - n) + LOW * ups[cell])
        if n >= 10
        else abs(printed[cell] - n) + SHY * ups[cell]
        for cell, n in problem.counts.items()
    )


def best_by_trying(problem: Problem) -> int | None:
    """Return the least total movement over all roundings, found by trying every one of the inner cells."""
    inner = [cell for cell in problem.counts if len(cell) == max(map(len, problem.counts))]
    ways = [sorted({c // 10 * 10, -(-c // 10) * 10}) for c in (problem.counts[cell] for cell in inner)]
    best = None
    for prints in product(*ways):
        filled = dict(zip(inner, prints, strict=True))
        for cell in problem.counts:
            filled[cell] = sum(
                print_ for at, print_ in zip(inner, prints, strict=True) if set(cell) <= set(at)
            )
        if not faults(problem, filled):
            moved = movement(problem, filled)
            best = moved if best is None else min(best, moved)
    return best


@given(tables(3).filter(lambda problem: len(problem.counts) <= 16))
def test_the_movement_is_the_least_there_is_up_to_ties(problem: Problem) -> None:
    best = best_by_trying(problem)
    if best is None:
        with pytest.raises(DisclosureRefused, match="no rounding"):
            round_counts(problem, tie)
        return
    printed = round_counts(problem, tie)
    # Ties weigh at most half a person a cell either way, on both sides of the comparison.
    assert best <= movement(problem, printed) <= best + len(problem.counts)


def test_the_same_secret_gives_the_same_prints_and_another_may_not() -> None:
    problem = table({(row, column): 5 for row in range(4) for column in range(4)})
    first = round_counts(problem, tie)
    assert round_counts(problem, tie) == first
    others = [round_counts(problem, lambda cell, by=by: tie(f"{by} {cell}")) for by in range(5)]  # type: ignore[misc]
    assert any(other != first for other in others)


def test_multiples_of_the_base_stay() -> None:
    problem = table({(row, column): 10 * row for row in range(3) for column in range(2)})
    assert round_counts(problem, tie) == problem.counts


def test_counts_that_contradict_each_other_are_refused() -> None:
    problem = Problem({(): 30, (("d0", "0"),): 12}, [Sum((), ((("d0", "0"),),))])
    with pytest.raises(DisclosureRefused, match="contradict"):
        round_counts(problem, tie)


def test_tables_without_any_rounding_are_refused() -> None:
    # One part is held both to the whole's step and against it: 5 of 20 in one sum, 5 of 10 in another.
    a, b, c, d = ((("d0", code),) for code in "abcd")
    counts: dict[Cell, int] = {(): 20, a: 10, b: 5, c: 5, d: 15}
    lines = [Sum((), (a, b, c)), Sum((), (b, d)), Sum((), (c, d)), Sum(a, (b, c))]
    with pytest.raises(DisclosureRefused, match="no rounding"):
        round_counts(Problem(counts, lines), tie)


def test_a_missing_solver_refuses_and_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "highspy":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.delitem(sys.modules, "highspy", raising=False)
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(DisclosureRefused, match="not installed") as refused:
        round_counts(table({(0, 0): 5, (1, 0): 7}), tie)
    assert refused.value.exit_code == 9
    assert "highspy" in refused.value.hint


def test_running_out_of_time_counts_as_unsafe() -> None:
    hard = table({at: (7 * sum(at) + 3) % 40 for at in product(range(8), range(8), range(8))})
    with pytest.raises(DisclosureRefused, match="out of time") as refused:
        round_counts(hard, tie, seconds=1e-9)
    assert refused.value.exit_code == 9


def test_an_answer_that_does_not_check_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = table({(0, 0): 5, (1, 0): 7})
    monkeypatch.setattr(rounding, "_solve", lambda *_: dict.fromkeys(problem.counts, 10))
    with pytest.raises(DisclosureRefused, match="do not check"):
        round_counts(problem, tie)


@pytest.mark.parametrize("status", ["kUnbounded", "kUnknown", "kSolutionLimit", "kInterrupt", "kModelEmpty"])
def test_anything_but_a_proven_answer_is_refused(status: str) -> None:
    import highspy

    with pytest.raises(DisclosureRefused, match="no proven"):
        solver.proven(highspy, getattr(highspy.HighsModelStatus, status))
