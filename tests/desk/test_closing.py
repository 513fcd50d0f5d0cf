"""Closing and reopening at the desk: every guard, the queue where there are colleagues, an override where there are none."""

from __future__ import annotations

import pytest

from registry.cases.items import Proposed, Stage, Task, plain_item
from registry.cases.reviewing import REOPENING
from registry.desk.assessing import Wish, set_status
from registry.desk.browsing import Browse
from registry.desk.claiming import retract_claim
from registry.desk.closing import close_case, reopen_case
from registry.desk.desk import Desk
from registry.desk.listing import Filter, cases
from registry.desk.reviewing import accept, asked_by_ties, queue
from registry.desk.tying import link_cases
from registry.desk.undoing import undo_last
from registry.errors import InputRefused, RuleNotMet
from registry.words.identity import number_of
from tests.desk.conftest import Team
from tests.desk.making import a_case, a_source, a_status

ALONE = "the only caseworker of this office"


def clarified(desk: Desk, **entry: object) -> str:
    """Take in a case whose person was located alive."""
    case = a_case(desk, **entry)
    a_status(desk, case, "located_alive", a_source(desk, f"contact {case}"), basis="direct_contact")
    set_status(desk, case, Wish("located_alive"))
    return case


def flags(desk: Desk, case: str) -> tuple[str, ...]:
    return next(one.flags for one in cases(desk, Filter(), limit=99).items if one.id == case)


def test_one_alone_closes_with_an_override_that_stays_on_the_record(desk: Desk) -> None:
    case = clarified(desk)
    with pytest.raises(RuleNotMet, match="reviewer who is not the author") as refused:
        close_case(desk, case, reviewer="a friend elsewhere")
    assert "--override-from" in refused.value.hint
    made = close_case(desk, case, reason="he is home", override=ALONE)
    assert isinstance(made, Stage)
    assert (made.stage, made.why, made.author, made.override) == ("closed", "end_status", "Rim", ALONE)
    assert (made.status, set(made.claims)) == ("located_alive", set(desk.case(case).claim_by_id))
    assert [one.id for one in cases(desk, Filter(stage="closed"), limit=9).items] == [case]
    with pytest.raises(RuleNotMet, match="closed already"):
        close_case(desk, case, override=ALONE)
    assert undo_last(desk).operation == "case close"
    assert desk.case(case).stage_code == "open"


def test_closing_waits_for_a_second_person_where_there_is_one(team: Team) -> None:
    case = clarified(team.rim)
    with pytest.raises(RuleNotMet, match="here a colleague can review"):
        close_case(team.rim, case, override=ALONE)
    proposed = close_case(team.rim, case, reason="he is home", reviewer="nour")
    assert isinstance(proposed, Proposed)
    assert team.rim.case(case).stage_code == "in_review"
    assert [one.what for one in queue(team.nour)] == [
        "to close the case: the fate and whereabouts are clarified"
    ]
    with pytest.raises(RuleNotMet, match="its author cannot"):
        accept(team.rim, f"{case}/{proposed.id}")
    made = accept(team.nour, f"{case}/{proposed.id}")
    assert isinstance(made, Stage)
    assert (made.author, made.reviewer, made.by) == ("Rim", "Nour", team.nour.pen.by)
    assert (made.proposal, team.rim.case(case).stage_code) == (proposed.id, "closed")


def test_every_guard_stands_in_the_way_of_closing_and_names_itself(desk: Desk) -> None:
    case = a_case(desk)
    for why, says in (("end_status", "does not end a case"), ("same_person", "no other file is linked")):
        with pytest.raises(RuleNotMet, match=says):
            close_case(desk, case, why, override=ALONE)
    with pytest.raises(InputRefused, match="reason for closing"):
        close_case(desk, case, "because", override=ALONE)
    desk.add(case, [Task(**desk.pen.stamp(), kind="notify_family")], "task add")
    with pytest.raises(RuleNotMet, match="family has not been told"):
        close_case(desk, case, "family_request", override=ALONE)
    nothing = {
        "id": "0" * 11 + "9",
        "kind": "person",
        "made": {"by": "", "device": "", "at": "2026"},
        "items": [],
    }
    with desk.vault.act("case new") as act:
        act.write("cases", number_of(nothing["id"]), nothing)
    with pytest.raises(RuleNotMet, match="rests on no source"):
        close_case(desk, str(nothing["id"]), "out_of_scope", override=ALONE)


def test_an_end_status_whose_claims_no_longer_stand_closes_nothing(desk: Desk) -> None:
    case = clarified(desk)
    retract_claim(desk, case, desk.case(case).claims[-1].id, "it was his brother")
    with pytest.raises(RuleNotMet, match="no longer carry the status"):
        close_case(desk, case, override=ALONE)


def test_every_guard_is_asked_again_when_a_closing_is_accepted(team: Team) -> None:
    case = clarified(team.rim)
    proposed = close_case(team.rim, case)
    task = Task(**team.amal.pen.stamp(), kind="notify_family")
    team.amal.add(case, [task], "task add")
    with pytest.raises(RuleNotMet, match="family has not been told"):
        accept(team.nour, f"{case}/{proposed.id}")
    a_status(team.amal, case, "held_reported", a_source(team.amal, "a cellmate"))
    with pytest.raises(RuleNotMet, match="not weighed"):
        accept(team.nour, f"{case}/{proposed.id}")
    assert team.rim.case(case).stage_code == "in_review"


def test_reopening_takes_a_reason_and_a_claim_that_came_in_since(desk: Desk) -> None:
    case = clarified(desk)
    old = desk.case(case).claims[-1].id
    with pytest.raises(RuleNotMet, match="not closed"):
        reopen_case(desk, case, [old], "why")
    close_case(desk, case, override=ALONE)
    with pytest.raises(RuleNotMet) as refused:
        reopen_case(desk, case, [old], " ")
    assert "needs a reason" in refused.value.message
    assert "made since the case was closed" in refused.value.message
    new = a_status(desk, case, "held_reported", a_source(desk, "a cellmate"))
    with pytest.raises(RuleNotMet, match="stood when the case was closed"):
        reopen_case(desk, case, [old, new], "taken again")
    made = reopen_case(desk, case, [new], "taken again")
    assert (made.claims, made.reason) == ((new,), "taken again")
    assert (desk.case(case).stage_code, desk.case(case).status) == ("open", "located_alive")
    assert set_status(desk, case, Wish("held_reported", reason="taken again")).status == "held_reported"


def test_a_claim_that_contradicts_a_closed_case_proposes_reopening_everywhere(desk: Desk) -> None:
    case = clarified(desk)
    close_case(desk, case, override=ALONE)
    a_status(desk, case, "released_reported", a_source(desk, "a neighbour"))
    assert REOPENING not in flags(desk, case), "alive either way"
    a_status(desk, case, "held_reported", a_source(desk, "a cellmate"))
    assert REOPENING in flags(desk, case)
    assert REOPENING in desk.view(desk.case(case)).flags
    assert next(one.kind for one in queue(desk)) == REOPENING
    assert desk.case(case).stage_code == "closed", "it is proposed, not done"


def test_a_claim_made_before_the_closing_that_a_merge_brings_after_it_proposes_reopening(desk: Desk) -> None:
    case, source = clarified(desk), a_source(desk, "another laptop")
    early = a_status(desk, case, "held_reported", source)
    document = desk.document("cases", case)
    without = [item for item in document["items"] if item["id"] != early]
    desk.vault.table("cases").update({"items": without}, doc_ids=[number_of(case)])
    close_case(desk, case, override=ALONE)
    assert REOPENING not in flags(desk, case)
    items = [*desk.document("cases", case)["items"], plain_item(_claim(document, early))]
    desk.vault.table("cases").update({"items": items}, doc_ids=[number_of(case)])
    assert REOPENING in flags(desk, case)
    assert reopen_case(desk, case, [early], "it came with the other laptop").stage == "open"


def _claim(document: dict[str, object], identity: str) -> object:
    from registry.cases.casefile import CaseFile

    return CaseFile(document).claim_by_id[identity]


def test_a_file_of_the_same_person_that_contradicts_a_closed_case_proposes_reopening(desk: Desk) -> None:
    facts = {"name": "Khaled Darwish", "mother": "Amina"}
    closed, other = clarified(desk, facts=facts), a_case(desk, facts=facts)
    close_case(desk, closed, override=ALONE)
    link_cases(desk, closed, other, "same_person", "likely", "same mother")
    assert REOPENING not in flags(desk, closed), "nobody said anything of the other's status"
    a_status(desk, other, "held_reported", a_source(desk, "a cellmate"))
    assert REOPENING in flags(desk, closed)
    browse = Browse(desk, lambda: 0.0)
    assert browse.advance(1) and REOPENING in browse.window(0, 9)[browse.place_of(closed) or 0].flags
    assert [one.kind for one in queue(desk)] == [REOPENING]
    assert asked_by_ties(desk, desk.view(desk.case(closed)))
    assert asked_by_ties(desk, desk.view(desk.case(other))) == ()


def test_a_file_closed_in_favour_of_the_other_asks_for_nothing(desk: Desk) -> None:
    facts = {"name": "Khaled Darwish", "mother": "Amina"}
    kept, double = clarified(desk, facts=facts), a_case(desk, facts=facts)
    link_cases(desk, double, kept, "same_person", "certain", "taken in twice")
    close_case(desk, double, "same_person", override=ALONE)
    assert REOPENING not in flags(desk, double)
    assert queue(desk) == []
