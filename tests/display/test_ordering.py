"""Ordering by UAX #9, against Unicode's own conformance data."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.display.classes import TURNS
from registry.display.mirrors import CLOSING, MIRRORED
from registry.display.ordering import base_of, levels_of, order_of, visual

# Unicode 15.0; a Python of another version knows the same classes for every character in it that it knows.
CHOSEN = Path(__file__).with_name("bidi_character_test.txt")
# Where Debian's package unicode-data puts the whole of it, of its own version.
UNICODE = Path("/usr/share/unicode")


def told(path: Path) -> Iterator[tuple[str, str, int | None, int, list[int | None], list[int]]]:
    """Yield each line of a BidiCharacterTest file with its text, base, and what has to come out."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            fields = line.partition("#")[0].strip().split(";")
            if len(fields) == 5:
                text = "".join(chr(int(point, 16)) for point in fields[0].split())
                levels = [None if level == "x" else int(level) for level in fields[3].split()]
                base = {"0": 0, "1": 1, "2": None}[fields[1]]
                yield line, text, base, int(fields[2]), levels, [int(place) for place in fields[4].split()]


def wrong_in(path: Path) -> tuple[list[str], int]:
    """Return the lines that come out otherwise, and how many came out right."""
    wrong, right = [], 0
    for line, text, base, level, levels, order in told(path):
        if not all(map(unicodedata.bidirectional, text)):
            continue  # This Python knows an older Unicode than the file.
        if levels_of(text, base) == (level, levels) and order_of(levels) == order:
            right += 1
        else:
            wrong.append(line)
    return wrong, right


def test_chosen_lines_of_the_conformance_data_come_out_as_unicode_says() -> None:
    wrong, right = wrong_in(CHOSEN)
    assert (wrong, right) == ([], 295)


@pytest.mark.slow
@pytest.mark.skipif(not UNICODE.is_dir(), reason="Debian's package unicode-data is not installed")
def test_all_of_the_conformance_data_comes_out_as_unicode_says() -> None:
    wrong, right = wrong_in(UNICODE / "BidiCharacterTest.txt")
    assert wrong[:5] == []
    assert right > 91_000


# How the letters of BidiTest.txt stand for classes.
_STANDS_FOR = {
    "L": "a", "R": "\u05d0", "AL": "\u0627", "EN": "1", "ES": "+", "ET": "$", "AN": "\u0660", "CS": ",", "NSM": "\u0300",
    "B": "\u2029", "S": "\t", "WS": " ", "ON": "!", "BN": "\u00ad", "LRE": "\u202a", "RLE": "\u202b", "PDF": "\u202c",
    "LRO": "\u202d", "RLO": "\u202e", "LRI": "\u2066", "RLI": "\u2067", "FSI": "\u2068", "PDI": "\u2069",
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.skipif(not UNICODE.is_dir(), reason="Debian's package unicode-data is not installed")
def test_every_ninth_row_of_classes_comes_out_as_unicode_says() -> None:
    levels: list[int | None] = []
    order: list[int] = []
    seen = 0
    with (UNICODE / "BidiTest.txt").open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            words = line.partition("#")[0].strip()
            if words.startswith("@Levels:"):
                levels = [None if one == "x" else int(one) for one in words[8:].split()]
            elif words.startswith("@Reorder:"):
                order = [int(one) for one in words[9:].split()]
            elif words and number % 9 == 0:
                names, _, bits = words.partition(";")
                text = "".join(_STANDS_FOR[name] for name in names.split())
                if "\u2029" in text[:-1]:
                    continue  # One paragraph at a time is ordered.
                for bit, base in ((1, None), (2, 0), (4, 1)):
                    if int(bits, 16) & bit and (base == 1 or TURNS.search(text)):
                        assert levels_of(text, base)[1] == levels, line
                        assert order_of(levels) == order
                        seen += 1
                    elif int(bits, 16) & bit:
                        assert visual(text) == text and order == sorted(order)
    assert seen > 50_000


@pytest.mark.skipif(not UNICODE.is_dir(), reason="Debian's package unicode-data is not installed")
def test_the_pairs_are_those_of_unicode() -> None:
    def rows(name: str) -> Iterator[list[str]]:
        for line in (UNICODE / name).read_text(encoding="utf-8").splitlines():
            if kept := line.partition("#")[0].strip():
                yield [field.strip() for field in kept.split(";")]

    assert {chr(int(one, 16)): chr(int(other, 16)) for one, other in rows("BidiMirroring.txt")} == MIRRORED
    opening = {
        chr(int(one, 16)): chr(int(other, 16)) for one, other, kind in rows("BidiBrackets.txt") if kind == "o"
    }
    assert opening == CLOSING


@pytest.mark.parametrize(
    ("written", "stands"),
    [
        ("Ali", "Ali"),
        ("אבג", "גבא"),
        ("אבג (דה) 12-34", "12-34 (הד) גבא"),
        ("Ali אבג", "Ali גבא"),
        ("אבג Ali", "Ali גבא"),
        ("٣٠ سنة", "ةنس ٣٠"),
        ("אָב", "באָ"),
        ("[א", "א]"),
    ],
)
def test_a_line_stands_as_it_is_read(written: str, stands: str) -> None:
    assert visual(written) == stands


def test_the_direction_is_that_of_the_first_letter_outside_isolates() -> None:
    assert [base_of(text) for text in ("12 אA", "12 Aא", "12", "\u2067א\u2069A", "\u2067A")] == [
        1,
        0,
        0,
        0,
        0,
    ]


def test_levels_end_at_the_deepest_and_come_back_one_by_one() -> None:
    # Each embedding goes to the next odd level: the 63rd to 125, the deepest (BD2); seven more are counted and lead nowhere.
    levels = levels_of("\u202b" * 70 + "אa" + "\u202c" * 7 + "א" + "\u202c" + "א", 0)[1]
    assert [level for level in levels if level is not None] == [125, 126, 125, 123]


WORDS = st.text(
    st.sampled_from("ab 12(),.-«[]אבהمحَّ٣\u200e\u202e\u202b\u202c\u2067\u2069\u2068\t中"), max_size=30
)


@given(WORDS, st.sampled_from([None, 0, 1]))
def test_ordering_loses_and_doubles_nothing(text: str, base: int | None) -> None:
    levels = levels_of(text, base)[1]
    assert sorted(order_of(levels)) == [place for place, level in enumerate(levels) if level is not None]


@given(st.text(st.characters(max_codepoint=0x58F, categories=["L", "N", "P", "Zs"])))
def test_text_without_right_to_left_letters_stands_as_written(text: str) -> None:
    assert visual(text) == text
