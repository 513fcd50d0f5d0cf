"""Group reports: the list of them, one of them with its members and relations, and totals over several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal

from registry.cases.casefile import GROUP
from registry.cases.terms import CERTAINTIES, GROUP_RELATIONS
from registry.desk.claiming import add_claim
from registry.desk.count_rules import readings
from registry.desk.desk import Desk
from registry.desk.group_reading import read_group
from registry.desk.grouping import (
    GroupCount,
    Totals,
    counted,
    link_member,
    members_of,
    readable_groups,
    relate,
    totals,
    unlink_member,
)
from registry.tui.asking import day, flow, line, one_of, term
from registry.tui.choosing import a_person, a_source, person_shown
from registry.tui.columns import Column
from registry.tui.frame import Frame, acting, keys
from registry.tui.group_card import in_all, member_row, pair_words, report, totalled
from registry.tui.narrowed import Narrowed, TwoPanes
from registry.tui.paint import Entry, heading
from registry.tui.table import Rows, VirtualTable
from registry.tui.widgets import Pane
from registry.words.folding import fold
from registry.words.identity import short


@dataclass(frozen=True, slots=True)
class _Row:
    """One group report in the list, with what it is found by."""

    id: str
    title: str
    counted: GroupCount

    @property
    def words(self) -> tuple[str, ...]:
        """The cells of its row."""
        counted = self.counted
        return (
            short(self.id), self.title, counted.stated.show(), str(len(counted.named)), counted.unnamed.show(),
        )  # fmt: skip

    @property
    def held(self) -> str:
        """What it is found by: its title and its id."""
        return f"{fold(self.title)} {short(self.id).casefold()}"


def _rows(desk: Desk) -> list[_Row]:
    files = readable_groups(desk)
    members = members_of(desk, files)
    views = {one: desk.view(case) for one, case in files.items()}
    return [_Row(one, view.title, counted(view, members[one])) for one, view in views.items()]


class GroupsScreen(Narrowed[_Row]):
    """Every group report with what is stated, who is named, and how many are not."""

    PLACE = "Groups"
    CSS = """
    GroupsScreen #preview { width: 44; border-left: solid $panel; }
    GroupsScreen.narrow #preview { display: none; }
    """
    QUESTION = "Which reports? A word of what they are about"
    BINDINGS: ClassVar[list[Any]] = keys(("n", "new", "New report"), ("t", "totals", "Totals"))

    def body(self) -> ComposeResult:
        """Show the list, and a card of the report one stands on where there is room."""
        with Horizontal():
            yield VirtualTable(
                (
                    Column("id", 8), Column("about"), Column("stated", 17, align="right"),
                    Column("named", 5, align="right", drops_at=50), Column("not named", 17, align="right", drops_at=64),
                ),
                can_mark=True, nothing="no group report yet: n takes one in", id="groups",
            )  # fmt: skip
            yield Pane(id="preview")

    def on_mount(self) -> None:
        """Read the reports."""
        self.query_one(VirtualTable).focus()
        self.renew()

    @acting
    async def renew(self) -> None:
        """Read the reports again; the cursor stays on the one it was on."""
        stay = self.stands_on
        self.every = await self.at_desk(_rows, "counting")
        self.show(stay)

    def name_of(self, one: _Row) -> str:
        """Return the id of a report."""
        return one.id

    def holds(self, one: _Row) -> str:
        """Return the folded words of its title and its id."""
        return one.held

    def rows(self) -> Rows:
        """Return the rows of what is listed."""
        if not self.listed:
            self.query_one("#preview", Pane).show([])
        return [one.words for one in self.listed]

    def on_virtual_table_moved(self) -> None:
        """Show the card of the report one stands on."""
        here = self.here
        if here is not None:
            self.query_one("#preview", Pane).show(
                [heading(here.title or short(here.id)), *in_all(here.counted)]
            )

    def on_virtual_table_opened(self) -> None:
        """Open the report one stands on."""
        if self.stands_on:
            self.app.push_screen(GroupScreen(self.stands_on), lambda _: self.renew())

    def action_new(self) -> None:
        """Take a new report in."""
        from registry.tui.intake import IntakeScreen

        self.app.push_screen(IntakeScreen(kind=GROUP), lambda _: self.renew())

    def action_totals(self) -> None:
        """Total the marked reports, or all of them."""
        marks = sorted(self.query_one(VirtualTable).marks)
        asked = tuple(self.listed[at].id for at in marks) or tuple(one.id for one in self.listed)
        if asked:
            self.app.push_screen(TotalsScreen(asked), lambda _: self.renew())


class TotalsScreen(Frame):
    """The total over several group reports, with the relations that nobody has stated."""

    PLACE = "Totals"
    BINDINGS: ClassVar[list[Any]] = keys(("r", "relate", "State a relation"), ("escape", "dismiss", "Back"))

    def __init__(self, groups: Sequence[str]) -> None:
        super().__init__()
        self._groups = tuple(groups)
        self._unknown: tuple[tuple[str, str], ...] = ()
        self._titles: Mapping[str, str] = {}

    def body(self) -> ComposeResult:
        """Show the total."""
        yield Pane(id="totals")

    def on_mount(self) -> None:
        """Count."""
        self.query_one(Pane).focus()
        self.renew()

    @acting
    async def renew(self) -> None:
        """Count again."""

        def read(desk: Desk) -> tuple[Totals, dict[str, str], list[Entry]]:
            found = totals(desk, self._groups)
            titles = {line.id: line.names[0] for line in desk.lines() if line.kind == GROUP}
            return found, titles, totalled(found, titles, desk.names())

        found, self._titles, entries = await self.at_desk(read, "counting")
        self._unknown = found.total.unknown
        self.query_one(Pane).show(entries)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to state a relation only where one is not known."""
        return bool(self._unknown) if action == "relate" else True

    @flow
    async def action_relate(self) -> None:
        """State a relation that is not known."""
        labels = [pair_words(pair, self._titles) for pair in self._unknown]
        at = 0 if len(labels) == 1 else await one_of(self, "Which relation?", labels)
        await _relate(self, *self._unknown[at])
        self.renew()


async def _relate(screen: Frame, group: str, other: str) -> None:
    """Ask how one group relates to another and why, and state it."""
    lang = screen.registry.doors.lang
    relation = await term(screen, f"{short(group)} and {short(other)}: the first is…", GROUP_RELATIONS, lang)
    reason = await line(screen, "How is that known?", needed=True)
    await screen.at_desk(lambda desk: relate(desk, group, other, relation, reason), "stating")
    screen.tell("stated; u takes it back")


class GroupScreen(TwoPanes):
    """One group report: its figures by source, relations, and who of it is named."""

    PLACE = "Group report"
    CSS = """
    GroupScreen #report { width: 3fr; }
    GroupScreen #members { width: 2fr; border-left: solid $panel; }
    GroupScreen.narrow #members { display: none; }
    GroupScreen.narrow.second #members { display: block; width: 1fr; border-left: none; }
    GroupScreen.narrow.second #report { display: none; }
    """
    PANES = ("#report", "#members")
    BINDINGS: ClassVar[list[Any]] = keys(
        ("a", "add", "Add a member"), ("x", "unlink", "Unlink"), ("r", "relate", "Relate"), ("f", "figure", "New figure"),
    )  # fmt: skip

    def __init__(self, group: str) -> None:
        super().__init__()
        self.group = group
        self._members: list[str] = []
        self._unknown: tuple[str, ...] = ()
        self._titles: Mapping[str, str] = {}
        self._others: list[str] = []

    def body(self) -> ComposeResult:
        """Show the report beside its members; one of the two where there is no room for both."""
        with Horizontal():
            yield Pane(id="report")
            yield VirtualTable(
                (
                    Column("id", 8), Column("named", least=10), Column("certainty", 9), Column("also in", 7, drops_at=60),
                    Column("why", drops_at=44),
                ),
                nothing="nobody is named yet: a adds somebody", id="members",
            )  # fmt: skip

    def on_mount(self) -> None:
        """Read the report."""
        self.query_one("#report", Pane).focus()
        self.renew()

    @acting
    async def renew(self) -> None:
        """Read the report again."""
        lang, group = self.registry.doors.lang, self.group

        def read(desk: Desk) -> tuple[Any, list[Entry], list[tuple[str, ...]]]:
            found = read_group(desk, group)
            entries = report(found, readings(desk), desk.names(), lang)
            return found, entries, [member_row(one, found, lang) for one in found.counted.members]

        found, entries, rows = await self.at_desk(read, "reading")
        self._members = [one.id for one in found.counted.members]
        self._unknown, self._titles = found.unknown, found.titles
        self._others = [*found.unknown, *(tie.other for tie in found.ties)]
        table = self.query_one(VirtualTable)
        self.query_one("#report", Pane).show(entries)
        table.show(rows, cursor=table.cursor)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to unlink where somebody is linked, and to relate where there is another report."""
        return {"unlink": bool(self._members), "relate": bool(self._others)}.get(action, True)

    def on_virtual_table_opened(self, opened: VirtualTable.Opened) -> None:
        """Open the case of the member one stands on."""
        person_shown(self, self._members[opened.index])

    @flow
    async def action_add(self) -> None:
        """Link a named person, with how certain that is, and why."""
        person = await a_person(self, "Who belongs to this group? A name in any script, or an id")
        certainty = await term(self, "How certain is it?", CERTAINTIES, self.registry.doors.lang)
        reason = await line(self, "How is that known?", needed=True)
        await self.at_desk(lambda desk: link_member(desk, self.group, person, certainty, reason), "linking")
        self.tell("linked; u takes it back")
        self.renew()

    @flow
    async def action_unlink(self) -> None:
        """Take a link back, with the reason; it stays readable in the history."""
        labels = [(short(one), self._titles.get(one, "")) for one in self._members]
        person = self._members[await one_of(self, "Who does not belong to it?", labels)]
        reason = await line(self, "Why is the link taken back?", needed=True)
        await self.at_desk(lambda desk: unlink_member(desk, self.group, person, reason), "unlinking")
        self.tell("unlinked; u brings it back")
        self.renew()

    @flow
    async def action_relate(self) -> None:
        """State how this report relates to another."""
        labels = [(short(one), self._titles.get(one, "")) for one in self._others]
        other = self._others[await one_of(self, "To which other report?", labels)]
        await _relate(self, self.group, other)
        self.renew()

    @flow
    async def action_figure(self) -> None:
        """Add a figure of a source, in the source's own words."""
        source = await a_source(self, "Who says so? (a new source: 5 Sources)")
        hint = [Entry(_FIGURE, look="dim")]
        said = {"value": await line(self, "How many, in the source's words?", hint, needed=True)}
        if when := await line(self, "When was it so? Enter: not said", check=day):
            said["when"] = when
        await self.at_desk(lambda desk: add_claim(desk, self.group, "count", source, said), "adding")
        self.tell("added; u takes it back")
        self.renew()


_FIGURE = "hundreds of men, about 30, 200 to 250, at least 40"
