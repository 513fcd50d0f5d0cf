"""Quick intake: an interview by keyboard alone, the source first, each answer sealed before the next is asked."""

from __future__ import annotations

from copy import deepcopy
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Container
from textual.worker import Worker

from registry.cases.casefile import GROUP, PERSON
from registry.cases.person import KIND_OF_NAME
from registry.desk.drafting import Draft, Said, draft_named, drafts, drop_draft, new_draft, save_draft
from registry.desk.interview_course import CLEAR, Course
from registry.desk.interview_steps import Step
from registry.desk.interviewing import facts_given, keep
from registry.desk.kin import OTHER_KIN, SIBLINGS
from registry.desk.likely import AlreadyHere, already_here
from registry.errors import InputRefused, NotFound, RegistryError
from registry.tui.asking import refuse_reading
from registry.tui.beginnings import begun_like, by_the_same_source, here_to_choose, speaking_in
from registry.tui.dialogues import Choose, Confirm, Told, TypeBack
from registry.tui.frame import Frame, acting, keys
from registry.tui.offering import Offer
from registry.tui.paint import Entry
from registry.tui.questioning import Asking
from registry.tui.sheet import draft_label, review, sheet
from registry.tui.widgets import Card, Pane
from registry.words.many import reads_as_many

_NEW = "A new interview"


class IntakeScreen(Frame):
    """One interview after the other, until the family has told of everyone; left with the id of the last case kept.

    ``kind`` is what a new interview is about, ``draft`` the id of one to go on with, ``sibling_of`` the id of a case of
    whose family the next person is.
    """

    PLACE = "Intake"
    CSS = """
    #meter { padding: 0 1; background: $surface; }
    #held { layout: horizontal; height: 1fr; }
    #held Pane { width: 3fr; }
    #asking { width: 2fr; }
    IntakeScreen.narrow #held { layout: vertical; }
    IntakeScreen.narrow #held Pane { height: 1fr; width: 1fr; min-height: 3; }
    IntakeScreen.narrow #asking { width: 1fr; max-height: 14; }
    """
    BINDINGS: ClassVar[list[Any]] = keys(
        ("b", "questions", "Back to the questions"),
        ("f2", "state('unknown')", "Does not know"), ("f3", "state('refused')", "Will not say"),
        ("f4", "state('withheld')", "Not to be noted"), ("f5", "state('not_applicable')", "Does not apply"),
        ("f6", "take_away", "Take away"), ("ctrl+s", "to_the_end", "To the end"), ("enter", "keep", "Keep the case"),
        ("f8", "drop", "Drop"), ("escape", "leave", "Leave"),
    )  # fmt: skip

    def __init__(self, kind: str = PERSON, draft: str | None = None, sibling_of: str | None = None) -> None:
        super().__init__()
        self._kind, self._named, self._sibling_of = kind, draft, sibling_of
        self._course: Course | None = None
        self._sources: list[Offer] = []
        self._found: AlreadyHere | None = None
        self._taken = ""
        self._at_end = False
        self._keeping = False
        self._dirty, self._sealing = False, False
        self._saver: Worker[None] | None = None

    def body(self) -> ComposeResult:
        """Show the meter over the questions, and the one that is asked beside or under them."""
        yield Card(id="meter")
        with Container(id="held"):
            yield Pane(id="sheet")
            yield Asking()

    def on_mount(self) -> None:
        """Begin, or go on with what was begun."""
        self._begin()

    @acting
    async def _begin(self) -> None:
        try:
            draft = await self._first()
            if draft is not None:
                await self._hold(draft)
        except RegistryError:
            self.dismiss(None)
            raise
        if draft is None:
            self.dismiss(None)

    async def _first(self) -> Draft | None:
        """Return the interview to hold first; None where the caseworker wants none after all."""
        refuse_reading(self)
        await self.at_desk(lambda desk: desk.vault.refuse_unwritable())
        if self._sibling_of:
            return await self._sibling(self._sibling_of)
        if self._named:
            named = self._named
            return await self.at_desk(lambda desk: draft_named(desk, named))
        waiting, names = await self.at_desk(lambda desk: (drafts(desk), desk.names()))
        if waiting:
            labels = [draft_label(one, names.get(one.by, "someone unknown")) for one in waiting]
            chosen = await self.ask(Choose("A new interview, or one that is not finished?", [_NEW, *labels]))
            if chosen is None:
                return None
            if chosen:
                return waiting[int(chosen) - 1]
        return await self.at_desk(lambda desk: new_draft(desk.pen, kind=self._kind))

    async def _sibling(self, case: str, tie: str = "") -> Draft | None:
        """Begin the interview of another of a case's family, with what one source said of both."""
        speaking = await self.at_desk(lambda desk: speaking_in(desk, case))
        source = 0
        if len(speaking) > 1:
            asked = await self.ask(
                Choose("Which source tells of this one too?", [label for _, label in speaking])
            )
            if asked is None:
                return None
            source = asked
        if not tie:
            of = await self.ask(Choose("What are they?", [_SIBLING, _KIN]))
            if of is None:
                return None
            tie = (SIBLINGS, OTHER_KIN)[of]
        said_by, tied_as = speaking[source][0], tie
        return await self.at_desk(lambda desk: begun_like(desk, case, said_by, tied_as))

    async def _hold(self, draft: Draft) -> None:
        """Read what the interview finds here, and put its first open question."""
        lang = self.registry.doors.lang
        here, self._sources = await self.at_desk(lambda desk: here_to_choose(desk, draft.kind, lang))
        self._course = Course(draft, here, lang)
        self._found, self._at_end = None, False
        self._go(self._course.next())
        self._badge()

    # Which question

    @property
    def _asking(self) -> Asking:
        return self.query_one(Asking)

    def _go(self, step: Step | None) -> None:
        """Put a question; after the last one, show what will be kept."""
        course = self._course
        if course is None:
            return
        self.query_one("#meter", Card).show([Entry(self._whose(course)), Entry(course.measured())])
        ended, self._at_end = self._at_end, step is None
        asking, pane = self._asking, self.query_one("#sheet", Pane)
        asking.display = step is not None
        if step is not None:
            entries, at = sheet(course, step)
            pane.show(entries, at=at)
            asking.put(course, step, self._sources)
        else:
            asking.step = None
            pane.show(review(course, self._found))
            pane.focus()
            if not ended:
                self._look_for()
        self.refresh_bindings()

    def _whose(self, course: Course) -> str:
        draft = course.draft
        about = draft.called or ("a person" if draft.kind == PERSON else "a group report")
        like = ", taken over from the family's other case: check it" if draft.taken_over else ""
        return f"Interview {draft.short}: {about}{like}"

    @acting
    async def _look_for(self) -> None:
        course = self._course
        if course is None or not facts_given(course.draft):
            self._found = AlreadyHere((), ())
        else:
            draft = deepcopy(course.draft)
            self._found = None
            self._found = await self.at_desk(lambda desk: already_here(desk, draft), "looking who is here")
        if self._at_end and course is not None:
            self.query_one("#sheet", Pane).show(review(course, self._found))

    def _neighbour(self, by: int) -> Step | None:
        """Return the question before or after the one that is asked; None after the last."""
        course, step = self._course, self._asking.step
        assert course is not None
        found = course.steps()
        if step is None:
            return found[-1]
        at = next((place for place, one in enumerate(found) if one.key == step.key), 0) + by
        return found[max(at, 0)] if at < len(found) else None

    def action_back(self) -> None:
        """Go one question back, or one up in what may be chosen."""
        if self._course is None or self._asking.step is None or self._asking.move(-1):
            return
        if not self._asking.typed or self._take_line():
            self._go(self._neighbour(-1))

    def action_questions(self) -> None:
        """Go back from the end to the last question."""
        if self._course is not None:
            self._go(self._neighbour(-1))

    def action_forward(self) -> None:
        """Go one question on, or one down in what may be chosen."""
        course, step = self._course, self._asking.step
        if course is None or step is None or self._asking.move(1):
            return
        if (course.was_put(step) and not self._asking.typed) or self._take_line():
            self._go(self._neighbour(1))

    def action_to_the_end(self) -> None:
        """Leave the rest unasked, and see what there is."""
        if self._course is not None and (not self._asking.typed or self._take_line()):
            self._go(None)

    # Answering

    def on_input_submitted(self) -> None:
        """Take the answer, and go on to the first question that is open."""
        if self._course is not None and self._take_line():
            self._go(self._course.next())

    def on_input_changed(self) -> None:
        """Say that something is not kept yet."""
        self._badge()

    def on_option_list_option_selected(self) -> None:
        """Take what was clicked."""
        self.on_input_submitted()

    def _take_line(self) -> bool:
        """Take what stands in the line for the question that is asked; tell whether it could be read."""
        asking, course = self._asking, self._course
        step = asking.step
        if course is None or step is None:
            return False
        try:
            if asking.typed == CLEAR:
                course.take_away(step)
            elif (said := asking.answer()) is None:
                course.pass_over(step)
                return True
            else:
                course.take(step, said)
        except (InputRefused, NotFound) as refused:
            if step.key in KIND_OF_NAME and reads_as_many(asking.typed):
                self._ask_whether_one(step, asking.typed)
            asking.refuse(refused, step)
            return False
        self._taken_down()
        return True

    def _taken_down(self) -> None:
        """Clear the line, and seal the draft."""
        self._asking.line.value = ""
        self._found = None
        self._dirty = True
        if not self._sealing:
            self._saver = self.run_worker(self._seal(), exclusive=False)
        self._badge()

    @acting
    async def _ask_whether_one(self, step: Step, said: str) -> None:
        entries = [Entry("A name of several people hides one of them: each is a case of its own.")]
        if await self.ask(Confirm("Is it really the name of one person?", entries, asked_by="enter")):
            self._answered(step, [{"value": {"text": said, "really": True}}])

    def action_state(self, code: str) -> None:
        """Note that the source does not know, or does not say."""
        course, step = self._course, self._asking.step
        if course is None or step is None:
            return
        try:
            self._answered(step, course.state(step, code))
        except InputRefused as refused:
            self._asking.refuse(refused, step)

    def _answered(self, step: Step, said: Said) -> None:
        assert self._course is not None
        self._course.take(step, said)
        self._taken_down()
        self._go(self._course.next())

    def action_take_away(self) -> None:
        """Take the answer away; the question is as if it was never asked."""
        course, step = self._course, self._asking.step
        if course is None or step is None:
            return
        try:
            course.take_away(step)
        except InputRefused as refused:
            self._asking.refuse(refused, step)
        else:
            self._taken_down()
            self._go(step)

    # Keeping

    async def _seal(self) -> None:
        """Seal the draft as it stands, and again while answers came in meanwhile."""
        course = self._course
        assert course is not None
        self._sealing = True
        try:
            while self._dirty:
                self._dirty = False
                now = deepcopy(course.draft)
                await self.at_desk(lambda desk, now=now: save_draft(desk, now))  # type: ignore[misc]
                course.draft.touched = now.touched
        except RegistryError as refused:
            self._dirty = True
            self.registry.refuse(refused)
        finally:
            self._sealing = False
            self._badge()

    async def _sealed(self) -> bool:
        """Wait until all that was answered is sealed; tell whether it is."""
        if self._saver is not None:
            await self._saver.wait()
        return not self._dirty

    def _badge(self) -> None:
        self.registry.unsaved = bool(self._asking.typed) or self._dirty or self._sealing

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done at the end there only, and what is for a question only at one."""
        if action in {"keep", "questions"}:
            return self._at_end
        if action == "state":
            return self._asking.step is not None and self._asking.step.states
        if action in {"take_away", "forward", "back", "to_the_end"}:
            return not self._at_end
        return True

    @acting
    async def action_keep(self) -> None:
        """Keep the case, and ask whether the family has another to tell of."""
        course = self._course
        if course is None or self._keeping or not await self._sealed():
            return
        if not facts_given(course.draft):
            self.tell("a case needs at least one fact; nothing is kept yet", warn=True)
            course.reopen()
            self._go(course.next())
            return
        self._keeping = True
        try:
            draft = deepcopy(course.draft)
            taken = await self.at_desk(lambda desk: keep(desk, draft), "keeping")
        finally:
            self._keeping = False
        self._course, self._taken = None, taken.id
        if taken.warnings:
            await self.ask(
                Told(
                    f"{taken.short} is taken in; look at this", [Entry(f"• {one}") for one in taken.warnings]
                )
            )
        following = await self._another(
            taken.id, draft, f"{taken.short} is taken in: {_many(len(taken.claims), 'claim')}."
        )
        if following is None:
            self.dismiss(self._taken)
        else:
            await self._hold(following)

    async def _another(self, case: str, draft: Draft, told: str) -> Draft | None:
        """Ask who else is to be told of; return the interview that follows, or None."""
        if draft.kind == GROUP:
            chosen = await self.ask(Choose(f"{told} And now?", ["Done", "Another report by the same source"]))
            return await self.at_desk(lambda desk: by_the_same_source(desk, case)) if chosen else None
        chosen = await self.ask(Choose(f"{told} And now?", ["Done", _SIBLING, _KIN]))
        return await self._sibling(case, (SIBLINGS, OTHER_KIN)[chosen - 1]) if chosen else None

    @acting
    async def action_drop(self) -> None:
        """Remove the interview for good, once its id was typed back."""
        course = self._course
        if course is None or not await self._sealed():
            return
        question = TypeBack(
            "Drop this interview?",
            [Entry("Nothing of what was answered stays, and it cannot be undone.")],
            course.draft.short,
        )
        if await self.ask(question):
            await self.at_desk(lambda desk: drop_draft(desk, course.draft), "removing")
            self._asking.line.value = ""
            self._course = None
            self.registry.unsaved = False
            self.dismiss(None)

    @acting
    async def action_leave(self) -> None:
        """Leave the interview; what was answered is kept as a draft."""
        course = self._course
        if self._asking.typed:
            kept = Entry("What stands in the line is not an answer yet; Enter makes it one.")
            if not await self.ask(Confirm("Leave without it?", [kept], asked_by="escape")):
                return
        sealed = await self._sealed()
        if not sealed:
            lost = Entry("The last answers could not be sealed, and are lost if you leave.")
            if not await self.ask(Confirm("Leave without them?", [lost], asked_by="escape")):
                return
        self.registry.unsaved = False
        if course is not None and course.draft.given:
            self.tell(
                f"draft {course.draft.short} is kept: go on with it from here, or `registry case new --resume`"
            )
        self.dismiss(self._taken or None)

    def on_unmount(self) -> None:
        """Let nothing be called unsaved that is not on the screen any more."""
        self.registry.unsaved = False


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


_SIBLING, _KIN = "A brother or sister", "Another of the same family"
