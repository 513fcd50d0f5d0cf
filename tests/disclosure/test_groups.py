"""Group reports: only listed words leave, only public or cleared sources are told, and no small number."""

from __future__ import annotations

from datetime import date

import pytest

from registry.disclosure.groups import GroupLine, may_print, printed_groups
from registry.disclosure.policy import FLOOR
from registry.sources.kinds import PUBLISHING

CUTOFF = date(2017, 5, 2)


def printed(*lines: GroupLine) -> list[tuple[str | None, int | None, int | None]]:
    return [(group.wording, group.low, group.high) for group in printed_groups(lines, FLOOR, CUTOFF)]


@pytest.mark.parametrize(
    "wording",
    [
        "hundreds of men", "men and boys", "at least 100 families", "about 1,500 people",
        "several hundred civilians",
        "des centaines d'hommes", "au moins 100 familles", "مئات الرجال", "رجال وصبية",
        "حوالي ٢٠٠ شخص", "more than 40 boys",
    ],
)  # fmt: skip
def test_listed_words_and_numbers_are_printed(wording: str) -> None:
    assert may_print(wording, FLOOR)


@pytest.mark.parametrize(
    "wording",
    [
        "Abu Omar and 40 men", "men of the Hamdan family", "hundreds of men from Bustan al-Qasr",
        "5 men", "٥ رجال", "",
        "...", "men <b>", "men\u202eand boys", "men http://x", "boys #3",
        "five men", "40 men, call 0999",
        "men and Ahmad's boys", "hundreds of m\u200ben",
    ],
)  # fmt: skip
def test_a_word_nobody_listed_withholds_the_wording(wording: str) -> None:
    assert not may_print(wording, FLOOR)


def test_a_withheld_wording_leaves_its_range() -> None:
    line = GroupLine("Abu Omar's people", 40, 60, source_kind="media")
    assert printed(line) == [(None, 40, 60)]


def test_only_public_or_cleared_sources_are_told() -> None:
    assert printed(GroupLine("hundreds of men", 200, 999, source_kind="family")) == []
    assert printed(GroupLine("hundreds of men", 200, 999, source_kind="")) == []
    assert len(printed(*(GroupLine("men", 20, 30, source_kind=kind) for kind in PUBLISHING))) == len(
        PUBLISHING
    )
    cleared = printed_groups([GroupLine("men", 20, 30, source_kind="family", cleared=True)], FLOOR, CUTOFF)
    assert cleared[0].source.code == "another source"


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [(5, 8, (None, 10)), (5, 40, (None, 40)), (12, None, (12, None)), (None, None, (None, None))],
)
def test_no_bound_below_ten_is_printed(
    low: int | None, high: int | None, shown: tuple[int | None, int | None]
) -> None:
    found = printed(GroupLine("men", low, high, source_kind="family", cleared=True))
    small = low is not None and low < 10
    assert found == [(None if small else "men", *shown)]


@pytest.mark.parametrize(
    "wording",
    [
        "men: 3, 4", "2 3 men", "a man and the woman from Aleppo", "une femme et un homme", "امرأة", "a 12 year old girl",
        "one family", "deux hommes", "رجل وامرأة",
    ],
)  # fmt: skip
def test_a_wording_that_speaks_of_one_person_or_a_handful_is_withheld(wording: str) -> None:
    assert not may_print(wording, FLOOR)


@pytest.mark.parametrize(
    "wording",
    [
        "an estimated 37,000",
        "a convoy with 750 people",
        "8 000 personnes",
        "مئات الرجال",
        "ألف شخص",
        "12 men",
    ],
)
def test_a_wording_that_speaks_of_many_is_printed(wording: str) -> None:
    assert may_print(wording, FLOOR)


def test_a_report_from_a_source_that_is_not_public_waits_for_the_cutoff() -> None:
    late = date(2017, 5, 20)
    assert printed(GroupLine("men", 20, 30, late, source_kind="family", cleared=True)) == []
    assert printed(GroupLine("men", 20, 30, late, source_kind="media")) != []


def test_the_order_tells_nothing_of_the_order_of_the_cases() -> None:
    lines = [
        GroupLine("men", low, low + 5, date(2016, 12, 9), "Aleppo", source_kind="media")
        for low in (40, 20, 30)
    ]
    assert printed(*lines) == printed(*reversed(lines))


def test_a_group_is_dated_by_its_quarter_only() -> None:
    found = printed_groups([GroupLine("men", 20, 30, date(2016, 12, 9), source_kind="media")], FLOOR, CUTOFF)
    assert found[0].period is not None
    assert found[0].period.code == "2016-Q4"
