"""The one way from text that cannot be trusted to the screen: no markup, no escape, nothing that moves its neighbours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from rich.style import Style
from rich.text import Text
from textual.app import App

from registry.tui.themes import LOOKS
from registry.words.text import visible


def plain(text: object) -> Text:
    """Return text of any kind as it may stand in a widget of one line."""
    return Text(visible(str(text)), no_wrap=True, overflow="ellipsis", end="")


def fitted(text: object, width: int) -> str:
    """Return text as exactly ``width`` cells of the terminal, cut at its end where it is longer."""
    shown = visible(str(text))
    if cell_len(shown) > width:
        shown = set_cell_size(shown, max(0, width - 1)) + "…" if width else ""
    return set_cell_size(shown, width)


def wrapped(text: object, width: int) -> list[str]:
    """Return text of any length as lines of at most ``width`` cells, broken between words where that is possible."""
    lines: list[str] = []
    for paragraph in visible(str(text), paragraphs=True).split("\n"):
        line = ""
        for word in paragraph.replace("\t", " ").split(" "):
            joined = f"{line} {word}" if line else word
            if cell_len(joined) <= width:
                line = joined
                continue
            if line:
                lines.append(line)
            while cell_len(word) > max(width, 1):
                head = _head(word, max(width, 1))
                lines.append(head)
                word = word[len(head) :]
            line = word
        lines.append(line)
    return lines


def _head(word: str, width: int) -> str:
    """Return as much of a word as ``width`` cells hold, at least one character."""
    end = 1
    while end < len(word) and cell_len(word[: end + 1]) <= width:
        end += 1
    return word[:end]


def look(app: App[object], name: str) -> Style:
    """Return the style that one of the words of ``themes.LOOKS`` has in the present theme."""
    colour, attribute = LOOKS[name]
    worn = Style.parse(attribute) if attribute else Style()
    if not colour:
        return worn
    return worn + Style(color=app.get_css_variables()[colour])


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a card: a label and what it says, with a chip behind it; without a label it is a line."""

    text: str = ""
    label: str = ""
    look: str = ""
    chip: str = ""
    indent: int = 0


def heading(text: str) -> Entry:
    """Return a heading of a card."""
    return Entry(text, look="title")


GAP = Entry()
_LABEL = 16


def drawn(entries: Iterable[Entry], width: int) -> list[list[tuple[str, str]]]:
    """Return a card as lines of pieces, each piece a text and the name of its look, none wider than ``width``."""
    lines: list[list[tuple[str, str]]] = []
    for entry in entries:
        lines += _entry(entry, max(width, 1))
    return lines


def _entry(entry: Entry, width: int) -> list[list[tuple[str, str]]]:
    if not entry.label:
        room = max(1, width - entry.indent)
        lines = [[(" " * entry.indent, ""), (line, entry.look)] for line in wrapped(entry.text, room)]
    elif width < 2 * _LABEL:  # one under the other where both do not fit beside each other
        lines = [[(fitted(entry.label, width), "label")]]
        lines += [[("  ", ""), (line, entry.look)] for line in wrapped(entry.text, max(1, width - 2))]
    else:
        label, rest = _LABEL - 1, width - _LABEL - entry.indent
        texts = wrapped(entry.text, max(1, rest))
        lines = [
            [(" " * entry.indent, ""), (fitted(entry.label if at == 0 else "", label), "label"), (" ", ""),
             (line, entry.look)]
            for at, line in enumerate(texts)
        ]  # fmt: skip
    if entry.chip:
        used = sum(cell_len(text) for text, _ in lines[-1])
        chip = f" [{visible(entry.chip)}]"
        if used + cell_len(chip) <= width:
            lines[-1].append((chip, "chip"))
        else:
            lines.append([(fitted(chip.rjust(min(width, cell_len(chip))), width), "chip")])
    return [[piece for piece in line if piece[0]] for line in lines]


def joined(lines: Sequence[Sequence[tuple[str, str]]]) -> str:
    """Return drawn lines as plain text, for tests and for what a screen reader is given."""
    return "\n".join("".join(text for text, _ in line) for line in lines)
