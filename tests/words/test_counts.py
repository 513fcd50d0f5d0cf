"""Counts of people: the words of sources, numbers in any script, and the arithmetic of intervals."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import InputRefused
from registry.words.count_rules import RULES, Rule
from registry.words.count_words import read_number
from registry.words.counts import Count


@pytest.mark.parametrize(
    ("wording", "low", "high", "rule"),
    [
        ("hundreds of men and boys", 200, 999, "hundreds"),
        ('"hundreds of men"; ages 30-50; contact lost a week or ten days ago', 200, 999, "hundreds"),
        ("several hundred", 200, 999, "hundreds"),
        ("plusieurs centaines d'hommes", 200, 999, "hundreds"),
        ("مئات الرجال والفتيان", 200, 999, "hundreds"),
        ("dozens", 24, 99, "dozens"),
        ("des dizaines de jeunes", 20, 99, "tens"),
        ("عشرات الشبان", 20, 99, "tens"),
        ("thousands", 2000, 9999, "thousands"),
        ("آلاف المدنيين", 2000, 9999, "thousands"),
        ("tens of thousands", 20_000, 99_999, "tens of thousands"),
        ("dizaines de milliers", 20_000, 99_999, "tens of thousands"),
        ("عشرات الآلاف", 20_000, 99_999, "tens of thousands"),
        ("hundreds of thousands", 200_000, 999_999, "hundreds of thousands"),
        ("a few men", 3, 9, "several"),
        ("at least 12", 12, None, "at least"),
        ("au moins 12 hommes", 12, None, "at least"),
        ("ما لا يقل عن ١٢ رجلا", 12, None, "at least"),
        ("12 or more", 12, None, "at least"),
        ("more than 8,000", 8000, None, "more than"),
        ("plus de 8 000", 8000, None, "more than"),
        ("أكثر من ٨٬٠٠٠", 8000, None, "more than"),
        ("no more than 40", None, 40, "at most"),
        ("up to 500", None, 500, "at most"),
        ("fewer than 50", None, 50, "less than"),
        ("about 30,000", 27_000, 33_000, "about"),
        ("some 50,000", 45_000, 55_000, "about"),
        ("environ 150", 135, 165, "about"),
        ("حوالي 150 شخصا", 135, 165, "about"),
        ("نحو 1500", 1350, 1650, "about"),
        ("around 7", 6, 8, "about"),
        ("about 1", 1, 2, "about"),
        ("about 0", 0, 0, "about"),
        ("a dozen men", 10, 14, "about"),
        ("une centaine", 90, 110, "about"),
        ("12-27 men", 12, 27, "range"),
        ("between 100 and 150", 100, 150, "range"),
        ("entre 100 et 150", 100, 150, "range"),
        ("بين 100 و150", 100, 150, "range"),
        ("2 to 3 thousand", 2000, 3000, "range"),
        ("a convoy with 750 people", 750, 750, "exact"),
        ("10,724 incl. over 4,000 children", 10_724, 10_724, "exact"),
        ("three men", 3, 3, "exact"),
        ("ثلاثة آلاف", 3000, 3000, "exact"),
        ("3 آلاف", 3000, 3000, "exact"),
        ("150 men aged 18 to 40", 150, 150, "exact"),
        ("no number", None, None, "no number"),
        ("a great number of people", None, None, "no number"),
        ("عدد غير معروف", None, None, "no number"),
        ("twenty-five men", None, None, "no number"),
        ("missing for ten days", None, None, "no number"),
    ],
)
def test_wordings_become_bounds_by_a_named_rule(
    wording: str, low: int | None, high: int | None, rule: str
) -> None:
    count = Count.parse(wording)
    assert (count.low, count.high, count.rule, count.wording) == (low, high, rule, wording)
    assert Count.parse(count.plain()) == count


@pytest.mark.parametrize(
    "wording", ["about 30,000", "some 50,000", "a dozen men", "about 12-27", "at least about 40"]
)
def test_about_is_remembered(wording: str) -> None:
    assert Count.parse(wording).approximate
    assert not Count.parse("12-27").approximate


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("8000", 8000), ("8,000", 8000), ("8.000", 8000), ("8 000", 8000), ("8\u202f000", 8000), ("٨٬٠٠٠", 8000),
        ("٨٠٠٠", 8000), ("۸۰۰۰", 8000), ("1,234,567", 1_234_567), ("1'000", 1000), ("0", 0), ("007", 7),
    ],
)  # fmt: skip
def test_numbers_in_any_script_and_mark(text: str, number: int) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    "text", ["8,5", "1,00", "1.000,5", "1,2345", "0.500", "12,34,567", "٨٫٥", "9999999999", "1,000.000"]
)
def test_marks_with_more_than_one_reading_are_refused(text: str) -> None:
    with pytest.raises(InputRefused) as refusal:
        read_number(text)
    assert refusal.value.hint


@pytest.mark.parametrize(
    "raw",
    [
        None, True, "", 1.5, -5, "-5", [], "hundreds or thousands", "hundreds, at least 300", "27-12", "90 per cent",
        "90%", "50,000 in two days, 20,000 on Saturday", "8,000; 8,500 in another report", {"low": 5, "high": 4},
        {"low": -1}, {"low": 1.5}, {"low": True}, {"wording": 5, "low": 1}, {"low": 1, "more": 2}, {"low": "8,5"},
        {}, "1 2 3 men", "at least 5 and at most 9",
    ],
)  # fmt: skip
def test_what_can_only_be_guessed_is_refused(raw: object) -> None:
    with pytest.raises(InputRefused) as refusal:
        Count.parse(raw)
    assert refusal.value.hint


def test_bounds_given_stand_whatever_the_wording_says() -> None:
    count = Count.parse({"low": 15, "high": 15, "wording": "hundreds of men"})
    assert (count.low, count.high, count.rule) == (15, 15, "stated")
    open_count = Count.parse({"low": "8,000", "high": None, "wording": ""})
    assert (open_count.low, open_count.high) == (8000, None)


def test_the_rules_are_one_table_that_may_be_changed() -> None:
    assert [rule.code for rule in RULES] == [
        "hundreds of thousands", "tens of thousands", "thousands", "hundreds", "dozens", "tens", "several", "about",
    ]  # fmt: skip
    stricter = (Rule("hundreds", 300, 700, ("hundreds",)),)
    assert Count.parse("hundreds of men", stricter).low == 300
    assert Count.parse("dozens of men", stricter).rule == "no number"


@pytest.mark.parametrize(
    ("raw", "en", "fr", "ar"),
    [
        ("hundreds of men", "hundreds of men (between 200 and 999)", "hundreds of men (entre 200 et 999)",
         "hundreds of men (بين 200 و999)"),
        ({"low": 8000, "high": None}, "at least 8,000", "au moins 8\u202f000", "8,000 على الأقل"),
        ({"low": None, "high": 40}, "at most 40", "au plus 40", "40 على الأكثر"),
        ({"low": None, "high": None}, "no number stated", "sans nombre", "دون عدد"),
        ({"low": 0, "high": 0}, "0", "0", "0"),
        ("about 30,000", "about 30,000 (between 27,000 and 33,000)",
         "about 30,000 (entre 27\u202f000 et 33\u202f000)", "about 30,000 (بين 27,000 و33,000)"),
        ({"low": 30_000, "high": 30_000, "wording": "about 30,000", "rule": "about", "approximate": True},
         "about 30,000", "about 30,000", "about 30,000"),
    ],
)  # fmt: skip
def test_counts_are_said_in_words_not_signs(raw: object, en: str, fr: str, ar: str) -> None:
    count = Count.parse(raw)
    assert (count.show(), count.show("fr"), count.show("ar")) == (en, fr, ar)


intervals = st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)).map(
    lambda pair: Count(min(pair), max(pair))
)


@given(intervals)
def test_a_count_is_stored_and_read_back(count: Count) -> None:
    assert Count.parse(count.plain()) == count


words = [
    "hundreds",
    "of",
    "men",
    "at least",
    "about",
    "12",
    "8,000",
    "-",
    "to",
    "مئات",
    "آلاف",
    "٣",
    "two",
    ";",
    "%",
]


@given(st.one_of(st.text(max_size=40), st.lists(st.sampled_from(words), max_size=6).map(" ".join)))
def test_any_wording_is_read_or_refused(raw: str) -> None:
    try:
        count = Count.parse(raw)
    except InputRefused as refusal:
        assert refusal.hint
        return
    assert Count.parse(count.plain()) == count
    assert count.show("fr")
    assert count.low is None or count.high is None or 0 <= count.low <= count.high


@given(st.integers(0, 10**9), st.integers(1, 100), st.integers(100, 1000))
def test_a_rough_number_is_an_interval_around_it(number: int, low: int, high: int) -> None:
    least, most = Rule("about", low, high, ("about",), share=True).around(number)
    assert least <= number <= most
    assert (least > 0) is (number > 0), "about so many is never none"


def test_how_rough_about_is_can_be_set_and_without_such_a_rule_it_is_the_number() -> None:
    rules = [rule if not rule.share else replace(rule, low=80, high=125) for rule in RULES]
    read = Count.parse("about 400 men", rules)
    assert (read.low, read.high, read.rule, read.wording) == (320, 500, "about", "about 400 men")
    plain = Count.parse("about 400 men", [rule for rule in RULES if not rule.share])
    assert (plain.low, plain.high, plain.approximate) == (400, 400, True)


@pytest.mark.parametrize(("wording", "low", "high"), [
    ("at least about 40", 40, None), ("about 12-27", 12, 27), ("about hundreds", 200, 999), ("more than some 20", 20, None),
])  # fmt: skip
def test_a_word_that_bounds_says_more_than_about(wording: str, low: int, high: int | None) -> None:
    read = Count.parse(wording)
    assert (read.low, read.high) == (low, high)
