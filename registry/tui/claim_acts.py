"""What is done with claims from the screen of a case: one is added, one question after another, or taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from registry.cases.person import KIND_OF_NAME
from registry.cases.terms import BASES
from registry.desk.claiming import add_claim, plain_value, refuse_group, retract_claim
from registry.desk.desk import Desk
from registry.desk.interviewing import read_answer
from registry.desk.listing import sources as all_sources
from registry.desk.sourcing import keep_source
from registry.desk.voices import Sources
from registry.errors import InputRefused
from registry.sources.grading import CREDIBILITY, RELIABILITY
from registry.sources.kinds import SOURCE_KINDS
from registry.tui.asking import day, line, one_of, renewed, sure, term, writing
from registry.tui.case_words import claim_words
from registry.tui.frame import Frame
from registry.tui.paint import Entry
from registry.words.fact import Declared
from registry.words.identity import short
from registry.words.states import KNOWN, STATES
from registry.words.terms import Coded

_NEW = "a new source…"
# So much of a value is repeated in the questions after it.
_SHORT = 40


@dataclass(frozen=True, slots=True)
class _Known:
    """What the questions are made of: the facts with what is known of each, and the sources, those of the case first."""

    facts: tuple[tuple[Declared, str], ...]
    sources: tuple[tuple[str, str], ...]


def _known(desk: Desk, ref: str, lang: str) -> _Known:
    view = desk.view(desk.case(ref))
    facts = []
    for key, declared in view.case.facts.items():
        held = view.facts[key].held if key in view.facts and not declared.fact.sensitive else ()
        facts.append((declared, " | ".join(one.value.show(lang) for one in held)))
    speaking = {claim.source for claim in view.case.claims}
    found = [
        (one.id, f"{one.label}  {_kind(one.kind, lang)}, {one.reliability}") for one in all_sources(desk)
    ]
    found.sort(key=lambda one: one[0] not in speaking)
    return _Known(tuple(facts), tuple(found))


def _kind(code: str, lang: str) -> str:
    return SOURCE_KINDS[code].show(lang) if code in SOURCE_KINDS else code


@writing
async def add(screen: Frame, ref: str) -> None:
    """Ask for a fact, what is said of it, by whom, when and how it is graded, and add the claim."""
    lang = screen.registry.doors.lang
    known = await screen.at_desk(lambda desk: _known(desk, ref, lang), "reading")
    labels = [_fact_label(declared, said, lang) for declared, said in known.facts]
    declared, said = known.facts[await one_of(screen, "Which fact is it about?", labels)]
    given = await _value(screen, declared, said, lang)
    so_far = f"{declared.fact.label_in(lang)}: {_short(declared, given, lang)}"
    source = await _source(screen, so_far, known, lang)
    given |= await _about(screen, so_far, lang)
    await screen.at_desk(lambda desk: _kept(desk, ref, declared.key, source, given), "saving")
    screen.tell(f"claim added: {declared.fact.label_in(lang)}; u takes it back")
    renewed(screen)


def _fact_label(declared: Declared, said: str, lang: str) -> str:
    label = declared.fact.label_in(lang)
    return f"{label}: {said}" if said else label


def _short(declared: Declared, given: Mapping[str, Any], lang: str) -> str:
    """Return what was answered so far, so that the next questions say what they are about."""
    if "state" in given:
        return STATES[given["state"]].show(lang)
    try:
        shown = declared.kind.parse(given["value"]).show(lang)
    except InputRefused:
        shown = str(given["value"])
    return shown if len(shown) <= _SHORT else f"{shown[: _SHORT - 1]}…"


def _kept(desk: Desk, ref: str, fact: str, source: str | dict[str, Any], given: Mapping[str, Any]) -> None:
    """Add the claim, and its source in the same act where it is new."""
    with desk.vault.act("claim add") as act:
        sources = Sources(desk)
        identity = sources.resolve(source)
        for document, contact in sources.fresh:
            keep_source(desk, act, document, contact)
        add_claim(desk, ref, fact, identity, given)


async def _value(screen: Frame, declared: Declared, said: str, lang: str) -> dict[str, Any]:
    """Ask what the source says of a fact: a value, or why it gives none."""
    label = declared.fact.label_in(lang)
    silent = [one for one in STATES if one.code != KNOWN]
    if issubclass(declared.kind, Coded):
        terms = list(declared.kind.vocabulary)
        labels = [one.show(lang) for one in terms] + [f"– {one.show(lang)}" for one in silent]
        at = await one_of(screen, label, labels)
        return {"value": terms[at].code} if at < len(terms) else {"state": silent[at - len(terms)].code}
    entries = [Entry(said, "known so far")] if said else []
    entries += [Entry(declared.fact.note)] if declared.fact.note else []
    entries.append(Entry("As the source says it, in any language. Empty: it gives no value", look="dim"))
    raw = await line(screen, label, entries, check=lambda typed: _read(declared, typed))
    if raw == "":
        at = await one_of(screen, f"{label}: why is there no value?", [one.show(lang) for one in silent])
        return {"state": silent[at].code}
    if isinstance(raw, _SaidToBeSeveral):
        why = [Entry(raw.refused.message, look="warn"), Entry(raw.refused.hint)]
        await sure(screen, "Is it really the name of one person?", why)
        return {"value": raw.said, "really": True}
    return {"value": raw}


@dataclass(frozen=True, slots=True)
class _SaidToBeSeveral:
    said: str
    refused: InputRefused


def _read(declared: Declared, typed: str) -> Any:
    """Return what was typed as a value; a name that reads as several people with what is to be asked about it."""
    if declared.key in KIND_OF_NAME and not typed.startswith("{"):
        plain = plain_value(declared, typed)
        try:
            refuse_group(declared, plain)
        except InputRefused as refused:
            return _SaidToBeSeveral(typed, refused)
        return typed
    answers = read_answer(declared, typed)
    if len(answers) != 1:
        raise InputRefused("that is more than one value", "add them one after the other")
    return answers[0]["value"]


async def _source(screen: Frame, so_far: str, known: _Known, lang: str) -> str | dict[str, Any]:
    labels = [*(label for _, label in known.sources), _NEW]
    at = await one_of(screen, f"{so_far}. Who says so?", labels)
    if at < len(known.sources):
        return known.sources[at][0]
    kind = await term(screen, "What kind of source?", SOURCE_KINDS, lang)
    label = await line(
        screen, "A pseudonym for this source", [Entry("Never a private person's name")], needed=True
    )
    letters = [f"{one.code}  {one.show(lang)}" for one in RELIABILITY]
    reliability = list(RELIABILITY)[await one_of(screen, "How reliable is it?", letters)].code
    return {"kind": kind, "label": label, "reliability": reliability}


async def _about(screen: Frame, so_far: str, lang: str) -> dict[str, Any]:
    """Ask when it was so, how credible this statement is, and how the source came to say it."""
    given: dict[str, Any] = {}
    when = await line(
        screen,
        f"{so_far}. When was it so?",
        [Entry("A date as far as it is known; empty: not said")],
        check=day,
    )
    if when:
        given["when"] = when
    grades = ["not judged", *(f"{one.code}  {one.show(lang)}" for one in CREDIBILITY)]
    if grade := await one_of(screen, f"{so_far}. How credible is this statement?", grades):
        given["credibility"] = list(CREDIBILITY)[grade - 1].code
    bases = list(BASES)
    labels = ["states it, how it knows was not said", *(f"states it: {one.show(lang)}" for one in bases)]
    labels += ["denies it", "has no knowledge of it"]
    how = await one_of(screen, f"{so_far}. How does the source say it?", labels)
    if 0 < how <= len(bases):
        given["basis"] = bases[how - 1].code
    elif how > len(bases):
        given["stance"] = ("denies", "no_knowledge")[how - len(bases) - 1]
    return given


@writing
async def retract(screen: Frame, ref: str, *, everything: bool = False) -> None:
    """Ask which claim, and why, and take it back; it stays readable in the history."""
    lang = screen.registry.doors.lang
    found = await screen.at_desk(lambda desk: _standing(desk, ref, lang, everything=everything), "reading")
    if not found:
        screen.tell("no claim stands here", warn=True)
        return
    identity, words = found[await one_of(screen, "Which claim is taken back?", [label for _, label in found])]
    reason = await line(
        screen, "Why is it taken back?", [Entry(words), Entry("The reason stays on the record")],
        needed=True, long=True,
    )  # fmt: skip
    carried = await screen.at_desk(lambda desk: _retracted(desk, ref, identity, reason), "saving")
    screen.tell(f"claim {short(identity)} taken back; u brings it back")
    if carried:
        screen.tell("the status rested on that claim: assess it again with s", warn=True)
    renewed(screen)


def _standing(desk: Desk, ref: str, lang: str, *, everything: bool) -> list[tuple[str, str]]:
    view = desk.view(desk.case(ref))
    found = []
    for claim in view.case.claims:
        declared = view.case.declared(claim)
        if everything or not (declared and declared.fact.sensitive):
            found.append((claim.id, claim_words(view, claim, lang)))
    return found


def _retracted(desk: Desk, ref: str, claim: str, reason: str) -> bool:
    """Take a claim back; whether the status now rests on nothing that stands."""
    retract_claim(desk, ref, claim, reason)
    return "unsupported" in desk.view(desk.case(ref)).flags
