"""The steps of an interview: which question comes when, how its answer is read and shown back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from registry.cases.packs import ALWAYS
from registry.desk.carried import carried
from registry.desk.drafting import SOURCE, Draft, Said
from registry.desk.interviewing import NO, YES, read_answer, shown
from registry.desk.questions import CONSENT, NOTE, SECTIONS, Question, Section
from registry.desk.reading import line, text
from registry.desk.replies import reliability, yes
from registry.errors import InputRefused, RegistryError
from registry.sources.kinds import SOURCE_KINDS
from registry.words.count_rules import RULES, Rule
from registry.words.fact import Declared
from registry.words.identity import ALPHABET, BODY, short
from registry.words.terms import Coded, Vocabulary
from registry.words.text import plain_digits

KIND, LABEL, RELIABILITY, CONTACT = (
    f"{SOURCE}.{part}" for part in ("kind", "label", "reliability", "contact")
)


@dataclass(frozen=True, slots=True)
class Step:
    """One question as it is put: ``states`` tells that a source may also not know or not say it.

    A ``needed`` one cannot be passed over. ``offers`` is a section that is asked only where the answer is yes.
    ``lead`` is said before the question is put.
    """

    key: str
    section: str
    question: str
    help: str
    read: Callable[[str], Said]
    show: Callable[[Said], str]
    terms: Vocabulary | None = None
    states: bool = False
    needed: bool = False
    offers: str = ""
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Here:
    """What an interview finds where it is held: facts, the packs asked, and sources that can be named again.

    ``sources`` maps a letter to id and label of a source that spoke before; ``identify`` gives an id's label. ``rules``
    say how words for unnamed numbers are read here.
    """

    facts: Mapping[str, Declared]
    packs: tuple[Section, ...] = ()
    sources: Mapping[str, tuple[str, str]] | None = None
    rules: tuple[Rule, ...] = RULES
    identify: Callable[[str], tuple[str, str]] | None = None


def here_at(desk: Any, kind: str) -> Here:
    """Return what an interview at a desk finds; a desk of the field has nothing that can be read."""
    from registry.desk.count_rules import rules_of
    from registry.desk.desk import Desk

    if not isinstance(desk, Desk):
        return Here(desk.facts(kind), tuple(pack_sections(desk.carries, kind)))

    def identify(ref: str) -> tuple[str, str]:
        found = desk.source(ref)
        if found.withdrawn:
            raise InputRefused("that source was taken back", "name another, or say what kind a new one is")
        return found.id, found.label

    return Here(
        desk.facts(kind), tuple(pack_sections(desk.vault, kind)), _recent(desk), rules_of(desk), identify
    )


def pack_sections(vault: Any, kind: str) -> Iterator[Section]:
    """Yield what the packs of a vault ask, a section each; a removed pack asks nothing."""
    for one in carried(vault):
        pack = one.pack
        if one.removed or pack.subject != kind:
            continue
        questions = tuple(
            Question(
                fact.declared.key, fact.declared.fact.label, fact.declared.fact.label_in("fr"),
                fact.declared.fact.label_in("ar"), fact.help, under=fact.section,
            )
            for fact in pack.facts
        )  # fmt: skip
        yield Section(
            f"pack.{pack.key}", pack.label("en"), pack.label("fr"), pack.label("ar"), questions,
            offered=pack.asked != ALWAYS,
        )  # fmt: skip


_LETTERS = "abcd"


def _recent(desk: Any) -> dict[str, tuple[str, str]]:
    """Return the sources that spoke last, each under a letter to name it by."""
    from registry.desk.listing import sources

    last = list(sources(desk))[-len(_LETTERS) :]
    return {letter: (one.id, one.label) for letter, one in zip(_LETTERS, reversed(last), strict=False)}


def steps(draft: Draft, here: Here, lang: str) -> list[Step]:
    """Return the questions of an interview in their order, as far as its answers tell which are asked."""
    found = list(_of_source(draft, here, lang))
    core = SECTIONS[draft.kind]
    last = [section for section in core if section.key in {"consent", NOTE}]
    for section in [*(one for one in core if one not in last), *here.packs, *last]:
        found += _of_section(section, draft, here, lang)
    return found


def _of_section(section: Section, draft: Draft, here: Here, lang: str) -> Iterator[Step]:
    title = section.show(lang)
    wanted = not section.offered or section.key in draft.sections
    if section.offered:
        count = len(section.questions)
        ask = f"Ask about this too: {title} ({count} questions)? y, or Enter for no"
        yield Step(
            f"offer.{section.key}", title, ask, "asked only where it matters; what is left is not asked",
            _yes_or_no, lambda said: said[0]["value"], offers=section.key,
        )  # fmt: skip
    for question in section.questions:
        asked = wanted and not any(draft.known(key) for key in question.unless)
        # What was answered, or taken over, is a step all the same: to be seen, and corrected.
        if asked or draft.answers.get(question.key):
            yield _of_question(question, question.under or title, here, lang)


def _of_question(question: Question, title: str, here: Here, lang: str) -> Step:
    words, key = question.show(lang), question.key
    if key == NOTE:
        return Step(key, title, words, question.help, _noted, _plainly)
    if key.startswith(CONSENT):
        return Step(key, title, f"{words}? y/n", question.help, _yes_or_no, _plainly)
    declared = here.facts[key]
    terms = declared.kind.vocabulary if issubclass(declared.kind, Coded) else None
    return Step(
        key, title, words, question.help, lambda said: read_answer(declared, said),
        lambda said: shown(declared, said, lang, here.rules), terms, states=True,
    )  # fmt: skip


def _noted(said: str) -> Said:
    return [{"value": text(said, "the note")}]


def _plainly(said: Said) -> str:
    return str(said[0]["value"])


def _yes_or_no(said: str) -> Said:
    return [{"value": YES if yes(said) else NO}]


# The source, which is asked first


def _of_source(draft: Draft, here: Here, lang: str) -> Iterator[Step]:
    title = {"fr": "La source", "ar": "المصدر"}.get(lang, "The source")
    recent = here.sources or {}
    spoke = "\n".join(
        f"  {letter}  {label} ({short(identity)})" for letter, (identity, label) in recent.items()
    )
    yield Step(
        SOURCE, title, f"Who says so? The number of its kind{', or a letter or id' if recent else ''}",
        "every answer is what this source states; a new source begins with its kind",
        lambda said: _source_read(said, here), lambda said: _source_shown(said, here, lang),
        SOURCE_KINDS, needed=True, lead=f"  spoke before:\n{spoke}" if recent else "",
    )  # fmt: skip
    if not isinstance(draft.value(SOURCE), dict):
        return
    yield Step(
        LABEL, title, "A pseudonym for this source",
        "mother of two, committee A: never a private person's name; Enter leaves it at its kind",
        lambda said: [{"value": line(said, "the pseudonym")}], _plainly,
    )  # fmt: skip
    yield Step(
        RELIABILITY, title, "How reliable, A to F (Enter: F, cannot be judged)",
        "A completely, B usually, C fairly, D not usually reliable, E unreliable, F cannot be judged",
        lambda said: [{"value": reliability(said)}], _plainly,
    )  # fmt: skip
    yield Step(
        CONTACT, title, "Contact, sealed apart",
        "how to reach the source again: kept in a compartment of its own, shown by `source show --contact` only",
        lambda said: [{"value": text(said, "the contact")}], lambda _: "given, sealed",
    )  # fmt: skip


def _source_read(said: str, here: Here) -> Said:
    wanted = plain_digits(said).strip()
    if here.sources and wanted.casefold() in here.sources:
        return [{"value": here.sources[wanted.casefold()][0]}]
    codes = list(SOURCE_KINDS.terms)
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 4:
        if not 1 <= int(wanted) <= len(codes):
            raise InputRefused("no kind of source has that number", f"give one from 1 to {len(codes)}")
        return [{"value": {"kind": codes[int(wanted) - 1]}}]
    try:
        return [{"value": {"kind": SOURCE_KINDS.read(said).code}}]
    except InputRefused:
        # An id holds a digit or a hyphen, or is as long as ids are: one in a hundred whole ones has letters only.
        is_id = any(c.isdigit() or c == "-" for c in wanted) or (
            len(wanted) == BODY and set(wanted.upper()) <= set(ALPHABET)
        )
        if here.identify is None or not is_id:
            raise
    return [{"value": here.identify(wanted)[0]}]


def _source_shown(said: Said, here: Here, lang: str) -> str:
    value = said[0]["value"]
    if isinstance(value, Mapping):
        return SOURCE_KINDS[value["kind"]].show(lang)
    try:
        label = here.identify(value)[1] if here.identify else ""
    except RegistryError:
        label = ""  # taken back or damaged since: keeping the case will say so
    return f"{label} ({short(value)})".strip()
