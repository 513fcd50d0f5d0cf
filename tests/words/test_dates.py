"""Partial dates: the published EDTF examples, the words of three languages, bounds, and laws."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from registry.errors import InputRefused
from registry.words import calendar_words
from registry.words.dates import PartialDate


def bounds(raw: object, order: str | None = None) -> tuple[str, str]:
    read = PartialDate.parse(raw, order)
    return str(read.earliest or ""), str(read.latest or "")


# Examples of the Library of Congress' EDTF specification (4 February 2019), levels 0 and 1, with the
# bounds they allow. Its examples outside 1800-2200 stand in the table of refusals.
PUBLISHED = {
    "1985-04-12": ("1985-04-12", "1985-04-12"),
    "1985-04": ("1985-04-01", "1985-04-30"),
    "1985": ("1985-01-01", "1985-12-31"),
    "1985-04-12T23:20:30": ("1985-04-12", "1985-04-12"),
    "1985-04-12T23:20:30Z": ("1985-04-12", "1985-04-12"),
    "1985-04-12T23:20:30-04": ("1985-04-12", "1985-04-12"),
    "1985-04-12T23:20:30+04:30": ("1985-04-12", "1985-04-12"),
    "1964/2008": ("1964-01-01", "2008-12-31"),
    "2004-06/2006-08": ("2004-06-01", "2006-08-31"),
    "2004-02-01/2005-02-08": ("2004-02-01", "2005-02-08"),
    "2004-02-01/2005-02": ("2004-02-01", "2005-02-28"),
    "2004-02-01/2005": ("2004-02-01", "2005-12-31"),
    "2005/2006-02": ("2005-01-01", "2006-02-28"),
    "2001-21": ("2001-03-01", "2001-06-21"),
    "1984?": ("1984-01-01", "1984-12-31"),
    "2004-06~": ("2004-06-01", "2004-06-30"),
    "2004-06-11%": ("2004-06-11", "2004-06-11"),
    "201X": ("2010-01-01", "2019-12-31"),
    "20XX": ("2000-01-01", "2099-12-31"),
    "2004-XX": ("2004-01-01", "2004-12-31"),
    "1985-04-XX": ("1985-04-01", "1985-04-30"),
    "1985-XX-XX": ("1985-01-01", "1985-12-31"),
    "1985-04-12/..": ("1985-04-12", ""),
    "1985-04/..": ("1985-04-01", ""),
    "1985/..": ("1985-01-01", ""),
    "../1985-04-12": ("", "1985-04-12"),
    "../1985-04": ("", "1985-04-30"),
    "../1985": ("", "1985-12-31"),
    "1985-04-12/": ("1985-04-12", ""),
    "1985-04/": ("1985-04-01", ""),
    "1985/": ("1985-01-01", ""),
    "/1985-04-12": ("", "1985-04-12"),
    "/1985-04": ("", "1985-04-30"),
    "/1985": ("", "1985-12-31"),
    "1984~/2004-06": ("1984-01-01", "2004-06-30"),
    "1984/2004-06~": ("1984-01-01", "2004-06-30"),
    "1984~/2004~": ("1984-01-01", "2004-12-31"),
    "1984-06-02?/2004-08-08~": ("1984-06-02", "2004-08-08"),
    "2004-06-XX/2004-07-03": ("2004-06-01", "2004-07-03"),
}


@pytest.mark.parametrize("text", PUBLISHED)
def test_published_examples_are_read_with_their_bounds(text: str) -> None:
    assert bounds(text) == PUBLISHED[text]


@pytest.mark.parametrize(
    "text",
    [
        "Y170000002", "Y-170000002", "-1985", "Y-17E7", "1950S2", "1XXX", "15XX-12-XX", "XXXX-12-XX", "1XXX-XX",
        "1560-XX-25", "2004-06~-11", "?2004-06-~11", "2001-34", "{1960,1961-12}", "[1667,1668,1670..1672]",
        "20161209", "2016-W49", "2016-344", "2016-12-09T25:00:00", "2016-12-09T10:00:00/2016-12-10", "2016-00",
        "2016-12-00", "2016-02-30", "2015-02-29", "2016-13", "2016-25", "2016-21-01", "201X-05", "1799", "2201",
        "../..", "/", "/..", "[..]", "2016/2015", "2016-12-09/2016-12-01", "2016-12-09/2016-12-10/2016-12-11",
    ],
)  # fmt: skip
def test_what_edtf_or_casework_does_not_have_is_refused(text: str) -> None:
    with pytest.raises(InputRefused) as refusal:
        PartialDate.parse(text)
    assert refusal.value.hint


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("9 December 2016", "2016-12-09"),
        ("December 9, 2016", "2016-12-09"),
        ("9-Dec-2016", "2016-12-09"),
        ("Friday, 9th of December 2016", "2016-12-09"),
        ("le vendredi 9 décembre 2016", "2016-12-09"),
        ("9 déc. 2016", "2016-12-09"),
        ("1er août 2016", "2016-08-01"),
        ("٩ كانون الأول ٢٠١٦", "2016-12-09"),
        ("۹ کانون الأول ۲۰۱۶", "2016-12-09"),
        ("9 كانُون الأوّل 2016", "2016-12-09"),
        ("يوم الجمعة 9 كانون الأول/ديسمبر 2016 م", "2016-12-09"),
        ("9 دجنبر 2016", "2016-12-09"),
        ("كانون الأول 2016", "2016-12"),
        ("12/2016", "2016-12"),
        ("2016/12", "2016-12"),
        ("2016/12/09", "2016-12-09"),
        ("13/12/2016", "2016-12-13"),
        ("12.13.2016", "2016-12-13"),
        ("09/09/2016", "2016-09-09"),
        ("about 10 Dec 2016", "2016-12-10~"),
        ("vers le 10 décembre 2016", "2016-12-10~"),
        ("حوالي 10 كانون الأول 2016", "2016-12-10~"),
        ("perhaps 10 December 2016", "2016-12-10?"),
        ("ربما 10 ديسمبر 2016", "2016-12-10?"),
        ("early Dec 2016", "2016-12-01~/2016-12-10~"),
        ("mid-December 2016", "2016-12-11~/2016-12-20~"),
        ("late February 2016", "2016-02-21~/2016-02-29~"),
        ("début décembre 2016", "2016-12-01~/2016-12-10~"),
        ("mi-décembre 2016", "2016-12-11~/2016-12-20~"),
        ("أوائل كانون الأول 2016", "2016-12-01~/2016-12-10~"),
        ("أواخر تشرين الثاني 2016", "2016-11-21~/2016-11-30~"),
        ("early 2016", "2016-01~/2016-04~"),
        ("summer 2016", "2016-22"),
        ("ربيع 2016", "2016-21"),
        ("2016-Q4", "2016-10/2016-12"),
        ("les années 2010", "201X"),
        ("before 9 December 2016", "[..2016-12-08]"),
        ("بعد 9 كانون الأول 2016", "[2016-12-10..]"),
        ("depuis décembre 2016", "2016-12/.."),
        ("until 2016-12-09", "../2016-12-09"),
        ("between 1 and 9 December 2016", "2016-12-01/2016-12-09"),
        ("du 28 novembre au 9 décembre 2016", "2016-11-28/2016-12-09"),
        ("بين 1 و9 كانون الأول 2016", "2016-12-01/2016-12-09"),
        ("from 2016-12-01 to 2016-12-09", "2016-12-01/2016-12-09"),
        ("1–9 December 2016", "2016-12-01/2016-12-09"),
    ],
)
def test_plain_words_become_edtf_and_keep_what_was_given(raw: str, text: str) -> None:
    read = PartialDate.parse(raw)
    assert (read.text, read.given) == (text, raw)
    assert read.approximate == ("~" in text)
    assert read.uncertain == ("?" in text)


@pytest.mark.parametrize(("word", "number"), calendar_words.MONTHS.items())
def test_every_month_name_of_every_tradition_is_read(word: str, number: int) -> None:
    assert PartialDate.parse(f"3 {word} 2016").earliest == date(2016, number, 3)


@pytest.mark.parametrize(
    ("number", "levantine", "egyptian", "moroccan", "algerian"),
    [
        (1, "كانون الثاني", "يناير", "يناير", "جانفي"),
        (2, "شباط", "فبراير", "فبراير", "فيفري"),
        (3, "آذار", "مارس", "مارس", "مارس"),
        (4, "نيسان", "أبريل", "أبريل", "أفريل"),
        (5, "أيار", "مايو", "ماي", "ماي"),
        (6, "حزيران", "يونيو", "يونيو", "جوان"),
        (7, "تموز", "يوليو", "يوليوز", "جويلية"),
        (8, "آب", "أغسطس", "غشت", "أوت"),
        (9, "أيلول", "سبتمبر", "شتنبر", "سبتمبر"),
        (10, "تشرين الأول", "أكتوبر", "أكتوبر", "أكتوبر"),
        (11, "تشرين الثاني", "نوفمبر", "نونبر", "نوفمبر"),
        (12, "كانون الأول", "ديسمبر", "دجنبر", "ديسمبر"),
    ],
)
def test_arabic_months_by_tradition(
    number: int, levantine: str, egyptian: str, moroccan: str, algerian: str
) -> None:
    for name in (levantine, egyptian, moroccan, algerian):
        assert PartialDate.parse(f"{name} 2016").text == f"2016-{number:02}"


def test_ambiguous_days_and_months_are_refused_with_both_readings() -> None:
    with pytest.raises(InputRefused) as refusal:
        PartialDate.parse("09/12/2016")
    assert "2016-12-09" in refusal.value.hint
    assert "2016-09-12" in refusal.value.hint
    with pytest.raises(InputRefused, match="ambiguous"):
        PartialDate.parse("١٠.١٢.٢٠١٦")


def test_a_stated_order_settles_what_is_ambiguous_and_catches_what_does_not_fit() -> None:
    assert PartialDate.parse("09/12/2016", "dmy").text == "2016-12-09"
    assert PartialDate.parse("09/12/2016", "mdy").text == "2016-09-12"
    assert PartialDate.parse("2016-12-09", "dmy").text == "2016-12-09"
    for text, order in (("12/13/2016", "dmy"), ("13/12/2016", "mdy")):
        with pytest.raises(InputRefused, match="order"):
            PartialDate.parse(text, order)
    with pytest.raises(InputRefused, match="order"):
        PartialDate.parse("2016", "ymd")


@pytest.mark.parametrize(
    "text",
    [
        "9/12/16", "9 Dec 16", "9 Dec", "December", "yesterday", "last week", "42713", "n/a", "?", "-", "2016 2017",
        "31 April 2016", "Thursday 9 December 2016", "تشرين 2016", "كانون 2016", "9 10 December 2016", "٣١/٢/٢٠١٦",
        "December January 2016", "summer December 2016", "9 early December 2016", "12 2016 09", "between 2016",
        "9 ربيع الأول 1438 الموافق 19 كانون الأول 2016", "1438-03-09", "31 رمضان 1437", "before", "13/13/2016",
        "Friday 2016", "early winter 2016", "années 2016", "1 December 2016 AH", "١٤٣٨", "before 1800",
    ],
)  # fmt: skip
def test_what_can_only_be_guessed_is_refused(text: str) -> None:
    with pytest.raises(InputRefused) as refusal:
        PartialDate.parse(text)
    assert refusal.value.hint


@pytest.mark.parametrize(
    "raw", [None, True, 1984.5, [], {}, {"text": 5}, {"text": "2016", "more": 1}, b"2016"]
)
def test_what_is_no_text_is_refused(raw: object) -> None:
    with pytest.raises(InputRefused):
        PartialDate.parse(raw)


def test_numbers_and_days_of_the_calendar_are_taken_as_they_are() -> None:
    assert PartialDate.parse(1984).text == "1984"
    assert PartialDate.parse(date(2016, 12, 9)).plain() == "2016-12-09"
    assert PartialDate.parse(datetime(2016, 12, 9, 23, 30)).text == "2016-12-09"
    assert PartialDate.parse("2016-12-09 00:00:00").given is None
    assert PartialDate.parse("2016-12-09T23:30:00+02:00").given == "2016-12-09T23:30:00+02:00"


@pytest.mark.parametrize(
    "raw", ["1438-03-09 AH", "9 ربيع الأول 1438 هـ", "9 Rabi al-awwal 1438", "٩ ربيع الاول ١٤٣٨"]
)
def test_a_hijri_date_is_kept_as_given_and_widened_by_a_day(raw: str) -> None:
    read = PartialDate.parse(raw)
    assert (read.earliest, read.latest) == (date(2016, 12, 8), date(2016, 12, 10))
    assert read.given == raw


def test_a_hijri_date_beside_its_gregorian_one_gives_the_gregorian() -> None:
    assert PartialDate.parse("9 ربيع الأول 1438 الموافق 9 كانون الأول 2016").text == "2016-12-09"


def test_winter_holds_both_winters_that_touch_its_year() -> None:
    assert bounds("2016-24") == ("2015-12-01", "2017-03-21")


@pytest.mark.parametrize(
    ("text", "en", "fr", "ar"),
    [
        ("2016-12-09", "9 December 2016", "9 décembre 2016", "9 كانون الأول 2016"),
        ("2016-12~", "about December 2016", "vers décembre 2016", "نحو كانون الأول 2016"),
        ("2016-12-01?", "perhaps 1 December 2016", "peut-être le 1er décembre 2016", "ربما 1 كانون الأول 2016"),
        (
            "2016-12-01/2016-12-09",
            "between 1 and 9 December 2016",
            "entre le 1er et le 9 décembre 2016",
            "بين 1 و9 كانون الأول 2016",
        ),
        ("../2016-12-09", "until 9 December 2016", "jusqu’au 9 décembre 2016", "حتى 9 كانون الأول 2016"),
        ("[..2016-12-08]", "before 9 December 2016", "avant le 9 décembre 2016", "قبل 9 كانون الأول 2016"),
        ("2016-12-11~/2016-12-20~", "mid-December 2016", "mi-décembre 2016", "منتصف كانون الأول 2016"),
        ("2016-22", "summer 2016", "été 2016", "صيف 2016"),
        ("2016-12-09/", "from 9 December 2016 to an unknown day", "du 9 décembre 2016 à un jour inconnu",
         "من 9 كانون الأول 2016 إلى يوم غير معروف"),
    ],
)  # fmt: skip
def test_dates_are_said_in_three_languages(text: str, en: str, fr: str, ar: str) -> None:
    read = PartialDate.parse(text)
    assert (read.show(), read.show("fr"), read.show("ar")) == (en, fr, ar)
    assert read.show("xx") == en


# ---- laws ----------------------------------------------------------------------------------------------

days = st.dates(date(1811, 1, 1), date(2189, 12, 31))
marks = st.sampled_from(["", "?", "~", "%"])


@st.composite
def simple_texts(draw: st.DrawFn) -> str:
    day = draw(days)
    forms = [f"{day}", f"{day:%Y-%m}", f"{day:%Y}", f"{day:%Y-%m}-XX", f"{day:%Y}-XX-XX", f"{day:%Y}-XX"]
    forms += [f"{day:%Y}-{draw(st.integers(21, 24))}", f"{day.year // 10}X"]
    return draw(st.sampled_from(forms)) + draw(marks)


@st.composite
def texts(draw: st.DrawFn) -> str:
    start = draw(simple_texts())
    kind = draw(st.sampled_from(["date", "open", "started", "between", "one of", "before", "after"]))
    if kind == "date":
        return start
    if kind in ("open", "started"):
        return f"{start}/.." if kind == "open" else f"../{start}"
    if kind in ("before", "after"):
        return f"[..{start}]" if kind == "before" else f"[{start}..]"
    end = draw(simple_texts())
    first, last = sorted((start, end), key=lambda text: PartialDate.parse(text).sort_key)
    return f"{first}/{last}" if kind == "between" else f"[{first}..{last}]"


@given(texts())
def test_the_text_of_a_date_reads_back_as_the_same_date(text: str) -> None:
    read = PartialDate.parse(text)
    assert read.text == text
    assert PartialDate.parse(read.plain()) == read
    if read.earliest and read.latest:
        assert read.earliest <= read.latest


@given(texts(), st.sampled_from(["en", "fr", "ar"]))
@example("2016-12-01~/2016-12-10~", "fr")
@example("[2016-12-08..2016-12-10]", "ar")
def test_a_date_as_said_reads_back_with_the_same_bounds(text: str, lang: str) -> None:
    read = PartialDate.parse(text)
    again = PartialDate.parse(read.show(lang))
    assert (again.earliest, again.latest) == (read.earliest, read.latest)
    assert (again.approximate, again.uncertain) == (read.approximate, read.uncertain)
    assert PartialDate.parse(again.plain()) == again


@given(texts(), texts())
def test_overlap_is_mutual_and_what_follows_after_sorts_after(left: str, right: str) -> None:
    one, other = PartialDate.parse(left), PartialDate.parse(right)
    assert one.overlaps(other) == other.overlaps(one)
    assert one.overlaps(one)
    if one.latest and other.earliest and one.latest < other.earliest:
        assert not one.overlaps(other)
        assert one.sort_key < other.sort_key


@given(days, days)
def test_two_days_overlap_only_when_they_are_one(left: date, right: date) -> None:
    one, other = PartialDate.parse(left), PartialDate.parse(right)
    assert one.overlaps(other) == (left == right)
    assert (one.sort_key < other.sort_key) == (left < right)


@given(days, st.sampled_from("/.-"))
def test_a_date_in_digits_is_read_rightly_or_not_at_all(day: date, sign: str) -> None:
    assume(day.day != day.month)
    for text in (f"{day:%d}{sign}{day:%m}{sign}{day:%Y}", f"{day:%m}{sign}{day:%d}{sign}{day:%Y}"):
        if day.day > 12:
            assert PartialDate.parse(text).earliest == day
        else:
            with pytest.raises(InputRefused, match="ambiguous"):
                PartialDate.parse(text)


words = sorted(
    {*calendar_words.MONTHS, *calendar_words.HIJRI_MONTHS, *calendar_words.THIRDS, *calendar_words.BETWEEN}
    | {*calendar_words.AND, *calendar_words.ABOUT, *calendar_words.SEASONS, *calendar_words.WEEKDAYS}
    | {
        "2016",
        "9",
        "1438",
        "ah",
        "/",
        "-",
        "..",
        "[",
        "]",
        "~",
        "?",
        "X",
        "12/13/2016",
        "2016-12-09",
        "الموافق",
    }
)


@given(st.one_of(st.text(max_size=40), st.lists(st.sampled_from(words), max_size=7).map(" ".join)))
def test_anything_is_read_or_refused_and_never_fails_otherwise(raw: str) -> None:
    try:
        read = PartialDate.parse(raw)
    except InputRefused as refusal:
        assert refusal.hint
        return
    assert PartialDate.parse(read.plain()) == read
    for lang in ("en", "fr", "ar"):
        assert read.show(lang)
    assert read.overlaps(read)
    assert read.earliest or read.latest
    assert (read.latest or date.max) - (read.earliest or date.min) >= timedelta(0)
