"""Ties between cases: both files tell them, the same person takes evidence, and all of it can be taken back."""

from __future__ import annotations

from typing import Any

import pytest

from registry.cases.terms import INVERSE
from registry.cases.ties import KINDS, inverse
from registry.desk.desk import Desk
from registry.desk.erasing import erase, erased_links
from registry.desk.tying import link_cases, unlink_cases
from registry.desk.undoing import redo_last, undo_last
from registry.errors import InputRefused, NotFound, RuleNotMet
from tests.desk.making import a_case, a_group

ALIKE = {"name": "Khaled Darwish", "mother": "Amina Saleh"}


def ties(desk: Desk, case: str) -> list[tuple[str, str]]:
    return [(link.kind, link.other) for link in desk.case(case).links]


def two(desk: Desk, left: dict[str, Any], right: dict[str, Any]) -> tuple[str, str]:
    return a_case(desk, facts=left), a_case(desk, facts=right)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_told_from_both_sides_and_taken_back_from_both(desk: Desk, kind: str) -> None:
    left, right = two(desk, ALIKE, ALIKE)
    here, there = link_cases(desk, left, right, kind, "certain", "the mother said so")
    assert ties(desk, left) == [(kind, right)]
    assert ties(desk, right) == [(INVERSE.get(kind, kind), left)]
    assert (here.reason, there.certainty) == ("the mother said so", "certain")
    with pytest.raises(RuleNotMet, match="tied so already"):
        link_cases(desk, left, right, kind, "likely", "again")
    with pytest.raises(RuleNotMet, match="tied so already"):
        link_cases(desk, right, left, inverse(kind), "likely", "again")
    undo_last(desk)
    assert ties(desk, left) == ties(desk, right) == []
    redo_last(desk)
    assert unlink_cases(desk, right, left, inverse(kind), "she was mistaken") == 1
    assert ties(desk, left) == ties(desk, right) == []
    with pytest.raises(NotFound, match="not tied so"):
        unlink_cases(desk, left, right, "", "")


def test_a_kind_read_from_the_other_side_twice_is_the_kind_itself() -> None:
    for kind in KINDS:
        assert inverse(inverse(kind)) == kind


def test_only_the_kind_that_is_named_is_taken_back(desk: Desk) -> None:
    left, right = two(desk, ALIKE, ALIKE)
    for kind in ("kin", "taken_with"):
        link_cases(desk, left, right, kind, "likely", "")
    assert unlink_cases(desk, left, right, "kin", "") == 1
    assert ties(desk, left) == [("taken_with", right)]


@pytest.mark.parametrize(
    ("left", "right", "says"),
    [
        ({"name": "Khaled Darwish"}, {"name": "Khaled Darwish"}, "must agree"),
        ({**ALIKE, "sex": "male"}, {**ALIKE, "sex": "female"}, "contradict each other"),
        ({**ALIKE, "born": "1984"}, {**ALIKE, "born": "1990-01"}, "contradict each other"),
        ({"name": "A B", "identity_number": "12"}, {"name": "A B", "identity_number": "13"}, "contradict"),
        # Brothers: all that they share is shared by every child of the house.
        (
            {"name": "Khaled", "father": "Saleh", "mother": "Amina", "born": "1984-04-02"},
            {"name": "Omar", "father": "Saleh", "mother": "Amina", "born": "1984-04-02"},
            "the name and another",
        ),
        # A decade is no date of birth that two people could not share.
        ({"name": "Khaled", "born": "198X"}, {"name": "Khaled", "born": "1984-04-02"}, "must agree"),
    ],
)
def test_the_same_person_takes_evidence(
    desk: Desk, left: dict[str, Any], right: dict[str, Any], says: str
) -> None:
    one, other = two(desk, left, right)
    with pytest.raises(RuleNotMet, match=says):
        link_cases(desk, one, other, "same_person", "likely", "they look alike")
    assert ties(desk, one) == []
    link_cases(desk, one, other, "possible_match", "maybe", "")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ({"name": "Ali", "identity_number": "01 234-5"}, {"name": "Omar", "identity_number": "01234-5"}),
        ({"name": "Ḫālid Darwīsh", "father": "صَالح"}, {"name": "khalid darwish", "father": "صالح"}),
        ({"name": "Khaled", "born": "1984"}, {"name": "Khaled", "born": "1984-04-02"}),
    ],
)
def test_the_same_person_by_a_number_or_by_the_name_and_another(
    desk: Desk, left: dict[str, Any], right: dict[str, Any]
) -> None:
    one, other = two(desk, left, right)
    with pytest.raises(RuleNotMet, match="needs a reason"):
        link_cases(desk, one, other, "same_person", "likely", " ")
    here, _ = link_cases(desk, one, other, "same_person", "likely", "compared by hand")
    assert here.by == desk.pen.by, "a person decided it"


def test_who_was_told_apart_is_not_called_the_same_until_that_is_taken_back(desk: Desk) -> None:
    one, other = two(desk, ALIKE, ALIKE)
    link_cases(desk, one, other, "not_same", "certain", "the mother knows both")
    for left, right in ((one, other), (other, one)):
        with pytest.raises(RuleNotMet, match="the opposite was decided"):
            link_cases(desk, left, right, "same_person", "likely", "alike")
    unlink_cases(desk, other, one, "not_same", "she was asked about another")
    link_cases(desk, one, other, "same_person", "likely", "alike")
    with pytest.raises(RuleNotMet, match="the opposite was decided"):
        link_cases(desk, other, one, "not_same", "likely", "no")


def test_what_is_no_tie_between_two_people_is_refused(desk: Desk) -> None:
    case, group = a_case(desk), a_group(desk)
    for left, right, kind, says in (
        (case, case, "kin", "tied to itself"),
        (case, group, "kin", "a group report"),
        (case, group, "member_of", "command of its own"),
        (case, case, "friend", "kind of link"),
    ):
        with pytest.raises(InputRefused, match=says):
            link_cases(desk, left, right, kind, "likely", "")
    with pytest.raises(InputRefused, match="command of its own"):
        unlink_cases(desk, case, case, "member_of", "")


def test_a_tie_to_a_case_that_was_erased_says_so_and_can_still_be_taken_back(desk: Desk) -> None:
    kept, gone = two(desk, ALIKE, ALIKE)
    link_cases(desk, kept, gone, "kin", "certain", "brothers")
    erase(desk, gone, "law")
    assert erased_links(desk, desk.case(kept)) == {gone}
    assert unlink_cases(desk, kept, gone, "", "it was asked for") == 1
    assert ties(desk, kept) == []
