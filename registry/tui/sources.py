"""Sources: who gives information, how reliable they are, what rests on each; their contact only when it is asked for."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal

from registry.desk.desk import CASES, Desk, SourceLine
from registry.desk.listing import sources
from registry.desk.resting import Resting, Said, claims_of
from registry.desk.sourcing import contact_of, grade_source, grades_of, new_source
from registry.sources.grading import RELIABILITY
from registry.sources.kinds import SOURCE_KINDS
from registry.tui.asking import flow, line, one_of, term
from registry.tui.choosing import person_shown
from registry.tui.columns import Column
from registry.tui.dialogues import Confirm, Told
from registry.tui.frame import Frame, acting, keys
from registry.tui.narrowed import Narrowed, TwoPanes
from registry.tui.paint import Entry
from registry.tui.source_card import card, grade_words
from registry.tui.table import Rows, VirtualTable
from registry.tui.widgets import Pane
from registry.words.folding import fold
from registry.words.identity import number_of, short

_SLICE = 0.08  # seconds of reading at once, so that keys are answered in between
_CONTACT = (
    "A contact leads to a person who may be in danger for having spoken. It is sealed apart from everything else.",
    "Open it only to reach the source, with nobody looking over your shoulder; F12 blanks the screen.",
)


class SourcesScreen(Narrowed[SourceLine]):
    """Every source by its pseudonym, with kind, grade, and how many claims rest on it."""

    PLACE = "Sources"
    QUESTION = "Which sources? A word of the label, or a kind"
    BINDINGS: ClassVar[list[Any]] = keys(("n", "new", "New source"), ("r", "grade", "Grade"))

    def __init__(self) -> None:
        super().__init__()
        self._resting: Resting | None = None

    def body(self) -> ComposeResult:
        """Show the list."""
        yield VirtualTable(
            (
                Column("id", 8), Column("label", weight=2), Column("kind", least=10), Column("grade", 5, drops_at=30),
                Column("claims", 7, align="right", drops_at=44),
            ),
            nothing="no source yet: n takes one in", id="sources",
        )  # fmt: skip

    def on_mount(self) -> None:
        """Read the sources."""
        self.query_one(VirtualTable).focus()
        self.renew()

    @acting
    async def renew(self) -> None:
        """Read the sources again, and count anew what rests on each."""
        stay = self.stands_on
        self.every = await self.at_desk(lambda desk: list(sources(desk))[::-1], "reading")
        self._resting = None
        self.show(stay)
        self._count()

    @acting
    async def _count(self) -> None:
        """Count the claims slice by slice; the desk does what is asked in between."""
        counting = self._resting = await self.at_desk(lambda desk: Resting(desk, time.monotonic))
        done = False
        while not done and self._resting is counting and self.is_attached:
            done = await self.at_desk(lambda _: counting.advance(_SLICE))
            if self._resting is counting and self.is_attached:
                table = self.query_one(VirtualTable)
                table.note = self.note()
                table.refresh()

    def name_of(self, one: SourceLine) -> str:
        """Return the id of a source."""
        return one.id

    def holds(self, one: SourceLine) -> str:
        """Return the folded words of its label and kind, and its id."""
        return (
            fold(f"{one.label} {kind_words(one.kind, self.registry.doors.lang)}")
            + f" {short(one.id).casefold()}"
        )

    def rows(self) -> Rows:
        """Return the rows of what is listed."""
        return _Rows(self, self.registry.doors.lang)

    def note(self) -> str:
        """Return what was looked for, and how far the claims are counted."""
        counting, said = self._resting, super().note()
        if counting is None or counting.complete:
            return said
        told = f"claims counted in {counting.done:,} of {counting.total:,} cases"
        return f"{said} · {told}" if said else told

    def row(self, at: int, lang: str) -> tuple[str, ...]:
        """Return the cells of one source; how many claims rest on it as far as they are counted."""
        one, counting = self.listed[at], self._resting
        count = counting.counts[one.id] if counting else 0
        told = f"{count:,}" if counting and counting.complete else f"{count:,}+" if count else "…"
        return short(one.id), one.label, kind_words(one.kind, lang), one.reliability, told

    def count(self) -> int:
        """Return how many sources the list has."""
        return len(self.listed)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grade only what there is."""
        return bool(self.listed) if action == "grade" else super().check_action(action, parameters)

    def on_virtual_table_opened(self) -> None:
        """Open the source one stands on."""
        if source := self.stands_on:
            counting = self._resting
            known = counting.cases.get(source, []) if counting and counting.complete else None
            self.app.push_screen(SourceScreen(source, known), lambda _: self.renew())

    @flow
    async def action_new(self) -> None:
        """Take a source in under a pseudonym, its contact sealed apart."""
        lang = self.registry.doors.lang
        given = {
            "kind": await term(self, "Of which kind is the new source?", SOURCE_KINDS, lang),
            "label": await line(self, "A pseudonym for it", [Entry(_LABEL, look="dim")]),
            "reliability": await _letter(self, "How reliable is it?"),
            "why": await line(self, "Why that grade? Enter: not said"),
            "contact": await line(self, "Contact, sealed apart. Enter: none"),
        }
        made = await self.at_desk(
            lambda desk: new_source(desk, {key: said for key, said in given.items() if said}), "keeping"
        )
        self.tell(f"source {short(made.id)} is taken in; u takes it back")
        self.renew()

    @flow
    async def action_grade(self) -> None:
        """Grade the source one stands on anew, with the reason."""
        if (here := self.here) is not None:
            await _grade(self, here.id, here.label)
            self.renew()


class _Rows:
    """The rows of the list, made when they come in sight, so that counts show as they are known."""

    def __init__(self, screen: SourcesScreen, lang: str) -> None:
        self._screen, self._lang = screen, lang

    def __len__(self) -> int:
        return self._screen.count()

    def __getitem__(self, index: int, /) -> Sequence[str]:
        return self._screen.row(index, self._lang)


_LABEL = "mother of two, committee A: never a private person's name; Enter leaves it at its kind"


def kind_words(code: str, lang: str) -> str:
    """Return the kind of a source in words."""
    return SOURCE_KINDS[code].show(lang) if code in SOURCE_KINDS else code


async def _letter(screen: Frame, question: str) -> str:
    letters = list(RELIABILITY.terms)
    lang = screen.registry.doors.lang
    return letters[await one_of(screen, question, [grade_words(letter, lang) for letter in letters])]


async def _grade(screen: Frame, source: str, label: str) -> None:
    """Ask for a grade and the reason, and give it."""
    letter = await _letter(screen, f"How reliable is {label}?")
    why = await line(screen, "Why? What it stated before counts with the new grade", needed=True)
    await screen.at_desk(lambda desk: grade_source(desk, source, letter, why), "grading")
    screen.tell("graded; u takes it back")


class SourceScreen(TwoPanes):
    """One source with the history of its grades, and everything it states, case by case.

    ``cases`` are the ids of those in which it speaks, where they are known; otherwise all are read.
    """

    PLACE = "Source"
    CSS = """
    SourceScreen #source { width: 2fr; }
    SourceScreen #claims { width: 3fr; border-left: solid $panel; }
    SourceScreen.narrow #claims { display: none; }
    SourceScreen.narrow.second #claims { display: block; width: 1fr; border-left: none; }
    SourceScreen.narrow.second #source { display: none; }
    """
    PANES = ("#source", "#claims")
    BINDINGS: ClassVar[list[Any]] = keys(("r", "grade", "Grade"), ("c", "contact", "Contact"))

    def __init__(self, source: str, cases: Sequence[str] | None = None) -> None:
        super().__init__()
        self.source, self._cases = source, cases
        self._label, self._has_contact = "", False
        self._said: list[Said] = []

    def body(self) -> ComposeResult:
        """Show the source beside what it states; one of the two where there is no room for both."""
        with Horizontal():
            yield Pane(id="source")
            yield VirtualTable(
                (
                    Column("case", 8), Column("called", least=10), Column("fact", least=8), Column("says", weight=2),
                    Column("grade", 5, drops_at=50),
                ),
                nothing="it states nothing that stands", id="claims",
            )  # fmt: skip

    def on_mount(self) -> None:
        """Read the source."""
        self.query_one("#source", Pane).focus()
        self.renew()

    @acting
    async def renew(self) -> None:
        """Read the source and what it states again."""
        lang = self.registry.doors.lang

        def read(desk: Desk) -> tuple[str, bool, list[Entry], list[int]]:
            found = desk.source(self.source)
            contact = bool(contact_of(desk, found))
            entries = card(found, grades_of(desk, found.id), desk.names(), has_contact=contact, lang=lang)
            known = self._cases
            numbers = list(desk.vault.numbers(CASES)) if known is None else [number_of(one) for one in known]
            return found.label, contact, entries, numbers

        self._label, self._has_contact, entries, numbers = await self.at_desk(read, "reading")
        self.query_one("#source", Pane).show(entries)
        self.refresh_bindings()
        await self._read_claims(numbers, lang)

    async def _read_claims(self, numbers: list[int], lang: str) -> None:
        table = self.query_one(VirtualTable)
        said: list[Said] = []
        self._said = said
        rows: list[tuple[str, ...]] = []
        table.show(rows, cursor=table.cursor)
        for start in range(0, len(numbers), _STRETCH):
            stretch = numbers[start : start + _STRETCH]
            more = await self.at_desk(
                lambda desk, stretch=stretch: list(claims_of(desk, self.source, stretch, lang))  # type: ignore[misc]
            )
            if self._said is not said or not self.is_attached:
                return
            said += more
            rows += [(short(one.case), one.called, one.fact, one.says, one.grade) for one in more]
            last = start + _STRETCH >= len(numbers)
            table.note = "" if last else f"read {start + _STRETCH:,} of {len(numbers):,} cases"
            table.grown()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the contact only where one was given."""
        return self._has_contact if action == "contact" else True

    def on_virtual_table_opened(self, opened: VirtualTable.Opened) -> None:
        """Open the case of the claim one stands on."""
        person_shown(self, self._said[opened.index].case)

    @flow
    async def action_grade(self) -> None:
        """Grade the source anew, with the reason."""
        await _grade(self, self.source, self._label)
        self.renew()

    @acting
    async def action_contact(self) -> None:
        """Open the sealed contact, after it was said what that means; nothing keeps it on the screen."""
        why = [Entry(one) for one in _CONTACT]
        if await self.ask(Confirm(f"Open the contact of {self._label}?", why, asked_by="c")):
            kept = await self.at_desk(lambda desk: contact_of(desk, desk.source(self.source)))
            await self.ask(Told(f"Contact of {self._label}", [Entry(kept)]))


_STRETCH = 50
