"""The interview at a table: one question at a time, each answer saved before the next is asked."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field

from registry.cli import asking
from registry.cli.lines import read_line
from registry.cli.settings import Settings
from registry.desk.drafting import Draft
from registry.desk.interview_course import CLEAR, Course
from registry.desk.interview_steps import Here, Step
from registry.desk.interviewing import meter
from registry.desk.replies import number
from registry.errors import InputRefused, NotFound
from registry.words.text import visible

BACK, ANSWERS = "<", "="
_HELPS, _LEAVES = {"?", "؟"}, {".", "leave", "quitter", "خروج"}

_KEYS = (
    "Enter  pass over: not asked      -  does not know      !  will not say",
    "*  said, not to be noted         /  does not apply     ?  help",
    "<  one question back             =  what was answered, and correct it",
    "~  take an answer away           .  save and leave",
)
_WIDTH = 78


@dataclass(frozen=True, slots=True)
class Asked:
    """How an interview was called for: a draft to go on with, a case of the same family, of which kind, or to keep nothing."""

    resume: str = ""
    like: str = ""
    dry_run: bool = False
    kind: str = ""


class Left(Exception):
    """The caseworker left the interview before its end."""


@dataclass
class Face:
    """The terminal of an interview; a test puts another in its place, and counts."""

    settings: Settings

    def ask(self, prompt: str) -> str:
        """Return one line as it was typed; raise ``EOFError`` where there is no more."""
        return read_line(self.settings, visible(prompt)).strip()

    def tell(self, words: str) -> None:
        """Say something between two questions."""
        asking.tell("\n".join(_folded(line) for line in words.split("\n")))


@dataclass
class Interview:
    """One interview from its first open question to the answer that keeps it.

    ``save`` is called after every answer that changed the draft, and has it on the disk when it returns.
    """

    face: Face
    draft: Draft
    here: Here
    save: Callable[[Draft], None]
    lang: str = "en"
    _course: Course = field(init=False)
    _unsaved: bool = False
    _heading: str = ""
    _to: str = ""  # where to go next, in place of the next open question
    _after: str = ""  # where to go on after something was corrected

    def __post_init__(self) -> None:
        """Follow the course of the draft."""
        self._course = Course(self.draft, self.here, self.lang)

    def hold(self) -> Draft:
        """Ask until the caseworker keeps the case, and return the draft; raise ``Left``, ``EOFError``."""
        self.face.tell("\n".join(_KEYS))
        if self.draft.taken_over:
            self._tell_answers("taken over from the family's other case; = changes any of it")
        while True:
            step = self._next()
            if step is not None:
                self._put(step)
            elif self._kept():
                return self.draft

    def tidy(self) -> bool:
        """Save what is not saved yet, and tell whether there is anything to go on with."""
        if self._unsaved and self.draft.given:
            self._save()
        return bool(self.draft.given)

    # Which question

    def _next(self) -> Step | None:
        """Return the question asked for, or the first that is open, or None where all were asked."""
        wanted, self._to = self._to, ""
        return self._course.next(wanted)

    # One question

    def _put(self, step: Step) -> None:
        if step.section != self._heading:
            self._heading = step.section
            self.face.tell(f"\n── {step.section} ──\n  {self._course.measured()}")
        standing = self.draft.answers.get(step.key)
        if standing:
            self.face.tell(f"  now: {step.show(standing)}   (Enter keeps it)")
        if step.terms is not None:
            self.face.tell(_numbered(step, self.lang))
        if step.lead:
            self.face.tell(step.lead)
        while True:
            said = self.face.ask(f"{step.question}: ")
            try:
                if self._answered(step, said):
                    return
            except (InputRefused, NotFound) as refused:
                self.face.tell(f"  {refused.message}" + (f"; {refused.hint}" if refused.hint else ""))

    def _answered(self, step: Step, said: str) -> bool:
        """Take what was typed; tell whether the question is done with."""
        if said in _HELPS:
            self.face.tell("\n".join(f"  {words}" for words in (step.help, *_KEYS) if words))
            return False
        if said.casefold() in _LEAVES:
            raise Left
        if said == BACK:
            self._to, self._after = self._course.before(step), ""
            return True
        if said == ANSWERS:
            return self._correct(step)
        if said == CLEAR and not step.needed:
            self._course.take_away(step)
        elif not said:
            self._course.pass_over(step)
        else:
            self._course.take(step, self._course.read(step, said))
        self._done(changed=bool(said))
        return True

    def _done(self, *, changed: bool) -> None:
        self._to, self._after = self._after, ""
        self._unsaved = True
        if changed:
            self._save()

    def _save(self) -> None:
        self.save(self.draft)
        self._unsaved = False

    # What was answered

    def _tell_answers(self, heading: str) -> None:
        lines = [f"  {heading}"]
        for place, step in enumerate(self._course.answered(), 1):
            question = step.section if step.needed else step.question
            lines.append(f"  {place:>2}  {question}: {step.show(self.draft.answers[step.key])}")
        lines.append(f"  {self._course.measured()}")
        self.face.tell("\n".join(lines))

    def _correct(self, step: Step) -> bool:
        """Show what was answered and go to what is to be corrected; afterwards the interview goes on from here."""
        self._tell_answers("what was answered")
        chosen = self._choose("The number of what to correct, or Enter to go on: ")
        if chosen is None:
            return False
        self._to, self._after = chosen.key, step.key
        return True

    def _choose(self, prompt: str) -> Step | None:
        answered = self._course.answered()
        while True:
            said = self.face.ask(prompt)
            if not said:
                return None
            if said.casefold() in _LEAVES:
                raise Left
            chosen = number(said)
            if chosen is not None and 1 <= chosen <= len(answered):
                return answered[chosen - 1]
            self.face.tell(f"  there is no answer of that number; give one from 1 to {len(answered)}")

    # The end

    def _kept(self) -> bool:
        """Show everything once more; tell whether the case is to be kept as it is."""
        self._heading = ""
        self._tell_answers("this is what will be kept")
        measured = meter(self.draft)
        if not measured.stated:
            self.face.tell("  a case needs at least one fact; nothing is kept yet")
            self._course.reopen()
            return False
        answered = self._course.answered()
        while True:
            said = self.face.ask("Enter keeps the case; a number corrects; < goes back; . leaves: ")
            if not said:
                return True
            if said.casefold() in _LEAVES:
                raise Left
            if said == BACK:
                self._to = self._course.before(None)
                return False
            chosen = number(said)
            if chosen is not None and 1 <= chosen <= len(answered):
                self._to = answered[chosen - 1].key
                return False
            if said in _HELPS:
                self.face.tell("\n".join(f"  {words}" for words in _KEYS))
            else:
                self.face.tell(f"  there is no answer of that number; give one from 1 to {len(answered)}")


def _folded(line: str) -> str:
    """Return a line in as many as fit a narrow screen, the later ones set in."""
    set_in = " " * (len(line) - len(line.lstrip()) + 4)
    return (
        textwrap.fill(line, _WIDTH, subsequent_indent=set_in, drop_whitespace=True)
        if len(line) > _WIDTH
        else line
    )


def _numbered(step: Step, lang: str) -> str:
    """Return the terms of a question by number, in lines that fit a narrow screen."""
    lines, row = [], " "
    for place, term in enumerate(step.terms or (), 1):
        word = f" {place} {visible(term.show(lang))} "
        if len(row) + len(word) > _WIDTH:
            lines.append(row)
            row = " "
        row += word
    return "\n".join([*lines, row])
