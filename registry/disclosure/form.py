"""Checks that ``summary.json`` is whole: it says what the summary says, within the policy, and adds up."""

from __future__ import annotations

import json
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
        if type(value) is not int or value < 0 or value % policy.base:
            yield "a printed value is not a multiple of the base"
            return


def adds_up(written: Written) -> Iterator[str]:
    """Check each sum from the bytes alone: every class is the sum of its parts wherever both are printed."""
    read = written.read
    values = {frozenset(cell["at"].items()): cell["value"] for cell in read["cells"]}
    if len(values) != len(read["cells"]) or frozenset() not in values:
        yield "a cell is printed twice, or the total is missing"
    for at, value in values.items():
        for key, tree in read["dimensions"].items():
            for parts in _parts(dict(at), key, tree["children"]):
                found = [values.get(part) for part in parts]
                if None not in found and sum(map(int, found)) != value:  # type: ignore[arg-type]
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
