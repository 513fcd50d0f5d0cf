"""No door takes a group for one person's name, and whoever really bears such a name is kept, on record."""

from __future__ import annotations

from typing import Any

import pytest

from registry.desk.claiming import add_claim
from registry.desk.desk import CASES, Desk
from registry.desk.history import history
from registry.desk.intake import check, take_in
from registry.errors import InputRefused
from tests.desk.making import FAMILY, a_case, a_source


def entry(name: Any, **facts: Any) -> dict[str, Any]:
    return {"source": FAMILY, "facts": {"name": name, **facts}}


@pytest.mark.parametrize(
    "name", ["hundreds of men", {"text": "عشرات الشبان"}, ["Khaled", "50 civils"], {"value": "unknown men"}]
)
def test_an_intake_refuses_a_group_as_a_name_and_keeps_nothing(desk: Desk, name: Any) -> None:
    with pytest.raises(InputRefused, match="several people"):
        list(take_in(desk, [entry(name)], alone=True))
    with pytest.raises(InputRefused, match="several people"):
        list(check(desk, [entry(name)]))
    assert desk.count() == 0


def test_a_claim_of_the_intake_and_one_added_later_are_refused_too(desk: Desk) -> None:
    extra = {**entry("Khaled"), "claims": [{"fact": "nickname", "value": "the men of the village"}]}
    with pytest.raises(InputRefused, match="several people"):
        list(take_in(desk, [extra], alone=True))
    case, source = a_case(desk), a_source(desk)
    for fact in ("name", "father", "family_name", "nickname", "mother"):
        with pytest.raises(InputRefused, match="several people"):
            add_claim(desk, case, fact, source, {"value": "five brothers and their cousins"})


def test_other_facts_may_speak_of_many(desk: Desk) -> None:
    case = a_case(
        desk, facts={"name": "Khaled", "family": "five brothers", "occupation": "several men's barber"}
    )
    assert desk.case(case).claims[1].value == "five brothers"


@pytest.mark.parametrize(
    "name",
    [
        {"text": "Dozens", "really": True},
        {"value": "Dozens", "really": True},
        {"value": {"text": "Dozens", "really": True}},
    ],
)
def test_a_real_name_that_looks_so_is_kept_and_stays_marked(desk: Desk, name: Any) -> None:
    case = desk.case(a_case(desk, facts={"name": name}))
    assert [(claim.value["text"], claim.really) for claim in case.claims] == [("Dozens", True)]
    assert [past.what for past in history(case)] == [
        "Name: Dozens (reads as several people; said to be one person's name)"
    ]


def test_a_word_that_is_not_true_overrides_nothing(desk: Desk) -> None:
    for really in ("yes", 1, None, False):
        with pytest.raises(InputRefused, match="several people"):
            a_case(desk, facts={"name": {"text": "Dozens", "really": really}})


def test_an_ordinary_name_needs_no_mark_and_gets_none(desk: Desk) -> None:
    case = a_case(desk, facts={"name": {"text": "Muhammad Shabab", "really": True}, "family_name": "Cousins"})
    assert all("really" not in item for item in desk.document(CASES, case)["items"])
