"""Filling a form from a case: which claims say what, side by side, and never who said it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from registry.cases.items import Claim, Consent
from registry.cases.status import STATUS_TERMS, STATUSES, StatusSaid
from registry.cases.views import CaseView, FactView, read_value
from registry.forms.answers import Kept, shown_answer
from registry.forms.rules import Field, Form, Labels
from registry.forms.sheet import Entry, Line, Part, Sheet
from registry.forms.wording import word
from registry.sources.grading import UNJUDGED, UNJUDGED_SOURCE
from registry.sources.kinds import SOURCE_KINDS
from registry.words.dates import PartialDate
from registry.words.fact import Value
from registry.words.identity import short
from registry.words.names import NAME_KINDS, Name
from registry.words.states import KNOWN, STATES
from registry.words.text import visible

WITHHELD = "withheld"
_DENIES = "denies"
_STATUS = "status"
# Kinds of name of which the reader has to be told which they are; a full name is what a name is taken for.
_FULL = "full"


@dataclass(frozen=True, slots=True)
class Step:
    """A step taken to find the person: towards whom, on which date (EDTF, or empty), and what came back."""

    to: str
    on: str = ""
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Material:
    """All that a form is filled from.

    ``answers`` are kept answers by field, ``withheld`` the facts and fields that the consent holds back.
    """

    view: CaseView
    form: Form
    answers: Mapping[str, Kept] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    consents: tuple[Consent, ...] = ()
    withheld: frozenset[str] = frozenset()

    def fact(self, key: str) -> FactView | None:
        """Return what is claimed of a fact, or None where it is withheld or nothing is."""
        return None if key in self.withheld else self.view.facts.get(key)

    def known(self, key: str) -> bool:
        """Whether a value of a fact is known and may be shown."""
        found = self.fact(key)
        return found is not None and bool(asserted(found))

    def holds_back(self, one: Field) -> bool:
        """Whether something of a field is held back."""
        return one.code in self.withheld or any(key in self.withheld for key in one.facts)


def asserted(found: FactView) -> list[tuple[Value, tuple[Claim, ...]]]:
    """Return the values that at least one claim asserts, with those claims, best supported first."""
    values = [(held.value, tuple(c for c in held.claims if c.stance != _DENIES)) for held in found.held]
    return [(value, claims) for value, claims in values if claims]


def sheet_of(material: Material, lang: str, *, recipient: str, made_on: str, complete: bool) -> Sheet:
    """Return the filled sheet in ``lang``. ``made_on`` is an ISO date."""
    form = material.form
    return Sheet(
        lang=lang,
        title=said(form.title, lang),
        to=visible(recipient),
        reference=spoken(material.view.case.id, lang),
        made_on=PartialDate.parse(made_on).show(lang),
        labels=tuple((key, word(key, lang)) for key in ("to", "reference", "made_on")),
        notes=(*(said(note, lang) for note in form.notes), word("grades", lang)),
        warning="" if complete else word("incomplete", lang),
        parts=tuple(
            Part(said(section.label, lang), tuple(_entry(material, one, lang) for one in section.fields))
            for section in form.sections
        ),
        nothing=word("not_known", lang),
    )


def said(labels: Labels, lang: str) -> str:
    """Return a label in ``lang``, in English where the language is not known."""
    return labels.get(lang, labels["en"])


# Invisible, and strongly left to right (UAX #9).
LRM = "\u200e"


def spoken(identity: str, lang: str) -> str:
    """Return the spoken form of an id so that it reads the same way in a line of Arabic.

    Figures on both sides of a hyphen would change places there: `000-1008` would be read `1008-000`.
    """
    return f"{LRM}{short(identity)}{LRM}" if lang == "ar" else short(identity)


def claims_shown(material: Material) -> tuple[str, ...]:
    """Return the ids of the claims that the sheet rests on, each once."""
    found = (
        claim.id
        for one in material.form.fields
        if one.code not in material.withheld
        for key in one.facts
        if (view := material.fact(key)) is not None
        for claim in (*(c for h in view.held for c in h.claims), *view.missing, *_denials(material, key))
    )
    return tuple(dict.fromkeys(found))


def _entry(material: Material, one: Field, lang: str) -> Entry:
    label = said(one.label, lang)
    if one.code in material.withheld:
        return Entry(one.code, label, gaps=(Line(STATES[WITHHELD].show(lang)),))
    lines = (
        *_assessed(material, one, lang),
        *_fact_lines(material, one, lang),
        *_other_lines(material, one, lang),
    )
    return Entry(one.code, label, lines, tuple(_gaps(material, one, lang)))


def _assessed(material: Material, one: Field, lang: str) -> Iterator[Line]:
    made = material.view.case.assessment
    if _STATUS in one.facts and _STATUS not in material.withheld and made is not None:
        yield Line(STATUS_TERMS[made.status].show(lang), word("assessed", lang))


def _fact_lines(material: Material, one: Field, lang: str) -> Iterator[Line]:
    first = True
    for key in one.facts:
        found = material.fact(key)
        for text, claims, denied in _statements(material, key, found, lang) if found else ():
            joint = "" if first or denied else word("or" if found and found.conflicting else "also", lang)
            first = first and denied
            yield Line(text, _basis(material.view, claims, lang), joint)


def _statements(
    material: Material, key: str, found: FactView, lang: str
) -> Iterator[tuple[str, list[Claim], bool]]:
    """Yield what is said of a fact in words, by which claims, and whether they deny it."""
    denials = [(read_value(found.declared, c.value), [c]) for c in _denials(material, key)]
    for held in found.held:
        asserting = [c for c in held.claims if c.stance != _DENIES]
        if asserting:
            yield _value(material, held.value, lang), asserting, False
        denials += [(held.value, [c for c in held.claims if c.stance == _DENIES])]
    for value, claims in denials:
        if value is not None and claims:
            yield f"{_value(material, value, lang)} ({word('denied', lang)})", claims, True


def _denials(material: Material, key: str) -> list[Claim]:
    """Return the claims that deny a fact; those about the status are values of it already."""
    if key == _STATUS:
        return []
    return [
        c for c in material.view.case.claims if c.fact == key and c.stance == _DENIES and c.state == KNOWN
    ]


def _value(material: Material, value: Value, lang: str) -> str:
    if isinstance(value, StatusSaid):
        return STATUS_TERMS[status_as_said(value.code, material.view.case.status)].show(lang)
    text = visible(value.show(lang), paragraphs=True)
    if isinstance(value, Name) and value.kind != _FULL:
        return f"{text} ({NAME_KINDS[value.kind].show(lang)})"
    return text


def status_as_said(code: str, assessed: str) -> str:
    """Return the status to print for what a source states: established deaths only where the case's own status is one.

    Presumption of life (CED guiding principle 1): what a source calls a death is a report until the organisation has
    assessed it as established, under the guards of that status.
    """
    established = "confirmed_dead"
    if STATUSES[code].fate == established and STATUSES[assessed].fate != established:
        return "death_reported"
    return code


def _basis(view: CaseView, claims: Iterable[Claim], lang: str) -> str:
    return "; ".join(_one_basis(view, claim, lang) for claim in claims)


def _one_basis(view: CaseView, claim: Claim, lang: str) -> str:
    source = view.sources.get(claim.source)
    kind = SOURCE_KINDS[source.kind].show(lang) if source and source.kind in SOURCE_KINDS else ""
    letter = claim.reliability or (source.reliability if source else UNJUDGED_SOURCE)
    grade = f"{word('grade', lang)} {letter}{claim.credibility or UNJUDGED}"
    return ", ".join(filter(None, (f"{word('claim', lang)} {spoken(claim.id, lang)}", kind, grade)))


def _other_lines(material: Material, one: Field, lang: str) -> Iterator[Line]:
    if one.steps:
        yield from (Line(_step(step, lang)) for step in material.steps)
    kept = material.answers.get(one.code)
    if one.answer and kept is not None and not isinstance(kept, dict):
        yield Line(visible(shown_answer(one, kept, lang), paragraphs=True), word("stated", lang))
    if one.consent:
        for consent in material.consents:
            day = f", {PartialDate.parse(consent.on).show(lang)}" if consent.on else ""
            yield Line(word("consent_given", lang) + day)


def _step(step: Step, lang: str) -> str:
    day = f"{PartialDate.parse(step.on).show(lang)}: " if step.on else ""
    answers = [visible(one, paragraphs=True) for one in step.answers] or [word("no_answer", lang)]
    return f"{day}{visible(step.to)}. {word('answered', lang)}: {'; '.join(answers)}"


def _gaps(material: Material, one: Field, lang: str) -> Iterator[Line]:
    if material.holds_back(one):
        yield Line(STATES[WITHHELD].show(lang))
    for key in one.facts:
        found = material.fact(key)
        for claim in found.missing if found else ():
            state = claim.state if claim.state != KNOWN else "unknown"
            label = STATES[state].show(lang) if state in STATES else state
            yield Line(label, _one_basis(material.view, claim, lang))
    kept = material.answers.get(one.code)
    if isinstance(kept, dict):
        yield Line(shown_answer(one, kept, lang), word("stated", lang))
    if one.consent and not material.consents:
        yield Line(word("consent_none", lang))
    if _STATUS in one.facts and _STATUS not in material.withheld and _death_is_reported(material):
        yield Line(word("presumed_living", lang))


def _death_is_reported(material: Material) -> bool:
    """Whether a death is said anywhere, and established nowhere."""
    found = material.fact(_STATUS)
    case = material.view.case
    fates = {STATUSES[case.status].fate} | {
        STATUSES[value.code].fate
        for value, _ in (asserted(found) if found else ())
        if isinstance(value, StatusSaid)
    }
    dead = {"reported_dead", "confirmed_dead"}
    return bool(fates & dead) and STATUSES[case.status].fate != "confirmed_dead"
