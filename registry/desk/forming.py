"""Forms at the desk: how ready a case is, the answers kept with it, and the one gate through which a sheet goes out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from registry.cases.casefile import PERSON, CaseFile
from registry.cases.consents import expired
from registry.cases.items import Consent, FormAnswers, SheetOut
from registry.cases.person import OWN_NAMES
from registry.desk.claiming import fact_named
from registry.desk.consenting import SPECIAL
from registry.desk.desk import CASES, Desk, in_one_act
from registry.desk.reading import at, known_keys, line, mapping
from registry.errors import InputRefused, RuleNotMet, UsageRefused
from registry.forms.answers import Kept, read_answer
from registry.forms.filling import Material, Step, claims_shown, sheet_of
from registry.forms.printing import FORMATS
from registry.forms.readiness import Due, Need, dues, needs
from registry.forms.rules import LANGUAGES, Form, form_called, form_codes
from registry.forms.sheet import Sheet
from registry.words.folding import fold
from registry.words.text import visible

ANSWER, MAKE = "form answer", "form make"

NONE, WITHDRAWN, EXPIRED, STANDS = "none", "withdrawn", "expired", "stands"
# Kinds of step by which someone is looked for; others (a referral, a notice) say nothing of a search.
_SEARCHING = frozenset({"query", "complaint", "submission", "tracing_request", "visit"})
# What a consent means that keeps the relatives back.
_RELATIVES = ("father", "grandfather", "mother")
# A single letter stands in a text by chance; a name of two is found as a whole word.
_TELLING = 2


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether a named sheet may go to a recipient: the consents that stand, or why there is none.

    ``withheld`` are the facts and fields that these consents hold back, ``unread`` those of their wishes that could not
    be understood as one, while nobody has said what to hold back for them.
    """

    consents: tuple[Consent, ...]
    state: str
    withheld: frozenset[str]
    unread: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A form with a case behind it: its needs, its deadlines, what consent allows, and what fills it."""

    form: Form
    material: Material
    needs: tuple[Need, ...]
    dues: tuple[Due, ...]
    gate: Gate
    recipient: str
    today: str

    @property
    def case(self) -> CaseFile:
        """The case."""
        return self.material.view.case

    @property
    def missing(self) -> tuple[str, ...]:
        """The required fields that nothing fills as the recipient needs it."""
        return tuple(need.field.code for need in self.needs if need.blocks)

    def sheet(self, lang: str) -> Sheet:
        """Return the sheet as it would read now."""
        return sheet_of(
            self.material, lang, recipient=self.recipient, made_on=self.today, complete=not self.missing
        )


def gate(case: CaseFile, form: Form, recipient: str, today: str, withhold: Iterable[str] = ()) -> Gate:
    """Return what consent allows towards a recipient: the one place where a sheet is let out or not.

    ``withhold`` are facts and fields that the caseworker holds back beside what the consents name.
    """
    standing = case.standing(form.purpose, recipient, partly=True)
    consents = tuple(one for one in standing if not expired(one, today))
    named = {wish: _held_back(case, form, wish) for one in consents for wish in one.withhold}
    own = [_held_back(case, form, wish) for wish in withhold]
    if any(not found for found in own):
        raise InputRefused("what is to be withheld is neither a fact nor a field", _withholdable(form))
    held = frozenset().union(*named.values(), *own)
    unread = () if own else tuple(wish for wish, found in named.items() if not found)
    return Gate(consents, _state(case, form, standing, consents), held, unread)


def _state(case: CaseFile, form: Form, standing: tuple[Consent, ...], consents: tuple[Consent, ...]) -> str:
    if consents:
        return STANDS
    if standing:
        return EXPIRED
    given = [one for one in case.every(Consent) if one.purpose == form.purpose]
    return WITHDRAWN if any(one.withdrawn for one in given) else NONE


def _held_back(case: CaseFile, form: Form, wish: str) -> frozenset[str]:
    """Return the facts and fields that a wish to withhold names, all of them where it fits several, or nothing."""
    fitting = [one for one in form.fields if _plain(wish) in map(_plain, (one.code, *one.label.values()))]
    held = {key for one in fitting for key in (one.code, *one.facts)}
    if wish in SPECIAL:
        # A sheet never tells who a source is or how to reach anyone, and carries no exhibit.
        held |= {wish, *(_RELATIVES if wish == "relatives" else ())}
    with suppress(InputRefused):
        held.add(fact_named(case.facts, wish).key)
    # A name by which the person is called is in each of the others.
    return frozenset(held | set(OWN_NAMES) if held & {"name", "given", "family_name"} else held)


def _plain(words: str) -> str:
    return " ".join(words.replace("_", " ").casefold().split())


def _withholdable(form: Form) -> str:
    return f"name one of: {', '.join(dict.fromkeys(one.code for one in form.fields))}"


def prepare(
    desk: Desk, case_ref: str, form_code: str, *, recipient: str = "", answers: Any = None,
    withhold: Iterable[str] = (),
) -> Prepared:  # fmt: skip
    """Return a form filled from a case, for reading; ``answers`` count as if they were kept.

    Raises ``NotFound``, ``InputRefused`` for an answer that cannot be read, and ``RuleNotMet`` for a group report.
    """
    form, case = form_called(form_code), desk.open_case(case_ref)
    if case.kind != PERSON:
        raise RuleNotMet(
            "a form is about one person, and this is a report about many",
            "take in each person who can be named as a case, and link them with `registry group link`",
        )
    towards = line(recipient, "the recipient") or form.recipient
    passing = gate(case, form, towards, desk.today, withhold)
    fresh = read_answers(form, answers) if answers is not None else {}
    material = Material(
        view=desk.view(case),
        form=form,
        answers=kept_answers(case, form) | fresh,
        steps=steps_taken(case),
        consents=passing.consents,
        withheld=passing.withheld,
    )
    return Prepared(
        form,
        material,
        needs(material),
        dues(material, date.fromisoformat(desk.today)),
        passing,
        towards,
        desk.today,
    )


def read_answers(form: Form, raw: Any) -> dict[str, Kept]:
    """Return answers as they are kept, by field; raise ``InputRefused`` with the field's name."""
    given = mapping(raw, "the answers")
    known_keys(given, [one.code for one in form.answers], "the answers")
    read = {}
    for one in form.answers:
        if one.code in given:
            with at(one.code):
                read[one.code] = read_answer(one, given[one.code])
    return read


def kept_answers(case: CaseFile, form: Form) -> dict[str, Kept]:
    """Return the latest answer to each field of a form that the case keeps.

    An answer given on another form counts here too where the field has the same code and kind: who submits, and
    which steps were taken, is asked once.
    """
    kinds = {one.code: one.answer for one in form.answers}
    found: dict[str, Kept] = {}
    for item in case.every(FormAnswers):
        if item.form not in form_codes():
            continue  # a form that a newer version knows
        theirs = {one.code: one.answer for one in form_called(item.form).answers}
        found |= {
            code: kept
            for code, kept in item.answers.items()
            if kinds.get(code) and theirs.get(code) == kinds[code]
        }
    return found


@in_one_act(ANSWER)
def answer(desk: Desk, case_ref: str, form_code: str, raw: Any) -> FormAnswers:
    """Keep answers to a form with the case, durably. Raises ``InputRefused``, ``NotFound``, ``RuleNotMet``."""
    form, case = form_called(form_code), desk.open_case(case_ref)
    read = read_answers(form, raw)
    if not read:
        raise InputRefused("there is no answer to keep", f"fields: {', '.join(f.code for f in form.answers)}")
    item = FormAnswers(**desk.pen.stamp(), form=form.code, answers=dict(read))
    desk.adding(CASES, case.id, [item])
    return item


def steps_taken(case: CaseFile) -> tuple[Step, ...]:
    """Return the steps taken to find the person, oldest first, as the case's own items of that kind have them."""
    items = [item for item in case.document["items"] if item["id"] not in case.undone]
    answers = [item for item in items if item.get("t") == "action_answer"]
    return tuple(
        Step(
            to=str(item.get("to", "")),
            on=str(item.get("on", "")),
            answers=tuple(_answered(one) for one in answers if one.get("action") == item["id"]),
        )
        for item in items
        if item.get("t") == "action" and item.get("kind") in _SEARCHING
    )


def _answered(item: Mapping[str, Any]) -> str:
    return str(item.get("text") or str(item.get("kind", "")).replace("_", " "))


def refuse_closed(prepared: Prepared, *, incomplete: bool = False) -> None:
    """Raise ``RuleNotMet`` unless the sheet may go out: consent stands, its wishes are understood, nothing lacks."""
    code = prepared.form.code
    if prepared.gate.state != STANDS:
        raise RuleNotMet(
            {
                NONE: "no consent for this purpose towards this recipient is on record",
                WITHDRAWN: "consent for this purpose was withdrawn",
                EXPIRED: "consent for this purpose has expired",
            }[prepared.gate.state],
            f"nothing leaves without the purpose {prepared.form.purpose} consented to; `registry form {code} CASE --draft` "
            "shows the sheet and writes nothing",
        )
    if prepared.gate.unread:
        raise RuleNotMet(
            "the consent asks to withhold something that is neither a fact nor a field of this form",
            f"read its words with `registry form {code} CASE`, and name what they mean with --withhold FIELD",
        )
    if prepared.missing and not incomplete:
        raise RuleNotMet(
            f"the recipient cannot work with it yet: {', '.join(prepared.missing)}",
            f"see `registry form {code} CASE`; --incomplete writes it all the same, and says so at its head",
        )


@in_one_act(MAKE)
def let_out(
    desk: Desk, prepared: Prepared, ending: str, lang: str, *, incomplete: bool = False
) -> tuple[bytes, SheetOut]:
    """Return a sheet's bytes once it is on record that they went out; weighed again inside the act.

    ``ending`` is that of the file (``.html``, ``.md``, ``.docx``). Raises ``UsageRefused`` for another, ``RuleNotMet``
    where consent does not stand, something required lacks, or a text repeats what is to be withheld.
    """
    if ending not in FORMATS:
        raise UsageRefused(
            "no sheet is written in that format", f"end the file's name in {', '.join(FORMATS)}"
        )
    case = desk.open_case(prepared.case.id)
    if case.document["items"] != prepared.case.document["items"]:
        raise RuleNotMet("the case has changed since it was read", "run the command again")
    refuse_closed(prepared, incomplete=incomplete)
    sheet = prepared.sheet(lang)
    _refuse_leaks(prepared.material, sheet)
    content = FORMATS[ending](sheet)
    item = SheetOut(
        **desk.pen.stamp(), form=prepared.form.code, purpose=prepared.form.purpose, recipient=prepared.recipient,
        format=ending.removeprefix("."), lang=lang, sha256=hashlib.sha256(content).hexdigest(), size=len(content),
        consents=tuple(one.id for one in prepared.gate.consents), claims=claims_shown(prepared.material),
        withheld=tuple(sorted(prepared.material.withheld)), missing=prepared.missing,
    )  # fmt: skip
    desk.adding(CASES, case.id, [item])
    return content, item


def _refuse_leaks(material: Material, sheet: Sheet) -> None:
    """Raise ``RuleNotMet`` where a text on the sheet says again what is to be withheld."""
    shown = [fold(one.text) for part in sheet.parts for entry in part.entries for one in entry.lines]
    hidden = [fold(text) for text in _hidden(material)]
    if any(len(one) >= _TELLING and f" {one} " in f" {text} " for one in hidden for text in shown):
        raise RuleNotMet(
            "a text on the sheet repeats what is to be withheld",
            "find it with --draft, and hold that field back too with --withhold FIELD",
        )


def _hidden(material: Material) -> Iterable[str]:
    """Yield what is withheld, in the words in which it could stand on the sheet all the same."""
    for key in material.withheld:
        kept = material.answers.get(key)
        if isinstance(kept, str):
            yield visible(kept)
        found = material.view.facts.get(key)
        for held in found.held if found else ():
            # As it was written, and as the sheet would say it: a place is shown with its governorate beside it.
            written = getattr(held.value, "text", "")
            yield from {
                visible(text) for text in (written, *(held.value.show(lang) for lang in LANGUAGES)) if text
            }


def went_out(case: CaseFile, purpose: str = "") -> tuple[SheetOut, ...]:
    """Return the sheets that left the vault, oldest first, for one purpose or for all: they cannot be called back."""
    return tuple(item for item in case.items if isinstance(item, SheetOut) and purpose in ("", item.purpose))
