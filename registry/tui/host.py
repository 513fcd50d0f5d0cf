"""What every screen reaches: the desk in its own thread, what was handed in, and what the bar says."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from textual.app import App
from textual.reactive import reactive

from registry.desk.desk import Desk
from registry.errors import RegistryError
from registry.tui.desk_thread import DeskThread
from registry.tui.dialogues import Told
from registry.tui.doors import Doors, Left
from registry.tui.paint import Entry
from registry.words.text import visible

T = TypeVar("T")

# How long a lock waits for work that is under way before it goes on without it. Seconds.
_PATIENCE = 2.0


class Host(App[Left]):
    """The program as its screens know it.

    ``slow`` is whether this machine is to be spared: no search before Enter, no preview beside a list. ``checked`` is
    when the vault was last checked since it was opened (UTC, to the minute), and whether it was found sound.
    """

    unsaved: reactive[bool] = reactive(False)
    busy: reactive[str] = reactive("")
    noticed: reactive[bool] = reactive(False)
    reading: reactive[bool] = reactive(False)

    def __init__(self, doors: Doors) -> None:
        super().__init__()
        self.doors = doors
        self.desk: Desk | None = None
        self.desk_thread = DeskThread()
        self.slow = bool(doors.remembered.get("slow"))
        self.checked: tuple[str, bool] | None = None
        self.way = doors.way

    def opened(self, desk: Desk) -> None:
        """Sit down at a desk that was opened in the desk's thread."""
        self.desk = desk
        self.noticed = desk.vault.noticed
        self.reading = desk.vault.container.read_only

    def spare(self, slow: bool) -> None:
        """Spare a slow machine, or no longer, and let this machine remember it."""
        self.slow = slow
        self.doors.remember("slow", slow)

    def progress(self, words: str) -> Callable[[int, int], None]:
        """Return what says in the bar how far long work has come; it may be called in the desk's thread."""
        said = -1

        def tell(done: int, of: int) -> None:
            nonlocal said
            percent = 100 * done // of if of else 0
            if percent != said:
                said = percent
                self.desk_thread.tell(lambda: setattr(self, "busy", f"{words} {percent}%"))

        return tell

    async def open_desk(self, passphrase: str, *, read_only: bool) -> Desk:
        """Open the vault in the desk's thread. Raises what the vault refuses with."""
        return await self.desk_thread.ask(lambda: self.doors.open(passphrase, read_only))

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
        """Close the vault in the thread that opened it; a lock does not wait long for work that goes on there.

        What replaces the process then ends that work, and what it had not saved is taken back when the vault is next
        opened.
        """
        desk, self.desk = self.desk, None
        if desk is not None:
            patience = _PATIENCE if self.return_value in (Left.LOCKED, Left.ENDED) else None
            with suppress(TimeoutError):
                self.desk_thread.now(lambda: self.doors.close(desk), patience)
        self.desk_thread.stop()
