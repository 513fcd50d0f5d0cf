"""Tables and texts that rich lays out stand in order on each kind of terminal, and are untouched elsewhere."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from rich.cells import cell_len
from rich.text import Text

from registry.cli import drawing, output
from registry.cli.placing import Columns, Placed, Screen
from registry.cli.settings import Settings
from registry.display.cells import Way
from tests.cli.values import VALUES
from tests.display.reordering import on_screen, without_marks

ROWS = (
    ("7J2-3SR0", "محمد (علي) الحلبي · Mohammad", "34", "حلب Aleppo", "12-7"),
    ("J66-BZJM", "Ali Hassan", "5", "إدلب", "x"),
    ("SKH-T3XM", "עלי", "٣٠", "Qah", "1/2"),
)
HEADS = ("id", "name", "age", "place", "number")


def drawn(way: Way | None, *parts: object, width: int = 80, colour: bool = False) -> list[str]:
    """Return the lines that rich writes to a terminal that needs ``way``; None is no terminal."""
    file = io.StringIO()
    screen = Screen(
        file=file, width=width, force_terminal=colour, color_system="standard" if colour else None,
        markup=False, highlight=False, emoji=False, legacy_windows=False,
    )  # fmt: skip
    screen.way = way
    for part in parts:
        screen.print(part)
    return file.getvalue().splitlines()


def table(rows: Sequence[Sequence[str]] = ROWS) -> Columns:
    made = drawing.table(Settings(plain=True), *HEADS)
    assert isinstance(made, Columns)
    for row in rows:
        made.add_row(*map(drawing.safe, row))
    return made


def columns_of(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Return where the ages and the numbers begin in each line."""
    return [(line.index(age), line.index(number)) for line, age, number in
            ((lines[1], "34", "12-7"), (lines[2], "5 ", "x"), (lines[3], "٣٠", "1/2"))]  # fmt: skip


def test_a_table_keeps_its_columns_where_the_terminal_reorders() -> None:
    written = drawn(Way.REORDERS, table())
    assert [on_screen(line) for line in written] == [without_marks(line) for line in written]
    assert [on_screen(line, base=None) for line in written] == [without_marks(line) for line in written]
    assert len(set(map(cell_len, written))) == 1
    shown = [without_marks(line) for line in written]
    assert columns_of(shown)[0] == columns_of(shown)[1]
    assert shown[2].index("ﺐﻟﺩﺇ") - shown[1].index("Aleppo ") in {0, 1}


def test_the_same_table_of_today_would_swap_them() -> None:
    raw = drawn(None, table())
    assert [on_screen(line.replace("\u200e", "")) for line in raw] != raw


def test_a_table_is_ordered_and_joined_where_the_terminal_does_neither() -> None:
    shown = drawn(Way.LOGICAL, table())
    assert "Mohammad · ﻲﺒﻠﺤﻟﺍ (ﻲﻠﻋ) ﺪﻤﺤﻣ" in shown[1]
    assert len({place for place, _ in columns_of(shown)[:2]}) == 1
    assert "\u200e" not in "".join(shown)


def test_what_is_cut_keeps_the_beginning_of_a_name() -> None:
    shown = drawn(Way.LOGICAL, table(), width=44)
    assert "ﺪﻤﺤﻣ" in shown[1] and "…" in shown[1]
    assert shown[1].index("…") < shown[1].index("ﺪﻤﺤﻣ")


def test_a_table_becomes_cards_where_nothing_is_known_of_the_terminal() -> None:
    lines = [line.rstrip("\u200e ") for line in drawn(Way.UNSURE, table())]
    assert lines[:6] == [
        "id      7J2-3SR0", "name    محمد (علي) الحلبي · Mohammad", "age     34", "place   حلب Aleppo", "number  12-7", "",
    ]  # fmt: skip
    latin = [("7J2", "Ali", "34", "Aleppo", "12")]
    assert len(drawn(Way.UNSURE, table(latin))) == 2


def test_text_goes_untouched_where_there_is_no_terminal() -> None:
    assert drawn(None, Placed("محمد (علي)")) == ["محمد (علي)"]
    assert "محمد (علي) الحلبي · Mohammad\u200e" in drawn(None, table())[1]


def test_a_text_alone_is_ordered_by_its_own_paragraph_and_wrapped_before() -> None:
    assert drawn(Way.LOGICAL, drawing.wrapped("אב גד הו"), width=6) == ["דג בא", "וה"]
    assert drawn(Way.LOGICAL, "note: אב 12") == ["note: 12 בא"]
    written = drawn(Way.REORDERS, drawing.wrapped("אב גד הו " * 9), width=20)
    assert max(map(cell_len, written)) <= 20
    assert [on_screen(line, base=None) for line in written] == [without_marks(line) for line in written]


def test_headings_and_plain_cells_are_put_in_order_too() -> None:
    made = drawing.table(Settings(plain=True), "אב", "b")
    made.add_row("גד", "1")
    assert [line.split() for line in drawn(Way.LOGICAL, made)] == [["בא", "b"], ["דג", "1"]]


def test_letters_keep_the_style_they_had(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    text = Placed("id ")
    text.append("אב", style="bold").append("גד", style="red")
    line = drawn(Way.LOGICAL, text, colour=True)[0]
    assert line == "id \x1b[31mדג\x1b[0m\x1b[1mבא\x1b[0m"


def test_a_text_that_is_shortened_is_cut_in_logical_order() -> None:
    text = drawing.wrapped("אב גד הו זח טי")
    assert drawn(Way.LOGICAL, drawing.shortened(text, 1), width=20) == ["יט חז וה דג בא"]
    cut = drawn(Way.LOGICAL, drawing.shortened(drawing.wrapped("אב " * 40), 2), width=30)
    assert len(cut) == 2
    assert "see --all" in cut[1]


@pytest.mark.parametrize("way", [Way.LOGICAL, Way.REORDERS])
def test_no_hostile_value_leaves_its_column(way: Way) -> None:
    for value in VALUES.values():
        if "\ufe0f" in value or "\u200d" in value:
            continue  # Rich and the terminal may differ on how wide these are; the display room marks them.
        written = drawn(way, table([("7J2-3SR0", value[:3000], "34", value[:3000], "12-7")]))
        assert len(set(map(cell_len, written[:2]))) == 1, value
        if way is Way.REORDERS:
            assert [on_screen(line) for line in written] == [without_marks(line) for line in written]


class _Tty(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_only_a_terminal_has_a_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGISTRY_BIDI", "logical")
    ways = []
    for stream, settings in (
        (_Tty(), Settings()),
        (_Tty(), Settings(plain=True)),
        (io.StringIO(), Settings()),
    ):
        monkeypatch.setattr(output.sys, "stdout", stream)
        console = output.console_for(settings)
        assert isinstance(console, Screen)
        ways.append(console.way)
    assert ways == [Way.LOGICAL, None, None]


def test_a_plain_text_of_rich_is_placed_when_printed() -> None:
    assert drawn(Way.LOGICAL, "אב") == ["בא"]
    assert drawn(None, Text("אב")) == ["אב"]
