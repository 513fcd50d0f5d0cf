"""Pairs that are of one person and pairs that are of two: brothers, fathers and namesakes above all."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.matching.odds import SHARES
from registry.matching.weighing import VETOES, Rarity, weigh
from tests.matching.people import somebody

NAME = "محمد أحمد صالح الخطيب"
LATIN = "Mohamad Ahmad Saleh Al-Khateeb"
WELL = {"born": "1984-05-09", "mother": "amina", "home": "shaar", "site": "ramouseh"}

# What is said of two cases that are of one person.
ONE = [
    ({"name": NAME, **WELL}, {"name": LATIN, **WELL}),
    ({"name": NAME, **WELL}, {"name": LATIN, **WELL, "born": "1984-09-05"}),  # day and month exchanged
    (
        {"name": NAME, **WELL},
        {"name": LATIN, **WELL, "born": "1984-01-01"},
    ),  # a year alone, as forms write it
    (
        {"name": NAME, **WELL},
        {"name": "Md. Ahmad Al-Khatib", "mother": "أمينة", "age": 32, "site": "ramouseh"},
    ),
    ({"name": NAME, **WELL}, {"name": "محمد الخطيب", "mother": "أمينه", "age": 30, "home": "shaar"}),
    ({"name": "جورج كيفورك دمرجيان", "born": "1960"}, {"name": "Georges Kevork Demirjian", "age": 56}),
    ({"name": "Al-Khateeb Mohamad", **WELL}, {"name": "Mohamad Ahmad Al-Khateeb", **WELL}),
    # An identity number says it, however the name was written.
    ({"name": NAME, "number": "04010203040"}, {"name": "Abu Khaled", "number": "04010203040"}),
]

# Two people, and what keeps them apart.
TWO: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    # Brothers share all but the given name, and live in one house.
    ({"name": NAME, **WELL}, {"name": "محمود أحمد صالح الخطيب", **WELL}, "given"),
    ({"name": "Hassan Ali Darwish", **WELL}, {"name": "حسين علي درويش", **WELL}, "given"),
    ({"name": NAME, "family": "house 3"}, {"name": "خالد أحمد صالح الخطيب", "family": "house 3"}, "given"),
    # A father and his son: the father's name stands where the son's own would.
    ({"name": "خالد محمد أحمد الخطيب"}, {"name": "محمد أحمد صالح الخطيب"}, "given"),
    # A grandson who bears the grandfather's name is two generations younger.
    ({"name": NAME, "born": "1931"}, {"name": NAME, "born": "1990"}, "born"),
    (
        {"name": NAME, **WELL, "number": "04010203040"},
        {"name": NAME, **WELL, "number": "07011111111"},
        "identity_number",
    ),
    (
        {"name": NAME, "sex": "male", "sex_sure": True},
        {"name": NAME, "sex": "female", "sex_sure": True},
        "sex",
    ),
    ({"name": "محمد خالد الحسن"}, {"name": "محمد عمر شيخو"}, "father"),
]


def verdict(left: dict[str, Any], right: dict[str, Any]) -> Any:
    one, other = somebody("A", **left), somebody("B", **right)
    return weigh(one, other, Rarity((one, other)))


@pytest.mark.parametrize(("left", "right"), ONE)
def test_one_person_told_twice_is_likelier_one_than_two(left: dict[str, Any], right: dict[str, Any]) -> None:
    made = verdict(left, right)
    assert not made.veto
    assert made.weight > 0
    assert made.chance > 0.5


@pytest.mark.parametrize(("left", "right", "why"), TWO)
def test_two_people_are_kept_apart_and_it_is_said_why(
    left: dict[str, Any], right: dict[str, Any], why: str
) -> None:
    assert verdict(left, right).veto == why
    assert why in VETOES


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ({"name": "محمد الخطيب"}, {"name": "Mohamad Al-Khateeb"}),  # shared by 29 of 100
        ({"name": "محمد أحمد"}, {"name": "محمد أحمد", "sex": "male"}),
        (
            {"name": "محمد أحمد الخطيب", "home": "shaar"},
            {"name": "محمد خالد الخطيب", "home": "shaar"},
        ),  # cousins
        ({"name": ""}, {"name": ""}),
        (
            {"name": NAME, "site": "ramouseh", "age": 20},
            {"name": "محمد الخطيب", "site": "castello", "age": 29},
        ),
    ],
)
def test_namesakes_alone_are_not_suggested(left: dict[str, Any], right: dict[str, Any]) -> None:
    made = verdict(left, right)
    assert made.weight < 0 or made.veto


def test_a_sex_that_no_reliable_source_states_speaks_against_and_forbids_nothing() -> None:
    made = verdict({"name": NAME, "sex": "male", **WELL}, {"name": NAME, "sex": "female", **WELL})
    assert not made.veto
    assert made.weight < verdict({"name": NAME, **WELL}, {"name": NAME, **WELL}).weight


def test_what_was_decided_is_a_veto_from_either_side() -> None:
    left, right = somebody("A", NAME, **WELL), somebody("B", NAME, **WELL)
    told = somebody("B", NAME, **WELL, not_same=frozenset({"A"}))
    assert not weigh(left, right, Rarity()).veto
    assert weigh(left, told, Rarity()).veto == "decided"
    assert weigh(told, left, Rarity()).veto == "decided"


def test_a_rare_name_weighs_more_than_a_common_one() -> None:
    crowd = [somebody(f"{n}", f"محمد أحمد عائلة{n}") for n in range(300)]
    rarity = Rarity([*crowd, somebody("x", "قتيبة زهير الكواكبي")])
    assert rarity.share("given", "محمد", "mohammad") > 20 * rarity.share("given", "قتيبه", "kutaiba")
    common = weigh(somebody("A", "محمد أحمد"), somebody("B", "Mohamad Ahmad"), rarity)
    rare = weigh(somebody("A", "قتيبة أحمد"), somebody("B", "Qutaiba Ahmad"), rarity)
    assert rare.weight > common.weight + 3


def test_the_parts_add_up_to_the_whole() -> None:
    made = verdict({"name": NAME, **WELL}, {"name": LATIN, **WELL})
    assert math.isclose(made.weight, Rarity().prior + sum(one.weight for one in made.parts))
    assert {one.piece.fact for one in made.parts if one.weight} >= {
        "given",
        "family",
        "mother",
        "born",
        "residence",
    }


def test_every_row_of_the_table_is_a_share_and_a_match_never_speaks_against() -> None:
    for fact, levels in SHARES.items():
        for m, u in levels.values():
            assert 0 < m <= 1, fact
            assert 0 < u <= 1, fact
        if fact != "turned":
            assert levels.get("match", (1, 1))[0] >= levels.get("match", (1, 1))[1], fact
        assert sum(m for m, _ in levels.values()) <= 1.001, fact


_WORDS = st.sampled_from("محمد محمود Hassan حسين Ali Khaled خالد Darwish درويش Saleh صلاح الخطيب Abu".split())
_PEOPLE = st.fixed_dictionaries(
    {"name": st.lists(_WORDS, max_size=4).map(" ".join)},
    optional={
        "born": st.sampled_from(["1984", "1984-05-09", "1984-09-05", "1931", "2001-01-01"]),
        "age": st.integers(0, 90),
        "mother": st.sampled_from(["amina", "أمينة", "fatma"]),
        "home": st.sampled_from(["shaar", "الشعار", "salheen"]),
        "sex": st.sampled_from(["male", "female"]),
        "number": st.sampled_from(["04010203040", "04010203041", "07011111111"]),
    },
)


@given(_PEOPLE, _PEOPLE)
def test_a_pair_is_weighed_the_same_from_both_sides(left: dict[str, Any], right: dict[str, Any]) -> None:
    one, other = somebody("A", **left), somebody("B", **right)
    rarity = Rarity((one, other))
    there, back = weigh(one, other, rarity), weigh(other, one, rarity)
    assert (there.weight, there.veto) == (back.weight, back.veto)
    # And whichever of the two has the lower id.
    turned = weigh(somebody("B", **left), somebody("A", **right), rarity)
    assert math.isclose(turned.weight, there.weight, abs_tol=1e-9)
    assert turned.veto == there.veto


@given(_PEOPLE)
def test_nobody_is_kept_from_themselves(one: dict[str, Any]) -> None:
    assert verdict(one, one).veto == ""
