"""One tracing request: whom somebody looks for, who among the cases it may be, and what the enquirer was told."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult

from registry.cases.tracing import ENQUIRER_ANSWERS, TOLD, RequestFile
from registry.cases.views import CaseView
from registry.desk import tracing
from registry.desk.desk import Desk
from registry.desk.tracing import Candidate
from registry.tui.asking import flow
from registry.tui.columns import Column
from registry.tui.dialogues import Ask, Choose, Confirm, Told
from registry.tui.frame import Frame, acting, keys
from registry.tui.paint import GAP, Entry, heading
from registry.tui.table import VirtualTable
from registry.tui.widgets import Pane
from registry.words.identity import short


def entries(desk: Desk, ref: str, lang: str) -> tuple[Entry, ...]:
    """Fold a request; how to reach the enquirer stays sealed, and is only said to be there."""
    file = tracing.request_named(desk, ref)
    told = tracing.words_told(desk, file)
    return tuple(_entries(file, bool(tracing.contact_of(desk, file)), told, lang))


def _entries(file: RequestFile, has_contact: bool, told: dict[str, str], lang: str) -> Iterator[Entry]:
    asked = file.request
    yield heading(f"request {short(file.id)}")
    yield Entry(f"{asked.enquirer}, {asked.relation}" if asked.relation else asked.enquirer, label="enquirer")
    yield Entry(asked.on, label="taken in")
    reach = (
        f"sealed apart: `registry request show {short(file.id)} --contact`" if has_contact else "none given"
    )
    yield Entry(reach, label="contact", look="dim")
    if file.closed:
        yield Entry(file.closed.reason, label="closed", look="accent")
    yield GAP
    yield heading("Whom they look for")
    for fact in CaseView(file.as_sought()).facts.values():
        for place, held in enumerate(fact.held):
            yield Entry(held.value.show(lang), label=" " if place else fact.declared.fact.label_in(lang))
    yield GAP
    yield heading("What they were told")
    for one in file.answers:
        sentence = ENQUIRER_ANSWERS[one.kind].show(lang) if one.kind in ENQUIRER_ANSWERS else one.kind
        yield Entry(sentence, label=one.on, chip=one.by_name)
        if words := told.get(one.id, one.told):
            yield Entry(words, label=" ")
    if not file.answers:
        yield Entry("nothing yet", look="warn")


def cells(one: Candidate) -> tuple[str, str, str]:
    """Return a candidate as a line of the table: its id and reasons, and nothing that the case says."""
    return short(one.case), f"= {', '.join(one.fits)}", f"≠ {', '.join(one.differs)}" if one.differs else ""


class RequestScreen(Frame):
    """One request; candidates are shown once somebody said that only they can see the screen."""

    PLACE = "Request"
    DEFAULT_CSS = """
    RequestScreen #candidates { height: 1fr; border-top: solid $panel; display: none; }
    RequestScreen.looking #candidates { display: block; }
    """
    BINDINGS = [*keys(
        ("c", "look", "Look among the cases"), ("a", "answer", "Log an answer"), ("t", "tell", "Log what was told of a case"),
        ("x", "close", "Close"), ("escape", "leave", "Back"),
    )]  # fmt: skip

    def __init__(self, request: str) -> None:
        super().__init__()
        self._request = request
        self._found: list[Candidate] = []

    def body(self) -> ComposeResult:
        """Show the request, and below it who it may be."""
        yield Pane(id="request")
        columns = Column("case", 9), Column("fits in"), Column("differs in")
        yield VirtualTable(columns, nothing="no case fits", id="candidates")

    def on_mount(self) -> None:
        """Read the request."""
        self.query_one(Pane).focus()
        self.renew()

    @acting
    async def renew(self) -> None:
        """Read the request again."""
        await self._read()

    async def _read(self) -> None:
        request, lang = self._request, self.registry.doors.lang
        self.query_one(Pane).show(await self.at_desk(lambda desk: entries(desk, request, lang), "reading"))

    def action_leave(self) -> None:
        """Go back to the list."""
        self.dismiss(None)

    @acting
    async def action_look(self) -> None:
        """Look among the cases for whoever is sought: ids and reasons, and nothing that a case says."""
        words = (
            "What the enquirer may read is an answer, and it is the same whether or not anybody was found."
        )
        if not await self.ask(Confirm("Can only you see this screen?", [Entry(words)], asked_by="c")):
            return
        request = self._request
        self._found = await self.at_desk(
            lambda desk: tracing.candidates(desk, request), "looking among the cases"
        )
        self.add_class("looking")
        table = self.query_one(VirtualTable)
        table.show([cells(one) for one in self._found])
        table.focus()

    def on_virtual_table_opened(self, opened: VirtualTable.Opened) -> None:
        """Open a case that may be the person sought."""
        from registry.tui.case import CaseScreen

        self.app.push_screen(CaseScreen(self._found[opened.index].case))

    @flow
    async def action_answer(self) -> None:
        """Log what the enquirer was told, and show the sentence that they may read."""
        terms, lang = [term for term in ENQUIRER_ANSWERS if term.code != TOLD], self.registry.doors.lang
        at = await self.ask(Choose("What were they told?", [term.show(lang) for term in terms]))
        if at is None:
            return
        done = await self.at_desk(
            lambda desk: tracing.answer_request(desk, self._request, terms[at].code), "saving"
        )
        await self._read()
        await self.ask(Told("They may read this:", [Entry(done.sentence(lang), look="strong")]))

    @flow
    async def action_tell(self) -> None:
        """Log that something of a case was said; consent and the rules on telling of a death are the desk's."""
        at = self.query_one(VirtualTable).cursor
        if not self.has_class("looking") or at >= len(self._found):
            self.tell("look among the cases first, and go to the one of which something was said")
            return
        case = self._found[at].case
        told = await self.ask(
            Ask(f"What was told of case {short(case)}?", [Entry("In the words that were said.")], long=True)
        )
        if not told:
            return
        question = Confirm(f"Was this told of case {short(case)}?", [Entry(told)], asked_by="t")
        if await self.ask(question):
            await self.at_desk(
                lambda desk: tracing.answer_request(desk, self._request, TOLD, {"told": told}, case=case),
                "saving",
            )
            self.tell("logged in the request and in the case")
            await self._read()

    @flow
    async def action_close(self) -> None:
        """Note that nobody looks any more on this request, and why."""
        reason = await self.ask(Ask("Why does nobody look any more?", long=True))
        if reason is not None:
            await self.at_desk(lambda desk: tracing.close_request(desk, self._request, reason), "saving")
            self.tell("closed; u takes it back")
            await self._read()
