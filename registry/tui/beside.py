"""A screen made of a list and, beside it, what is to be said of the line one stands on."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal

from registry.tui.columns import Column
from registry.tui.frame import Frame
from registry.tui.table import VirtualTable
from registry.tui.widgets import Card, Pane


class Beside(Frame):
    """A line on what is shown, the list, and the line one stands on; where there is no room, the list alone.

    ``NOTHING`` is said of an empty list. ``away`` is set where something is opened from here: then the list is read
    again when one comes back.
    """

    NOTHING = ""
    DEFAULT_CSS = """
    Beside #says { padding: 0 1; color: $secondary; }
    Beside #list { width: 3fr; }
    Beside #beside { width: 2fr; border-left: solid $panel; }
    Beside.narrow #beside { display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.away = False

    def heads(self) -> Sequence[Column]:
        """Return the columns of the list."""
        raise NotImplementedError

    def renew(self) -> None:
        """Read the list again."""
        raise NotImplementedError

    def body(self) -> ComposeResult:
        """Show the list, and beside it the line one stands on."""
        yield Card(id="says")
        with Horizontal():
            yield VirtualTable(self.heads(), nothing=self.NOTHING, id="list")
            yield Pane(id="beside")

    def on_mount(self) -> None:
        """Read the list."""
        self.query_one(VirtualTable).focus()
        self.renew()

    def on_screen_resume(self) -> None:
        """Read again after something was opened from here."""
        super().on_screen_resume()
        if self.away:
            self.away = False
            self.renew()
