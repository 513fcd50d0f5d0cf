"""One set of finest classes for several releases, so that what they both count is one unknown, not two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from registry.audit.reading import Cell, Release
from registry.audit.trees import Tree

# A set of people by their classes: for each dimension that narrows it, the atoms it takes in.
Key = frozenset[tuple[str, frozenset[int]]]

# Classes that hold what the others leave over: another set of classes makes them mean something else.
_REST = frozenset({"earlier", "later", "other", "others", "elsewhere", "another place", "rest"})
_MOST_ATOMS = 4_000


class TooLarge(Exception):
    """The releases together are more than can be checked in bounded time and memory."""


@dataclass(frozen=True)
class Frame:
    """The dimensions of several releases over common atoms, the coarsest that all printed classes are made of.

    Classes of the same name mean the same people in all releases, except those that only hold the rest.
    """

    releases: tuple[Release, ...]

    @cached_property
    def atoms(self) -> Mapping[str, int]:
        """How many atoms each dimension has."""
        return {
            key: max((max(atoms) for atoms in found.values()), default=0) + 1
            for key, found in self._masks.items()
        }

    @cached_property
    def _masks(self) -> Mapping[str, Mapping[tuple[int, str], frozenset[int]]]:
        keys = {key for release in self.releases for at in release.cells for key, _ in at}
        return {key: self._dimension(key) for key in sorted(keys)}

    def _dimension(self, key: str) -> dict[tuple[int, str], frozenset[int]]:
        """Return, for each class that a release prints, the atoms it joins; releases are told by their index."""
        trees = [(n, release.trees[key]) for n, release in enumerate(self.releases) if key in release.trees]
        raw = _aligned([tree for _, tree in trees])
        holding = {
            (number, code): {n for n, one in enumerate(raw) if one[place] in tree.leaves[code]}
            for place, (number, tree) in enumerate(trees)
            for code in sorted({code for at in self.releases[number].cells for k, code in at if k == key})
        }
        signs: dict[frozenset[tuple[int, str]], int] = {}
        atom_of = [
            signs.setdefault(frozenset(one for one in holding if n in holding[one]), len(signs))
            for n in range(len(raw))
        ]
        found = {one: frozenset(atom_of[n] for n in within) for one, within in holding.items()}
        # The root, so that the number of atoms is known though no cell names it.
        found[-1, ""] = frozenset(atom_of)
        return found

    def key(self, number: int, at: Cell) -> Key:
        """Return the people that a cell of release ``number`` counts, whatever their classes are called."""
        found = ((key, self._masks[key][number, code]) for key, code in at)
        return frozenset((key, atoms) for key, atoms in found if len(atoms) < self.atoms[key])

    def said(self, key: Key) -> str:
        """Return a set of people that no cell prints in words: by the smallest printed classes that hold it."""
        words = []
        for name, atoms in sorted(key, key=lambda one: one[0]):
            holding = [(len(m), code) for (_, code), m in self._masks[name].items() if atoms < m and code]
            same = [code for (_, code), mask in self._masks[name].items() if mask == atoms and code]
            words.append(
                f"{name} {same[0]}" if same else f"a part of {name} {min(holding, default=(0, 'all'))[1]}"
            )
        return ", ".join(words)

    def finest(self, keys: Iterable[str]) -> Iterator[Key]:
        """Yield every combination of atoms over some dimensions."""
        ordered = sorted(keys)
        for atoms in product(*(range(self.atoms[key]) for key in ordered)):
            yield frozenset(
                (key, frozenset({atom}))
                for key, atom in zip(ordered, atoms, strict=True)
                if self.atoms[key] > 1
            )


def _aligned(trees: Sequence[Tree]) -> list[tuple[str, ...]]:
    """Return the ways in which the finest classes of several trees can meet in one person."""
    if not trees:
        return []
    meeting: list[tuple[str, ...]] = [(leaf,) for leaf in sorted(trees[0].leaves[trees[0].root])]
    for at, tree in enumerate(trees[1:], 1):
        if all(_same(tree, other) for other in trees[:at]):
            meeting = [(*one, one[0]) for one in meeting]
            continue
        meeting = _met(meeting, trees[:at], tree)
        if len(meeting) > _MOST_ATOMS:
            raise TooLarge
    return meeting


_RANGE = re.compile(r"(?:(?P<below><)|(?P<low>[0-9]{1,6})-)?(?P<high>[0-9]{1,6})(?P<up>\+)?", re.ASCII)


def _range(code: str) -> tuple[int, int] | None:
    """Return the bounds of a class such as ``<20``, ``20-39``, ``70+`` or ``5``."""
    found = _RANGE.fullmatch(code.replace(" ", "").replace("\u2013", "-"))
    if not found:
        return None
    high = int(found["high"])
    if found["below"]:
        return -1, high - 1
    low = int(found["low"]) if found["low"] else high
    bounds = (high, 10**6) if found["up"] else (low, high)
    return bounds if bounds[0] <= bounds[1] else None


def _apart(one: str, other: str) -> bool:
    """Whether two classes are ranges of numbers that do not meet."""
    first, second = _range(one), _range(other)
    return bool(first and second) and (first[1] < second[0] or second[1] < first[0])  # type: ignore[index]


def _same(one: Tree, other: Tree) -> bool:
    return one.leaves[one.root] == other.leaves[other.root]


def _met(meeting: list[tuple[str, ...]], before: Sequence[Tree], tree: Tree) -> list[tuple[str, ...]]:
    holders = {leaf: tree.holders(leaf) - _REST for leaf in tree.leaves[tree.root]}
    earlier = [
        frozenset().union(*(other.holders(leaf) for other, leaf in zip(before, one, strict=True))) - _REST
        for one in meeting
    ]
    named = [frozenset(one) - _REST for one in meeting]
    pairs = [
        (n, leaf)
        for n in range(len(meeting))
        for leaf, above in holders.items()
        if named[n] & above or leaf in earlier[n]
    ]
    met_before, met_now = {n for n, _ in pairs}, {leaf for _, leaf in pairs}
    # What has no counterpart on either side is the rest of both, which may meet in any way. Where only one side
    # has a rest, its people stand outside the other's classes.
    rest_before = [one for n, one in enumerate(meeting) if n not in met_before]
    rest_now = sorted(leaf for leaf in holders if leaf not in met_now)
    rest = [
        (*one, leaf)
        for one in rest_before or [("",) * len(before)]
        for leaf in rest_now or [""]
        if not any(_apart(leaf, other) for other in one)
    ]
    found = [(*meeting[n], leaf) for n, leaf in sorted(pairs)]
    return found + rest if rest_before or rest_now else found
