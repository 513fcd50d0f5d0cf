"""Blocking keys and spellings: two spellings of one name meet. Made-up names only."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.matching.keys import keys
from registry.matching.spelling import spellings
from registry.words.folding import fold
from tests.matching.test_comparing import SAME_PERSON

# Of these one side lacks all but one part, or its words are run together: no key is promised there.
_NO_TWO_PARTS = {"محمدعلي حسن"}


@pytest.mark.parametrize(("left", "right"), [pair for pair in SAME_PERSON if pair[0] not in _NO_TWO_PARTS])
def test_spellings_of_one_name_share_a_blocking_key(left: str, right: str) -> None:
    assert keys(left) & keys(right)


def test_names_without_a_part_in_common_share_none() -> None:
    assert not keys("محمد أحمد الخطيب") & keys("سمير جورج حداد")
    assert not keys("محمد الخطيب") & keys("Mohammed Haddad")
    assert keys("") == frozenset()


def test_a_kunya_alone_meets_itself() -> None:
    assert keys("أبو خالد") & keys("Abu Khaled")
    assert keys("أبو خالد محمد الخطيب") & keys("Abou Khaled")


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("محمد", {"محمد", "muhammad", "mohamad"}),
        ("Khaled", {"khaled", "khalid", "خالد"}),
        ("خالد الخطيب", {"خالد الخطيب", "khaled alkhatib", "khaled khatib"}),
        ("عبد الرحمن", {"عبد الرحمن", "عبدالرحمن", "abdulrahman", "abdelrahman"}),
        ("Abu Omar", {"abu omar", "ابوعمر"}),
    ],
)
def test_usual_spellings_are_among_those_of_a_name(name: str, others: set[str]) -> None:
    assert others <= spellings(name)


def test_no_other_name_is_among_the_spellings() -> None:
    assert not {"محمود", "mahmoud", "احمد", "ahmad"} & spellings("محمد")
    assert spellings("") == frozenset()


@settings(max_examples=40)
@given(st.text(max_size=30))
def test_spellings_are_folded_few_and_hold_the_name_itself(text: str) -> None:
    found = spellings(text)
    assert len(found) <= 402
    assert all(fold(one) == one for one in found)
    assert not fold(text) or fold(text) in found
