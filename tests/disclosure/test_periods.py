"""The window of time: its ends say no more than a print does, and no single date moves it."""

from __future__ import annotations

from datetime import date

import pytest

from registry.disclosure.periods import Quarter, Span, quarter_in, rung_key, time_dimension, window_over
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


def test_the_window_is_whole_years_and_its_quarters_are_named_even_when_empty() -> None:
    window = window_over([Quarter(2016, 2), Q1], CUTOFF)
    assert window is not None
    codes = [quarter.code for quarter in window.quarters]
    assert codes == ["2016-Q1", "2016-Q2", "2016-Q3", "2016-Q4", "2017-Q1", "2017-Q2"]


def test_people_outside_the_window_are_before_or_after_it_and_never_dated() -> None:
    window = window_over([Q4], CUTOFF)
    assert window is not None
    assert window.leaf({"month": "2011-03"}) == "before 2016"
    assert window.leaf({"month": "2017-04"}) == "after 2016"
    assert window.leaf({"month": "2016-11"}) == "2016-11"
    assert window.leaf({"quarter": "2016-Q4"}) == "2016-Q4 month not stated"
    assert window.leaf({}) == "not stated"


def test_a_window_only_grows_and_what_was_parted_stays_parted() -> None:
    first = Span(2015, 2016, ("2015-Q3",))
    window = window_over([Q1], CUTOFF, [first], [Q4])
    assert window is not None
    assert window.span == Span(2015, 2017, ("2015-Q3", "2016-Q4"))
    assert window_over([], CUTOFF, [first]) is not None


def test_every_class_of_an_earlier_window_is_a_sum_of_classes_of_the_later_one() -> None:
    old = Span(2016, 2016, ())
    window = window_over([Quarter(2015, 3), Q1], CUTOFF, [old], [Q4])
    assert window is not None
    time = time_dimension(window, [old])
    for rung, place in (("month", 1), ("quarter", 2), ("year", 3)):
        assert time.levels[place].key == rung
        assert time.levels[place + 3].key == rung_key(rung, old)
        assert time.refines(place, place + 3)
        assert not time.refines(place + 3, place)
    splits = time.splits([2, 5])
    assert ("before 2015", "2015-Q1", "2015-Q2", "2015-Q3", "2015-Q4") in splits["before 2016"]
    assert ("2017-Q1", "2017-Q2") in splits["after 2016"]


def test_no_safe_quarter_gives_no_window() -> None:
    assert window_over([], CUTOFF) is None


def test_after_is_no_class_where_the_window_reaches_the_cutoff() -> None:
    ends = [window_over([last], CUTOFF) for last in (Q4, Q1)]
    classes = [time_dimension(window).levels[2].codes for window in ends if window]
    assert "after 2016" in classes[0]
    assert not any("after" in code for code in classes[1])


def test_months_after_the_cutoff_are_no_classes() -> None:
    window = window_over([], CUTOFF, thick=[Quarter(2017, 2)], given=[Span(2017, 2017)])
    assert window is not None
    months = time_dimension(window).levels[1].codes
    assert "2017-05" in months
    assert "2017-06" not in months


def test_months_are_named_only_in_quarters_that_are_parted() -> None:
    window = window_over([Q4], CUTOFF, thick=[Q4])
    assert window is not None
    months = time_dimension(window).levels[1].codes
    assert months[:5] == ("before 2016", "2016-Q1", "2016-Q2", "2016-Q3", "2016-10")
    assert "2016-Q4" not in months
    years = time_dimension(window).levels[3].codes
    assert years == ("before 2016", "2016", "after 2016", "not stated")


def test_quarters_read_in_three_languages() -> None:
    window = window_over([Q4], CUTOFF)
    assert window is not None
    term = time_dimension(window).nodes["2016-Q4"].term
    assert (term.en, term.fr) == ("October – December 2016", "octobre – décembre 2016")
    assert term.ar == "تشرين الأول – كانون الأول 2016"


def test_no_single_quarter_is_left_outside() -> None:
    """A reader who knows the rule would know that it holds fewer than ten people, and a print of 10 would prove 1 to 9."""
    alone = window_over([Q4], date(2017, 3, 20))
    assert alone is not None
    assert alone.quarters[-1] == Quarter(2017, 1)
    assert not alone.open_end
    two = window_over([Q4], date(2017, 4, 2))
    assert two is not None
    assert two.quarters[-1] == Quarter(2016, 4)
