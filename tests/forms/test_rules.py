"""The data files: every field can be filled, every requirement says why, and where it was read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from registry.cases.person import Person
from registry.errors import NotFound
from registry.forms.readiness import _CHECKS, _LENGTH
from registry.forms.rules import DATE, LANGUAGES, TEXT, YES_NO, Form, form_called, form_codes, form_of
from registry.provenance.consent import PURPOSES
from registry.words.fact import facts_of
from registry.words.names import Script, script_of

FORMS = [form_called(code) for code in form_codes()]
KNOWN = set(facts_of(Person))


def test_the_three_forms_are_there() -> None:
    assert form_codes() == ("ced", "tracing", "wgeid")


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_every_label_is_there_in_three_languages(form: Form) -> None:
    labels = [form.title, *form.notes, *(w.label for w in form.windows), *(s.label for s in form.sections)]
    labels += [field.label for field in form.fields]
    for label in labels:
        assert tuple(label) == LANGUAGES
        assert script_of(label["ar"]) in (Script.ARABIC, Script.MIXED)
        assert len(set(label.values())) >= 2


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_every_field_can_be_filled_and_every_requirement_answers_for_itself(form: Form) -> None:
    ids = {origin.id for origin in form.origins}
    codes = [field.code for field in form.fields]
    assert len(set(codes)) == len(codes)
    assert form.purpose in PURPOSES
    for field in form.fields:
        assert field.facts or field.answer or field.steps or field.consent, field.code
        assert set(field.facts) | {key for some in field.needs for key in some} <= KNOWN, field.code
        assert field.answer in {"", TEXT, YES_NO, DATE}
        assert field.check in {"", *_CHECKS}
        assert field.precise in {"", *_LENGTH}
        assert field.must in {"", "yes", "no"}
        assert not (field.required and field.facts) or field.needs, (
            f"{field.code} is required: of which facts?"
        )
        assert not field.required or (field.why and field.supply and field.source), field.code
        for part in filter(None, re.split(r"; ", field.source)):
            assert any(part.startswith(one) for one in ids), f"{field.code}: {part} is no origin of this form"
    assert all(window.source in ids and set(window.facts) <= KNOWN for window in form.windows)
    assert all(one.seen and one.dated and one.place for one in form.origins)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_no_label_is_two_fields_and_no_answer_is_called_as_a_fact_is(form: Form) -> None:
    """A wish to withhold names a field or a fact by its label: the words have to point at what is meant."""
    for lang in LANGUAGES:
        labels = [field.label[lang].casefold() for field in form.fields]
        assert len(set(labels)) == len(labels), lang
    facts = {
        word.casefold()
        for key, declared in facts_of(Person).items()
        for word in (key, declared.fact.label, *declared.fact.aliases)
    }
    for field in form.answers:
        assert facts.isdisjoint({field.code, *(label.casefold() for label in field.label.values())}), (
            field.code
        )


def test_a_form_that_is_none_is_refused_with_those_there_are() -> None:
    for name in ("wgied", "../secrets", ""):
        with pytest.raises(NotFound) as refused:
            form_called(name)
        assert refused.value.hint == "forms: ced, tracing, wgeid"


def test_a_word_that_no_rule_knows_is_a_fault_of_the_file() -> None:
    raw = {
        "code": "x", "purpose": "ced", "recipient": "X", "title": {}, "origin": [],
        "section": [{"code": "s", "label": {}, "field": [{"code": "f", "label": {}, "requird": True}]}],
    }  # fmt: skip
    with pytest.raises(TypeError, match="requird"):
        form_of(raw)


def test_a_form_is_one_file_and_nothing_else_knows_its_name() -> None:
    """What reads the rules is the same for all of them: no form is named in the code that fills it."""
    rooms = [
        *Path("registry/forms").glob("*.py"),
        Path("registry/desk/forming.py"),
        Path("registry/cli/form_dialogue.py"),
    ]
    assert len(rooms) > 8
    for path in rooms:
        assert not re.search(r"\b(wgeid|tracing)\b", path.read_text(encoding="utf-8")), path
