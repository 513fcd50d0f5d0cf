"""Typing where a file lies: names of the folder are offered and completed, and nothing of it is kept."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical

from registry.errors import InputRefused
from registry.tui.dialogues import Dialogue
from registry.tui.paint import Entry
from registry.tui.widgets import Card, Choices, Line

# So many names of one folder are offered; more letters narrow them.
MOST = 200


@contextmanager
def files() -> Iterator[None]:
    """Turn what the system refuses of a file into a refusal; it names no file, since a path can hold a person's name."""
    try:
        yield
    except OSError as failed:
        what = os.strerror(failed.errno).lower() if failed.errno else "the system refused"
        raise InputRefused(
            f"that file could not be read: {what}", "check the path, and whether the stick is in"
        ) from None


def opener(path: Path) -> Callable[[], IO[bytes]]:
    """Return what opens a file anew each time. Raises ``InputRefused`` where it cannot be opened."""

    def opened() -> IO[bytes]:
        with files():
            return path.open("rb")

    return opened


def path_of(said: str) -> Path:
    """Return the path that was typed; ``~`` stands for one's own folder where the system knows it."""
    try:
        return Path(said).expanduser()
    except RuntimeError:
        return Path(said)


def offered(said: str) -> list[str]:
    """Return what a path that is being typed may go on as: names of its folder, those of folders with a slash."""
    folder, slash, begun = said.rpartition("/")
    try:
        with os.scandir(path_of(folder + slash or ".")) as found:
            names = [f"{one.name}/" if one.is_dir() else one.name for one in found if _fits(one.name, begun)]
    except (OSError, ValueError):
        return []
    return sorted(names, key=lambda name: (not name.endswith("/"), name.casefold()))[:MOST]


def _fits(name: str, begun: str) -> bool:
    return name.casefold().startswith(begun.casefold()) and (
        begun.startswith(".") or not name.startswith(".")
    )


def completed(said: str, names: list[str]) -> str:
    """Return a path as far as all the names agree on how it goes on."""
    if not names:
        return said
    folder, slash, _ = said.rpartition("/")
    shortest = min(names, key=len)
    alike = next((at for at in range(len(shortest)) if len({name[at] for name in names}) > 1), len(shortest))
    return f"{folder}{slash}{shortest[:alike]}" if alike else said


class AskPath(Dialogue):
    """Where a file lies. Tab completes, Up and Down mark a name, Enter goes into a folder or takes a file."""

    BINDINGS = [
        Binding("tab", "complete", "Complete", priority=True), Binding("down", "move(1)", "Down"),
        Binding("up", "move(-1)", "Up"),
    ]  # fmt: skip

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question
        self._names: list[str] = []

    def compose(self) -> ComposeResult:
        """Show the question, a line, and the names of the folder."""
        with Vertical():
            yield Card([Entry(self._question, look="title")])
            yield Line(placeholder="such as ~/lists/people.csv", id="answer")
            yield Choices()
            yield Card(
                [Entry("Tab completes, Up and Down, Enter takes it, Esc leaves; the path is not kept")],
                classes="keys",
            )

    def on_mount(self) -> None:
        """Let it be typed at once."""
        self.query_one(Line).focus()
        self._offer()

    def on_input_changed(self) -> None:
        """Offer what fits what was typed."""
        self._offer()

    def _offer(self) -> None:
        self._names = offered(self.query_one(Line).value)
        choices = self.query_one(Choices)
        choices.offer(self._names)
        choices.highlighted = None

    def action_complete(self) -> None:
        """Go on as far as all names agree."""
        self._fill(completed(self.query_one(Line).value, self._names))

    def _fill(self, said: str) -> None:
        line = self.query_one(Line)
        line.value = said
        line.cursor_position = len(said)

    def action_move(self, step: int) -> None:
        """Mark another name."""
        choices = self.query_one(Choices)
        if self._names:
            at = choices.highlighted
            choices.highlighted = (
                (at + step) % len(self._names) if at is not None else 0 if step > 0 else len(self._names) - 1
            )

    def on_input_submitted(self) -> None:
        """Take the marked name, or the path as it was typed."""
        said, at = self.query_one(Line).value, self.query_one(Choices).highlighted
        self._take(completed(said, [self._names[at]]) if at is not None else said)

    def on_option_list_option_selected(self, event: Choices.OptionSelected) -> None:
        """Take the name that was pressed."""
        self._take(completed(self.query_one(Line).value, [self._names[event.option_index]]))

    def _take(self, said: str) -> None:
        path = path_of(said)
        if said and path.is_dir():
            self._fill(said if said.endswith("/") else f"{said}/")
        elif path.is_file():
            self.dismiss(path)
        elif said:
            self.query_one(".keys", Card).say("There is no file of that name here. Esc leaves", "warn")
