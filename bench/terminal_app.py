"""The applications that ``bench.terminal`` starts, each on a terminal of its own.

``python -m bench.terminal_app ours SIZE``, ``theirs SIZE`` or ``vault FILE PASSPHRASE-FILE``.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import DataTable, Static

from registry.cases.line import CaseLine
from registry.cases.status import STATUSES
from registry.desk.browsing import Browse
from registry.desk.desk import Desk
from registry.desk.opening import open_desk
from registry.tui.columns import Column
from registry.tui.slices import SLICE, Slices
from registry.tui.table import VirtualTable
from registry.words.identity import short

COLUMNS = (
    Column("Case", 12), Column("Name", weight=2), Column("Status", 18), Column("Seen", 10), Column("Place", 14),
)  # fmt: skip


def made_up(at: int) -> list[str]:
    """Return the words of a made-up row."""
    return [f"R-{at:07d}", f"name {at} اسم", "missing", "2016-12-10", "Aleppo"]


class MadeUp:
    """So many made-up rows."""

    def __init__(self, count: int) -> None:
        self.count = count

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, at: int) -> Sequence[str]:
        return made_up(at)


def words_of(line: CaseLine) -> list[str]:
    """Return the words of a case as a list shows it."""
    status = STATUSES[line.status].term.show("en") if line.status else ""
    seen = date.fromordinal(line.seen_from).isoformat() if line.seen_from else ""
    return [short(line.id), line.names[0] if line.names else "", status, seen, line.at]


class Cases:
    """The rows of a browse."""

    def __init__(self, browse: Browse) -> None:
        self._browse = browse

    def __len__(self) -> int:
        return len(self._browse)

    def __getitem__(self, at: int) -> Sequence[str]:
        return words_of(self._browse.line(at))


class Ours(App[None]):
    """Our own table over made-up rows, shown when ``s`` is pressed."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.size_asked = size
        self.table = VirtualTable(COLUMNS)

    def compose(self) -> ComposeResult:
        """One table."""
        yield self.table

    def on_mount(self) -> None:
        """Say that keys are awaited."""
        self.table.note = "ready"
        self.table.focus()

    def on_key(self, event: events.Key) -> None:
        """Do what the key stands for."""
        if event.key == "s":
            self.table.show(MadeUp(self.size_asked))


class Theirs(App[None]):
    """Textual's own table over the same rows."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.size_asked = size
        self.table: DataTable[Any] = DataTable(cursor_type="row")

    def compose(self) -> ComposeResult:
        """One table."""
        yield self.table
        yield Static("ready")

    def on_mount(self) -> None:
        """Say that keys are awaited."""
        self.table.add_columns(*(column.heading for column in COLUMNS))
        self.table.focus()

    def on_key(self, event: events.Key) -> None:
        """Do what the key stands for."""
        if event.key == "s":
            self.table.add_rows(map(made_up, range(self.size_asked)))


class OverVault(App[None]):
    """The cases of an unlocked vault: ``s`` shows them, ``n`` orders them by name, ``/`` begins a search."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.browse: Browse | None = None
        self.table = VirtualTable(COLUMNS)
        self.typing = False
        self.query_text = ""
        self.number = 0
        self.note = ""

    def compose(self) -> ComposeResult:
        """One table."""
        yield self.table

    def on_mount(self) -> None:
        """Say that keys are awaited."""
        self.table.note = "ready"
        self.table.focus()

    def on_key(self, event: events.Key) -> None:
        """Do what the key stands for."""
        if self.typing:
            self._typed(event)
        elif event.key == "s":
            self.browse = Browse(self.desk, time.perf_counter)
            self._begin("newest")
        elif event.key == "n" and self.browse is not None:
            self.browse.ask(order="name")
            self._begin("by name")
        elif event.key == "slash" and self.browse is not None:
            self.browse.ask(order="newest")
            self.browse.advance(60.0)
            self.typing = True
            self.set_focus(None)
            self.table.note = "search on"

    def _begin(self, note: str) -> None:
        assert self.browse is not None
        self.note = note
        self.table.show(Cases(self.browse))
        self.slices = Slices(self, self.browse.advance, self._told)
        self.slices.start()

    def _told(self, done: bool) -> None:
        self.table.grown()
        if len(self.table.rows):
            self.table.note = f"{self.note} all done" if done else self.note

    def _typed(self, event: events.Key) -> None:
        assert self.browse is not None
        self.query_text = "" if event.key == "ctrl+u" else self.query_text + (event.character or "")
        self.browse.ask(query=self.query_text)
        if not self.query_text:
            self.browse.advance(SLICE)
        self.number += 1
        self.table.show(Cases(self.browse))
        self.table.note = f"#q{self.number} "


def main() -> None:
    """Run one of the applications until it is ended from outside."""
    which, *words = sys.argv[1:]
    if which != "vault":
        (Ours if which == "ours" else Theirs)(int(words[0])).run()
        return
    passphrase = Path(words[1]).read_text(encoding="utf-8").strip()
    desk = open_desk(Path(words[0]), passphrase, device="bench")
    with desk.vault:
        OverVault(desk).run()


if __name__ == "__main__":
    main()
