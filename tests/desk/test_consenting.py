"""Consent at the desk: every way out asks for it, and taking it back says what already went out."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from registry.cases.person import OWN_NAMES
from registry.desk.acting import add_action
from registry.desk.consenting import Withdrawal, grant, require, said_no, withdraw
from registry.desk.desk import CASES, Desk
from registry.desk.disclosing import again, enter, people, plan_release, prepare
from registry.desk.exhibiting import Purpose, attach, read_out
from registry.desk.tasking import finish_task
from registry.desk.tracing import answer_request, new_request
from registry.desk.travelling import make_travel
from registry.desk.undoing import undo_last
from registry.errors import InputRefused, RuleNotMet
from registry.provenance.consent import STATISTICS
from registry.words.identity import number_of
from tests.desk.making import a_case, a_group

PASSPHRASE = "saddle lantern cobweb grammar violin pepper"


def out_of(done: Withdrawal) -> dict[str, Any]:
    return {one.what: one for one in done.out}


def test_what_is_missing_is_named_with_the_next_command(desk: Desk) -> None:
    case = a_case(desk)
    with pytest.raises(RuleNotMet, match=r"no consent for UN Working Group .* on record") as refused:
        require(desk, case, "wgeid")
    assert "registry consent grant" in refused.value.hint
    grant(desk, case, {"purpose": "wgeid", "recipient": "Somebody Else"})
    with pytest.raises(RuleNotMet, match="given for another recipient") as refused:
        require(desk, case, "wgeid", "The Group")
    assert "The Group" not in refused.value.message + refused.value.hint
    grant(desk, case, {"purpose": "wgeid", "on": "2026-01-01", "until": "2026-06-30"})
    with pytest.raises(RuleNotMet, match="has ended"):
        require(desk, case, "wgeid", "The Group")
    grant(desk, case, {"purpose": "wgeid"})
    assert require(desk, case, "wgeid", "The Group").withheld == ()
    withdraw(desk, case, {"purpose": "wgeid"})
    with pytest.raises(RuleNotMet, match="was withdrawn"):
        require(desk, case, "wgeid", "The Group")


def test_a_permit_says_what_stays_behind_by_every_giver(desk: Desk) -> None:
    case = a_case(desk)
    grant(desk, case, {"purpose": "wgeid", "given_by": "A", "withhold": ["Mother's name", "contact"]})
    grant(
        desk,
        case,
        {"purpose": "wgeid", "given_by": "B", "withhold": ["where his sister lives"], "until": "2030"},
    )
    permit = require(desk, case, "wgeid", "The Group")
    assert (permit.facts, permit.special) == ({"mother"}, {"contact"})
    assert permit.in_words == ("where his sister lives",)
    assert permit.until is None  # the first stands without end
    assert desk.case(case).consents()["wgeid", ""].withhold == ("where his sister lives",)


def test_who_withholds_one_name_withholds_them_all(desk: Desk) -> None:
    case = a_case(desk)
    grant(desk, case, {"purpose": "media", "withhold": ["name", "origin"]})
    assert require(desk, case, "media").facts == {*OWN_NAMES, "origin"}
    assert desk.case(case).standing("media") == ()
    assert len(desk.case(case).standing("media", partly=True)) == 1


def test_a_permit_ends_with_the_first_of_consents_that_all_end(desk: Desk) -> None:
    case = a_case(desk)
    for giver, until in (("A", "2030-05"), ("B", "2029-01-31")):
        grant(desk, case, {"purpose": "wgeid", "given_by": giver, "until": until})
    assert str(require(desk, case, "wgeid").until) == "2029-01-31"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"purpose": "wgeid", "on": "2030-01-01"}, "still to come"),
        ({"purpose": "wgeid", "on": "2026-06-01", "until": "2026-05-01"}, "end before it was given"),
        ({"purpose": "wgeid", "until": "../2030"}, "no first day"),
        ({"purpose": "wgeid", "withdrawn": True}, "not withdrawn"),
        ({"purpose": "anything"}, "not a known purpose"),
        ({"purpose": "wgeid", "name": "Khaled"}, "not known"),
        ({}, "not a known purpose"),
    ],
)
def test_an_impossible_consent_is_refused(desk: Desk, given: dict[str, Any], says: str) -> None:
    case = a_case(desk)
    with pytest.raises(InputRefused, match=says) as refused:
        grant(desk, case, given)
    assert "Khaled" not in refused.value.message + refused.value.hint
    assert desk.case(case).consents() == {}


def test_a_withdrawal_lists_everything_that_went_out_and_opens_the_task_to_tell(
    desk: Desk, tmp_path: Path
) -> None:
    case = a_case(desk, consent=[STATISTICS, "wgeid", "enquirers"])
    other = a_case(desk, consent=[STATISTICS])
    enter(desk, prepare(desk, plan_release(desk, ["sex"]), recipient="A Journal"))
    exhibit = attach(desk, case, io.BytesIO(b"evidence"), "scan")
    list(read_out(desk, case, exhibit.id)[1])
    list(read_out(desk, case, exhibit.id, Purpose(recipient="The Group", purpose="wgeid"))[1])
    add_action(desk, case, {"kind": "submission", "to": "The Group", "purpose": "wgeid", "on": "2026-11-02"})
    add_action(desk, case, {"kind": "query", "to": "A Ministry"})
    asked = new_request(desk, {"looking_for": {"name": "Khaled"}})
    answer_request(desk, asked.id, "told", {"told": "that he wrote"}, case=case)
    make_travel(desk, tmp_path / "road", [case], PASSPHRASE, "Nour")
    done = withdraw(desk, case, {"purpose": "wgeid"})
    assert [one.what for one in done.out].count("exhibit") == 2
    found = out_of(done)
    assert set(found) == {"summary", "exhibit", "step", "answer", "journey"}
    assert (found["summary"].recipient, found["summary"].on) == ("A Journal", "2026-11-22")
    assert {one.what for one in done.out if one.concerned} == {"exhibit", "step"}
    assert len(done.ended) == 1
    assert done.task is not None
    assert done.task.due == "2026-11-29"
    assert "The Group" in done.task.why
    assert "A Journal" not in done.task.why  # it holds nothing under this purpose
    assert "A Ministry" not in done.task.why
    assert [task.kind for task in desk.case(case).open_tasks] == ["consent_review"]
    # The other case went into the same summary, and nowhere else.
    assert set(out_of(withdraw(desk, other, {"purpose": STATISTICS}))) == {"summary"}


def test_a_sheet_that_went_out_is_listed_and_its_recipient_told(desk: Desk) -> None:
    case = a_case(desk, consent=["wgeid"])
    sheet = {
        "t": "sheet_out",
        **desk.pen.stamp(),
        "form": "wgeid",
        "purpose": "wgeid",
        "recipient": "The Group",
        "format": "html",
        "lang": "en",
        "sha256": "0" * 64,
        "size": 1,
    }
    document = desk.document(CASES, case)
    with desk.vault.act("form out") as act:
        act.write(CASES, number_of(case), {**document, "items": [*document["items"], sheet]})
    done = withdraw(desk, case, {"purpose": "wgeid", "recipient": "the group"})
    assert [(one.what, one.recipient, one.concerned) for one in done.out] == [("sheet", "The Group", True)]
    assert done.task is not None


def test_taking_back_everything_ends_all_of_it_and_calls_the_journey_back(desk: Desk, tmp_path: Path) -> None:
    case = a_case(desk, consent=[STATISTICS, "wgeid"])
    add_action(desk, case, {"to": "A Paper", "purpose": "media"})  # although nobody had agreed to it
    make_travel(desk, tmp_path / "road", [case], PASSPHRASE, "Nour")
    done = withdraw(desk, case, {}, everything=True)
    assert {item.purpose for item in done.items} == {STATISTICS, "wgeid", "case_work"}
    assert done.task is not None
    assert "Nour" in done.task.why
    assert "A Paper" in done.task.why
    assert [one.consented for one in people(desk)] == [False]
    with pytest.raises(InputRefused, match="all consent"):
        withdraw(desk, case, {"purpose": "wgeid"}, everything=True)


def test_a_no_is_recorded_where_no_yes_was_and_opens_nothing(desk: Desk) -> None:
    case = a_case(desk)
    done = withdraw(desk, case, {"purpose": "media"})
    assert (done.ended, done.out, done.task) == ((), (), None)
    assert said_no(desk.case(case), "media", desk.today)
    assert not said_no(desk.case(case), "wgeid", desk.today)


def test_a_withdrawal_can_be_undone_with_its_task(desk: Desk) -> None:
    case = a_case(desk, consent=["wgeid"])
    add_action(desk, case, {"kind": "submission", "to": "The Group", "purpose": "wgeid"})
    withdraw(desk, case, {"purpose": "wgeid"})
    undo_last(desk)
    assert desk.case(case).open_tasks == ()
    assert require(desk, case, "wgeid").consents


def test_a_summary_leaves_out_who_took_consent_back_and_the_old_one_is_not_given_again(desk: Desk) -> None:
    kept, gone = (a_case(desk, consent=[STATISTICS]) for _ in range(2))
    release = prepare(desk, plan_release(desk, ["sex"]), recipient="")
    enter(desk, release)
    assert again(desk, release.entry.release_id) == dict(release.files)
    withdraw(desk, gone, {"purpose": STATISTICS})
    assert [one.case for one in people(desk) if one.consented] == [kept]
    with pytest.raises(RuleNotMet, match="stands no more for 1 of the people"):
        again(desk, release.entry.release_id)


def test_an_exhibit_leaves_for_somebody_only_with_consent(desk: Desk) -> None:
    case = a_case(desk)
    exhibit = attach(desk, case, io.BytesIO(b"evidence"), "scan")
    with pytest.raises(RuleNotMet, match="no consent"):
        read_out(desk, case, exhibit.id, Purpose(recipient="The Group", purpose="wgeid"))
    with pytest.raises(InputRefused, match="for a purpose"):
        read_out(desk, case, exhibit.id, Purpose(recipient="The Group"))
    grant(desk, case, {"purpose": "wgeid", "withhold": ["exhibits"]})
    with pytest.raises(RuleNotMet, match="keeps exhibits back"):
        read_out(desk, case, exhibit.id, Purpose(purpose="wgeid"))
    grant(desk, case, {"purpose": "wgeid"})
    assert (
        b"".join(read_out(desk, case, exhibit.id, Purpose(recipient="The Group", purpose="wgeid"))[1])
        == b"evidence"
    )
    logged = [item for item in desk.case(case).document["items"] if item["t"] == "read_out"]
    assert [(item["purpose"], item["recipient"]) for item in logged] == [("wgeid", "The Group")]


def test_a_journey_takes_no_case_whose_family_said_no_to_case_work(desk: Desk, tmp_path: Path) -> None:
    silent, refused = a_case(desk), a_case(desk, consent=["case_work"])
    withdraw(desk, refused, {"purpose": "case_work"})
    with pytest.raises(RuleNotMet, match="stay at home"):
        make_travel(desk, tmp_path / "road", [silent, refused], PASSPHRASE, "Nour")
    assert not (tmp_path / "road").exists()
    assert make_travel(desk, tmp_path / "road", [silent], PASSPHRASE, "Nour").cases == 1


def test_the_task_to_tell_is_finished_like_any_other(desk: Desk) -> None:
    case = a_case(desk, consent=["wgeid"])
    add_action(desk, case, {"to": "The Group", "purpose": "wgeid"})
    done = withdraw(desk, case, {"purpose": "wgeid"})
    assert done.task is not None
    finish_task(desk, case, done.task.id, "they confirmed")
    assert desk.case(case).open_tasks == ()


def test_consent_on_a_group_report_is_kept_too(desk: Desk) -> None:
    group = a_group(desk)
    grant(desk, group, {"purpose": "media", "withhold": ["topic"]})
    assert require(desk, group, "media").facts == {"topic"}
