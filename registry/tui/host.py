"""What every screen reaches: the desk in its own thread, what was handed in, and what the bar says."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from textual.app import App
from textual.reactive import reactive

from registry.desk.desk import Desk
from registry.display.cells import Way
from registry.display.terminals import chosen
from registry.errors import RegistryError
from registry.tui.desk_thread import DeskThread
from registry.tui.dialogues import Told
from registry.tui.doors import Doors, Left
from registry.tui.paint import Entry
from registry.words.text import visible

T = TypeVar("T")


class Host(App[Left]):
    """The program as its screens know it."""

    unsaved: reactive[bool] = reactive(False)
    busy: reactive[str] = reactive("")
    noticed: reactive[bool] = reactive(False)

    def __init__(self, doors: Doors) -> None:
        super().__init__()
        self.doors = doors
        self.desk: Desk | None = None
        self.desk_thread = DeskThread()
        self.reading = doors.read_only  # whether the vault is open only to be read
        self.terminal = chosen(doors.environment, doors.ways)

    @property
    def way(self) -> Way:
        """How right-to-left text is written for this terminal; one that obeys is told to leave characters alone."""
        return Way.LOGICAL if self.terminal.explicit else self.terminal.way

    def opened(self, desk: Desk) -> None:
        """Sit down at a desk that was opened in the desk's thread."""
        self.desk = desk
        self.noticed = desk.vault.noticed

    async def open_desk(self, passphrase: str, *, read_only: bool) -> Desk:
        """Open the vault in the desk's thread. Raises what the vault refuses with."""
        desk = await self.desk_thread.ask(lambda: self.doors.open(passphrase, read_only))
        self.reading = read_only
        return desk

    async def at_desk(self, work: Callable[[Desk], T], busy: str = "") -> T:
        """Ask the desk something in its own thread and return the answer. Raises what the desk raises."""
        desk = self.desk
        assert desk is not None, "no screen that asks is shown before the vault is open"
        if busy:
            self.busy = busy
        try:
            return await self.desk_thread.ask(lambda: work(desk))
        finally:
            if busy:
                self.busy = ""
            self.noticed = desk.vault.noticed

    def refuse(self, refused: RegistryError) -> None:
        """Show a refusal: the rule, and the next step."""
        self.push_screen(Told(visible(refused.message), [Entry(refused.hint)]))

    def leave(self, how: Left) -> None:
        """End the program in one of the ways that there are."""
        self.exit(how)

    def close_desk(self) -> None:
        """Close the vault in the thread that opened it."""
        desk, self.desk = self.desk, None
        if desk is not None:
            self.desk_thread.now(lambda: self.doors.close(desk))
        self.desk_thread.stop()
