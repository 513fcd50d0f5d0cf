"""Unlocking: the passphrase, whether only to read, and how many tries there were; no hint on what was wrong."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical

from registry.errors import Locked, RegistryError
from registry.tui.doors import Left
from registry.tui.frame import Frame, Keys, acting
from registry.tui.paint import GAP, Entry
from registry.tui.widgets import Card, Line


class Unlock(Frame):
    """The first screen, and the one that is left when the vault was locked."""

    PLACE = "locked"
    DEFAULT_CSS = """
    Unlock { align: center middle; }
    Unlock > Vertical { width: 64; max-width: 96%; height: auto; border: round $primary; padding: 1 2; }
    """
    BINDINGS = [Binding("ctrl+r", "toggle_reading", "Only read", key_display="^r")]

    def __init__(self) -> None:
        super().__init__()
        self._reading = False

    def compose(self) -> ComposeResult:
        """Show where the passphrase is typed."""
        with Vertical():
            yield Card(id="told")
            yield Line(secret=True, placeholder="Passphrase", id="passphrase")
            yield Card(id="state")
        yield Keys()

    def on_mount(self) -> None:
        """Open at once where the passphrase was given; wait a little after wrong ones."""
        self._reading = self.registry.doors.read_only
        line = self.query_one(Line)
        doors = self.registry.doors
        if doors.given:
            line.disabled = True
            self._open("")
        elif doors.wait:
            line.disabled = True
            self._say()
            self.set_timer(doors.wait, self._ready)
        else:
            self._say()
            line.focus()

    def _ready(self) -> None:
        line = self.query_one(Line)
        line.disabled = False
        line.focus()
        self._say()

    def _say(self, busy: str = "") -> None:
        doors = self.registry.doors
        told = [Entry("registry is locked", look="title"), GAP]
        if doors.tries:
            times = "once" if doors.tries == 1 else f"{doors.tries} times"
            told += [Entry(f"That does not open this vault ({times}).", look="warn")]
            told += [Entry("Spaces and capitals count."), GAP]
        self.query_one("#told", Card).show(told)
        waiting = self.query_one(Line).disabled and not busy
        words = busy or ("A moment, before the next try…" if waiting else "Enter opens it.")
        reading = "[x] only read" if self._reading else "[ ] only read"
        self.query_one("#state", Card).show([GAP, Entry(words), Entry(f"{reading}   (Ctrl-R)", look="label")])

    def action_toggle_reading(self) -> None:
        """Open only to read, or to work; what was asked for at the start stays."""
        if not self.registry.doors.read_only:
            self._reading = not self._reading
            self._say()

    def on_input_submitted(self) -> None:
        """Open the vault with what was typed."""
        line = self.query_one(Line)
        passphrase, line.value = line.value, ""
        if passphrase:
            line.disabled = True
            self._open(passphrase)

    @acting
    async def _open(self, passphrase: str) -> None:
        self._say("Opening…")
        try:
            desk = await self.registry.open_desk(passphrase, read_only=self._reading)
        except Locked:
            if self.registry.doors.given:
                raise
            self.registry.leave(Left.WRONG)
        except RegistryError as refused:
            self._ready()
            self.registry.refuse(refused)
        else:
            self.registry.opened(desk)
