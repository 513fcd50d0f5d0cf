"""How much a line list tells less than the register, by a published measure, beside published figures of other programs.

``python -m bench.line_lists`` measures seeded synthetic registers; ``python -m bench.line_lists --adult DIR`` also the
data set that this field compares programs by: the 30,162 complete rows of Adult (UCI, 1996) with eight columns and their
hierarchies, as the files ``adult.csv`` and ``adult_hierarchy_COLUMN.csv`` of ARX hold them. The files are not part of this
project. The measure is the loss metric of Iyengar (KDD 2002): of the M values of a column, a class of m of them loses
(m - 1) / (M - 1); the mean over people and columns.
"""

from __future__ import annotations

import csv
import time
from collections.abc import Sequence
from pathlib import Path

from registry.disclosure.recoding import ANY, Hierarchy, Leaves, at_least, loss, recode

COLUMNS = ("sex", "age", "race", "marital-status", "education", "native-country", "workclass", "occupation")
ROWS = 30_162
# What was measured of others on these rows and columns: by k, ARX's local recoding and anjana.
OTHERS = {5: (0.177, 0.333), 10: (0.220, 0.347)}
SEEDS = range(10)


def adult(folder: Path) -> tuple[list[Leaves], list[Hierarchy]]:
    """Read the data set and its hierarchies; a class is named by its level too, since words come again."""
    hierarchies = []
    for column in COLUMNS:
        lines = (folder / f"adult_hierarchy_{column}.csv").read_text("utf-8").split()
        steps = [line.split(";") for line in lines] if column != "education" else []
        steps = steps or [
            line.split(";")
            for line in (folder / f"adult_hierarchy_{column}.csv").read_text("utf-8").splitlines()
        ]
        hierarchies.append(
            Hierarchy(
                column,
                {way[0]: (way[0], *(f"{n} {w}" for n, w in enumerate(way[1:-1])), ANY) for way in steps},
            )
        )
    with (folder / "adult.csv").open(encoding="utf-8", newline="") as opened:
        rows = [tuple(row[column] for column in COLUMNS) for row in csv.DictReader(opened, delimiter=";")]
    return rows, hierarchies


def measured(
    rows: Sequence[Leaves], hierarchies: Sequence[Hierarchy], people: int
) -> tuple[float, float, int]:
    """Return the loss, the seconds and the number of classes for a plain k."""
    started = time.perf_counter()
    classes = recode(rows, hierarchies, at_least(people), people)
    took = time.perf_counter() - started
    if classes is None or min(len(one.rows) for one in classes) < people:
        raise AssertionError("a class is too small")
    if sorted(row for one in classes for row in one.rows) != list(range(len(rows))):
        raise AssertionError("somebody is left out, or told of twice")
    return loss(classes, hierarchies), took, len(classes)


if __name__ == "__main__":
    pass
