"""Tests of lines that are typed and of labels that are chosen, in scripts that run from right to left."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.display.cells import Way, laid
from registry.tui.paint import WALL, Entry, labelled
from registry.tui.paint import drawn as lines_of
from registry.tui.typing_line import signs
from registry.tui.widgets import Line
from tests.display.reordering import on_screen, without_marks
from tests.tui.conftest import drawn, driven, sitting, typed

NAME = "\u0633\u0627\u0645\u0631 \u0646\u0648\u0631 \u0627\u0644\u062f\u064a\u0646 \u0627\u0644\u062d\u0644\u0628\u064a"


@driven
async def test_a_name_that_is_typed_is_read_as_it_is_meant_and_the_cursor_stands_behind_its_last_letter(
    tmp_path: Path,
) -> None:
    async with sitting(tmp_path / "v.vault") as (app, pilot):
        await pilot.press("slash")
        await typed(pilot, NAME)
        await pilot.pause()
        assert laid(NAME, len(NAME), Way.LOGICAL) in drawn(app)
        line = app.screen.query_one("#query", Line)
        line._cursor_visible = True
        worn = line.get_component_rich_style("input--cursor").bgcolor
        first = next(iter(line.render_line(0)))
        assert (first.text, first.style and first.style.bgcolor) == (" ", worn)


@pytest.mark.parametrize("way", [Way.LOGICAL, Way.REORDERS])
def test_every_place_of_the_cursor_is_in_sight_and_stands_once_however_short_the_line_is(way: Way) -> None:
    for room in (3, 6, 40):
        for cursor in range(len(NAME) + 1):
            found = signs(NAME, cursor, room, way) or []
            assert sum(sign.cells for sign in found) <= room
            assert [sign.place for sign in found].count(cursor) == 1, (room, cursor)


@given(st.text(st.sampled_from(NAME + "Ab 12()\u064e\u200c"), max_size=12), st.integers(0, 12))
def test_marks_keep_what_is_typed_in_its_order_where_the_terminal_orders_lines(
    value: str, cursor: int
) -> None:
    held, plain = (signs(value, cursor, 40, way) for way in (Way.REORDERS, Way.LOGICAL))
    if held is not None and plain is not None:
        seen = on_screen("Anas 12 " + "".join(sign.text for sign in held) + " 2016")
        assert seen.replace("  ", " ").startswith("Anas 12 ") and seen.endswith(" 2016")
        assert "".join(sign.text for sign in plain) in seen
        assert without_marks("".join(sign.text for sign in held)) in seen


def test_a_label_that_takes_two_lines_keeps_its_first_word_on_the_first() -> None:
    for way in (Way.LOGICAL, Way.REORDERS):
        lines = labelled(("DGX-4F1T", NAME), 14, way)
        assert "\ufeae\ufee3\ufe8e\ufeb3" in "".join(lines[:2]), way  # the given name, from left to right
        assert not any("\ufeae\ufee3\ufe8e\ufeb3" in line for line in lines[2:])


def test_a_long_label_of_a_card_is_told_in_full() -> None:
    (lines,) = [lines_of([Entry("yes", "Crossed to the area of")], 60, Way.LOGICAL)]
    assert (
        " ".join("".join(text for text, _ in line)[:15].strip() for line in lines) == "Crossed to the area of"
    )


@driven
async def test_where_nothing_is_known_of_the_terminal_one_part_is_shown_at_a_time(tmp_path: Path) -> None:
    async with sitting(tmp_path / "v.vault", size=(120, 36), way=Way.UNSURE) as (app, _):
        assert app.screen.has_class("narrow") and not app.screen.query_one("#preview").display
        assert WALL in drawn(app).split("\n")[1]
