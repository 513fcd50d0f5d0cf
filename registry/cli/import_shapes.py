"""The shapes of what `registry import` answers with --json."""

from __future__ import annotations

from registry.cli.shapes import Shape


class ProblemItem(Shape):
    """What could not be read in a row: under which heading (empty for the row itself), why, and what to do."""

    heading: str
    problem: str
    help: str
    waits: bool


class RowItem(Shape):
    """One row of a list: its line, what became of it, its case, and its problems.

    ``outcome`` is taken, updated, unchanged, repeated or waits.
    """

    line: int
    outcome: str
    case: str
    problems: tuple[ProblemItem, ...]


class ColumnItem(Shape):
    """One column as it is read: its heading, the fact or other thing it states, the order of its dates."""

    heading: str
    states: str
    order: str


class ImportMade(Shape):
    """A list as it was brought in, or as it would be where ``dry_run``.

    ``rows`` are those with something to say of them, at most 10,000; ``left_off`` counts the others of these.
    ``read_as`` says how the file was read; ``system`` which program wrote it, where its headings tell.
    """

    id: str
    short: str
    read_as: str
    system: str
    sheet: str
    columns: tuple[ColumnItem, ...]
    total: int
    taken: int
    updated: int
    unchanged: int
    repeated: int
    waits: int
    rows: tuple[RowItem, ...]
    left_off: int
    dry_run: bool


class ImportItem(Shape):
    """One import in the list of them."""

    id: str
    short: str
    at: str
    by: str
    file: str
    collection: str
    taken: int
    updated: int
    unchanged: int
    repeated: int
    waits: int
    ended: bool
    undone: bool


class ImportList(Shape):
    """Every import, the newest first."""

    items: tuple[ImportItem, ...]
    total: int


class WaitingCell(Shape):
    """One cell of a row that waits."""

    heading: str
    text: str


class WaitingItem(Shape):
    """One row that waits: its line, what stood in it, and what is wrong with it."""

    line: int
    cells: tuple[WaitingCell, ...]
    problems: tuple[ProblemItem, ...]


class WaitingList(Shape):
    """The rows of an import that wait."""

    items: tuple[WaitingItem, ...]
    total: int
