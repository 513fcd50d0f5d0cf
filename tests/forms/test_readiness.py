"""What each form still lacks, as a table: one change to a case that is ready, and the field that then stands open."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from registry.forms.deadline import State
from registry.forms.readiness import Standing, dues, needs
from registry.forms.rules import form_called, form_codes
from tests.cases.build import Maker
from tests.forms.made import ANSWERS, FACTS, STEPS, claims, material


def standings(filled: Any) -> dict[str, Standing]:
    return {need.field.code: need.standing for need in needs(filled)}


def with_facts(code: str, *more: Any, maker: Maker | None = None, **change: Any) -> Any:
    """Return a form filled from the usual facts, some changed, or left out where the change is None."""
    maker = maker or Maker()
    facts = {key: value for key, value in (FACTS | change).items() if value is not None}
    return material(code, *claims(maker, facts), *more, maker=maker)


@pytest.mark.parametrize("code", form_codes())
def test_the_whole_case_is_ready(code: str) -> None:
    assert set(standings(with_facts(code)).values()) == {Standing.MET}


@pytest.mark.parametrize("code", form_codes())
def test_of_an_empty_case_every_requirement_is_missing(code: str) -> None:
    maker = Maker()
    empty = material(code, maker.claim("occupation", "baker"), maker=maker, answers={}, consent=False)
    required = [field.code for field in form_called(code).fields if field.required]
    assert [need.field.code for need in needs(empty)] == required
    assert set(standings(empty).values()) == {Standing.MISSING}
    assert all(need.blocks and need.field.why and need.field.supply for need in needs(empty))


@pytest.mark.parametrize(
    ("code", "change", "field", "standing"),
    [
        ("wgeid", {"name": None}, "full_name", Standing.MISSING),
        ("wgeid", {"name": None, "given": {"text": "Khaled", "kind": "given"}}, "full_name", Standing.MISSING),
        ("wgeid", {"name": None, "given": {"text": "Khaled", "kind": "given"}, "family_name": {"text": "Darwish", "kind": "family"}}, "full_name", Standing.MET),
        ("wgeid", {"last_seen_on": None}, "date", Standing.MISSING),
        ("wgeid", {"last_seen_on": "2016-12"}, "date", Standing.IMPRECISE),
        ("wgeid", {"last_seen_on": "2016"}, "date", Standing.IMPRECISE),
        ("wgeid", {"last_seen_on": "2016-12-01/2016-12-09"}, "date", Standing.IMPRECISE),
        ("wgeid", {"last_seen_on": "2016-12-09/.."}, "date", Standing.IMPRECISE),
        ("wgeid", {"last_seen_on": "2016-12-09~"}, "date", Standing.MET),
        ("wgeid", {"last_seen_at": None}, "place", Standing.MISSING),
        ("wgeid", {"last_seen_at": None, "crossing_point": "Ramouseh checkpoint"}, "place", Standing.MET),
        ("wgeid", {"alleged_holder": None}, "responsible", Standing.MISSING),
        ("ced", {"last_seen_on": "2016-12"}, "date", Standing.MET),
        ("ced", {"last_seen_on": "2011"}, "in_force_on", Standing.NOT_MET),
        ("ced", {"last_seen_on": "2012"}, "in_force_on", Standing.UNCERTAIN),
        ("ced", {"last_seen_on": "2012-05-01"}, "in_force_on", Standing.MET),
        ("ced", {"last_seen_on": None}, "in_force_on", Standing.UNCERTAIN),
        ("ced", {"alleged_holder": None}, "responsible", Standing.MISSING),
        ("tracing", {"father": None}, "father", Standing.MISSING),
        ("tracing", {"mother": None}, "mother", Standing.MISSING),
        ("tracing", {"age": None}, "born", Standing.MISSING),
        ("tracing", {"age": None, "born": "1982"}, "born", Standing.MET),
        ("tracing", {"last_seen_on": "2016"}, "date", Standing.MET),
        ("tracing", {"last_seen_at": None}, "place", Standing.MISSING),
        ("tracing", {"sex": None}, "sex", Standing.MISSING),
    ],
)  # fmt: skip
def test_one_change_to_the_facts(code: str, change: dict[str, Any], field: str, standing: Standing) -> None:
    found = standings(with_facts(code, **change))
    assert found[field] is standing
    others = {one for key, one in found.items() if key not in {field, "date", "in_force_on"}}
    assert others == {Standing.MET}


@pytest.mark.parametrize(
    ("code", "change", "field", "standing"),
    [
        *[(code, {field.code: None}, field.code, Standing.MISSING)
          for code in form_codes() for field in form_called(code).answers if field.required],
        *[(code, {field.code: {"state": "refused"}}, field.code, Standing.MISSING)
          for code in form_codes() for field in form_called(code).answers if field.required],
        ("ced", {"presented": "no"}, "presented", Standing.NOT_MET),
        ("ced", {"pending_elsewhere": "yes"}, "pending_elsewhere", Standing.NOT_MET),
        ("ced", {"in_force_on": "2017-01-01"}, "in_force_on", Standing.NOT_MET),
        ("ced", {"in_force_on": "2016-12"}, "in_force_on", Standing.UNCERTAIN),
    ],
)  # fmt: skip
def test_one_change_to_the_answers(code: str, change: dict[str, Any], field: str, standing: Standing) -> None:
    answers = {key: kept for key, kept in (ANSWERS[code] | change).items() if kept is not None}
    found = standings(material(code, *claims(maker := Maker()), maker=maker, answers=answers))
    assert found.pop(field) is standing
    assert set(found.values()) == {Standing.MET}


def test_steps_on_record_answer_for_the_steps() -> None:
    answers = {key: kept for key, kept in ANSWERS["wgeid"].items() if key != "steps"}
    maker = Maker()
    assert (
        standings(material("wgeid", *claims(maker), maker=maker, answers=answers, steps=STEPS))["steps"]
        is Standing.MET
    )


@pytest.mark.parametrize("code", form_codes())
def test_without_consent_nothing_is_ready(code: str) -> None:
    maker = Maker()
    blocked = [
        need for need in needs(material(code, *claims(maker), maker=maker, consent=False)) if need.blocks
    ]
    assert [need.field.consent for need in blocked] == [True]


def test_sources_that_contradict_each_other_are_told_and_do_not_block() -> None:
    maker = Maker()
    other = maker.claim("last_seen_on", "2016-12-05", "S2", credibility=3)
    (found,) = [need for need in needs(with_facts("wgeid", other, maker=maker)) if need.field.code == "date"]
    assert found.standing is Standing.CONFLICTING
    assert not found.blocks


def test_why_there_is_no_value_is_told() -> None:
    maker = Maker()
    refused = maker.claim("mother", None, "S1", state="refused")
    unknown = maker.claim("mother", None, "S2", state="unknown")
    filled = with_facts("tracing", refused, unknown, maker=maker, mother=None)
    (found,) = [need for need in needs(filled) if need.field.code == "mother"]
    assert (found.standing, found.states) == (Standing.MISSING, ("refused", "unknown"))


def test_a_denied_holder_is_no_holder() -> None:
    maker = Maker()
    denied = maker.claim("alleged_holder", "military intelligence", "S3", stance="denies")
    assert (
        standings(with_facts("wgeid", denied, maker=maker, alleged_holder=None))["responsible"]
        is Standing.MISSING
    )


@pytest.mark.parametrize(
    ("withheld", "field", "standing"),
    [
        ({"last_seen_at"}, "place", Standing.WITHHELD),
        ({"submitter"}, "submitter", Standing.WITHHELD),
        ({"name", "given", "family_name", "nickname"}, "full_name", Standing.WITHHELD),
        ({"nickname"}, "full_name", Standing.MET),
        ({"residence"}, "place", Standing.MET),
    ],
)
def test_what_consent_holds_back_is_not_there(withheld: set[str], field: str, standing: Standing) -> None:
    maker = Maker()
    filled = material("wgeid", *claims(maker), maker=maker, withheld=frozenset(withheld))
    assert standings(filled)[field] is standing


def test_the_urgent_procedure_counts_from_the_bounds_of_the_date() -> None:
    for on, today, state, sure in (
        ("2016-12-09", "2017-03-09", State.OPEN, "2017-03-09"),
        ("2016-12-09", "2017-03-10", State.PAST, "2017-03-09"),
        ("2016-12", "2017-03-15", State.PERHAPS, "2017-03-01"),
        (None, "2017-03-15", State.UNKNOWN, None),
    ):
        urgent, later = dues(with_facts("wgeid", last_seen_on=on), date.fromisoformat(today))
        assert (urgent.window.months, urgent.deadline.state) == (3, state)
        assert urgent.deadline.sure == (date.fromisoformat(sure) if sure else None)
        assert later.window.months == 12
    assert dues(with_facts("ced"), date(2017, 1, 1)) == dues(with_facts("tracing"), date(2017, 1, 1)) == ()
