"""Who may be the same person: the pairs that wait, those that were decided, and people of whom there are several cases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from registry.cases.casefile import PERSON
from registry.cases.line import CaseLine
from registry.desk import matching
from registry.desk.desk import Desk
from registry.desk.matching import Found
from registry.desk.pairing import DIFFERS, LEVELS, MATCH, NEAR, STATES, percent, titles
from registry.tui.beside import Beside
from registry.tui.columns import Column
from registry.tui.frame import acting, keys
from registry.tui.paint import GAP, Entry, heading
from registry.tui.pairs import PairScreen
from registry.tui.table import VirtualTable
from registry.tui.widgets import Card, Pane
from registry.words.identity import short

Pair = tuple[str, str]
WAITING, DECIDED, PEOPLE = "waiting", "decided", "people"
# The views in their order, with the heading of their first column.
_VIEWS = {WAITING: "chance", DECIDED: "decided", PEOPLE: "cases"}
# From which chance on a pair has which word; each has a sign too.
_LIKELY, _MAYBE = 0.9, 0.5


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list: the pairs that it opens, its cells, and what stands beside it where there is room."""

    pairs: tuple[Pair, ...]
    cells: tuple[str, ...]
    beside: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """What one view of the list shows, and how many pairs wait in all."""

    rows: tuple[Row, ...]
    says: str


def scored(chance: float) -> str:
    """Return a chance as a sign, a word and a figure; never as certainty."""
    word = "◆ likely" if chance >= _LIKELY else "◇ maybe" if chance >= _MAYBE else "· unlikely"
    return f"{word} {percent(chance)}"


def why(parts: Iterable[tuple[str, str, float]]) -> str:
    """Return which facts speak for one person and which against, the weightiest first."""
    found: dict[str, list[str]] = {MATCH: [], NEAR: [], DIFFERS: []}
    for fact, level, _ in sorted(parts, key=lambda part: -abs(part[2])):
        found[LEVELS.get(level, level)].append(fact.replace("_", " "))
    return "; ".join(f"{STATES[state][0]} {', '.join(facts)}" for state, facts in found.items() if facts)


def listed(desk: Desk, view: str) -> Listed:
    """Fold one view of the list; runs in the desk's thread."""
    if view == PEOPLE:
        return _people(desk)
    return _decided(desk) if view == DECIDED else _waiting(desk)


def _waiting(desk: Desk) -> Listed:
    if not matching.scanned(desk):
        return Listed((), "nothing was scanned yet: c looks through all cases; nothing is linked by it")
    found, aside, called = matching.open_candidates(desk), matching.set_aside(desk), titles(desk.lines())
    rows = tuple(_row(one, called, aside=" ".join(one.pair) in aside) for one in found)
    put = sum(" ".join(one.pair) in aside for one in found)
    return Listed(rows, f"{len(rows):,} pairs wait for a person" + (f", {put:,} put aside" if put else ""))


def _row(one: Found, called: dict[str, str], *, aside: bool) -> Row:
    score = f"· aside {percent(one.chance)}" if aside else scored(one.chance)
    names = called.get(one.left, ""), called.get(one.right, "")
    parts = sorted(one.parts, key=lambda part: -abs(part[2]))
    beside = [heading(scored(one.chance)), *_called(one.pair, names), GAP]
    beside += [
        Entry(f"{STATES[LEVELS.get(level, level)]}  {weight:+.1f} bits", label=fact.replace("_", " "))
        for fact, level, weight in parts
    ]
    return Row((one.pair,), (score, *names, why(one.parts)), tuple(beside))


def _called(cases: Sequence[str], names: Sequence[str]) -> list[Entry]:
    return [Entry(name, label=short(case)) for case, name in zip(cases, names, strict=True)]


def _decided(desk: Desk) -> Listed:
    lines = {line.id: line for line in desk.lines() if line.kind == PERSON}
    rows = []
    for line in lines.values():
        for word, others in (("= one person", line.same), ("≠ told apart", line.apart)):
            rows += [_pair(word, line, lines[one]) for one in others if line.id < one and one in lines]
    return Listed(tuple(rows), f"{len(rows):,} pairs were decided; Enter shows one, x there takes it back")


def _pair(word: str, left: CaseLine, right: CaseLine) -> Row:
    pair = (left.id, right.id)
    names = tuple(one.names[0] if one.names else "" for one in (left, right))
    return Row((pair,), (word, *names, ""), (heading(word), *_called(pair, names)))


def _people(desk: Desk) -> Listed:
    linked, called = matching.people_groups(desk), titles(desk.lines())
    suggested = matching.suggested_groups(desk, matching.open_candidates(desk))
    every = [("= linked", one) for one in linked]
    every += [("~ suggested", one) for one in suggested if one not in set(linked)]
    rows = tuple(_person(word, cases, called) for word, cases in every)
    return Listed(rows, f"{len(linked):,} people have several cases; suggested ones are not linked")


def _person(word: str, cases: tuple[str, ...], called: dict[str, str]) -> Row:
    names = [called.get(case, "") for case in cases]
    cells = (f"{word} ({len(cases)})", names[0], names[1], "; ".join(names[2:]))
    return Row(tuple(combinations(cases, 2)), cells, (heading(word), *_called(cases, names)))


class MatchesScreen(Beside):
    """The pairs that may be one person."""

    PLACE = "Matches"
    NOTHING = "no pair here"
    BINDINGS = [*keys(("c", "scan", "Scan all cases"), ("v", "turn", "Waiting/decided/people"))]

    def __init__(self) -> None:
        super().__init__()
        self._view = WAITING
        self._listed = Listed((), "")

    def heads(self) -> tuple[Column, ...]:
        """Return the columns of the list."""
        return Column(_VIEWS[self._view], 18), Column("one"), Column("the other"), Column("why")

    @acting
    async def renew(self) -> None:
        """Read the list again, and stay where one was."""
        await self._read()

    async def _read(self) -> None:
        table, view = self.query_one(VirtualTable), self._view
        rows = self._listed.rows
        stood = rows[table.cursor].pairs if table.cursor < len(rows) else ()
        self._listed = await self.at_desk(lambda desk: listed(desk, view), "reading the pairs")
        places = [at for at, row in enumerate(self._listed.rows) if row.pairs == stood]
        table.columns = self.heads()
        table.show([row.cells for row in self._listed.rows], cursor=places[0] if places else table.cursor)
        self.query_one("#says", Card).say(self._listed.says)
        if not self._listed.rows:
            self.query_one(Pane).show([Entry("`registry match --help` has a command for each step here")])

    def on_virtual_table_moved(self, moved: VirtualTable.Moved) -> None:
        """Say beside the list why a pair is in it."""
        if moved.index < len(self._listed.rows):
            self.query_one(Pane).show(self._listed.rows[moved.index].beside)

    def on_virtual_table_opened(self, opened: VirtualTable.Opened) -> None:
        """Go through the pairs from this one on; the next follows at once."""
        rows = self._listed.rows
        if self._view == WAITING:
            pairs, at = [pair for row in rows for pair in row.pairs], opened.index
        else:
            pairs, at = list(rows[opened.index].pairs), 0
        self.away = True
        self.app.push_screen(PairScreen(pairs, at, only_open=self._view == WAITING))

    @acting
    async def action_scan(self) -> None:
        """Look through all cases, saying how far it has come; nothing is linked by it."""
        reading = self.registry.progress("reading cases")
        comparing = self.registry.progress("comparing")
        made = await self.at_desk(lambda desk: matching.scan_cases(desk, reading, comparing), "scanning")
        self._view = WAITING
        await self._read()
        self.tell(f"{made.cases:,} cases read, {made.compared:,} pairs compared; nothing is linked")

    @acting
    async def action_turn(self) -> None:
        """Show the next view of the list."""
        views = list(_VIEWS)
        self._view = views[(views.index(self._view) + 1) % len(views)]
        await self._read()
