"""Twelve monthly releases: nobody proves a small count, no print falls, and the prints are a history of their own."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest

from tests.disclosure.attack import Attack
from tests.disclosure.series import SHAPES, Made, attempts, series

SIZES = (30, 100, 300, 1000, 3000)
SEEDS = range(20 if os.environ.get("REGISTRY_EXHAUSTIVE") else 1)
At = frozenset[tuple[str, str]]


def values(summary: bytes) -> dict[At, int]:
    """Return the printed values of a release; time is one dimension, whatever its finest rung was."""
    read: dict[str, Any] = json.loads(summary)
    if read["rounding"] is None:
        return {}
    time = {"month", "quarter", "year"}
    return {
        frozenset(("seen" if key in time else key, code) for key, code in cell["at"].items()): cell["value"]
        for cell in read["cells"]
    }


def falls(made: list[Made]) -> list[tuple[int, At]]:
    """Return every print that is below one of an earlier release: if there is none, nobody need ever have left."""
    known: dict[At, int] = {}
    found = []
    for one in made:
        for at, value in values(one.summary).items():
            if value < known.get(at, 0):
                found.append((one.number, at))
            known[at] = max(value, known.get(at, 0))
    return found


def true_count(made: Made, at: At) -> int:
    return sum(all(person.get(key, "not stated") == code for key, code in at) for person in made.people)


def strays(made: Made) -> Iterator[tuple[At, int, int]]:
    """Yield totals, and those of men and of women, whose truth is further off than the release says."""
    reach = json.loads(made.summary)["rounding"]["reach"]
    for at, value in values(made.summary).items():
        if at in (frozenset(), frozenset({("sex", "male")}), frozenset({("sex", "female")})):
            true = true_count(made, at)
            if abs(value - true) > reach:
                yield at, value, true


def held_to_all(seed: int, size: int, shape: str) -> None:
    made = list(series(seed, size, shape))
    assert falls(made) == []
    for one in made:
        if values(one.summary):
            reach = json.loads(one.summary)["rounding"]["reach"]
            assert Attack(one.summary, step=reach).fatal() == []
            assert list(strays(one)) == []


def test_a_series_proves_nothing_and_goes_on() -> None:
    made = list(series(1, 100, "broad"))
    assert len(made) >= 6
    assert {one.recipient for one in made} == {"UN", "donor"}
    assert falls(made) == []
    last = made[-1]
    assert Attack(last.summary, step=json.loads(last.summary)["rounding"]["reach"]).fatal() == []
    assert list(strays(last)) == []


def test_releases_that_know_nothing_of_each_other_do_fall(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same series rounded afresh each month: the check above sees it."""
    monkeypatch.setattr("registry.disclosure.plan.earlier", lambda *_: None)
    assert falls(list(series(1, 100, "broad")))


def test_the_same_seed_gives_the_same_series() -> None:
    one, other = ([a.plan.standing for a in attempts(3, 30, "all male")] for _ in range(2))
    assert one == other


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("shape", SHAPES)
def test_no_series_proves_a_small_count(shape: str, size: int) -> None:
    for seed in SEEDS:
        if size in (30, 300) or os.environ.get("REGISTRY_EXHAUSTIVE") or (size, shape) == (1000, "broad"):
            held_to_all(seed, size, shape)
