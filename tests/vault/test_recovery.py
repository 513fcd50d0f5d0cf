"""The recovery key on paper: read back however it was spaced, and each slip named by its group."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import InputRefused
from registry.vault.recovery import RecoveryKey
from registry.words.identity import ALPHABET

KEY = RecoveryKey(bytes(range(32)))


@given(st.binary(min_size=32, max_size=32))
def test_what_is_written_is_read(raw: bytes) -> None:
    key = RecoveryKey(raw)
    assert [len(group) for group in key.groups()] == [8] * 8
    assert RecoveryKey.parse("-".join(key.groups()).lower()) == key
    assert RecoveryKey.parse("".join(key.groups()).replace("0", "o").replace("1", "l")).key == raw


@given(st.integers(0, 7), st.integers(0, 7), st.sampled_from(ALPHABET))
def test_a_misread_character_names_its_group(group: int, place: int, character: str) -> None:
    groups = list(KEY.groups())
    if groups[group][place] == character:
        return
    groups[group] = groups[group][:place] + character + groups[group][place + 1 :]
    with pytest.raises(InputRefused, match=f"group {group + 1} "):
        RecoveryKey.parse(" ".join(groups))


def test_groups_in_each_others_place_are_named() -> None:
    groups = list(KEY.groups())
    groups[2], groups[5] = groups[5], groups[2]
    with pytest.raises(InputRefused, match="group 3 "):
        RecoveryKey.parse(" ".join(groups))


@pytest.mark.parametrize("text", ["", "ABC", " ".join(KEY.groups()[:7]), " ".join(KEY.groups()) + " X"])
def test_a_part_is_not_a_key(text: str) -> None:
    with pytest.raises(InputRefused, match="whole recovery key"):
        RecoveryKey.parse(text)


def test_a_foreign_letter_names_its_group() -> None:
    groups = list(KEY.groups())
    groups[3] = "U" + groups[3][1:]
    with pytest.raises(InputRefused, match="group 4 "):
        RecoveryKey.parse(" ".join(groups))


def test_two_keys_differ() -> None:
    assert RecoveryKey.generate() != RecoveryKey.generate()
    assert len({RecoveryKey(bytes(32)), RecoveryKey(bytes(32)), KEY}) == 2
