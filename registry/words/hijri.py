"""The tabular Islamic calendar, good to about a day, for Hijri dates that sources give."""

from __future__ import annotations

from datetime import date, timedelta

from registry.errors import InputRefused

# The years that lie within the plausible window of the Gregorian calendar, 1800 to 2200.
FIRST_YEAR, LAST_YEAR = 1215, 1625

# 1 Muharram of year 1 is 19 July 622 in the proleptic Gregorian calendar (16 July, Julian).
_EPOCH = date(622, 7, 19).toordinal()


def new_year(year: int) -> date:
    """Return the day of 1 Muharram of a Hijri year.

    Civil epoch and the common leap years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26 and 29 of each cycle of 30.
    Source: Reingold and Dershowitz, Calendrical Calculations; OEIS A350539 lists the same days.
    """
    return date.fromordinal(_EPOCH + (year - 1) * 354 + (3 + 11 * year) // 30)


def day_of(year: int, month: int, day: int) -> date:
    """Return the Gregorian day of a Hijri date by the tabular calendar.

    A month seen at the crescent may have 29 or 30 days whichever month it is, so day 30 is always read.
    Raises ``InputRefused`` for what no Hijri calendar has.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InputRefused(
            f"the Hijri year is not plausible: it lies outside {FIRST_YEAR} to {LAST_YEAR}", "check the year"
        )
    if not (1 <= month <= 12 and 1 <= day <= 30):
        raise InputRefused("there is no such day in the Hijri calendar", "check the month and the day")
    return new_year(year) + timedelta(days=29 * (month - 1) + month // 2 + day - 1)


def span_of(year: int, month: int | None = None, day: int | None = None) -> tuple[date, date]:
    """Return the first and last Gregorian day that a Hijri date may mean.

    The bounds are widened by a day on each side, because sightings of the moon and the Umm al-Qura
    calendar of Saudi Arabia differ from the tables by about that much.
    """
    first = day_of(year, month or 1, day or 1)
    if day:
        last = first
    elif month and month < 12:
        last = day_of(year, month + 1, 1) - timedelta(days=1)
    else:
        last = new_year(year + 1) - timedelta(days=1)
    return first - timedelta(days=1), last + timedelta(days=1)
