"""What is due, what waits for a second person, and tracing requests: three lists, each with what can be done there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from registry.cases.duties import TASK, WGEID
from registry.cases.reviewing import KIND_WORDS, PROPOSAL, STALE
from registry.cases.terms import TASK_KINDS
from registry.cases.tracing import RequestLine
from registry.desk import agenda as due_at
from registry.desk import reviewing, tracing
from registry.desk.desk import Desk
from registry.desk.pairing import titles
from registry.desk.reviewing import Waiting
from registry.tui import tasks
from registry.tui.asking import flow
from registry.tui.beside import Beside
from registry.tui.columns import Column
from registry.tui.dialogues import Ask
from registry.tui.frame import acting, keys
from registry.tui.paint import GAP, Entry, heading
from registry.tui.proposals import ProposalScreen
from registry.tui.requests import RequestScreen
from registry.tui.table import VirtualTable
from registry.tui.widgets import Card, Pane
from registry.words.identity import short

DUE, SECOND, REQUESTS = "due", "second", "requests"
# Each part of the agenda has a sign beside its word.
PARTS = {"overdue": "‼ overdue", "today": "! today", "soon": "· soon", "later": "  later"}
_ROLES = {PARTS["overdue"]: "urgent", PARTS["today"]: "warning", PARTS["later"]: "quiet"}
# How far ahead the agenda looks, in days, one key after another.
AHEAD = (7, 30, 90, 365)
# Of so many lines the case is read, so that its words can be shown; of the others the kind alone.
_READ = 300
_COLUMNS = {
    DUE: ("when", "due", "case", "name", "what", "who"),
    SECOND: ("look", "since", "case", "name", "what", "by"),
    REQUESTS: ("state", "on", "id", "relation", "last answer", ""),
}
# Which keys do something in which list.
_ACTS = {
    "done": (DUE,), "hand_over": (DUE,), "drop": (DUE,), "mine": (DUE,), "ahead": (DUE,), "recontact": (SECOND,),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list: its cells, what stands beside it, and what it is about."""

    id: str
    cells: tuple[str, ...]
    beside: tuple[Entry, ...]
    about: due_at.Entry | Waiting | RequestLine


@dataclass(frozen=True, slots=True)
class Listed:
    """One list, and the line above it."""

    rows: tuple[Row, ...]
    says: str


def due(desk: Desk, lang: str, *, mine: bool, ahead: int) -> Listed:
    """Fold what is due until some days from now; runs in the desk's thread."""
    until = (date.fromisoformat(desk.today) + timedelta(days=ahead)).isoformat()
    found = due_at.agenda(desk, until=until, mine=mine)
    called = titles(desk.lines()) if found.entries else {}
    read, rest = found.entries[:_READ], found.entries[_READ:]
    words = [*due_at.in_words(desk, read, lang), *(_kind(one, lang) for one in rest)]
    rows = tuple(
        _due_row(one, said, called.get(one.case, "")) for one, said in zip(found.entries, words, strict=True)
    )
    return Listed(rows, "; ".join(_says(found, mine=mine)))


def _kind(entry: due_at.Entry, lang: str) -> str:
    known = entry.duty.what == TASK and entry.duty.kind in TASK_KINDS
    return TASK_KINDS[entry.duty.kind].show(lang) if known else entry.duty.what.replace("_", " ")


def _says(found: due_at.Agenda, *, mine: bool) -> Iterator[str]:
    whose = "yours and nobody's" if mine else "everybody's"
    yield f"{len(found.entries):,} due until {found.until}, {whose}"
    if found.nobodys:
        yield f"{found.nobodys:,} belong to nobody: h hands one over"
    if found.stale:
        yield f"{found.stale:,} files nobody touched for half a year: r"


def _due_row(one: due_at.Entry, words: str, title: str) -> Row:
    duty = one.duty
    later = duty.what == WGEID and duty.last != duty.due
    last = f"; at the latest {duty.last or 'open'}" if later else ""
    who = duty.assignee or "-"
    cells = (PARTS.get(one.part, one.part), duty.due or "now", short(one.case), title, words + last, who)
    beside = [heading(title), Entry(short(one.case), label="case"), Entry(words + last, label="what")]
    beside += [Entry(duty.due or "now", label="due", chip=PARTS.get(one.part, one.part).strip())]
    beside += [Entry(duty.assignee or "nobody", label="who"), GAP]
    beside.append(
        Entry("Enter opens the case; x finishes the task, h hands it over or moves it, z gives it up")
        if duty.what == TASK
        else Entry("Enter opens the case, where it is dealt with")
    )
    return Row(f"{one.case} {duty.what} {duty.id}", cells, tuple(beside), one)


def second(found: Sequence[Waiting]) -> Listed:
    """Fold what waits for a second look."""
    rows = tuple(_second_row(one) for one in found)
    decide = sum(one.kind == PROPOSAL for one in found)
    return Listed(rows, f"{len(rows):,} wait for a second look, {decide:,} of them to be decided")


def _second_row(one: Waiting) -> Row:
    look = KIND_WORDS.get(one.kind, one.kind)
    cells = (look, one.since[:10], short(one.case), one.title, one.what, one.by or "-")
    beside = [heading(one.title), Entry(short(one.case), label="case"), Entry(one.what, label="what")]
    beside += [Entry(f"{one.since[:10]}" + (f" by {one.by}" if one.by else ""), label="since")]
    beside += [Entry(f"cannot be accepted: {rule.says}", look="bad") for rule in one.changed]
    beside += [Entry(f"waits on: {rule.says}", look="warn") for rule in (() if one.changed else one.rules)]
    if one.kind == PROPOSAL:
        beside.append(Entry(", ".join(one.reviewers) or "nobody here", label="may decide"))
    beside += [GAP, Entry(f"as a command: `{one.next}`", look="dim")]
    ref = one.proposal.id if one.proposal else one.kind
    return Row(f"{one.case} {ref}", cells, tuple(beside), one)


def asked(found: Sequence[RequestLine]) -> Listed:
    """Fold tracing requests, those that nobody has answered first; nobody is named."""
    ranked = sorted(found, key=lambda one: (one.closed, bool(one.answers), one.on))
    waits = sum(not one.answers and not one.closed for one in ranked)
    return Listed(
        tuple(map(_asked_row, ranked)), f"{len(ranked):,} tracing requests; {waits:,} nobody has answered"
    )


def _asked_row(one: RequestLine) -> Row:
    state = "· closed" if one.closed else "✓ answered" if one.answers else "! waits"
    last = f"{one.answered_on} {one.answered.replace('_', ' ')}" if one.answered else "none yet"
    cells = (state, one.on, short(one.id), one.relation or "-", last, "")
    beside = (
        heading(f"request {short(one.id)}"), Entry(one.on, label="taken in"), Entry(one.relation or "-", label="relation"),
        Entry(last, label="last answer"), GAP,
        Entry("Enter opens it, looks among the cases, and logs an answer"),
    )  # fmt: skip
    return Row(one.id, cells, beside, one)


def _role(row: Sequence[str]) -> str:
    return _ROLES.get(row[0], "")


class AgendaScreen(Beside):
    """The three lists, one at a time."""

    PLACE = "Agenda"
    NOTHING = "nothing here"
    BINDINGS = [*keys(
        ("d", "list('due')", "Due"), ("r", "list('second')", "Second look"), ("t", "list('requests')", "Requests"),
        ("m", "mine", "Mine/all"), ("p", "ahead", "Further ahead"), ("x", "done", "Task done"),
        ("h", "hand_over", "Hand over"), ("z", "drop", "Give up"), ("c", "recontact", "Contact again"),
    )]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._list, self._mine, self._ahead = DUE, False, AHEAD[0]
        self._listed = Listed((), "")

    def heads(self) -> tuple[Column, ...]:
        """Return the columns of the list."""
        when, day, case, name, what, who = _COLUMNS[self._list]
        return (
            Column(when, 11, style_for=_role), Column(day, 10), Column(case, 8), Column(name, least=12),
            Column(what, weight=2, least=20), Column(who, 10 if who else 0, drops_at=90),
        )  # fmt: skip

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only the keys that do something in this list."""
        return self._list in _ACTS.get(action, (self._list,))

    @acting
    async def renew(self) -> None:
        """Read the list again, and stay on the line one stood on."""
        await self._read()

    async def _read(self) -> None:
        table, here = self.query_one(VirtualTable), self._row()
        self._listed = await self._asked()
        places = [at for at, row in enumerate(self._listed.rows) if here is not None and row.id == here.id]
        table.columns = self.heads()
        table.show([row.cells for row in self._listed.rows], cursor=places[0] if places else table.cursor)
        self.query_one("#says", Card).say(self._listed.says)
        if not self._listed.rows:
            self.query_one(Pane).show([])
        self.refresh_bindings()

    async def _asked(self) -> Listed:
        lang, mine, ahead = self.registry.doors.lang, self._mine, self._ahead
        if self._list == DUE:
            return await self.at_desk(lambda desk: due(desk, lang, mine=mine, ahead=ahead), "reading")
        if self._list == REQUESTS:
            return await self.at_desk(lambda desk: asked(list(tracing.requests(desk))), "reading")
        told = self.registry.progress("looking through the cases")
        return await self.at_desk(lambda desk: second(reviewing.queue(desk, (), told)), "looking")

    def _row(self) -> Row | None:
        at, rows = self.query_one(VirtualTable).cursor, self._listed.rows
        return rows[at] if at < len(rows) else None

    def on_virtual_table_moved(self) -> None:
        """Say beside the list what the line is about."""
        if row := self._row():
            self.query_one(Pane).show(row.beside)

    def on_virtual_table_opened(self, opened: VirtualTable.Opened) -> None:
        """Open what the line is about."""
        about = self._listed.rows[opened.index].about
        self.away = True
        if isinstance(about, RequestLine):
            self.app.push_screen(RequestScreen(about.id))
        elif isinstance(about, Waiting) and about.proposal is not None:
            self.app.push_screen(ProposalScreen(f"{about.case}/{about.proposal.id}"))
        else:
            from registry.tui.case import CaseScreen

            self.app.push_screen(CaseScreen(about.case))

    @acting
    async def action_list(self, which: str) -> None:
        """Show another list."""
        self._list = which
        await self._read()

    @acting
    async def action_mine(self) -> None:
        """Show what is yours and nobody's, or everybody's."""
        self._mine = not self._mine
        await self._read()

    @acting
    async def action_ahead(self) -> None:
        """Look further ahead, and after a year a week again."""
        self._ahead = AHEAD[(AHEAD.index(self._ahead) + 1) % len(AHEAD)]
        await self._read()

    def _named(self) -> tasks.Named | None:
        row = self._row()
        if row is not None and isinstance(row.about, due_at.Entry) and row.about.duty.what == TASK:
            return tasks.Named(row.about.case, row.about.duty.id, row.about.duty.kind)
        self.tell("that is no task: Enter opens the case, where it is dealt with")
        return None

    @flow
    async def action_done(self) -> None:
        """Finish a task with its outcome."""
        if task := self._named():
            await tasks.finish(self, task)
            await self._read()

    @flow
    async def action_hand_over(self) -> None:
        """Hand a task to a colleague, or set another day for it."""
        if task := self._named():
            await tasks.hand_over(self, task)
            await self._read()

    @flow
    async def action_drop(self) -> None:
        """Give a task up, for a reason that stays on the record."""
        if task := self._named():
            await tasks.drop(self, task)
            await self._read()

    @flow
    async def action_recontact(self) -> None:
        """Open the task to contact the family again; the status stays what it is."""
        row = self._row()
        if row is None or not isinstance(row.about, Waiting) or row.about.kind != STALE:
            self.tell("only a file that nobody touched for half a year is contacted again from here")
            return
        case = row.about.case
        until = await self.ask(Ask("Until when? A day, or nothing", [Entry("such as 2027-01-15")]))
        if until is None:
            return
        task, new = await self.at_desk(lambda desk: reviewing.recontact(desk, case, until), "saving")
        day = f", until {task.due}" if task.due else ""
        self.tell(f"{'task opened' if new else 'that task is open already'}: contact the family again{day}")
        await self._read()
