"""Closed vocabularies, read by code, label or alias."""

from __future__ import annotations

import pytest

from registry.errors import InputRefused
from registry.words.terms import Term, Vocabulary

SIDES = Vocabulary(
    "side",
    Term(
        "state_forces", "government forces", "forces gouvernementales", "القوات الحكومية", aliases=("army",)
    ),
    Term("army", "armed group", "groupe armé", "جماعة مسلحة", aliases=("?",)),
)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("state_forces", "state_forces"),
        ("State-Forces", "state_forces"),
        (" Government  FORCES ", "state_forces"),
        ("القوّات الحكوميه", "state_forces"),
        ("groupe arme", "army"),
        ("?", "army"),
    ],
)
def test_a_term_is_read_by_any_of_its_words(written: str, code: str) -> None:
    assert SIDES.read(written).code == code


def test_a_code_is_never_hidden_by_another_term_s_alias() -> None:
    assert SIDES.read("army").code == "army"


@pytest.mark.parametrize("raw", ["police", "", "!", None, 5])
def test_other_words_are_refused_with_the_codes_there_are(raw: object) -> None:
    with pytest.raises(InputRefused) as refusal:
        SIDES.read(raw)
    assert refusal.value.hint == "use one of: state_forces, army"


def test_terms_are_shown_in_a_language_or_in_english() -> None:
    term = SIDES["army"]
    assert [term.show(lang) for lang in ("en", "fr", "ar", "xx")] == [
        "armed group", "groupe armé", "جماعة مسلحة", "armed group",
    ]  # fmt: skip
    assert "army" in SIDES
    assert "police" not in SIDES
    assert [term.code for term in SIDES] == ["state_forces", "army"]
