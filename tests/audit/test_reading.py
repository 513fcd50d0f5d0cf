"""Files made to harm are refused in one sentence, and both forms of a dimension are read alike."""

from __future__ import annotations

import json
from typing import Any

import pytest

from registry.audit.reading import read_release
from registry.audit.series import _rises_only
from registry.errors import InputRefused
from tests.audit.written import audited, children, kinds, left, summary

PLACE = children(place=("Aleppo", "Idlib"))


def odd(**changes: Any) -> bytes:
    document = json.loads(summary(PLACE, [({"place": "Aleppo"}, 40), ({}, 90)]))
    return json.dumps({**document, **changes}).encode()


def _nested(depth: int) -> Any:
    return [_nested(depth - 1)] if depth else "three men"


HOSTILE = {
    "empty": b"",
    "no json": b"\x00\x01",
    "not utf-8": b'{"a": "\xff"}',
    "list": b"[]",
    "deep": b"[" * 100_000,
    "deep objects": b'{"cells": ' + b'{"a":' * 50_000 + b"1" + b"}" * 50_000 + b"}",
    "deep text": odd(notes=_nested(60)),
    "twice": b'{"threshold": 10, "threshold": 1, "cells": [], "dimensions": {}}',
    "nan": odd(cells=[{"at": {}, "value": float("nan")}]),
    "infinity": odd(cells=[{"at": {}, "value": float("inf")}]),
    "fraction": odd(cells=[{"at": {}, "value": 12.5}]),
    "true": odd(cells=[{"at": {}, "value": True}]),
    "negative": odd(cells=[{"at": {}, "value": -5}]),
    "huge": odd(cells=[{"at": {}, "value": 10**30}]),
    "digits": b'{"dimensions": {}, "cells": [{"at": {}, "value": ' + b"9" * 10_000 + b"}]}",
    "words": odd(cells=[{"at": {}, "value": "many"}]),
    "backwards": odd(cells=[{"at": {}, "value": "14-10"}]),
    "object": odd(cells=[{"at": {}, "value": {}}]),
    "no value": odd(cells=[{"at": {}}]),
    "no cells": odd(cells=[]),
    "cells no list": odd(cells={}),
    "unknown class": odd(cells=[{"at": {"place": "Homs"}, "value": 40}]),
    "unknown dimension": odd(cells=[{"at": {"sex": "male"}, "value": 40}]),
    "class no word": odd(cells=[{"at": {"place": ["Aleppo"]}, "value": 40}]),
    "circle": odd(dimensions={"place": {"children": {"Total": ["A"], "A": ["B"], "B": ["A"]}}}),
    "overlap": odd(dimensions={"place": {"children": {"Total": ["A", "B"], "A": ["C"], "B": ["C"]}}}),
    "chain": odd(dimensions={"place": {"children": {f"{n}": [f"{n + 1}"] for n in range(500)}}}),
    "dimension no object": odd(dimensions={"place": 1}),
    "mode": odd(rounding={"base": 10, "mode": "magic"}),
    "base": odd(rounding={"base": 0, "mode": "ordinary"}),
    "reach": odd(rounding={"base": 10, "mode": "controlled", "reach": "9"}),
    "threshold": odd(threshold="10"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_made_to_harm_is_refused_in_one_sentence(name: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read_release(HOSTILE[name])
    assert refused.value.message == refused.value.message.strip().rstrip(".")
    assert "\n" not in refused.value.message and refused.value.hint


def test_more_cells_than_can_be_checked_are_refused() -> None:
    cells = b",".join([b'{"at":{},"value":40}'] * 100_000)
    with pytest.raises(InputRefused, match="cells"):
        read_release(b'{"dimensions": {}, "cells": [' + cells + b"]}")
    with pytest.raises(InputRefused, match="MiB"):
        read_release(b" " * (17 * 1024 * 1024))


def test_a_crossing_too_large_for_memory_is_a_finding_and_not_tried() -> None:
    dims = children(**{f"d{n}": [f"{n}-{code}" for code in range(300)] for n in range(4)})
    cells = [({f"d{n}": f"{n}-{code}" for n in range(4)}, 40) for code in range(300)]
    found = audited(summary(dims, cells))
    assert kinds(found) == {"not-settled"}


def test_leaves_with_nodes_mean_what_children_mean() -> None:
    ages = {"leaves": ["0-17", "18-29", "30+"], "nodes": {"18+": ["18-29", "30+"]}, "root": "Total"}
    tree = {"children": {"Total": ["0-17", "18+"], "18+": ["18-29", "30+"]}}
    cells = [
        ({"age": "18+"}, 60),
        ({"age": "18-29"}, 57),
        ({"age": "30+"}, None),
        ({"age": "0-17"}, 20),
        ({}, 80),
    ]
    outcomes = [left(audited(summary({"age": given}, cells)), "exact") for given in (ages, tree)]
    assert outcomes[0] == outcomes[1] == {frozenset({frozenset({("age", "30+")})}): (3, 3)}


def test_intervals_are_read_as_bounds() -> None:
    cells = [({"place": "Aleppo"}, "<10"), ({"place": "Idlib"}, "10-14"), ({}, 20)]
    assert left(audited(summary(PLACE, cells)), "proved") == {
        frozenset({frozenset({("place", "Aleppo")})}): (6, 9)
    }


def test_a_file_cannot_lower_the_threshold_it_is_judged_by() -> None:
    cells = [({"place": "Aleppo"}, 4), ({"place": "Idlib"}, 60), ({}, 64)]
    assert "small-print" in kinds(audited(summary(PLACE, cells, threshold=1)))


def test_one_cell_printed_in_two_ways_is_a_contradiction() -> None:
    cells = [({"place": "Aleppo"}, 40), ({"place": "Aleppo"}, 50), ({}, 90)]
    assert "contradiction" in kinds(audited(summary(PLACE, cells)))


def test_a_figure_that_was_not_rounded_is_told() -> None:
    cells = [({"place": "Aleppo"}, 43), ({"place": "Idlib"}, 50), ({}, 90)]
    found = audited(summary(PLACE, cells, rounding={"base": 10, "mode": "controlled"}))
    assert "unrounded" in kinds(found)


def test_a_sign_for_a_small_count_beside_printed_noughts_is_told() -> None:
    dims = children(place=("A", "B", "C", "D"))
    cells = [({"place": "A"}, None, "primary"), ({"place": "B"}, None, "secondary"), ({"place": "C"}, 0)]
    found = audited(summary(dims, [*cells, ({"place": "D"}, 50), ({}, 90)]))
    assert found.safe and "sign" in kinds(found, fatal=False)


FLOOR_BAND = {"base": 10, "mode": "controlled", "reach": 9, "band": "floor"}


def test_at_least_is_read_as_the_print_that_guarantees_it() -> None:
    cells = [({"place": "Aleppo"}, "30+"), ({"place": "Idlib"}, "0+"), ({}, "30+")]
    for reach, number, most in ((9, 40, 19), (19, 50, 39)):
        release = read_release(summary(PLACE, cells, rounding={**FLOOR_BAND, "reach": reach}))
        found = {dict(at).get("place", ""): cell for at, cell in release.cells.items()}
        assert found[""].number == found["Aleppo"].number == number
        assert (found["Idlib"].number, found["Idlib"].low, found["Idlib"].high) == (None, 0, most)
        # A text beside it may repeat what the file says, and not the print behind it.
        assert release.figures == {0, 30}


def test_small_counts_behind_at_least_are_worked_out() -> None:
    # With base 5 the prints behind are 15 (11 to 19) and 25 (21 to 29): they leave Idlib at least two, of nine at most.
    cells = [({"place": "Aleppo"}, "10+"), ({"place": "Idlib"}, "0+"), ({}, "20+")]
    found = audited(summary(PLACE, cells, rounding={**FLOOR_BAND, "base": 5, "reach": 4}))
    assert left(found, "proved") == {frozenset({frozenset({("place", "Idlib")})}): (2, 9)}


def test_a_small_figure_that_rises_to_at_least_is_taken_for_a_rise() -> None:
    before, after = (
        read_release(
            summary(PLACE, [({"place": "Idlib"}, idlib), ({}, "80+")], rounding=FLOOR_BAND, made_on=day)
        )
        for idlib, day in (("0+", "2026-01-01"), ("10+", "2026-03-01"))
    )
    assert _rises_only(before, after) == {frozenset({("place", "Idlib")}): 0}
    assert _rises_only(before, before) == {} and _rises_only(after, before) is None


@pytest.mark.parametrize("value", [30, "<10", "10-14", None])
def test_a_floor_band_with_other_figures_is_refused(value: object) -> None:
    with pytest.raises(InputRefused, match="floors"):
        read_release(summary(PLACE, [({}, value)], rounding=FLOOR_BAND))


@pytest.mark.parametrize("changed", [{"band": "roof"}, {"reach": None}])
def test_a_band_that_is_not_known_is_refused(changed: dict[str, object]) -> None:
    with pytest.raises(InputRefused, match="band"):
        read_release(summary(PLACE, [({}, "30+")], rounding={**FLOOR_BAND, **changed}))
