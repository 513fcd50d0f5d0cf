"""What stands on a sheet: every claim beside its kind of source and grade, and nobody who could be found by it."""

from __future__ import annotations

import itertools

import pytest

from registry.cases.items import Assessment
from registry.cases.status import STATUS_TERMS, STATUSES
from registry.forms.filling import LRM, Step, claims_shown, status_as_said
from registry.forms.html import write
from registry.forms.rules import LANGUAGES, form_called, form_codes
from registry.sources.source import Source
from registry.words.identity import short
from tests.cases.build import Maker
from tests.forms.made import SOURCES, claims, conflicting, material, sheet, texts


def test_conflicting_statements_stand_side_by_side() -> None:
    said = texts(sheet("wgeid", "en"))
    assert said["date"] == ["5 December 2016", "or 9 December 2016"]
    assert texts(sheet("wgeid", "fr"))["date"] == ["5 décembre 2016", "ou 9 décembre 2016"]
    assert texts(sheet("wgeid", "ar"))["date"] == ["5 كانون الأول 2016", "أو 9 كانون الأول 2016"]


def test_names_do_not_contradict_each_other_and_both_scripts_are_there() -> None:
    assert texts(sheet("wgeid", "en"))["full_name"] == ["خالد درويش", "also Khaled Darwish"]


def test_a_denial_is_printed_as_one() -> None:
    assert texts(sheet("wgeid", "en"))["responsible"] == [
        "military intelligence",
        "military intelligence (denied)",
    ]


def test_why_something_is_not_known_is_said() -> None:
    said = texts(sheet("wgeid", "en"))
    assert said["residence"] == ["refused to say"]
    assert said["identity_number"] == ["not asked"]
    assert said["origin"] == []


def test_each_statement_names_its_claim_its_kind_of_source_and_its_grade() -> None:
    filled = material("wgeid")
    for code in form_codes():
        made = sheet(code, "en", material(code))
        for part in made.parts:
            for entry in part.entries:
                rests = next(f.facts for f in form_called(code).fields if f.code == entry.code)
                stated = [line for line in entry.lines if line.basis not in ("", "stated by whoever submits")]
                assert all(line.basis.startswith(("claim ", "as the org")) for line in stated)
                assert bool(rests) or not stated
    (day, other) = next(
        e for p in sheet("wgeid", "en", filled).parts for e in p.entries if e.code == "date"
    ).lines
    assert day.basis.endswith(", local committee, grade C3")
    assert other.basis.endswith(", family, grade B6")
    claim = next(c for c in filled.view.case.claims if c.value == "2016-12-05")
    assert short(claim.id) in day.basis


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", form_codes())
def test_no_source_can_be_known_by_a_sheet(code: str, lang: str) -> None:
    telling = {
        key: Source(id=key, label=f"Clandestinus {key}", kind=one.kind, reliability=one.reliability, why="whywords",
                    url="https://url.example", publisher="publisherwords", note="notewords", material="materialwords",
                    independence="independencewords", risk="riskwords")
        for key, one in SOURCES.items()
    }  # fmt: skip
    maker = Maker()
    given = [
        *claims(maker, verbatim="verbatimwords", locator="locatorwords", translation="translated"),
        *conflicting(maker),
    ]
    page = write(sheet(code, lang, material(code, *given, maker=maker, sources=telling))).decode()
    for word in ("Clandestinus", "words", "url.example", "translated", "S1", "S2"):
        assert word not in page


# Presumption of life


@pytest.mark.parametrize(("said", "assessed"), list(itertools.product(STATUSES, STATUSES)))
def test_a_death_is_printed_as_one_only_where_the_case_has_established_it(said: str, assessed: str) -> None:
    printed = STATUSES[status_as_said(said, assessed)]
    if printed.fate == "confirmed_dead":
        assert STATUSES[assessed].fate == "confirmed_dead"
    else:
        assert printed.term.code == said or STATUSES[said].fate == "confirmed_dead"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", form_codes())
@pytest.mark.parametrize("status", ["death_reported", "death_notified", "remains_identified"])
def test_a_reported_death_is_never_written_as_dead(code: str, lang: str, status: str) -> None:
    maker = Maker()
    claim = maker.claim("status", status, "S4", credibility=4)
    made = sheet(code, lang, material(code, *claims(maker), claim, maker=maker))
    page = write(made).decode()
    assert STATUS_TERMS["death_reported"].show(lang) in page
    for established in ("death_notified", "remains_identified"):
        assert STATUS_TERMS[established].show(lang) not in page
    living = {"en": "searched for as living", "fr": "recherchée comme vivante", "ar": "بوصفه حياً"}[lang]
    assert living in page


def test_an_established_death_is_said_as_such() -> None:
    maker = Maker()
    claim = maker.claim("status", "death_notified", "S3", credibility=1)
    made = Assessment(**maker.stamp(), status="death_notified", previous="missing", claims=(claim.id,))
    said = texts(sheet("wgeid", "en", material("wgeid", *claims(maker), claim, made, maker=maker)))["status"]
    assert said == ["death officially notified", "death officially notified"]


# Steps and what is held back


def test_steps_taken_stand_with_their_answers() -> None:
    steps = (
        Step("the military police", "2016-12-14", ("it denies",)),
        Step("SARC", "2017-01"),
        Step("court"),
    )
    said = texts(sheet("wgeid", "en", material("wgeid", answers={}, steps=steps)))["steps"]
    assert said == [
        "14 December 2016: the military police. answer: it denies",
        "January 2017: SARC. answer: no answer on record",
        "court. answer: no answer on record",
    ]


def test_what_is_withheld_is_said_to_be_withheld_and_nothing_of_it_is_there() -> None:
    withheld = frozenset({"mother", "last_seen_at", "submitter_contact"})
    filled = material("wgeid", withheld=withheld)
    made = sheet("wgeid", "en", filled)
    said = texts(made)
    assert said["mother"] == said["place"] == said["submitter_contact"] == ["withheld"]
    page = write(made).decode()
    assert not any(word in page for word in ("Amina", "Ramouseh", "Gaziantep"))
    facts = {filled.view.case.claim_by_id[one].fact for one in claims_shown(filled)}
    assert {"mother", "last_seen_at"}.isdisjoint(facts)
    assert {"name", "father", "last_seen_on"} <= facts


def test_the_claims_that_went_out_are_those_whose_ids_are_on_the_sheet() -> None:
    filled = material("wgeid")
    made = sheet("wgeid", "en", filled)
    printed = " ".join(line.basis for p in made.parts for e in p.entries for line in (*e.lines, *e.gaps))
    assert {short(one) for one in claims_shown(filled)} == {
        short(claim.id) for claim in filled.view.case.claims if short(claim.id) in printed
    }


def test_an_id_reads_the_same_way_in_a_line_of_arabic() -> None:
    filled = material("wgeid")
    arabic, english = sheet("wgeid", "ar", filled), sheet("wgeid", "en", filled)
    assert arabic.reference == f"{LRM}{english.reference}{LRM}"
    (line, *_) = next(e for p in arabic.parts for e in p.entries if e.code == "full_name").lines
    assert f" {LRM}{short(filled.view.case.claims[0].id)}{LRM}," in line.basis
    assert LRM not in write(english).decode()
