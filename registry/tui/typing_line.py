"""The line one types in as it is drawn: letters in the order in which they are read, and the cursor on its own."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len

from registry.display.cells import Way
from registry.display.classes import TURNS
from registry.display.holding import CLOSES, OPENS, wants_blank
from registry.display.ordering import levels_of, placed
from registry.display.shaping import JOINERS, shaped


@dataclass(frozen=True, slots=True)
class Sign:
    """One letter as it is drawn, with its marks: the place in the text that it stands for, and the cells it takes."""

    text: str
    place: int
    cells: int


def signs(value: str, cursor: int, room: int, way: Way) -> list[Sign] | None:
    """Return what of ``value`` is drawn on ``room`` cells, from left to right, with the cursor's place in sight.

    After the last letter stands a blank for the cursor: at the left of a text that runs from right to left. None where
    the text is drawn as it was typed, since nothing in it turns, or nobody knows what the terminal does.
    """
    if way is Way.UNSURE or not TURNS.search(value):
        return None
    # Joiners are nothing to see; the letter behind one is where the cursor is then.
    kept = [place for place, one in enumerate(value) if one not in JOINERS]
    made = shaped(value)
    if len(made) != len(kept):
        return None
    made, kept = made + " ", [*kept, len(value)]
    found: list[Sign] = []
    for at, one in placed(made, levels_of(made)[1]):
        cells = cell_len(one)
        if cells or not found:
            found.append(Sign(one, kept[at], cells))
        else:
            found[-1] = Sign(found[-1].text + one, found[-1].place, found[-1].cells)
    here = min((place for place in kept if place >= cursor), default=len(value))
    return _held(_in_sight(found, here, room - (way is Way.REORDERS)), way)


def _in_sight(found: list[Sign], here: int, room: int) -> list[Sign]:
    """Return as many signs as there is room for, from the first, or from so far on that the cursor's is the last."""
    at = next((at for at, sign in enumerate(found) if sign.place == here), len(found) - 1)
    start, used = 0, sum(sign.cells for sign in found[: at + 1])
    while used > room and start < at:
        used -= found[start].cells
        start += 1
    kept: list[Sign] = []
    for sign in found[start:]:
        room -= sign.cells
        if room < 0:
            break
        kept.append(sign)
    return kept


def _held(found: list[Sign], way: Way) -> list[Sign]:
    """Return the signs with marks that keep them in their order where the terminal would order them anew."""
    if way is not Way.REORDERS or not found:
        return found
    first, *rest = found
    if wants_blank(first.text):
        first, rest = Sign(" ", -1, 1), found
    *rest, last = [Sign(first.text + OPENS, first.place, first.cells), *rest]
    return [*rest, Sign(last.text + CLOSES, last.place, last.cells)]
