"""Claims at the desk: one source, one fact, one statement; taken back with a reason, never edited."""

from __future__ import annotations

from typing import Any

import pytest

from registry.desk.claiming import add_claim, claim_named, fact_named, retract_claim
from registry.desk.desk import Desk
from registry.errors import InputRefused, NotFound, RuleNotMet
from registry.words.identity import short
from tests.desk.making import a_case, a_group, a_source


def test_a_claim_keeps_all_that_is_known_of_the_statement(desk: Desk) -> None:
    case, source = a_case(desk), a_source(desk)
    said = {
        "value": "military police", "when": "9 December 2016", "where": "page 3", "verbatim": "they took him",
        "language": "ar", "translation": "…", "distance": 1, "stance": "asserts", "basis": "saw", "grade": "C3",
    }  # fmt: skip
    made = add_claim(desk, case, "alleged_holder", short(source), said)
    assert desk.case(case).claim_by_id[made.id] == made
    assert (made.source, made.fact, made.on, made.locator) == (
        source,
        "alleged_holder",
        "2016-12-09",
        "page 3",
    )
    assert (made.basis, made.distance, made.reliability, made.credibility) == ("saw", 1, "C", 3)


@pytest.mark.parametrize("key", ["last_seen_on", "last-seen-on", "Last seen on", "LAST  SEEN ON"])
def test_a_fact_answers_to_its_key_and_its_label(desk: Desk, key: str) -> None:
    assert fact_named(desk.case(a_case(desk)).facts, key).key == "last_seen_on"


def test_a_name_is_kept_under_the_part_it_plays(desk: Desk) -> None:
    made = add_claim(desk, a_case(desk), "mother", a_source(desk), {"value": "فاطمة"})
    assert made.value == {"text": "فاطمة", "kind": "mother"}


def test_a_claim_that_another_supersedes_stands_no_more(desk: Desk) -> None:
    case, source = a_case(desk), a_source(desk)
    old = add_claim(desk, case, "sex", source, {"value": "female"})
    new = add_claim(desk, case, "sex", source, {"value": "male", "supersedes": short(old.id)})
    standing = [claim.id for claim in desk.case(case).claims if claim.fact == "sex"]
    assert standing == [new.id]


def test_a_retraction_needs_a_reason_is_made_once_and_brings_back_what_was_superseded(desk: Desk) -> None:
    case, source = a_case(desk), a_source(desk)
    old = add_claim(desk, case, "sex", source, {"value": "female"})
    new = add_claim(desk, case, "sex", source, {"value": "male", "supersedes": old.id})
    with pytest.raises(RuleNotMet, match="needs a reason"):
        retract_claim(desk, case, new.id, " \n ")
    retract_claim(desk, case, short(new.id), "misheard")
    assert [claim.id for claim in desk.case(case).claims if claim.fact == "sex"] == [old.id]
    with pytest.raises(RuleNotMet, match="retracted before"):
        retract_claim(desk, case, new.id, "again")


@pytest.mark.parametrize(
    ("fact", "said", "says"),
    [
        ("shoe_size", {"value": "44"}, "not known"),
        ("count", {"value": "3"}, "not known"),
        ("sex", {"value": None}, "value is missing"),
        ("sex", "male", "must be an object"),
        ("sex", {"value": "male", "sure": True}, "field 2 of the claim is not known"),
        ("sex", {"value": "male", "grade": "Z9"}, "not a grade"),
        ("sex", {"value": "male", "distance": 4}, "distance"),
        ("sex", {"value": "male", "distance": True}, "distance"),
        ("sex", {"value": "male", "stance": "whispers"}, "stance"),
        ("sex", {"value": "male", "when": "09/12/2016"}, "ambiguous"),
        ("sex", {"state": "forgotten"}, "state of a value"),
        ("sex", {"value": "male", "supersedes": "000-0000"}, "no single claim"),
    ],
)
def test_what_is_refused_is_not_recorded(desk: Desk, fact: str, said: Any, says: str) -> None:
    case, source = a_case(desk), a_source(desk)
    acts = desk.vault.info().acts
    with pytest.raises((InputRefused, NotFound), match=says):
        add_claim(desk, case, fact, source, said)
    assert desk.vault.info().acts == acts


def test_a_group_has_facts_of_its_own_and_sources_must_be_known(desk: Desk) -> None:
    group, source = a_group(desk), a_source(desk)
    assert add_claim(desk, group, "count", source, {"value": "82 men"}).fact == "count"
    with pytest.raises(InputRefused, match="not known"):
        add_claim(desk, group, "mother", source, {"value": "Fatima"})
    with pytest.raises(NotFound, match="no source"):
        add_claim(desk, group, "count", "000-0000", {"value": "82 men"})


def test_a_claim_of_another_case_is_not_found(desk: Desk) -> None:
    case, other = a_case(desk), a_case(desk)
    claim = add_claim(desk, other, "sex", a_source(desk), {"value": "male"})
    with pytest.raises(NotFound, match="no single claim"):
        claim_named(desk.case(case), claim.id)
