"""The order in which the characters of one line stand on the screen: the Unicode Bidirectional Algorithm, UAX #9.

Rules are named as there: P for paragraphs, X for explicit marks, W, N and I for weak, neutral and implicit
levels (those are in ``levels``), L for the line. Levels are even for left-to-right, odd for right-to-left.
"""

from __future__ import annotations

from collections.abc import Sequence

from registry.display.classes import TURNS, class_of
from registry.display.explicit import embedded, sequences
from registry.display.levels import resolve
from registry.display.mirrors import MIRRORED

_ISOLATES = frozenset({"LRI", "RLI", "FSI"})
_STRONG = {"L": 0, "R": 1, "AL": 1}
# What rule L1 sets back to the level of the paragraph at the end of a line and before a tab.
_TRAILING = _ISOLATES | {"WS", "PDI"}

Levels = list[int | None]


def base_of(text: str) -> int:
    """Return the level of a paragraph found from its own text, 0 or 1 (rules P2 and P3)."""
    return 0 if not TURNS.search(text) else base_among([class_of(one) for one in text])


def base_among(classes: Sequence[str]) -> int:
    """Return the level that the first strong class tells, passing over what stands in isolates."""
    depth = 0
    for name in classes:
        if name in _ISOLATES:
            depth += 1
        elif name == "PDI":
            depth = max(0, depth - 1)
        elif depth == 0 and name in _STRONG:
            return _STRONG[name]
    return 0


def levels_of(text: str, base: int | None = None) -> tuple[int, Levels]:
    """Return the level of the paragraph and of each character, None for those that rule X9 takes out.

    ``text`` is one paragraph; ``base`` is 0 or 1, or None to find it from the text. Text that nothing in it
    turns is all at level 0, and nothing is taken out of it.
    """
    if not base and not TURNS.search(text):
        return 0, [0] * len(text)
    classes = [class_of(one) for one in text]
    if base is None:
        base = base_among(classes)
    levels, kinds = embedded(classes, base, base_among)
    for sequence in list(sequences(classes, levels, base)):
        resolve(text, kinds, levels, sequence)
    _settle(classes, levels, base)
    return base, levels


def _settle(classes: Sequence[str], levels: Levels, base: int) -> None:
    """Set tabs, what ends the paragraph and the blanks before them back to its level (rule L1)."""
    trailing = True
    for place in range(len(classes) - 1, -1, -1):
        name = classes[place]
        if name in {"S", "B"}:
            trailing = True
        elif levels[place] is None:
            continue
        elif name not in _TRAILING:
            trailing = False
        if trailing:
            levels[place] = base


def order_of(levels: Sequence[int | None]) -> list[int]:
    """Return the places of the characters as they stand from left to right (rule L2)."""
    order = [place for place, level in enumerate(levels) if level is not None]
    known = [level for level in levels if level is not None]
    odd = [level for level in known if level % 2]
    if not odd:
        return order
    for least in range(max(known), min(odd) - 1, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and (levels[order[end]] or 0) >= least:
                end += 1
            order[start:end] = order[start:end][::-1]
            start = end + 1
    return order


def placed(line: str, levels: Sequence[int | None]) -> list[tuple[int, str]]:
    """Return one line as it stands from left to right: the place each character has in ``line``, and what is drawn.

    Marks come after their letters (L3), brackets and the like are turned where they run right to left (L4).
    """
    found: list[tuple[int, str]] = []
    marks: list[tuple[int, str]] = []
    for place in order_of(levels):
        one = line[place]
        if (levels[place] or 0) % 2 == 0:
            found.append((place, one))
        elif class_of(one) == "NSM":
            # Right to left a mark comes before its letter, and a terminal draws it on what came before it.
            marks.append((place, one))
            continue
        else:
            found.append((place, MIRRORED.get(one, one)))
        if marks:
            found += reversed(marks)
            marks.clear()
    return found + marks[::-1]


def drawn(line: str, levels: Sequence[int | None]) -> str:
    """Return one line as it stands from left to right, by the levels of its characters."""
    return "".join(one for _, one in placed(line, levels))


def visual(text: str, base: int | None = None) -> str:
    """Return one line in the order in which it stands on the screen from left to right.

    ``base`` is the level of its paragraph, 0 or 1, or None to find it from the text.
    """
    if not base and not TURNS.search(text):
        return text
    return drawn(text, levels_of(text, base)[1])
