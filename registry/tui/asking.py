"""Asking through several dialogues, one question after another; Esc in any of them stops, and nothing is kept."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable, Sequence
from contextlib import suppress
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical

from registry.errors import InputRefused, RuleNotMet
from registry.tui.dialogues import Ask, Choose, Confirm, Dialogue
from registry.tui.frame import Frame, acting
from registry.tui.paint import Entry, Label
from registry.tui.widgets import Card, Choices
from registry.words.dates import PartialDate
from registry.words.terms import Vocabulary

P = ParamSpec("P")
S = TypeVar("S", bound=Frame)


class Stopped(Exception):
    """A question was left without an answer."""


def flow(
    method: Callable[Concatenate[S, P], Coroutine[Any, Any, None]],
) -> Callable[Concatenate[S, P], None]:
    """Run an act that asks questions and writes nothing; Esc in any of them stops it."""

    @acting
    @wraps(method)
    async def run(screen: S, /, *args: P.args, **kwargs: P.kwargs) -> None:
        with suppress(Stopped):
            await method(screen, *args, **kwargs)

    return run


def writing(
    method: Callable[Concatenate[S, P], Coroutine[Any, Any, None]],
) -> Callable[Concatenate[S, P], None]:
    """Run an act that asks questions and then writes: nothing is saved before the last, and Esc stops it.

    In a vault that is only read nobody is asked in vain.
    """

    @acting
    @wraps(method)
    async def run(screen: S, /, *args: P.args, **kwargs: P.kwargs) -> None:
        refuse_reading(screen)
        screen.registry.unsaved = True
        try:
            await method(screen, *args, **kwargs)
        except Stopped:
            screen.tell("nothing was changed")
        finally:
            screen.registry.unsaved = False

    return run


def refuse_reading(screen: Frame) -> None:
    """Raise ``RuleNotMet`` where the vault was opened only to be read, with the keys that change that."""
    if screen.registry.reading:
        raise RuleNotMet("the vault was opened for reading only", "lock it with L, and open it again to work")


def _answered(said: Any) -> Any:
    if said is None:
        raise Stopped
    return said


async def line(
    screen: Frame, question: str, entries: Iterable[Entry] = (), *,
    check: Callable[[str], Any] = str, needed: bool = False, value: str = "", long: bool = False,
) -> Any:  # fmt: skip
    """Ask for text until ``check`` takes it, and return what that makes of it; ``""`` where it was left empty."""
    told: list[Entry] = []
    while True:
        value = _answered(await screen.ask(Ask(question, [*entries, *told], value=value, long=long)))
        if not value and not needed:
            return ""
        try:
            if not value:
                raise InputRefused("this cannot be left empty", "Esc stops, and nothing is kept")
            return check(value)
        except InputRefused as refused:
            told = [Entry(refused.message, look="warn"), Entry(refused.hint, look="dim")]


async def one_of(screen: Frame, question: str, labels: Sequence[Label]) -> int:
    """Ask for one of several, and return its place."""
    return int(_answered(await screen.ask(Choose(question, labels))))


async def term(screen: Frame, question: str, terms: Vocabulary, lang: str, *, none: str = "") -> str:
    """Ask for a term, and return its code; ``none`` are the words for choosing none of them, first in the list."""
    found = [("", none)] if none else []
    found += [(one.code, one.show(lang)) for one in terms]
    return found[await one_of(screen, question, [label for _, label in found])][0]


async def several(
    screen: Frame, question: str, labels: Sequence[str], marked: Iterable[int] = (), *, note: str = ""
) -> tuple[int, ...]:
    """Ask which of several, and return their places."""
    return tuple(_answered(await screen.ask(Mark(question, labels, marked, note=note))))


async def sure(screen: Frame, question: str, entries: Sequence[Entry] = (), *, asked_by: str = "") -> None:
    """Ask to confirm; anything but a yes stops."""
    if not await screen.ask(Confirm(question, entries, asked_by=asked_by)):
        raise Stopped


def renewed(screen: Frame) -> None:
    """Let a screen that shows records read them again."""
    renew = getattr(screen, "renew", None)
    if renew is not None:
        renew()


def day(said: str) -> str:
    """Read a partial date as it is kept; raise ``InputRefused``."""
    return PartialDate.parse(said).text


class Mark(Dialogue):
    """Which of several: the space bar marks one or takes its mark away, Enter keeps; left with the marked places."""

    BINDINGS = [
        Binding("space", "mark", "Mark", priority=True),
        Binding("enter", "keep", "Keep", priority=True),
    ]

    def __init__(
        self, question: str, labels: Sequence[str], marked: Iterable[int] = (), *, note: str = ""
    ) -> None:
        super().__init__()
        self._question, self._labels, self._note = question, list(labels), note
        self._marked = set(marked)

    def _words(self) -> list[str]:
        return [f"[{'x' if at in self._marked else ' '}] {label}" for at, label in enumerate(self._labels)]

    def compose(self) -> ComposeResult:
        """Show the question and the list."""
        with Vertical():
            yield Card([Entry(self._question, look="title"), *([Entry(self._note)] if self._note else [])])
            yield Choices(self._words())
            yield Card([Entry("Space marks, Enter keeps, Esc leaves")], classes="keys")

    def on_mount(self) -> None:
        """Begin with the first."""
        choices = self.query_one(Choices)
        choices.highlighted = 0 if self._labels else None
        choices.focus()

    def action_mark(self) -> None:
        """Mark the one under the cursor, or take its mark away."""
        choices = self.query_one(Choices)
        at = choices.highlighted
        if at is not None:
            self._marked ^= {at}
            choices.offer(self._words())
            choices.highlighted = at

    def action_keep(self) -> None:
        """Leave with the marked places."""
        self.dismiss(tuple(sorted(self._marked)))
