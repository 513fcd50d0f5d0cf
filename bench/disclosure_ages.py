"""How often a table could part its adults into three classes of age, and what that costs; see decision 0071.

Run as ``python -m bench.disclosure_ages``. Ninety registers of ``tests/disclosure/series.py`` are planned table by table in three
classes of age; where each cell of adults holds a hundred people, in five. A third of the adults, drawn at random, have no
age known so closely. Prints, for each table, in how many registers it has ages at all, may part them, and keeps them
parted under the rules, and then the mean error of counts of ten or more and the cells of a table, either way.
"""

from __future__ import annotations

import random
import statistics
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from registry.disclosure.classifications import AGE, MINORS, REGISTERED
from registry.disclosure.countable import Countable
from registry.disclosure.dimensions import Dimension, ladder, not_stated
from registry.disclosure.plan import Plan, plan
from registry.disclosure.policy import FLOOR
from registry.disclosure.request import Request
from registry.words.terms import Term
from tests.disclosure.registers import tie
from tests.disclosure.series import SHAPES, attempts

SIZES = (30, 45, 60, 100, 200, 400, 800, 1500, 3000)
TABLES = ("age", "age,sex", "age,status", "age,holder", "age,quarter")
ADULTS, PARTS, OPEN = "18-59", ("18-29", "30-44", "45-59"), "18-59 not told more closely"
YOUNGEST, OLDEST, MOST_OFTEN = 18, 60, 36
NOT_CLOSELY, PARENT = 1 / 3, 100


def _term(code: str) -> Term:
    return Term(code, code, code, code)


FINER = ladder(
    "age",
    AGE.name,
    ("five", (_term(MINORS), *map(_term, PARTS), _term(OPEN), _term("60+"), not_stated)),
    ("three", ((_term(ADULTS), (*PARTS, OPEN)),)),
)


def parted(people: Sequence[Countable], chance: random.Random) -> Iterator[Countable]:
    """Yield the people with a finer age for most adults."""
    for person in people:
        if person.values.get("age") != ADULTS:
            yield person
            continue
        age = chance.triangular(YOUNGEST, OLDEST, MOST_OFTEN)
        known = next(part for part in PARTS if age < int(part[3:]) + 1)
        finer = OPEN if chance.random() < NOT_CLOSELY else known
        yield replace(person, values={**person.values, "age": finer})


def main() -> None:
    """Plan every table of every register both ways and print what came of it."""
    count: Counter[tuple[str, str]] = Counter()
    plans: dict[str, list[Plan]] = {"three": [], "five": []}
    for seed in range(90):
        shape, size = list(SHAPES)[seed % len(SHAPES)], SIZES[seed % len(SIZES)]
        people = register(seed, size, shape)
        finer = list(parted(people, random.Random(seed)))
        for table in TABLES:
            three = _planned(table, people, REGISTERED)
            if not any(key == "age" for layout in three.layouts for key, _ in layout):
                continue
            count[table, "given"] += 1
            inner = max(len(cell.at) for cell in three.cells)
            adults = [c.persons for c in three.cells if ("age", ADULTS) in c.at and len(c.at) == inner]
            if min(adults) < PARENT:
                continue
            count[table, "may be parted"] += 1
            five = _planned(table, finer, {**REGISTERED, "age": FINER})
            if any(("age", PARTS[0]) in cell.at for cell in five.cells):
                count[table, "stays parted"] += 1
                plans["three"].append(three)
                plans["five"].append(five)
    for table in TABLES:
        print(table, {what: count[table, what] for what in ("given", "may be parted", "stays parted")})
    for classes, made in plans.items():
        off = [
            abs(int(c.printed) - c.persons) for one in made for c in one.cells if c.persons >= FLOOR.persons
        ]
        cells = statistics.mean(len(one.cells) for one in made)
        print(f"{classes}: {len(made)} tables, mean error {statistics.mean(off):.2f}, {cells:.0f} cells")


def register(seed: int, size: int, shape: str) -> list[Countable]:
    """Return the people of a series before its first month."""
    first = next(attempts(seed, size, shape))
    return [
        Countable(person["id"], None if person["family"].startswith("alone") else person["family"], _values(person), True)
        for person in first.people
    ]  # fmt: skip


def _values(person: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in person.items() if key not in ("id", "family")}


def _planned(table: str, people: Sequence[Countable], ladders: Mapping[str, Dimension]) -> Plan:
    return plan(
        Request.parse((table,)), people, policy=FLOOR, made_on=date(2018, 6, 1), tie=tie, ladders=ladders
    )


if __name__ == "__main__":
    main()
