"""The larger steps to a summary: which tables, the plan with its reasons, the pages as they will be printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical

from registry.disclosure.plan import Plan
from registry.tui import summary_words
from registry.tui.dialogues import Dialogue, Told
from registry.tui.frame import Frame, keys
from registry.tui.paint import GAP, Entry, heading
from registry.tui.widgets import Card, Choices, Pane

_ON, _OFF = "[x]", "[ ]"


class Ticks(Dialogue):
    """Several of a few: the space bar ticks one, Enter takes what is ticked; left with their numbers."""

    BINDINGS = [
        Binding("space", "tick", "Tick", priority=True),
        Binding("enter", "take", "Go on", priority=True),
    ]

    def __init__(self, question: str, labels: Sequence[str], ticked: Sequence[int] = ()) -> None:
        super().__init__()
        self._question, self._labels, self._ticked = question, list(labels), set(ticked)

    def compose(self) -> ComposeResult:
        """Show the question and what can be ticked."""
        with Vertical():
            yield Card([Entry(self._question, look="title")])
            yield Choices(self._drawn())
            yield Card([Entry("Space ticks, Enter goes on, Esc goes back")], classes="keys")

    def on_mount(self) -> None:
        """Mark the first one."""
        choices = self.query_one(Choices)
        choices.highlighted = 0
        choices.focus()

    def _drawn(self) -> list[str]:
        return [f"{_ON if at in self._ticked else _OFF} {label}" for at, label in enumerate(self._labels)]

    def action_tick(self) -> None:
        """Tick what is marked, or take its tick away."""
        choices = self.query_one(Choices)
        here = choices.highlighted
        if here is not None:
            self._ticked ^= {here}
            choices.offer(self._drawn())
            choices.highlighted = here

    def on_option_list_option_selected(self) -> None:
        """Tick what was clicked."""
        self.action_tick()

    def action_take(self) -> None:
        """Leave with what is ticked, if anything is."""
        if self._ticked:
            self.dismiss(sorted(self._ticked))
        else:
            self.query_one(".keys", Card).say("Tick at least one with the space bar; Esc goes back", "warn")


class Tables(Frame):
    """Which tables: each a few dimensions, at the levels that are wanted; left with them, or with None to go back."""

    PLACE = "3 of 7: tables"
    DEFAULT_CSS = """
    Tables #by { width: 1fr; }
    Tables #tables { width: 1fr; }
    """
    BINDINGS = [
        Binding("space", "tick", "Tick", priority=True), Binding("a", "add", "Add as a table"),
        Binding("d", "drop", "Drop the last"), Binding("enter", "on", "Work out the plan", priority=True),
        Binding("escape", "back", "Back"),
    ]  # fmt: skip

    def __init__(self, tables: Sequence[tuple[str, ...]] = ()) -> None:
        super().__init__()
        self._tables = list(tables)
        self._by = summary_words.dimensions()
        self._ticked: list[str] = []

    def body(self) -> ComposeResult:
        """Show what people may be counted by, and the tables so far."""
        with Horizontal():
            yield Choices(self._drawn(), id="by")
            yield Pane(id="tables")

    def on_mount(self) -> None:
        """Mark the first."""
        choices = self.query_one(Choices)
        choices.highlighted = 0
        choices.focus()
        self._say()

    def _drawn(self) -> list[str]:
        return [f"{_ON if key in self._ticked else _OFF} {words}" for key, words in self._by]

    def _say(self) -> None:
        entries = [
            heading("Count people by"),
            Entry(" x ".join(self._ticked) or "tick one to three on the left with the space bar", look="accent"),
            GAP, heading("Tables so far"),
            *(Entry(words, f"table {at}") for at, words in enumerate(summary_words.tables_in_words(self._tables), 1)),
        ]  # fmt: skip
        if not self._tables:
            entries.append(Entry("none yet: a adds what is ticked", look="dim"))
        entries += [GAP, Entry("Enter works out the plan: nothing is made by that.", look="dim")]
        self.query_one(Pane).show(entries)

    def action_tick(self) -> None:
        """Tick what is marked; of one dimension only one level."""
        choices = self.query_one(Choices)
        here = choices.highlighted
        if here is None:
            return
        key = self._by[here][0]
        if key in self._ticked:
            self._ticked.remove(key)
        else:
            self._ticked = [one for one in self._ticked if not summary_words.same_dimension(one, key)]
            self._ticked.append(key)
        choices.offer(self._drawn())
        choices.highlighted = here
        self._say()

    def on_option_list_option_selected(self) -> None:
        """Tick what was clicked."""
        self.action_tick()

    def action_add(self) -> None:
        """Take what is ticked as a table."""
        table = tuple(self._ticked)
        if table and table not in self._tables:
            self._tables.append(table)
        self._ticked = []
        here = self.query_one(Choices).highlighted
        self.query_one(Choices).offer(self._drawn())
        self.query_one(Choices).highlighted = here
        self._say()

    def action_drop(self) -> None:
        """Take the last table away."""
        self._tables = self._tables[:-1]
        self._say()

    def action_on(self) -> None:
        """Go on with the tables; what is ticked counts as one."""
        if self._ticked:
            self.action_add()
        if self._tables:
            self.dismiss(tuple(self._tables))
        else:
            self.tell("tick what people are counted by first, with the space bar")

    def action_back(self) -> None:
        """Go back a step."""
        self.dismiss(None)


class Planned(Frame):
    """A plan with its true counts; left with ``on``, ``instead`` for the suggestion, or None to go back."""

    PLACE = "4 of 7: the plan"
    BINDINGS = [*keys(
        ("enter", "on", "Go on"), ("i", "instead", "Take the suggestion"), ("c", "cells", "Every cell"),
        ("escape", "back", "Other tables"),
    )]  # fmt: skip

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self._plan, self._every = plan, False

    def body(self) -> ComposeResult:
        """Show the plan."""
        yield Pane(summary_words.planned(self._plan), id="plan")

    def on_mount(self) -> None:
        """Let keys scroll it."""
        self.query_one(Pane).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what this plan allows."""
        if action == "instead":
            return self._plan.instead is not None
        return super().check_action(action, parameters)

    def action_on(self) -> None:
        """Go on where the plan passes; else say what would satisfy the rule."""
        refusal = self._plan.refusal
        if refusal is None:
            self.dismiss("on")
        else:
            told = Told(f"\u2717 refused: {refusal.message}", summary_words.refused(refusal))
            self.app.push_screen(told)

    def action_instead(self) -> None:
        """Take the coarser tables that pass."""
        self.dismiss("instead")

    def action_cells(self) -> None:
        """Show every cell, or only the most exposed again."""
        self._every = not self._every
        self.query_one(Pane).show(summary_words.planned(self._plan, every=self._every))

    def action_back(self) -> None:
        """Go back to the tables."""
        self.dismiss(None)


class Preview(Frame):
    """The pages as they will be printed, every byte of them; left with True to go on."""

    PLACE = "7 of 7: the pages"
    DEFAULT_CSS = """
    Preview #files { width: 28; }
    Preview.narrow #files { width: 18; }
    """
    BINDINGS = [Binding("enter", "on", "Go on", priority=True), Binding("escape", "back", "Back")]

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__()
        self._pages = summary_words.pages(files)

    def body(self) -> ComposeResult:
        """Show the names of the files, and one of them."""
        with Horizontal():
            yield Choices([name for name, _ in self._pages], id="files")
            yield Pane(id="text")

    def on_mount(self) -> None:
        """Show the first."""
        choices = self.query_one(Choices)
        choices.highlighted = 0
        choices.focus()

    def on_option_list_option_highlighted(self, event: Choices.OptionHighlighted) -> None:
        """Show the file that is marked."""
        _, text = self._pages[event.option_index]
        self.query_one(Pane).show([Entry(line) for line in text.split("\n")])

    def action_on(self) -> None:
        """Go on to the last question."""
        self.dismiss(True)

    def action_back(self) -> None:
        """Go back a step."""
        self.dismiss(None)
