"""Facts side by side: the habits that make one date or place look like two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.matching import beside
from registry.matching.dossier import Spot, births_of
from registry.words.dates import PartialDate
from registry.words.plain import Age


def born(text: str) -> beside.Span:
    return births_of([PartialDate.parse(text)], ())[0]


def aged(years: int) -> beside.Span:
    return births_of((), [Age(years, PartialDate.parse("2016-12"))])[0]


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("1984-05-09", "1984-05-09", "day"),
        ("1984-05-09", "1984-09-05", "exchanged"),
        ("1984-05-19", "1984-01-01", "january"),
        ("1984-05-19", "1948-05-19", "digit"),
        ("1984-05-19", "1984-05-18", "digit"),
        ("1984", "1984-05", "year"),
        ("1984-05-19", "1985-08-21", "close"),
        ("1984", "1992", "far"),
        ("1984", "2004", "impossible"),
    ],
)
def test_births(left: str, right: str, level: str) -> None:
    assert beside.births_beside(born(left), born(right)) == level
    assert beside.births_beside(born(right), born(left)) == level


def test_an_age_in_round_figures_may_be_some_years_off() -> None:
    assert beside.births_beside(aged(40), born("1971")) == "rounded"
    assert beside.births_beside(aged(41), born("1970")) == "far"
    assert beside.births_beside(aged(41), born("1975")) == "year"
    assert beside.births_beside(aged(41), born("1977")) == "close"


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("2016-12-09", "2016-12-09", "day"),
        ("2016-12-09", "2016-12-11", "days"),
        ("2016-12", "2016-12-11", "days"),
        ("2016-11-25", "2016-12-11", "weeks"),
        ("2016-11-25", "2017-02-01", "season"),
        ("2013", "2016", "later"),
    ],
)
def test_when_last_seen(left: str, right: str, level: str) -> None:
    assert beside.seen_beside(born(left), born(right)) == level


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        (Spot("N1", ("a",)), Spot("N1", ("b",)), "match"),
        (Spot("", ("shaar",)), Spot("", ("شعار",)), "match"),
        (Spot("", ("67", "circuit")), Spot("", ("68", "circuit")), "partly"),
        (Spot("", ("shaar",)), Spot("", ("salheen",)), "differs"),
        (Spot("N1", ("shaar",)), Spot("N2", ("salheen",)), "differs"),
        (Spot("", ()), Spot("", ("salheen",)), "differs"),
    ],
)
def test_places(left: Spot, right: Spot, level: str) -> None:
    assert beside.spots_beside(left, right) == beside.spots_beside(right, left) == level


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("04010203040", "04010203040", "match"),
        ("04010203040", "04010203004", "near"),
        ("04010203040", "0401020304", "near"),
        ("04010203040", "04010203051", "differs"),
        ("123", "124", "differs"),  # too short for a slip to be told
    ],
)
def test_identity_numbers(left: str, right: str, level: str) -> None:
    assert beside.numbers_beside([left], [right]) == level


def test_a_slip_of_the_pen_is_no_other_name_and_a_brothers_name_is_no_slip() -> None:
    assert beside.slipped("مهند", "مههند")
    assert beside.slipped("michaela", "micheala")
    for one, other in (
        ("حسن", "حسين"),
        ("محمد", "محمود"),
        ("سمير", "سامر"),
        ("صالح", "صلاح"),
        ("علي", "عمر"),
    ):
        assert not beside.slipped(one, other)
        assert not beside.slipped(other, one)


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_one_letter_apart_is_told_from_both_sides(left: str, right: str) -> None:
    assert beside.one_letter(left, right) == beside.one_letter(right, left)
    assert beside.one_letter(left, left)
    assert beside.one_letter(left, "a" + left)
