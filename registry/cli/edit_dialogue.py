"""Asking at the terminal what is to be corrected in a case: fact by fact, with what stands shown before each question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from registry.cases.casefile import CaseFile
from registry.cases.items import Claim
from registry.cases.planning import PRIORITIES, plan_of
from registry.cases.saying import grade_of, shown_value
from registry.cli import asking
from registry.cli.interview import Face
from registry.cli.settings import Settings
from registry.desk.claiming import fact_named
from registry.desk.desk import Desk
from registry.desk.editing import NO_DAY
from registry.desk.interview_course import STATE_KEYS
from registry.desk.interviewing import numbered, read_answer
from registry.desk.kin import sources_speaking
from registry.desk.questions import SECTIONS
from registry.desk.replies import number
from registry.errors import InputRefused, Interrupted, NotFound
from registry.words.dates import PartialDate
from registry.words.fact import Declared
from registry.words.identity import short
from registry.words.states import KNOWN
from registry.words.terms import Coded
from registry.words.text import plain_digits

_KEYS = (
    "Enter  leave it as it is         -  does not know      !  will not say",
    "*  said, not to be noted         /  does not apply     ?  help",
    ".  on to the end                1: NEW WORDS  in place of number 1",
)
# A correction of one value among several of the same source, by its number.
_IN_PLACE = re.compile(r"(\d{1,2})\s*:\s*(.+)", re.DOTALL)
_NEW_SOURCE = {"n", "new"}


def asked(
    settings: Settings, desk: Desk, case: CaseFile, given: Mapping[str, str], facts: Sequence[str]
) -> Any:
    """Ask what is to be corrected; return it as `case edit` reads it. Raises ``Interrupted`` where nothing is kept."""
    return _Dialogue(settings, desk, case).hold(dict(given), facts)


class _Done(Exception):
    """No more facts are to be asked about."""


class _Dialogue:
    """One sitting at a case that is corrected."""

    def __init__(self, settings: Settings, desk: Desk, case: CaseFile) -> None:
        self._settings, self._desk, self._case = settings, desk, case
        self._face = Face(settings)
        self._sources = desk.sources_of(case)
        self._corrects = False

    def hold(self, given: dict[str, Any], named: Sequence[str]) -> dict[str, Any]:
        """Ask for the source, then fact by fact, then for what is planned, and once more whether to keep it."""
        facts = [fact_named(self._case.facts, key) for key in named] or list(self._first_look())
        source = given.get("source") or self._source()
        own = self._desk.source(source).id if isinstance(source, str) else ""
        stated = self._facts(facts, own)
        said = {**given, **({"source": source, "facts": stated} if stated else {})}
        said = {**self._planned(), **said} if not named else said
        if not stated and not {"priority", "review_on"} & said.keys():
            raise Interrupted("nothing was changed", "type what is new, or Enter to leave a fact as it is")
        if not stated:
            said.pop("source", None)
        if why := self._reason():
            said["reason"] = why
        self._confirm(len(stated))
        return said

    # Whose words these are

    def _source(self) -> Any:
        speaking = sources_speaking(self._case)
        self._face.tell("Who says what is new? Each answer is what this source states.")
        for place, one in enumerate(speaking, 1):
            label = self._sources[one].label if one in self._sources else ""
            self._face.tell(f"  {place}  {label} ({short(one)})")
        while True:
            said = self._face.ask("Its number, the id of another source, or n for a new one: ")
            chosen = number(said)
            if chosen is not None and 1 <= chosen <= len(speaking):
                return speaking[chosen - 1]
            if said.casefold() in _NEW_SOURCE:
                return {key: value for key, value in asking.source(self._settings).items() if value}
            try:
                return self._desk.source(said).id
            except (InputRefused, NotFound) as refused:
                self._face.tell(f"  {refused.message}; {refused.hint}")

    # Fact by fact

    def _first_look(self) -> Iterator[Declared]:
        """Yield the facts that an interview asks of everyone, and then the others that somebody states, once each."""
        stated = {claim.fact for claim in self._case.claims if not claim.about}
        keys = [
            q.key
            for section in SECTIONS.get(self._case.kind, ())
            for q in section.questions
            if not section.offered
        ]
        for key in dict.fromkeys([*keys, *(key for key in self._case.facts if key in stated)]):
            declared = self._case.facts.get(key)
            if declared is not None and (not declared.fact.sensitive or key in keys):
                yield declared

    def _facts(self, facts: Sequence[Declared], own: str) -> dict[str, Any]:
        self._face.tell("\n".join(_KEYS))
        stated: dict[str, Any] = {}
        try:
            for declared in facts:
                if said := self._fact(declared, own):
                    stated[declared.key] = said if declared.fact.several else said[0]
        except _Done:
            pass
        return stated

    def _fact(self, declared: Declared, own: str) -> list[dict[str, Any]]:
        standing = [c for c in self._case.claims if c.fact == declared.key and not c.about]
        mine = [claim for claim in standing if claim.source == own]
        label = declared.fact.label_in(self._settings.lang)
        self._face.tell("")
        for claim in standing:
            self._face.tell(self._stands(claim, mine))
        if issubclass(declared.kind, Coded):
            self._face.tell(_terms(declared, self._settings.lang))
        while True:
            said = self._face.ask(f"{label}: ")
            try:
                found = self._read(declared, said, mine)
            except InputRefused as refused:
                self._face.tell(f"  {refused.message}" + (f"; {refused.hint}" if refused.hint else ""))
                continue
            if found is not None:
                return found

    def _stands(self, claim: Claim, mine: Sequence[Claim]) -> str:
        number = f"{mine.index(claim) + 1}" if claim in mine else " "
        label = self._sources[claim.source].label if claim.source in self._sources else ""
        denies = " (denies)" if claim.stance == "denies" else ""
        value = shown_value(self._case, claim, self._settings.lang)
        return f"  {number}  {value}{denies}  [{grade_of(claim, self._sources)} {label}]"

    def _read(self, declared: Declared, said: str, mine: Sequence[Claim]) -> list[dict[str, Any]] | None:
        """Return what was answered, nothing for a fact that is left, and ``None`` where the question comes again."""
        if not said:
            return []
        if said == ".":
            raise _Done
        if said in {"?", "؟"}:
            self._face.tell("\n".join(_KEYS))
            return None
        before = ""
        if (chosen := _IN_PLACE.fullmatch(plain_digits(said[:3]) + said[3:])) and mine:
            if not 1 <= int(chosen[1]) <= len(mine):
                raise InputRefused(
                    "this source says nothing of that number", f"give one from 1 to {len(mine)}"
                )
            before, said = mine[int(chosen[1]) - 1].id, chosen[2]
        found = [{"state": STATE_KEYS[said]}] if said in STATE_KEYS else read_answer(declared, said)
        if not before and not declared.fact.several and len([c for c in mine if c.stance == "asserts"]) > 1:
            raise InputRefused(
                "this source says several things here", "say which is corrected, as in 1: NEW WORDS"
            )
        if before and len(found) > 1:
            raise InputRefused("one value takes the place of one", "give the others in a second answer")
        gives_way = any(claim.state == KNOWN for claim in mine)
        self._corrects |= bool(before) or (gives_way and not declared.fact.several)
        return [{**one, "supersedes": before} for one in found] if before else found

    # What is planned, why, and whether to keep it

    def _planned(self) -> dict[str, str]:
        plan = plan_of(self._case)
        said: dict[str, str] = {}
        self._face.tell("")
        words = "  ".join(
            f"{n} {t.show(self._settings.lang)}" for n, t in enumerate(PRIORITIES.terms.values(), 1)
        )
        self._face.tell(f"  {words}")
        now = (
            PRIORITIES[plan.priority].show(self._settings.lang) if plan.priority in PRIORITIES else "not set"
        )
        if priority := self._checked(f"Priority (now: {now}; Enter leaves it)", _priority):
            said["priority"] = priority
        now = plan.review_on or "no day"
        if day := self._checked(f"Look again on (now: {now}; Enter leaves it, {NO_DAY} takes it away)", _day):
            said["review_on"] = day
        return said

    def _checked(self, question: str, check: Any) -> str:
        return str(asking.ask(self._settings, question, check) or "")

    def _reason(self) -> str:
        needed = self._corrects
        what = (
            "Why it is corrected: a slip of the pen, or what the source says now"
            if needed
            else "Why (may be empty)"
        )
        return str(asking.ask(self._settings, what, str, needed=needed) or "")

    def _confirm(self, count: int) -> None:
        facts = f"{count} fact{'' if count == 1 else 's'}" if count else "what is planned"
        said = self._face.ask(f"Enter keeps {facts}; . leaves everything as it was: ")
        if said:
            raise Interrupted("nothing was changed", "call `registry case edit` again to correct the case")


def _terms(declared: Declared, lang: str) -> str:
    if not issubclass(declared.kind, Coded):
        return ""
    terms = declared.kind.vocabulary.terms.values()
    return "  " + "  ".join(f"{number} {term.show(lang)}" for number, term in enumerate(terms, 1))


class _Priority(Coded):
    """A priority, so that it is read by number or word as any other term."""

    vocabulary = PRIORITIES


def _priority(said: str) -> str:
    return numbered(_Priority, said)


def _day(said: str) -> str:
    return said if said.casefold() == NO_DAY else PartialDate.parse(said).text
