"""Holding interviews: a new one, one to go on with, another of the same family, and what is left of one that ends early."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from registry.cases.casefile import GROUP, PERSON
from registry.cli import asking, session, shapes
from registry.cli.interview import Asked, Face, Interview, Left
from registry.cli.interview_kinds import another, kind_asked
from registry.cli.output import answer, say
from registry.cli.settings import Settings
from registry.desk.desk import Desk
from registry.desk.drafting import SOURCE, Draft, draft_named, drafts, new_draft, save_draft
from registry.desk.intake import TakenIn, check
from registry.desk.intake_only import FieldDesk, open_desk_or_box
from registry.desk.interview_steps import here_at
from registry.desk.interviewing import entry_of, facts_given, keep, meter
from registry.desk.kin import SIBLINGS, TIES, like, sources_speaking
from registry.desk.replies import number, yes
from registry.errors import Interrupted, RuleNotMet, UsageRefused
from registry.words.identity import short

if TYPE_CHECKING:
    from rich.console import RenderableType

    from registry.cli.interview_shapes import DraftItem


def interviewed(settings: Settings, asked: Asked) -> None:
    """Hold interviews at the terminal until there is nobody more to tell of, and answer what was taken in."""
    if settings.read_only and not asked.dry_run:
        raise RuleNotMet(
            "an interview takes a case in, and only reading was asked for", "run it without --read-only"
        )
    with session.at_desk(settings, read_only=asked.dry_run, opening=open_desk_or_box) as desk:
        if isinstance(desk, FieldDesk):
            from registry.cli.interview_field import interviewed_in_field

            interviewed_in_field(settings, desk, asked)
            return
        if not asked.dry_run:
            desk.vault.refuse_unwritable()  # before anyone has told anything
        table = _Table(settings, desk, asked)
        left = table.hold()
    if left is not None:
        answer(settings, left, lambda: _left_drawn(left.draft))
    else:
        answer(settings, table.shape(), table.drawn)


class _Table:
    """A table at which one person after the other is told of."""

    def __init__(self, settings: Settings, desk: Desk, asked: Asked) -> None:
        self._settings, self._desk, self._asked = settings, desk, asked
        self._face = Face(settings)
        self._taken: list[TakenIn] = []

    def hold(self) -> Any:
        """Interview until the family has told of everyone; return what is left where one was left early."""
        draft: Draft | None = self._first()
        while draft is not None:
            interview = Interview(
                self._face, draft, here_at(self._desk, draft.kind), self._save, self._settings.lang
            )
            try:
                interview.hold()
            except Left:
                return self._left(interview)
            except (KeyboardInterrupt, EOFError):
                self._stopped(interview)
            draft = self._keep(draft)
        return None

    def _first(self) -> Draft:
        asked = self._asked
        if asked.resume:
            draft = draft_named(self._desk, asked.resume)
            self._face.tell(f"going on with draft {draft.short}, begun {draft.begun[:10]}")
            return draft
        if asked.like:
            case = self._desk.open_case(asked.like)
            if case.kind != PERSON:
                raise UsageRefused("that case is a group report", "name the case of a person")
            return self._like(case.id, self._whose(case.id))
        waiting = drafts(self._desk)
        if waiting:
            others = "s are" if len(waiting) > 1 else " is"
            say(
                self._settings,
                f"{len(waiting)} interview{others} not finished; the last is {waiting[0].short}: go on with "
                f"`registry case new --resume {waiting[0].short}`",
            )
        return new_draft(self._desk.pen, kind=kind_asked(asked.kind))

    # Another of the family

    def _whose(self, case: str) -> str:
        """Return the source whose words are taken over: that of the case, or the one that is chosen among several."""
        file = self._desk.case(case)
        speaking = sources_speaking(file)
        if len(speaking) == 1:
            return speaking[0]
        labels = {one: source.label for one, source in self._desk.sources_of(file).items()}
        for place, one in enumerate(speaking, 1):
            self._face.tell(f"  {place}  {labels.get(one, '')} ({short(one)})")
        while True:
            chosen = number(self._face.ask("Which source tells of this one too? "))
            if chosen is not None and 1 <= chosen <= len(speaking):
                return speaking[chosen - 1]

    def _like(self, case: str, source: str) -> Draft:
        said = self._face.ask("What are they? 1 siblings (Enter), 2 otherwise of one family: ")
        draft = like(self._desk, self._desk.open_case(case), source, TIES.get(said, SIBLINGS))
        self._save(draft)
        return draft

    def _keep(self, draft: Draft) -> Draft | None:
        """Take the case in; return the interview of the next of the family, or None where there is none."""
        if self._asked.dry_run:
            self._taken += check(
                self._desk, [entry_of(draft, self._desk.facts(draft.kind), self._desk.today)]
            )
            return None
        taken = keep(self._desk, draft)
        self._taken.append(taken)
        self._face.tell(f"{taken.short}  taken in, {len(taken.claims)} claims")
        for warning in taken.warnings:
            self._face.tell(f"  {warning}")
        try:
            if not asking.ask(self._settings, f"{another(draft.kind)} y, or Enter for no", yes):
                return None
            case = self._desk.case(taken.id)
            if draft.kind == GROUP:
                said = {SOURCE: [{"value": sources_speaking(case)[0]}]}
                return new_draft(self._desk.pen, kind=GROUP, answers=said)
            return self._like(case.id, sources_speaking(case)[0])
        except (KeyboardInterrupt, EOFError):
            return None  # the case is kept: there is nothing that stopping here could undo

    # Ending early

    def _save(self, draft: Draft) -> None:
        if not self._asked.dry_run:
            save_draft(self._desk, draft)

    def _left(self, interview: Interview) -> Any:
        from registry.cli.interview_shapes import InterviewLeft

        if self._asked.dry_run or not interview.tidy():
            raise Interrupted(*_NOTHING)
        item = draft_item(self._desk, interview.draft)
        return InterviewLeft(draft=item, taken=tuple(one.id for one in self._taken))

    def _stopped(self, interview: Interview) -> None:
        if self._asked.dry_run or not interview.tidy():
            raise Interrupted(*_NOTHING)
        raise Interrupted(
            "stopped; what was answered is kept as a draft",
            f"go on with `registry case new --resume {interview.draft.short}`, or remove it with `registry case "
            f"drafts drop {interview.draft.short}`",
        )

    # The answer

    def shape(self) -> Any:
        """Return the answer: one case as itself, several as a list in their order."""
        items = tuple(
            shapes.Taken(one.id, one.short, one.claims, one.warnings, self._asked.dry_run)
            for one in self._taken
        )
        if len(items) == 1:
            return items[0]
        return shapes.TakenList(items=items, total=len(items), dry_run=self._asked.dry_run)

    def drawn(self) -> Iterator[RenderableType]:
        """Draw what was taken in."""
        from registry.cli.screens import taken

        shape = self.shape()
        items = [shape] if isinstance(shape, shapes.Taken) else list(shape.items)
        yield from taken(items, len(items), dry_run=self._asked.dry_run)


_NOTHING = ("stopped", "nothing is kept")


def draft_item(desk: Desk, draft: Draft, *, name: bool = False) -> DraftItem:
    """Fold a draft; its name only where that was asked for."""
    from registry.cli.interview_shapes import DraftItem

    measured = meter(draft)
    return DraftItem(
        id=draft.id, short=draft.short, caseworker=desk.names().get(draft.by, "someone unknown"), begun=draft.begun,
        touched=draft.touched, answers=len(facts_given(draft)), known=measured.known, minimum=measured.of,
        like=draft.like, name=draft.called if name else "", kind=draft.kind,
    )  # fmt: skip


def _left_drawn(item: DraftItem) -> Iterator[RenderableType]:
    from registry.cli.drawing import wrapped

    yield wrapped(
        f"draft {item.short} is kept, {item.answers} answers; minimum {item.known} of {item.minimum}", "bold"
    )
    yield wrapped(f"go on with `registry case new --resume {item.short}`")
