"""The course of an interview: which question comes next, and what becomes of what is answered, whatever face asks it."""

from __future__ import annotations

from dataclasses import dataclass

from registry.desk.drafting import Draft, Said
from registry.desk.interview_steps import Here, Step, steps
from registry.desk.interviewing import YES, meter
from registry.desk.questions import SECTIONS
from registry.errors import InputRefused

# What one key says in place of an answer. All of them are on Arabic keyboards as well.
STATE_KEYS = {"-": "unknown", "!": "refused", "*": "withheld", "/": "not_applicable"}
CLEAR = "~"


@dataclass
class Course:
    """One interview as far as it went. Nothing here is kept: whoever holds it seals the draft after each answer."""

    draft: Draft
    here: Here
    lang: str = "en"

    def steps(self) -> list[Step]:
        """Return the questions in their order, as far as the answers tell which are asked."""
        return steps(self.draft, self.here, self.lang)

    def next(self, wanted: str = "") -> Step | None:
        """Return the question of the key that is wanted, or the first that is open, or None where all were asked."""
        found = self.steps()
        asked_for = (step for step in found if step.key == wanted)
        open_ones = (step for step in found if not self.was_put(step))
        return next(asked_for, None) or next(open_ones, None)

    def was_put(self, step: Step) -> bool:
        """Tell whether a question was put, if only to be passed over."""
        if step.offers:
            return step.offers in self.draft.sections or step.offers in self.draft.declined
        return step.key in self.draft.answers

    def before(self, step: Step | None) -> str:
        """Return the key of the question that was put before this one; before None comes the last one."""
        found = self.steps()
        put = [one.key for one in found if self.was_put(one)]
        keys = [one.key for one in found]
        if step is None or step.key not in keys:
            return put[-1] if put else ""
        earlier = [key for key in keys[: keys.index(step.key)] if key in put]
        return earlier[-1] if earlier else step.key

    def answered(self) -> list[Step]:
        """Return the questions that were answered, a state for an answer too."""
        return [step for step in self.steps() if self.draft.answers.get(step.key)]

    def told(self, step: Step) -> str:
        """Return what was answered to a question, in words; nothing where nothing was."""
        said = self.draft.answers.get(step.key)
        return step.show(said) if said else ""

    # Answering

    def read(self, step: Step, said: str) -> Said:
        """Return what a typed answer says, one of ``STATE_KEYS`` too; raise ``InputRefused`` or ``NotFound``."""
        return self.state(step, STATE_KEYS[said]) if said in STATE_KEYS else step.read(said)

    def state(self, step: Step, code: str) -> Said:
        """Return the answer that the source does not know, or does not say; raise ``InputRefused`` where none is asked."""
        if not step.states:
            raise InputRefused("this is no question to the source", "answer it, or press Enter to pass over")
        return [{"state": code}]

    def take(self, step: Step, said: Said) -> None:
        """Note an answer; to the question whether a section is wanted, let it be asked or not."""
        if step.offers:
            self._decide(step.offers, wanted=said[0]["value"] == YES)
        else:
            self.draft.answers[step.key] = said

    def take_away(self, step: Step) -> None:
        """Take an answer away: the question is as if it had been passed over. Raises ``InputRefused`` for one needed."""
        if step.needed:
            raise InputRefused("this cannot be left empty", "another answer can stand in its place")
        self.draft.answers[step.key] = []

    def pass_over(self, step: Step) -> None:
        """Go on without an answer: not asked; what was answered before stays. Raises ``InputRefused`` for one needed."""
        standing = self.draft.answers.get(step.key)
        if step.needed and not standing:
            raise InputRefused("this cannot be left empty", "answer it, or leave the interview")
        if step.offers:
            self._decide(step.offers, wanted=step.offers in self.draft.sections)
        elif not standing:
            self.draft.answers[step.key] = []

    def reopen(self) -> None:
        """Let every question without an answer be open again."""
        self.draft.answers = {key: said for key, said in self.draft.answers.items() if said}

    def _decide(self, section: str, *, wanted: bool) -> None:
        kept = self.draft.sections, self.draft.declined
        for found in kept:
            if section in found:
                found.remove(section)
        kept[0 if wanted else 1].append(section)

    def measured(self) -> str:
        """Return the meter in words: how much of the minimum is known, what that allows, and what is missing."""
        found = meter(self.draft)
        bar = "■" * found.known + "□" * (found.of - found.known)
        otherwise = f", {found.otherwise} asked and not known" if found.otherwise else ""
        words = {q.key: q.show(self.lang) for section in SECTIONS[self.draft.kind] for q in section.questions}
        missing = [words[key].lower() for key in found.missing]
        left = f" (missing: {', '.join(missing)})" if missing and found.stated else ""
        return f"minimum {bar} {found.known} of {found.of}{otherwise}: {found.allows}{left}"
