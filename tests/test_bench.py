"""The cases that measurements are made on are the same each time and in the shape of an intake."""

from __future__ import annotations

import json

from bench import cases


def test_the_first_cases_are_the_same_whatever_the_count() -> None:
    few, many = list(cases.cases(5)), list(cases.cases(50))
    assert few == many[:5]
    assert len({one["facts"]["reference"] for one in many}) == 50


def test_another_seed_gives_other_people() -> None:
    assert list(cases.cases(5)) != list(cases.cases(5, seed=1))


def test_lines_are_json_and_marked_synthetic() -> None:
    for line in cases.lines(20):
        one = json.loads(line)
        assert line.endswith("}\n")
        assert one["note"] == cases.NOTE
        assert set(one) == {"kind", "source", "grade", "facts", "status", "consent", "note"}
