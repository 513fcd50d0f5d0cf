"""A point on the map keeps the digits it was given, and is refused where it is on no map."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import InputRefused
from registry.words.coordinates import Coordinates


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("36.2021, 37.1343", "36.2021, 37.1343"), ("36.20210000 37.1", "36.20210000, 37.1"), ("-33.4;-70", "-33.4, -70"),
        ("+36, +37", "36, 37"), ("٣٦.٢, ٣٧.١", "36.2, 37.1"), ({"latitude": "36.2", "longitude": "37"}, "36.2, 37"),
    ],
)  # fmt: skip
def test_a_point_is_read_and_no_digit_added_or_lost(raw: Any, shown: str) -> None:
    point = Coordinates.parse(raw)
    assert point.show() == shown
    assert Coordinates.parse(point.plain()) == point


@pytest.mark.parametrize(
    "raw", ["91, 0", "0, 181", "36.2", "here", "", None, 5, {"latitude": "1"}, "1, 2, 3", "36,2 37,1"]
)
def test_what_is_on_no_map_is_refused(raw: Any) -> None:
    with pytest.raises(InputRefused, match="point on the map"):
        Coordinates.parse(raw)


def test_a_point_agrees_with_itself_rounded_and_with_no_other() -> None:
    exact = Coordinates.parse("36.2021, 37.1343")
    assert exact.agrees(Coordinates.parse("36.20, 37.13"))
    assert not exact.agrees(Coordinates.parse("36.21, 37.13"))
    assert not exact.agrees(Coordinates.parse("36.2022, 37.1343"))


@given(st.decimals(-90, 90, places=6), st.decimals(-180, 180, places=4))
def test_every_point_reads_back(latitude: Any, longitude: Any) -> None:
    point = Coordinates.parse(f"{latitude:f}, {longitude:f}")
    assert Coordinates.parse(point.plain()) == point
    assert point.agrees(point)
