"""What became of the rows of a list: how many of each, and every row with something to say of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal

from registry.desk.desk import Desk
from registry.desk.importing import OUTCOMES, REPEATED, TAKEN, UNCHANGED, UPDATED, WAITS, WORDS, Came
from registry.desk.taking_back import import_named
from registry.desk.taking_back import waiting as rows_that_wait
from registry.tui.columns import Column
from registry.tui.frame import Frame, keys
from registry.tui.paint import GAP, Entry, heading
from registry.tui.table import VirtualTable
from registry.tui.widgets import Card, Pane
from registry.words.identity import short

# The cells of rows by their line, as they stood.
Cells = dict[int, Mapping[str, tuple[str, ...]]]
# So many rows with something to say are kept for the screen; the vault keeps those that wait, all of them.
MOST = 10_000
# A sign and a word for what became of a row.
SIGNS = {
    TAKEN: "+ new", UPDATED: "~ more", UNCHANGED: "= known", REPEATED: "= twice", WAITS: "! waits",
}  # fmt: skip
_ROLES = {SIGNS[WAITS]: "warning", SIGNS[TAKEN]: "good"}


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that is said of a row: its line, what became of it, under which heading, what is wrong, what to do.

    ``cells`` are the row's own, as they stood, where they are known.
    """

    line: int
    outcome: str
    heading: str
    problem: str
    help: str
    cells: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a list, or would: its title, the counts by outcome, and what is said of its rows."""

    title: str
    counts: Mapping[str, int]
    rows: tuple[Said, ...]
    next: str = ""
    left_off: int = 0


def said_of(came: Came, cells: Mapping[str, tuple[str, ...]]) -> Iterator[Said]:
    """Yield what is said of a row that came."""
    stood = tuple((name, " | ".join(said)) for name, said in cells.items())
    for one in came.problems:
        yield Said(came.line, came.outcome, one.heading, one.problem, one.help, stood)


def collected(title: str, came: Iterable[Came], cells: Cells, following: str = "") -> Report:
    """Gather what became of rows, those that wait first; each takes its cells from ``cells``, which is emptied by it."""
    counts, rows, left = dict.fromkeys(OUTCOMES, 0), list[Said](), 0
    for one in came:
        counts[one.outcome] += 1
        said = list(said_of(one, cells.pop(one.line, {})))
        if len(rows) + len(said) <= MOST:
            rows += said
        else:
            left += 1
    rows.sort(key=lambda one: (one.outcome != WAITS, one.line))
    return Report(title, counts, tuple(rows), following, left)


def waiting_of(desk: Desk, run: str) -> Report:
    """Read the rows of an earlier import that wait, with their cells; runs in the desk's thread."""
    one = import_named(desk, run)
    rows: list[Said] = []
    for row in rows_that_wait(desk, one.id):
        rows += _kept(row)
    following = "Mend the file and bring it in again: rows that came in before change nothing."
    return Report(f"import {short(one.id)} of {one.at[:10]}: {one.name}", one.counts, tuple(rows), following)


def _kept(row: Mapping[str, Any]) -> Iterator[Said]:
    cells = tuple((name, " | ".join(said)) for name, said in row["cells"].items())
    for one in row["problems"]:
        yield Said(row["line"], WAITS, one["heading"], one["problem"], one["help"], cells)


def counts(report: Report) -> Iterator[Entry]:
    """Yield the counts of a report, one line for each outcome that there is."""
    for outcome in OUTCOMES:
        if number := report.counts.get(outcome, 0):
            yield Entry(f"{number:,}  {WORDS[outcome]}", label=SIGNS[outcome])


def cells(one: Said) -> tuple[str, str, str, str, str]:
    """Return a line of the table."""
    return f"{one.line:,}", SIGNS[one.outcome], one.heading, one.problem, one.help


def details(one: Said) -> Iterator[Entry]:
    """Yield what is said of a row in full, and what stood in it."""
    yield heading(f"line {one.line:,}: {SIGNS[one.outcome]}")
    yield Entry(one.problem, label=one.heading or "the row", look="warn" if one.outcome == WAITS else "")
    if one.help:
        yield Entry(one.help, label="what to do")
    if one.cells:
        yield GAP
        yield from (Entry(said, label=name) for name, said in one.cells)


def _role(row: Sequence[str]) -> str:
    return _ROLES.get(row[1], "")


class ArrivalsScreen(Frame):
    """A report, row by row."""

    PLACE = "Rows"
    DEFAULT_CSS = """
    ArrivalsScreen #counts { padding: 0 1; }
    ArrivalsScreen #rows { width: 3fr; }
    ArrivalsScreen #row { width: 2fr; border-left: solid $panel; }
    ArrivalsScreen.narrow #row { display: none; }
    ArrivalsScreen.narrow.reading #row { display: block; width: 1fr; }
    ArrivalsScreen.narrow.reading #rows { display: none; }
    """
    BINDINGS = [*keys(("escape", "leave", "Back"))]

    def __init__(self, report: Report) -> None:
        super().__init__()
        self._report = report

    def body(self) -> ComposeResult:
        """Show the counts, the rows, and one of them in full."""
        report = self._report
        more = [Entry(f"and {report.left_off:,} rows more with something to say")] if report.left_off else []
        following = [Entry(report.next, look="accent")] if report.next else []
        yield Card([heading(report.title), *counts(report), *more, *following], id="counts")
        columns = (
            Column("line", 7, align="right"), Column("what", 7, style_for=_role), Column("column", least=6),
            Column("problem", weight=3), Column("what to do", weight=3, drops_at=76),
        )  # fmt: skip
        with Horizontal():
            yield VirtualTable(columns, nothing="nothing is to be said of any row", id="rows")
            yield Pane(id="row")

    def on_mount(self) -> None:
        """Show the rows."""
        table = self.query_one(VirtualTable)
        table.show([cells(one) for one in self._report.rows])
        table.focus()

    def on_virtual_table_moved(self, moved: VirtualTable.Moved) -> None:
        """Show the row in full."""
        if moved.index < len(self._report.rows):
            self.query_one("#row", Pane).show(details(self._report.rows[moved.index]))

    def on_virtual_table_opened(self) -> None:
        """Show the row in full where it has no room beside the list."""
        self.add_class("reading")
        self.query_one("#row").focus()

    def action_leave(self) -> None:
        """Go back to the list of rows, and from there to where one came from."""
        if self.has_class("reading"):
            self.remove_class("reading")
            self.query_one("#rows").focus()
        else:
            self.dismiss(None)
