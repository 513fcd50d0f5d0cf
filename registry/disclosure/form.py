"""Checks that ``summary.json`` is whole: it says what the summary says, within the policy, and adds up."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import product

from registry.disclosure.written import Written


def same_as_summary(written: Written) -> Iterator[str]:
    """Check that the bytes of ``summary.json`` say what the summary says."""
    if written.read != json.loads(json.dumps(written.summary.plain())):
        yield "summary.json does not say what the summary says"


def within_policy(written: Written) -> Iterator[str]:
    """Check that no table is finer or larger than the policy allows, and every print a step of the base."""
    read, policy = written.read, written.policy
    if any(len(cell["at"]) > policy.dimensions for cell in read["cells"]):
        yield "a cell crosses more dimensions than the policy allows"
    if len(read["cells"]) > policy.cells:
        yield "the release holds more cells than the policy allows"
    small = f"<{policy.universe}"
    for cell in read["cells"]:
        value = cell["value"]
        if value == small and not cell["at"] and len(read["cells"]) == 1:
            continue
        if policy.floor_band:
            value = _least(value)
        if type(value) is not int or value < 0 or value % policy.base:
            yield "a printed value is not a multiple of the base"
            return


_LEAST = re.compile(r"(0|[1-9][0-9]{0,8})\+", re.ASCII)


def _least(value: object) -> int | None:
    """Return the number of ``30+``; ``None`` for anything else."""
    found = _LEAST.fullmatch(value) if isinstance(value, str) else None
    return int(found[1]) if found else None


Bounds = tuple[int, int]


def _prints(written: Written) -> dict[frozenset[tuple[str, str]], Bounds]:
    """Return the prints that each cell's bytes leave open: one, or under a floor band all that are said as small."""
    read = written.read
    rule = read["rounding"] or {}
    found = {}
    for cell in read["cells"]:
        value, least = cell["value"], _least(cell["value"])
        if rule.get("band") == "floor" and least is not None:
            step = rule["reach"] + 1
            bounds = (least + step if least else 0, least + step)
        else:
            bounds = (value, value)
        found[frozenset(cell["at"].items())] = bounds
    return found


def adds_up(written: Written) -> Iterator[str]:
    """Check each sum from the bytes alone: every class is the sum of its parts wherever both are printed."""
    read = written.read
    values = _prints(written)
    if len(values) != len(read["cells"]) or frozenset() not in values:
        yield "a cell is printed twice, or the total is missing"
    for at, (low, high) in values.items():
        for key, tree in read["dimensions"].items():
            for parts in _parts(dict(at), key, tree["children"]):
                found = [values[part] for part in parts if part in values]
                if len(found) < len(parts):
                    continue
                if sum(part[0] for part in found) > high or sum(part[1] for part in found) < low:
                    yield "a printed table does not add up"
                    return


def _parts(
    at: dict[str, str], key: str, children: Mapping[str, list[str]]
) -> Iterator[list[frozenset[tuple[str, str]]]]:
    """Yield the parts of a cell along one dimension, one generation down at a time."""
    codes = children.get(at.get(key, "Total"))
    while codes:
        yield [frozenset({**at, key: code}.items()) for code in codes]
        below = [part for code in codes for part in children.get(code, [code])]
        codes = below if below != codes else None


def complete(written: Written) -> Iterator[str]:
    """Check that every cell of every table is there: a class that is missing would be a class of nobody."""
    read = written.read
    printed = {frozenset(cell["at"].items()) for cell in read["cells"]}
    for table in read["tables"]:
        ways = [[(axis["dimension"], code) for code in (*axis["classes"], None)] for axis in table]
        for classes in product(*ways):
            if frozenset((key, code) for key, code in classes if code is not None) not in printed:
                yield "a printed table lacks a cell"
                return
