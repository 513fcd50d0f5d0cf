"""The widgets that screens are built of: each takes text that cannot be trusted, and none takes markup.

No other module of the room uses a text widget of Textual's own, so that nothing goes around this one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.events import Key
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Button, Input, OptionList, TextArea
from textual.widgets.option_list import Option

from registry.display.cells import Way, laid
from registry.display.funnel import shown
from registry.display.widths import width_of
from registry.tui.paint import Entry, Label, Labelled, drawn, look, plain, spoken
from registry.tui.typing_line import signs

# Persian and Kurdish spelling needs the joiners, which are not printable by themselves.
_JOINERS = "\u200c\u200d"


def typed(text: str) -> str:
    """Return what was typed or pasted into one line without what nobody types: controls, marks that reorder."""
    return "".join(sign for sign in text if sign.isprintable() or sign in _JOINERS)


def way_of(widget: Widget) -> Way:
    """Return how right-to-left text is written for the terminal that a widget is drawn on."""
    return getattr(widget.app, "way", Way.UNSURE)


class Card(Widget):
    """Entries one under the other, as high as they need; the only widget that draws running text."""

    DEFAULT_CSS = "Card { width: 1fr; height: auto; }"

    def __init__(
        self, entries: Iterable[Entry] = (), *, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._entries: tuple[Entry, ...] = tuple(entries)
        self._lines: tuple[int, list[list[tuple[str, str]]]] = (-1, [])

    def show(self, entries: Iterable[Entry]) -> None:
        """Show other entries."""
        self._entries = tuple(entries)
        self._lines = (-1, [])
        self.refresh(layout=True)

    def say(self, text: object, style: str = "") -> None:
        """Show one text alone; ``style`` is one of the words of ``themes.LOOKS``."""
        self.show([Entry(str(text), look=style)])

    @property
    def text(self) -> str:
        """What the card says, as plain text."""
        return spoken(self._entries)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the width of the longest line where there is room for it."""
        return max((sum(width_of(t) for t, _ in line) for line in self._at(container.width)), default=0)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the entries take at a width."""
        return len(self._at(width))

    def _at(self, width: int) -> list[list[tuple[str, str]]]:
        if self._lines[0] != width:
            self._lines = (width, drawn(self._entries, width, way_of(self)))
        return self._lines[1]

    def render_line(self, y: int) -> Strip:
        """Return one line of the card."""
        lines = self._at(self.size.width)
        worn = self.rich_style
        if not 0 <= y < len(lines):
            return Strip.blank(self.size.width, worn)
        segments = [Segment(text, worn + look(self.app, name)) for text, name in lines[y]]
        return Strip(segments).adjust_cell_length(self.size.width, worn)

    def notify_style_update(self) -> None:
        """Draw again in another theme."""
        super().notify_style_update()
        self.refresh()


class Pane(VerticalScroll):
    """A card that scrolls, and takes the focus so that keys can scroll it."""

    DEFAULT_CSS = "Pane { height: 1fr; width: 1fr; padding: 0 1; }"
    BINDINGS = [
        Binding("j", "scroll_down", "Down", show=False), Binding("k", "scroll_up", "Up", show=False),
        Binding("g", "scroll_home", "Top", show=False), Binding("G", "scroll_end", "End", show=False),
    ]  # fmt: skip

    def __init__(
        self, entries: Iterable[Entry] = (), *, id: str | None = None, classes: str | None = None
    ) -> None:
        self.card = Card(entries)
        super().__init__(self.card, id=id, classes=classes)

    def show(self, entries: Iterable[Entry], *, at: int | None = None) -> None:
        """Show other entries from the first one on, or so that the one of the number ``at`` is in sight."""
        entries = tuple(entries)
        self.card.show(entries)
        if at is None:
            self.scroll_home(animate=False)
        else:
            self.call_after_refresh(self._bring_in_sight, entries[:at])

    def _bring_in_sight(self, before: tuple[Entry, ...]) -> None:
        line = len(drawn(before, max(1, self.card.size.width), way_of(self)))
        self.scroll_to(y=max(0, line - self.size.height // 2), animate=False)

    @property
    def text(self) -> str:
        """What the pane says, as plain text."""
        return self.card.text


async def edit_now(widget: Widget, event: Key) -> None:
    """Do what a key of a line itself does before the next key is read.

    Textual has such a key climb to the program first and come back: on a machine that is busy, letters typed after it
    overtake it, and it takes away, or sends off, what was typed later.
    """
    binding = None if event.is_printable else widget._bindings.key_to_bindings.get(event.key)  # noqa: SLF001 - told nowhere else
    if binding and await widget.app.run_action(binding[0].action, widget):
        event.stop()
        event.prevent_default()


class Line(Input):
    """One line to be typed; what nobody types is left out before it is shown or kept."""

    async def on_key(self, event: Key) -> None:
        """Edit in the order in which keys are pressed."""
        await edit_now(self, event)

    DEFAULT_CSS = "Line { width: 1fr; }"

    def __init__(
        self,
        value: str = "",
        *,
        secret: bool = False,
        placeholder: str = "",
        id: str | None = None,
        **rest: Any,
    ) -> None:
        super().__init__(
            typed(value), password=secret, placeholder=placeholder, id=id, select_on_focus=False, **rest
        )

    def validate_value(self, value: str) -> str:
        """Return what may stand in the line."""
        return typed(value)

    def render_line(self, y: int) -> Strip:
        """Return the line as it is read, also where letters run from right to left."""
        room = self.scrollable_content_region.width + 1
        found = None if self.password or y else signs(self.value, self.cursor_position, room, way_of(self))
        if found is None:
            return super().render_line(y)
        start, end = sorted(self.selection)
        worn = self.rich_style
        at = min((sign.place for sign in found if sign.place >= self.cursor_position), default=-1)
        segments = []
        for sign in found:
            part = "cursor" if sign.place == at and self.has_focus and self._cursor_visible else ""
            part = part or ("selection" if start <= sign.place < end else "")
            own = worn + self.get_component_rich_style(f"input--{part}") if part else worn
            segments.append(Segment(sign.text, own))
        return Strip(segments).adjust_cell_length(room, worn)

    def action_copy(self) -> None:
        """Copy nothing: what lies on a clipboard is read by every other program."""

    def action_cut(self) -> None:
        """Take away what is marked, without leaving it on a clipboard."""
        self.delete_selection()

    def delete_selection(self) -> None:
        """Take away what is marked."""
        start, end = sorted(self.selection)
        self.delete(start, end)


class Area(TextArea):
    """Several lines to be typed."""

    async def on_key(self, event: Key) -> None:
        """Edit in the order in which keys are pressed."""
        await edit_now(self, event)

    def __init__(self, text: str = "", *, id: str | None = None, **rest: Any) -> None:
        super().__init__(shown(text, paragraphs=True), id=id, soft_wrap=True, tab_behavior="focus", **rest)

    def action_copy(self) -> None:
        """Copy nothing, as in a line."""

    def action_cut(self) -> None:
        """Take away what is marked, without leaving it on a clipboard."""
        self.delete(*self.selection)

    @property
    def given(self) -> str:
        """What was typed, without what nobody types."""
        return "\n".join(typed(line) for line in self.text.split("\n")).strip()


class Choices(OptionList):
    """A list of which one is chosen."""

    DEFAULT_CSS = "Choices { height: auto; max-height: 1fr; min-width: 12; }"
    BINDINGS = [
        Binding("j", "cursor_down", "Down", show=False), Binding("k", "cursor_up", "Up", show=False),
        Binding("g", "first", "Top", show=False), Binding("G", "last", "End", show=False),
    ]  # fmt: skip

    def __init__(self, labels: Sequence[Label] = (), *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self._first: tuple[Label, ...] = tuple(labels)

    def on_mount(self) -> None:
        """Offer what was given, written for this terminal."""
        self.offer(self._first)

    def offer(self, labels: Sequence[Label]) -> None:
        """Offer other choices."""
        self.clear_options()
        self.add_options([Option(Labelled(label, way_of(self))) for label in labels])


class Press(Button):
    """A button, with the program's own words on it."""

    def __init__(self, words: str, *, id: str | None = None, variant: Any = "default") -> None:
        super().__init__(plain(words, Way.UNSURE), id=id, variant=variant)


class Strips(Widget):
    """One line made of pieces, each a text and the word of its look; cut at its end."""

    DEFAULT_CSS = "Strips { height: 1; width: 1fr; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._pieces: tuple[tuple[str, str], ...] = ()

    def show(self, pieces: Iterable[tuple[str, str]]) -> None:
        """Show other pieces."""
        self._pieces = tuple((shown(text), name) for text, name in pieces)
        self.refresh()

    def piece_at(self, x: int) -> str:
        """Return the piece that stands in a column, empty beyond the last."""
        for text, _ in self._pieces:
            x -= width_of(text)
            if x < 0:
                return text
        return ""

    @property
    def text(self) -> str:
        """What the line says."""
        return "".join(text for text, _ in self._pieces)

    def render_line(self, y: int) -> Strip:
        """Return the line."""
        worn = self.rich_style
        if y:
            return Strip.blank(self.size.width, worn)
        way, room = way_of(self), self.size.width
        segments = []
        for text, name in self._pieces:
            wanted = min(room, width_of(text) + (way is Way.REORDERS and not text.isascii()))
            segments.append(Segment(laid(text, wanted, way), worn + look(self.app, name)))
            room -= wanted
        return Strip(segments).adjust_cell_length(self.size.width, worn)


def style_of(app: App[Any], name: str) -> Style:
    """Return the style of one of the words of ``themes.LOOKS``."""
    return look(app, name)
