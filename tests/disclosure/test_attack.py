"""Nobody who subtracts the tables of one release from each other proves a small count."""

from __future__ import annotations

import json
from typing import Any

import pytest

from registry.disclosure.plan import make, plan
from registry.disclosure.policy import FLOOR
from registry.disclosure.request import Request
from registry.reports import write_all
from tests.disclosure.attack import Attack
from tests.disclosure.registers import BY, MADE_ON, SHAPES, register, tie


def written(size: int, shape: str, seed: int, by: Any, bus: int = 0) -> bytes:
    people = register(size, shape, seed, bus=bus)
    found = plan(Request.parse(by), people, policy=FLOOR, made_on=MADE_ON, tie=tie)
    if not found.passes:
        assert found.instead is not None
        found = plan(found.instead, people, policy=FLOOR, made_on=MADE_ON, tie=tie)
    return write_all(make(found, "R"))["summary.json"]


def only_a_total(summary: bytes) -> bool:
    return json.loads(summary)["rounding"] is None


def test_subtraction_proves_no_small_count() -> None:
    summary = written(400, "broad", 1, BY[0])
    assert Attack(summary).fatal() == []
    assert Attack(summary, by_person=True).fatal() == []


def test_the_attack_works_on_ordinary_rounding_to_five() -> None:
    read = json.loads(written(400, "broad", 1, BY[0]))
    people = register(400, "broad", 1)
    found = plan(Request.parse(BY[0]), people, policy=FLOOR, made_on=MADE_ON, tie=tie)
    true = {
        frozenset((k.replace("seen", "quarter"), c) for k, c in cell.at): cell.persons for cell in found.cells
    }
    for cell in read["cells"]:
        cell["value"] = round(true[frozenset(cell["at"].items())] / 5) * 5
    assert Attack(json.dumps(read).encode(), step=2).fatal()


@pytest.mark.slow
@pytest.mark.parametrize("size", [30, 60, 120, 300, 800, 1500, 3000])
@pytest.mark.parametrize("shape", SHAPES)
def test_subtraction_proves_no_small_count_in_any_register(size: int, shape: str) -> None:
    for seed, by in enumerate(BY):
        summary = written(size, shape, seed, by)
        if only_a_total(summary):
            assert json.loads(summary)["cells"] == [{"at": {}, "value": "<50"}]
            continue
        assert Attack(summary).fatal() == []


@pytest.mark.slow
@pytest.mark.parametrize("size", [60, 90, 300])
@pytest.mark.parametrize("by", BY)
def test_one_bus_of_forty_is_told_by_no_table(size: int, by: Any) -> None:
    summary = written(size, "broad", 7, by, bus=40)
    assert Attack(summary).fatal() == []


RINGS = (
    ("sex,status", "status,age", "age,sex"),
    ("place,sex", "sex,status", "place,status"),
    ("quarter,sex", "sex,holder", "holder,quarter"),
)


@pytest.mark.slow
@pytest.mark.parametrize("by", RINGS)
@pytest.mark.parametrize("shape", SHAPES)
def test_rings_of_tables_prove_no_small_count_by_person(by: Any, shape: str) -> None:
    for size in (60, 150, 600):
        summary = written(size, shape, size, by)
        if not only_a_total(summary):
            assert Attack(summary, by_person=True).fatal() == []
