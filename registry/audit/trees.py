"""The classes of a dimension as a written summary gives them, and which finest classes each of them joins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from registry.errors import InputRefused

_HINT = "the shape is described in docs/reference/schemas/summary.json"
# More classes than any classification has; a file with more is not read.
_MOST_CLASSES = 5_000
_DEEPEST = 60


@dataclass(frozen=True, slots=True)
class Tree:
    """A dimension: for each class the set of finest classes it joins; ``root`` joins all of them.

    ``names`` are words for people. ``above`` gives for each finest class all classes that hold it.
    """

    key: str
    root: str
    leaves: Mapping[str, frozenset[str]]
    names: Mapping[str, str] = field(default_factory=dict)

    def holders(self, leaf: str) -> frozenset[str]:
        """Return every class that a finest class belongs to, itself included, the root left out."""
        return frozenset(code for code, below in self.leaves.items() if leaf in below and code != self.root)

    def said(self, code: str) -> str:
        """Return a class in words."""
        return self.names.get(code, code)


def read_tree(key: str, given: Any) -> Tree:
    """Return a dimension from either form: ``children``, or ``leaves`` with ``nodes`` and ``root``."""
    if not isinstance(given, dict):
        raise _refused("a dimension is not an object")
    if "children" in given:
        parts = _lists(given["children"])
        root = _root_of(parts)
    else:
        parts = _lists(given.get("nodes", {}))
        root = given.get("root", "Total")
        if not isinstance(root, str):
            raise _refused("the root of a dimension is not a word")
        leaves = _list(given.get("leaves"))
        if root in leaves:
            raise _refused("the root of a dimension is one of its leaves")
        if set(leaves) & set(parts):
            raise _refused("a leaf of a dimension has parts")
        parts.setdefault(root, tuple(leaves))
    return Tree(key, root, _joined(root, parts), _names(given.get("labels")))


def _lists(given: Any) -> dict[str, tuple[str, ...]]:
    if not isinstance(given, dict):
        raise _refused("the classes of a dimension are not an object")
    return {code: tuple(_list(below)) for code, below in given.items() if below != []}


def _list(given: Any) -> list[str]:
    if not isinstance(given, list) or not all(isinstance(code, str) and code for code in given):
        raise _refused("the parts of a class are not a list of words")
    if not given or len(set(given)) < len(given):
        raise _refused("a class names a part twice, or has none")
    return given


def _root_of(parts: Mapping[str, tuple[str, ...]]) -> str:
    if "Total" in parts:
        return "Total"
    below = {code for codes in parts.values() for code in codes}
    tops = [code for code in parts if code not in below]
    if len(tops) != 1:
        raise _refused("a dimension has no total")
    return tops[0]


def _joined(root: str, parts: Mapping[str, tuple[str, ...]]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}

    def leaves(code: str, depth: int) -> frozenset[str]:
        if depth > _DEEPEST:
            raise _refused("the classes of a dimension run in a circle, or too deep")
        if code not in found:
            below = [leaves(part, depth + 1) for part in parts.get(code, ())]
            joined = frozenset().union(*below) if below else frozenset({code})
            if below and sum(map(len, below)) != len(joined):
                raise _refused("the parts of a class overlap, so that their sum means nothing")
            found[code] = joined
        return found[code]

    for code in (root, *parts):
        leaves(code, 0)
    if len(found) > _MOST_CLASSES:
        raise _refused(f"a dimension has more than {_MOST_CLASSES:,} classes")
    if any(not below <= found[root] for below in found.values()):
        raise _refused("a class of a dimension lies outside its total")
    return found


def _names(given: Any) -> dict[str, str]:
    """Return the words of the classes, where the file gives them; in English, since findings are."""
    if not isinstance(given, dict):
        return {}
    words = {code: term.get("en") if isinstance(term, dict) else term for code, term in given.items()}
    return {code: said for code, said in words.items() if isinstance(said, str) and said}


def _refused(message: str) -> InputRefused:
    return InputRefused(message, _HINT)
