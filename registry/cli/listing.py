"""Printing lists of cases: a page on the screen, or a stream of JSON lines."""

from __future__ import annotations

from registry.cli import screens, shapes
from registry.cli.folding import case_item
from registry.cli.output import answer, encoded_line, write_out
from registry.cli.settings import Settings
from registry.desk.desk import Desk
from registry.desk.listing import Filter, Page, cases

# As many as a list shows where nobody said how many.
A_PAGE = 20
# As many as any list may hold: a stream has no end of its own.
_ALL = 10**9


def show(settings: Settings, page: Page, offset: int, *, planned: bool = False) -> None:
    """Print one page; with ``planned``, the priority and the day of review stand where the place would."""
    shape = shapes.CaseList(items=tuple(case_item(line) for line in page.items), total=page.total)
    answer(settings, shape, lambda: screens.cases(shape, settings, offset, planned=planned))


def stream(desk: Desk, wanted: Filter, sort: str, *, limit: int | None, offset: int) -> None:
    """Print the cases that fit, one JSON document a line: all of them, or as many as asked for."""
    for line in cases(desk, wanted, limit=limit or _ALL, offset=offset, sort=sort).items:
        write_out(encoded_line(case_item(line)) + "\n")
