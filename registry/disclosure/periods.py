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

EARLIER = Term("earlier", "earlier", "auparavant", "قبل ذلك")
LATER = Term("later", "later", "plus tard", "بعد ذلك")
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


def _stated(values: Mapping[str, str], key: str) -> str | None:
    value = values.get(key)
    return None if value in (None, "", NOT_STATED) else value


@dataclass(frozen=True, slots=True)
class Window:
    """The quarters printed one by one; what lies outside is counted as earlier or later."""

    first: Quarter
    last: Quarter
    cutoff: date

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
            return EARLIER.code
        if quarter > self.last:
            return LATER.code
        return _stated(values, "month") or _unplaced(quarter)


def window_over(safe: Iterable[Quarter], cutoff: date) -> Window | None:
    """Return the window from the first to the last quarter that is safe to name, or ``None`` without one.

    ``safe`` are the quarters with enough people and families. The ends of the window therefore say only
    what a print of ten or more says anyway, and no one person's date moves them.
    """
    found = sorted(set(safe))
    return Window(found[0], found[-1], cutoff) if found else None


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


def _year_term(quarters: tuple[Quarter, ...]) -> Term:
    year = f"{quarters[0].year:04}"
    if len(quarters) == 4:
        return Term(year, year, year, year)
    first, last = quarters[0], quarters[-1]
    if first == last:
        return quarter_term(first)
    a, b = int(first.months[0][5:]) - 1, int(last.months[2][5:]) - 1
    en, fr, ar = (f"{MONTHS[lang][a]} – {MONTHS[lang][b]} {year}" for lang in ("en", "fr", "ar"))
    return Term(f"{first.code} to {last.code}", en, fr, ar)


def time_dimension(window: Window) -> Dimension:
    """Build the ladder month, quarter, year over ``window``; earlier, later and not stated stay apart."""
    leaves = {q: (*window.months(q), _unplaced(q)) for q in window.quarters}
    before, after = (
        tuple(Node(t, frozenset([t.code])) for t in terms) for terms in ((EARLIER,), _after(window))
    )
    months = tuple(Node(_month_term(m), frozenset([m])) for q in window.quarters for m in window.months(q))
    unplaced = tuple(Node(_unplaced_term(q), frozenset([_unplaced(q)])) for q in window.quarters)
    quarters = tuple(Node(quarter_term(q), frozenset(leaves[q])) for q in window.quarters)
    years = tuple(
        Node(_year_term(part), frozenset(leaf for q in part for leaf in leaves[q]))
        for part in _by_year(window)
    )
    rungs = (("month", months + unplaced), ("quarter", quarters), ("year", years))
    return Dimension("seen", SEEN, tuple(Level(key, before + nodes + after) for key, nodes in rungs))


def _after(window: Window) -> tuple[Term, ...]:
    return (LATER, not_stated) if window.open_end else (not_stated,)


def _by_year(window: Window) -> tuple[tuple[Quarter, ...], ...]:
    years = sorted({q.year for q in window.quarters})
    return tuple(tuple(q for q in window.quarters if q.year == year) for year in years)
