"""The window of time: its ends say no more than a print does, and no single date moves it."""

from __future__ import annotations

from datetime import date

import pytest

from registry.disclosure.periods import Quarter, quarter_in, time_dimension, window_over
from registry.errors import DisclosureRefused

CUTOFF = date(2017, 5, 2)
Q4, Q1 = Quarter(2016, 4), Quarter(2017, 1)


def test_the_quarter_of_a_row_comes_from_its_month_or_its_quarter() -> None:
    assert quarter_in({"month": "2016-12"}) == Q4
    assert quarter_in({"month": "not stated", "quarter": "2017-Q1"}) == Q1
    assert quarter_in({}) is quarter_in({"month": "not stated"}) is None


@pytest.mark.parametrize("values", [{"month": "12/2016"}, {"month": "2016-13"}, {"quarter": "2016-Q5"}])
def test_a_period_written_otherwise_is_refused(values: dict[str, str]) -> None:
    with pytest.raises(DisclosureRefused):
        quarter_in(values)


def test_quarters_inside_the_window_are_named_even_when_empty() -> None:
    window = window_over([Quarter(2016, 2), Q1], CUTOFF)
    assert window is not None
    assert [quarter.code for quarter in window.quarters] == ["2016-Q2", "2016-Q3", "2016-Q4", "2017-Q1"]


def test_people_outside_the_window_are_earlier_or_later_and_never_dated() -> None:
    window = window_over([Q4], CUTOFF)
    assert window is not None
    assert window.leaf({"month": "2011-03"}) == "earlier"
    assert window.leaf({"month": "2017-04"}) == "later"
    assert window.leaf({"month": "2016-11"}) == "2016-11"
    assert window.leaf({"quarter": "2016-Q4"}) == "2016-Q4 month not stated"
    assert window.leaf({}) == "not stated"


def test_no_safe_quarter_gives_no_window() -> None:
    assert window_over([], CUTOFF) is None


def test_later_is_no_class_where_the_window_reaches_the_cutoff() -> None:
    ends = [window_over([last], CUTOFF) for last in (Q1, Quarter(2017, 2))]
    classes = [time_dimension(window).levels[1].codes for window in ends if window]
    assert "later" in classes[0]
    assert "later" not in classes[1]


def test_months_after_the_cutoff_are_no_classes() -> None:
    window = window_over([Quarter(2017, 2)], CUTOFF)
    assert window is not None
    months = time_dimension(window).levels[0].codes
    assert "2017-05" in months
    assert "2017-06" not in months


def test_a_year_cut_by_the_window_is_named_by_its_quarters() -> None:
    window = window_over([Quarter(2015, 3), Q1], CUTOFF)
    assert window is not None
    years = time_dimension(window).levels[2].codes
    assert years == ("earlier", "2015-Q3 to 2015-Q4", "2016", "2017-Q1", "later", "not stated")


def test_quarters_read_in_three_languages() -> None:
    window = window_over([Q4], CUTOFF)
    assert window is not None
    term = time_dimension(window).nodes["2016-Q4"].term
    assert (term.en, term.fr) == ("October – December 2016", "octobre – décembre 2016")
    assert term.ar == "تشرين الأول – كانون الأول 2016"
