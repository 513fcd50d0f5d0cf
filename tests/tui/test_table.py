"""Tests of the table that draws only the rows in sight."""

from __future__ import annotations

import asyncio
from functools import wraps

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from textual.app import App

from registry.display.cells import Way, laid
from registry.tui.columns import Column
from registry.tui.paint import WALL
from registry.tui.table import VirtualTable
from tests.display.reordering import on_screen, without_marks

HOSTILE = [
    "\x1b[2J\x1b]52;c;aGk=\x07",
    "\x9b31m\x9d0;x\x9c\x85",
    "\u202etxt.exe\u202c\u2066x\u2069",
    "x" * 10_000,
    "a" + "\u0301" * 3_000,
    "\u0301\u0301first",
    "\u6f22\u5b57" * 40,
    "two\nlines\r\nthree\x0b\x0c\u2028\u2029",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467\ufe0f" * 9,
    "\u0645\u062d\u0645\u062f [bold]not markup[/] \ufdfd",
    "\t\x00\x7f\ufeff\U000e0041\ud800",
    "",
]


class Watched:
    """Rows that count what is asked of them."""

    def __init__(self, count, words=None):
        self.count = count
        self.words = words
        self.asked = []

    def __len__(self):
        return self.count

    def __getitem__(self, index):
        assert 0 <= index < self.count
        self.asked.append(index)
        if self.words:
            return [self.words[index % len(self.words)]] * 4
        return [f"R-{index}", f"name {index}", "open", f"{index:,}"]


class OneTable(App):
    """A screen with a table and nothing else, which keeps what the table says."""

    way = Way.LOGICAL

    def __init__(self, **options):
        super().__init__()
        columns = (Column("Code", 9), Column("Name"), Column("State", 8, style_for=lambda row: "urgent"),
                   Column("Number", 9, align="right", drops_at=40))  # fmt: skip
        self.table = VirtualTable(columns, **options)
        self.said = []

    def compose(self):
        yield self.table

    def on_virtual_table_moved(self, message):
        self.said.append(("moved", message.index))

    def on_virtual_table_opened(self, message):
        self.said.append(("opened", message.index))

    def on_virtual_table_marked(self, message):
        self.said.append(("marked", message.index))


def piloted(size=(80, 24), rows=1_000, **options):
    """Run a test inside the program: it is given the pilot, the table and its rows."""

    def around(test):
        @wraps(test)
        def run():
            async def inside():
                app, watched = OneTable(**options), Watched(rows)
                async with app.run_test(size=size) as pilot:
                    app.table.focus()
                    app.table.show(watched)
                    await pilot.pause()
                    await test(pilot, app.table, watched)

            asyncio.run(inside())

        del run.__wrapped__
        return run

    return around


def screen(table):
    return [table.render_line(y).text for y in range(table.size.height)]


async def press(pilot, *keys):
    await pilot.press(*keys)
    await pilot.pause()


@piloted(rows=100_000)
async def test_only_rows_in_sight_are_asked_for(pilot, table, rows):
    assert set(rows.asked) == set(range(22))
    rows.asked.clear()
    await press(pilot, "G")
    assert set(rows.asked) <= {0, *range(100_000 - 22, 100_000)}
    assert screen(table)[-2].startswith(">  R-99999")
    assert screen(table)[-1].startswith("100,000 of 100,000")


@piloted()
async def test_every_key_that_moves_lands_where_it_says(pilot, table, rows):
    moves = [("down", 1), ("j", 2), ("k", 1), ("up", 0), ("up", 0), ("pagedown", 21), ("pageup", 0),
             ("ctrl+d", 11), ("ctrl+u", 0), ("end", 999), ("down", 999), ("home", 0), ("G", 999), ("g", 0)]  # fmt: skip
    for key, place in moves:
        await press(pilot, key)
        assert table.cursor == place, key
        assert table.top <= place < table.top + 22
    assert pilot.app.said == [("moved", at) for at in (0, 1, 2, 1, 0, 21, 0, 11, 0, 999, 0, 999, 0)]
    await press(pilot, "j", "enter")
    assert pilot.app.said[-2:] == [("moved", 1), ("opened", 1)]


@piloted(can_mark=True)
async def test_the_space_bar_marks_and_says_so_by_sign_and_word(pilot, table, rows):
    await press(pilot, "space", "space", "k", "space")
    assert table.marks == {0}
    assert pilot.app.said[-1] == ("moved", 2)
    lines = screen(table)
    assert lines[1].startswith(" * R-0") and lines[3].startswith(">  R-2") and "1 marked" in lines[-1]


@piloted()
async def test_a_table_without_marks_leaves_the_space_bar_to_the_screen(pilot, table, rows):
    await press(pilot, "space")
    assert not table.marks and table.cursor == 0
    assert not table.check_action("mark", ()) and not table.check_action("columns", (1,))


@piloted(size=(40, 10))
async def test_a_click_moves_a_second_opens_and_the_wheel_scrolls(pilot, table, rows):
    await pilot.click(table, offset=(5, 3))
    assert table.cursor == 2
    await pilot.click(table, offset=(5, 0))
    await pilot.click(table, offset=(5, 9))
    assert table.cursor == 2
    await pilot.click(table, offset=(5, 4), times=2)
    assert ("opened", 3) in pilot.app.said
    table.scroll_relative(y=6, animate=False)
    await pilot.pause()
    assert table.top == 6 and table.cursor == 3
    await press(pilot, "down")
    assert table.top <= 4 == table.cursor


@piloted(can_mark=True)
async def test_any_size_down_to_one_cell_paints_whole_lines_with_the_cursor_in_sight(pilot, table, rows):
    table.cursor = 500
    for width, height in [(20, 5), (1, 1), (2, 3), (3, 1), (11, 2), (12, 4), (200, 60), (80, 24)]:
        await pilot.resize_terminal(width, height)
        await pilot.pause()
        lines = screen(table)
        assert table.size.height == height and len(lines) == height
        assert {cell_len(line) for line in lines} == {table.size.width}
        assert table.top <= 500 < table.top + max(1, height - (height > 1) - (height > 3))
        for act in (
            "step(1)",
            "page(1)",
            "half_page(-1)",
            "columns(1)",
            "columns(-1)",
            "mark",
            "last",
            "first",
        ):
            await table.run_action(act)
        table.cursor = 500
    table.show(())
    await press(pilot, "down", "space", "enter")
    assert screen(table)[-1].startswith("none") and table.cursor == 0


@piloted(size=(24, 8))
async def test_columns_that_do_not_fit_are_reached_by_the_arrow_keys(pilot, table, rows):
    assert "State" not in screen(table)[0] and screen(table)[-1].rstrip().endswith("columns >")
    await press(pilot, "right", "right", "right")
    assert "State" in screen(table)[0] and "Code" in screen(table)[0]
    assert screen(table)[-1].rstrip().endswith("columns <")
    await press(pilot, "left", "left")
    assert "Name" in screen(table)[0] and "State" not in screen(table)[0]


@piloted(size=(77, len(HOSTILE) + 3), can_mark=True)
async def test_no_text_changes_where_its_neighbours_stand(pilot, table, rows):
    for width in (77, 30, 7):
        await pilot.resize_terminal(width, len(HOSTILE) + 3)
        table.show(Watched(len(HOSTILE), HOSTILE))
        await pilot.pause()
        for y in range(table.size.height):
            strip = table.render_line(y)
            assert cell_len(strip.text) == strip.cell_length == table.size.width
            assert not any(
                ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u2028\u2029" for c in strip.text
            )
            assert not any(segment.control for segment in strip)


@piloted(paint=lambda text, width, align: [Segment("obeyed", None, [(1,)]), Segment("\x1b[2J" + text * 3)])
async def test_a_painter_that_does_wrong_cannot_harm_the_line(pilot, table, rows):
    for y in range(table.size.height):
        strip = table.render_line(y)
        assert cell_len(strip.text) == table.size.width
        assert "\x1b" not in strip.text and "obeyed" not in strip.text


@piloted(size=(60, 12))
async def test_the_scrollbar_stands_on_no_cell_of_a_row(pilot, table, rows):
    assert table.render_line(1).text.endswith("0 ")


@piloted(size=(60, 12), rows=5)
async def test_rows_that_come_later_leave_the_cursor_and_what_is_in_sight(pilot, table, rows):
    await press(pilot, "down", "down")
    rows.count, rows.asked = 4_000, []
    table.note = "still reading"
    table.grown()
    await pilot.pause()
    assert table.cursor == 2 and table.top == 0 and max(rows.asked) < 10
    assert screen(table)[-1].startswith("3 of 4,000 \u00b7 still reading")
    rows.count = 1
    table.grown()
    assert table.cursor == 0 and screen(table)[1].startswith(">  R-0")
    rows.count = 0
    table.show(rows)
    await pilot.pause()
    pilot.app.said.clear()
    rows.count = 7
    table.grown()
    table.grown()
    await pilot.pause()
    assert pilot.app.said == [("moved", 0)]


NAMES = [
    "\u0639\u0627\u062f\u0644 12",
    "\u0623\u062d\u0645\u062f \u00b7 Ahmad",
    "2016-12-06",
    "19",
    "(\u0645\u062d\u0645\u062f)",
    "Anas",
]


class TurningTable(OneTable):
    """A table of names in both scripts, on a terminal that needs ``way``."""

    def __init__(self, way):
        super().__init__(can_mark=True)
        self.way = way


@pytest.mark.parametrize("way", Way)
def test_names_read_correctly_and_no_column_moves_whatever_the_terminal_is(way):
    async def inside():
        app = TurningTable(way)
        async with app.run_test(size=(80, 8)) as pilot:
            app.table.show([[word, *NAMES[at + 1 :], *NAMES[:at]][:4] for at, word in enumerate(NAMES)])
            await pilot.pause()
            return screen(app.table)[1:-1], [placed.cells for placed in app.table._layout.placed]

    lines, cells = asyncio.run(inside())
    assert len(lines) == len(NAMES)
    for at, line in enumerate(lines):
        # What is seen: such a terminal shows characters as they come, another one orders the line anew.
        # One that is not known may drop marks as well.
        sent = without_marks(line) if way is Way.UNSURE else line
        seen = line if way is Way.LOGICAL else on_screen(sent)
        begin = 3
        ends = ("start", "start", "start", "end")
        for word, width, align in zip([*NAMES[at:], *NAMES[:at]], cells, ends, strict=False):
            asked = laid(word, width, way, align=align)
            assert sorted(seen[begin : begin + width]) == sorted(without_marks(asked)), (word, seen)
            if way is not Way.UNSURE:
                as_it_reads = laid(word, width, Way.LOGICAL, align=align)
                assert seen[begin : begin + width] == as_it_reads or asked.startswith(" "), (word, seen)
            begin += width + 1


def test_a_wall_keeps_apart_what_blanks_would_let_run_together():
    cells = ("Anas", NAMES[0], NAMES[2])
    assert not on_screen(" ".join(cells)).endswith(NAMES[2])
    assert on_screen(WALL.join(cells)).endswith(WALL + NAMES[2])
