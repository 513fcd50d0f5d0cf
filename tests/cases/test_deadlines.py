"""Deadlines from dates of which only the bounds are known: what is safe is safe whatever the true day was."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.cases.deadlines import (
    OPEN,
    PASSED,
    REVIEW_DAYS,
    UNCERTAIN,
    follow_up_due,
    months_after,
    review_due,
    wgeid_connected,
    wgeid_urgent,
)
from registry.words.dates import PartialDate

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
TEXTS = st.one_of(
    DAYS.map(lambda day: day.isoformat()),
    DAYS.map(lambda day: f"{day:%Y-%m}"),
    DAYS.map(lambda day: f"{day:%Y}"),
    DAYS.map(lambda day: f"{day:%Y-%m-%d}~"),
    DAYS.map(lambda day: f"../{day.isoformat()}"),
    DAYS.map(lambda day: f"{day.isoformat()}/.."),
    st.tuples(DAYS, DAYS).map(lambda pair: f"{min(pair).isoformat()}/{max(pair).isoformat()}"),
)


def within(stated: PartialDate) -> st.SearchStrategy[date]:
    """Days that a date may mean, a century at most where it is open."""
    first = stated.earliest or date(1930, 1, 1)
    return st.dates(first, stated.latest or first.replace(year=first.year + 100, day=1))


def in_time(disappeared: date, received: date, months: int = 3) -> bool:
    """The rule as it is written, counted back from the day of receipt, by another way than the program's."""
    back = received.year * 12 + received.month - 1 - months
    year, month = divmod(back, 12)
    day = received.day
    while True:
        try:
            return date(year, month + 1, day) <= disappeared
        except ValueError:
            day -= 1


@given(st.data())
def test_whatever_the_true_day_was_the_safe_day_is_in_time_and_the_last_bounds_it(
    data: st.DataObject,
) -> None:
    stated = PartialDate.parse(data.draw(TEXTS))
    true = data.draw(within(stated))
    deadline = wgeid_urgent([stated])
    if deadline.safe is not None:
        assert in_time(true, deadline.safe)
        assert deadline.safe <= months_after(true, 3)
    if deadline.last is not None:
        assert months_after(true, 3) <= deadline.last
        assert not in_time(true, deadline.last + timedelta(days=3))
    assert (deadline.safe is None, deadline.last is None) == (stated.earliest is None, stated.latest is None)


@given(DAYS)
def test_of_a_whole_date_the_safe_day_is_the_last_one_and_the_day_after_is_late(day: date) -> None:
    deadline = wgeid_urgent([PartialDate.parse(day.isoformat())])
    assert deadline.safe == deadline.last
    assert deadline.safe is not None
    assert in_time(day, deadline.safe)
    assert deadline.on(deadline.safe) == OPEN
    assert deadline.on(deadline.safe + timedelta(days=1)) == PASSED


@given(TEXTS, TEXTS)
def test_knowing_more_of_the_date_never_makes_the_safe_day_earlier(left: str, right: str) -> None:
    wide, narrow = PartialDate.parse(left), PartialDate.parse(right)
    inside = (wide.earliest or date.min) <= (narrow.earliest or date.min) and (narrow.latest or date.max) <= (
        wide.latest or date.max
    )
    if inside:
        earlier, later = wgeid_urgent([wide]), wgeid_urgent([narrow])
        assert (earlier.safe or date.min) <= (later.safe or date.min)
        assert (later.last or date.max) <= (earlier.last or date.max)


@given(TEXTS, DAYS, DAYS)
def test_time_only_closes_a_deadline(text: str, one: date, other: date) -> None:
    deadline = wgeid_urgent([PartialDate.parse(text)])
    order = (OPEN, UNCERTAIN, PASSED)
    first, second = deadline.on(min(one, other)), deadline.on(max(one, other))
    assert order.index(first) <= order.index(second)


@given(DAYS, st.integers(0, 24))
def test_months_are_counted_as_a_calendar_counts_them(day: date, months: int) -> None:
    after = months_after(day, months)
    assert (after.year * 12 + after.month) - (day.year * 12 + day.month) == months
    assert after.day == day.day or ((after + timedelta(days=1)).day == 1 and after.day < day.day)


@pytest.mark.parametrize(
    ("seen", "safe", "last"),
    [
        ("2016-12-09", "2017-03-09", "2017-03-09"),
        ("2016-12", "2017-03-01", "2017-03-31"),
        ("2016-11-30", "2017-02-28", "2017-02-28"),
        ("2015-11-30", "2016-02-29", "2016-02-29"),
        ("2016", "2016-04-01", "2017-03-31"),
        ("2016-11-28/2016-12-02", "2017-02-28", "2017-03-02"),
    ],
)
def test_three_months_by_hand(seen: str, safe: str, last: str) -> None:
    deadline = wgeid_urgent([PartialDate.parse(seen)])
    assert (str(deadline.safe), str(deadline.last)) == (safe, last)


def test_what_is_known_on_a_day_happened_by_then() -> None:
    deadline = wgeid_urgent([PartialDate.parse("2016-12-01/..")], date(2016, 12, 20))
    assert (str(deadline.safe), str(deadline.last)) == ("2017-03-01", "2017-03-20")
    assert str(wgeid_urgent([PartialDate.parse("2016")], date(2016, 12, 20)).last) == "2017-03-20"
    # A clock that stands before the date does not turn the bounds around.
    odd = wgeid_urgent([PartialDate.parse("2016-12-09")], date(2015, 1, 1))
    assert (str(odd.safe), str(odd.last)) == ("2017-03-09", "2017-03-09")


def test_an_open_beginning_has_no_safe_day() -> None:
    deadline = wgeid_urgent([PartialDate.parse("../2016-12-09")])
    assert deadline.safe is None
    assert deadline.on(date(1990, 1, 1)) == UNCERTAIN
    assert deadline.on(date(2017, 3, 10)) == PASSED


def test_a_connected_case_has_a_year() -> None:
    assert str(wgeid_connected([PartialDate.parse("2016-12-09")]).safe) == "2017-12-09"


def test_the_end_of_the_calendar_is_no_fault() -> None:
    assert months_after(date.max, 3) == date.max


def test_a_task_without_a_day_is_due_by_its_kind() -> None:
    assert str(follow_up_due("family_follow_up", "2026-11-22T10:00:00.0Z")) == "2026-12-06"
    assert str(follow_up_due("another", "2026-11-22T10:00:00.0Z")) == "2026-12-22"
    assert str(follow_up_due("another", "2026-11-22T10:00:00.0Z", "2026-12")) == "2026-12-01"
    assert follow_up_due("another", "") is None


def test_a_file_asks_to_be_looked_at_after_half_a_year() -> None:
    assert review_due("2026-01-01T00:00:00Z") == date(2026, 1, 1) + timedelta(days=REVIEW_DAYS)
    assert review_due("never") is None


@given(st.lists(TEXTS, min_size=1, max_size=3), st.data())
def test_of_several_dates_whichever_is_true_the_safe_day_is_in_time(
    texts: list[str], data: st.DataObject
) -> None:
    stated = [PartialDate.parse(text) for text in texts]
    true = data.draw(within(data.draw(st.sampled_from(stated))))
    deadline = wgeid_urgent(stated)
    assert deadline.safe is None or in_time(true, deadline.safe)
    assert deadline.last is None or months_after(true, 3) <= deadline.last
    alone = [wgeid_urgent([one]) for one in stated]
    assert (deadline.safe is None) == any(one.safe is None for one in alone)


def test_nobody_stated_a_date() -> None:
    assert (wgeid_urgent([]).safe, wgeid_urgent([]).last) == (None, None)
