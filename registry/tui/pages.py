"""A screen that is only read: entries that scroll, left with Esc."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.binding import Binding

from registry.tui.frame import Frame
from registry.tui.paint import Entry
from registry.tui.widgets import Pane


class Page(Frame):
    """Entries under a name; ``waits`` where Enter goes on, and then the screen is left with True."""

    BINDINGS = [Binding("escape", "back", "Back"), Binding("enter", "on", "Go on")]

    def __init__(self, place: str, entries: Iterable[Entry], *, waits: bool = False) -> None:
        super().__init__()
        self.PLACE, self._entries, self._waits = place, list(entries), waits

    def body(self) -> ComposeResult:
        """Show the entries."""
        yield Pane(self._entries, id="page")

    def on_mount(self) -> None:
        """Let keys scroll it."""
        self.query_one(Pane).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to go on only where that means something."""
        return self._waits if action == "on" else super().check_action(action, parameters)

    def action_back(self) -> None:
        """Leave it."""
        self.dismiss(None)

    def action_on(self) -> None:
        """Go on."""
        self.dismiss(True)
