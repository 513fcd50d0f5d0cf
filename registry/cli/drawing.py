"""Safe text, tables and cards for the screen; rich is loaded only where something is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from registry.cases.signs import sign_of
from registry.cases.status import STATUS_TERMS
from registry.cli.settings import Settings
from registry.words.names import Script, script_of
from registry.words.text import visible

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

# After a cell of right-to-left text this mark keeps digits and names of the next cell where they are.
_LRM = "\u200e"

# The colour that a status has beside its sign and its word.
_COLOURS = {
    "missing": "bold",
    **dict.fromkeys(
        ("held_reported", "held_denied", "held_undisclosed", "held_acknowledged", "before_court", "conscripted"), "red"
    ),
    **dict.fromkeys(("released_reported", "located_alive", "escaped", "not_missing"), "green"),
    **dict.fromkeys(("death_reported", "death_notified", "remains_identified"), "magenta"),
}  # fmt: skip


def text_of(words: str, style: str = "") -> Text:
    """Return the program's own words for the screen; rich is loaded only where something is drawn."""
    from registry.cli.placing import Placed

    return Placed(words, style=style, overflow="ellipsis", no_wrap=True)


def grid() -> Table:
    """Return a card of labels and values."""
    from rich.table import Table

    card = Table.grid(padding=(0, 1), expand=False)
    card.add_column(style="dim", no_wrap=True, min_width=12)
    card.add_column(overflow="fold")
    return card


def one_a_line(texts: Iterable[Text]) -> Table:
    """Return texts each on one line of the screen, cut where it ends."""
    from rich.table import Table

    lines = Table.grid()
    lines.add_column(no_wrap=True, overflow="ellipsis")
    for text in texts:
        lines.add_row(text)
    return lines


def safe(text: object, style: str = "") -> Text:
    """Return text for the screen: no markup, no escape, no reordering, and nothing after it moved about."""
    shown = visible(str(text))
    return text_of(shown + ("" if script_of(shown) in (Script.LATIN, Script.OTHER) else _LRM), style)


def wrapped(text: object, style: str = "") -> Text:
    """Return safe text that may take several lines."""
    made = safe(text, style)
    made.no_wrap = False
    made.overflow = "fold"
    return made


def shortened(text: Text, lines: int, *, more: int = 0) -> RenderableType:
    """Return text in at most so many lines of the screen, 0 for all of it, saying where the rest is seen.

    ``more`` tells how many entries after this one are left out.
    """
    from rich.console import Console, ConsoleOptions
    from rich.containers import Lines
    from rich.measure import Measurement
    from rich.text import Text as Unplaced

    from registry.cli.placing import Placed, room_for

    if not lines:
        return text

    class Shortened:
        def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
            wanted = Measurement.get(console, options, text)
            return Measurement(wanted.minimum, wanted.maximum + (len(_LEFT) if more else 0))

        def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
            width = room_for(text, console, options.max_width)
            # Cut in logical order; what is left is ordered when it is drawn.
            drawn: Lines = Unplaced.wrap(text, console, width)
            cut = len(drawn) > lines
            kept = list(drawn[:lines])
            if more or cut:
                mark = f" … {more:,} more, see --all" if more else " … see --all"
                last = kept[-1]
                last.rstrip()
                last.truncate(max(1, width - len(mark)), overflow="crop")
                last.append(mark, style="dim")
                last.truncate(width, overflow="crop")
            for line in kept:
                line.rstrip()
                yield Placed("", overflow="crop", no_wrap=True).append_text(line)

    return Shortened()


# The longest words that say that more is left.
_LEFT = " … 10,000 more, see --all"


def status_text(code: str, flags: Sequence[str] = (), lang: str = "en") -> Text:
    """Return a status as glyph and word, with its flags."""
    if not code:
        return text_of("- not stated", "dim")
    label = STATUS_TERMS[code].show(lang) if code in STATUS_TERMS else visible(code)
    text = text_of(f"{sign_of(code)} {label}", _COLOURS.get(code, ""))
    for flag in flags:
        text.append(f" [{visible(flag)}]", style="dim")
    return text


def status_glyph(code: str) -> Text:
    """Return the glyph of a status alone, for a screen too narrow for its word."""
    return text_of(sign_of(code), _COLOURS.get(code, ""))


# Columns that are no use when cut, and the width they keep.
_WHOLE = {
    "id": 8, "release": 12, "last seen": 10, "when (UTC)": 16, "no.": 4, "did": 11, "cases": 5, "people": 17,
    "window": 22, "grade": 5,
}  # fmt: skip


def table(settings: Settings, *headings: str) -> Table:
    """Return a table in the house's look; columns named in ``_WHOLE`` keep their width on a narrow screen."""
    from rich.box import SIMPLE_HEAD

    from registry.cli.placing import Columns

    made = Columns(
        box=None if settings.plain else SIMPLE_HEAD,
        pad_edge=False,
        show_edge=False,
        padding=(0, 1, 0, 0),
        header_style="bold",
    )
    for heading in headings:
        # Columns that may be cut are those that rich may narrow first; their cells never wrap.
        width = _WHOLE.get(heading)
        made.add_column(heading, overflow="ellipsis", no_wrap=width is not None, min_width=width)
    return made


def name_table(settings: Settings, width: int, *headings: str) -> Table:
    """Return a table for a screen of ``width`` columns whose last column, the name, takes what others leave.

    A status takes 20 columns at most, and what stands beside it no more than leaves 26 for the name.
    """
    made = table(settings, *headings)
    gaps = (1 if settings.plain else 2) * (len(headings) - 1)
    left = width - gaps - _NAME - _STATUS - sum(_WHOLE.get(heading, 0) for heading in headings)
    for column in made.columns[:-1]:
        heading = str(column.header)
        if heading not in _WHOLE:
            # Its width is its own: only the name is narrowed by rich, and it has its room already.
            column.no_wrap = True
            column.max_width = _STATUS if heading == "status" else max(8, min(_BESIDE[heading], left))
    return made


_STATUS, _NAME = 20, 26
_BESIDE = {"where": 16, "why": 22, "planned": 17}
