"""The list of cases."""

from __future__ import annotations

from textual.app import ComposeResult

from registry.desk import listing
from registry.desk.listing import Filter
from registry.tui.frame import Frame, acting
from registry.tui.paint import Entry
from registry.tui.widgets import Pane


class CasesScreen(Frame):
    """Every case file."""

    PLACE = "Cases"

    def body(self) -> ComposeResult:
        """Show the list."""
        yield Pane(id="cases")

    def on_mount(self) -> None:
        """Read the list."""
        self.renew()

    @acting
    async def renew(self) -> None:
        """Read the list again."""
        page = await self.at_desk(lambda desk: listing.cases(desk, Filter(), limit=50))
        self.query_one(Pane).show([Entry(" / ".join(line.names), label=line.id[:6]) for line in page.items])
