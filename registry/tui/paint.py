"""The one way from text that cannot be trusted to the screen: no markup, no escape, nothing that moves its neighbours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest

from rich.console import Console, ConsoleOptions
from rich.measure import Measurement
from rich.style import Style
from rich.text import Text
from textual.app import App

from registry.display.cells import Way, laid, paragraph
from registry.display.classes import TURNS
from registry.display.funnel import shown
from registry.display.widths import width_of
from registry.tui.themes import LOOKS

# What stands between two texts of one line where it is not known what the terminal does: it looks like a stroke and is
# a letter of a left-to-right script (U+01C0), so that no text on one side of it is ordered together with the other.
WALL = "\u01c0"


def plain(text: object, way: Way) -> Text:
    """Return text of any kind as it may stand in a widget of one line."""
    said = str(text)
    natural = width_of(shown(said))
    return Text(
        laid(said, natural + (way is Way.REORDERS), way).rstrip(" "),
        no_wrap=True,
        overflow="ellipsis",
        end="",
    )


# What a choice is called: a text, or several that are each written by themselves, so that no script turns its neighbour.
Label = str | tuple[str, ...]


def parts_of(label: Label) -> tuple[str, ...]:
    """Return the parts of a label, one of them where it is a text."""
    return (label,) if isinstance(label, str) else label


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label as it may stand in a list of choices: on one line where it fits, and broken as it is read where not."""

    label: Label
    way: Way

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterable[Text]:
        """Yield its lines for the width that there is."""
        for line in labelled(self.label, options.max_width, self.way):
            yield Text(line, no_wrap=True, overflow="crop")

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """Tell how wide it would like to be."""
        lines = labelled(self.label, options.max_width, self.way)
        return Measurement(1, max([1, *map(width_of, lines)]))


def labelled(label: Label, width: int, way: Way) -> list[str]:
    """Return a label as lines of at most ``width`` cells: its parts follow each other, each in a place of its own.

    The order of words is found before a line is broken: a name that is ordered first and broken then would lose its
    first word to the next line.
    """
    width = max(1, width)
    between = f" {WALL} " if way is Way.UNSURE else "  "
    lines: list[str] = []
    for part in filter(None, parts_of(label)):
        if width_of(shown(part)) + (way is Way.REORDERS) <= width:
            more = [plain(part, way).plain]
        else:
            more = [line.rstrip(" ") for line in wrapped(part, width, way)]
        if lines and len(more) == 1 and width_of(lines[-1] + between + more[0]) <= width:
            lines[-1] += between + more[0]
        else:
            lines += more
    return lines or [""]


def fitted(text: object, width: int, way: Way) -> str:
    """Return text as exactly ``width`` cells of the terminal, cut at its end where it is longer."""
    return laid(str(text), width, way)


def wrapped(text: object, width: int, way: Way) -> list[str]:
    """Return text of any length as lines of at most ``width`` cells, broken between words where that is possible.

    What runs from right to left stands at the left as well where it is short, since it is a value among others;
    where it takes several lines it is a paragraph of its own.
    """
    lines: list[str] = []
    for part in shown(str(text), paragraphs=True).split("\n"):
        natural = width_of(part) + (way is Way.REORDERS)
        if not TURNS.search(part):
            lines += [line.rstrip(" ") for line in paragraph(part, width, way)] or [""]
        elif natural <= width:
            lines.append(laid(part, natural, way))
        else:
            lines += paragraph(part, width, way)
    return lines


def look(app: App[object], name: str) -> Style:
    """Return the style that one of the words of ``themes.LOOKS`` has in the present theme."""
    colour, attribute = LOOKS[name]
    worn = Style.parse(attribute) if attribute else Style()
    if not colour:
        return worn
    # What the theme was last made into; to make it anew takes some milliseconds, and is asked for each piece drawn.
    return worn + Style(color=(app.theme_variables or app.get_css_variables())[colour])


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a card: a label and what it says, with a chip behind it; without a label it is a line."""

    text: str = ""
    label: str = ""
    look: str = ""
    chip: str = ""
    indent: int = 0
    broad: bool = False  # the label is a question, and has twice the room


def heading(text: str) -> Entry:
    """Return a heading of a card."""
    return Entry(text, look="title")


GAP = Entry()
_LABEL, _BROAD = 16, 32


def drawn(entries: Iterable[Entry], width: int, way: Way) -> list[list[tuple[str, str]]]:
    """Return a card as lines of pieces, each piece a text and the name of its look, none wider than ``width``."""
    lines: list[list[tuple[str, str]]] = []
    for entry in entries:
        lines += _entry(entry, max(width, 1), way)
    return lines


def _entry(entry: Entry, width: int, way: Way) -> list[list[tuple[str, str]]]:
    if not entry.label:
        room = max(1, width - entry.indent)
        lines = [[(" " * entry.indent, ""), (line, entry.look)] for line in wrapped(entry.text, room, way)]
        last = len(lines) - 1
    elif width < 2 * (
        wide := _BROAD if entry.broad else _LABEL
    ):  # one under the other where both do not fit beside each other
        lines = [[(fitted(entry.label, width, way), "label")]]
        lines += [[("  ", ""), (line, entry.look)] for line in wrapped(entry.text, max(1, width - 2), way)]
        last = len(lines) - 1
    else:
        label, rest = wide - 1, width - wide - entry.indent
        labels, texts = _told(entry.label, label, way), wrapped(entry.text, max(1, rest), way)
        lines = [
            [(" " * entry.indent, ""), (fitted(of, label, way), "label"), (" ", ""), (line, entry.look)]
            for of, line in zip_longest(labels, texts, fillvalue="")
        ]
        last = len(texts) - 1
    if entry.chip:
        _chipped(lines, last, entry, width, way)
    return [[piece for piece in line if piece[0]] for line in lines]


def _told(label: str, width: int, way: Way) -> list[str]:
    """Return the lines of a label, which keeps the blanks before it: cut labels of two facts may read the same."""
    said = label.lstrip(" ")
    lead = " " * (len(label) - len(said))
    if width_of(shown(label)) <= width or len(lead) >= width:
        return [label]
    return [lead + line for line in wrapped(said, width - len(lead), way)]


def _chipped(lines: list[list[tuple[str, str]]], last: int, entry: Entry, width: int, way: Way) -> None:
    """Put the chip behind the text where it fits, and on a line of its own where not."""
    used = sum(width_of(text) for text, _ in lines[last])
    room = width_of(shown(entry.chip)) + 3 + (way is Way.REORDERS and not entry.chip.isascii())
    chip = f" [{laid(entry.chip, room - 3, way)}]" if room <= width else fitted(f"[{entry.chip}]", width, way)
    # A terminal that nothing is known of would order the chip together with a text that turns.
    apart = way is Way.UNSURE and TURNS.search(entry.text)
    if used + room <= width and not apart:
        lines[last].append((chip, "chip"))
    else:
        lines.append([(chip, "chip")])


def spoken(entries: Iterable[Entry]) -> str:
    """Return what a card says as plain text, one entry a line, as nobody's terminal has changed it."""
    return "\n".join(
        ": ".join(filter(None, (entry.label, entry.text))) + (f" [{entry.chip}]" if entry.chip else "")
        for entry in entries
    )
