"""What lists that are narrowed by words have in common, and screens of two panes of which one is shown where only one fits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Generic, TypeVar

from textual.widget import Widget

from registry.tui.dialogues import Ask
from registry.tui.frame import Frame, acting, keys
from registry.tui.table import Rows, VirtualTable
from registry.words.folding import fold

R = TypeVar("R")


class Narrowed(Frame, Generic[R]):
    """A list of which only what holds the words that were asked for is shown; the cursor stays on what it was on."""

    QUESTION = "What are you looking for?"
    BINDINGS: ClassVar[list[Any]] = keys(("slash", "find", "Find"), ("escape", "all", "All"))

    def __init__(self) -> None:
        super().__init__()
        self.every: list[R] = []
        self.listed: list[R] = []
        self.asked = ""

    def name_of(self, one: R) -> str:
        """Return the id of one of the list."""
        raise NotImplementedError

    def holds(self, one: R) -> str:
        """Return the folded words that one of the list is found by."""
        raise NotImplementedError

    def rows(self) -> Rows:
        """Return the rows of what is listed."""
        raise NotImplementedError

    def note(self) -> str:
        """Return what is said beside the position."""
        return f"found by: {self.asked}" if self.asked else ""

    @property
    def here(self) -> R | None:
        """The one the cursor stands on."""
        at = self.query_one(VirtualTable).cursor
        return self.listed[at] if at < len(self.listed) else None

    @property
    def stands_on(self) -> str:
        """The id of the one the cursor stands on, or nothing."""
        return "" if (here := self.here) is None else self.name_of(here)

    def show(self, stay: str) -> None:
        """Show what holds the words, the cursor on the one whose id is ``stay``."""
        words = fold(self.asked).split()
        self.listed = [one for one in self.every if all(word in self.holds(one) for word in words)]
        at = next((at for at, one in enumerate(self.listed) if self.name_of(one) == stay), 0)
        table = self.query_one(VirtualTable)
        table.show(self.rows(), cursor=at)
        table.note = self.note()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Show everything again only where something was looked for."""
        return bool(self.asked) if action == "all" else True

    def action_all(self) -> None:
        """Show everything again."""
        stay, self.asked = self.stands_on, ""
        self.show(stay)

    @acting
    async def action_find(self) -> None:
        """Show only what holds the words that are typed."""
        asked = await self.ask(Ask(self.QUESTION, value=self.asked))
        if asked is not None:
            self.asked = str(asked)
            self.show("")


class TwoPanes(Frame):
    """Two panes beside each other; where there is room for one, Tab shows the other (the class ``second``)."""

    PANES: ClassVar[Sequence[str]] = ()
    BINDINGS: ClassVar[list[Any]] = keys(("tab", "other", "Other pane"), ("escape", "dismiss", "Back"))

    def action_other(self) -> None:
        """Go to the other pane, and show it where only one fits."""
        first, other = (self.query_one(one, Widget) for one in self.PANES)
        second = self.focused is not other
        self.set_class(second, "second")
        self.call_after_refresh((other if second else first).focus)
