"""The question that an interview is at: its words and help, what may be chosen, the line to answer in, and how it reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical

from registry.desk.drafting import SOURCE, Said
from registry.desk.interview_course import Course
from registry.desk.interview_steps import Step
from registry.display.classes import TURNS
from registry.errors import InputRefused, RegistryError
from registry.tui.offering import Offer, narrowed, offers_of
from registry.tui.paint import Entry
from registry.tui.widgets import Card, Choices, Line


class Answer(Line):
    """The line in which answers are typed."""

    BINDINGS = [
        Binding("enter", "submit", "Go on"),
        Binding("up", "screen.back", "Back"),
        Binding("down", "screen.forward", "Down"),
    ]


class Asking(Vertical):
    """One question, put so that it can be answered from the keyboard alone."""

    DEFAULT_CSS = """
    Asking { height: auto; padding: 0 1; border-top: solid $primary; }
    Asking Choices { max-height: 6; text-wrap: nowrap; text-overflow: ellipsis; border: none; padding: 0; background: $background; }
    Asking Answer, Asking Answer:focus { border: none; height: 1; padding: 0 1; background: $panel; }
    """

    def __init__(self) -> None:
        super().__init__(id="asking")
        self.step: Step | None = None
        self._course: Course | None = None
        self._sources: list[Offer] = []
        self._offers: list[Offer] = []
        self._shown: list[Offer] = []

    def compose(self) -> ComposeResult:
        """Show the question over what may be chosen, over the line, over how the line reads."""
        yield Card(id="question")
        yield Choices(id="offers")
        yield Answer(id="line")
        yield Card(id="reads")

    @property
    def line(self) -> Answer:
        """The line in which the answer is typed."""
        return self.query_one(Answer)

    @property
    def typed(self) -> str:
        """What stands in the line."""
        return self.line.value.strip()

    def put(self, course: Course, step: Step, sources: Sequence[Offer]) -> None:
        """Put a question; what was typed ahead of it stays in the line."""
        self._course, self.step, self._sources = course, step, list(sources)
        self._offers = offers_of(step, self._sources, course.lang)
        told = course.told(step)
        entries = [Entry(_question(step), look="strong")]
        if step.help:
            entries.append(Entry(step.help, look="dim"))
        if told:
            entries.append(Entry(told, label="now"))
        self.query_one("#question", Card).show(entries)
        self.narrow()
        self.line.focus()

    def narrow(self) -> None:
        """Follow what is typed: offer what it leaves, and say how it reads."""
        if self.step is None or self._course is None:
            return
        step, course, typed = self.step, self._course, self.typed
        choices = self.query_one(Choices)
        self._shown, at = narrowed(self._offers, typed, lambda said: course.read(step, said))
        choices.display = bool(self._shown)
        choices.offer([one.label for one in self._shown])
        choices.highlighted = at
        self._say(self._read_so_far(step, course, typed) if typed and at is None else self._marked())

    def _read_so_far(self, step: Step, course: Course, typed: str) -> list[Entry]:
        """Say the line again as it will be drawn, and how it will be read where that is not as it was typed."""
        entries = [Entry(typed, label="typed")] if TURNS.search(typed) else []
        try:
            read = step.show(course.read(step, typed))
        except RegistryError:
            return entries  # it may not be finished: it is refused on Enter only
        return entries if read == typed else [*entries, Entry(read, label="reads as", look="accent")]

    def _marked(self) -> list[Entry]:
        """Say what Enter takes, so that it is told by more than a colour."""
        at = self.query_one(Choices).highlighted
        return [] if at is None else [Entry(self._shown[at].name, label="Enter takes", look="accent")]

    def _say(self, entries: Sequence[Entry]) -> None:
        self.query_one("#reads", Card).show(entries)

    def refuse(self, refused: RegistryError, step: Step) -> None:
        """Say why an answer cannot be read, and how one looks that can."""
        words = refused.message + (f"; {refused.hint}" if refused.hint else "")
        entries = [Entry(f"! {words}", look="bad")]
        if step.help and step.help not in words:
            entries.append(Entry(step.help, label="for example"))
        self._say(entries)

    # What is chosen

    def move(self, by: int) -> bool:
        """Mark another of the offers; False where there is none in that direction."""
        choices = self.query_one(Choices)
        at = choices.highlighted
        if not self._shown or (at is None and by < 0):
            return False
        if at is None:
            choices.highlighted = 0
        elif at + by < 0:
            choices.highlighted = None
        else:
            choices.highlighted = min(at + by, len(self._shown) - 1)
        self._say(self._marked())
        return True

    def answer(self) -> Said | None:
        """Return what is marked, or what is typed; None for an empty line. Raises ``InputRefused``, ``NotFound``."""
        assert self.step is not None
        assert self._course is not None
        at = self.query_one(Choices).highlighted
        if at is not None:
            return self._shown[at].said
        if not self.typed:
            if self.step.key == SOURCE and not self._course.told(self.step):
                raise InputRefused(
                    "every answer is somebody's: who says so?",
                    "type a part of a known source's name, or go down to the kind of a new one",
                )
            return None
        return self._course.read(self.step, self.typed)

    def on_input_changed(self, event: Any) -> None:
        """Narrow with each letter."""
        self.narrow()


def _question(step: Step) -> str:
    return "Who says so?" if step.key == SOURCE else step.question
