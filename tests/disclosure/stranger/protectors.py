"""Made-up registers, and ways of printing them that are known to be broken, against which the hostile reader is tried."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations, product
from typing import Any

import highspy
import numpy as np

from tests.disclosure.stranger.program import Matrix, Terms
from tests.disclosure.stranger.reading import TOTAL, Cell, place
from tests.disclosure.stranger.truth import People

Classes = Mapping[str, Sequence[str]]
Counts = dict[Cell, int]

CLASSES: Classes = {
    "place": tuple(f"P{number:02}" for number in range(12)),
    "sex": ("female", "male", "unknown"),
    "age": ("0-17", "18-29", "30-44", "45-59", "60+"),
    "quarter": tuple(f"{year}-Q{quarter}" for year in (2015, 2016) for quarter in (1, 2, 3, 4)),
}
FEW: Classes = {"place": ("A", "B", "C"), "sex": ("female", "male")}


def people(size: int, seed: int, classes: Classes = CLASSES) -> dict[str, dict[str, str]]:
    """Return people unevenly spread over the classes, as registers are: many in few places, few in many."""
    chance = random.Random(f"{size} {seed}")
    weights = {key: [1 / (rank + 1) for rank in range(len(codes))] for key, codes in classes.items()}
    return {f"{seed}-{number}": one(chance, classes, weights) for number in range(size)}


def one(
    chance: random.Random, classes: Classes, weights: Mapping[str, Sequence[float]] | None = None
) -> dict[str, str]:
    """Return one person's classes."""
    return {
        key: chance.choices(codes, weights[key] if weights else None)[0] for key, codes in classes.items()
    }


def counts(register: People, classes: Classes, width: int = 2) -> Counts:
    """Return the count of each cell of all tables of so many dimensions, margins and zeros among them."""
    found = {
        place(zip(keys, codes, strict=True)): 0
        for size in range(width + 1) for keys in combinations(classes, size) for codes in product(*(classes[key] for key in keys))
    }  # fmt: skip
    for person in register.values():
        for size in range(width + 1):
            for keys in combinations(classes, size):
                found[place((key, person[key]) for key in keys)] += 1
    return found


def document(
    cells: Mapping[Cell, Any], classes: Classes, rounding: Mapping[str, Any] | None, number: int = 0
) -> bytes:
    """Return a summary of figures in the interchange shape."""
    return json.dumps({
        "release_id": f"R{number}", "made_on": f"2030-{number % 12 + 1:02}-01", "cutoff": "", "policy": {}, "threshold": 10,
        "dimensions": {key: {"children": {TOTAL: list(codes)}} for key, codes in classes.items()},
        "rounding": rounding, "suppression": {"threshold": 10},
        "cells": [
            {"at": dict(at), "value": value, **({"why": "primary"} if value is None else {})} for at, value in cells.items()
        ],
    }).encode()  # fmt: skip


def raw(true: Counts, classes: Classes) -> bytes:
    """Print what was counted."""
    return document(true, classes, None)


def suppressed(true: Counts, classes: Classes) -> bytes:
    """Leave out each small count, and nothing else."""
    return document({at: None if 0 < count < 10 else count for at, count in true.items()}, classes, None)


def nearest(true: Counts, classes: Classes, base: int, number: int = 0) -> bytes:
    """Round each cell by itself to the nearest multiple, halves upward."""
    cells = {at: (count + base // 2) // base * base for at, count in true.items()}
    return document(cells, classes, {"base": base, "mode": "nearest"}, number)


def redrawn(true: Counts, classes: Classes, seed: int, number: int = 0) -> bytes:
    """Round each cell by itself up or down by chance, so that it is right on average, anew in each release."""
    chance = random.Random(f"{seed} {number}")
    cells = {at: count // 10 * 10 + 10 * (chance.random() < count % 10 / 10) for at, count in true.items()}
    return document(cells, classes, {"base": 10, "mode": "random"}, number)


def controlled(
    true: Counts, classes: Classes, chance: random.Random | None, before: Mapping[Cell, int] | None = None
) -> Counts | None:
    """Round additively, by chance or near the truth, and never below the prints before; None where that cannot be done."""
    cells = list(true)
    where = {at: number for number, at in enumerate(cells)}
    sums = [_sum(at, key, classes, where) for at in cells for key in classes if key not in dict(at)]
    matrix = Matrix([each for each in sums if each is not None])
    low = np.array([max(true[at] // 10, (before or {}).get(at, 0) // 10) for at in cells], dtype=float)
    high = np.array([-(-true[at] // 10) for at in cells], dtype=float)
    if (low > high).any():
        return None
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(cells), len(matrix.starts) - 1
    if chance is None:
        model.col_cost_ = np.array(
            [abs(10.0 - true[at] % 10) - true[at] % 10 if before is None else 1.0 for at in cells]
        )
    else:
        model.col_cost_ = np.array([chance.uniform(-1, 1) for _ in cells])
    model.col_lower_, model.col_upper_ = low, high
    model.row_lower_ = model.row_upper_ = np.zeros(len(matrix.starts) - 1)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_ = (
        matrix.starts.astype(np.int32),
        matrix.columns.astype(np.int32),
    )
    model.a_matrix_.value_ = matrix.weights.astype(float)
    model.integrality_ = [highspy.HighsVarType.kInteger] * len(cells)
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.passModel(model)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return {at: 10 * round(value) for at, value in zip(cells, solver.getSolution().col_value, strict=True)}


def _sum(at: Cell, key: str, classes: Classes, where: Mapping[Cell, int]) -> Terms | None:
    parts = [place([*at, (key, code)]) for code in classes[key]]
    if not all(part in where for part in parts):
        return None
    return (where[at], *(where[part] for part in parts)), (1, *(-1 for _ in parts))


def grown(register: People, by: int, seed: int, classes: Classes) -> dict[str, dict[str, str]]:
    """Return the register some time later: so many more people, and nobody gone."""
    chance = random.Random(f"grown {seed} {len(register)}")
    weights = {key: [1 / (rank + 1) for rank in range(len(codes))] for key, codes in classes.items()}
    new = {f"{seed}+{len(register)}+{number}": one(chance, classes, weights) for number in range(by)}
    return {**{key: dict(person) for key, person in register.items()}, **new}


ORDINARY: Mapping[str, Callable[[Counts, Classes], bytes]] = {"raw": raw, "suppressed": suppressed}
