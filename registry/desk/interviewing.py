"""An interview's answers: how each is read, what they allow so far, and the case that they make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from registry.cases.casefile import GROUP, PERSON
from registry.cases.group import MINIMUM as GROUP_MINIMUM
from registry.cases.person import MINIMUM as PERSON_MINIMUM
from registry.desk.claiming import checked, plain_value
from registry.desk.desk import CASES, DRAFTS, Desk
from registry.desk.drafting import SOURCE, Draft, Said, require_own
from registry.desk.family import tied
from registry.desk.intake import TakenIn, case_document
from registry.desk.questions import CONSENT, NOTE
from registry.desk.sourcing import keep_source
from registry.desk.voices import Sources
from registry.errors import InputRefused
from registry.provenance.consent import STATISTICS
from registry.words.count_rules import RULES, Rule
from registry.words.fact import Declared
from registry.words.identity import number_of
from registry.words.names import Name
from registry.words.plain import Age, Paragraph, Text
from registry.words.terms import Coded
from registry.words.text import plain_digits

_BETWEEN = str.maketrans({"؛": ";"})
YES, NO = "yes", "no"
# What a case needs at least to be followed up, by its kind.
MINIMUM: Mapping[str, Sequence[str]] = {PERSON: PERSON_MINIMUM, GROUP: GROUP_MINIMUM}


def read_answer(declared: Declared, said: str) -> Said:
    """Return what an answer states of a fact, kept as it was typed; raise ``InputRefused`` rather than guess.

    A number stands for a term of a coded fact, ``;`` parts several values, ``34 2018-05`` is an age and its day.
    """
    parts = [said]
    if declared.fact.several and _short(declared.kind):
        parts = [part.strip() for part in said.translate(_BETWEEN).split(";") if part.strip()] or [said]
    return [{"value": _one(declared, part)} for part in parts]


def _short(kind: type) -> bool:
    return issubclass(kind, Name | Text | Coded) and not issubclass(kind, Paragraph)


def _one(declared: Declared, said: str) -> Any:
    if issubclass(declared.kind, Coded):
        return numbered(declared.kind, said)
    if declared.kind is Age and not said.startswith("{"):
        years, _, on = said.strip().partition(" ")
        raw = {"years": years, "on": on.strip() or None}
        checked(declared, raw)
        return raw
    return as_typed(declared, said)


def as_typed(declared: Declared, said: str) -> Any:
    """Return an answer as it was typed once it is known to be a value of the fact; braces are read as JSON."""
    raw: Any = said
    if said.startswith("{"):
        try:
            raw = msgspec.json.decode(said)
        except (msgspec.DecodeError, RecursionError) as broken:
            raise InputRefused("that is not JSON", "type the value in plain words") from broken
    return checked(declared, raw)


def numbered(kind: type[Coded], said: str) -> str:
    """Return the code of the term that a number or a word names; raise ``InputRefused``."""
    number, codes = plain_digits(said).strip(), list(kind.vocabulary.terms)
    if number.isascii() and number.isdigit() and len(number) < 4 and 1 <= int(number) <= len(codes):
        return codes[int(number) - 1]
    return kind.vocabulary.read(said).code


@dataclass(frozen=True, slots=True)
class Meter:
    """How much of the minimum is known: of how many facts, how many were answered otherwise, and what is left."""

    known: int
    of: int
    otherwise: int
    missing: tuple[str, ...]
    stated: int
    counted: bool

    @property
    def allows(self) -> str:
        """What can be done with the case as it stands, in words."""
        if not self.stated:
            return "nothing to keep yet: a case needs at least one fact"
        if self.missing:
            return "the case can be kept; to follow it up, ask for what is missing"
        counted = ", and counted" if self.counted else ""
        return f"the case can be kept, followed up{counted}"


def meter(draft: Draft) -> Meter:
    """Measure a draft against the minimum that a case needs to be followed up."""
    minimum = MINIMUM[draft.kind]
    known = [key for key in minimum if draft.known(key)]
    return Meter(
        known=len(known),
        of=len(minimum),
        otherwise=sum(1 for key in minimum if draft.answers.get(key) and key not in known),
        missing=tuple(key for key in minimum if key not in known),
        stated=len(facts_given(draft)),
        counted=draft.value(f"{CONSENT}{STATISTICS}") == YES,
    )


def facts_given(draft: Draft) -> list[str]:
    """Return the keys of the facts that were answered, the source's own questions and consent apart."""
    apart = (f"{SOURCE}.", CONSENT)
    return [key for key in draft.given if key not in {SOURCE, NOTE} and not key.startswith(apart)]


def entry_of(draft: Draft, facts: Mapping[str, Declared], today: str) -> dict[str, Any]:
    """Return the draft as an entry of the intake, in the form that scripts hand in."""
    stated: dict[str, Any] = {}
    for key in facts_given(draft):
        said = draft.answers[key]
        several = key in facts and facts[key].fact.several
        stated[key] = said if several else said[0]
    if isinstance(age := draft.value("age"), dict) and not age.get("on"):
        # The question asks for the age when last seen, so that is the day it was so.
        seen = draft.value("last_seen_on")
        stated["age"] = {"value": {**age, "on": seen}} if seen else age["years"]
    entry: dict[str, Any] = {"kind": draft.kind, "source": source_of_draft(draft), "facts": stated}
    if draft.kind == PERSON and isinstance(status := draft.value("status"), str):
        entry["status"] = status
        del stated["status"]
    entry["consent"] = [
        {"purpose": key.removeprefix(CONSENT), "on": today}
        for key in draft.given
        if key.startswith(CONSENT) and draft.value(key) == YES
    ]
    return {**entry, "note": draft.value(NOTE)}


def source_of_draft(draft: Draft) -> str | dict[str, Any]:
    """Return the id of the source, or what was said of a new one."""
    known = draft.value(SOURCE)
    if not isinstance(known, Mapping):
        return str(known or "")
    found = {part: draft.value(f"{SOURCE}.{part}") for part in ("label", "reliability", "contact")}
    return {**known, **{part: value for part, value in found.items() if value is not None}}


def keep(desk: Desk, draft: Draft) -> TakenIn:
    """Take the case of a finished interview in, tie it to its family, and remove the draft, all in one act.

    Raises ``RuleNotMet`` where another session has gone on with the draft: nobody is taken in twice.
    """
    with desk.vault.act("case new") as act:
        require_own(desk, draft)
        sources = Sources(desk)
        entry = entry_of(draft, desk.facts(draft.kind), desk.today)
        document, warnings = case_document(entry, sources)
        for source, contact in sources.fresh:
            keep_source(desk, act, source, contact)
        if draft.like:
            document = tied(desk, desk.open_case(draft.like), document, draft.tie)
        act.write(CASES, number_of(document["id"]), document)
        if desk.vault.has(DRAFTS, number_of(draft.id)):
            act.remove(DRAFTS, number_of(draft.id))
            desk.vault.touched(DRAFTS)
    claims = tuple(item["id"] for item in document["items"] if item["t"] == "claim")
    return TakenIn(document["id"], claims, tuple(warnings))


def shown(
    declared: Declared | None, said: Sequence[Mapping[str, Any]], lang: str, rules: Iterable[Rule] = RULES
) -> str:
    """Return an answer in words for the screen, figures read by these ``rules``; its text has still to be made safe."""
    from registry.words.states import STATES

    words = []
    for one in said:
        if "state" in one:
            words.append(f"({STATES[one['state']].show(lang)})")
        elif declared is None:
            words.append(str(one["value"]))
        else:
            words.append(declared.kind.parse(plain_value(declared, one["value"], rules)).show(lang))
    return " ; ".join(words)
