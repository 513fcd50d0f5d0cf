"""Tables of text: every separator, what is broken in a row said of that row, and no row lost."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import InputRefused
from registry.exchange.delimited import read_delimited
from registry.exchange.rows import Row


def rows(raw: bytes, **asked: object) -> list[Row]:
    table = read_delimited(lambda: io.BytesIO(raw), **asked)  # type: ignore[arg-type]
    return list(table.rows())


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_separator_is_told(sign: str) -> None:
    raw = sign.join(["name", "sex"]).encode() + b"\n" + sign.join(["Samir", "male"]).encode() + b"\n"
    assert rows(raw)[0].cells == {"name": ("Samir",), "sex": ("male",)}


def test_a_list_of_one_column_is_a_list() -> None:
    assert [row.cells["name"] for row in rows(b"name\nSamir\nOmar\n")] == [("Samir",), ("Omar",)]


def test_rows_above_the_headings_are_passed_over_when_asked() -> None:
    assert rows(b"A list of 2017\n\nname,sex\nSamir,male\n", skip=2)[0].cells["name"] == ("Samir",)


def test_lines_are_those_of_the_file() -> None:
    assert [row.line for row in rows(b'name,note\nSamir,"two\nlines"\n\nOmar,x\n')] == [2, 5]


def test_a_quotation_mark_left_open_does_not_swallow_rows_in_silence() -> None:
    raw = b'name,sex,note\nSamir,male,"open\nOmar,male,x\nAli,male,y\n'
    (row,) = rows(raw)
    assert "not closed" in row.flaw
    assert "Omar" in str(row.cells)


def test_two_separators_that_fit_alike_are_asked_about() -> None:
    with pytest.raises(InputRefused) as refused:
        rows(b"name;sex,note\nSamir;male,x\n")
    assert "--delimiter comma" in (refused.value.hint or "")


def test_tags_under_the_headings_are_no_row() -> None:
    assert [row.line for row in rows(b"name,sex\n#name,#sex\nSamir,male\n")] == [3]


_CELL = (
    st.text(
        st.characters(codec="utf-8", exclude_characters="\x00", exclude_categories=("Cs", "Cc")),
        min_size=1,
        max_size=12,
    )
    .map(str.strip)
    .filter(bool)
)


@given(st.lists(st.tuples(_CELL, _CELL, _CELL), min_size=1, max_size=8), st.sampled_from([",", ";", "\t"]))
def test_what_a_spreadsheet_writes_is_read_as_it_stood(said: list[tuple[str, str, str]], sign: str) -> None:
    held = io.StringIO()
    writer = csv.writer(held, delimiter=sign)
    writer.writerow(["first", "second", "third"])
    writer.writerows(said)
    names = {",": "comma", ";": "semicolon", "\t": "tab"}
    found = rows(held.getvalue().encode(), delimiter=names[sign])
    tagged = [one for one in said if all(cell.startswith("#") and cell[1:2].isalpha() for cell in one)]
    assert [tuple(cell for (cell,) in row.cells.values()) for row in found] == [
        one for one in said if one not in tagged
    ]
