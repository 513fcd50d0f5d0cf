"""Sources: graded apart from what they say, and counted once where they repeat one origin."""

from __future__ import annotations

import pytest

from registry.errors import InputRefused
from registry.sources.grading import read_grade
from registry.sources.source import origin_of, origins, source_of
from tests.cases.build import source


def test_a_chain_of_repeats_leads_back_to_its_origin() -> None:
    known = {s.id: s for s in (source("A"), source("B", derived_from="A"), source("C", derived_from="B"))}
    assert origins(known, {"A", "B", "C"}) == {"A"}


def test_sources_that_repeat_one_another_in_a_circle_are_one_origin() -> None:
    circle = {s.id: s for s in (source("A", derived_from="B"), source("B", derived_from="A"))}
    outside = source("C", derived_from="B")
    assert origins({**circle, "C": outside}, {"A", "B", "C"}) == {"A"}
    assert origin_of(source("D", derived_from="D"), {"D": source("D", derived_from="D")}) == "D"


def test_what_repeats_a_source_nobody_knows_shares_its_origin() -> None:
    repeating = {s.id: s for s in (source("A", derived_from="Z"), source("B", derived_from="Z"))}
    assert origins(repeating, {"A", "B"}) == {"Z"}


def test_unknown_sources_corroborate_nothing() -> None:
    assert origins({"A": source("A")}, {"A", "Z"}) == {"A"}


@pytest.mark.parametrize(
    ("text", "grade"), [("C3", ("C", 3)), (" b 2 ", ("B", 2)), ("4", (None, 4)), ("a", ("A", None))]
)
def test_grades_are_read(text: str, grade: tuple[str | None, int | None]) -> None:
    assert read_grade(text) == grade


@pytest.mark.parametrize("text", ["", "G1", "C7", "C33", "3C", "good"])
def test_what_is_no_grade_is_refused(text: str) -> None:
    with pytest.raises(InputRefused):
        read_grade(text)


def item(identity: str, tag: str, at: str, **fields: object) -> dict[str, object]:
    return {"id": identity, "t": tag, "at": at, **fields}


def test_a_source_is_what_its_items_say_in_the_order_of_their_making() -> None:
    first = item("1", "source", "2026-01", kind="family", label="mother", reliability="B")
    worse = item("2", "grade", "2026-02", reliability="D", why="contradicted herself")
    undo = item("3", "undo", "2026-03", items=["2"])
    assert source_of({"id": "S", "items": [worse, first]}).reliability == "D"
    assert source_of({"id": "S", "items": [undo, worse, first]}).reliability == "B"


def test_a_source_whose_intake_was_undone_still_reads_for_claims_that_cite_it() -> None:
    first = item("1", "source", "2026-01", kind="family", label="mother")
    undone = source_of({"id": "S", "items": [first, item("3", "undo", "2026-03", items=["1"])]})
    assert (undone.label, undone.withdrawn) == ("mother", True)
