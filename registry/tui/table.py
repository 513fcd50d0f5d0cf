"""A table that draws only the rows in sight, so that a hundred thousand cases cost what one screen of them costs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar, Protocol

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from registry.display.cells import Way, laid
from registry.tui.columns import GAP, Column, Layout, laid_out
from registry.tui.paint import WALL
from registry.tui.widgets import way_of
from registry.words.text import visible

# What a cell may stand for beside its words: themes give each a colour, and no role says what no word says.
ROLES = ("urgent", "warning", "good", "quiet")

# A painter makes exactly ``width`` cells of any text, aligned "left" or "right": nothing it returns may
# act on the terminal. A string is shown as it is; segments bring styles of their own.
Painted = str | Iterable[Segment]
Painter = Callable[[str, int, str], Painted]

_CURSOR, _MARK = ">", "*"
_GUTTER = 3  # the cursor's sign, the mark's, and a blank
_NARROWEST_WITH_GUTTER = 12
_LOWEST_WITH_HEADING = 2
_LOWEST_WITH_POSITION = 4
# What no painter may let through: it would end the line, or be obeyed by the terminal.
_OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class Rows(Protocol):
    """What a table shows: how many rows there are, and the words of one, one for each column.

    The words may be any text from outside, decoded only when a row is asked for. Whoever keeps rows in memory
    keeps names there; the table holds none but those in sight.
    """

    def __len__(self) -> int:
        """How many rows there are now."""

    def __getitem__(self, index: int, /) -> Sequence[str]:
        """The words of one row, counted from 0."""


class VirtualTable(ScrollView, can_focus=True):
    """Rows under a heading that stays, with a cursor, marks, and a line that says where one is.

    ``cursor`` is the index of the row one stands on, ``marks`` those that were marked with the space bar (where
    ``can_mark``). Every text, headings too, goes through ``paint``, which is the display layer where nothing else is
    given. Nothing is kept of a row that is out of sight.
    """

    ALLOW_SELECT = False  # selecting would offer names to the clipboard
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"virtual-table--{part}" for part in ("heading", "cursor", "marked", "position", *ROLES)
    }
    DEFAULT_CSS = """
    VirtualTable {
        overflow-x: hidden;
        scrollbar-size: 0 1;
        & > .virtual-table--heading { text-style: bold underline; }
        & > .virtual-table--cursor { text-style: bold; }
        &:focus > .virtual-table--cursor { text-style: bold reverse; }
        & > .virtual-table--marked { text-style: bold; }
        & > .virtual-table--position { color: $text-muted; }
        & > .virtual-table--urgent { color: $text-error; text-style: bold; }
        & > .virtual-table--warning { color: $text-warning; }
        & > .virtual-table--good { color: $text-success; }
        & > .virtual-table--quiet { color: $text-muted; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "step(-1)", "Up", show=False),
        Binding("down,j", "step(1)", "Down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("ctrl+u", "half_page(-1)", "Half a page up", show=False),
        Binding("ctrl+d", "half_page(1)", "Half a page down", show=False),
        Binding("g,home", "first", "First", show=False),
        Binding("G,end", "last", "Last", show=False),
        Binding("left", "columns(-1)", "Columns left", show=False),
        Binding("right", "columns(1)", "Columns right", show=False),
        Binding("space", "mark", "Mark", show=True),
        Binding("enter", "open", "Open", show=True),
    ]

    cursor: reactive[int] = reactive(0, repaint=False)
    note: reactive[str] = reactive("")

    class _OfRow(Message):
        def __init__(self, table: VirtualTable, index: int) -> None:
            super().__init__()
            self.table = table
            self.index = index

        @property
        def control(self) -> VirtualTable:
            """The table, so that a handler can be bound to one by its id."""
            return self.table

    class Moved(_OfRow):
        """The cursor stands on row ``index``, or other rows are shown."""

    class Opened(_OfRow):
        """Row ``index`` is to be opened."""

    class Marked(_OfRow):
        """Row ``index`` was marked, or its mark taken away; ``table.marks`` holds all."""

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        paint: Painter | None = None,
        can_mark: bool = False,
        nothing: str = "none",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.columns = tuple(columns)
        self.can_mark = can_mark
        self.marks: frozenset[int] = frozenset()
        self._paint = paint or self._laid
        self._nothing = nothing
        self._rows: Rows = ()
        self._scrolled = 0

    # ---- what is shown ---------------------------------------------------------------------------------

    def show(self, rows: Rows, *, cursor: int = 0, marks: Iterable[int] = ()) -> None:
        """Show other rows, from the row ``cursor`` stands on; asks ``rows`` only for what comes in sight."""
        self._rows = rows
        self.marks = frozenset(marks)
        self._measure()
        before = self.cursor
        self.cursor = cursor
        if self.cursor == before:
            self._keep_in_sight()
            self._tell_moved()
        self.refresh()

    def grown(self) -> None:
        """Look again how many rows there are, which may only have become more: what is in sight stays where it is."""
        before = self.virtual_size.height - self._heads - self._feet
        if before == len(self._rows):
            return
        self._measure()
        self.cursor = self.validate_cursor(self.cursor)
        self.refresh()
        if before <= 0:
            self._tell_moved()

    def repaint_row(self, index: int) -> None:
        """Paint one row again after it changed, if it is in sight."""
        at = index - self.top
        if 0 <= at < self._shown:
            self.refresh(Region(0, at + self._heads, self.size.width, 1))

    @property
    def rows(self) -> Rows:
        """What is shown now."""
        return self._rows

    @property
    def top(self) -> int:
        """The index of the first row in sight."""
        return max(0, min(self.scroll_offset.y, len(self._rows) - 1))

    @property
    def _heads(self) -> int:
        return int(self.size.height >= _LOWEST_WITH_HEADING)

    @property
    def _feet(self) -> int:
        return int(self.size.height >= _LOWEST_WITH_POSITION)

    @property
    def _shown(self) -> int:
        """How many rows have room."""
        return max(0, self.size.height - self._heads - self._feet)

    def _measure(self) -> None:
        self.virtual_size = Size(1, len(self._rows) + self._heads + self._feet)

    def on_resize(self) -> None:
        """Keep the cursor in sight whatever the room."""
        self._measure()
        self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        top, room = self.scroll_offset.y, max(1, self._shown)
        wanted = min(max(top, self.cursor - room + 1), self.cursor)
        if wanted != top:
            self.scroll_to(y=wanted, animate=False)

    # ---- the cursor and the marks ----------------------------------------------------------------------

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a row there is, or on 0."""
        return max(0, min(cursor, len(self._rows) - 1))

    def watch_cursor(self, before: int, now: int) -> None:
        """Paint the two rows again, and tell whoever shows the row beside the table."""
        self._keep_in_sight()
        self.repaint_row(before)
        self.repaint_row(now)
        if self._feet:
            self.refresh(Region(0, self.size.height - 1, self.size.width, 1))
        self._tell_moved()

    def _tell_moved(self) -> None:
        if len(self._rows):
            self.post_message(self.Moved(self, self.cursor))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the keys to the screen that do nothing here."""
        if action == "mark":
            return self.can_mark
        if action == "columns":
            layout = self._layout
            return bool(layout.before or layout.after)
        return True

    def action_step(self, rows: int) -> None:
        """Move by so many rows."""
        self.cursor += rows

    def action_page(self, pages: int) -> None:
        """Move by what is in sight, one row staying."""
        self.cursor += pages * max(1, self._shown - 1)

    def action_half_page(self, halves: int) -> None:
        """Move by half of what is in sight."""
        self.cursor += halves * max(1, self._shown // 2)

    def action_first(self) -> None:
        """Go to the first row."""
        self.cursor = 0

    def action_last(self) -> None:
        """Go to the last row."""
        self.cursor = len(self._rows) - 1

    def action_columns(self, by: int) -> None:
        """Move the columns, all but the first, where they do not all fit."""
        self._scrolled = max(0, self._layout.before + by)
        self.refresh()

    def action_mark(self) -> None:
        """Mark the row one stands on, or take its mark away, and go to the next."""
        if not len(self._rows):
            return
        index = self.cursor
        self.marks ^= {index}
        self.post_message(self.Marked(self, index))
        self.repaint_row(index)
        self.cursor += 1

    def action_open(self) -> None:
        """Open the row one stands on."""
        if len(self._rows):
            self.post_message(self.Opened(self, self.cursor))

    def on_click(self, event: events.Click) -> None:
        """Go to the row that was clicked; a second click opens it."""
        index = self.top + event.y - self._heads
        if not (self._heads <= event.y < self._heads + self._shown and index < len(self._rows)):
            return
        event.stop()
        self.cursor = index
        if event.chain > 1:
            self.action_open()

    # ---- painting --------------------------------------------------------------------------------------

    @property
    def _width(self) -> int:
        """How many cells a line has beside the scrollbar, which would stand on the last of them."""
        return self.scrollable_content_region.width

    @property
    def _guttered(self) -> int:
        return _GUTTER if self._width >= _NARROWEST_WITH_GUTTER else 0

    @property
    def _layout(self) -> Layout:
        return laid_out(self.columns, self._width - self._guttered, self._scrolled)

    def render_line(self, y: int) -> Strip:
        """Paint one line of what is in sight: the heading, a row, or the position; always of the whole width."""
        width = self.size.width
        if width < 1:
            return Strip([], 0)
        if y < self._heads:
            segments = self._line([column.heading for column in self.columns], "  ", ("heading",))
        elif self._feet and y == self.size.height - 1:
            segments = self._cell(self._position(), width, "left", self._style("position"))
        else:
            segments = self._row(self.top + y - self._heads)
        return Strip(segments).adjust_cell_length(width, self.rich_style)

    def _row(self, index: int) -> list[Segment]:
        if index >= len(self._rows):
            return []
        here, marked = index == self.cursor, index in self.marks
        signs = (_CURSOR if here else " ") + (_MARK if marked else " ")
        parts = ("cursor",) if here else ("marked",) if marked else ()
        return self._line(self._rows[index], signs, parts)

    def _line(self, words: Sequence[str], signs: str, parts: tuple[str, ...]) -> list[Segment]:
        base = self._style(*parts)
        # A terminal that nothing is known of may order the whole line anew; between walls each cell is turned for itself.
        wall = WALL if way_of(self) is Way.UNSURE else " "
        segments = [Segment(signs + wall, base)] if self._guttered else []
        for nth, placed in enumerate(self._layout.placed):
            column = self.columns[placed.index]
            word = words[placed.index] if placed.index < len(words) else ""
            role = column.style_for(words) if column.style_for and not parts else ""
            style = self._style(role) if role in ROLES else base
            if nth:
                segments.append(Segment(wall * GAP, base))
            segments += self._cell(word, placed.cells, column.align, style)
        used = sum(segment.cell_length for segment in segments)
        return [*segments, Segment(" " * max(0, self._width - used), base)]

    def _cell(self, text: str, cells: int, align: str, style: Style) -> list[Segment]:
        """Paint one cell and make sure of it: whatever the painter is, its neighbours stay where they are."""
        painted = self._paint(text, cells, align)
        parts = [Segment(painted)] if isinstance(painted, str) else list(painted)
        safe = [
            Segment(_OBEYED.sub(lambda found: visible(found[0]), part.text), _over(style, part.style))
            for part in parts
            if not part.control
        ]
        return list(Strip(safe).adjust_cell_length(cells, style))

    def _laid(self, text: str, width: int, align: str) -> str:
        return laid(text, width, way_of(self), align="end" if align == "right" else "start")

    def _position(self) -> str:
        total, layout = len(self._rows), self._layout
        said = [f"{self.cursor + 1:,} of {total:,}" if total else self._nothing]
        if self.marks:
            said.append(f"{len(self.marks):,} marked")
        if layout.before or layout.after:
            said.append(f"columns {'< ' * bool(layout.before)}{'>' * bool(layout.after)}".rstrip())
        return " \u00b7 ".join(filter(None, [*said, self.note]))

    def _style(self, *parts: str) -> Style:
        names = [f"virtual-table--{part}" for part in parts if part]
        return self.get_component_rich_style(*names) if names else self.rich_style


def _over(style: Style, own: Any) -> Style:
    return style + own if own else style
