"""A case as it is shown: conflicts stay visible, nothing is averaged, and time changes no status."""

from __future__ import annotations

from registry.cases.casefile import UNASSESSED
from registry.cases.items import Assessment, Retraction
from registry.cases.line import age_band, line_of
from registry.cases.status import contradict
from registry.cases.views import CaseView
from tests.cases.build import Maker, source


def test_conflicting_dates_stand_side_by_side_the_better_graded_first() -> None:
    make = Maker()
    weak = make.claim("last_seen_on", "2016-12-05", "S1", credibility=4)
    strong = make.claim("last_seen_on", "2016-12-09", "S2", credibility=2)
    view = CaseView(make.case(weak, strong), {"S1": source("S1"), "S2": source("S2")})
    seen = view.facts["last_seen_on"]
    assert [held.value.plain() for held in seen.held] == ["2016-12-09", "2016-12-05"]
    assert seen.conflicting
    assert next(question.code for question in view.questions) == "conflict"


def test_a_wider_date_or_place_does_not_contradict_a_narrower_one() -> None:
    make = Maker()
    claims = [make.claim("last_seen_on", text) for text in ("2016-12", "2016-12-09", "2016-12-01/2016-12-09")]
    places = [
        make.claim("last_seen_at", {"text": text, "code": code}) for text, code in (("Aleppo", "SY02"),)
    ]
    assert not CaseView(make.case(*claims, *places)).conflicts


def test_two_spellings_of_a_name_are_a_set_and_no_conflict() -> None:
    make = Maker()
    names = [make.claim("name", {"text": text, "kind": "full"}) for text in ("محمود صالح", "Mahmoud Saleh")]
    view = CaseView(make.case(*names))
    assert not view.conflicts
    assert [name.text for name in view.names] == ["محمود صالح", "Mahmoud Saleh"]


def test_a_denial_is_no_value_and_ignorance_is_not_either() -> None:
    make = Maker()
    denied = make.claim("alleged_holder", "government", stance="denies")
    silent = make.claim("alleged_holder", "an armed group", stance="no_knowledge")
    refused = make.claim("alleged_holder", None, state="refused")
    view = CaseView(make.case(denied, silent, refused)).facts["alleged_holder"]
    assert view.held == ()
    assert view.best is None


def test_nobody_assessed_means_missing_and_says_so() -> None:
    make = Maker()
    view = CaseView(make.case(make.claim("status", "death_reported", basis="heard")))
    assert view.case.status == UNASSESSED == "missing"
    assert "unassessed" in view.flags
    assert "disputed" in view.flags


def test_a_status_whose_claim_was_taken_back_is_marked_unsupported() -> None:
    make = Maker()
    claim = make.claim("status", "held_reported", credibility=2)
    made = Assessment(**make.stamp(), status="held_reported", previous="missing", claims=(claim.id,))
    taken = Retraction(**make.stamp(), claim=claim.id, reason="a rumour")
    assert CaseView(make.case(claim, made)).flags == ()
    assert "unsupported" in CaseView(make.case(claim, made, taken)).flags


def test_what_rests_on_doubtful_claims_is_a_hypothesis() -> None:
    make = Maker()
    claim = make.claim("status", "held_reported", credibility=4)
    made = Assessment(**make.stamp(), status="held_reported", previous="missing", claims=(claim.id,))
    assert CaseView(make.case(claim, made)).flags == ("hypothesis",)


def test_elapsed_time_changes_no_status() -> None:
    make = Maker()
    claim = make.claim("status", "held_reported", on="2016-12-09", credibility=2)
    made = Assessment(**make.stamp(), status="held_reported", previous="missing", claims=(claim.id,))
    case = make.case(claim, made)
    assert {CaseView(case, today=f"{year}-01-01").case.status for year in (2017, 2030, 2100)} == {
        "held_reported"
    }


def test_contradictions_are_of_the_dead_and_the_living_and_of_known_liberties() -> None:
    assert contradict("located_alive", "death_reported")
    assert contradict("missing", "death_reported")
    assert contradict("missing", "held_reported")
    assert not contradict("held_reported", "held_acknowledged")
    assert not contradict("death_reported", "death_notified")


def test_the_timeline_is_in_order_of_what_happened_not_of_when_it_was_told() -> None:
    make = Maker()
    late = make.claim("held_at", {"text": "Aleppo central prison", "code": None}, on="2017-02")
    early = make.claim("last_seen_on", "2016-12-09")
    assert [event.on.text for event in CaseView(make.case(late, early)).timeline] == ["2016-12-09", "2017-02"]


def test_a_line_holds_what_lists_and_summaries_need() -> None:
    make = Maker()
    case = make.case(
        make.claim("name", {"text": "Khaled", "kind": "full"}),
        make.claim("sex", "male"),
        make.claim("last_seen_on", "2016-12"),
        make.claim("last_seen_at", {"text": "Idlib", "code": "SY07"}),
        make.claim("alleged_holder", "military intelligence"),
        make.claim("family", "  House  SEVEN "),
        make.claim("age", {"years": 17, "on": "2016-12-20"}),
    )
    line = line_of(case.document)
    assert (line.sex, line.age, line.place, line.holder, line.family) == (
        "male", "0-17", "SY07", "government", "house seven",
    )  # fmt: skip
    assert line.statistics is False


def test_an_age_that_two_classes_fit_is_not_guessed() -> None:
    make = Maker()
    seen = make.claim("last_seen_on", "2016-12-09")

    def band(**facts: object) -> str:
        claims = [make.claim(key, value) for key, value in facts.items()]
        return age_band(CaseView(make.case(seen, *claims)))

    assert band(born="1998-12-09") == "18-59"
    assert band(born="1998-12-10") == "0-17"
    assert band(born="1998") == "not_stated"
    assert band(born="1980~") == "18-59"
    assert band(age={"years": 17, "on": "2016-12-09"}) == "0-17"
    assert band(age={"years": 17, "on": "2017-11"}) == "0-17"
    assert band(age={"years": 18, "on": "2017-11"}) == "not_stated"
    assert band(age={"years": 59, "on": None}) == "not_stated"
    assert band() == "not_stated"


def test_a_status_that_what_still_stands_would_no_longer_carry_is_unsupported() -> None:
    make = Maker()
    claims = [make.claim("status", "located_alive", one, credibility=2) for one in ("S1", "S2")]
    ids = tuple(claim.id for claim in claims)
    made = Assessment(**make.stamp(), status="located_alive", previous="missing", claims=ids)
    taken = Retraction(**make.stamp(), claim=ids[1], reason="mixed up")
    sources = {one: source(one) for one in ("S1", "S2")}
    assert CaseView(make.case(*claims, made), sources).flags == ()
    assert "unsupported" in CaseView(make.case(*claims, made, taken), sources).flags


def test_a_denial_of_the_headline_stands_against_it() -> None:
    make = Maker()
    held = make.claim("status", "held_reported", credibility=2)
    denial = make.claim("status", "held_reported", "S2", stance="denies")
    made = Assessment(**make.stamp(), status="held_reported", previous="missing", claims=(held.id, denial.id))
    view = CaseView(make.case(held, denial, made))
    assert (view.supporting, view.opposing) == ((held,), (denial,))
    assert "disputed" in view.flags
