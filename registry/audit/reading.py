"""Reading a written summary that may have been made to harm: strictly, within bounds, or refused in a sentence."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from registry.audit.trees import Tree, read_tree
from registry.errors import InputRefused

Cell = frozenset[tuple[str, str]]

# A summary is some hundred kilobytes; what is larger than this was not made to be read.
LARGEST = 16 * 1024 * 1024
MOST_CELLS = 20_000
_MOST_DIMENSIONS = 12
_MOST_CROSSED = 8
_GREATEST = 1_000_000_000
_DEEPEST = 30
_LONGEST_NAME = 80
# Nothing loosens the floor: a file cannot have itself judged by a smaller threshold of its own.
FLOOR = 10

_HINT = "the shape is described in docs/reference/schemas/summary.json"
MODES = ("none", "ordinary", "controlled", "random")


@dataclass(frozen=True, slots=True)
class Rounding:
    """How the figures were rounded; ``reach`` is the greatest distance of truth and print in persons, if told."""

    base: int
    mode: str
    reach: int | None = None
    # Whether figures are said one way ("at least"): each is the least number that its print guarantees.
    floor: bool = False


@dataclass(frozen=True, slots=True)
class Printed:
    """What one cell prints: a number, or bounds in words (``high`` may be open), or nothing (all ``None``)."""

    at: Cell
    number: int | None = None
    low: int | None = None
    high: int | None = None
    why: str = ""
    # What the file itself says where that is not the print: the figure of "at least".
    least: int | None = None

    @property
    def withheld(self) -> bool:
        """Whether the cell prints no figure at all."""
        return self.number is None and self.low is None


@dataclass(frozen=True, slots=True)
class Release:
    """One written summary: its classes, its cells without those named by a total, and how it was rounded."""

    name: str
    made_on: str
    threshold: int
    withheld_below: int
    rounding: Rounding | None
    trees: Mapping[str, Tree]
    cells: Mapping[Cell, Printed]
    prose: tuple[str, ...] = ()
    # Days, figures and constants that the file itself gives outside its cells, and that a text may repeat.
    days: frozenset[str] = frozenset()
    constants: frozenset[int] = frozenset()
    # Two prints of one cell that differ: a contradiction by itself.
    twice: tuple[Cell, ...] = ()

    @property
    def figures(self) -> frozenset[int]:
        """Every number that a cell prints, the bounds of intervals included."""
        cells = self.cells.values()
        return frozenset(
            n
            for cell in cells
            for n in ((cell.number, cell.low, cell.high) if cell.least is None else (cell.least,))
            if n is not None
        )

    def said(self, at: Cell) -> str:
        """Return a cell in words: dimension and class, or everyone."""
        words = [f"{key} {self.trees[key].said(code) if key in self.trees else code}" for key, code in at]
        return ", ".join(sorted(words)) or "everyone"


def read_release(written: bytes, name: str = "") -> Release:
    """Return the summary that ``written`` holds; raise ``InputRefused`` with one sentence where it is none."""
    read = _document(written)
    trees = {key: read_tree(key, given) for key, given in _object(read, "dimensions").items()}
    if len(trees) > _MOST_DIMENSIONS:
        raise _refused(f"the summary has more than {_MOST_DIMENSIONS} dimensions")
    threshold = max(_whole(read.get("threshold"), FLOOR), FLOOR)
    suppression = read.get("suppression")
    below = suppression.get("threshold") if isinstance(suppression, dict) else None
    filtered = _at(read.get("filter") or {}, trees)
    rounding = _rounding(read.get("rounding"))
    cells, twice = _cells(read.get("cells"), trees, filtered)
    if rounding and rounding.floor:
        cells = {at: _of_floor(cell, rounding) for at, cell in cells.items()}
    return Release(
        name=(name or str(read.get("release_id") or "summary"))[:_LONGEST_NAME],
        made_on=str(read.get("made_on") or "")[:_LONGEST_NAME],
        threshold=threshold,
        withheld_below=_whole(below, threshold),
        rounding=rounding,
        trees=trees,
        cells=cells,
        prose=tuple(_prose(read)),
        days=frozenset(day for day in (read.get("made_on"), read.get("cutoff")) if isinstance(day, str)),
        constants=frozenset(_constants(read)),
        twice=twice,
    )


def _document(written: bytes) -> dict[str, Any]:
    if len(written) > LARGEST:
        raise _refused(f"the file is larger than {LARGEST // 1024 // 1024} MiB, and no summary is")
    try:
        read = json.loads(
            written.decode("utf-8-sig"),
            object_pairs_hook=_once,
            parse_constant=_no_number,
            parse_float=_no_float,
        )
    except (ValueError, RecursionError) as broken:
        raise _refused("the file is not JSON in UTF-8, or nested too deep to be a summary") from broken
    if not isinstance(read, dict):
        raise _refused("the file is not a summary: it holds no object")
    return read


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _refused("a key stands twice in one object, and readers would differ on which counts")
    return found


def _no_number(word: str) -> NoReturn:  # noqa: ARG001 - the parser's signature.
    raise _refused("a value is not a number that can be counted with")


def _no_float(text: str) -> float:
    """Keep a fraction as what it is: as the value of a cell it is refused there."""
    return float(text)


def _object(read: Mapping[str, Any], key: str) -> dict[str, Any]:
    found = read.get(key)
    if not isinstance(found, dict):
        raise _refused(f"the summary has no {key}, or they are not an object")
    return found


def _whole(given: Any, otherwise: int) -> int:
    if given is None:
        return otherwise
    if type(given) is not int or not 0 <= given <= _GREATEST:
        raise _refused("a threshold, base or reach is not a whole number of people")
    return given


def _rounding(given: Any) -> Rounding | None:
    if given is None:
        return None
    if not isinstance(given, dict) or given.get("mode", "ordinary") not in MODES:
        raise _refused(f"the rounding is none of {', '.join(MODES)}")
    mode = given.get("mode", "ordinary")
    if mode == "none":
        return None
    base = _whole(given.get("base"), 0)
    if base < 1:
        raise _refused("the rounding names no base")
    reach = given.get("reach")
    band = given.get("band")
    if band not in (None, "floor") or (band and reach is None):
        raise _refused("the band of the rounding is none that is known, or it has no reach")
    return Rounding(base, mode, None if reach is None else _whole(reach, 0), band == "floor")


def _cells(
    given: Any, trees: Mapping[str, Tree], filtered: Cell
) -> tuple[dict[Cell, Printed], tuple[Cell, ...]]:
    if not isinstance(given, list) or not given:
        raise _refused("the summary has no cells")
    if len(given) > MOST_CELLS:
        raise _refused(
            f"the summary has more than {MOST_CELLS:,} cells, and cannot be checked in bounded time"
        )
    found: dict[Cell, Printed] = {}
    twice: list[Cell] = []
    for cell in given:
        if not isinstance(cell, dict) or "value" not in cell:
            raise _refused("a cell is not an object with a value")
        at = _at(cell.get("at", {}), trees) | filtered
        printed = _printed(at, cell["value"], cell.get("why"))
        if at in found and found[at] != printed:
            twice.append(at)
        found[at] = printed
    return found, tuple(twice)


def _at(given: Any, trees: Mapping[str, Tree]) -> Cell:
    if not isinstance(given, dict) or len(given) > _MOST_CROSSED:
        raise _refused(f"the place of a cell is not an object of at most {_MOST_CROSSED} dimensions")
    at = []
    for key, code in given.items():
        tree = trees.get(key)
        if tree is None or not isinstance(code, str) or (code not in tree.leaves and code != "Total"):
            raise _refused("a cell names a dimension or a class that the summary does not have")
        if code not in (tree.root, "Total"):
            at.append((key, code))
    return frozenset(at)


def _printed(at: Cell, value: Any, why: Any) -> Printed:
    reason = why if isinstance(why, str) else ""
    if value is None:
        return Printed(at, why=reason)
    if type(value) is int and 0 <= value <= _GREATEST:
        return Printed(at, number=value, why=reason)
    if isinstance(value, str) and (bounds := _interval(value)):
        return Printed(at, low=bounds[0], high=bounds[1], why=reason)
    raise _refused('the value of a cell is not a whole number, null, or an interval such as "<10" or "10-14"')


def _interval(text: str) -> tuple[int, int | None] | None:
    """Return the bounds of ``<10``, ``10-14``, ``10+`` or a number written as text; ``None`` for anything else."""
    plain = text.strip().replace("\u2013", "-").replace(" ", "")
    if len(plain) > 24 or not plain.isascii():
        return None
    if plain.isdigit():
        return int(plain), int(plain)
    if plain.startswith("<") and plain[1:].isdigit() and int(plain[1:]) > 0:
        return 0, int(plain[1:]) - 1
    if plain.endswith("+") and plain[:-1].isdigit():
        return int(plain[:-1]), None
    first, dash, last = plain.partition("-")
    if dash and first.isdigit() and last.isdigit() and int(first) <= int(last):
        return int(first), int(last)
    return None


def _of_floor(cell: Printed, rounding: Rounding) -> Printed:
    """Return what who knows the method reads from "30+": the print that guarantees no more than that.

    A figure of nought stands for every print that guarantees nobody.
    """
    if cell.low is None or cell.high is not None:
        raise _refused("the figures are said to be floors, and a cell holds something else than one")
    reach = rounding.reach or 0
    if cell.low:
        return replace(cell, number=cell.low + reach + 1, low=None, least=cell.low)
    return replace(cell, high=2 * reach + 1, least=0)


# What carries figures of its own rule, codes or names, and is no prose.
_NO_PROSE = frozenset(
    "release_id made_on cutoff policy threshold dimensions rounding suppression tables cells groups filter".split()
)


def _prose(read: Mapping[str, Any]) -> Iterator[str]:
    for key, value in read.items():
        if key not in _NO_PROSE:
            yield from _texts(value)
    for group in read.get("groups") or () if isinstance(read.get("groups"), list) else ():
        if isinstance(group, dict):
            yield from _texts([value for key, value in group.items() if key not in {"wording", "period"}])


_DIGITS = re.compile(r"[0-9]{1,9}", re.ASCII)


def _constants(read: Mapping[str, Any]) -> Iterator[int]:
    """Yield the numbers of the method and of the sources' own words: no counts of this register."""
    policy, rounding = read.get("policy"), read.get("rounding")
    for given in (policy, rounding, read.get("suppression"), {"threshold": read.get("threshold")}):
        if isinstance(given, dict):
            # A switch of the policy, on or off, is no figure.
            yield from (value for value in given.values() if type(value) is int and value > 1)
    if isinstance(rounding, dict) and type(base := rounding.get("base")) is int:
        # A nought or one step is said as "under" the next: 20 or 30 for a base of ten.
        yield from (2 * base, 3 * base, 4 * base)
    for given in (read.get("groups"), read.get("group_total")):
        for said in _values(given):
            yield from [said] if type(said) is int else map(int, _DIGITS.findall(str(said).replace(",", "")))


def _values(value: Any, depth: int = 0) -> Iterator[Any]:
    if isinstance(value, list | dict) and depth <= _DEEPEST:
        for part in value.values() if isinstance(value, dict) else value:
            yield from _values(part, depth + 1)
    elif isinstance(value, int | str):
        yield value


def _texts(value: Any, depth: int = 0) -> Iterable[str]:
    if depth > _DEEPEST:
        raise _refused("the file is nested too deep to be a summary")
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part, depth + 1)


def _refused(message: str) -> InputRefused:
    return InputRefused(message, _HINT)
