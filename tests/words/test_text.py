"""Text from outside: kept as given, and shown so that nothing can act on a terminal or reorder its neighbours."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import InputRefused
from registry.words.text import clean, visible

HEAP = "\u0317" * 8  # as many marks as one letter may carry


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  Ali \t  Hassan\n", "Ali Hassan"),
        ("a\x1b[2Jb", "a\x1b[2Jb"),
        ("a\x00b\x7f", "a\x00b\x7f"),
        ("a\x9bb", "a\x9bb"),
        ("a\u202eb", "a\u202eb"),
        ("e\u0301", "é"),
        ("أَحمد", "أَحمد"),
    ],
)
def test_what_is_kept_is_one_line_and_otherwise_as_given(written: str, kept: str) -> None:
    assert clean(written) == kept


def test_paragraphs_keep_their_lines_and_tabs() -> None:
    assert clean(" one\r\ntwo\rthree\tfour\x1b ", paragraphs=True) == "one\ntwo\nthree\tfour\x1b"


def test_what_no_encoding_carries_is_refused() -> None:
    with pytest.raises(InputRefused) as refusal:
        clean("\ud800")
    assert "UTF-8" in refusal.value.hint


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\u202eevil\u202c", "⟦RLO⟧evil⟦PDF⟧"),
        ("a\u2066b\u2069", "a⟦LRI⟧b⟦PDI⟧"),
        ("a\u2028b", "a⟦LSEP⟧b"),
        ("\ufeffa", "⟦BOM⟧a"),
        ("a\u2060b", "a⟦WJ⟧b"),
        ("a\ufff9b", "a⟦IAA⟧b"),
        ("a\U000e0041b", "a⟦E0041⟧b"),
        ("a\x1b]52;c;x\x07", "a␛]52;c;x␇"),
        ("\ud800", "⟦D800⟧"),
        ("a\nb", "a␊b"),
        ("a\u200eb\u200fc\u061cd", "a⟦LRM⟧b⟦RLM⟧c⟦ALM⟧d"),
        ("a\u200bb\u00adc", "a⟦ZWSP⟧b⟦SHY⟧c"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("بِسْمِ ٱللَّٰهِ", "بِسْمِ ٱللَّٰهِ"),
        ("a" + HEAP + "b", "a" + HEAP + "b"),
        ("a" + HEAP * 1251 + "b" + HEAP + HEAP[0], f"a{HEAP}⟦+10,000 marks⟧b{HEAP}⟦+1 marks⟧"),
    ],
)
def test_what_is_shown_has_every_dangerous_sign_as_a_mark(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_paragraphs_are_shown_in_lines() -> None:
    assert visible("a\n\tb\x1b", paragraphs=True) == "a\n\tb␛"


anything = st.text(st.characters(codec="utf-8"), max_size=60)


@given(anything, st.booleans())
def test_cleaning_twice_changes_nothing_more(text: str, paragraphs: bool) -> None:
    once = clean(text, paragraphs=paragraphs)
    assert clean(once, paragraphs=paragraphs) == once
    assert unicodedata.is_normalized("NFC", once)


@given(st.text(max_size=60), st.booleans())
def test_nothing_shown_acts_or_reorders(text: str, paragraphs: bool) -> None:
    shown = visible(text, paragraphs=paragraphs)
    kept = "\n\t" if paragraphs else ""
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") and c not in kept]
    reordering = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    assert not [c for c in shown if unicodedata.bidirectional(c) in reordering]
    assert visible(shown, paragraphs=paragraphs) == shown
    shown.encode("utf-8")


@given(anything)
def test_what_is_kept_in_one_line_is_shown_in_one_line(text: str) -> None:
    assert len(visible(clean(text)).splitlines()) <= 1
