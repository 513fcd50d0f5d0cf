"""What twelve monthly releases over one register cost: held releases, movement of counts, wider reading rules, time.

Run as ``python -m bench.disclosure_series`` (all seeds: ``REGISTRY_EXHAUSTIVE=1``). Every line is one shape and
size of ``tests/disclosure/series.py``: the share of months held or given coarser than asked, the mean error of
printed counts of ten or more, the share of releases with the wider reading rule, of noughts printed as ten for
fewer than ten people, and the median and worst seconds of a plan.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections import Counter

from tests.disclosure.series import SHAPES, Attempt, attempts

SIZES = (30, 100, 300, 1000, 3000)
SEEDS = range(20 if os.environ.get("REGISTRY_EXHAUSTIVE") else 3)
HEAD = (
    "shape",
    "people",
    "months",
    "held",
    "coarser",
    "error",
    "reach 19",
    "needless",
    "cells",
    "median s",
    "worst s",
)


class Line:
    """The figures of one shape and size over all seeds."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.errors: list[int] = []
        self.cells: list[int] = []
        self.count: Counter[str] = Counter()
        self.why: Counter[str] = Counter()

    def add(self, attempt: Attempt, seconds: float, before: dict[str, int]) -> None:
        """Take one month in."""
        self.seconds.append(seconds)
        self.count["months"] += 1
        found = attempt.plan
        if found.refusal is not None:
            self.count["held"] += 1
            self.why[found.refusal.message] += 1
            return
        self.count["coarser"] += found.request != attempt.asked
        if not found.standing.levels:
            return
        self.count["tables"] += 1
        self.count["wide"] += found.standing.reach > 9
        self.cells.append(len(found.cells))
        for cell in found.cells:
            if cell.persons >= 10:
                self.errors.append(abs(int(cell.printed) - cell.persons))
                assert cell.printed, "a count of ten or more is hidden"
            spelled = "|".join(f"{key}={code}" for key, code in cell.at)
            if before.get(spelled) == 0 and cell.persons < 10:
                self.count["noughts"] += 1
                self.count["needless"] += cell.printed != 0

    def said(self, share: str, of: str) -> str:
        """Return a share in hundredths."""
        return f"{100 * self.count[share] / max(1, self.count[of]):.1f}%"


def measure(shape: str, size: int) -> Line:
    """Run the series of one shape and size over all seeds."""
    line = Line()
    for seed in SEEDS:
        before: dict[str, int] = {}
        start = time.perf_counter()
        for attempt in attempts(seed, size, shape):
            line.add(attempt, time.perf_counter() - start, before)
            if attempt.plan.passes:
                before |= attempt.plan.standing.levels
            start = time.perf_counter()
    return line


def main() -> None:
    """Measure every shape and size and print one line for each, and what held releases."""
    print(("{:16}" + "{:>9}" * (len(HEAD) - 1)).format(*HEAD))
    why: Counter[str] = Counter()
    for shape in SHAPES:
        for size in SIZES:
            line = measure(shape, size)
            why += line.why
            error = f"{statistics.mean(line.errors):.2f}" if line.errors else "-"
            figures = (
                size, line.count["months"], line.said("held", "months"), line.said("coarser", "months"), error,
                line.said("wide", "tables"), line.said("needless", "noughts"), max(line.cells, default=0),
                f"{statistics.median(line.seconds):.2f}", f"{max(line.seconds):.2f}",
            )  # fmt: skip
            print(("{:16}" + "{:>9}" * len(figures)).format(shape, *map(str, figures)), flush=True)
    for message, times in why.most_common():
        print(f"{times:5} {message}", file=sys.stdout)


if __name__ == "__main__":
    main()
