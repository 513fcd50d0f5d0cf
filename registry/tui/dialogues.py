"""Dialogues: to confirm with another key than the one that asked, to type an id back, to answer, to choose, to be told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen

from registry.tui.paint import Entry, Label, parts_of
from registry.tui.widgets import Area, Card, Choices, Line, Pane

_CHOOSING = "Up and Down, Enter takes it, Esc leaves"


class Dialogue(ModalScreen[Any]):
    """A box over the screen; Esc leaves it without an answer."""

    DEFAULT_CSS = """
    Dialogue { align: center middle; }
    Dialogue > Vertical { width: 76; max-width: 96%; height: auto; max-height: 90%; border: round $primary;
        background: $surface; padding: 0 1; }
    Dialogue Choices, Dialogue Area { max-height: 50vh; border: none; }
    Dialogue Area { height: 8; }
    Dialogue Pane { height: auto; max-height: 16; padding: 0; }
    Ask Pane, TypeBack Pane { max-height: 50vh; }
    Dialogue .keys { color: $secondary; margin-top: 1; }
    """
    BINDINGS = [
        Binding("escape", "leave", "Leave"),
        Binding("ctrl+c,super+c", "app.told_to_stop", "Stop", show=False),  # in the place of copying
        Binding("L", "app.lock", "Lock", show=False),  # a dialogue is given none of the program's own keys
    ]

    def on_mount(self) -> None:
        """Take away what was told in the corner: it would lie over the question, and over what a yes changes."""
        self.app.clear_notifications()

    def action_leave(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)


class Told(Dialogue):
    """Something to read, left with Enter or Esc."""

    BINDINGS = [Binding("enter", "leave", "Go on")]

    def __init__(self, title: str, entries: Sequence[Entry]) -> None:
        super().__init__()
        self._title, self._entries = title, entries

    def compose(self) -> ComposeResult:
        """Show the entries."""
        with Vertical():
            yield Card([Entry(self._title, look="title")])
            yield Pane(self._entries)
            yield Card([Entry("Enter or Esc goes on")], classes="keys")


class Confirm(Dialogue):
    """A question answered with a key that is not the one that asked it: ``y``, or ``c`` where ``y`` asked."""

    def __init__(self, question: str, entries: Sequence[Entry] = (), *, asked_by: str = "") -> None:
        super().__init__()
        self._question, self._entries = question, entries
        self.key = "c" if asked_by.lower() == "y" else "y"

    def compose(self) -> ComposeResult:
        """Show the question and what it means."""
        with Vertical():
            yield Card([Entry(self._question, look="title")])
            yield Pane(self._entries)
            yield Card([Entry(f"{self.key} confirms, Esc or n leaves everything as it is")], classes="keys")

    def on_key(self, event: Any) -> None:
        """Take the confirming key, or the one that says no."""
        if event.character == self.key:
            event.stop()
            self.dismiss(True)
        elif event.character in ("n", "N"):
            event.stop()
            self.dismiss(False)


class TypeBack(Dialogue):
    """A question about what cannot be taken back: the case's short id is typed to answer it."""

    def __init__(self, question: str, entries: Sequence[Entry], wanted: str) -> None:
        super().__init__()
        self._question, self._entries, self._wanted = question, entries, wanted

    def compose(self) -> ComposeResult:
        """Show the question and a line to type in."""
        with Vertical():
            yield Card([Entry(self._question, look="title")])
            yield Pane(self._entries)
            yield Card(
                [Entry(f"Type {self._wanted} to go on; Esc leaves everything as it is")], classes="keys"
            )
            yield Line(id="answer")

    def on_mount(self) -> None:
        """Let it be typed at once."""
        self.query_one(Line).focus()

    def on_input_submitted(self) -> None:
        """Go on where the id is the right one, and say so where it is not."""
        if self.query_one(Line).value.strip().upper() == self._wanted.upper():
            self.dismiss(True)
        else:
            self.query_one(".keys", Card).say(
                f"That is not {self._wanted}. Esc leaves everything as it is", "warn"
            )


class Ask(Dialogue):
    """A question answered in one line, or in several where ``long``."""

    def __init__(
        self, question: str, entries: Sequence[Entry] = (), *, value: str = "", long: bool = False,
        secret: bool = False,
    ) -> None:  # fmt: skip
        super().__init__()
        self._question, self._entries, self._value, self._long = question, entries, value, long
        self._secret = secret

    def compose(self) -> ComposeResult:
        """Show the question and where to type."""
        with Vertical():
            yield Card([Entry(self._question, look="title")])
            if self._entries:
                yield Pane(self._entries)
            yield (
                Area(self._value, id="answer")
                if self._long
                else Line(self._value, secret=self._secret, id="answer")
            )
            words = "Ctrl-S keeps it, Esc leaves" if self._long else "Enter keeps it, Esc leaves"
            yield Card([Entry(words)], classes="keys")

    BINDINGS = [Binding("ctrl+s", "keep", "Keep")]

    def on_mount(self) -> None:
        """Let it be typed at once."""
        self.query_one("#answer").focus()

    def on_input_submitted(self) -> None:
        """Keep the line."""
        self.action_keep()

    def action_keep(self) -> None:
        """Leave with what was typed."""
        if self._long:
            self.dismiss(self.query_one(Area).given)
        else:
            self.dismiss(self.query_one(Line).value.strip())


def _begins(label: Label, typed: str) -> bool:
    return any(part.casefold().strip().startswith(typed) for part in parts_of(label))


class Choose(Dialogue):
    """One of several: typed letters narrow the list, Enter takes the marked one; left with its number."""

    BINDINGS = [Binding("down", "move(1)", "Down"), Binding("up", "move(-1)", "Up")]

    def __init__(self, question: str, labels: Sequence[Label]) -> None:
        super().__init__()
        self._question, self._labels = question, list(labels)
        self._shown = list(range(len(self._labels)))

    def compose(self) -> ComposeResult:
        """Show the question, a line to narrow, and the list."""
        with Vertical():
            yield Card([Entry(self._question, look="title")])
            yield Line(placeholder="type to narrow", id="answer")
            yield Choices(self._labels)
            yield Card([Entry(_CHOOSING)], classes="keys")

    def on_mount(self) -> None:
        """Mark the first one, and let letters be typed."""
        self.query_one(Line).focus()
        self.call_after_refresh(self._mark_first)

    def _mark_first(self) -> None:
        self.query_one(Choices).highlighted = 0 if self._labels else None

    def on_input_changed(self) -> None:
        """Narrow the list."""
        typed = self.query_one(Line).value.casefold().strip()
        words = typed.split()
        self._shown = [
            at
            for at, label in enumerate(self._labels)
            if all(word in " ".join(parts_of(label)).casefold() for word in words)
        ]
        # What begins with the letters comes first: C means the grade C, and no other that has the letter somewhere.
        self._shown.sort(key=lambda at: not _begins(self._labels[at], typed))
        choices = self.query_one(Choices)
        choices.offer([self._labels[at] for at in self._shown])
        choices.highlighted = 0 if self._shown else None
        told = _CHOOSING if self._shown else "Nothing here fits what is typed: take letters away"
        self.query_one(".keys", Card).say(told, "" if self._shown else "warn")

    def action_move(self, step: int) -> None:
        """Mark another one."""
        choices = self.query_one(Choices)
        if self._shown:
            choices.highlighted = ((choices.highlighted or 0) + step) % len(self._shown)

    def on_input_submitted(self) -> None:
        """Take the marked one."""
        self._take(self.query_one(Choices).highlighted)

    def on_option_list_option_selected(self, event: Choices.OptionSelected) -> None:
        """Take the one that was pressed."""
        self._take(event.option_index)

    def _take(self, at: int | None) -> None:
        if at is not None and at < len(self._shown):
            self.dismiss(self._shown[at])
