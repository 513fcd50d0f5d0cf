"""Setting a status at the desk: the guards decide, and what no longer stands carries nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from registry.cases.items import Assessment
from registry.desk.assessing import Wish, set_status
from registry.desk.claiming import retract_claim
from registry.desk.desk import Desk
from registry.errors import InputRefused, NotFound, RuleNotMet
from tests.desk.making import a_case, a_source, a_status


def assessed(desk: Desk, case: str, wish: Wish) -> Assessment:
    """Set a status that no second person is asked for."""
    made = set_status(desk, case, wish)
    assert isinstance(made, Assessment)
    return made


def test_a_status_rests_on_the_claims_that_state_it_where_none_is_named(desk: Desk) -> None:
    case, source = a_case(desk), a_source(desk)
    claim = a_status(desk, case, "held_reported", source)
    a_status(desk, case, "released_reported", source)
    made = assessed(desk, case, Wish("held (reported)", reason="seen at the gate"))
    assert (made.status, made.previous, made.claims) == ("held_reported", "missing", (claim,))
    assert (made.author, made.reason) == ("Rim", "seen at the gate")
    assert desk.case(case).status == "held_reported"


def test_two_sources_that_repeat_one_another_prove_nothing(desk: Desk) -> None:
    case, first = a_case(desk), a_source(desk, "agency")
    repeating = a_source(desk, "newspaper", "media", derived_from=first)
    for source in (first, repeating):
        a_status(desk, case, "located_alive", source)
    with pytest.raises(RuleNotMet, match="two independent sources"):
        set_status(desk, case, Wish("located_alive"))
    assert desk.case(case).assessment is None
    a_status(desk, case, "located_alive", a_source(desk, "hospital"))
    assert set_status(desk, case, Wish("located_alive")).status == "located_alive"


def test_a_retracted_claim_carries_no_status(desk: Desk) -> None:
    case, source = a_case(desk), a_source(desk)
    claim = a_status(desk, case, "held_reported", source)
    retract_claim(desk, case, claim, "mistaken for his brother")
    with pytest.raises(RuleNotMet, match="claim that still stands"):
        set_status(desk, case, Wish("held_reported", claims=(claim,)))


def test_claims_weighed_against_it_are_kept_beside_it(desk: Desk) -> None:
    case, source = a_case(desk), a_source(desk)
    claim = a_status(desk, case, "held_reported", source)
    against = a_status(desk, case, "released_reported", source)
    made = assessed(desk, case, Wish("held_reported", claims=(claim,), against=(against,)))
    assert made.against == (against,)
    assert [c.id for c in desk.view(desk.case(case)).opposing] == [against]


def test_a_death_asks_for_its_proof_a_reviewer_and_the_family_all_at_once(desk: Desk) -> None:
    case, source = a_case(desk), a_source(desk)
    a_status(desk, case, "death_notified", source)
    with pytest.raises(RuleNotMet) as refused:
        set_status(desk, case, Wish("death_notified", reviewer="rim"))
    for part in ("document or a laboratory", "second reviewer", "family must be told"):
        assert part in refused.value.message
    a_status(desk, case, "death_notified", source, basis="document", when="2017-01-10")
    wish = Wish("death_notified", family_told="2017-01-20", override="nobody else works here")
    made = assessed(desk, case, wish)
    assert (made.family_told, made.override) == ("2017-01-20", "nobody else works here")


def test_a_name_carries_nothing_where_one_works_alone(desk: Desk) -> None:
    case, source = a_case(desk), a_source(desk)
    a_status(desk, case, "death_notified", source, basis="document", when="2017-01-10")
    wish = Wish("death_notified", reviewer="Salma", family_told="2017-01-20")
    with pytest.raises(RuleNotMet, match="second reviewer") as refused:
        set_status(desk, case, wish)
    assert "--override-from" in refused.value.hint
    made = assessed(desk, case, replace(wish, override="Salma read it on paper"))
    assert (made.reviewer, made.override, made.proposal) == ("Salma", "Salma read it on paper", "")
    assert made.by == desk.pen.by


def test_a_waiver_is_the_reason_that_was_given_and_nothing_without_one(desk: Desk) -> None:
    case, source = a_case(desk), a_source(desk)
    a_status(desk, case, "death_notified", source, basis="document")
    with pytest.raises(RuleNotMet, match="family must be told"):
        set_status(desk, case, Wish("death_notified", override="alone", family_waived=True))
    wish = Wish("death_notified", override="alone", family_waived=True, reason="no relative is left")
    assert assessed(desk, case, wish).family_waiver == "no relative is left"


def test_leaving_what_settled_a_case_takes_a_reason_and_a_new_claim(desk: Desk) -> None:
    case, source = a_case(desk), a_source(desk)
    old = a_status(desk, case, "missing", source)
    a_status(desk, case, "located_alive", source, basis="direct_contact")
    set_status(desk, case, Wish("located_alive", against=(old,)))
    with pytest.raises(RuleNotMet) as refused:
        set_status(desk, case, Wish("missing", claims=(old,)))
    assert "needs a reason" in refused.value.message
    assert "not weighed before" in refused.value.message
    a_status(desk, case, "missing", source)
    assert set_status(desk, case, Wish("missing", reason="the caller was someone else")).status == "missing"


def test_a_reported_death_opens_the_search_for_proof_and_a_reported_release_the_follow_up(desk: Desk) -> None:
    case, source = a_case(desk), a_source(desk)
    a_status(desk, case, "death_reported", source, "C3")
    set_status(desk, case, Wish("death_reported"))
    assert [task.kind for task in desk.case(case).open_tasks] == ["verify_death"]
    a_status(desk, case, "released_reported", source, "C3")
    set_status(desk, case, Wish("released_reported"))
    assert [task.kind for task in desk.case(case).open_tasks] == ["verify_death", "family_follow_up"]


def test_what_is_not_there_is_named_and_nothing_is_recorded(desk: Desk) -> None:
    case, other = a_case(desk), a_case(desk)
    foreign = a_status(desk, other, "held_reported", a_source(desk))
    acts = desk.vault.info().acts
    with pytest.raises(NotFound, match="no single claim"):
        set_status(desk, case, Wish("held_reported", claims=(foreign,)))
    with pytest.raises(InputRefused, match="status"):
        set_status(desk, case, Wish("vanished"))
    assert desk.vault.info().acts == acts
