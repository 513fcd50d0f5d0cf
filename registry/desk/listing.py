"""Lists of cases and of sources, filtered by what a line holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from registry.cases.casefile import GROUP, PERSON
from registry.cases.line import CaseLine
from registry.cases.planning import NEVER, NORMAL, PRIORITIES, pressing
from registry.cases.reviewing import REOPENING, untouched_since
from registry.cases.status import STATUS_TERMS, STATUSES
from registry.cases.terms import SEXES, STAGES
from registry.desk.desk import SOURCES, Desk, SourceLine
from registry.errors import InputRefused
from registry.words.dates import PartialDate
from registry.words.folding import fold
from registry.words.places import Place

if TYPE_CHECKING:
    from registry.matching.find import Hit

KINDS = (PERSON, GROUP)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which cases a list shows; every part given must fit. Dates are partial dates, overlaps count."""

    kind: str = ""
    status: str = ""
    place: str = ""
    since: str = ""
    until: str = ""
    sex: str = ""
    stage: str = ""
    stale: bool = False
    priority: str = ""
    review_until: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of a list, and how many lines the whole list has."""

    items: tuple[CaseLine, ...]
    total: int


@dataclass(frozen=True, slots=True)
class _Test:
    kind: str
    status: str
    place: Place | None
    since: int
    until: int
    sex: str
    stage: str
    untouched_since: str
    priority: str
    review_until: str

    def __call__(self, line: CaseLine) -> bool:
        return (
            (not self.kind or line.kind == self.kind)
            and (not self.status or line.status == self.status)
            and (not self.sex or line.sex == self.sex)
            and (not self.stage or line.stage == self.stage)
            and (not self.untouched_since or line.touched_at < self.untouched_since)
            and (not self.priority or (line.priority or NORMAL) == self.priority)
            and (not self.review_until or "" < line.review_on <= self.review_until)
            and (not self.since or line.seen_to >= self.since)
            and (not self.until or 0 < line.seen_from <= self.until)
            and (self.place is None or _stands_in(line, self.place))
        )


def _stands_in(line: CaseLine, place: Place) -> bool:
    if place.code is None:
        return fold(place.text) in fold(line.at)
    return line.place == place.code or (bool(line.at) and place.code in Place.parse(line.at).chain())


def test_for(wanted: Filter, today: str) -> Callable[[CaseLine], bool]:
    """Return what tells whether a line fits a filter on the day ``today``. Raises ``InputRefused``."""
    since = PartialDate.parse(wanted.since).earliest if wanted.since else None
    until = PartialDate.parse(wanted.until).latest if wanted.until else None
    if wanted.kind and wanted.kind not in KINDS:
        raise InputRefused("the kind is neither person nor group", "use --kind person or --kind group")
    return _Test(
        kind=wanted.kind,
        status=STATUS_TERMS.read(wanted.status).code if wanted.status else "",
        place=Place.parse(wanted.place) if wanted.place else None,
        since=since.toordinal() if since else 0,
        until=until.toordinal() if until else 0,
        sex=SEXES.read(wanted.sex).code if wanted.sex else "",
        stage=STAGES.read(wanted.stage).code if wanted.stage else "",
        untouched_since=untouched_since(today) if wanted.stale else "",
        priority=PRIORITIES.read(wanted.priority).code if wanted.priority else "",
        review_until=_last_day(wanted.review_until) if wanted.review_until else "",
    )


def _last_day(raw: str) -> str:
    last = PartialDate.parse(raw).latest
    if last is None:
        raise InputRefused("the day until which to look has no end", "give a day, such as 2026-12-31")
    return last.isoformat()


def cases(desk: Desk, wanted: Filter, *, limit: int, offset: int = 0, sort: str = "newest") -> Page:
    """Return a page of cases; newest first unless sorted otherwise. Raises ``InputRefused``."""
    if sort not in ORDERS:
        raise InputRefused("that is not a way to sort", f"use one of: {', '.join(ORDERS)}")
    if wanted == Filter() and sort == "newest":
        return _with_ties(desk, _first_page(desk, limit, offset))
    found = list(filter(test_for(wanted, desk.today), desk.lines()))
    found.sort(key=ORDERS[sort], reverse=sort in LAST_FIRST)
    return _with_ties(desk, Page(tuple(found[offset : offset + limit]), len(found)))


def _with_ties(desk: Desk, page: Page) -> Page:
    return Page(tuple(with_tie(desk, one) for one in page.items), page.total)


def with_tie(desk: Desk, line: CaseLine) -> CaseLine:
    """Mark a closed case that a file of the same person contradicts: its own line cannot tell, so files are read."""
    if line.stage != "closed" or not line.same or REOPENING in line.flags:
        return line
    from registry.desk.reviewing import contradicted_by_tie  # only a list with such cases needs it

    contradicted = contradicted_by_tie(desk, desk.case(line.id))
    return msgspec.structs.replace(line, flags=(*line.flags, REOPENING)) if contradicted else line


def _first_page(desk: Desk, limit: int, offset: int) -> Page:
    """Read only as many lines as the page needs: the total comes from the index, not from the lines."""
    newest = desk.newest_lines()
    for _ in range(offset):
        if next(newest, None) is None:
            break
    return Page(tuple(line for _, line in zip(range(limit), newest, strict=False)), desk.count())


# What lists are sorted by; those of ``LAST_FIRST`` begin with what comes last.
LAST_FIRST = frozenset({"newest", "touched"})
ORDERS: Mapping[str, Callable[[CaseLine], Any]] = {
    "newest": lambda line: line.made_at,
    "touched": lambda line: line.touched_at,
    "seen": lambda line: (line.seen_from, line.made_at),
    "name": lambda line: fold(line.names[0]) if line.names else "",
    "priority": lambda line: (pressing(line.priority), line.review_on or NEVER, line.made_at),
    "review": lambda line: (line.review_on or NEVER, pressing(line.priority), line.made_at),
}


def by_status(lines: Iterable[CaseLine]) -> list[tuple[str, int]]:
    """Count persons by status, in the order of the vocabulary; a death reported stands under its own name."""
    counted = Counter(line.status for line in lines if line.kind == PERSON)
    return [(code, counted[code]) for code in STATUSES if counted[code]]


def search(desk: Desk, query: str, limit: int) -> list[Hit[CaseLine]]:
    """Return the cases that answer a query in any script, best first, with the reasons.

    Raises ``InputRefused`` for a query without words, and for a date in it that is none.
    """
    if not query.strip():
        raise InputRefused("the query is empty", "give a name, or a part of one, in any script")
    from registry.desk.finding import index_of  # only searches need it
    from registry.matching.find import find

    return find(query, index_of(desk), limit)


def sources(desk: Desk) -> Iterator[SourceLine]:
    """Every source that counts, in the order in which they were taken in."""
    return (line for line in desk.vault.lines(SOURCES) if not line.withdrawn)
