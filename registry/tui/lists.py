"""Lists that were brought in: what came of each, which rows wait, bringing in another, and taking one back."""

from __future__ import annotations

from collections.abc import Sequence

from registry.desk.desk import Desk
from registry.desk.importing import REPEATED, TAKEN, UNCHANGED, UPDATED, WAITS
from registry.desk.taking_back import Imported, imports, undo_import
from registry.tui.arrivals import ArrivalsScreen, Report, counts, waiting_of
from registry.tui.beside import Beside
from registry.tui.columns import Column
from registry.tui.dialogues import TypeBack
from registry.tui.frame import acting, keys
from registry.tui.incoming import IncomingScreen
from registry.tui.paint import GAP, Entry, heading
from registry.tui.paths import AskPath
from registry.tui.table import VirtualTable
from registry.tui.widgets import Card, Pane
from registry.words.identity import short


def state_of(one: Imported) -> str:
    """Return how an import stands, as a sign and a word."""
    return "× taken back" if one.undone else "✓ whole" if one.ended else "! stopped"


def cells(one: Imported) -> tuple[str, ...]:
    """Return an import as a line of the table."""
    known = one.counts.get(UNCHANGED, 0) + one.counts.get(REPEATED, 0)
    numbers = one.counts.get(TAKEN, 0), one.counts.get(UPDATED, 0), known, one.counts.get(WAITS, 0)
    return state_of(one), one.at[:10], one.name, *(f"{number:,}" for number in numbers), short(one.id)


def beside(one: Imported, who: str) -> list[Entry]:
    """Return what stands beside the list about an import."""
    found = [heading(one.name), Entry(state_of(one), label="state"), Entry(short(one.id), label="id")]
    found += [Entry(f"{one.at[:16].replace('T', ' ')} by {who}", label="brought in")]
    if one.collection:
        found.append(Entry(one.collection, label="collection"))
    found += [GAP, *counts(Report("", one.counts, ())), GAP]
    if not one.ended and not one.undone:
        found.append(
            Entry(
                "It stopped half-way: the same file brought in again goes on where it stopped.", look="warn"
            )
        )
    if one.counts.get(WAITS) and not one.undone:
        found.append(Entry("Enter shows the rows that wait, and what to do about each."))
    return found


def _role(row: Sequence[str]) -> str:
    return "quiet" if row[0].startswith("×") else "warning" if row[0].startswith("!") else ""


class ListsScreen(Beside):
    """Every import, the newest first."""

    PLACE = "Lists"
    NOTHING = "no list was brought in here"
    BINDINGS = [*keys(("b", "bring", "Bring in a list"), ("x", "take_back", "Take back"))]

    def __init__(self) -> None:
        super().__init__()
        self._found: list[Imported] = []
        self._names: dict[str, str] = {}

    def heads(self) -> tuple[Column, ...]:
        """Return the columns of the list."""
        return (
            Column("state", 12, style_for=_role), Column("on", 10), Column("file"), Column("new", 7, align="right"),
            Column("more", 6, align="right", drops_at=64), Column("known", 6, align="right", drops_at=72),
            Column("wait", 6, align="right"), Column("id", 8, drops_at=70),
        )  # fmt: skip

    @acting
    async def renew(self) -> None:
        """Read the imports again."""
        await self._read()

    async def _read(self) -> None:
        def read(desk: Desk) -> tuple[list[Imported], dict[str, str]]:
            return imports(desk), desk.names()

        self._found, self._names = await self.at_desk(read, "reading")
        table = self.query_one(VirtualTable)
        table.show([cells(one) for one in self._found], cursor=table.cursor)
        waits = sum(one.counts.get(WAITS, 0) for one in self._found if not one.undone)
        self.query_one("#says", Card).say(
            f"{len(self._found):,} lists; {waits:,} rows wait; b brings in a list"
        )
        if not self._found:
            words = "A list is read, mapped and tried before anything of it is kept: `registry import FILE --dry-run`"
            self.query_one(Pane).show([Entry(words)])

    def _here(self) -> Imported | None:
        at = self.query_one(VirtualTable).cursor
        return self._found[at] if at < len(self._found) else None

    def on_virtual_table_moved(self) -> None:
        """Say what came of the import one stands on."""
        if one := self._here():
            self.query_one(Pane).show(beside(one, self._names.get(one.by, "somebody")))

    @acting
    async def on_virtual_table_opened(self) -> None:
        """Show the rows that wait."""
        if one := self._here():
            report = await self.at_desk(lambda desk: waiting_of(desk, one.id), "reading the rows")
            self.app.push_screen(ArrivalsScreen(report))

    @acting
    async def action_bring(self) -> None:
        """Choose a file, and show how it would be read."""
        path = await self.ask(AskPath("Which list is to be brought in?"))
        if path is not None:
            self.away = True
            self.app.push_screen(IncomingScreen(path))

    @acting
    async def action_take_back(self) -> None:
        """Take back everything that an import added, once its id was typed back."""
        one = self._here()
        if one is None:
            return
        words = [
            Entry("Everything it added stops counting; what was there before stands as it did."),
            Entry("Its waiting rows go. The same file may be brought in again after it."),
            *counts(Report("", one.counts, ())),
        ]
        if await self.ask(TypeBack(f"Take back {one.name}?", words, short(one.id))):
            told = self.registry.progress("taking back")
            await self.at_desk(lambda desk: undo_import(desk, one.id, told), "taking back")
            self.tell("the import was taken back")
            await self._read()
