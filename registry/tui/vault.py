"""The vault: what it is, whether it is sound, its copies, its people, what was done, and this machine's choices."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal

from registry.desk.copies import read_label
from registry.desk.copying import Made, copy_to
from registry.desk.desk import Desk
from registry.tui import people, vault_words
from registry.tui.columns import Column
from registry.tui.dialogues import Ask, Choose, Confirm, Told
from registry.tui.frame import Frame, acting, keys
from registry.tui.new_passphrase import choose_passphrase
from registry.tui.pages import Page
from registry.tui.paint import Entry
from registry.tui.table import VirtualTable
from registry.tui.themes import NAMES
from registry.tui.tour import Tour
from registry.tui.widgets import Choices, Pane
from registry.vault.copying import place_of


class VaultScreen(Frame):
    """Sections on the left, what there is to say on the right; acts by their keys."""

    PLACE = "Vault"
    DEFAULT_CSS = """
    VaultScreen #sections { width: 18; height: 1fr; border: none; }
    VaultScreen.narrow #sections { width: 15; }
    """
    BINDINGS = [
        *keys(
            ("c", "check", "Check"), ("b", "backup", "Back up"), ("o", "compact", "Compact"),
            ("p", "passphrase", "Passphrase"), ("a", "add", "Add a person"), ("r", "remove", "Take a slot away"),
            ("e", "role", "Role"), ("n", "journal", "Journal"), ("v", "verify", "Verify"),
        ),
        *keys(("t", "theme", "Colours"), ("s", "spare", "Slow machine"), ("T", "tour", "Tour"), quiet=True),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._seen: vault_words.Seen | None = None

    def body(self) -> ComposeResult:
        """Show the sections, and one of them."""
        with Horizontal():
            yield Choices(id="sections")
            yield Pane(id="section")

    def on_mount(self) -> None:
        """Read what there is to say."""
        self.query_one(Choices).focus()
        self.renew()

    @acting
    async def renew(self) -> None:
        """Read again; the same section stays marked."""
        host, doors = self.registry, self.registry.doors
        machine = vault_words.machine(host.theme, slow=host.slow)

        def read(desk: Desk) -> vault_words.Seen:
            return vault_words.seen(desk, doors.weigh(desk), doors.others(), machine, host.checked)

        self._seen = await self.at_desk(read, "reading")
        choices = self.query_one(Choices)
        here = choices.highlighted or 0
        choices.offer([name for name, _ in self._seen.sections])
        choices.highlighted = here
        self._show(here)

    def on_option_list_option_highlighted(self, event: Choices.OptionHighlighted) -> None:
        """Show the section that is marked."""
        self._show(event.option_index)

    def on_option_list_option_selected(self) -> None:
        """Let keys scroll the section."""
        self.query_one(Pane).focus()

    def _show(self, at: int) -> None:
        if self._seen is not None:
            self.query_one("#section", Pane).show(self._seen.sections[at][1])

    # The file

    @acting
    async def action_check(self) -> None:
        """Read every byte and verify every seal."""
        host, told = self.registry, self.registry.progress("checking")

        def work(desk: Desk) -> tuple[vault_words.Checked, str]:
            report = desk.vault.check(told)
            return vault_words.checked(desk, report, host.doors.weigh(desk)), desk.pen.clock().isoformat()

        found, at = await self.at_desk(work, "checking")
        host.checked = (at[:16].replace("T", " "), found.sound)
        await self.ask(Page("Check", found.entries))
        self.renew()

    @acting
    async def action_backup(self) -> None:
        """Write a sealed copy elsewhere, read back and verified before it counts."""
        asked = await self.ask(Ask("Where does the copy go?", [
            Entry("A folder on a stick: the copy is named there by the time. Or a new file."),
            Entry("By command: `registry vault backup /media/stick`."),
        ]))  # fmt: skip
        if not asked:
            return
        label = await self.ask(Ask("What do you call the stick? May stay empty", [
            Entry("Such as: red stick. Nobody's name."),
        ]))  # fmt: skip
        if label is None:
            return
        told = self.registry.progress("copying and verifying")

        def work(desk: Desk) -> Made:
            place = place_of(asked).expanduser()
            return copy_to(desk, place.absolute(), told, label=read_label(label))

        made = await self.at_desk(work, "copying and verifying")
        await self.ask(Told("\u2713 backed up", vault_words.copied(made)))
        self.renew()

    @acting
    async def action_compact(self) -> None:
        """Give back to the disk the room of what was removed."""
        question = Confirm("Check the vault, then write its file anew without the room of what was removed?", [
            Entry("Meanwhile it needs as much free room as the vault takes, and nobody else can open the vault."),
            Entry("By command: `registry vault compact`."),
        ], asked_by="o")  # fmt: skip
        if not await self.ask(question):
            return
        told = self.registry.progress("checking and compacting")
        before, after = await self.at_desk(lambda desk: desk.vault.compact(told), "checking and compacting")
        self.tell(f"compacted: {before:,} bytes before, now {after:,} bytes")
        self.renew()

    # Who may open it

    @acting
    async def action_passphrase(self) -> None:
        """Change the passphrase of whoever sits here."""
        await self.at_desk(lambda desk: desk.vault.refuse_unwritable())
        chosen = await choose_passphrase(self, "Your new passphrase, for you alone")
        if chosen is None:
            return
        await self.at_desk(lambda desk: desk.vault.change_passphrase(chosen), "changing the passphrase")
        await self.ask(Told("The passphrase is changed", [
            Entry("Backups made before still open with the passphrase they were made under."),
        ]))  # fmt: skip

    @acting
    async def action_add(self) -> None:
        """Give a colleague a slot of their own."""
        await people.add(self)
        self.renew()

    @acting
    async def action_remove(self) -> None:
        """Take a colleague's slot away, once the name was typed back."""
        await people.remove(self)
        self.renew()

    @acting
    async def action_role(self) -> None:
        """Change what a colleague may do."""
        await people.change_role(self)
        self.renew()

    # What was done

    @acting
    async def action_journal(self) -> None:
        """Show who did what, newest first."""
        found, total = await self.at_desk(vault_words.acts, "reading the journal")
        await self.ask(JournalScreen(found, total))

    @acting
    async def action_verify(self) -> None:
        """Verify every link and signature of the journal."""
        told = self.registry.progress("verifying the journal")
        found = await self.at_desk(lambda desk: vault_words.verified(desk, told), "verifying the journal")
        await self.ask(Told("The journal", found))

    # This machine

    @acting
    async def action_theme(self) -> None:
        """Change the colours."""
        chosen = await self.ask(Choose("Which colours?", NAMES))
        if chosen is not None:
            wear: Any = self.app
            wear.wear(NAMES[chosen])
            self.renew()

    def action_spare(self) -> None:
        """Spare a slow machine, or no longer."""
        self.registry.spare(not self.registry.slow)
        self.tell(f"slow machine: {'on' if self.registry.slow else 'off'}; all of it from the next start on")
        self.renew()

    def action_tour(self) -> None:
        """Show the tour again."""
        self.app.push_screen(Tour())


class JournalScreen(Frame):
    """The newest acts of the journal; Enter shows one whole."""

    PLACE = "Journal"
    BINDINGS = [*keys(("escape", "back", "Back"))]

    def __init__(self, acts: list[vault_words.Act], total: int) -> None:
        super().__init__()
        self._acts, self._total = acts, total

    def body(self) -> ComposeResult:
        """Show the acts."""
        yield VirtualTable((
            Column("no.", 8, align="right", drops_at=50), Column("when (UTC)", 16), Column("who", least=8),
            Column("did", weight=2, least=10), Column("to", weight=2, drops_at=60), Column("signature", 10, drops_at=70),
        ), nothing="no act yet", id="acts")  # fmt: skip

    def on_mount(self) -> None:
        """Show the newest."""
        table = self.query_one(VirtualTable)
        table.show([act.row for act in self._acts])
        if self._total > len(self._acts):
            table.note = f"the newest of {self._total:,}: `registry journal show` shows all"
        table.focus()

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        """Show one act whole."""
        self.app.push_screen(Page("Act", self._acts[event.index].entries))

    def action_back(self) -> None:
        """Leave it."""
        self.dismiss(None)
