"""Arabic letters in their forms: one for one, no ligatures, and without the library as they are."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.display import shaping
from registry.display.shaping import can_shape, shaped


@pytest.fixture
def _no_library(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(sys.modules, "arabic_reshaper", None)
    shaping._reshape.cache_clear()
    shaping.forget()
    yield
    shaping._reshape.cache_clear()
    shaping.forget()


@pytest.mark.parametrize(
    ("written", "forms"),
    [
        ("محمد", "initial medial medial final"),
        ("لا", "initial final"),
        ("ورد", "isolated isolated isolated"),
        ("بيت", "initial medial final"),
    ],
)
def test_a_letter_takes_the_form_of_its_place(written: str, forms: str) -> None:
    made = shaped(written)
    assert [unicodedata.decomposition(one).split()[0].strip("<>") for one in made] == forms.split()
    assert unicodedata.normalize("NFKC", made) == written


def test_joiners_do_their_work_and_go() -> None:
    assert [unicodedata.name(one).rsplit(" ", 2)[1] for one in shaped("می\u200cخواهم")][:2] == [
        "INITIAL",
        "FINAL",
    ]
    assert "\u200c" not in shaped("می\u200cخواهم")
    assert unicodedata.decomposition(shaped("ه\u200d")).startswith("<initial>")


@given(st.text(st.sampled_from("محمدلاأإآؤئءةىيكپچگیەۆَُِّْٰab 1ـ"), max_size=20))
def test_letters_and_vowel_signs_stay_what_they_are(text: str) -> None:
    made = shaped(text)
    assert len(made) == len(text)
    assert unicodedata.normalize("NFKC", made) == unicodedata.normalize("NFKC", text)


@pytest.mark.usefixtures("_no_library")
def test_without_the_library_letters_stay_unjoined_and_a_hint_says_so() -> None:
    assert not can_shape()
    assert shaped("مح\u200cمد") == "محمد"
    assert "registry[tui]" in shaping.UNSHAPED


def test_a_library_that_changes_the_number_of_letters_changes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shaping.forget()
    monkeypatch.setattr(shaping, "_reshape", lambda: lambda word: word + "x")
    assert shaped("محمد") == "محمد"
    shaping.forget()
