"""Classes of several releases laid beside each other: what became of a district, which quarters a release names, what is finer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from tests.disclosure.stranger.reading import TOTAL, Cell, Print, Reading, place

EARLIER, LATER = "earlier", "later"
Recoded = Mapping[tuple[str, str], tuple[str, ...]]
SUFFIX = "~"

# Classes that a release may give together; that they are the sum of these is in their names.
TOGETHER: Recoded = {
    ("status", "still missing or held"): ("missing", "held"),
    ("status", "fate clarified"): ("released or located", "death established"),
    ("sex", "female or not stated"): ("female", "not stated"),
    ("holder", "another side"): ("armed groups", "foreign", "other"),
    ("place", "north"): ("Aleppo", "Idlib"),
    ("place", "centre"): ("Hama", "Homs"),
    ("place", "coast"): ("Latakia", "Tartus"),
    ("place", "south"): ("Damascus", "Rural Damascus", "Dar'a", "As-Sweida", "Quneitra"),
    ("place", "east"): ("Ar-Raqqa", "Deir-ez-Zor", "Al-Hasakeh"),
}


class Atoms:
    """The finest classes that any of the releases can tell apart, and each printed class as a set of them."""

    def __init__(self, readings: Iterable[Reading], recoded: Recoded | None = None) -> None:
        self.readings = tuple(readings)
        self._split: dict[tuple[str, str], set[str]] = {
            key: set(codes) for key, codes in (recoded or {}).items()
        }
        for reading in self.readings:
            for key, tree in reading.trees.items():
                for code, leaves in tree.items():
                    if code != TOTAL and leaves != {code}:
                        self._split.setdefault((key, code), set()).update(leaves)
        self._members: dict[tuple[int, str, str], frozenset[str]] = {}
        self._named: dict[str, list[str]] = {}
        for reading in self.readings:
            for key in reading.trees:
                self._named[key] = sorted({*self._named.get(key, []), *periods(reading, key)})
        self.of: dict[str, tuple[str, ...]] = {}
        for key in self._named:
            held = [self.members(reading, key, TOTAL) for reading in self.readings if key in reading.trees]
            self.of[key] = tuple(sorted(frozenset().union(*held)))

    def _finest(self, key: str, code: str) -> frozenset[str]:
        parts = self._split.get((key, code), set()) - {code}
        return frozenset().union(*(self._finest(key, part) for part in parts)) if parts else frozenset({code})

    def members(self, reading: Reading, key: str, code: str) -> frozenset[str]:
        """Return the atoms of a class as that release has it; of a dimension it lacks, all of them."""
        if key not in reading.trees:
            return frozenset(self.of[key])
        if (id(reading), key, code) not in self._members:
            leaves = reading.trees[key].get(code, frozenset({code}))
            members = frozenset().union(*(self._leaf(reading, key, leaf) for leaf in leaves))
            self._members[id(reading), key, code] = members
        return self._members[id(reading), key, code]

    def _leaf(self, reading: Reading, key: str, leaf: str) -> frozenset[str]:
        named = periods(reading, key)
        if named and early(leaf):
            return frozenset({EARLIER, *(code for code in self._named[key] if code < named[0])})
        if named and late(leaf):
            return frozenset({LATER, *(code for code in self._named[key] if code > named[-1])})
        return self._finest(key, leaf)


def early(code: str) -> bool:
    """Tell whether a class is what lies before the periods that are named."""
    return code == EARLIER or code.startswith("before ")


def late(code: str) -> bool:
    """Tell whether a class is what lies after the periods that are named."""
    return code == LATER or code.startswith("after ")


def periods(reading: Reading, key: str) -> list[str]:
    """Return the years, quarters or months that a release names, in order."""
    return sorted(code for code in reading.trees.get(key, {}).get(TOTAL, ()) if re.match(r"\d{4}(-|$)", code))


def guessed_recodings(readings: Iterable[Reading]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Say which class became which: where under one parent one went and others came, or several went and one came.

    Years, quarters and months are left out: there a class goes because the window moves on.
    """
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for before, after in combinations(tuple(readings), 2):
        for key in before.children.keys() & after.children.keys():
            for parent in before.children[key].keys() & after.children[key].keys():
                old, new = set(before.children[key][parent]), set(after.children[key][parent])
                gone, come = old - new, new - old
                if not gone or not come or periods(before, key) or periods(after, key):
                    continue
                if len(gone) == 1:
                    found.setdefault((key, *gone), tuple(sorted(come)))
                elif len(come) == 1:
                    found.setdefault((key, *come), tuple(sorted(gone)))
                found |= _ranges(key, gone, come)
    known = {
        (key, code) for reading in readings for key, tree in reading.trees.items() for code in tree[TOTAL]
    }
    return {**{each: parts for each, parts in TOGETHER.items() if each in known}, **found}


def _ranges(key: str, one: set[str], other: set[str]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Take ages apart by their numbers: 18-59 is 18-29 and 30-59."""
    found = {}
    for code, parts in [(code, other) for code in one] + [(code, one) for code in other]:
        inside = [part for part in parts if _span(code) and _span(part) and _within(_span(part), _span(code))]
        if (
            inside
            and min(_span(part)[0] for part in inside) == _span(code)[0]
            and max(_span(part)[1] for part in inside) == _span(code)[1]
        ):
            found[key, code] = tuple(sorted(inside))
    return found


def _span(code: str) -> tuple[int, ...]:
    if found := re.fullmatch(r"(\d+)-(\d+)", code):
        return int(found[1]), int(found[2])
    return (int(code[:-1]), 1000) if re.fullmatch(r"\d+\+", code) else ()


def _within(part: tuple[int, ...], whole: tuple[int, ...]) -> bool:
    return whole[0] <= part[0] and part[1] <= whole[1]


def aligned(readings: Sequence[Reading], recoded: Recoded) -> list[Reading]:
    """Give a dimension a name of its own in releases whose classes cannot be laid beside those of the others.

    Only the sums over it are then compared. Windows of time are left as they are: they say what lies outside them.
    """
    atoms, found = Atoms(readings, recoded), list(readings)
    for key in atoms.of:
        kinds: list[frozenset[str]] = []
        for number, reading in enumerate(readings):
            if key not in reading.trees or (
                periods(reading, key) and EARLIER not in reading.trees[key][TOTAL]
            ):
                continue
            whole = atoms.members(reading, key, TOTAL)
            if whole not in kinds:
                kinds.append(whole)
            if kinds.index(whole):
                found[number] = _renamed(found[number], key, f"{key}{SUFFIX}{kinds.index(whole)}")
    return found


def _renamed(reading: Reading, old: str, new: str) -> Reading:
    def cell(at: Cell) -> Cell:
        return place((new if key == old else key, code) for key, code in at)

    return replace(
        reading,
        trees={new if key == old else key: tree for key, tree in reading.trees.items()},
        children={new if key == old else key: tree for key, tree in reading.children.items()},
        prints=tuple(replace(each, at=cell(each.at)) for each in reading.prints),
    )


def naming(reading: Reading, began: str | None = None) -> list[Print]:
    """Say what follows from which periods a release names: the first and the last hold ten people, those outside fewer.

    Years and quarters are named from the first to the last that holds as many people as the policy asks for. How many
    periods lie after the last is told by the cut-off; how many before the first only by ``began``, where the reader
    knows when it all started. Months follow a rule of their own and are left out.
    """
    found = []
    for key in reading.trees:
        named = periods(reading, key)
        if (
            not named
            or (len(named[0]) == 7 and "Q" not in named[0])
            or EARLIER not in reading.trees[key][TOTAL]
        ):
            continue
        few = reading.persons - 1
        found += [Print(((key, code),), reading.persons, None, None) for code in {named[0], named[-1]}]
        outside = [(LATER, _number(_of_day(reading.day[1], named[0])) - _number(named[-1]))]
        if began is not None:
            outside.append((EARLIER, _number(named[0]) - _number(_of_day(began, named[0]))))
        found += [Print(((key, code),), 0, few * max(0, count), None) for code, count in outside]
    return found


def _of_day(day: str, like: str) -> str:
    return f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}" if "Q" in like else day[:4]


def _number(code: str) -> int:
    return int(code[:4]) * 4 + int(code[-1]) if "Q" in code else int(code)


def during(code: str, period: str) -> bool:
    """Tell whether a quarter or a month lies in a year or a quarter."""
    if not re.match(r"\d{4}-", code) or not re.match(r"\d{4}", period) or code[:4] != period[:4]:
        return False
    return len(period) == 4 or (
        "Q" in period and "Q" not in code and (int(code[5:7]) + 2) // 3 == int(period[-1])
    )
