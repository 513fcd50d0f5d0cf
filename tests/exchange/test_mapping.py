"""Mappings: written and read again alike, wrong ones refused by their column, first ones suggested by headings."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.cases.casefile import SUBJECTS
from registry.errors import InputRefused
from registry.exchange.mapping import BESIDE, SOURCE, Column, ColumnMap, read_map
from registry.exchange.suggesting import suggest
from registry.words.fact import facts_of

FACTS = {kind: facts_of(subject) for kind, subject in SUBJECTS.items()}
PERSON = FACTS["person"]

_SIGNS = st.characters(
    codec="utf-8", exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Zs", "Co", "Cn", "Mn")
)
# Headings and names are kept composed, as every text is.
_WORD = st.text(_SIGNS, min_size=1, max_size=12).map(lambda word: unicodedata.normalize("NFC", word))
_COLUMN = st.builds(
    Column, st.sampled_from([*PERSON, *BESIDE, *SOURCE, "ignore", "keep"]), st.sampled_from(["", ";", "+"]),
    st.sampled_from(["", "dmy", "mdy"]), st.dictionaries(_WORD, _WORD, max_size=3),
)  # fmt: skip


@given(st.dictionaries(_WORD, _COLUMN, max_size=5), _WORD)
def test_a_mapping_is_read_as_it_was_written(columns: dict[str, Column], called: str) -> None:
    made = ColumnMap(columns, "person", "key", called, {"kind": "ngo", "label": called})
    assert read_map(made.write(), FACTS) == made


@pytest.mark.parametrize(
    "text",
    [
        "map = 2\n", "map = 1\nkind = 'bus'\n", "map = 1\n[columns]\n'a' = 'no such fact'\n", "not toml",
        "map = 1\n[columns]\n'a' = { as = 'born', order = 'ymd' }\n", "map = 1\n[source]\nsecret = 'x'\n",
        "map = 1\ncolumns = 3\n", "map = 1\n[columns]\n'a' = { as = 'sex', terms = { 'm' = 3 } }\n", "map = 1\nmore = 1\n",
        "map = 1\n" + "[" * 100_000, "map = 1\n# " + "x" * 300_000,
    ],
)  # fmt: skip
def test_what_is_no_mapping_is_refused_with_the_next_step(text: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read_map(text, FACTS)
    assert refused.value.hint


@pytest.mark.parametrize(
    ("heading", "states"),
    [
        ("Full name", "name"), ("name_ar", "name"), ("الاسم الكامل", "name"), ("nom", "name"), ("Date of birth", "born"),
        ("تاريخ الولادة", "born"), ("سنة الولادة", "born"), ("sexe", "sex"), ("الجنس", "sex"), ("persons/father", "father"),
        ("اسم الأم", "mother"), ("مكان آخر مشاهدة", "last_seen_at"), ("date_last_seen", "last_seen_on"), ("Consent", "consent"),
        ("source_type", "source.kind"), ("informant_phone", "source.contact"), ("record_id", "reference"),
        ("ملاحظات", "note"), ("shoe size", "keep"),
    ],
)  # fmt: skip
def test_headings_in_three_languages_suggest_what_they_state(heading: str, states: str) -> None:
    assert suggest([heading], PERSON).columns[heading].states == states


def test_the_words_of_a_mapping_stand_for_codes_however_they_are_written() -> None:
    assert (
        Column("status", terms={"Confirmed  Detained": "held_reported"}).term("confirmed detained")
        == "held_reported"
    )
    assert Column("status").term("confirmed detained") is None
