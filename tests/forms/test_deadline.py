"""The last day of a window of months, against a slow reading of the calendar and against chance."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.cases.deadlines import months_after
from registry.forms.deadline import State, deadline
from registry.words.dates import PartialDate

DAYS = st.dates(date(1900, 1, 1), date(2190, 12, 31))
MONTHS = st.integers(0, 60)


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        ("2016-12-09", 3, "2017-03-09"),
        ("2016-11-30", 3, "2017-02-28"),
        ("2015-11-30", 3, "2016-02-29"),
        ("2016-10-31", 1, "2016-11-30"),
        ("2016-12-31", 12, "2017-12-31"),
        ("2016-02-29", 12, "2017-02-28"),
        ("2016-01-31", 0, "2016-01-31"),
        ("9999-12-01", 3, "9999-12-31"),
    ],
)
def test_months_are_those_of_the_calendar(day: str, months: int, after: str) -> None:
    assert months_after(date.fromisoformat(day), months) == date.fromisoformat(after)


@given(DAYS, MONTHS)
def test_the_day_after_lies_in_the_right_month_and_is_no_later_day_of_it(day: date, months: int) -> None:
    after = months_after(day, months)
    assert (after.year * 12 + after.month) - (day.year * 12 + day.month) == months
    assert after.day <= day.day
    assert after.day == day.day or (after + timedelta(days=1)).day == 1


@given(DAYS, DAYS, MONTHS)
def test_a_later_day_never_ends_earlier(one: date, other: date, months: int) -> None:
    first, last = sorted((one, other))
    assert months_after(first, months) <= months_after(last, months)


@st.composite
def partial(draw: st.DrawFn) -> PartialDate:
    """Return a date known to the day, the month, the year, or as an interval that may be open."""
    day = draw(DAYS)
    until = day + timedelta(days=draw(st.integers(0, 400)))  # within the years that a date may have
    text = draw(
        st.sampled_from(
            [f"{day}", f"{day}"[:7], f"{day}"[:4], f"{day}/{until}", f"{day}/..", f"../{day}", f"{day}~"]
        )
    )
    return PartialDate.parse(text)


@given(st.lists(partial(), min_size=1, max_size=3), MONTHS, DAYS)
def test_a_state_holds_whichever_day_was_the_true_one(
    dates: list[PartialDate], months: int, today: date
) -> None:
    """Open means in time for every day that any source allows; past means too late for every one."""
    found = deadline(dates, months, today)
    for one in dates:
        for true in filter(None, (one.earliest, one.latest)):
            in_time = today <= months_after(true, months)
            assert not (found.state is State.OPEN and not in_time)
            assert not (found.state is State.PAST and in_time)
    bounded = all(one.earliest and one.latest for one in dates)
    if bounded:
        assert found.sure is not None and found.possible is not None
        assert found.sure <= found.possible
        assert found.days_left == (found.sure - today).days
        assert found.state is not State.UNKNOWN
    assert (found.sure is None) == any(one.earliest is None for one in dates)
    assert (found.possible is None) == any(one.latest is None for one in dates)


@given(st.lists(partial(), min_size=1, max_size=3), MONTHS, DAYS, st.integers(1, 2000))
def test_time_only_closes_a_window(dates: list[PartialDate], months: int, today: date, days: int) -> None:
    order = [State.OPEN, State.PERHAPS, State.UNKNOWN, State.PAST]
    now, later = (deadline(dates, months, day).state for day in (today, today + timedelta(days=days)))
    assert order.index(now) <= order.index(later)


@pytest.mark.parametrize(
    ("dates", "today", "sure", "possible", "state"),
    [
        (["2016-12-09"], "2017-03-09", "2017-03-09", "2017-03-09", State.OPEN),
        (["2016-12-09"], "2017-03-10", "2017-03-09", "2017-03-09", State.PAST),
        (["2016-12"], "2017-03-15", "2017-03-01", "2017-03-31", State.PERHAPS),
        (["2016-12-05", "2016-12-09"], "2017-03-07", "2017-03-05", "2017-03-09", State.PERHAPS),
        (["2016-12-09/.."], "2030-01-01", "2017-03-09", None, State.PERHAPS),
        (["../2016-12-09"], "2017-01-01", None, "2017-03-09", State.PERHAPS),
        (["../2016-12-09"], "2017-04-01", None, "2017-03-09", State.PAST),
        ([], "2017-01-01", None, None, State.UNKNOWN),
    ],
)
def test_three_months_from_what_is_known(
    dates: list[str], today: str, sure: str | None, possible: str | None, state: State
) -> None:
    found = deadline([PartialDate.parse(one) for one in dates], 3, date.fromisoformat(today))
    assert (found.sure, found.possible, found.state) == (
        date.fromisoformat(sure) if sure else None,
        date.fromisoformat(possible) if possible else None,
        state,
    )
