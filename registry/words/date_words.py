"""Dates as people say and write them in English, French and Arabic, put into EDTF without guessing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from registry.errors import InputRefused
from registry.words import calendar_words as words
from registry.words import edtf, hijri
from registry.words.folding import fold

_PIECE = re.compile(
    r"(?P<three>\d{1,4}([/.-])\d{1,2}\2\d{1,4})(?!\d)"
    r"|(?P<two>\d{4}[/.-]\d{1,2}|\d{1,2}[/.-]\d{4})(?!\d)"
    r"|(?P<quarter>\d{4}-?q[1-4]|q[1-4][ -]?\d{4})(?!\d)"
    r"|(?P<decade>\d{3}0s\b)"
    r"|(?P<number>\d+)(?:st|nd|rd|th|er|ème|eme|e)?(?![a-z\d])"
    r"|(?P<range> - |(?<=\d)-(?=\d)|\s?[–—]\s?)"
    r"|(?P<mark>[?~%])"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)"
    r"|(?P<skip>[\s,،.()/-])"
)
_LONGEST_PHRASE = 3

Order = str | None  # "dmy" or "mdy" where a whole column is known to be written so, else None


def _refuse(message: str = "the date cannot be read without guessing", hint: str = "") -> InputRefused:
    return InputRefused(message, hint or edtf.HOW_TO_WRITE)


@dataclass(slots=True)
class _Part:
    """What the pieces of one date said, before they are put together."""

    numbers: list[str] = field(default_factory=list)
    months: set[int] = field(default_factory=set)
    hijri_months: set[int] = field(default_factory=set)
    season: int | None = None
    third: int | None = None
    weekday: int | None = None
    written: list[tuple[str, str]] = field(default_factory=list)  # ("three", "13/12/2016") and the like
    hijri: bool = False
    marks: set[str] = field(default_factory=set)

    @property
    def year(self) -> str | None:
        return next((n for n in self.numbers if len(n) == 4), None)

    @property
    def says_something(self) -> bool:
        named = self.months or self.hijri_months or self.season or self.third is not None
        return bool(self.numbers or self.written or named)


@dataclass(frozen=True, slots=True)
class _Read:
    """One date put together: its two ends in EDTF, and whether they bound a single day or month."""

    start: str
    end: str
    one_of: bool = False

    @property
    def text(self) -> str:
        if self.one_of:
            return f"[{self.start}..{self.end}]"
        return self.start if self.start == self.end else f"{self.start}/{self.end}"


# ---- cutting into pieces -------------------------------------------------------------------------------


def _pieces(text: str) -> list[tuple[str, str]]:
    """Cut the text into (kind, content); a word comes folded. Raises where anything is left over."""
    found, place = [], 0
    while place < len(text):
        match = _PIECE.match(text, place)
        if not match:
            raise _refuse()
        kind = next(name for name, value in match.groupdict().items() if value is not None)
        content = match[kind]
        if kind == "word":
            found += [("word", word) for word in fold(content).split()]
        elif kind != "skip":
            found.append((kind, content))
        place = match.end()
    return found


_TABLES = (
    ("month", words.MONTHS), ("hijri month", words.HIJRI_MONTHS), ("season", words.SEASONS),
    ("weekday", words.WEEKDAYS), ("third", words.THIRDS),
)  # fmt: skip


def _phrase(pieces: list[tuple[str, str]], place: int) -> tuple[str, int, int] | None:
    """The longest phrase of the tables at ``place``: its kind, its number and how many pieces it takes."""
    for length in range(_LONGEST_PHRASE, 0, -1):
        taken = pieces[place : place + length]
        if len(taken) < length or any(kind not in ("word", "number") for kind, _ in taken):
            continue
        spoken = " ".join(content for _, content in taken)
        for kind, table in _TABLES:
            if spoken in table:
                return kind, table[spoken], length
    return None


def _without_and(pieces: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Part the Arabic "and" from the word it is written together with, where that makes a known word."""
    for place, (kind, content) in enumerate(pieces):
        joined = kind == "word" and content.startswith("و") and len(content) > 2
        apart = joined and not _phrase(pieces, place)
        if apart:
            yield "word", "و"
        yield kind, content[1:] if apart else content


# ---- one date ------------------------------------------------------------------------------------------


def _take(part: _Part, kind: str, content: str) -> None:
    if kind == "number":
        part.numbers.append(content)
    elif kind == "mark":
        part.marks.add(content)
    elif kind != "word":
        part.written.append((kind, content))
    elif content in words.ABOUT:
        part.marks.add("~")
    elif content in words.PERHAPS:
        part.marks.add("?")
    elif content in words.HIJRI_MARKS:
        part.hijri = True
    elif content in words.DECADE:
        part.written.append(("decade word", ""))
    elif content not in words.FILLERS:
        raise _refuse()


def _collect(pieces: list[tuple[str, str]]) -> _Part:
    part, place = _Part(), 0
    while place < len(pieces):
        phrase = _phrase(pieces, place)
        if phrase is None:
            _take(part, *pieces[place])
            place += 1
            continue
        kind, number, length = phrase
        if kind == "month":
            part.months.add(number)
        elif kind == "hijri month":
            part.hijri_months.add(number)
        elif getattr(part, kind) is not None:
            raise _refuse()
        else:
            setattr(part, kind, number)
        place += length
    return part


def _both_readings(first: int, second: int, year: int) -> InputRefused:
    return _refuse(
        "the date is ambiguous: day and month could be either way round",
        f"write it as {year:04}-{second:02}-{first:02} or {year:04}-{first:02}-{second:02}",
    )


def _day_first(first: int, second: int, year: int, order: Order) -> bool:
    """Whether a date of digits begins with its day; raise where both readings are possible."""
    if first > 12 or second > 12:
        if order and (order == "dmy") != (first > 12):
            raise _refuse("the date does not fit the stated order of day and month", "correct this date")
        return first > 12
    if first != second and not order:
        raise _both_readings(first, second, year)
    return order != "mdy"


def _of_digits(content: str, order: Order) -> tuple[int, int, int]:
    """Year, month and day of a date written in digits only."""
    parts = re.split(r"[/.-]", content)
    if len(parts[0]) == 4:
        return int(parts[0]), int(parts[1]), int(parts[2])
    if len(parts[2]) != 4:
        raise _refuse("the year has fewer than four digits", "write the year in full, as in 2016-12-09")
    first, second, year = (int(part) for part in parts)
    return (year, second, first) if _day_first(first, second, year, order) else (year, first, second)


def _gregorian(year: int, month: int | None = None, day: int | None = None) -> _Read:
    edtf.day_of(year, 1 if month is None else month, 1 if day is None else day)
    text = f"{year:04}" + ("" if month is None else f"-{month:02}") + ("" if day is None else f"-{day:02}")
    return _Read(text, text)


def _islamic(year: int, month: int | None = None, day: int | None = None) -> _Read:
    first, last = hijri.span_of(year, month, day)
    return _Read(first.isoformat(), last.isoformat(), one_of=True)


def _quarter(content: str) -> _Read:
    year, number = re.findall(r"\d{4}", content)[0], int(re.findall(r"q(\d)", content)[0])
    return _Read(f"{year}-{number * 3 - 2:02}", f"{year}-{number * 3:02}")


def _written(part: _Part, order: Order) -> _Read:
    """A date that stands in one piece: 13/12/2016, 12/2016, 2016-Q4, 2010s."""
    (kind, content), *more = part.written
    if more or part.months or part.hijri_months or part.season or part.third is not None:
        raise _refuse()
    if kind == "decade word" and part.year and len(part.numbers) == 1 and part.year.endswith("0"):
        return _Read(part.year[:3] + "X", part.year[:3] + "X")
    if part.numbers:
        raise _refuse()
    make = _islamic if part.hijri else _gregorian
    if kind == "three":
        return make(*_of_digits(content, order))
    if kind == "two":
        parts = sorted(re.split(r"[/.-]", content), key=len)
        return make(int(parts[1]), int(parts[0]))
    if part.hijri or kind not in ("quarter", "decade"):
        raise _refuse()
    return _quarter(content) if kind == "quarter" else _Read(content[:3] + "X", content[:3] + "X")


# Early, mid and late: days 1-10, 11-20 and 21 to the end of a month; of a year, its spans of four months.
_THIRD_OF_MONTH = ((1, 10), (11, 20), (21, None))
_THIRD_OF_YEAR = ((1, 4), (5, 8), (9, 12))


def _third(third: int, year: int, month: int | None) -> _Read:
    if month is None:
        first, last = _THIRD_OF_YEAR[third]
        return _Read(f"{year:04}-{first:02}", f"{year:04}-{last:02}")
    start, end = _THIRD_OF_MONTH[third]
    end = end or edtf.month_end(year, month).day
    return _Read(f"{year:04}-{month:02}-{start:02}", f"{year:04}-{month:02}-{end:02}")


def _named(part: _Part) -> _Read:
    """A date whose month or season, if it has one, is given by name."""
    days = [number for number in part.numbers if len(number) <= 2]
    if part.year is None:
        if len(days) > 1:
            raise _refuse(
                "the year has fewer than four digits", "write the year in full, as in 9 December 2016"
            )
        raise _refuse("the date has no year", "add the year, as in 9 December 2016")
    if len(days) + 1 != len(part.numbers) or len(days) > 1 or len(part.months | part.hijri_months) > 1:
        raise _refuse()
    day = int(days[0]) if days else None
    month = next(iter(part.months or part.hijri_months), None)
    islamic = part.hijri or bool(part.hijri_months)
    if islamic and (part.months or part.season or part.third is not None):
        raise _refuse()
    if day is not None and (month is None or part.season or part.third is not None):
        raise _refuse()
    year = int(part.year)
    if part.season:
        if month or part.third is not None:
            raise _refuse()
        edtf.day_of(year, 1, 1)
        return _Read(f"{year}-{part.season}", f"{year}-{part.season}")
    if part.third is not None:
        part.marks.add("~")
        return _third(part.third, year, month)
    return _islamic(year, month, day) if islamic else _gregorian(year, month, day)


def _check_weekday(part: _Part, read: _Read) -> None:
    if part.weekday is None:
        return
    days = {edtf.read(text).earliest for text in (read.start, read.end)}
    if read.start == read.end and len(read.start) == 10:
        weekdays = {day.weekday() for day in days if day}
    elif read.one_of:
        first = min(day for day in days if day)
        weekdays = {edtf.shift(first, more).weekday() for more in range(3)}  # type: ignore[union-attr]
    else:
        raise _refuse()
    if part.weekday not in weekdays:
        raise _refuse("the weekday does not fit the date", "check the day, or leave the weekday out")


def _assemble(part: _Part, order: Order) -> _Read:
    read = _written(part, order) if part.written else _named(part)
    _check_weekday(part, read)
    mark = "%" if "%" in part.marks or {"~", "?"} <= part.marks else "".join(part.marks)
    return _Read(read.start + mark, read.end + mark, read.one_of)


# ---- two dates and the words between -------------------------------------------------------------------


def _lend(start: _Part, end: _Part) -> None:
    """Let "1 and 9 December 2016" say December 2016 of both."""
    if start.written or end.written:
        return
    if start.year is None and end.year is not None:
        start.numbers.append(end.year)
        if not start.months | start.hijri_months and not start.season and start.third is None:
            start.months, start.hijri_months = set(end.months), set(end.hijri_months)
        start.hijri = start.hijri or end.hijri


def _between(start: _Part, end: _Part, order: Order) -> str:
    _lend(start, end)
    return f"{_assemble(start, order).start}/{_assemble(end, order).end}"


def _led(word: str, pieces: list[tuple[str, str]], order: Order) -> str | None:
    """The date after a word such as "before", or nothing where the word leads no date."""
    if not word or word not in words.BEFORE | words.AFTER | words.SINCE | words.UNTIL:
        return None
    read = _assemble(_collect(pieces), order)
    if word in words.BEFORE:
        return f"[..{edtf.beside(read.start, -1)}]"
    if word in words.AFTER:
        return f"[{edtf.beside(read.end, 1)}..]"
    return f"{read.start}/.." if word in words.SINCE else f"../{read.end}"


def _splits(pieces: list[tuple[str, str]]) -> Iterator[int]:
    """The places of words that may stand between two dates."""
    for place, (kind, content) in enumerate(pieces[1:-1], 1):
        if kind == "range" or (kind == "word" and content in words.AND):
            yield place


def _try_collect(pieces: list[tuple[str, str]]) -> _Part | None:
    try:
        return _collect(pieces)
    except InputRefused:
        return None


def _try_between(pieces: list[tuple[str, str]], order: Order) -> str | None:
    opened = bool(pieces) and pieces[0][0] == "word" and pieces[0][1] in words.BETWEEN
    body = pieces[1:] if opened else pieces
    for place in _splits(body):
        # A word like "a" or "au" may as well stand inside one date: then one half is no date.
        start, end = _try_collect(body[:place]), _try_collect(body[place + 1 :])
        if start and end and start.says_something and (end.year or end.written):
            return _between(start, end, order)
    return None


def _same_day(pieces: list[tuple[str, str]], order: Order) -> str | None:
    """A Hijri date with the Gregorian one beside it: the Gregorian, where the two agree."""
    for place, (_, content) in enumerate(pieces):
        if content in words.SAME_DAY:
            reads = [_assemble(_collect(half), order) for half in (pieces[:place], pieces[place + 1 :])]
            given = [read for read in reads if not read.one_of]
            spans = [edtf.read(read.text) for read in reads]
            if len(given) != 1 or not _meet(spans[0], spans[1]):
                raise _refuse("the two dates given do not agree", "keep one of them, and note the other")
            return given[0].text
    return None


def _meet(left: edtf.Span, right: edtf.Span) -> bool:
    first, last = date.min, date.max
    return (left.earliest or first) <= (right.latest or last) and (right.earliest or first) <= (
        left.latest or last
    )


def to_edtf(text: str, order: Order = None) -> str:
    """Return the EDTF form of a date written in words or digits in English, French or Arabic.

    Day and month written in digits are read only where one reading is possible; ``order`` (``dmy`` or
    ``mdy``) says which it is for a column known to keep to one. Early, mid and late become thirds of the
    month or year, approximate. Raises ``InputRefused`` rather than guess.
    """
    pieces = list(_without_and(_pieces(text)))
    while pieces and pieces[0][1] in words.FILLERS - words.BETWEEN:
        pieces = pieces[1:]
    if not pieces or text.startswith("-"):
        raise _refuse()
    first = pieces[0][1] if pieces[0][0] == "word" else ""
    found = _same_day(pieces, order) or _try_between(pieces, order) or _led(first, pieces[1:], order)
    return found or _assemble(_collect(pieces), order).text
