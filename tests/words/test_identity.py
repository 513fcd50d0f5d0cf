"""Identities: random, and safe to read aloud."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from registry.errors import InputRefused
from registry.words.identity import (
    ALPHABET,
    BODY,
    SPOKEN,
    check_character,
    id_of,
    new_id,
    number_of,
    read_id,
    short,
)

identities = st.text(ALPHABET, min_size=BODY, max_size=BODY)


def test_a_new_identity_is_what_chance_gives() -> None:
    assert new_id(lambda below: 0) == "0" * BODY
    assert new_id(lambda below: below - 1) == "Z" * BODY
    assert len({new_id() for _ in range(100)}) == 100


@given(st.integers(0, 32**BODY - 1))
def test_an_identity_and_its_number_are_one(number: int) -> None:
    assert number_of(id_of(number)) == number
    assert id_of(number) == new_id(lambda below: number)


@given(identities)
def test_both_forms_are_read_however_they_are_typed(identity: str) -> None:
    spoken = short(identity)
    assert len(spoken) == SPOKEN + 2
    for typed in (
        spoken,
        spoken.lower(),
        spoken.replace("-", " "),
        spoken.replace("0", "o").replace("1", "l"),
    ):
        assert read_id(typed) == identity[:SPOKEN]
    assert read_id(f" {identity.lower()} ") == identity


@given(identities, st.integers(0, SPOKEN), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(identity: str, place: int, wrong: str) -> None:
    spoken = short(identity).replace("-", "")
    assume(spoken[place] != wrong)
    with pytest.raises(InputRefused, match="misread"):
        read_id(spoken[:place] + wrong + spoken[place + 1 :])


@given(identities, st.integers(0, SPOKEN - 1))
def test_two_neighbours_changed_round_are_noticed(identity: str, place: int) -> None:
    spoken = short(identity).replace("-", "")
    assume(spoken[place] != spoken[place + 1])
    swapped = spoken[:place] + spoken[place + 1] + spoken[place] + spoken[place + 2 :]
    with pytest.raises(InputRefused, match="misread"):
        read_id(swapped)


@pytest.mark.parametrize("text", ["", " - ", "K7Q", "K7Q-2M9X-1", "UUUUUUU", "K7Q_2M9X", "ÄÄÄÄÄÄÄ", "0" * 13])
def test_what_is_no_identity_is_refused(text: str) -> None:
    with pytest.raises(InputRefused) as refusal:
        read_id(text)
    assert "K7Q-2M9X" in refusal.value.hint


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        assert len(read_id(text)) in (SPOKEN, BODY)
    except InputRefused as refusal:
        assert refusal.hint


def test_the_check_character_is_pinned() -> None:
    # Ids on paper outlive the program: this line must never change.
    assert [check_character(body) for body in ("000000", "000001", "K7Q2M9", "ZZZZZZ")] == PINNED


PINNED = ["0", "2", "Y", "S"]
