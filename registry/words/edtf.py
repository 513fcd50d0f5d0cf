"""The Extended Date/Time Format of ISO 8601-2, levels 0 and 1, read strictly into bounds."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from registry.errors import InputRefused

# A year outside this window is a misreading in casework: a Hijri year, an age, a shifted digit.
FIRST_YEAR, LAST_YEAR = 1800, 2200

HOW_TO_WRITE = "write it as 2016-12-09, 2016-12, 2016, 2016-12~ (about) or 2016-12-01/2016-12-09 (between)"

# Seasons as in Syria's hemisphere. Each span holds the meteorological and the astronomical season. A
# winter touches two years and sources differ over which one names it, so both winters are held.
_SEASONS = {
    21: ((0, 3, 1), (0, 6, 21)),
    22: ((0, 6, 1), (0, 9, 23)),
    23: ((0, 9, 1), (0, 12, 22)),
    24: ((-1, 12, 1), (1, 3, 21)),
}

_DATE = re.compile(r"(\d{2}XX|\d{3}X|\d{4})(?:-(\d{2}|XX)(?:-(\d{2}|XX))?)?([?~%]?)")
_TIME = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ]([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?"
)
_ONE_OF = re.compile(r"\[([^\[\]]*?)\.\.([^\[\]]*)\]")


@dataclass(frozen=True, slots=True)
class Span:
    """What one date statement covers: canonical text and bounds; a bound of ``None`` is open or unknown."""

    text: str
    earliest: date | None
    latest: date | None
    approximate: bool = False
    uncertain: bool = False


def _refuse(message: str, hint: str = HOW_TO_WRITE) -> InputRefused:
    return InputRefused(message, hint)


def day_of(year: int, month: int, day: int) -> date:
    """Return the calendar day; raise ``InputRefused`` where there is none, or its year is implausible."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise _refuse(
            f"the year is not plausible: it lies outside {FIRST_YEAR} to {LAST_YEAR}",
            "check the year; for a Hijri date write AH or هـ after it, as in 1438-03-09 AH",
        )
    if not 1 <= month <= 12:
        raise _refuse("there is no such month in that date")
    if not 1 <= day <= monthrange(year, month)[1]:
        raise _refuse("there is no such day in that month")
    return date(year, month, day)


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return day_of(year, month, 1).replace(day=monthrange(year, month)[1])


def _years(written: str) -> tuple[int, int]:
    return int(written.replace("X", "0")), int(written.replace("X", "9"))


def _season(year: int, code: int) -> tuple[date, date]:
    day_of(year, 1, 1)
    (from_year, *start), (to_year, *end) = _SEASONS[code]
    return date(year + from_year, *start), date(year + to_year, *end)


def _bounds(written: str, month: str | None, day: str | None) -> tuple[date, date]:
    first, last = _years(written)
    if first != last:
        if month:
            raise _refuse("a month needs a whole year before it")
        return day_of(first, 1, 1), day_of(last, 12, 31)
    if month in (None, "XX"):
        if day not in (None, "XX"):
            raise _refuse("a day needs a month before it")
        return day_of(first, 1, 1), day_of(first, 12, 31)
    number = int(month or 0)
    if number in _SEASONS and day is None:
        return _season(first, number)
    if day in (None, "XX"):
        return day_of(first, number, 1), month_end(first, number)
    whole = day_of(first, number, int(day or 0))
    return whole, whole


def _read_date(text: str) -> Span:
    found = _DATE.fullmatch(text)
    if not found:
        raise _refuse("the date cannot be read without guessing")
    year, month, day, mark = found.groups()
    earliest, latest = _bounds(year, month, day)
    return Span(text, earliest, latest, approximate=mark in ("~", "%"), uncertain=mark in ("?", "%"))


def _read_end(text: str) -> Span:
    return Span(text, None, None) if text in ("", "..") else _read_date(text)


def _join(start: Span, end: Span, text: str) -> Span:
    if start.earliest is None and end.latest is None:
        raise _refuse("an interval open at both ends says nothing")
    if start.earliest and end.latest and start.earliest > end.latest:
        raise _refuse("the interval ends before it begins", "put the earlier date first")
    return Span(
        text,
        start.earliest,
        end.latest,
        start.approximate or end.approximate,
        start.uncertain or end.uncertain,
    )


def read(text: str) -> Span:
    """Return the span of an EDTF string of level 0 or 1.

    Beyond level 1 only the set form that casework needs is read: ``[a..b]``, one day out of a range,
    either end of which may be left out. A date with a time is cut to its date as written, in its own time
    zone. Source: Library of Congress, EDTF Specification (4 February 2019), and ISO 8601-2:2019.
    Raises ``InputRefused`` for everything else.
    """
    if timed := _TIME.fullmatch(text):
        return _read_date(timed[1])
    if chosen := _ONE_OF.fullmatch(text):
        start, end = (_read_end(part.strip()) for part in chosen.groups())
        return _join(start, end, f"[{start.text}..{end.text}]")
    if text.count("/") == 1:
        start, end = (_read_end(part.strip()) for part in text.split("/"))
        return _join(start, end, f"{start.text}/{end.text}")
    return _read_date(text)


_SIGNS = re.compile(r"\d[\dX]{3}(?:-[\dX]{2}){0,2}[?~%]?")


def looks_so(text: str) -> bool:
    """Return whether ``text`` is written in the signs of EDTF, so that a fault in it is a fault in EDTF."""
    if _TIME.fullmatch(text) or _ONE_OF.fullmatch(text):
        return True
    parts = text.split("/")
    return len(parts) <= 2 and all(part in ("", "..") or _SIGNS.fullmatch(part) for part in parts)


def shift(day: date | None, days: int) -> date | None:
    """Return ``day`` moved by ``days``; an open bound stays open."""
    return None if day is None else day + timedelta(days=days)


def beside(text: str, side: int) -> str:
    """Return the day before a date begins (``side`` -1) or after it ends (1), with the date's own mark.

    Raises ``InputRefused`` where the date is open on that side.
    """
    bare = text.rstrip("?~%")
    span = read(bare)
    day = shift(span.earliest if side < 0 else span.latest, side)
    if day is None:
        raise _refuse("the date is open where it would have to end")
    return day.isoformat() + text[len(bare) :]
