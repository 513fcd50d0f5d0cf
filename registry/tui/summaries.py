"""Summaries: what went out to whom, what a withdrawal can no longer reach, and the way to a new one."""

from __future__ import annotations

from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Horizontal

from registry.desk import line_lists
from registry.desk.attacking import attack
from registry.desk.desk import Desk
from registry.desk.disclosing import again, ledger
from registry.desk.releases import reach
from registry.desk.settling import is_unfinished
from registry.disclosure.ledger import LedgerEntry
from registry.errors import UsageRefused
from registry.tui import summary_words
from registry.tui.columns import Column
from registry.tui.dialogues import Ask, Told
from registry.tui.frame import Frame, acting, keys
from registry.tui.pages import Page
from registry.tui.paint import GAP, Entry, heading
from registry.tui.table import VirtualTable
from registry.tui.widgets import Pane
from registry.vault.new_files import new_folder

_COLUMNS = (
    Column("day", 10), Column("to", least=10), Column("kind", 9, drops_at=60), Column("policy", 8, drops_at=50),
    Column("state", 13, drops_at=40), Column("release", 8, drops_at=70),
)  # fmt: skip
_NONE = [
    heading("Nothing has gone out yet"),
    GAP,
    Entry("n makes an anonymised summary step by step, and shows everything before anything is written."),
    Entry("The same by commands: `registry disclose plan`, `registry disclose make`."),
]


class SummariesScreen(Frame):
    """The ledger of everything that went out; what is marked is shown beside it, or with Enter."""

    PLACE = "Summaries"
    DEFAULT_CSS = """
    SummariesScreen #ledger { width: 1fr; }
    SummariesScreen #release { width: 1fr; }
    SummariesScreen.narrow #release { display: none; }
    SummariesScreen.empty #ledger { display: none; }
    SummariesScreen.empty #release { display: block; }
    """
    BINDINGS = [*keys(
        ("n", "new", "New summary"), ("c", "check", "Check a folder"), ("r", "reach", "Reach of a case"),
        ("a", "again", "Give again"), ("w", "waiting", "Lists, accounts"),
    )]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[LedgerEntry] = []
        self._waiting: frozenset[str] = frozenset()

    def body(self) -> ComposeResult:
        """Show the ledger, and one release beside it."""
        with Horizontal():
            yield VirtualTable(_COLUMNS, nothing="nothing went out yet", id="ledger")
            yield Pane(_NONE, id="release")

    def on_mount(self) -> None:
        """Read the ledger."""
        self.query_one(VirtualTable).focus()
        self.renew()

    @acting
    async def renew(self) -> None:
        """Read the ledger again, newest first; what is marked stays marked."""
        table = self.query_one(VirtualTable)
        marked = self._here.release_id if self._here else ""
        entries, self._waiting = await self.at_desk(_read, "reading the ledger")
        self._entries = entries
        was_empty = self.has_class("empty")
        self.set_class(not entries, "empty")
        at = next((at for at, entry in enumerate(entries) if entry.release_id == marked), 0)
        rows = [summary_words.ledger_row(entry, self._waiting) for entry in entries]
        table.show(
            [(day, to, kind, policy, state, one) for one, day, kind, to, policy, state in rows], cursor=at
        )
        if not entries:
            beside = self.query_one("#release", Pane)
            beside.show(_NONE)
            beside.focus()  # the table is out of sight then, and Enter opens nothing
        elif was_empty:
            table.focus()

    @property
    def _here(self) -> LedgerEntry | None:
        at = self.query_one(VirtualTable).cursor
        return self._entries[at] if at < len(self._entries) else None

    def on_virtual_table_moved(self) -> None:
        """Show the release one stands on, where there is room beside."""
        if self._here is not None:
            self.query_one("#release", Pane).show(summary_words.released(self._here, self._waiting))

    def on_virtual_table_opened(self) -> None:
        """Show the release one stands on over the whole screen."""
        if self._here is not None:
            self.app.push_screen(Page("Release", summary_words.released(self._here, self._waiting)))

    @acting
    async def action_new(self) -> None:
        """Make a summary, step by step."""
        from registry.tui.disclosing import disclose

        await disclose(self)
        self.renew()

    @acting
    async def action_reach(self) -> None:
        """Show which summaries counted a case: what a withdrawal can no longer reach."""
        asked = await self.ask(Ask(
            "Which case?", [Entry("Its id, also that of one erased since. By command: `registry disclose reach CASE`.")]
        ))  # fmt: skip
        if asked:
            found = await self.at_desk(lambda desk: reach(desk, asked), "reading the ledger")
            await self.ask(Page("Reach", [
                heading(f"Summaries that counted {asked.strip()}"), GAP, *summary_words.reached(found)
            ]))  # fmt: skip

    @acting
    async def action_check(self) -> None:
        """Attack written summaries once more, as somebody would who holds all of them."""
        asked = await self.ask(Ask("Which folders or files? One a line", [
            Entry("Name everything that went out over the same people, to anyone: recipients can put it side by side."),
            Entry("By command: `registry disclose check DIR DIR`."),
        ], long=True))  # fmt: skip
        if asked:
            places = [Path(line.strip()).expanduser() for line in asked.split("\n") if line.strip()]
            found = await self.at_desk(
                lambda _: attack(places), "attacking the figures; this can take minutes"
            )
            await self.ask(Page("Attack", summary_words.attacked(found)))

    @acting
    async def action_again(self) -> None:
        """Write the files of a release again, byte for byte, into a new folder."""
        entry = self._here
        if entry is None:
            raise UsageRefused("nothing has gone out yet", "n makes a summary")
        asked = await self.ask(Ask(
            f"A new folder for the files of {entry.made_on}, to {entry.recipient}",
            [Entry("By command: `registry disclose again RELEASE --out DIR`.")],
        ))  # fmt: skip
        if not asked:
            return
        folder = Path(asked).expanduser().absolute()

        def written(desk: Desk) -> int:
            files = again(desk, entry.release_id)
            with new_folder(folder, files):
                return len(files)

        many = await self.at_desk(written, "writing")
        await self.ask(Told(f"{many} files written again", [Entry(str(folder), "folder")]))

    @acting
    async def action_waiting(self) -> None:
        """Show which line lists wait, and how lists and accounts are made."""

        def read(desk: Desk) -> list[Entry]:
            return list(summary_words.waiting(line_lists.switched(desk), line_lists.proposals(desk)))

        await self.ask(Page("Lists", await self.at_desk(read)))


def _read(desk: Desk) -> tuple[list[LedgerEntry], frozenset[str]]:
    return list(reversed(ledger(desk))), is_unfinished(desk)
