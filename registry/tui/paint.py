"""The one way from text that cannot be trusted to the screen: no markup, no escape, nothing that moves its neighbours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rich.style import Style
from rich.text import Text
from textual.app import App

from registry.display.cells import Way, laid, paragraph
from registry.display.classes import TURNS
from registry.display.funnel import shown
from registry.display.widths import width_of
from registry.tui.themes import LOOKS


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


def labelled(label: Label, way: Way) -> Text:
    """Return a label as it may stand in a widget of one line, each of its parts in a place of its own."""
    return Text("  ", end="").join([plain(part, way) for part in parts_of(label) if part])


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
    elif width < 2 * (
        wide := _BROAD if entry.broad else _LABEL
    ):  # one under the other where both do not fit beside each other
        lines = [[(fitted(entry.label, width, way), "label")]]
        lines += [[("  ", ""), (line, entry.look)] for line in wrapped(entry.text, max(1, width - 2), way)]
    else:
        label, rest = wide - 1, width - wide - entry.indent
        texts = wrapped(entry.text, max(1, rest), way)
        lines = [
            [(" " * entry.indent, ""), (fitted(entry.label if at == 0 else "", label, way), "label"), (" ", ""),
             (line, entry.look)]
            for at, line in enumerate(texts)
        ]  # fmt: skip
    if entry.chip:
        used = sum(width_of(text) for text, _ in lines[-1])
        room = width_of(shown(entry.chip)) + 4 + (way is Way.REORDERS)
        chip = (
            f" [{laid(entry.chip, room - 4, way)}]"
            if room <= width
            else fitted(f"[{entry.chip}]", width, way)
        )
        if used + room <= width:
            lines[-1].append((chip, "chip"))
        else:
            lines.append([(chip, "chip")])
    return [[piece for piece in line if piece[0]] for line in lines]


def spoken(entries: Iterable[Entry]) -> str:
    """Return what a card says as plain text, one entry a line, as nobody's terminal has changed it."""
    return "\n".join(
        ": ".join(filter(None, (entry.label, entry.text))) + (f" [{entry.chip}]" if entry.chip else "")
        for entry in entries
    )
