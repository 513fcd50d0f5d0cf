"""The list of cases: searched as one types, narrowed, sorted, with the card of the one under the cursor beside it."""

from __future__ import annotations

import gc
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal

from registry.desk.browsing import Asked
from registry.desk.desk import Desk
from registry.desk.listing import Filter
from registry.errors import RegistryError
from registry.tui import case_rows, duty_acts
from registry.tui.asking import day, flow, line, one_of
from registry.tui.case_words import Entries, card
from registry.tui.frame import Frame, acting, keys
from registry.tui.looking import Looking, Seen, Wanted
from registry.tui.paint import GAP, Entry
from registry.tui.table import VirtualTable
from registry.tui.widgets import Line, Pane, Strips

_WAITING = ("…",)
# How often the screen tells how far the reading has come. Seconds.
_TELL = 0.25
_CLEAR = "show every case again"


class _Rows:
    """The rows that are in sight, for the table; what is not here yet is fetched, and drawn when it comes."""

    def __init__(self, screen: CasesScreen) -> None:
        self._screen = screen

    def __len__(self) -> int:
        return self._screen.seen.total

    def __getitem__(self, at: int) -> Sequence[str]:
        line = self._screen.seen.line(at)
        if line is None:
            self._screen.fetch(at)
            return _WAITING
        return case_rows.words_of(line, self._screen.registry.doors.lang)


class Query(Line):
    """The line in which a query is typed."""

    BINDINGS = [Binding("enter", "submit", "To the list"), Binding("escape", "screen.clear", "Clear")]


class CasesScreen(Frame):
    """Every case file."""

    PLACE = "Cases"
    DEFAULT_CSS = """
    CasesScreen #query { display: none; height: 1; border: none; padding: 0 1; background: $surface; }
    CasesScreen.searching #query { display: block; }
    CasesScreen #asked { padding: 0 1; display: none; }
    CasesScreen.asked #asked { display: block; }
    CasesScreen #cases { width: 1fr; height: 1fr; }
    CasesScreen #preview { width: 44; border-left: solid $panel; }
    CasesScreen.narrow #preview { display: none; width: 1fr; }
    CasesScreen.narrow.previewing #preview { display: block; border: none; }
    CasesScreen.narrow.previewing #cases { display: none; }
    """
    BINDINGS = [
        *keys(
            ("slash", "search", "Search"), ("f", "narrow", "Filter"), ("s", "sort", "Sort"), ("n", "new", "New case"),
            ("N", "new_group", "New group"), ("tab", "other", "Card"), ("t", "task", "Task"), ("P", "plan", "Plan"),
            ("escape", "clear", "Clear"),
        ),
        *keys(("c", "unmark", "Unmark all"), ("down", "down", "Down"), quiet=True),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.seen = Seen()
        self._looking = Looking()
        self._wanted = Wanted()
        self._going = False
        self._marked: dict[str, None] = {}
        self._card_of = ""
        self._next_told = 0.0

    def body(self) -> ComposeResult:
        """Put the query and what was asked above the table; the card beside it where there is room."""
        yield Query(placeholder="a name in any script, mother:…, place:…", id="query")
        yield Strips(id="asked")
        with Horizontal():
            yield VirtualTable(case_rows.COLUMNS, can_mark=True, nothing="no cases", id="cases")
            yield Pane(id="preview")

    def on_mount(self) -> None:
        """Begin to read."""
        self.table.show(_Rows(self))
        self.table.focus()
        self._go()

    def on_unmount(self) -> None:
        """Let go of what was read."""
        gc.unfreeze()

    @property
    def table(self) -> VirtualTable:
        """The table of cases."""
        return self.query_one("#cases", VirtualTable)

    # Reading, slice by slice

    def renew(self) -> None:
        """Read again what was written since; the cursor stays on its case."""
        self._card_of = ""
        self._go()

    def on_screen_resume(self) -> None:
        """Read again what another screen wrote meanwhile."""
        super().on_screen_resume()
        self.renew()

    def seek(self, **changes: Any) -> None:
        """Ask for other rows."""
        self._wanted.changes |= changes
        self._go()

    def fetch(self, near: int) -> None:
        """Have the rows around one brought; it is called while drawing, so it only says so."""
        self._wanted.near = near
        self.call_later(self._go)

    def _go(self) -> None:
        if not self._going:
            self._going = True
            self._read()

    @acting
    async def _read(self) -> None:
        """Go on until all is read and nothing more is asked; other acts of the desk have their turn between slices."""
        try:
            while self.is_attached:
                wanted, self._wanted = self._wanted, Wanted(near=self._wanted.near)
                here = self.seen.line(self.table.cursor)
                wanted.keep, wanted.row = here.id if here is not None else "", self.table.cursor
                wanted.marked = tuple(self._marked)
                seen = await self.at_desk(partial(self._looking.slice, wanted=wanted))
                self._take(seen, wanted)
                if seen.done and not self._wanted.changes and self._has(self._wanted.near):
                    return
        finally:
            self._going = False

    def _has(self, near: int) -> bool:
        return near >= self.seen.total or self.seen.line(near) is not None

    def _take(self, seen: Seen, wanted: Wanted) -> None:
        """Show what a slice brought."""
        before, self.seen = self.seen, seen
        table = self.table
        if wanted.changes:
            table.show(_Rows(self), marks=seen.marks)
        elif seen.renewed and (seen.at != wanted.row or before.total != seen.total):
            # Whoever moved on meanwhile stays as many rows further on.
            at = wanted.row if seen.at is None else seen.at
            table.show(_Rows(self), cursor=at + table.cursor - wanted.row, marks=seen.marks)
        elif before.lines != seen.lines or before.total != seen.total:
            # While more is read, what is in sight stays: painting costs more than reading.
            if not seen.done and before.line(table.top) is not None and time.monotonic() < self._next_told:
                return
            table.grown()
            table.refresh()
        self._next_told = time.monotonic() + _TELL
        if seen.done and not before.done:
            gc.freeze()  # what was read stays; looking through all of it would come between two keys
        self._say()
        self._follow()

    def _say(self) -> None:
        """Say how far the reading has come, and what the list is narrowed to."""
        seen, lang = self.seen, self.registry.doors.lang
        done, of = seen.progress
        note = "" if seen.complete and seen.done else f"reading {done:,} of {of:,}"
        if seen.asked.query:
            note = "best first" + ("; there are more: type another letter" if seen.cut_off else "")
            note += "" if seen.done else "; still reading"
        self.table.note = seen.refused or note
        said = case_rows.asked_words(seen.asked, lang)
        self.set_class(bool(said), "asked")
        self.query_one("#asked", Strips).show([(said, "accent"), ("   Esc clears", "dim")] if said else [])

    # The card

    def on_virtual_table_moved(self) -> None:
        """Follow the cursor: fetch the rows around it in good time, and show the card of its case."""
        at = self.table.cursor
        self._wanted.near = at
        if not (self._has(max(0, at - 60)) and self._has(min(at + 60, max(0, self.seen.total - 1)))):
            self._go()
        self._follow()

    def _follow(self) -> None:
        here = self.seen.line(self.table.cursor)
        if here is None:
            self._card_of = ""
            self.query_one("#preview", Pane).show([])
        elif here.id != self._card_of and self.query_one("#preview", Pane).display:
            self._card_of = here.id
            self._show_card(here.id, self.seen.reasons_of(self.table.cursor))

    @acting
    async def _show_card(self, identity: str, reasons: tuple[str, ...]) -> None:
        """Show the card of one case, unless the cursor has moved on meanwhile."""
        if identity != self._card_of:
            return
        lang = self.registry.doors.lang
        entries = await self.at_desk(
            lambda desk: _card(desk, identity, lang, lambda: identity == self._card_of)
        )
        if identity == self._card_of:
            why = [Entry("; ".join(reasons), "found by", "accent"), GAP] if reasons else []
            self.query_one("#preview", Pane).show([*why, *entries])

    def action_other(self) -> None:
        """Go between the list and the card; on a narrow screen one takes the place of the other."""
        pane = self.query_one("#preview", Pane)
        if self.has_class("narrow"):
            self.toggle_class("previewing")
        to_pane = self.has_class("previewing") if self.has_class("narrow") else not pane.has_focus
        (pane if to_pane else self.table).focus()
        self.call_after_refresh(self._follow)

    def on_resize(self, event: events.Resize | None = None) -> None:
        """Show the card where there is room again."""
        super().on_resize()
        self.call_after_refresh(self._follow)

    # Searching and narrowing

    def action_search(self) -> None:
        """Type a query; what fits is shown letter by letter."""
        self.remove_class("previewing")
        self.add_class("searching")
        self.set_focus(self.query_one(Line))  # at once: what is typed next is no key of the list any more

    def on_input_changed(self) -> None:
        """Search for what is typed so far."""
        self.seek(query=self.query_one(Line).value)

    def on_input_submitted(self) -> None:
        """Go on in the list of what was found."""
        self.table.focus()

    def action_down(self) -> None:
        """Go from the query into the list."""
        if self.query_one(Line).has_focus:
            self.table.focus()

    def action_clear(self) -> None:
        """Clear one thing after the other: the card, the query, the marks, what the list is narrowed to."""
        query, asked = self.query_one(Line), self.seen.asked
        if self.has_class("narrow") and self.has_class("previewing"):
            self.action_other()
        elif self.has_class("searching"):
            self.remove_class("searching")
            query.value = ""
            self.table.focus()
        elif self._marked:
            self.action_unmark()
        elif asked.chosen or asked.wanted != Filter() or asked.order != "newest":
            self.seek(chosen={}, wanted=Filter(), order="newest")

    @flow
    async def action_narrow(self) -> None:
        """Choose by what the list is narrowed, and to what; how many there are of each is told."""
        lang, seen = self.registry.doors.lang, self.seen
        names = list(case_rows.FACETS)
        labels = [_facet_label(name, seen.asked, lang) for name in names]
        others = ["last seen from…", "last seen until…", "untouched for half a year", _CLEAR]
        at = await one_of(self, "Show only cases by…", [*labels, *others])
        if at < len(names):
            await self._choose(names[at], lang)
            return
        wanted = seen.asked.wanted
        if others[at - len(names)] == _CLEAR:
            self.seek(chosen={}, wanted=Filter())
        elif at - len(names) == 2:
            self.seek(wanted=replace(wanted, stale=not wanted.stale))
        else:
            which = "since" if at == len(names) else "until"
            said = await line(
                self, _DAYS[which], [Entry("A date as far as it is known; empty: any")], check=day
            )
            self.seek(wanted=replace(wanted, **{which: said}))

    async def _choose(self, facet: str, lang: str) -> None:
        counts = self.seen.facets.get(facet, {})
        codes = sorted((code for code in counts if counts[code]), key=lambda code: -counts[code])
        more = "" if self.seen.done else " so far"
        labels = [
            "any",
            *(f"{case_rows.code_words(facet, code, lang)}  ({counts[code]:,}{more})" for code in codes),
        ]
        at = await one_of(self, f"Only which {case_rows.FACETS[facet]}?", labels)
        chosen = {name: code for name, code in self.seen.asked.chosen.items() if name != facet}
        self.seek(chosen={**chosen, facet: codes[at - 1]} if at else chosen)

    @flow
    async def action_sort(self) -> None:
        """Choose the order."""
        orders = list(case_rows.SORTS)
        self.seek(order=orders[await one_of(self, "Sort how?", [case_rows.SORTS[one] for one in orders])])

    # Opening and acting

    def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        """Open a case."""
        from registry.tui.case import CaseScreen

        line = self.seen.line(event.index)
        if line is not None:
            self.app.push_screen(CaseScreen(line.id))

    def on_virtual_table_marked(self, event: VirtualTable.Marked) -> None:
        """Remember the case, so that its mark stays on it when rows move."""
        line = self.seen.line(event.index)
        if line is None:
            return
        if event.index in self.table.marks:
            self._marked[line.id] = None
        else:
            self._marked.pop(line.id, None)

    def action_unmark(self) -> None:
        """Take every mark away."""
        self._marked.clear()
        self.table.marks = frozenset()
        self.table.refresh()

    def _meant(self) -> list[str]:
        """Return the cases that are marked, or the one under the cursor."""
        here = self.seen.line(self.table.cursor)
        return list(self._marked) or ([here.id] if here is not None else [])

    def action_task(self) -> None:
        """Open a task on the case under the cursor, or on each that is marked."""
        if meant := self._meant():
            duty_acts.task(self, meant)

    def action_plan(self) -> None:
        """Plan the case under the cursor, or each that is marked."""
        if meant := self._meant():
            duty_acts.plan(self, meant)

    def action_new(self) -> None:
        """Take a person in."""
        self._take_in("person")

    def action_new_group(self) -> None:
        """Take a report about many unnamed people in."""
        self._take_in("group")

    def _take_in(self, kind: str) -> None:
        try:
            intake = import_module("registry.tui.intake")
        except ModuleNotFoundError:
            self.tell("take cases in with `registry case new`", warn=True)
            return
        self.app.push_screen(intake.IntakeScreen(kind=kind))


_DAYS = {"since": "Last seen from when on?", "until": "Last seen until when?"}


def _facet_label(name: str, asked: Asked, lang: str) -> str:
    chosen = asked.chosen.get(name)
    return case_rows.FACETS[name] + (
        f": {case_rows.code_words(name, chosen, lang)}" if chosen is not None else ""
    )


def _card(desk: Desk, identity: str, lang: str, still: Any) -> Entries:
    """Fold the card of a case, unless it is no longer asked for; what cannot be read is said in its place."""
    if not still():
        return ()
    try:
        return card(desk, desk.view(desk.case(identity)), lang)
    except RegistryError as refused:
        return (Entry(refused.message, look="warn"), Entry(refused.hint))
