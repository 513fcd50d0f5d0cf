"""The side a holder's words point to, and none where they point to several."""

from __future__ import annotations

import pytest

from registry.cases.holder import Holder


@pytest.mark.parametrize(
    ("words", "side"),
    [
        ("government forces", "government"), ("military intelligence", "government"), ("قوات النظام", "government"),
        ("pro-government militia", "government"), ("المخابرات الجوية", "government"), ("government", "government"),
        ("armed opposition groups", "opposition"), ("Fatah al-Sham Front", "opposition"), ("opposition", "opposition"),
        ("the Free Syrian Army", "opposition"), ("الجيش الحر", "opposition"), ("Islamic State security", "not_stated"),
        ("the Free Syrian Army, then the Syrian army", "not_stated"), ("YPG", "kurdish"), ("ISIS", "isil"), ("Russian forces", "foreign"), ("unknown", "not_stated"),
        ("Syrian government and Russia", "not_stated"), ("men in uniform", "not_stated"), ("policemen's band", "not_stated"),
    ],
)  # fmt: skip
def test_the_side_of(words: str, side: str) -> None:
    assert Holder.parse(words).side == side


def test_holders_of_one_side_do_not_contradict() -> None:
    assert Holder.parse("military intelligence").agrees(Holder.parse("government forces"))
    assert not Holder.parse("government forces").agrees(Holder.parse("an armed group"))
    assert not Holder.parse("men in uniform").agrees(Holder.parse("men in black"))
    assert Holder.parse("government").show("fr") == "côté gouvernemental"
