"""The tabular Islamic calendar against days published elsewhere."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import InputRefused
from registry.words import hijri

# OEIS A350539: Julian day numbers of 1 Muharram of the years 1 to 32 of the tabular calendar.
NEW_YEARS = (
    1948440, 1948794, 1949149, 1949503, 1949857, 1950212, 1950566, 1950921, 1951275, 1951629, 1951984, 1952338,
    1952692, 1953047, 1953401, 1953755, 1954110, 1954464, 1954819, 1955173, 1955527, 1955882, 1956236, 1956590,
    1956945, 1957299, 1957654, 1958008, 1958362, 1958717, 1959071, 1959425,
)  # fmt: skip
JULIAN_DAY_OF_ORDINAL_ZERO = 1721425


def test_new_years_are_those_published() -> None:
    computed = [hijri.new_year(year).toordinal() + JULIAN_DAY_OF_ORDINAL_ZERO for year in range(1, 33)]
    assert computed == list(NEW_YEARS)


@pytest.mark.parametrize(
    ("given_date", "day"),
    [
        ((1396, 1, 1), date(1976, 1, 3)),  # OEIS A097105
        ((1397, 1, 1), date(1976, 12, 23)),  # OEIS A097105
    ],
)
def test_published_days(given_date: tuple[int, int, int], day: date) -> None:
    assert hijri.day_of(*given_date) == day


@pytest.mark.parametrize(
    ("given_date", "observed"),
    [
        ((1437, 9, 1), date(2016, 6, 6)),  # first day of Ramadan as announced in Syria and Saudi Arabia
        ((1437, 12, 10), date(2016, 9, 12)),  # Eid al-Adha
        ((1438, 1, 1), date(2016, 10, 2)),  # new year of the Umm al-Qura calendar
    ],
)
def test_days_as_kept_in_public_lie_within_the_widened_span(
    given_date: tuple[int, int, int], observed: date
) -> None:
    first, last = hijri.span_of(*given_date)
    assert first <= observed <= last


@given(st.integers(hijri.FIRST_YEAR, hijri.LAST_YEAR), st.integers(1, 12))
def test_a_month_has_29_or_30_days_and_the_next_follows_it(year: int, month: int) -> None:
    start = hijri.day_of(year, month, 1)
    following = hijri.new_year(year + 1) if month == 12 else hijri.day_of(year, month + 1, 1)
    assert (following - start).days in (29, 30)
    assert hijri.span_of(year, month) == (start - timedelta(days=1), following)


@pytest.mark.parametrize(
    "impossible", [(1438, 13, 1), (1438, 0, 1), (1438, 1, 31), (1214, 1, 1), (2016, 1, 1)]
)
def test_what_no_hijri_calendar_has_is_refused(impossible: tuple[int, int, int]) -> None:
    with pytest.raises(InputRefused):
        hijri.day_of(*impossible)
