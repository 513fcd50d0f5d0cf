"""Lines, paragraphs and ages: kept as written, refused rather than guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import InputRefused
from registry.words.plain import LONGEST_LINE, OLDEST, Age, Paragraph, Text


def test_a_line_is_one_line_and_a_paragraph_keeps_its_lines() -> None:
    assert Text.parse("  a baker\n in  Sha'ar ").plain() == "a baker in Sha'ar"
    assert Paragraph.parse("first\r\nsecond\n").plain() == "first\nsecond"
    assert Text.parse(12).show("ar") == "12"


@pytest.mark.parametrize("raw", ["", "  ", None, True, [], {}, "x" * (LONGEST_LINE + 1)])
def test_what_is_no_line_is_refused(raw: object) -> None:
    with pytest.raises(InputRefused):
        Text.parse(raw)


def test_a_paragraph_may_be_longer_than_a_line() -> None:
    assert len(Paragraph.parse("x" * (LONGEST_LINE + 1)).plain()) == LONGEST_LINE + 1


def test_texts_agree_whatever_their_capitals_and_blanks() -> None:
    assert Text("Military  Police").agrees(Text("military police"))
    assert not Text("military police").agrees(Text("air force intelligence"))


@pytest.mark.parametrize(
    ("raw", "years"), [(34, 34), ("34", 34), ("٣٤", 34), (34.0, 34), ({"years": 0}, 0), (OLDEST, OLDEST)]
)
def test_an_age_is_read_in_any_digits(raw: object, years: int) -> None:
    assert Age.parse(raw) == Age(years, None)


@pytest.mark.parametrize("raw", [-1, OLDEST + 1, 3.5, "about 30", "", None, True, {"on": "2016"}, "0034"])
def test_an_age_that_is_no_whole_number_of_years_is_refused(raw: object) -> None:
    with pytest.raises(InputRefused, match="whole number"):
        Age.parse(raw)


def test_an_age_with_a_field_that_is_not_its_own_is_refused() -> None:
    with pytest.raises(InputRefused, match="field that is not known"):
        Age.parse({"years": 17, "on": "2016-12", "grade": "C3"})


def test_an_age_says_nothing_of_a_birth_without_its_date() -> None:
    assert Age.parse(17).born() is None
    assert Age.parse({"years": 17, "on": "../2016"}).born() is None
    assert Age.parse({"years": 17, "on": "2016-12"}).born() == (1998, 1999)
    assert Age.parse({"years": 17, "on": "2016-11/2017-02"}).born() == (1998, 2000)


def test_ages_stated_years_apart_agree_when_one_birth_fits_both() -> None:
    then, later = Age.parse({"years": 17, "on": "2016-12"}), Age.parse({"years": 20, "on": "2019-12"})
    assert then.agrees(later)
    assert later.agrees(then)
    assert not then.agrees(Age.parse({"years": 25, "on": "2019-12"}))
    assert not then.agrees(Age.parse(20))
    assert then.agrees(Age.parse(17))


def test_an_age_is_shown_with_its_date() -> None:
    age = Age.parse({"years": 17, "on": "2016-12"})
    assert [age.show(lang) for lang in ("en", "fr", "ar")] == [
        "17 years (December 2016)", "17 ans (décembre 2016)", "17 سنة (كانون الأول 2016)",
    ]  # fmt: skip


@given(st.one_of(st.text(max_size=30), st.integers(), st.floats(allow_nan=True), st.none()))
def test_anything_is_read_or_refused_and_reads_back(raw: object) -> None:
    for kind in (Text, Paragraph, Age):
        try:
            value = kind.parse(raw)
        except InputRefused:
            continue
        assert kind.parse(value.plain()) == value
        assert value.agrees(value)  # type: ignore[arg-type]
