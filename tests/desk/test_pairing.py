"""Two cases side by side: who says what, and brothers and fathers named as what they are."""

from __future__ import annotations

import pytest

from registry.desk.desk import Desk
from registry.desk.matching import tell_apart_as_kin
from registry.desk.pairing import PARENT, SIBLINGS, Side, kin_by_name, pairing
from registry.desk.undoing import undo_last
from registry.matching.comparing import Person
from tests.desk.making import FAMILY, a_case
from tests.desk.test_matching import ARABIC, BROTHER, COMMITTEE, LATIN


@pytest.mark.parametrize(
    ("left", "right", "kin"),
    [
        ("قتيبة زهير الكواكبي", "مروان زهير الكواكبي", SIBLINGS),
        ("قتيبة زهير الكواكبي", "Marwan Zuhair Al-Kawakibi", SIBLINGS),
        ("زهير سعيد الكواكبي", "Qutaiba Zuhair Al-Kawakibi", PARENT),
        ("قتيبة زهير الكواكبي", "Qutaiba Zuhair Al-Kawakibi", ""),
        ("قتيبة زهير الكواكبي", "مروان زهير الحداد", ""),
        ("قتيبة زهير الكواكبي", "مروان سعيد الكواكبي", ""),
        ("قتيبة", "مروان", ""),
    ],
)
def test_brothers_and_fathers_are_named_as_what_they_are(left: str, right: str, kin: str) -> None:
    names = [Person.of(one).names for one in (left, right)]
    assert kin_by_name(*names) == kin
    assert kin_by_name(*reversed(names)) == kin


def test_a_pair_says_who_states_what_and_how_the_two_are_tied(desk: Desk) -> None:
    one, brother = a_case(desk, facts=ARABIC, source=FAMILY), a_case(desk, facts=BROTHER, source=COMMITTEE)
    shown = pairing(desk, one, brother)
    name = next(fact for fact in shown.facts if fact.fact == "name")
    assert name.left == (Side("قتيبة زهير الكواكبي", ("a family B",)),)
    assert name.right == (Side("مروان زهير الكواكبي", ("committee 3 C",)),)
    assert (shown.kin, shown.ties, shown.decided) == (SIBLINGS, (), "")

    tell_apart_as_kin(desk, one, brother, "brothers")
    told = pairing(desk, one, brother)
    assert (told.ties, told.decided) == (("kin: brothers",), "not_same")
    undo_last(desk)
    again = pairing(desk, one, brother)
    assert (again.ties, again.decided) == ((), ""), "one act, taken back as one"


def test_two_papers_of_one_person_are_no_kin(desk: Desk) -> None:
    one, other = a_case(desk, facts=ARABIC, source=FAMILY), a_case(desk, facts=LATIN, source=COMMITTEE)
    assert pairing(desk, one, other).kin == ""
