"""What a written summary says of each of its cells: from how many people to how many, by the printed reading rule."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Cell = tuple[tuple[str, str], ...]
TOTAL = "Total"
WHOLE = 50  # With fewer people than this a release gives one total, so a table tells of at least so many.
PERSONS = 10


@dataclass(frozen=True)
class Print:
    """One printed cell: its place, the truth's bounds (``high`` is None where none is told) and the figure shown."""

    at: Cell
    low: int
    high: int | None
    shown: int | None


@dataclass(frozen=True)
class Reading:
    """One release as its reader has it; ``trees`` gives for each dimension the leaves below each class.

    ``day`` is the day of making and the cut-off; with fewer people than ``whole`` there would be no table, and
    ``persons`` is what the policy asks for in a class that is named for itself.
    """

    number: int
    recipient: str
    day: tuple[str, str]
    whole: int
    persons: int
    trees: Mapping[str, Mapping[str, frozenset[str]]]
    children: Mapping[str, Mapping[str, tuple[str, ...]]]
    prints: tuple[Print, ...]

    def shown(self) -> dict[Cell, Print]:
        """Return the prints by their place."""
        return {each.at: each for each in self.prints}


def read(document: bytes, number: int, recipient: str, *, steps: bool = True) -> Reading:
    """Read one summary; ``steps`` uses that a print of a widened release is wide on its upper side only."""
    said: dict[str, Any] = json.loads(document)
    children = {key: _children(tree) for key, tree in said["dimensions"].items()}
    policy = said.get("policy", {})
    below, above = _reach(said.get("rounding"), steps=steps)
    prints = tuple(Print(place(cell["at"]), *_bounds(cell, below, above)) for cell in said["cells"])
    return Reading(
        number, recipient, (said["made_on"], said.get("cutoff", "")), policy.get("universe", WHOLE),
        policy.get("persons", PERSONS),
        {key: _leaves(tree) for key, tree in children.items()}, children, prints,
    )  # fmt: skip


def place(at: Mapping[str, str] | Iterable[tuple[str, str]]) -> Cell:
    """Return the classes of a cell in one order, without those that are the total."""
    pairs = at.items() if isinstance(at, Mapping) else at
    return tuple(sorted((key, code) for key, code in pairs if code != TOTAL))


def _reach(rounding: Mapping[str, Any] | None, *, steps: bool) -> tuple[int, int]:
    """Return by how many people the truth may lie below a print, and by how many above it."""
    if rounding is None:
        return 0, 0
    base = rounding["base"]
    if rounding.get("mode") == "nearest":
        return base // 2, (base - 1) // 2
    reach = rounding.get("reach", base - 1)
    return reach, min(reach, base - 1) if steps else reach


def _bounds(cell: Mapping[str, Any], below: int, above: int) -> tuple[int, int | None, int | None]:
    value = cell["value"]
    if value is None:
        return (0, 9, None) if cell.get("why") == "primary" else (0, None, None)
    if isinstance(value, int):
        return max(0, value - below), value + above, value
    if found := re.fullmatch(r"<(\d+)", value):
        return 0, int(found[1]) - 1, None
    low, high = value.split("-")
    return int(low), int(high), None


def _children(tree: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    if "children" in tree:
        return {code: tuple(below) for code, below in tree["children"].items()}
    inside = {code for below in tree["nodes"].values() for code in below}
    top = [code for code in [*tree["nodes"], *tree["leaves"]] if code not in inside]
    return {TOTAL: tuple(top), **{code: tuple(below) for code, below in tree["nodes"].items()}}


def _leaves(children: Mapping[str, tuple[str, ...]]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}

    def below(code: str) -> frozenset[str]:
        if code not in found:
            found[code] = (
                frozenset().union(*map(below, children[code])) if code in children else frozenset({code})
            )
        return found[code]

    below(TOTAL)
    return found
