"""Deadlines, computed from partial dates and never kept: the last safe day, and the last that may still be in time."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from registry.words.dates import PartialDate

# Where a deadline stands on a day.
OPEN, UNCERTAIN, PASSED = "open", "uncertain", "passed"

WGEID_MONTHS = 3
WGEID_CONNECTED_MONTHS = 12

# By when the office itself wants a task done that carries no date of its own, in days: rules of thumb of
# casework, not of any law. Nothing happens to a case when such a day passes.
WITHIN = {
    "notify_family": 3, "safety_check": 3, "verify_death": 7, "consent_review": 7, "family_follow_up": 14,
    "recontact": 14, "check_contradiction": 14, "match_review": 14,
}  # fmt: skip
WITHIN_OTHERWISE = 30

# A file that nobody touched for so many days asks to be looked at; its status stays what it is.
REVIEW_DAYS = 180


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline that follows from a date of which only the bounds are known.

    Up to and including ``safe`` one is in time whatever the true date is; after ``last`` no longer. ``safe``
    is None where the earliest bound is open: no day is certain to be in time, so it is for now or never.
    ``last`` is None where the latest bound is open.
    """

    code: str
    safe: date | None
    last: date | None

    def on(self, today: date) -> str:
        """Return ``open`` until the safe day, then ``uncertain`` until the last one, then ``passed``."""
        if self.safe is not None and today <= self.safe:
            return OPEN
        return PASSED if self.last is not None and today > self.last else UNCERTAIN


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, the last of the month where it has no such day.

    From that day, so many months back is never after ``day``: 30 November and 28 February are three months
    apart, 30 November and 1 March are more.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _bounded(code: str, dates: Iterable[PartialDate], months: int, known_on: date | None) -> Deadline:
    dates = tuple(dates)
    first = _all_known(one.earliest for one in dates)
    # What is known on a day happened by then, whatever was stated.
    last = _all_known(
        min(day for day in (one.latest, known_on) if day) if one.latest or known_on else None for one in dates
    )
    earliest, latest = min(first, default=None), max(last, default=None)
    if earliest is not None and latest is not None:
        latest = max(
            earliest, latest
        )  # noted before it happened, going by its clock: what was stated decides
    return Deadline(
        code,
        months_after(earliest, months) if earliest else None,
        months_after(latest, months) if latest else None,
    )


def _all_known(days: Iterable[date | None]) -> list[date]:
    """Return the days, or none of them where one is open: then there is no first and no last."""
    found = list(days)
    known = [day for day in found if day is not None]
    return known if len(known) == len(found) else []


def wgeid_urgent(dates: Iterable[PartialDate], known_on: date | None = None) -> Deadline:
    """Return until when the UN Working Group takes a case under its urgent procedure.

    It does for a disappearance that occurred within the three months before the Group *receives* the report
    (OHCHR, Working Group on Enforced or Involuntary Disappearances, "Procedures", urgent procedure); the safe
    day counts from the earliest day the date allows, the last one from the latest. Of several ``dates`` that sources
    state nobody knows which is true, so the first of all their days counts, and the last. ``known_on`` is the day on
    which the disappearance was known already, and closes a bound that is open or later. After it the
    standard procedure stays open, without a deadline.
    """
    return _bounded("wgeid", dates, WGEID_MONTHS, known_on)


def wgeid_connected(dates: Iterable[PartialDate], known_on: date | None = None) -> Deadline:
    """Return until when a case connected with one of the last three months may go out between sessions.

    Not more than one year before the Group's secretariat receives it (same source, urgent procedure, second
    paragraph); the Chair decides.
    """
    return _bounded("wgeid_connected", dates, WGEID_CONNECTED_MONTHS, known_on)


def follow_up_due(kind: str, opened_at: str, due: str = "") -> date | None:
    """Return when a task is due: on the first day its own date may mean, or so long after it was opened.

    ``opened_at`` is the UTC moment of its item. None where neither can be read.
    """
    if due:
        return PartialDate.parse(due).earliest
    try:
        opened = date.fromisoformat(opened_at[:10])
    except ValueError:
        return None
    return opened + timedelta(days=WITHIN.get(kind, WITHIN_OTHERWISE))


def review_due(touched_at: str) -> date | None:
    """Return when a file that was last touched at this UTC moment asks to be looked at again."""
    try:
        return date.fromisoformat(touched_at[:10]) + timedelta(days=REVIEW_DAYS)
    except ValueError:
        return None
