"""Looking through the cases: the first lines at once, the rest in slices, filtered, counted, ordered and searched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from operator import attrgetter
from typing import Any

from registry.cases.line import CaseLine
from registry.cases.planning import NORMAL
from registry.desk.desk import Desk
from registry.desk.finding import fill_index, index_of, index_so_far
from registry.desk.listing import LAST_FIRST, ORDERS, Filter, test_for, with_tie
from registry.errors import InputRefused
from registry.matching.find import find
from registry.matching.index import Index

# What lines are counted by: each line falls under one code of each, as it stands in the line ("" for a group report
# of which nobody stated a status).
FACETS: Mapping[str, Callable[[CaseLine], str]] = {
    "kind": attrgetter("kind"),
    "status": attrgetter("status"),
    "stage": attrgetter("stage"),
    "place": attrgetter("place"),
    "sex": attrgetter("sex"),
    "age": attrgetter("age"),
    "priority": lambda line: line.priority or NORMAL,
}
# A search shows so many at most: who sees more types another letter.
MOST_FOUND = 200
# So many lines are read, or put into the index, between two looks at the time.
_STRETCH = 128


@dataclass(frozen=True)
class Asked:
    """What is looked for: a filter, one code of each facet that was chosen, an order of ``ORDERS``, and a query.

    What a query finds stands best first, whatever the order.
    """

    wanted: Filter = field(default_factory=Filter)
    chosen: Mapping[str, str] = field(default_factory=dict)
    order: str = "newest"
    query: str = ""


class Browse:
    """The cases that fit what is asked, as far as they are known; ``advance`` gets to know more.

    It is for one thread, the desk's own. Nothing is read before ``advance``. With the order "newest" lines stand from
    the first where they will stay; in any other order there are none until all are read, so that no row moves under a
    cursor. ``timer`` tells seconds that only go on, such as ``time.perf_counter``.
    """

    def __init__(self, desk: Desk, timer: Callable[[], float], asked: Asked | None = None) -> None:
        self._desk = desk
        self._timer = timer
        self._filled = False
        self._view = self._made(asked or Asked(), _Read(desk))
        self._next: _View | None = None

    def ask(self, **changes: Any) -> None:
        """Ask anew, with the parts of ``Asked`` that are given; a search is answered at once, as far as is known.

        Raises ``InputRefused`` for a filter, an order, a facet or a date that is none: then all stays as it was.
        """
        asked = replace(self.asked, **changes)
        view = self._made(asked, self._view.read)
        if self._next is not None:
            self._next = self._made(asked, self._next.read)
        self._view = view

    def again(self) -> None:
        """Read anew what was written since, here or elsewhere; until all is read, the rows stay as they were."""
        self._next = self._made(self.asked, _Read(self._desk))

    def advance(self, budget: float) -> bool:
        """Go on for about ``budget`` seconds, at least a little; whether all is read, in order and searchable."""
        until = self._timer() + budget
        while not self._step():
            if self._timer() >= until:
                return False
        return True

    def _step(self) -> bool:
        if self._next is not None:
            if self._next.step():
                self._view, self._next = self._next, None
            return False
        if not self._view.step():
            return False
        if not self._filled:
            self._filled = fill_index(self._desk, _STRETCH)
            if self._filled and self.asked.query.strip():
                self._view = self._made(self.asked, self._view.read)
        return self._filled

    def _made(self, asked: Asked, read: _Read) -> _View:
        if asked.order not in ORDERS or not asked.chosen.keys() <= FACETS.keys():
            raise InputRefused(
                "that is not a way to sort or to count", f"use one of: {', '.join([*ORDERS, *FACETS])}"
            )
        if not asked.query.strip():
            return _Listed(self._desk, read, asked)
        index = index_of(self._desk) if self._filled else index_so_far(self._desk)
        return _Found(self._desk, read, asked, index, filled=self._filled)

    @property
    def stale(self) -> bool:
        """Whether something was written since the lines were read: then ``again`` brings it."""
        return self._desk.vault.head != (self._next or self._view).read.head

    @property
    def asked(self) -> Asked:
        """What is asked now."""
        return self._view.asked

    @property
    def complete(self) -> bool:
        """Whether the rows and counts are all there are: every case was read, or searched."""
        return self._view.complete

    @property
    def progress(self) -> tuple[int, int]:
        """How many cases were read, of how many there are."""
        return len(self._view.read.lines), self._view.read.total

    @property
    def cut_off(self) -> bool:
        """Whether the search found as many as it shows, so that there may be more."""
        return self._view.cut_off

    @property
    def facets(self) -> Mapping[str, Mapping[str, int]]:
        """How many cases fall under each code of each facet, as far as they are known.

        Those are counted that fit all else that is asked, so that a facet which is chosen still tells of its other
        codes. Of a search that was cut off, those found are counted.
        """
        return self._view.sieve.counts

    def __len__(self) -> int:
        return len(self._view.rows)

    def line(self, at: int) -> CaseLine:
        """Return one row, as a list shows it. Raises ``IndexError``."""
        return self._view.line(at)

    def window(self, start: int, stop: int) -> tuple[CaseLine, ...]:
        """Return the rows from ``start`` up to ``stop``, as far as there are any."""
        return tuple(self._view.line(at) for at in range(max(0, start), min(stop, len(self))))

    def reasons(self, at: int) -> tuple[str, ...]:
        """Return why a row was found, without what the case says; nothing where no query is asked."""
        return self._view.reasons[at] if self._view.reasons else ()

    def place_of(self, identity: str) -> int | None:
        """Return where the row of a case stands, so that a cursor can stay on it when the rows change."""
        return next((at for at, line in enumerate(self._view.rows) if line.id == identity), None)


class _Read:
    """The lines of the vault, the newest first, read only as far as somebody asked."""

    def __init__(self, desk: Desk) -> None:
        self.head = desk.vault.head
        self.total = desk.count()
        self.lines: list[CaseLine] = []
        self.complete = False
        self._source: Iterator[CaseLine] = desk.newest_lines()

    def stretch(self, start: int) -> list[CaseLine]:
        """Return a stretch of lines from ``start``, read now where they were not; none after the last."""
        if start >= len(self.lines) and not self.complete:
            more = list(islice(self._source, _STRETCH))
            self.lines += more
            self.complete = len(more) < _STRETCH
        return self.lines[start : start + _STRETCH]


class _Sieve:
    """Which lines fit what is asked, and how many fall under each code."""

    def __init__(self, desk: Desk, asked: Asked) -> None:
        self.counts: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
        self.wanted = None if asked.wanted == Filter() else test_for(asked.wanted, desk.today)
        self._chosen = asked.chosen

    def fits(self, line: CaseLine) -> bool:
        """Whether one line fits all that is asked but the query."""
        return (self.wanted is None or self.wanted(line)) and bool(self._of_chosen([line]))

    def kept(self, lines: list[CaseLine]) -> list[CaseLine]:
        """Return those of the lines that fit, and count them all under what they fit."""
        if self.wanted is not None:
            lines = list(filter(self.wanted, lines))
        for facet, code_of in FACETS.items():
            self.counts[facet].update(map(code_of, self._of_chosen(lines, leaving_out=facet)))
        return self._of_chosen(lines)

    def _of_chosen(self, lines: list[CaseLine], leaving_out: str = "") -> list[CaseLine]:
        for facet, code in self._chosen.items():
            if facet != leaving_out:
                lines = [line for line in lines if FACETS[facet](line) == code]
        return lines


class _View:
    """What one asking comes to: rows, why each was found, and counts."""

    cut_off = False
    complete = False

    def __init__(self, desk: Desk, read: _Read, asked: Asked) -> None:
        self.read = read
        self.asked = asked
        self.sieve = _Sieve(desk, asked)
        self.rows: list[CaseLine] = []
        self.reasons: list[tuple[str, ...]] = []
        self._desk = desk
        self._tied: dict[str, CaseLine] = {}

    def step(self) -> bool:
        """Do a little more; whether nothing is left to do."""
        return True

    def line(self, at: int) -> CaseLine:
        """Return a row as it is shown: files that a tie may contradict are read once."""
        line = self.rows[at]
        if line.id not in self._tied:
            shown = with_tie(self._desk, line)
            if shown is line:
                return line
            self._tied[line.id] = shown
        return self._tied[line.id]


class _Listed(_View):
    """Every case that fits, stretch by stretch."""

    def __init__(self, desk: Desk, read: _Read, asked: Asked) -> None:
        super().__init__(desk, read, asked)
        self._at = 0
        self._kept: list[CaseLine] = self.rows if asked.order == "newest" else []
        self._keys: list[Any] = []

    def step(self) -> bool:
        """Look at one stretch more, and put all in order after the last."""
        if self.complete:
            return True
        stretch = self.read.stretch(self._at)
        self._at += len(stretch)
        kept = self.sieve.kept(stretch)
        self._kept += kept
        if self._kept is not self.rows:
            self._keys += map(ORDERS[self.asked.order], kept)
        if self.read.complete and self._at == len(self.read.lines):
            self._finish()
        return self.complete

    def _finish(self) -> None:
        """Put the rows in order: among equals those taken in first stand first, as in a list of the commands."""
        if self._kept is not self.rows:
            places = range(len(self._kept) - 1, -1, -1)
            last_first = self.asked.order in LAST_FIRST
            self.rows = [
                self._kept[at] for at in sorted(places, key=self._keys.__getitem__, reverse=last_first)
            ]
            self._kept = self.rows
        self._keys = []
        self.complete = True


class _Found(_View):
    """What a search finds in an index, the best first; the index may not be filled yet."""

    def __init__(
        self, desk: Desk, read: _Read, asked: Asked, index: Index[CaseLine], *, filled: bool
    ) -> None:
        super().__init__(desk, read, asked)
        hits = find(asked.query, index, MOST_FOUND, self.sieve.wanted)
        self.sieve.kept([hit.line for hit in hits])
        if asked.chosen:
            hits = find(asked.query, index, MOST_FOUND, self.sieve.fits)
        self.rows = [hit.line for hit in hits]
        self.reasons = [hit.reasons for hit in hits]
        self.cut_off = len(hits) == MOST_FOUND
        self.complete = filled
