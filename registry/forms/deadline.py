"""Until when something is possible that counts from a date known in part: a first and a last day, never a guess."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from registry.cases.deadlines import months_after
from registry.words.dates import PartialDate


class State(Enum):
    """How a window stands on a day."""

    OPEN = "open"
    PERHAPS = "perhaps"
    PAST = "past"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a window of months.

    ``sure`` is the last day whichever day the date turns out to mean, ``possible`` the last day if it means its
    latest. Each is None where the date is open on that side. ``state`` is how it stands today: ``open`` up to
    ``sure``, ``perhaps`` up to ``possible``, ``past`` after it, ``unknown`` where no day can be told.
    """

    sure: date | None
    possible: date | None
    state: State
    days_left: int | None = None


def deadline(dates: Iterable[PartialDate], months: int, today: date) -> Deadline:
    """Return until when a window of ``months`` from one of the ``dates`` is open.

    Where several are claimed nobody knows which is true: the first day of them all and the last of them all count.
    """
    dates = tuple(dates)
    first, last = _known(one.earliest for one in dates), _known(one.latest for one in dates)
    sure = months_after(min(first), months) if first else None
    possible = months_after(max(last), months) if last else None
    return Deadline(sure, possible, _state(sure, possible, today), (sure - today).days if sure else None)


def _known(days: Iterable[date | None]) -> list[date]:
    """Return the days, or none of them where one is open: then there is no first and no last."""
    days = list(days)
    known = [day for day in days if day is not None]
    return known if len(known) == len(days) else []


def _state(sure: date | None, possible: date | None, today: date) -> State:
    if sure is not None and today <= sure:
        return State.OPEN
    if possible is not None and today > possible:
        return State.PAST
    return State.UNKNOWN if sure is None and possible is None else State.PERHAPS
