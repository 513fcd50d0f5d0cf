"""A name is taken apart as it was meant: made-up names only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.matching.parts import Name, parse


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("محمد أحمد علي الخطيب", Name("محمد", ("احمد", "علي"), "الخطيب")),
        ("محمد الخطيب", Name("محمد", (), "الخطيب")),
        ("محمد", Name("محمد")),
        ("الخطيب محمد", Name("محمد", (), "الخطيب")),
        ("Khatib, Mohammed Ahmed", Name("mohammed", ("ahmed",), "khatib")),
        ("الخطيب، محمد أحمد", Name("محمد", ("احمد",), "الخطيب")),
        ("Haj Ahmad bin Ali Khatib", Name("haj", ("ahmad", "ali"), "khatib")),
        ("Hajj Ahmad bin Ali Khatib", Name("ahmad", ("ali",), "khatib")),
        ("الدكتور سمير حداد", Name("سمير", (), "حداد")),
        ("السيد أحمد", Name("السيد", (), "احمد")),
        ("أبو خالد", Name(kunya="ابوخالد")),
        ("أم خالد فاطمة الخطيب", Name("فاطمه", (), "الخطيب", "امخالد")),
        ("Abu Khaled al-Khatib", Name("", (), "khatib", "abukhaled")),
        ("Abu Khaled, Mohammed", Name("", (), "mohammed", "abukhaled")),
        ("محمد ابو خالد", Name("محمد", (), "ابوخالد")),
        ("أمين خالد", Name("امين", (), "خالد")),
        ("Omar Khaled", Name("omar", (), "khaled")),
        ('Mohammed "the Baker" Khatib', Name("mohammed", (), "khatib", "", "thebaker")),
        ("محمد (أبو خالد) الخطيب", Name("محمد", (), "الخطيب", "ابوخالد")),
        ("Mohammed Khatib a.k.a. Abu Khaled", Name("mohammed", (), "khatib", "abukhaled")),
        ("محمد الخطيب الملقب ب الصقر", Name("محمد", (), "الخطيب", "", "الصقر")),
        ("عبد الرحمن نور الدين النجار", Name("عبدالرحمن", ("نورالدين",), "النجار")),
        ("سامي االسطل", Name("سامي", (), "الاسطل", damaged=True)),
        ("", Name()),
        ("!؟", Name()),
    ],
)
def test_taking_apart(text: str, name: Name) -> None:
    assert parse(text) == name


def test_every_word_has_its_label() -> None:
    five = parse("محمد أحمد علي حسن الخطيب")
    assert five.labels == ("given", "father", "grandfather", "ancestor", "family")
    assert five.line == ("محمد", "احمد", "علي", "حسن", "الخطيب")
    assert Name("", ("احمد",), "الخطيب").labels == ("father", "family")


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    name = parse(text)
    assert len(name.labels) == len(name.line) <= 13
