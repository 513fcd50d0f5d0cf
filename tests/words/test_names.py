"""Names kept as written, with their script and kind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import InputRefused
from registry.words.names import NAME_KINDS, Name, NameSet, Script, script_of


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("محمد الخطيب", Script.ARABIC),
        ("Muhammad al-Khaṭīb", Script.LATIN),
        ("Şêxo", Script.LATIN),
        ("Иван", Script.OTHER),
        ("محمد Khatib", Script.MIXED),
        ("12", Script.OTHER),
    ],
)
def test_the_script_is_that_of_the_letters(text: str, script: Script) -> None:
    assert script_of(text) is script
    assert Name.parse(text).script is script


def test_what_was_written_is_kept() -> None:
    name = Name.parse({"text": "  أَحـمد   عبدالرحمٰن ", "kind": "given"})
    assert name.text == "أَحـمد عبدالرحمٰن"
    assert name.plain() == {"text": "أَحـمد عبدالرحمٰن", "kind": "given"}
    assert name.show("ar") == "أَحـمد عبدالرحمٰن"
    assert Name.parse("Abu Omar", "kunya").kind == "kunya"
    assert Name.parse({"text": "Abu Omar", "kind": "surname"}).kind == "family"
    assert Name.parse({"text": "Abu Omar", "kind": "kunya", "script": "latin"}) == Name("Abu Omar", "kunya")


def test_control_characters_of_a_name_are_kept_as_given() -> None:
    assert Name.parse("Ali\x1b[2J").text == "Ali\x1b[2J"


@pytest.mark.parametrize("raw", [None, "", "   ", "!!", 5, {"kind": "given"}, {"text": "x", "kind": "king"}, "x" * 201,
                                 {"text": None}, "\ud800", {"text": "x", "grade": "C3"}])  # fmt: skip
def test_what_is_no_name_is_refused(raw: object) -> None:
    with pytest.raises(InputRefused):
        Name.parse(raw)


def test_all_kinds_have_labels_in_three_languages() -> None:
    assert [term.code for term in NAME_KINDS] == [
        "full", "given", "father", "grandfather", "mother", "family", "kunya", "laqab", "nickname", "alias",
    ]  # fmt: skip
    assert all(term.en and term.fr and term.ar for term in NAME_KINDS)


def test_a_set_of_names_keeps_order_and_drops_repeats() -> None:
    said = ["محمد", {"text": "Mohamad", "kind": "given"}, "محمد", {"text": "محمد", "kind": "given"}]
    kept = NameSet.of(Name.parse(one) for one in said).names
    assert [(name.text, name.kind) for name in kept] == [
        ("محمد", "full"),
        ("Mohamad", "given"),
        ("محمد", "given"),
    ]


@given(st.text(max_size=50))
def test_any_text_is_kept_or_refused(raw: str) -> None:
    try:
        name = Name.parse(raw)
    except InputRefused:
        return
    assert Name.parse(name.plain()) == name
    assert name.show("ar")
