"""The first-run tour: what a newcomer must know before anything else, on a few pages."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical

from registry.tui.dialogues import Dialogue
from registry.tui.paint import Entry
from registry.tui.widgets import Card

PAGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Welcome", (
        "This is your registry of people who are missing or held. It stands in one sealed file on this machine, and "
        "nothing of it leaves without you.",
        "The line at the top says where you are; the keys 1 to 9 go from place to place.",
    )),
    ("Keys", (
        "The lines at the bottom show every key that works where you are. ? shows all of them with a word on each.",
        "Arrows move, Enter opens, Esc goes back, / searches. Ctrl-p finds a command by its name.",
    )),
    ("Nothing is lost", (
        "Everything is saved when you keep it. u takes back your last act; what was said before stays in the history.",
        "● unsaved at the top means that something you typed is not kept yet.",
    )),
    ("When somebody comes in", (
        "F12 blanks the screen; F12 again brings it back. L locks at once: the passphrase is asked for again.",
        "After some minutes without a key it locks by itself.",
    )),
    ("Names in Arabic", (
        "If Arabic looks torn apart or back to front here, leave with q and run `registry doctor bidi`: it asks which "
        "line reads right, and this terminal is drawn so from then on.",
    )),
)  # fmt: skip


class Tour(Dialogue):
    """The pages one after another; Esc leaves, and it does not come back by itself."""

    BINDINGS = [Binding("enter,right,space", "next", "Next"), Binding("left", "back", "Back")]

    def __init__(self) -> None:
        super().__init__()
        self._at = 0

    def compose(self) -> ComposeResult:
        """Show a page."""
        with Vertical():
            yield Card(id="page")
            yield Card([Entry("Enter goes on, Esc leaves the tour")], classes="keys")

    def on_mount(self) -> None:
        """Begin, and let the machine remember that it was shown."""
        self.app.doors.remember("toured", True)  # type: ignore[attr-defined]
        self._show()

    def _show(self) -> None:
        title, words = PAGES[self._at]
        page = [Entry(f"{title}   {self._at + 1} of {len(PAGES)}", look="title")]
        for one in words:
            page += [Entry(), Entry(one)]
        self.query_one("#page", Card).show(page)

    def action_next(self) -> None:
        """Show the next page, or leave after the last."""
        if self._at + 1 == len(PAGES):
            self.dismiss(None)
        else:
            self._at += 1
            self._show()

    def action_back(self) -> None:
        """Show the page before."""
        self._at = max(0, self._at - 1)
        self._show()
