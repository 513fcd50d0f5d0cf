"""Forms at the desk: the gate, the answers that are kept, and the record of what went out before it goes out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

import pytest

from registry.cases.casefile import CaseFile
from registry.cases.items import Consent, FormAnswers, SheetOut
from registry.desk.claiming import add_claim
from registry.desk.desk import Desk
from registry.desk.erasing import plan_erasure
from registry.desk.forming import Prepared, answer, gate, let_out, prepare, read_answers, went_out
from registry.desk.history import history
from registry.desk.intake import consent_of
from registry.desk.undoing import undo_last
from registry.errors import InputRefused, NotFound, RuleNotMet, UsageRefused
from registry.forms.readiness import Standing
from registry.forms.rules import form_called
from registry.provenance.stamp import Pen
from registry.words.undone import UNDO
from tests.cases.build import Maker
from tests.desk.conftest import ticking
from tests.desk.making import a_case, a_group, a_source
from tests.forms.made import ANSWERS, FACTS, claims

WGEID = form_called("wgeid")
TODAY = "2026-11-22"


def ready(desk: Desk, *consents: Any, code: str = "wgeid", **entry: Any) -> str:
    """Take in a case that lacks nothing but what is not given here, and return its id."""
    case = a_case(desk, facts=FACTS, consent=list(consents), **entry)
    answer(desk, case, code, dict(ANSWERS[code]))
    return case


def out(desk: Desk, case: str, ending: str = ".md", **more: Any) -> tuple[bytes, SheetOut]:
    incomplete = more.pop("incomplete", False)
    return let_out(desk, prepare(desk, case, "wgeid", **more), ending, "en", incomplete=incomplete)


def agreed(*consents: Any) -> CaseFile:
    """Return a case of which only the consents matter, given one after the other."""
    maker, pen = Maker(), Pen(by="aa", device="test", clock=ticking())
    return maker.case(*claims(maker), *(consent_of(one, pen) for one in consents))


# The gate


@pytest.mark.parametrize(
    ("consents", "recipient", "state"),
    [
        ([], "WGEID", "none"),
        (["wgeid"], "WGEID", "stands"),
        (["ced"], "WGEID", "none"),
        (["case_work", "anonymous_statistics", "public_naming"], "WGEID", "none"),
        ([{"purpose": "wgeid", "recipient": "WGEID"}], "WGEID", "stands"),
        ([{"purpose": "wgeid", "recipient": "another"}], "WGEID", "none"),
        ([{"purpose": "wgeid", "recipient": "another"}], "another", "stands"),
        ([{"purpose": "wgeid", "until": "2026-11-22"}], "WGEID", "stands"),
        ([{"purpose": "wgeid", "until": "2026-11-21"}], "WGEID", "expired"),
        ([{"purpose": "wgeid", "until": "2026-11"}], "WGEID", "expired"),
        ([{"purpose": "wgeid", "until": "2026"}], "WGEID", "expired"),
        ([{"purpose": "wgeid", "until": "2027"}], "WGEID", "stands"),
        ([{"purpose": "wgeid", "until": "../2026-10"}], "WGEID", "expired"),
        (["wgeid", {"purpose": "wgeid", "withdrawn": True}], "WGEID", "withdrawn"),
        (["wgeid", {"purpose": "wgeid", "recipient": "WGEID", "withdrawn": True}], "WGEID", "withdrawn"),
        (["wgeid", {"purpose": "wgeid", "recipient": "another", "withdrawn": True}], "WGEID", "stands"),
        ([{"purpose": "wgeid", "withdrawn": True}, "wgeid"], "WGEID", "stands"),
        ([{"purpose": "wgeid", "withhold": ["residence"]}], "WGEID", "stands"),
    ],
)
def test_the_gate_opens_for_its_purpose_and_recipient_alone(
    consents: list[Any], recipient: str, state: str
) -> None:
    assert gate(agreed(*consents), WGEID, recipient, TODAY).state == state


@pytest.mark.parametrize(
    ("wish", "held"),
    [
        ("residence", {"residence"}),
        ("Mother's name", {"mother"}),
        ("nom de la mère", {"mother"}),
        ("اسم الأم", {"mother"}),
        ("submitter_contact", {"submitter_contact"}),
        ("Date of the disappearance", {"date", "last_seen_on"}),
        ("submitter contact", {"submitter_contact"}),
        ("name", {"name", "given", "family_name", "nickname"}),
        ("الاسم", {"name", "given", "family_name", "nickname"}),
        ("given name", {"name", "given", "family_name", "nickname"}),
        ("Full name", {"full_name", "name", "given", "family_name", "nickname"}),
    ],
)
def test_a_wish_to_withhold_is_read_as_a_fact_or_a_field(wish: str, held: set[str]) -> None:
    found = gate(agreed({"purpose": "wgeid", "withhold": [wish]}), WGEID, "WGEID", TODAY)
    assert (set(found.withheld), found.unread) == (held, ())


@pytest.mark.parametrize("code", ["ced", "tracing", "wgeid"])
@pytest.mark.parametrize("wish", ["name", "Name", "full name", "nom", "الاسم", "given_name"])
def test_the_name_asked_to_be_withheld_is_the_person_s_on_every_form(code: str, wish: str) -> None:
    form = form_called(code)
    case = agreed({"purpose": form.purpose, "withhold": [wish]})
    assert {"name", "given", "family_name", "nickname"} <= gate(case, form, form.recipient, TODAY).withheld


def test_what_several_consents_withhold_is_all_withheld() -> None:
    consents = [
        "wgeid",
        {"purpose": "wgeid", "given_by": "his mother", "withhold": ["residence"]},
        {"purpose": "wgeid", "given_by": "his father", "withhold": ["mother", "contact"]},
    ]
    found = gate(agreed(*consents), WGEID, "WGEID", TODAY, ["sex"])
    assert found.withheld == {"residence", "mother", "contact", "sex"}
    assert found.unread == ()


def test_a_wish_that_nobody_can_read_shuts_the_gate(desk: Desk) -> None:
    case = ready(desk, {"purpose": "wgeid", "withhold": ["what I told about my cousin"]})
    assert prepare(desk, case, "wgeid").gate.unread == ("what I told about my cousin",)
    with pytest.raises(RuleNotMet, match="asks to withhold something") as refused:
        out(desk, case)
    assert "cousin" not in refused.value.message + refused.value.hint
    with pytest.raises(InputRefused, match="neither a fact nor a field"):
        prepare(desk, case, "wgeid", withhold=["cousin"])
    _, item = out(desk, case, withhold=["circumstances"])
    assert item.withheld == ("circumstances",)


@pytest.mark.parametrize(
    ("consents", "says"),
    [
        ([], "no consent for this purpose"),
        (["wgeid", {"purpose": "wgeid", "withdrawn": True}], "was withdrawn"),
        ([{"purpose": "wgeid", "until": "2020-01-01"}], "has expired"),
    ],
)
def test_without_consent_nothing_goes_out_and_nothing_is_on_record(
    desk: Desk, consents: list[Any], says: str
) -> None:
    case = ready(desk, *consents)
    acts = desk.vault.info().acts
    with pytest.raises(RuleNotMet, match=says) as refused:
        out(desk, case, incomplete=True)
    assert "--draft" in refused.value.hint
    assert (went_out(desk.case(case)), desk.vault.info().acts) == ((), acts)


def test_consent_withdrawn_between_reading_and_writing_is_heeded(desk: Desk) -> None:
    case = ready(desk, "wgeid")
    read = prepare(desk, case, "wgeid")
    desk.add(case, [Consent(**desk.pen.stamp(), purpose="wgeid", withdrawn=True)], "consent withdraw")
    with pytest.raises(RuleNotMet, match="changed since it was read"):
        let_out(desk, read, ".md", "en")
    assert went_out(desk.case(case)) == ()


# What goes out


@pytest.mark.parametrize("ending", [".html", ".md", ".docx"])
def test_what_goes_out_is_on_record_with_its_hash(desk: Desk, ending: str) -> None:
    case = ready(desk, {"purpose": "wgeid", "withhold": ["residence"]})
    content, item = out(desk, case, ending)
    assert item.sha256 == hashlib.sha256(content).hexdigest()
    assert (item.size, item.format, item.lang) == (len(content), ending[1:], "en")
    assert (item.form, item.purpose, item.recipient, item.missing) == ("wgeid", "wgeid", "WGEID", ())
    assert item.withheld == ("residence",)
    assert went_out(desk.case(case)) == (item,)
    assert item.by == desk.pen.by
    assert set(item.claims) <= set(desk.case(case).claim_by_id)
    assert item.consents == tuple(one.id for one in desk.case(case).every(Consent))
    assert next(iter(desk.vault.journal(newest_first=True))).entry.operation == "form make"
    assert [past.what for past in history(desk.case(case)) if past.kind == "sheet_out"] == [
        f"sheet wgeid went out for WGEID ({ending[1:]}, SHA-256 {item.sha256[:16]}…)"
    ]


def test_what_went_out_cannot_be_undone(desk: Desk) -> None:
    case = ready(desk, "wgeid")
    out(desk, case)
    assert undo_last(desk).operation == "form answer"
    assert undo_last(desk).operation == "case new"
    stays = desk.case(case)
    assert stays.withdrawn
    assert len(went_out(stays)) == len(went_out(stays, "wgeid")) == 1
    assert went_out(stays, "ced") == ()


def test_an_erasure_tells_where_the_case_went(desk: Desk) -> None:
    case = ready(desk, "wgeid")
    _, item = out(desk, case)
    assert plan_erasure(desk, case).sheets == (item,)


@pytest.mark.parametrize("ending", ["", ".pdf", ".HTML", "html"])
def test_another_ending_is_refused_before_anything_is_on_record(desk: Desk, ending: str) -> None:
    case = ready(desk, "wgeid")
    with pytest.raises(UsageRefused, match="no sheet is written in that format"):
        out(desk, case, ending)
    assert went_out(desk.case(case)) == ()


def test_a_sheet_that_lacks_something_goes_out_only_when_told_so(desk: Desk) -> None:
    case = a_case(desk, facts=FACTS, consent=["wgeid"])
    with pytest.raises(RuleNotMet, match="steps, submitter, submitter_contact"):
        out(desk, case)
    content, item = out(desk, case, incomplete=True)
    assert item.missing == ("steps", "submitter", "submitter_contact")
    assert "Not complete" in content.decode()


@pytest.mark.parametrize(
    ("withhold", "text"),
    [
        ("mother", "his mother AMINA waited at the bridge"),
        ("residence", "she lives in Salaheddin, third street"),
        ("father", "صالحاً سألوا عنه ثم صالح نفسه"),
        ("occupation", "the ox he kept"),
    ],
)
def test_a_text_that_says_again_what_is_withheld_is_refused(desk: Desk, withhold: str, text: str) -> None:
    case = a_case(
        desk,
        facts={**FACTS, "residence": "Salaheddin", "occupation": "ox"},
        consent=[{"purpose": "wgeid", "withhold": [withhold]}],
    )
    answer(desk, case, "wgeid", {**ANSWERS["wgeid"], "circumstances": text})
    with pytest.raises(RuleNotMet, match="repeats what is to be withheld"):
        out(desk, case)
    assert went_out(desk.case(case)) == ()
    out(desk, case, withhold=["circumstances"])


def test_an_answer_withheld_is_not_repeated_in_another(desk: Desk) -> None:
    case = ready(desk, "wgeid")
    answer(desk, case, "wgeid", {"circumstances": "told by the Darwish Committee"})
    with pytest.raises(RuleNotMet, match="repeats what is to be withheld"):
        out(desk, case, withhold=["submitter"], incomplete=True)


def test_the_name_withheld_is_withheld_in_all_its_forms(desk: Desk) -> None:
    facts = {**FACTS, "given": "Khaled", "family_name": "Darwish", "nickname": "Abu Omar"}
    case = a_case(desk, facts=facts, consent=[{"purpose": "wgeid", "withhold": ["name"]}])
    answer(desk, case, "wgeid", {**ANSWERS["wgeid"], "submitter": "a committee"})
    content, item = out(desk, case, incomplete=True)
    assert item.missing == ("full_name",)
    assert not any(word in content.decode() for word in ("Khaled", "Darwish", "Abu Omar", "خالد"))


# Answers


def test_answers_are_kept_with_the_case_and_the_last_one_counts(desk: Desk) -> None:
    case = a_case(desk, facts=FACTS)
    answer(desk, case, "wgeid", {"submitter": "first", "steps": "asked"})
    kept = answer(desk, case, "wgeid", {"submitter": {"state": "refused"}})
    assert desk.case(case).every(FormAnswers)[-1] == kept
    read = prepare(desk, case, "wgeid")
    assert read.material.answers == {"submitter": {"state": "refused"}, "steps": "asked"}
    assert _standing(read, "submitter") is Standing.MISSING
    undo_last(desk)
    assert prepare(desk, case, "wgeid").material.answers["submitter"] == "first"


def test_an_answer_counts_for_each_form_that_asks_the_same(desk: Desk) -> None:
    case = a_case(desk, facts=FACTS)
    answer(desk, case, "wgeid", dict(ANSWERS["wgeid"]))
    assert set(prepare(desk, case, "ced").material.answers) == set(ANSWERS["wgeid"])
    assert prepare(desk, case, "tracing").material.answers == {
        "circumstances": ANSWERS["wgeid"]["circumstances"]
    }


def test_answers_of_a_form_that_only_a_newer_version_knows_are_left_alone(desk: Desk) -> None:
    case = a_case(desk, facts=FACTS)
    desk.add(case, [FormAnswers(**desk.pen.stamp(), form="later", answers={"submitter": "x"})], "form answer")
    assert prepare(desk, case, "wgeid").material.answers == {}


def test_answers_given_for_a_reading_are_not_kept(desk: Desk) -> None:
    case = a_case(desk, facts=FACTS)
    acts = desk.vault.info().acts
    assert _standing(prepare(desk, case, "wgeid", answers={"submitter": "x"}), "submitter") is Standing.MET
    assert (desk.case(case).every(FormAnswers), desk.vault.info().acts) == ((), acts)


@pytest.mark.parametrize(
    ("code", "raw", "says"),
    [
        ("wgeid", [], "must be an object"),
        ("wgeid", {"submiter": "x"}, "is not known"),
        ("wgeid", {"submitter": ""}, "submitter: the text is empty"),
        ("wgeid", {"submitter": ["x"]}, "submitter: text was expected"),
        ("wgeid", {"submitter": {"state": "known"}}, "has a value"),
        ("wgeid", {"submitter": {"state": "perhaps"}}, "not a known state"),
        ("wgeid", {"submitter": {"value": "x"}}, "neither a value nor a state"),
        ("ced", {"presented": "perhaps"}, "presented: that is neither yes nor no"),
        ("ced", {"presented": 1}, "neither yes nor no"),
        ("ced", {"in_force_on": "01/02/2012"}, "in_force_on: "),
        ("ced", {"full_name": "x"}, "is not known"),
    ],
)
def test_an_answer_that_cannot_be_read_is_refused_and_not_repeated(code: str, raw: Any, says: str) -> None:
    with pytest.raises(InputRefused, match=says) as refused:
        read_answers(form_called(code), raw)
    assert "submiter" not in refused.value.message


def test_a_refused_answer_keeps_nothing_of_the_others(desk: Desk) -> None:
    case = a_case(desk, facts=FACTS)
    for raw in ({}, {"submitter": "x", "submitter_contact": ""}):
        with pytest.raises(InputRefused):
            answer(desk, case, "wgeid", raw)
    assert desk.case(case).every(FormAnswers) == ()


@pytest.mark.parametrize("said", [True, "yes", "Yes", "oui", "نعم"])
def test_yes_is_read_in_three_languages(said: Any) -> None:
    assert read_answers(form_called("ced"), {"presented": said}) == {"presented": "yes"}


def _standing(read: Prepared, field: str) -> Standing:
    return next(need.standing for need in read.needs if need.field.code == field)


# What else a form reads


def stored(desk: Desk, case: str, items: Iterable[dict[str, Any]]) -> None:
    """Add items in their stored form, such as another version of the program writes."""

    def add(document: Any) -> None:
        document["items"] = [*document["items"], *items]

    from registry.words.identity import number_of

    with desk.vault.act("action add"):
        desk.vault.table("cases").update(add, doc_ids=[number_of(desk.case(case).id)])


def test_steps_are_read_as_they_are_stored(desk: Desk) -> None:
    case = a_case(desk, facts=FACTS, consent=["wgeid"])
    steps = [{**desk.pen.stamp(), "t": "action", **step} for step in (
        {"kind": "query", "to": "the military police", "on": "2016-12-14"},
        {"kind": "referral", "to": "a psychologist"},
        {"kind": "complaint", "to": "the prosecutor"},
        {"kind": "visit", "to": "a place that was never visited"},
    )]  # fmt: skip
    answered = {**desk.pen.stamp(), "t": "action_answer", "action": steps[0]["id"], "kind": "no_record"}
    undone = {**desk.pen.stamp(), "t": UNDO, "items": [steps[3]["id"]]}
    stored(desk, case, [*steps, answered, undone])
    read = prepare(desk, case, "wgeid")
    assert [(one.to, one.on, one.answers) for one in read.material.steps] == [
        ("the military police", "2016-12-14", ("no record",)),
        ("the prosecutor", "", ()),
    ]
    assert _standing(read, "steps") is Standing.MET


def test_a_claim_taken_back_is_on_no_sheet(desk: Desk) -> None:
    case = ready(desk, "wgeid")
    add_claim(desk, case, "last_seen_on", a_source(desk), {"value": "2016-12-05"})
    assert "5 December 2016" in out(desk, case)[0].decode()
    undo_last(desk)
    assert "5 December 2016" not in out(desk, case)[0].decode()


def test_a_form_is_about_one_person(desk: Desk) -> None:
    with pytest.raises(RuleNotMet, match="about one person"):
        prepare(desk, a_group(desk), "wgeid")
    with pytest.raises(NotFound, match="no form of that name"):
        prepare(desk, a_case(desk), "wgied")
