"""Text and tables that stand where they belong on this terminal; rich lays them out, and each line is ordered last."""

from __future__ import annotations

import os
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.containers import Lines
from rich.measure import Measurement
from rich.style import Style
from rich.table import Table
from rich.text import Text

from registry.cli.terminal_memory import remembered
from registry.display.cells import Way
from registry.display.classes import TURNS
from registry.display.holding import CLOSES, OPENS, first_letter, wants_blank
from registry.display.ordering import base_of, levels_of, placed
from registry.display.shaping import JOINERS, can_shape, shaped
from registry.display.terminals import Choice, chosen

_LRM = "\u200e"


class Screen(Console):
    """A console that knows how its terminal treats right-to-left text; None where it writes to no terminal."""

    way: Way | None = None

    def print(self, *objects: Any, **options: Any) -> None:
        """Print as rich does, but lay out each text by itself: rich would join texts first and lose their kind."""
        if self.way is not None:
            objects = tuple(_Alone(_placed(one)) if isinstance(one, str | Text) else one for one in objects)
        super().print(*objects, **options)


def choice_here() -> Choice:
    """Return what was chosen for the terminal this program runs on."""
    return chosen(os.environ, remembered(), joined=can_shape())


class Placed(Text):
    """Text whose lines are ordered for the terminal once rich has cut or wrapped them in logical order."""

    def wrap(self, console: Console, width: int, **options: Any) -> Lines:
        """Return lines as rich would, each as it has to be written for the terminal of ``console``."""
        way = _way_of(console)
        if way is None or way is Way.UNSURE or not TURNS.search(self.plain):
            return super().wrap(console, width, **options)
        base = base_of(self.plain)
        lines = super().wrap(console, room_for(self, console, width), **options)
        return Lines(_line(line, way, base) for line in lines)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """Measure as rich does; text between marks may take one column more."""
        found = super().__rich_measure__(console, options)
        more = 2 - room_for(self, console, 2)
        return Measurement(found.minimum + more, found.maximum + more)


class _Alone:
    """One text that is not joined with others."""

    def __init__(self, text: Text) -> None:
        self.text = text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from self.text.__rich_console__(console, options)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return self.text.__rich_measure__(console, options)


class Columns(Table):
    """A table that becomes cards, one field a line, where text could stand in a column that is not its own."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw as rich does, or as cards on a terminal of which nothing is known."""
        if _way_of(console) is Way.UNSURE and any(map(_turns, self._all_cells())):
            yield from self._cards()
        else:
            yield from super().__rich_console__(console, options)

    def add_column(self, header: RenderableType = "", *more: Any, **options: Any) -> None:
        """Add a column as rich does; its heading is put in order too."""
        super().add_column(_placed(header), *more, **options)

    def add_row(self, *cells: RenderableType | None, **options: Any) -> None:
        """Add a row as rich does; cells of plain text are put in order too."""
        super().add_row(*map(_placed, cells), **options)

    def _all_cells(self) -> Iterable[RenderableType]:
        return (cell for column in self.columns for cell in column.cells)

    def _cards(self) -> Iterable[RenderableType]:
        headings = [str(column.header) for column in self.columns]
        room = max(map(len, headings), default=0) + 2
        for values in zip(*(column.cells for column in self.columns), strict=True):
            for heading, value in zip(headings, values, strict=True):
                line = Placed(f"{heading:<{room}}", style="dim", overflow="fold")
                line.append_text(value if isinstance(value, Text) else Text(str(value)))
                yield line
            yield Placed("")


def room_for(text: Text, console: Console, width: int) -> int:
    """Return how much of ``width`` columns a text may fill: one may go to a blank that carries marks."""
    turns = _way_of(console) is Way.REORDERS and TURNS.search(text.plain)
    return max(1, width - 1) if turns else width


def _placed(part: Any) -> Any:
    return Placed(part) if isinstance(part, str) else part


def _way_of(console: Console) -> Way | None:
    return console.way if isinstance(console, Screen) else None


def _turns(cell: RenderableType) -> bool:
    return isinstance(cell, str | Text) and bool(TURNS.search(str(cell)))


def _line(line: Text, way: Way, base: int) -> Text:
    """Return one line in the order of the screen, each character in the styles it had."""
    line.rstrip()
    if not TURNS.search(line.plain):
        return line
    kept = [place for place, one in enumerate(line.plain) if one not in JOINERS]
    made = shaped(line.plain)
    drawn: list[tuple[int | None, str]] = [
        (kept[place], one) for place, one in placed(made, levels_of(made, base)[1]) if one != _LRM
    ]
    if way is Way.REORDERS:
        drawn = _held(drawn)
    styles: list[tuple[str | Style, ...]] = [()] * len(line.plain)
    for span in line.spans:
        for place in range(span.start, min(span.end, len(styles))):
            styles[place] += (span.style,)
    found = Text("", style=line.style, justify=line.justify, overflow="crop", no_wrap=True, end=line.end)
    for worn, run in groupby(drawn, lambda one: () if one[0] is None else styles[one[0]]):
        start = len(found)
        found.append("".join(one for _, one in run))
        for style in worn:
            found.stylize(style, start, len(found))
    return found


def _held(drawn: list[tuple[int | None, str]]) -> list[tuple[int | None, str]]:
    """Return what is drawn with the marks that keep it so; they and the blank before it come from nowhere."""
    text = "".join(one for _, one in drawn)
    if wants_blank(text):
        text, drawn = " " + text, [(None, " "), *drawn]
    first = first_letter(text)
    return [*drawn[:first], (None, OPENS), *drawn[first:], (None, CLOSES)]
