"""The interview at a table: one question at a time, each answer saved before the next is asked."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import dataclass

from registry.cli import asking
from registry.cli.interview_steps import Here, Step, steps
from registry.cli.lines import read_line
from registry.cli.settings import Settings
from registry.desk.drafting import Draft, Said
from registry.desk.interviewing import YES, meter
from registry.desk.questions import SECTIONS
from registry.errors import InputRefused, NotFound
from registry.words.text import visible

# What one key says in place of an answer. All of them are on Arabic keyboards as well.
STATE_KEYS = {"-": "unknown", "!": "refused", "*": "withheld", "/": "not_applicable"}
HELP, BACK, ANSWERS, CLEAR, LEAVE = "?", "<", "=", "~", "."
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
    _unsaved: bool = False
    _heading: str = ""
    _to: str = ""  # where to go next, in place of the next open question
    _after: str = ""  # where to go on after something was corrected

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

    def _steps(self) -> list[Step]:
        return steps(self.draft, self.here, self.lang)

    def _next(self) -> Step | None:
        """Return the question asked for, or the first that is open, or None where all were asked."""
        found = self._steps()
        wanted, self._to = self._to, ""
        for step in found:
            if step.key == wanted:
                return step
        for step in found:
            if not self._was_put(step):
                return step
        return None

    def _decided(self, step: Step) -> bool:
        return step.offers in self.draft.sections or step.offers in self.draft.declined

    def _before(self, step: Step | None) -> str:
        """Return the key of the question that was put before this one."""
        put = [one.key for one in self._steps() if self._was_put(one)]
        if step is None or step.key not in (keys := [one.key for one in self._steps()]):
            return put[-1] if put else ""
        earlier = [key for key in keys[: keys.index(step.key)] if key in put]
        return earlier[-1] if earlier else step.key

    def _was_put(self, step: Step) -> bool:
        return self._decided(step) if step.offers else step.key in self.draft.answers

    # One question

    def _put(self, step: Step) -> None:
        if step.section != self._heading:
            self._heading = step.section
            self.face.tell(f"\n── {step.section} ──\n  {self._measured()}")
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
            self._to, self._after = self._before(step), ""
            return True
        if said == ANSWERS:
            return self._correct(step)
        if said == CLEAR and not step.needed:
            self.draft.answers[step.key] = []
            self._done(changed=True)
            return True
        if not said:
            return self._pass_over(step)
        if said in STATE_KEYS:
            if not step.states:
                raise InputRefused(
                    "this is no question to the source", "answer it, or press Enter to pass over"
                )
            return self._take(step, [{"state": STATE_KEYS[said]}])
        return self._take(step, step.read(said))

    def _pass_over(self, step: Step) -> bool:
        standing = self.draft.answers.get(step.key)
        if step.needed and not standing:
            raise InputRefused("this cannot be left empty", "? helps; . leaves")
        if step.offers:
            self._decide(step.offers, wanted=step.offers in self.draft.sections)
        elif not standing:
            self.draft.answers[step.key] = []
        self._done(changed=False)
        return True

    def _take(self, step: Step, said: Said) -> bool:
        if step.offers:
            self._decide(step.offers, wanted=said[0]["value"] == YES)
        else:
            self.draft.answers[step.key] = said
        self._done(changed=True)
        return True

    def _decide(self, section: str, *, wanted: bool) -> None:
        kept = self.draft.sections, self.draft.declined
        for found in kept:
            if section in found:
                found.remove(section)
        kept[0 if wanted else 1].append(section)

    def _done(self, *, changed: bool) -> None:
        self._to, self._after = self._after, ""
        self._unsaved = True
        if changed:
            self._save()

    def _save(self) -> None:
        self.save(self.draft)
        self._unsaved = False

    # What was answered

    def _answers(self) -> list[Step]:
        return [step for step in self._steps() if self.draft.answers.get(step.key)]

    def _tell_answers(self, heading: str) -> None:
        lines = [f"  {heading}"]
        for number, step in enumerate(self._answers(), 1):
            question = step.section if step.needed else step.question
            lines.append(f"  {number:>2}  {question}: {step.show(self.draft.answers[step.key])}")
        lines.append(f"  {self._measured()}")
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
        answered = self._answers()
        while True:
            said = self.face.ask(prompt)
            if not said:
                return None
            if said.casefold() in _LEAVES:
                raise Left
            number = asking.number(said)
            if number is not None and 1 <= number <= len(answered):
                return answered[number - 1]
            self.face.tell(f"  there is no answer of that number; give one from 1 to {len(answered)}")

    # The end

    def _kept(self) -> bool:
        """Show everything once more; tell whether the case is to be kept as it is."""
        self._heading = ""
        self._tell_answers("this is what will be kept")
        measured = meter(self.draft)
        if not measured.stated:
            self.face.tell("  a case needs at least one fact; nothing is kept yet")
            self.draft.answers = {key: said for key, said in self.draft.answers.items() if said}
            return False
        answered = self._answers()
        while True:
            said = self.face.ask("Enter keeps the case; a number corrects; < goes back; . leaves: ")
            if not said:
                return True
            if said.casefold() in _LEAVES:
                raise Left
            if said == BACK:
                self._to = self._before(None)
                return False
            number = asking.number(said)
            if number is not None and 1 <= number <= len(answered):
                self._to = answered[number - 1].key
                return False
            if said in _HELPS:
                self.face.tell("\n".join(f"  {words}" for words in _KEYS))
            else:
                self.face.tell(f"  there is no answer of that number; give one from 1 to {len(answered)}")

    def _measured(self) -> str:
        found = meter(self.draft)
        bar = "■" * found.known + "□" * (found.of - found.known)
        otherwise = f", {found.otherwise} asked and not known" if found.otherwise else ""
        words = {q.key: q.show(self.lang) for section in SECTIONS[self.draft.kind] for q in section.questions}
        missing = [words[key].lower() for key in found.missing]
        left = f" (missing: {', '.join(missing)})" if missing and found.stated else ""
        return f"minimum {bar} {found.known} of {found.of}{otherwise}: {found.allows}{left}"


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
    for number, term in enumerate(step.terms or (), 1):
        word = f" {number} {visible(term.show(lang))} "
        if len(row) + len(word) > _WIDTH:
            lines.append(row)
            row = " "
        row += word
    return "\n".join([*lines, row])
