"""Accounts: what may not stand in one is found in either script, in figures and in words; ordinary words pass."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.disclosure.narratives import CONTACT, DATE, IDENTIFIER, NUMBER, PLACE, Known, findings

KNOWN = Known(
    whole=frozenset({"Mahmoud al-Khatib", "فاطمة الزهراء حداد", "+963 944 123 456", "R-2016-77", "Rim"}),
    own=frozenset({"خالد درويش"}),
    places=frozenset({"Branch 215", "الفرع 215"}),
)

PASSES = (
    "In the last quarter of 2016 he left home in Aleppo and was stopped at a checkpoint. His mother waits with hundreds.",
    "Une année entière, mon frère attend des nouvelles ; la mer est loin. Un homme, une femme.",
    "في الربع الأخير من 2016 خرج من حلب مع أسرته. قال أب إن ابنه لم يعد، ولا أحد يعرف مكانه.",
    "About 300 people crossed in 2016.",
)

FINDS = (
    ("Khaled never came back", IDENTIFIER),
    ("Khalid Darweesh never came back", IDENTIFIER),
    ("ولخالد أخت", IDENTIFIER),
    ("with Mahmoud Al Khateeb", IDENTIFIER),
    ("مع محمود الخطيب", IDENTIFIER),
    ("Fatima al-Zahra Haddad waits", IDENTIFIER),
    ("9 6 3 9 4 4 1 2 3 4 5 6", IDENTIFIER),
    ("file r 2016 77", IDENTIFIER),
    ("told to Rim", IDENTIFIER),
    ("his three brothers", NUMBER),
    ("ses deux sœurs", NUMBER),
    ("مع ثلاثة من إخوته", NUMBER),
    ("he was 34", NUMBER),
    ("٣٤ سنة", NUMBER),
    ("both sons", NUMBER),
    ("on the 9th", NUMBER),
    ("in December 2016", DATE),
    ("en décembre", DATE),
    ("في كانون الأول", DATE),
    ("وفي آب 2016", DATE),
    ("2016-12", DATE),
    ("9/12", DATE),
    ("on a Friday", DATE),
    ("at 14:30", DATE),
    ("near Ramouseh", PLACE),
    ("من الراموسة", PLACE),
    ("held at Branch 215", PLACE),
    ("in branch-215", PLACE),
    ("في الفرع ٢١٥", PLACE),
    ("write to a@b.example", CONTACT),
    ("ring 0944 999 888", CONTACT),
    ("see www.example.org", CONTACT),
)


@pytest.mark.parametrize("text", PASSES)
def test_ordinary_words_pass(text: str) -> None:
    assert findings(text, KNOWN) == ()


@pytest.mark.parametrize(("text", "kind"), FINDS)
def test_what_may_not_stand_there_is_found(text: str, kind: str) -> None:
    assert kind in {found.kind for found in findings(text, KNOWN)}


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(PASSES), st.sampled_from(FINDS), st.integers(0, 30))
def test_it_is_found_wherever_it_stands(text: str, found: tuple[str, str], at: int) -> None:
    words = text.split()
    place = min(at, len(words))
    said = " ".join([*words[:place], found[0], *words[place:]])
    assert found[1] in {one.kind for one in findings(said, KNOWN)}


def test_a_name_in_presentation_forms_or_with_marks_is_the_same_name() -> None:
    for spelled in ("خَالِد", "خـالـد", "ﺧﺎﻟﺪ"):
        assert IDENTIFIER in {found.kind for found in findings(f"جاء {spelled} أمس", KNOWN)}
