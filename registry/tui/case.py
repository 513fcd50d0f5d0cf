"""One case on a screen of its own: its parts one beside the other, and what is done with it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Container, Horizontal

from registry.desk.desk import Desk
from registry.desk.erasing import confirmed
from registry.desk.restoring import Restoring, plan_restore
from registry.desk.restoring import restore as restore_at
from registry.tui import case_duties, case_history, case_words, claim_acts, duty_acts, status_acts
from registry.tui.asking import flow, one_of, renewed, writing
from registry.tui.case_words import Told as Folded
from registry.tui.dialogues import Told, TypeBack
from registry.tui.frame import Frame, acting, keys
from registry.tui.paint import Entry
from registry.tui.table import VirtualTable
from registry.tui.widgets import Card, Pane, Strips
from registry.words.identity import short

FACTS, STATUS, TIMELINE, SOURCES, LINKS, TASKS, EXHIBITS, CONSENT, HISTORY = PARTS = (
    "Facts", "Status", "Timeline", "Sources", "Links", "Tasks", "Exhibits", "Consent", "History",
)  # fmt: skip


def folded(
    desk: Desk, ref: str, lang: str, *, everything: bool
) -> tuple[Folded, tuple[case_history.Row, ...]]:
    """Fold a case for its screen, in the desk's thread: its parts in words, and its history as rows."""
    case = desk.case(ref)
    view = desk.view(case)
    facts, left_out = case_words.facts(view, lang, everything=everything)
    ties = case_duties.ties(desk, case, lang)
    parts = {
        FACTS: facts,
        STATUS: case_words.status_part(desk, view, lang),
        TIMELINE: case_words.timeline(view, lang),
        SOURCES: case_words.sources(view, lang),
        LINKS: case_duties.links(case, ties),
        TASKS: case_duties.tasks(desk, case, lang),
        EXHIBITS: case_duties.exhibits(case),
        CONSENT: case_duties.consent(case, desk.today, lang),
    }
    told = Folded(
        case.id, case_words.head(view, lang), case_words.card(desk, view, lang), parts, ties, left_out
    )
    return told, case_history.rows(desk, case)


class CaseScreen(Frame):
    """One case: facts, status and why, timeline, sources, links, tasks, exhibits, consent, history."""

    PLACE = "Case"
    DEFAULT_CSS = """
    CaseScreen #head { height: auto; max-height: 4; padding: 0 1; background: $surface; }
    CaseScreen #parts { padding: 0 1; }
    CaseScreen #summary { width: 38; border-left: solid $panel; }
    CaseScreen.narrow #summary { display: none; }
    CaseScreen #history { height: 1fr; display: none; }
    CaseScreen.history #part { display: none; }
    CaseScreen.history #history { display: block; }
    """
    BINDINGS = [
        *keys(
            ("escape", "back", "Back"), ("tab,l", "part(1)", "Part"), ("shift+tab,h", "part(-1)", "Part"),
            ("a", "add", "Claim"), ("s", "status", "Status"), ("r", "retract", "Take back"),
            ("t", "task", "Task"), ("f", "finish", "Done"), ("p", "step", "Step"), ("c", "consent", "Consent"),
            ("P", "plan", "Plan"), ("C", "close", "Close"), ("o", "tie", "Open tied"), ("x", "everything", "All"),
            ("d", "diff", "Diff"), ("R", "restore", "Restore"), ("n", "family", "Same family"),
        ),
        *keys(("D", "erase", "Erase"), quiet=True),
    ]  # fmt: skip

    def __init__(self, case: str, part: str = FACTS) -> None:
        super().__init__()
        self.case = case
        self._part = part
        self._everything = False
        self._folded: Folded | None = None
        self._rows = case_history.Rows()

    def body(self) -> ComposeResult:
        """Put head and names of the parts above the part itself; a summary beside it where there is room."""
        yield Card(id="head")
        yield Strips(id="parts")
        with Horizontal():
            with Container():
                yield Pane(id="part")
                yield VirtualTable(case_history.COLUMNS, can_mark=True, id="history")
            yield Pane(id="summary")

    def on_mount(self) -> None:
        """Read the case."""
        self.renew()

    @acting
    async def renew(self) -> None:
        """Read the case again; the part that is shown stays, and what is marked in the history by its item."""
        lang, everything = self.registry.doors.lang, self._everything
        history = self.query_one("#history", VirtualTable)
        marked, here = self._marked(), self._item_here()
        told, found = await self.at_desk(
            lambda desk: folded(desk, self.case, lang, everything=everything), "reading"
        )
        self._folded, self._rows = told, case_history.Rows(found)
        places = {row.id: at for at, row in enumerate(found)}
        marks = [places[one] for one in marked if one in places]
        history.show(self._rows, cursor=places.get(here, 0), marks=marks)
        self.query_one("#head", Card).show(told.head)
        self.query_one("#summary", Pane).card.show(told.card)
        self._draw(keep=True)

    def _draw(self, *, keep: bool = False) -> None:
        pieces = [(f" {name} ", "chosen" if name == self._part else "dim") for name in self._names_of_parts()]
        self.query_one("#parts", Strips).show(pieces)
        self.set_class(self._part == HISTORY, "history")
        pane, history = self.query_one("#part", Pane), self.query_one("#history", VirtualTable)
        if self._folded is not None and self._part != HISTORY:
            entries = self._folded.parts[self._part]
            pane.card.show(entries) if keep else pane.show(entries)
        wanted = history if self._part == HISTORY else pane
        if self.app.screen is self:
            wanted.focus()

    def _names_of_parts(self) -> list[str]:
        """Return the names of the parts as far as they fit, the one that is shown among them."""
        room, names = max(1, self.size.width - 4), list(PARTS)
        while sum(len(name) + 2 for name in names) > room and len(names) > 1:
            names.pop(0 if names[0] != self._part else -1)
        return names

    def on_resize(self) -> None:
        """Show as many names of parts as fit."""
        super().on_resize()
        self._draw(keep=True)

    # Going about

    def action_back(self) -> None:
        """Leave the case."""
        self.app.pop_screen()

    def action_part(self, by: int) -> None:
        """Show another part."""
        self._part = PARTS[(PARTS.index(self._part) + by) % len(PARTS)]
        self._draw()

    def action_family(self) -> None:
        """Take in another person of the same family, with what both share."""
        from registry.tui.intake import IntakeScreen

        self.app.push_screen(IntakeScreen(sibling_of=self.case), lambda _: self.renew())

    def action_everything(self) -> None:
        """Show sensitive answers as well, or leave them out again."""
        self._everything = not self._everything
        self.tell("sensitive answers are shown" if self._everything else "sensitive answers are left out")
        self.renew()

    @flow
    async def action_tie(self) -> None:
        """Open one of the cases that this one is tied to."""
        ties = self._folded.ties if self._folded else ()
        if not ties:
            self.tell("no other case is tied to this one")
            return
        at = await one_of(self, "Open which case?", [words for _, words in ties])
        self.registry.push_screen(CaseScreen(ties[at][0]))

    # What is done

    def action_add(self) -> None:
        """Add a claim."""
        claim_acts.add(self, self.case)

    def action_retract(self) -> None:
        """Take a claim back."""
        claim_acts.retract(self, self.case, everything=self._everything)

    def action_status(self) -> None:
        """Set the status."""
        status_acts.set_(self, self.case)

    def action_close(self) -> None:
        """Close the case, or open it again."""
        status_acts.close(self, self.case)

    def action_task(self) -> None:
        """Open a task."""
        duty_acts.task(self, [self.case])

    def action_finish(self) -> None:
        """Finish a task."""
        duty_acts.finish(self, self.case)

    def action_step(self) -> None:
        """Record a step, or an answer to one."""
        duty_acts.step(self, self.case)

    def action_consent(self) -> None:
        """Record consent given or withdrawn."""
        duty_acts.consent(self, self.case)

    def action_plan(self) -> None:
        """Plan how pressing it is and when to look again."""
        duty_acts.plan(self, [self.case])

    @acting
    async def action_erase(self) -> None:
        """Say how a case is erased: by command alone, so that no key can do it."""
        entries = [
            Entry("Erasing destroys a case for good, here and in copies made later. No key of this screen does it."),
            Entry(f"registry case erase {short(self.case)}", "the command"),
            Entry("It says first what went out and cannot be called back. To end the use and keep the case: c, consent "
                  "is withdrawn.", look="dim"),
        ]  # fmt: skip
        await self.ask(Told("A case is erased by command", entries))

    # History

    def _marked(self) -> list[str]:
        table = self.query_one("#history", VirtualTable)
        return [self._rows.found[at].id for at in sorted(table.marks) if at < len(self._rows)]

    def _item_here(self) -> str:
        at = self.query_one("#history", VirtualTable).cursor
        return self._rows.found[at].id if at < len(self._rows) else ""

    @acting
    async def on_virtual_table_opened(self, event: VirtualTable.Opened) -> None:
        """Show one line of the history in full."""
        row = self._rows.found[event.index]
        await self.ask(Told(f"{row.at} UTC, {row.by}", [Entry(row.what), Entry(short(row.id), "id", "dim")]))

    @acting
    async def action_diff(self) -> None:
        """Compare the case at two moments: the two marked, or the one under the cursor and now."""
        if self._part != HISTORY:
            self._part = HISTORY
            self._draw()
            self.tell("mark two moments with space, then d; with none marked, d compares the cursor with now")
            return
        marked = self._marked() or [self._item_here()]
        if len(marked) > 2 or not marked[0]:
            self.tell("mark one or two moments with space", warn=True)
            return
        moments = marked if len(marked) == 2 else [*marked, "now"]
        lang = self.registry.doors.lang
        title, entries = await self.at_desk(
            lambda desk: case_history.compared(desk, self.case, moments, lang), "comparing"
        )
        await self.ask(Told(title, entries))

    @writing
    async def action_restore(self) -> None:
        """Make the case count again as it stood after the line under the cursor, after showing what that changes."""
        if self._part != HISTORY:
            self._part = HISTORY
            self._draw()
            self.tell("choose the last line that is to count, then R")
            return
        moment, lang = self._item_here(), self.registry.doors.lang

        def planning(desk: Desk) -> tuple[Restoring, tuple[Entry, ...]]:
            planned = plan_restore(desk, self.case, moment)
            return planned, case_history.restoring(desk, planned, lang)

        planned, entries = await self.at_desk(planning, "comparing")
        if not await self.ask(TypeBack("Restore the case to that moment?", entries, short(self.case))):
            return

        def restoring(desk: Desk) -> None:
            confirmed(desk, self.case, short(self.case))
            restore_at(desk, planned)

        await self.at_desk(restoring, "saving")
        self.tell(f"{short(self.case)} counts as it stood; u takes it back")
        renewed(self)
