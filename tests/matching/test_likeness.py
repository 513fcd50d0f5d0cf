"""Words of names: how alike they are, letter by letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.matching.alphabets import romanised
from registry.matching.comparing import THRESHOLD
from registry.matching.compounds import likeness, readings, undamaged
from registry.matching.near import told_apart
from registry.matching.sounds import alike, tables

WORDS = st.one_of(
    st.text("محدعبالرنويهخطصسكقةى", max_size=9),
    st.text("abdehiklmnorstuwyz", max_size=12),
    st.text(max_size=6),
)


@given(WORDS, WORDS)
def test_likeness_is_the_same_both_ways_and_bounded(left: str, right: str) -> None:
    assert likeness(left, right) == likeness(right, left)
    assert alike(left, right) == alike(right, left)
    assert -1 <= likeness(left, right) <= 1
    assert likeness(left, left) == 1


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("محمد", "mohammed"), ("يوسف", "youssef"), ("الخطيب", "alkhateeb"), ("ابوطه", "abotah"), ("النجار", "نجار"),
        ("عبدالعزيز", "abdalaziz"), ("زياد", "ذياد"), ("تالا", "تاال"), ("ق", "ق"), ("الاشقر", "aalshqur"),
    ],
)  # fmt: skip
def test_one_name(left: str, right: str) -> None:
    assert likeness(left, right) >= THRESHOLD


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("محمد", "mahmoud"), ("محمد", "محمود"), ("muhammad", "mahmud"), ("حسن", "husain"), ("صالح", "صلاح"),
        ("سالم", "سلام"), ("سمير", "samer"), ("ابوخالد", "خالد"), ("عبدالله", "عبدو"), ("ali", "omar"),
    ],
)  # fmt: skip
def test_two_names(left: str, right: str) -> None:
    assert likeness(left, right) < THRESHOLD


def test_damage_is_free_only_where_it_is_known_or_makes_no_other_name() -> None:
    assert likeness("سلامه", "سالمه") >= THRESHOLD
    assert likeness("صالح", "صلاح", damaged=True) >= THRESHOLD
    assert undamaged("بالل") == ("بالل", "بلال")
    assert undamaged("bilal") == ("bilal",)


def test_near_names_are_read_in_both_scripts() -> None:
    assert told_apart("حسن", "hussein") and told_apart("hussein", "حسن")
    assert not told_apart("حسن", "hasan")
    assert not told_apart("حسن", "دمشق")


def test_a_word_is_read_with_and_without_what_stands_before_it() -> None:
    assert {one.core for one in readings("alnajar")} == {"najar", "alnajar"}
    assert {one.core for one in readings("ابوخالد")} == {"خالد"}


def test_the_table_is_of_shares_and_small() -> None:
    shares = tables().shares
    assert set("بتثجحخدذرزسشصضطظعغفقكلمنهوي") <= set(shares)
    assert all(0.9 < sum(pieces.values()) < 1.1 for pieces in shares.values())
    assert sum(map(len, shares.values())) < 400


@pytest.mark.parametrize(
    ("word", "latin"), [("саид", "said"), ("սարգիս", "sargis"), ("γιωργος", "giorgos"), ("ali", "ali")]
)
def test_other_alphabets_are_romanised(word: str, latin: str) -> None:
    assert romanised(word) == latin
