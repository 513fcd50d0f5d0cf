"""How much a line list tells less than the register, by a published measure, beside published figures of other programs.

``python -m bench.line_lists`` measures seeded synthetic registers; ``python -m bench.line_lists --adult DIR`` also the
data set that this field compares programs by: the 30,162 complete rows of Adult (UCI, 1996) with eight columns and their
hierarchies, as the files ``adult.csv`` and ``adult_hierarchy_COLUMN.csv`` of ARX hold them. The files are not part of this
project. The measure is the loss metric of Iyengar (KDD 2002): of the M values of a column, a class of m of them loses
(m - 1) / (M - 1); the mean over people and columns.
"""

from __future__ import annotations

import argparse
import csv
import random
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from statistics import mean

from registry.disclosure.line_rules import COLUMNS as LISTED
from registry.disclosure.lines import plan_list
from registry.disclosure.recoding import ANY, Hierarchy, Leaves, at_least, columns, loss, recode
from tests.disclosure.registers import MADE_ON, register

COLUMNS = ("sex", "age", "race", "marital-status", "education", "native-country", "workclass", "occupation")
ROWS = 30_162
# What was measured of others on these rows and columns: by k, ARX's local recoding and anjana.
OTHERS = {5: (0.177, 0.333), 10: (0.220, 0.347)}
SEEDS = range(10)


def adult(folder: Path) -> tuple[list[Leaves], list[Hierarchy]]:
    """Read the data set and its hierarchies; a class is named by its level too, since words come again on others."""
    hierarchies = []
    for column in COLUMNS:
        lines = (folder / f"adult_hierarchy_{column}.csv").read_text("utf-8").splitlines()
        ways = [line.split(";") for line in lines if line]
        up = {way[0]: (way[0], *(f"{n} {word}" for n, word in enumerate(way[1:-1])), ANY) for way in ways}
        hierarchies.append(Hierarchy(column, up))
    with (folder / "adult.csv").open(encoding="utf-8", newline="") as opened:
        rows = [tuple(row[column] for column in COLUMNS) for row in csv.DictReader(opened, delimiter=";")]
    return rows, hierarchies


# A synthetic register, with what a caseworker knows of a person before anything is coarsened: day, village, year of age.
_DAYS, _PLACES, _AGES = 365, 120, 90


def synthetic(people: int, seed: int) -> tuple[list[Leaves], list[Hierarchy]]:
    """Draw a register, and the ways in which its values grow coarser."""
    chance = random.Random(f"{people} {seed}")
    rows = [
        (
            str(min(_DAYS - 1, int(chance.triangular(0, _DAYS, 340)))),
            str(min(_PLACES - 1, int(chance.expovariate(1 / 18)))),
            str(min(_AGES - 1, int(chance.gammavariate(4, 8)))),
            chance.choices(("male", "female", "not stated"), (80, 18, 2))[0],
            chance.choices(
                ("government", "armed groups", "foreign", "other", "not stated"), (60, 14, 3, 3, 20)
            )[0],
        )
        for _ in range(people)
    ]
    return rows, [
        _steps("day", _DAYS, (7, 30, 91)),
        _steps("place", _PLACES, (6, 30)),
        _steps("age", _AGES, (5, 10, 30)),
        Hierarchy("sex", {leaf: (leaf, ANY) for leaf in ("male", "female", "not stated")}),
        Hierarchy(
            "holder",
            {one: (one, ANY) for one in ("government", "armed groups", "foreign", "other", "not stated")},
        ),
    ]


def _steps(key: str, leaves: int, widths: Sequence[int]) -> Hierarchy:
    """Return a hierarchy over whole numbers: each width gathers whole classes of the one before."""
    ways: dict[str, tuple[str, ...]] = {}
    for leaf in range(leaves):
        way, at, below = [str(leaf)], leaf, 1
        for width in widths:
            at //= max(1, width // below)
            below = below * max(1, width // below)
            way.append(f"{key} {width} {at}")
        ways[str(leaf)] = (*way, ANY)
    return Hierarchy(key, ways)


def measured(rows: Sequence[Leaves], hierarchies: Sequence[Hierarchy], k: int) -> tuple[float, float, int]:
    """Return the loss, the seconds and the number of classes for a plain k; check that it is one."""
    started = time.perf_counter()
    classes = recode(rows, hierarchies, at_least(k), k)
    took = time.perf_counter() - started
    if classes is None or min(Counter(told for _, told in columns(classes, len(rows))).values()) < k:
        raise AssertionError("a class is too small")
    if sorted(row for one in classes for row in one.rows) != list(range(len(rows))):
        raise AssertionError("somebody is left out, or told of twice")
    return loss(classes, hierarchies), took, len(classes)


def listed(people: int, seed: int) -> tuple[float, float]:
    """Return the loss and the seconds of a whole plan under every rule of class L, columns as they leave the vault."""
    drawn = register(people, "broad", seed)
    started = time.perf_counter()
    plan = plan_list(drawn, LISTED, made_on=MADE_ON)
    took = time.perf_counter() - started
    if plan.refusal is not None:
        raise AssertionError("refused")
    return plan.loss, took


def main() -> None:
    """Print every figure with the one to beat."""
    asked = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    asked.add_argument(
        "--adult", type=Path, metavar="DIR", help="the folder with adult.csv and its hierarchies"
    )
    folder = asked.parse_args().adult
    if folder:
        rows, hierarchies = adult(folder)
        print(f"Adult: {len(rows):,} rows, {len(COLUMNS)} columns")
        if len(rows) != ROWS:
            raise SystemExit(f"that is not the data set of {ROWS:,} complete rows")
        for k, (arx, anjana) in OTHERS.items():
            lost, took, classes = measured(rows, hierarchies, k)
            print(
                f"  k {k:2}: loss {lost:.4f} in {took:.2f} s, {classes:,} classes (ARX, local: {arx}; anjana: {anjana})"
            )
    for people in (300, 1500):
        for k in (5, 10):
            found = [measured(*synthetic(people, seed), k) for seed in SEEDS]
            lost = [one[0] for one in found]
            print(
                f"register of {people:,}, k {k:2}: loss {mean(lost):.3f} ({min(lost):.3f} to {max(lost):.3f}), "
                f"{max(one[1] for one in found):.2f} s at most"
            )
        whole = [listed(people, seed) for seed in SEEDS]
        print(
            f"list of {people:,} under every rule: loss {mean(one[0] for one in whole):.3f}, "
            f"{max(one[1] for one in whole):.2f} s at most"
        )


if __name__ == "__main__":
    main()
