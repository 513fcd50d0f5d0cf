"""Passphrases: the list is what it says, and easy ones are refused."""

from __future__ import annotations

import re
from string import ascii_lowercase

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
    assert all(re.fullmatch("[a-z]{4,8}", word) for word in words())
    assert word_bits() == 11.0


def near(word: str) -> set[str]:
    """Return everything one slip away from a word: a letter lost, added, changed, or two swapped."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    lost = {front + back[1:] for front, back in cuts if back}
    swapped = {front + back[1] + back[0] + back[2:] for front, back in cuts if len(back) > 1}
    changed = {front + letter + back[1:] for front, back in cuts if back for letter in ascii_lowercase}
    added = {front + letter + back for front, back in cuts for letter in ascii_lowercase}
    return (lost | swapped | changed | added) - {word}


def test_one_slip_of_the_pen_never_makes_another_word_of_the_list() -> None:
    assert {"abide"} & near("aside")  # what the test below would find
    assert [(word, other) for word in words() for other in near(word) & set(words())] == []


def test_a_refusal_says_how_much_is_missing() -> None:
    known = words()[:: len(words()) // 6]
    for count, help_ in ((4, "add one more unrelated word,"), (3, "add 2 more"), (1, "add 4 more")):
        with pytest.raises(InputRefused) as refused:
            require_strong(" ".join(known[:count]))
        assert help_ in refused.value.hint
    require_strong(" ".join(known[:5]))


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
