"""Passphrases: the list is what it says, and easy ones are refused."""

from __future__ import annotations

import re

import pytest

from registry.errors import InputRefused
from registry.vault.passphrase import (
    LEAST_BITS,
    generate_passphrase,
    require_strong,
    strength,
    word_bits,
    words,
)


def test_the_list_holds_2048_plain_words() -> None:
    assert len(words()) == len(set(words())) == 2048
    assert len({word[:4] for word in words()}) == 2048
    assert all(re.fullmatch("[a-z]{4,7}", word) for word in words())
    assert word_bits() == 11.0


def test_generated_ones_hold_77_bits_and_pass() -> None:
    made = generate_passphrase()
    assert len(made.split(" ")) == 7
    assert set(made.split(" ")) <= set(words())
    assert made != generate_passphrase()
    for _ in range(50):
        require_strong(generate_passphrase())
    assert generate_passphrase(lambda below: below - 1, 2) == f"{words()[-1]} {words()[-1]}"


@pytest.mark.parametrize(
    "weak",
    ["", " ", "password", "Password1!", "qwertyuiop", "aaaaaaaaaaaaaaaaaaaaaaaaaaaa", "1234567890123",
     "abcdefghijklmnop", "correct horse", "aleppo2016", "table table table table table table table",
     "19811982", "velvet orbit canyon", "محمد", "Aleppo-2016!"],
)  # fmt: skip
def test_easy_ones_are_refused(weak: str) -> None:
    with pytest.raises(InputRefused, match="too easy"):
        require_strong(weak)


@pytest.mark.parametrize(
    "strong",
    ["canyon velvet orbit summit pencil", "Canyon velvet orbit summit", "kX7#mQ2$vL9@pR4!wT6", "في الصباح ذهبت الى البستان القديم مع جدتي",
     "my grandmother planted eleven fig trees"],
)  # fmt: skip
def test_long_ones_pass(strong: str) -> None:
    require_strong(strong)


def test_strength_is_cautious() -> None:
    assert strength("velvet velvet velvet") < strength("velvet orbit canyon") <= 3 * 14 + 3
    assert LEAST_BITS == 50
