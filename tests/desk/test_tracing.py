"""Tracing requests: looked for by id and reasons, answered by sentences that tell nothing, counted nowhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.cases.terms import WAYS_OF_TELLING
from registry.cases.tracing import ENQUIRER_ANSWERS, TOLD, RequestAnswer, RequestFile
from registry.cli.duty_folding import candidate, request_item, request_shown
from registry.cli.duty_shapes import RequestAnswered
from registry.desk.consenting import grant
from registry.desk.desk import ENQUIRERS, REQUESTS, Desk
from registry.desk.disclosing import identifiers, people, plan_release
from registry.desk.history import history
from registry.desk.opening import open_desk
from registry.desk.tasking import NewTask, add_task, finish_task
from registry.desk.tracing import (
    Answered,
    answer_request,
    candidates,
    close_request,
    contact_of,
    erase_request,
    new_request,
    request_named,
    requests,
    words_told,
)
from registry.desk.travelling import make_travel
from registry.desk.undoing import redo_last, undo_last
from registry.errors import InputRefused, NotFound, RuleNotMet
from registry.words.identity import number_of, short
from tests.desk.making import a_case, a_source, a_status

PASSPHRASE = "saddle lantern cobweb grammar violin pepper"
NAMES = {
    "name": ["Zebulonius Quillfeatherby", "زبرجدان المثالاوي"],
    "father": "Ignatiusson",
    "mother": "Théodosiane",
}
KHALED = {
    "name": "Khaled Darwish",
    "father": "Saleh",
    "sex": "male",
    "last_seen_on": "2016-12-09",
    "born": "1982",
}


def request(desk: Desk, **more: Any) -> RequestFile:
    asked = {
        "enquirer": "a sister", "relation": "sister", "contact": "Streetina 5", "looking_for": {"name": "خالد درويش"},
    }  # fmt: skip
    return new_request(desk, {**asked, **more})


def test_the_contact_lies_in_a_compartment_of_its_own(desk: Desk) -> None:
    file = request(desk)
    assert "Streetina" not in repr(desk.document(REQUESTS, file.id))
    assert contact_of(desk, file) == "Streetina 5"
    assert "Streetina" not in repr(request_shown(file, contact_of(desk, file), opened=False))
    assert contact_of(desk, request(desk, contact="")) == ""


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"looking_for": {}}, "nobody is named"),
        ({"looking_for": {"father": "X"}}, "nobody is named"),
        ({"looking_for": {"name": "X", "shoe": "Y"}}, "looking_for: .*not known"),
        ({"looking_for": {"name": "X", "sex": "Quillfeatherby"}}, "not a known sex"),
        ({"looking_for": {"name": "X"}, "consent": ["songs"]}, "not a known purpose"),
        ({"looking_for": {"name": "X"}, "address": "Y"}, "not known"),
    ],
)
def test_a_request_that_cannot_be_read_is_refused_without_its_words(
    desk: Desk, given: dict[str, Any], says: str
) -> None:
    with pytest.raises(InputRefused, match=says) as refused:
        new_request(desk, given)
    assert "Quillfeatherby" not in refused.value.message + refused.value.hint
    assert list(requests(desk)) == []


def test_a_match_gives_ids_and_reasons_in_either_script_and_no_fact(desk: Desk) -> None:
    case = a_case(desk, facts=KHALED)
    a_case(desk, facts={"name": "Omar Haddad"})
    file = request(
        desk, looking_for={"name": "خالد درويش", "father": "صالح", "sex": "male", "last_seen_on": "2016-12"}
    )
    (found,) = candidates(desk, file.id)
    assert found.case == case
    assert {"father", "sex", "last seen on"} <= set(found.fits)
    assert found.differs == ()
    shown = repr(candidate(found))
    for word in ("Khaled", "Darwish", "Saleh", "1982", "2016", "missing"):
        assert word not in shown


def test_facts_that_differ_are_named_and_put_the_case_further_down(desk: Desk) -> None:
    wrong = a_case(desk, facts={**KHALED, "sex": "female", "last_seen_on": "2012-01-01", "born": "1950"})
    right = a_case(desk, facts=KHALED)
    sought = {"name": "Khaled Darwish", "sex": "male", "last_seen_on": "2016-12-09", "born": "1981/1983"}
    first, second = candidates(desk, request(desk, looking_for=sought).id)
    assert (first.case, second.case) == (right, wrong)
    assert set(second.differs) == {"sex", "last seen on", "age"}


def test_a_group_report_and_a_case_taken_back_are_no_candidates(desk: Desk) -> None:
    a_case(desk, kind="group", facts={"wording": "20 men", "topic": "Khaled Darwish"})
    a_case(desk, facts=KHALED)
    undo_last(desk)
    assert candidates(desk, request(desk, looking_for={"name": "Khaled Darwish"}).id) == []


def facing(done: Answered, lang: str) -> str:
    """Return all that stands on the screen or in the answer that the enquirer may see."""
    shape = RequestAnswered(
        request=done.request, kind=done.answer.kind, on=done.answer.on, sentence=done.sentence(lang)
    )
    return msgspec.json.encode(shape).decode() + done.sentence(lang) + short(done.request)


@pytest.mark.parametrize("kind", [term.code for term in ENQUIRER_ANSWERS])
def test_nothing_of_a_case_stands_in_what_the_enquirer_reads(desk: Desk, kind: str) -> None:
    case = a_case(desk, facts={**NAMES, "last_seen_at": "Ramouseh"}, consent=["enquirers"])
    file = request(desk, looking_for={"name": NAMES["name"][0]})
    assert [one.case for one in candidates(desk, file.id)] == [case]
    told = {"told": f"{NAMES['name'][0]} was seen at Ramouseh"}
    done = answer_request(desk, file.id, kind, told, case=case if kind == TOLD else "")
    for lang in ("en", "fr", "ar"):
        seen = facing(done, lang)
        for word in (*NAMES["name"], *" ".join(NAMES["name"]).split(), "Ignatiusson", "Théodosiane", "Ramouseh", case, short(case)):  # fmt: skip
            assert word not in seen


ABOUT = st.fixed_dictionaries(
    {
        "told": st.text(max_size=30),
        "on": st.just("2026-11-22"),
        "by_name": st.text(max_size=9),
        "case": st.text(max_size=12),
    }
)


@given(
    ABOUT,
    ABOUT,
    st.sampled_from([term.code for term in ENQUIRER_ANSWERS]),
    st.sampled_from(["en", "fr", "ar"]),
)
def test_the_sentence_is_the_same_whatever_was_found(
    one: dict[str, str], other: dict[str, str], kind: str, lang: str
) -> None:
    said = [Answered("000000000001", RequestAnswer(id="1", kind=kind, **about)) for about in (one, other)]
    assert said[0].sentence(lang) == said[1].sentence(lang) == ENQUIRER_ANSWERS[kind].show(lang)


def test_what_is_said_of_a_case_needs_consent_and_lies_in_that_case(desk: Desk) -> None:
    case, file = a_case(desk, facts=KHALED), request(desk)
    with pytest.raises(RuleNotMet, match="no consent for answers to enquiring families"):
        answer_request(desk, file.id, TOLD, {"told": "he wrote"}, case=case)
    grant(desk, case, {"purpose": "enquirers", "recipient": "request 000-0000"})
    with pytest.raises(RuleNotMet, match="another recipient"):
        answer_request(desk, file.id, TOLD, {"told": "he wrote"}, case=case)
    grant(desk, case, {"purpose": "enquirers", "recipient": f"request {short(file.id)}"})
    with pytest.raises(InputRefused, match="what was told is missing"):
        answer_request(desk, file.id, TOLD, {}, case=case)
    answer_request(desk, file.id, TOLD, {"told": "he wrote", "how": "in_person"}, case=case)
    assert "he wrote" not in repr(desk.document(REQUESTS, file.id))
    answered = request_named(desk, file.id)
    (shown,) = request_shown(answered, "", words_told(desk, answered), opened=False).answers
    assert (shown.told, shown.case) == ("he wrote", case)
    (told,) = [item for item in desk.case(case).document["items"] if item["t"] == "told_enquirer"]
    assert (told["told"], told["by_name"], told["request"]) == ("he wrote", "Rim", file.id)
    assert "he wrote" not in repr(list(history(desk.case(case))))
    undo_last(desk)
    assert request_named(desk, file.id).answers == ()
    assert not [
        i
        for i in desk.case(case).items
        if type(i).__name__ == "ToldEnquirer" and i.id not in desk.case(case).undone
    ]


def test_a_case_belongs_to_the_one_answer_that_says_something_of_it(desk: Desk) -> None:
    case, file = a_case(desk, facts=KHALED, consent=["enquirers"]), request(desk)
    for kind, named in ((TOLD, ""), ("come_back", case)):
        with pytest.raises(InputRefused, match="logged with that case"):
            answer_request(desk, file.id, kind, {"told": "x"}, case=named)
    with pytest.raises(InputRefused, match="still to come"):
        answer_request(desk, file.id, "come_back", {"on": "2030-01-01"})


@pytest.mark.parametrize("status", ["death_reported", "death_notified"])
def test_a_death_is_never_told_as_an_answer(desk: Desk, status: str) -> None:
    from registry.desk.assessing import Wish, set_status

    case, file = a_case(desk, facts=KHALED, consent=["enquirers"]), request(desk)
    claim = a_status(
        desk, case, status, a_source(desk, kind="court_or_civil_record"), basis="document", when="2026-11-20"
    )
    waived = Wish(
        status, [claim], override="alone at this desk", reason="nobody is known", family_waived=True
    )
    set_status(desk, case, waived)
    with pytest.raises(RuleNotMet, match="a death is not told"):
        answer_request(desk, file.id, TOLD, {"told": "x"}, case=case)
    task = add_task(desk, case, NewTask("notify_family"))
    finish_task(
        desk, case, task.id, told={"told_by": "Rim", "told": "mother", "on": "2026-11-21", "how": "in_person"}
    )
    answer_request(desk, file.id, TOLD, {"told": "x"}, case=case)


def test_answers_are_logged_and_listed_without_a_name(desk: Desk) -> None:
    file = request(desk)
    answer_request(desk, file.id, "nothing_yet", {"how": "telephone", "by": "Nour"})
    answer_request(desk, file.id, "come_back", {"on": "2026-11-21", "told": "come on Tuesday"})
    (line,) = requests(desk)
    assert (line.answers, line.answered, line.answered_on) == (2, "come_back", "2026-11-21")
    seen = repr(request_item(line))
    for word in ("خالد", "درويش", "a sister", "Streetina", "Tuesday"):
        assert word not in seen
    assert [one.by_name for one in request_named(desk, file.id).answers] == ["Nour", "Rim"]
    assert all(one.how in ("", *WAYS_OF_TELLING.terms) for one in request_named(desk, file.id).answers)


def test_requests_are_undone_closed_and_erased(desk: Desk) -> None:
    file = request(desk)
    undo_last(desk)
    assert list(requests(desk)) == []
    with pytest.raises(RuleNotMet, match="taken back"):
        candidates(desk, file.id)
    redo_last(desk)
    with pytest.raises(RuleNotMet, match="needs a reason"):
        close_request(desk, file.id, "")
    assert close_request(desk, file.id, "he came home").closed is not None
    with pytest.raises(RuleNotMet, match="closed already"):
        close_request(desk, file.id, "again")
    other = request(desk)
    for typed in ("", "X", short(other.id)):
        with pytest.raises(RuleNotMet, match="typed back"):
            erase_request(desk, file.id, typed)
    erase_request(desk, file.id, short(file.id))
    assert not desk.vault.has(ENQUIRERS, number_of(file.id))
    with pytest.raises(NotFound, match="no request here"):
        request_named(desk, file.id)
    assert [line.id for line in requests(desk)] == [other.id]


def test_requests_count_nowhere_and_their_names_may_stand_in_no_summary(desk: Desk) -> None:
    a_case(desk, consent=["anonymous_statistics"])
    before = (list(people(desk)), plan_release(desk, ["sex"]).people, desk.count())
    request(
        desk,
        looking_for={"name": "Zebulonius Quillfeatherby", "sex": "male"},
        consent=["anonymous_statistics"],
    )
    assert (list(people(desk)), plan_release(desk, ["sex"]).people, desk.count()) == before
    assert "Zebulonius Quillfeatherby" in {one.text for one in identifiers(desk)}


def test_a_journey_takes_in_no_request_and_carries_none(desk: Desk, tmp_path: Path) -> None:
    request(desk)
    make_travel(desk, tmp_path / "road", [a_case(desk)], PASSPHRASE, "Nour")
    road = open_desk(tmp_path / "road", PASSPHRASE, device="test")
    with road.vault:
        assert list(requests(road)) == []
        with pytest.raises(RuleNotMet, match="no tracing requests"):
            request(road)


def test_a_request_survives_closing_and_opening_the_vault(desk: Desk, tmp_path: Path) -> None:
    file = request(desk)
    desk.vault.backup(tmp_path / "copy")
    copy = open_desk(
        tmp_path / "copy", "lantern orbit copper meadow violin harbour", device="test", read_only=True
    )
    with copy.vault:
        assert request_named(copy, short(file.id)).request == file.request
        assert contact_of(copy, file) == "Streetina 5"
