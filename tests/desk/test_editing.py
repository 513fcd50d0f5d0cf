"""Correcting and completing a case: the source's new claim takes the old one's place, nothing is lost, all of it undone."""

from __future__ import annotations

from typing import Any

import pytest

from registry.cases.items import Corrected
from registry.cases.planning import plan_of
from registry.desk.agenda import agenda, in_words
from registry.desk.claiming import add_claim
from registry.desk.closing import close_case
from registry.desk.desk import Desk
from registry.desk.editing import edit_case
from registry.desk.history import history
from registry.desk.listing import Filter, cases
from registry.desk.undoing import redo_last, undo_last
from registry.errors import InputRefused, RuleNotMet
from registry.words.identity import short
from tests.desk.making import a_case, a_group, a_source

KHALED = {"name": "Khaled", "born": "1984", "last_seen_on": "2016-12-09", "mother": {"state": "unknown"}}


def khaled(desk: Desk, **more: Any) -> tuple[str, str]:
    """Take in a case; return it and its source."""
    case = a_case(desk, facts={**KHALED, **more})
    return case, desk.case(case).claims[0].source


def standing(desk: Desk, case: str, fact: str) -> list[Any]:
    return [claim.value for claim in desk.case(case).claims if claim.fact == fact]


def test_a_correction_takes_the_place_of_the_source_s_own_claim_and_the_old_one_stays_readable(
    desk: Desk,
) -> None:
    case, source = khaled(desk)
    other = add_claim(desk, case, "born", a_source(desk), {"value": "1990"})
    (old,) = [c for c in desk.case(case).claims if c.fact == "born" and c.source == source]
    edited = edit_case(desk, case, {"source": source, "facts": {"born": "1985-03"}, "reason": "misheard"})
    assert (edited.superseded, edited.unchanged) == ((old.id,), ())
    assert standing(desk, case, "born") == ["1990", "1985-03"], "what others say stays"
    assert old.id in {c.id for c in desk.case(case).claim_by_id.values()}
    said = [past.what for past in history(desk.case(case))]
    assert f"facts corrected or completed: 1 claim, in place of {short(old.id)} (misheard)" in said
    assert other.id in {c.id for c in desk.case(case).claims}
    assert undo_last(desk).operation == "case edit"
    assert standing(desk, case, "born") == ["1984", "1990"]
    assert desk.case(case).every(Corrected) == ()
    redo_last(desk)
    assert standing(desk, case, "born") == ["1990", "1985-03"]


def test_to_correct_needs_a_reason_and_to_complete_needs_none(desk: Desk) -> None:
    case, source = khaled(desk)
    with pytest.raises(RuleNotMet, match="needs a reason"):
        edit_case(desk, case, {"source": source, "facts": {"born": "1985", "sex": "male"}})
    assert standing(desk, case, "sex") == [], "it goes in whole or not at all"
    edited = edit_case(
        desk, case, {"source": source, "facts": {"sex": "male", "mother": "Amina", "name": "خالد"}}
    )
    assert len(edited.claims) == 3
    assert [v["text"] for v in standing(desk, case, "mother")] == ["Amina"], "what was not known gives way"
    assert [v["text"] for v in standing(desk, case, "name")] == ["Khaled", "خالد"], (
        "a further name joins the first"
    )


def test_what_the_source_states_already_is_written_down_once(desk: Desk) -> None:
    case, source = khaled(desk)
    before = desk.case(case).items
    edited = edit_case(desk, case, {"source": source, "facts": {"born": "1984", "name": "Khaled"}})
    assert (edited.claims, edited.unchanged) == ((), ("born", "name"))
    assert desk.case(case).items == before
    graded = edit_case(desk, case, {"source": source, "facts": {"born": "1984"}, "grade": "C2"})
    (claim,) = [c for c in desk.case(case).claims if c.fact == "born"]
    assert (claim.id, claim.credibility, graded.superseded) == (graded.claims[0].id, 2, (claim.supersedes,))


def test_a_corrected_value_is_not_vouched_for_by_the_old_evidence(desk: Desk) -> None:
    case = a_case(desk)
    source = a_source(desk)
    add_claim(
        desk, case, "born", source, {"value": "1984", "grade": "B2", "basis": "document", "locator": "p. 3"}
    )
    edited = edit_case(desk, case, {"source": source, "facts": {"born": "1985"}, "reason": "misread"})
    (claim,) = edited.claims
    assert (claim.basis, claim.credibility, claim.locator) == ("", None, "")
    (warning,) = edited.warnings
    assert all(word in warning for word in ("born", "basis", "its grade", "its place in the source"))


def test_among_several_claims_of_one_source_the_one_to_be_corrected_is_named(desk: Desk) -> None:
    case, source = khaled(desk)
    second = add_claim(desk, case, "born", source, {"value": "1986"})
    with pytest.raises(InputRefused, match="several claims of that fact"):
        edit_case(desk, case, {"source": source, "facts": {"born": "1985"}, "reason": "x"})
    named = {"value": "1987", "supersedes": second.id}
    edit_case(desk, case, {"source": source, "facts": {"born": named}, "reason": "x"})
    assert standing(desk, case, "born") == ["1984", "1987"]
    with pytest.raises(RuleNotMet, match="its own source"):
        edit_case(
            desk,
            case,
            {"source": a_source(desk), "facts": {"born": {**named, "value": "1991"}}, "reason": "x"},
        )


def test_a_denial_is_not_corrected_by_saying_something_else(desk: Desk) -> None:
    case = a_case(desk)
    source = a_source(desk)
    add_claim(desk, case, "held_at", source, {"value": "Saydnaya", "stance": "denies"})
    edited = edit_case(desk, case, {"source": source, "facts": {"held_at": "Branch 215"}})
    assert edited.superseded == ()
    assert len(standing(desk, case, "held_at")) == 2


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({}, "nothing is said"),
        ({"facts": {"born": "1985"}}, "nobody is named"),
        ({"source": "S", "facts": {"born": "perhaps"}}, "facts"),
        ({"nonsense": 1}, "is not known"),
        ({"review_on": "2026-11-21"}, "has gone by"),
        ({"review_on": "../2027"}, "no beginning"),
        ({"priority": "soonish"}, "priority"),
    ],
)
def test_what_cannot_be_read_is_refused_and_changes_nothing(
    desk: Desk, said: dict[str, Any], refused: str
) -> None:
    case, source = khaled(desk)
    before = desk.case(case).items
    given = {**said, **({"source": source} if "source" in said else {})}
    with pytest.raises(InputRefused, match=refused):
        edit_case(desk, case, given)
    assert desk.case(case).items == before


def test_a_new_source_comes_in_with_what_it_states_and_not_without(desk: Desk) -> None:
    case, _ = khaled(desk)
    new = {"kind": "survivor", "label": "a released detainee", "reliability": "C"}
    with pytest.raises(InputRefused):
        edit_case(desk, case, {"source": new, "facts": {"born": "perhaps"}})
    assert len(list(desk.vault.table("sources"))) == 1
    edit_case(desk, case, {"source": new, "facts": {"held_at": "Branch 215"}})
    assert {s.label for s in desk.sources_of(desk.case(case)).values()} == {"a family", "a released detainee"}


def test_the_figures_of_a_group_are_corrected_too_and_never_below_who_is_named(desk: Desk) -> None:
    from registry.desk.grouping import link_member

    group = a_group(desk, "2 to 9 men")
    for name in ("Khaled", "Salim"):
        link_member(desk, group, a_case(desk, facts={"name": name}), "certain", "named")
    source = desk.case(group).claims[0].source
    with pytest.raises(RuleNotMet):
        edit_case(desk, group, {"source": source, "facts": {"wording": "1 man"}, "reason": "misread"})
    edit_case(desk, group, {"source": source, "facts": {"wording": "2 to 8 men"}, "reason": "misread"})
    (count,) = standing(desk, group, "count")
    assert (count["low"], count["high"]) == (2, 8)


# What is planned


def test_priority_and_review_are_planned_shown_sorted_and_taken_back(desk: Desk) -> None:
    plain, high, urgent = (a_case(desk, facts={"name": name}) for name in ("A", "B", "C"))
    edit_case(desk, high, {"priority": "high", "review_on": "2026-12"})
    edit_case(desk, urgent, {"priority": "urgent", "review_on": "2027-01-05", "reason": "his mother is ill"})
    order = [line.id for line in cases(desk, Filter(), limit=9, sort="priority").items]
    assert order == [urgent, high, plain]
    assert [line.id for line in cases(desk, Filter(), limit=9, sort="review").items] == [high, urgent, plain]
    assert [line.id for line in cases(desk, Filter(priority="normal"), limit=9).items] == [plain]
    assert [line.id for line in cases(desk, Filter(review_until="2026-12"), limit=9).items] == [high]
    plan = plan_of(desk.case(urgent))
    assert (plan.priority, plan.day) == ("urgent", "2027-01-05")
    edit_case(desk, urgent, {"priority": "low"})
    assert plan_of(desk.case(urgent)).review_on == "2027-01-05", "one is planned without the other"
    edit_case(desk, urgent, {"review_on": "none"})
    assert (plan_of(desk.case(urgent)).priority, plan_of(desk.case(urgent)).day) == ("low", "")
    for expected in ("2027-01-05", "2027-01-05", ""):
        assert undo_last(desk).operation == "case edit"
        assert plan_of(desk.case(urgent)).day == expected
    said = [past.what for past in history(desk.case(urgent)) if past.kind == "planned"]
    assert said == [
        "planned: priority urgent, to be looked at again 2027-01-05: his mother is ill",
        "planned: priority low",
        "planned: no day planned any more",
    ]


def test_the_agenda_calls_a_planned_review_to_mind_until_the_case_is_closed(desk: Desk) -> None:
    case, other = a_case(desk), a_case(desk, facts={"name": "Salim"})
    edit_case(desk, case, {"priority": "urgent", "review_on": "2026-11-22", "reason": "the court sits"})
    edit_case(desk, other, {"review_on": "2027-06-01"})
    (entry,) = [one for one in agenda(desk).entries if one.duty.what == "review"]
    assert (entry.case, entry.part, entry.duty.due) == (case, "today", "2026-11-22")
    assert list(in_words(desk, [entry])) == ["look at the case again (urgent): the court sits"]
    close_case(desk, case, "out_of_scope", reason="not ours", override="alone here")
    assert [one for one in agenda(desk).entries if one.duty.what == "review"] == []


def test_the_line_in_the_index_says_what_the_case_says(desk: Desk) -> None:
    case = a_case(desk)
    edit_case(desk, case, {"priority": "high", "review_on": "2026-12"})
    (line,) = list(desk.lines())
    assert (line.priority, line.review_on) == ("high", "2026-12-01")
    assert desk.vault.check().ok
