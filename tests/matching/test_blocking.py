"""Blocking and the scan: cases of one person meet across scripts, slips and missing parts, also in a crowd."""

from __future__ import annotations

import pytest

from registry.matching.blocking import LARGEST, pairs
from registry.matching.dossier import Dossier
from registry.matching.scanning import may_be_one, scan
from tests.matching.people import somebody

NAME = "محمد أحمد صالح الخطيب"


def meet(left: Dossier, right: Dossier) -> bool:
    return list(pairs((left, right))) == [(0, 1)]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ({"name": NAME}, {"name": "Mohamad Ahmad Saleh Al-Khateeb"}),
        ({"name": NAME}, {"name": "Md Khatib"}),
        ({"name": NAME}, {"name": "الخطيب محمد"}),  # the family name first
        ({"name": "مههند حمدان", "mother": "سعاد"}, {"name": "Muhannad Hamdan", "mother": "Souad"}),
        ({"name": "Thoas Gren", "born": "1974-10-05"}, {"name": "Thomas Green", "born": "1974-05-10"}),
        ({"name": "", "number": "0401"}, {"name": NAME, "number": "0401"}),
        ({"name": "", "references": frozenset({"r1"})}, {"name": NAME, "references": frozenset({"r1"})}),
    ],
)
def test_cases_of_one_person_meet(left: dict[str, object], right: dict[str, object]) -> None:
    assert meet(somebody("A", **left), somebody("B", **right))  # type: ignore[arg-type]


def test_cases_with_nothing_in_common_do_not_meet() -> None:
    assert not meet(somebody("A", NAME), somebody("B", "Garabed Demirjian"))
    assert not meet(somebody("A"), somebody("B"))


def test_in_a_crowd_of_one_common_name_the_true_pair_is_still_met() -> None:
    crowd = [
        somebody(f"{n:03}", f"محمد أحمد عائلة{n}", home=f"village{n}", born=str(1950 + n % 50))
        for n in range(LARGEST * 3)
    ]
    one = somebody("x", "محمد أحمد الكواكبي", home="shaar", born="1984")
    other = somebody("y", "Mohamad Ahmad", home="الشعار", born="1984")
    every = [*crowd, one, other]
    assert (len(every) - 2, len(every) - 1) in set(pairs(every))
    # And far fewer pairs are met than there are.
    assert len(list(pairs(every))) < len(every) ** 2 / 6


def test_a_pair_is_met_once() -> None:
    read = [somebody(f"{n}", NAME, home="shaar", born="1984") for n in range(6)]
    found = list(pairs(read))
    assert len(found) == len(set(found)) == 15


def test_what_is_passed_over_quickly_would_have_been_vetoed() -> None:
    assert not may_be_one(somebody("A", "خالد أحمد الخطيب"), somebody("B", "محمود أحمد الخطيب"))
    assert may_be_one(somebody("A", "خالد أحمد", number="1"), somebody("B", "محمود أحمد", number="1"))
    assert may_be_one(somebody("A", NAME), somebody("B", "", parts={"family_name": "الخطيب"}))


def test_a_scan_finds_the_pair_and_leaves_the_brother_out() -> None:
    facts = {"home": "shaar", "born": "1984", "mother": "amina"}
    read = [
        somebody("A", NAME, **facts),
        somebody("B", "Mohamad Ahmad Al-Khateeb", **facts),
        somebody("C", "محمود أحمد صالح الخطيب", **facts),
        somebody("D", "جورج كيفورك دمرجيان"),
    ]
    made = scan(read)
    assert [(one.left, one.right) for one in made.candidates] == [("A", "B")]
    assert made.clusters == (("A", "B"),)
    assert made.cases == 4
