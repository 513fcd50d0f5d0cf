"""Dates said in English, French and Arabic (with the Levantine months), from their EDTF form."""

from __future__ import annotations

import re
from dataclasses import dataclass

from registry.words import edtf
from registry.words.calendar_words import ENGLISH, FRENCH, LEVANTINE


@dataclass(frozen=True, slots=True)
class _Phrases:
    """The turns of phrase of one language; ``{}`` stands for a date, or for the first and second."""

    months: tuple[str, ...]
    seasons: tuple[str, ...]
    thirds: tuple[str, ...]
    decade: str
    some_day: str
    some_month: str
    about: str
    perhaps: str
    between: str
    one_of: str
    since: str
    until: str
    from_unknown: str
    to_unknown: str
    before: str
    after: str


_ENGLISH = _Phrases(
    ENGLISH, ("spring", "summer", "autumn", "winter"), ("early", "mid", "late"), "the {}s", "a day in {}",
    "a month in {}", "about {}", "perhaps {}", "between {} and {}", "a day between {} and {}", "since {}",
    "until {}", "from an unknown day to {}", "from {} to an unknown day", "before {}", "after {}",
)  # fmt: skip
_FRENCH = _Phrases(
    FRENCH, ("printemps", "été", "automne", "hiver"), ("début", "mi", "fin"), "les années {}", "un jour de {}",
    "un mois de {}", "vers {}", "peut-être {}", "entre {} et {}", "un jour entre {} et {}", "depuis {}",
    "jusqu’à {}", "d’un jour inconnu à {}", "de {} à un jour inconnu", "avant {}", "après {}",
)  # fmt: skip
_ARABIC = _Phrases(
    LEVANTINE, ("ربيع", "صيف", "خريف", "شتاء"), ("أوائل", "منتصف", "أواخر"), "عقد {}", "يوم في {}",
    "شهر في {}", "نحو {}", "ربما {}", "بين {} و{}", "يوم بين {} و{}", "منذ {}",
    "حتى {}", "من يوم غير معروف إلى {}", "من {} إلى يوم غير معروف", "قبل {}", "بعد {}",
)  # fmt: skip
_FRENCH_TURNS = {
    turn for turn in (getattr(_FRENCH, name) for name in _Phrases.__slots__) if isinstance(turn, str)
}
_LANGUAGES = {"en": _ENGLISH, "fr": _FRENCH, "ar": _ARABIC}


def _day(written: str, phrases: _Phrases) -> str:
    number = int(written)
    return "1er" if number == 1 and phrases is _FRENCH else str(number)


def _put(turn: str, *dates: str) -> str:
    """Put dates into a turn of phrase; a French day takes its article there."""
    if "{}" in turn and turn in _FRENCH_TURNS:
        dates = tuple(f"le {said}" if re.match(r"(?:1er|\d\d?)\b", said) else said for said in dates)
        return turn.format(*dates).replace("à le ", "au ").replace("de le ", "du ")
    return turn.format(*dates)


def _date(text: str, phrases: _Phrases) -> str:
    """One EDTF date without its mark."""
    year, *rest = text.split("-")
    month, day = [*rest, None, None][:2]
    if "X" in year:
        if year.endswith("XX"):
            return _put(phrases.between, year[:2] + "00", year[:2] + "99")
        return _put(phrases.decade, year[:3] + "0")
    if month is None:
        return year
    if month == "XX":
        return _put(phrases.some_day if day else phrases.some_month, year)
    if int(month) > 20:
        return f"{phrases.seasons[int(month) - 21]} {year}"
    named = f"{phrases.months[int(month) - 1]} {year}"
    if day is None:
        return named
    return _put(phrases.some_day, named) if day == "XX" else f"{_day(day, phrases)} {named}"


def _marked(text: str, phrases: _Phrases) -> str:
    bare = text.rstrip("?~%")
    said, mark = _date(bare, phrases), text[len(bare) :]
    if mark in ("~", "%"):
        said = _put(phrases.about, said)
    return _put(phrases.perhaps, said) if mark in ("?", "%") else said


_THIRDS = {("01", "10"): 0, ("11", "20"): 1}
_YEAR_THIRDS = {("01", "04"): 0, ("05", "08"): 1, ("09", "12"): 2}


def _third(start: str, end: str, phrases: _Phrases) -> str | None:
    """Return "early December 2016" where the two ends are the approximate ends of a third."""
    mark = start[-1]
    if mark not in "~%" or not end.endswith(mark):
        return None
    first, last = start[:-1].split("-"), end[:-1].split("-")
    if len(first) != len(last) or first[:-1] != last[:-1] or "X" in start + end:
        return None
    third = None
    if len(first) == 2:
        third = _YEAR_THIRDS.get((first[1], last[1]))
    elif len(first) == 3:
        ends = (first[2], last[2])
        month_end = f"{edtf.month_end(int(first[0]), int(first[1])).day}"
        third = 2 if ends == ("21", month_end) else _THIRDS.get(ends)
    if third is None:
        return None
    said = _third_of("-".join(first[:-1]), third, phrases)
    return _put(phrases.perhaps, said) if mark == "%" else said


def _third_of(whole: str, third: int, phrases: _Phrases) -> str:
    mid = phrases.thirds[1]
    joint = "-" if third == 1 and mid in ("mid", "mi") else " "
    return f"{phrases.thirds[third]}{joint}{_date(whole, phrases)}"


def _shared(start: str, end: str, phrases: _Phrases) -> str:
    """The first of two days, without the month and year that the second will say."""
    first, last = start.split("-"), end.split("-")
    if not re.fullmatch(r"[\d-]{10}", start) or not re.fullmatch(r"[\d-]{10}", end) or first[0] != last[0]:
        return _marked(start, phrases)
    if first[1] == last[1]:
        return _day(first[2], phrases)
    return f"{_day(first[2], phrases)} {phrases.months[int(first[1]) - 1]}"


def _interval(start: str, end: str, phrases: _Phrases) -> str:
    for text, other, opened, unknown in (
        (start, end, phrases.until, phrases.from_unknown),
        (end, start, phrases.since, phrases.to_unknown),
    ):
        if text in ("", ".."):
            return _put(opened if text else unknown, _marked(other, phrases))
    said = _third(start, end, phrases)
    return said or _put(phrases.between, _shared(start, end, phrases), _marked(end, phrases))


def say(text: str, lang: str) -> str:
    """Return an EDTF date in words of ``lang``, in English where the language is not known."""
    phrases = _LANGUAGES.get(lang, _ENGLISH)
    if text.startswith("["):
        start, end = text[1:-1].split("..", 1)
        if not start:
            return _put(phrases.before, _marked(edtf.beside(end, 1), phrases))
        if not end:
            return _put(phrases.after, _marked(edtf.beside(start, -1), phrases))
        return _put(phrases.one_of, _shared(start, end, phrases), _marked(end, phrases))
    start, slash, end = text.partition("/")
    if slash:
        return _interval(start, end, phrases)
    return _marked(text, phrases)
