"""Text in cells: exactly as wide as asked, within its own columns on any terminal, and its beginning kept."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from registry.display import shaping
from registry.display.cells import GAP, Way, card, forget, laid, paragraph, row
from registry.display.widths import clusters
from tests.cli.values import VALUES
from tests.display.reordering import MARKS, moved, on_screen, without_marks

# Letters, digits, marks and signs of every kind that rules of ordering treat apart, wide letters and hostile ones.
ANY = st.one_of(
    st.text(
        st.sampled_from(
            "abZ 0129()[]<>«-+,./:%…·محمدَّلاأ٣٠۴پאבָ中ガ👨\u0300\u202e\u2066\u200d\u200c\x1b\u200f"
        ),
        max_size=24,
    ),
    st.text(max_size=12),
)
WIDTHS = st.integers(1, 14)
TABLE = st.lists(st.tuples(ANY, WIDTHS), min_size=1, max_size=5)


@given(ANY, st.integers(0, 20), st.sampled_from(Way), st.sampled_from(["start", "end"]))
def test_a_cell_is_exactly_as_wide_as_asked(text: str, width: int, way: Way, align: str) -> None:
    assert cell_len(laid(text, width, way, align=align)) == width  # type: ignore[arg-type]


@given(TABLE, st.sampled_from([0, None]))
def test_no_terminal_that_reorders_moves_anything_of_a_row(
    table: list[tuple[str, int]], base: int | None
) -> None:
    written = row([text for text, _ in table], [width for _, width in table], Way.REORDERS)
    assert on_screen(written, base=base) == without_marks(written)


@given(TABLE)
def test_each_cell_can_be_painted_by_itself(table: list[tuple[str, int]]) -> None:
    cells = [laid(text, width, Way.REORDERS) for text, width in table]
    for place in range(len(cells)):
        # What was drawn over a neighbour holds no marks: a bar, a cursor, words of the program.
        painted = [
            one if other == place else "x" * len(without_marks(one)) for other, one in enumerate(cells)
        ]
        assert not moved("".join(painted))


def test_such_a_terminal_does_swap_columns_of_raw_text() -> None:
    raw = "محمد   30  حلب   12"
    assert on_screen(raw) != raw
    assert on_screen(raw).index("12") < on_screen(raw).index("30")
    assert moved(raw)


@given(ANY, WIDTHS)
def test_both_ways_show_the_same_letters(text: str, width: int) -> None:
    # Between marks a cell may lose one column to the blank that carries them.
    there = without_marks(laid(text, width, Way.REORDERS))
    here = {laid(text, width, Way.LOGICAL).strip(), laid(text, width - 1, Way.LOGICAL).strip(), "…"}
    assert there.strip() in here


@pytest.mark.parametrize("way", Way)
def test_text_of_plain_letters_is_only_cut_and_padded(way: Way) -> None:
    assert laid("Ali Hassan", 12, way) == "Ali Hassan  "
    assert laid("Ali Hassan", 12, way, align="end") == "  Ali Hassan"
    assert laid("Ali Hassan", 10, way) == "Ali Hassan"
    assert laid("Ali Hassan", 6, way) == "Ali H…"
    assert laid("Ali", 0, way) == ""


@pytest.mark.parametrize(
    ("text", "width", "stands"),
    [
        ("אבגדה", 6, "הדגבא "),
        ("אבגדה", 4, "…גבא"),
        ("אָבָגָדָה", 3, "…בָאָ"),
        ("中中中", 4, "中… "),
        ("محمد", 5, "ﺪﻤﺤﻣ "),
        ("لا", 2, "ﺎﻟ"),
        ("محمد (علي) 5", 12, "5 (ﻲﻠﻋ) ﺪﻤﺤﻣ"),
        ("Ali محمد", 6, "Ali ﻡ…"),
        ("\u0301a", 3, "◌\u0301a "),
        ("a\u200db", 8, "a⟦ZWJ⟧b "),
    ],
)
def test_a_cell_keeps_the_beginning_and_whole_letters(text: str, width: int, stands: str) -> None:
    assert laid(text, width, Way.LOGICAL) == stands


def test_marks_stand_within_the_cell_that_they_hold() -> None:
    assert laid("אב", 4, Way.REORDERS) == " \u200e\u202dבא \u202c\u200e"
    assert laid("אבגד", 4, Way.REORDERS) == " \u200e\u202d…בא\u202c\u200e"
    assert laid("אב", 4, Way.REORDERS, align="end") == " \u200e\u202d בא\u202c\u200e"
    assert laid("א", 1, Way.REORDERS) == "…\u200e\u202d\u202c\u200e"
    assert laid("אב", 4, Way.UNSURE) == "אב  \u200e"


@pytest.mark.parametrize("way", Way)
@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_no_hostile_value_leaves_its_cell_or_acts(value: str, way: Way) -> None:
    for line in (laid(value, 17, way), *paragraph(value[:3000], 17, way)):
        assert cell_len(line) == 17
        assert not {unicodedata.category(one) for one in without_marks(line)} & {
            "Cc",
            "Cf",
            "Cs",
            "Cn",
            "Zl",
            "Zp",
        }
        assert line[0] not in MARKS
    if way is Way.REORDERS:
        written = row([value, "30", value], [9, 3, 9], way)
        assert on_screen(written) == without_marks(written)


def test_a_row_has_its_gaps_and_a_card_one_field_a_line() -> None:
    assert row(["a", "b"], [2, 3], Way.LOGICAL) == f"a {GAP}b  "
    assert card([("name", "אב"), ("age", "30")], 12, Way.UNSURE) == ["name  אב    \u200e", "age   30    "]


def test_a_paragraph_is_broken_in_logical_order() -> None:
    assert paragraph("one two three", 7, Way.LOGICAL) == ["one two", "three  "]
    assert paragraph("אב גד הו", 6, Way.LOGICAL) == [" דג בא", "    וה"]
    assert paragraph("ab אב 12 גד", 5, Way.LOGICAL) == ["ab בא", "דג 12"]
    assert paragraph("abcdefgh", 3, Way.LOGICAL) == ["abc", "def", "gh "]
    assert paragraph("a\n\nb", 2, Way.LOGICAL) == ["a ", "  ", "b "]


@given(ANY, st.integers(1, 12), st.sampled_from(Way))
def test_lines_of_a_paragraph_are_as_wide_as_asked_and_stay(text: str, width: int, way: Way) -> None:
    for line in paragraph(text, width, way):
        assert cell_len(line) == width
        if way is Way.REORDERS:
            assert on_screen(line) == without_marks(line)


def test_what_was_laid_out_can_be_forgotten() -> None:
    laid("محمد علي", 9, Way.LOGICAL)
    assert (
        laid.cache_info().currsize and shaping._word.cache_info().currsize and clusters.cache_info().currsize
    )
    forget()
    assert (
        not laid.cache_info().currsize + shaping._word.cache_info().currsize + clusters.cache_info().currsize
    )
