"""`registry doctor bidi`: one row of a table in each way of writing Arabic; a person says which one reads correctly."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from registry.cli.settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType

    from registry.cli.bidi_shapes import BidiReport
    from registry.display.terminals import Choice

EPILOG = (
    "Example: `registry doctor bidi`, in the terminal you work with. It opens no vault. The answer is remembered for this "
    "kind of terminal on this machine; `REGISTRY_BIDI=logical`, `reorders` or `unsure` goes before it."
)

# Invented, and such that a name, an age, a place and a number cannot be taken for each other.
_HEADS = ("name", "age", "place", "number")
_ROW = ("محمد (علي) الحلبي", "34", "حلب Aleppo", "12-7")
_WIDTHS = (20, 4, 14, 8)
_EXPECTED = (
    "In the right one every value stands under its own word: 34 under age, 12-7 under number.\n"
    "The name begins at its right end with Muhammad, then Ali in brackets, then al-Halabi,\n"
    "and the letters of each word are joined."
)

_SAYS = {
    "logical": "text is put in order and joined by registry; the terminal leaves it so",
    "reorders": "text is put in order and joined by registry, between marks that have the terminal leave it so",
    "unsure": "names are written as they are, and a table with Arabic becomes cards, one field a line",
}
_BY = {
    "environment": "REGISTRY_BIDI says so",
    "remembered": "you said so here",
    "terminal": "known of this terminal",
}
_CAUTION = "nothing is known of this terminal, so this is the cautious way; say at a terminal which one reads correctly"


def bidi(context: typer.Context) -> None:
    """Find out how Arabic names and tables are written so that they read correctly on this terminal."""
    from registry.cli import output
    from registry.cli.placing import choice_here
    from registry.cli.session import can_ask

    settings: Settings = context.obj
    choice, kept = choice_here(), False
    if can_ask(settings) and sys.stdout.isatty() and not settings.json:
        kept = _asked(settings, choice)
        choice = choice_here()
    shape = _shape(choice, kept=kept)
    output.answer(settings, shape, lambda: _drawn(shape))


def _shape(choice: Choice, *, kept: bool) -> BidiReport:
    from registry.cli.bidi_shapes import BidiReport
    from registry.display.shaping import UNSHAPED, can_shape

    joined = can_shape()
    hint = "" if joined else UNSHAPED
    return BidiReport(choice.terminal, choice.way.value, choice.by, joined, hint, kept)


def samples() -> Iterator[tuple[str, list[str]]]:
    """Yield each way by its name with the lines of the sample written in it."""
    from registry.display.cells import Way, card, row

    for way in (Way.LOGICAL, Way.REORDERS):
        yield way.value, [row(_HEADS, _WIDTHS, way), row(_ROW, _WIDTHS, way)]
    yield Way.UNSURE.value, card(list(zip(_HEADS, _ROW, strict=True)), 40, Way.UNSURE)


def _asked(settings: Settings, choice: Choice) -> bool:
    """Show the samples, ask, and remember the answer; return whether one was given."""
    from registry.cli import asking, output
    from registry.cli.terminal_memory import remember
    from registry.display.cells import Way
    from registry.errors import InputRefused, RegistryError

    ways = []
    for number, (way, lines) in enumerate(samples(), 1):
        ways.append(way)
        # Written past the console, which would put them in order a second time.
        output.write_out("".join(f"{line}\n" for line in (f"{number}.", *lines, "")))
    asking.tell(_EXPECTED)

    def read(said: str) -> str:
        if said in {"1", "2", "3"}:
            return ways[int(said) - 1]
        raise InputRefused("that is none of the numbers", "type 1, 2 or 3; Enter changes nothing")

    said = asking.ask(settings, "Which one reads correctly? 1, 2 or 3; 3 is safe where none does", read)
    if said is None:
        return False
    try:
        remember(choice.terminal, Way(said))
    except OSError as lost:
        raise RegistryError(
            "the answer could not be kept on this machine", f"set REGISTRY_BIDI={said} in {_profile()}"
        ) from lost
    return True


def _profile() -> str:
    return "the settings of your terminal" if os.name == "nt" else "the profile of your shell"


def _drawn(shape: BidiReport) -> Iterator[RenderableType]:
    from registry.cli.drawing import grid, wrapped
    from registry.display.terminals import UNKNOWN

    lines = grid()
    for label, value in (
        ("terminal", shape.terminal),
        ("way", f"{shape.way}: {_SAYS[shape.way]}"),
        ("because", _CAUTION if shape.by == "terminal" and shape.terminal == UNKNOWN.name else _BY[shape.by]),
        ("letters", "joined" if shape.joined else shape.hint),
    ):
        lines.add_row(label, wrapped(value))
    yield lines
    if shape.kept:
        yield wrapped("remembered on this machine for this kind of terminal", "bold")
        if shape.by == "environment":
            yield wrapped("REGISTRY_BIDI is set and goes before it", "bold")
