"""The dimension of time: months, quarters and years last seen, in a window that no single person sets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from registry.disclosure.dimensions import NOT_STATED, Dimension, Level, Node, not_stated
from registry.errors import DisclosureRefused
from registry.words.terms import Term

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])\Z")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])\Z")

SEEN = Term("seen", "When last seen", "Période de dernière vue", "فترة آخر مشاهدة")
MONTHS = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "ar": [
        "كانون الثاني",
        "شباط",
        "آذار",
        "نيسان",
        "أيار",
        "حزيران",
        "تموز",
        "آب",
        "أيلول",
        "تشرين الأول",
        "تشرين الثاني",
        "كانون الأول",
    ],
}


def is_month(code: str) -> bool:
    """Return whether a class of the time ladder is one month."""
    return _MONTH.match(code) is not None


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a calendar year."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Quarter:
        """Return the quarter in which ``day`` falls."""
        return cls(day.year, (day.month + 2) // 3)

    @property
    def code(self) -> str:
        """The quarter as ``2016-Q4``."""
        return f"{self.year:04}-Q{self.number}"

    @property
    def months(self) -> tuple[str, ...]:
        """The three months as ``2016-10``."""
        return tuple(f"{self.year:04}-{self.number * 3 + step:02}" for step in (-2, -1, 0))

    def next(self) -> Quarter:
        """Return the quarter that follows."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)


def quarter_in(values: Mapping[str, str]) -> Quarter | None:
    """Return the quarter that a row's ``month`` or ``quarter`` names, or ``None`` where neither is known."""
    month, quarter = _stated(values, "month"), _stated(values, "quarter")
    if month and (found := _MONTH.match(month)):
        return Quarter(int(found[1]), (int(found[2]) + 2) // 3)
    if not month and quarter and (found := _QUARTER.match(quarter)):
        return Quarter(int(found[1]), int(found[2]))
    if month or quarter:
        raise DisclosureRefused(
            "a month or quarter is not written as 2016-12 or 2016-Q4", "correct the case's date"
        )
    return None


def month_in(values: Mapping[str, str]) -> str | None:
    """Return the month of a row as ``2016-12``, or ``None`` where it is not known."""
    return _stated(values, "month")


def _stated(values: Mapping[str, str], key: str) -> str | None:
    value = values.get(key)
    return None if value in (None, "", NOT_STATED) else value


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The window of an earlier release: its first and last year, and the quarters it parted into months."""

    first: int
    last: int
    parted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """The quarters printed one by one, ``parted`` those by month; what lies outside is before or after."""

    first: Quarter
    last: Quarter
    cutoff: date
    parted: frozenset[str] = frozenset()

    @property
    def span(self) -> Span:
        """What of the window the ledger keeps: later windows hold to it."""
        return Span(self.first.year, self.last.year, tuple(sorted(self.parted)))

    @property
    def open_end(self) -> bool:
        """Whether people may have been last seen after the window and before the cut-off."""
        return self.last < Quarter.of(self.cutoff)

    def months(self, quarter: Quarter) -> tuple[str, ...]:
        """Return the months of ``quarter`` that the cut-off lets begin."""
        return tuple(month for month in quarter.months if month <= f"{self.cutoff:%Y-%m}")

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        """Every quarter of the window, empty ones too, so that a gap tells nothing."""
        found = [self.first]
        while found[-1] < self.last:
            found.append(found[-1].next())
        return tuple(found)

    def leaf(self, values: Mapping[str, str]) -> str:
        """Return the leaf of a row: a month, a quarter without its month, earlier, later or not stated."""
        quarter = quarter_in(values)
        if quarter is None:
            return NOT_STATED
        if quarter < self.first:
            return before(self.first.year).code
        if quarter > self.last:
            return after(self.last.year).code
        return _stated(values, "month") or _unplaced(quarter)


def before(year: int) -> Term:
    """Return the class of those last seen before a year: its code says where it ends, whatever the window."""
    return Term(f"before {year}", f"before {year}", f"avant {year}", f"قبل {year}")


def after(year: int) -> Term:
    """Return the class of those last seen after a year."""
    return Term(f"after {year}", f"after {year}", f"après {year}", f"بعد {year}")


def window_over(
    safe: Iterable[Quarter], cutoff: date, given: Iterable[Span] = (), thick: Iterable[Quarter] = ()
) -> Window | None:
    """Return the window of whole years around the quarters that are safe to name, or ``None`` without one.

    ``safe`` are the quarters with enough people and families: no one person's date moves the window.
    ``thick`` are the quarters whose every month may be named. ``given`` are the windows of earlier releases. A
    window only ever grows, by whole years, and what was parted stays parted: so each class of an earlier
    window is a sum of classes of the later one.
    """
    given = tuple(given)
    years = {quarter.year for quarter in safe} | {year for span in given for year in (span.first, span.last)}
    if not years:
        return None
    parted = {quarter.code for quarter in thick} | {code for span in given for code in span.parted}
    first, last, end = Quarter(min(years), 1), Quarter(max(years), 4), Quarter.of(cutoff)
    # A single quarter outside is named too, whatever it holds: left out, it would be known to hold fewer than ten.
    last = min(end, last) if end != last.next() else end
    return Window(first, last, cutoff, frozenset(parted))


def _unplaced(quarter: Quarter) -> str:
    return f"{quarter.code} month not stated"


def _month_term(code: str) -> Term:
    year, number = code.split("-")
    en, fr, ar = (f"{MONTHS[lang][int(number) - 1]} {year}" for lang in ("en", "fr", "ar"))
    return Term(code, en, fr, ar)


def quarter_term(quarter: Quarter) -> Term:
    """Return a quarter as words in three languages: its code, its first and last month and its year."""
    first, _, last = (int(month[5:]) - 1 for month in quarter.months)
    en, fr, ar = (
        f"{MONTHS[lang][first]} – {MONTHS[lang][last]} {quarter.year}" for lang in ("en", "fr", "ar")
    )
    return Term(quarter.code, en, fr, ar)


def _unplaced_term(quarter: Quarter) -> Term:
    whole = quarter_term(quarter)
    return Term(
        _unplaced(quarter),
        f"{whole.en}, month not stated",
        f"{whole.fr}, mois non précisé",
        f"{whole.ar}، الشهر غير مذكور",
    )


# The rungs of time in their order, behind the leaves.
RUNGS = ("month", "quarter", "year")


def time_dimension(window: Window, given: Iterable[Span] = ()) -> Dimension:
    """Build the ladder month, quarter, year over ``window``; before, after and not stated stay apart.

    The rung of months names quarters whole where a month in them has too few people. Behind these rungs stand
    those of ``given``, the narrower windows of earlier releases, so that what was printed then and what is
    printed now can be held to add up; nothing new is printed by them.
    """
    spans = [window.span, *sorted(set(given) - {window.span})]
    levels = [Level("leaf", _leaves(window))]
    for place, span in enumerate(spans):
        parts = (_months(window, span.parted), _quarters(window), _years(window))
        keys = (rung_key(rung, span if place else None) for rung in RUNGS)
        levels += [Level(key, _between(part, span, window)) for key, part in zip(keys, parts, strict=True)]
    return Dimension("seen", SEEN, tuple(levels))


def rung_key(rung: str, span: Span | None) -> str:
    """Return the key of a rung: its own, and for an earlier window that window's too."""
    return rung if span is None else f"{rung} {span.first}-{span.last} {' '.join(span.parted)}"


# Classes with the year in which they lie.
_Dated = list[tuple[int, Node]]


def _leaves(window: Window) -> tuple[Node, ...]:
    ends = [before(window.first.year), *([after(window.last.year)] if window.open_end else []), not_stated]
    every = [node for quarter in window.quarters for node in _parts(window, quarter)]
    first, *rest = (Node(term, frozenset([term.code])) for term in ends)
    return (first, *every, *rest)


def _parts(window: Window, quarter: Quarter) -> list[Node]:
    terms = [*map(_month_term, window.months(quarter)), _unplaced_term(quarter)]
    return [Node(term, frozenset([term.code])) for term in terms]


def _gathered(window: Window, quarters: Iterable[Quarter]) -> frozenset[str]:
    return frozenset(node.code for quarter in quarters for node in _parts(window, quarter))


def _months(window: Window, parted: Iterable[str]) -> _Dated:
    whole = dict(_quarter_nodes(window))
    return [
        (quarter.year, node)
        for quarter in window.quarters
        for node in (_parts(window, quarter) if quarter.code in parted else [whole[quarter]])
    ]


def _quarter_nodes(window: Window) -> Iterable[tuple[Quarter, Node]]:
    return [(q, Node(quarter_term(q), _gathered(window, [q]))) for q in window.quarters]


def _quarters(window: Window) -> _Dated:
    return [(quarter.year, node) for quarter, node in _quarter_nodes(window)]


def _years(window: Window) -> _Dated:
    years = sorted({q.year for q in window.quarters})
    of = {year: [q for q in window.quarters if q.year == year] for year in years}
    return [(year, Node(_year_term(year), _gathered(window, of[year]))) for year in years]


def _between(dated: _Dated, span: Span, window: Window) -> tuple[Node, ...]:
    """Return the nodes of the years of ``span``, and all others gathered as before and after them."""
    early = {before(window.first.year).code}.union(
        *(node.leaves for year, node in dated if year < span.first)
    )
    late = ({after(window.last.year).code} if window.open_end else set()).union(
        *(node.leaves for year, node in dated if year > span.last)
    )
    inside = [node for year, node in dated if span.first <= year <= span.last]
    ends = [Node(after(span.last), frozenset(late))] if late else []
    return (
        Node(before(span.first), frozenset(early)), *inside, *ends, Node(not_stated, frozenset([NOT_STATED])),
    )  # fmt: skip


def _year_term(year: int) -> Term:
    return Term(f"{year:04}", f"{year:04}", f"{year:04}", f"{year:04}")
