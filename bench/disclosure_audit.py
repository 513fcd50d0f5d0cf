"""How long the auditor takes, on the same seeded registers as the rounding, and for a series of releases.

Run as ``python -m bench.disclosure_audit``. Prints, for each set of linked tables, the number of cells, the median
and the worst processor seconds of a whole audit of one release, and the seconds beside one and five earlier ones whose figures
have grown. Every audit must end without a fatal finding.
"""

from __future__ import annotations

import json
import random
import statistics
import time

from bench.disclosure_rounding import PAIRS_292, counted, dimension
from registry.audit.auditing import audit_beside
from registry.disclosure.rounding import Problem, round_counts
from registry.disclosure.tables import Cell, Layout, Tally, linked, sums

SEEDS = range(3)
# More than the gate gives, since the solver's clock goes on while a busy machine does something else.
SECONDS = 600.0
THREES = ((0, 1, 3), (0, 1, 2), (1, 2, 3), (1, 3, 4))
SETS = (
    ("six two-way tables", (14, 3, 4, 8), PAIRS_292, 1200),
    ("six two-way tables", (14, 3, 4, 8), PAIRS_292, 300),
    ("four three-way tables", (15, 3, 5, 12, 5), THREES, 1200),
)


def written(seed: int, sides: tuple[int, ...], tables: tuple[tuple[int, ...], ...], people: int) -> bytes:
    """Return a rounded summary of a seeded register as the auditor reads it."""
    ladders = {f"d{at}": dimension(f"d{at}", side) for at, side in enumerate(sides)}
    layouts: list[Layout] = [tuple((f"d{at}", 0) for at in table) for table in tables]
    tallies: dict[Cell, Tally] = {}
    register = counted(seed, sides, people)
    for layout in linked(layouts, ladders):
        tallies |= register.over(layout, ladders)
    counts = {cell: tally.persons for cell, tally in tallies.items()}
    problem = Problem(counts, sums(counts, layouts, ladders))
    printed = round_counts(problem, lambda cell: random.Random(f"{seed} {cell}").getrandbits(32))
    return _document(sides, {frozenset(cell): value for cell, value in printed.items()}, 0)


def _document(sides: tuple[int, ...], printed: dict[frozenset[tuple[str, str]], int], day: int) -> bytes:
    trees = {
        f"d{at}": {"children": {"Total": [f"d{at}{n}" for n in range(side)]}} for at, side in enumerate(sides)
    }
    document = {
        "release_id": f"release {day}",
        "made_on": f"2026-{day + 1:02}-01",
        "threshold": 10,
        "dimensions": trees,
        "rounding": {"base": 10, "mode": "controlled", "reach": 9},
        "cells": [{"at": dict(at), "value": value} for at, value in printed.items()],
    }
    return json.dumps(document).encode()


def grown(sides: tuple[int, ...], first: bytes, releases: int) -> list[bytes]:
    """Return a series whose prints only rise: in each release some combinations of classes gain a step of ten."""
    chance = random.Random(1)
    values = {frozenset(cell["at"].items()): cell["value"] for cell in json.loads(first)["cells"]}
    series = [first]
    for day in range(1, releases):
        for _ in range(5):
            person = {(f"d{at}", f"d{at}{chance.randrange(side)}") for at, side in enumerate(sides)}
            values = {at: value + 10 if at <= person else value for at, value in values.items()}
        series.append(_document(sides, values, day))
    return series


def main() -> None:
    """Measure every set over all seeds and print one line for each."""
    print(
        f"{'tables':24} {'people':>7} {'cells':>6} {'median s':>9} {'worst s':>8} {'beside 1':>9} {'beside 5':>9}"
    )
    for name, sides, tables, people in SETS:
        seconds = []
        for seed in SEEDS:
            summary = written(seed, sides, tables, people)
            seconds.append(_timed(summary, []))
        series = grown(sides, summary, 6)
        beside = [_timed(series[1], series[:1]), _timed(series[-1], series[:-1])]
        cells = len(json.loads(summary)["cells"])
        print(
            f"{name:24} {people:7} {cells:6} {statistics.median(seconds):9.2f} {max(seconds):8.2f}"
            f" {beside[0]:9.2f} {beside[1]:9.2f}",
            flush=True,
        )


def _timed(summary: bytes, earlier: list[bytes]) -> float:
    start = time.process_time()
    found = audit_beside(summary, earlier, seconds=SECONDS)
    taken = time.process_time() - start
    assert found.safe, [finding.words for finding in found.findings]
    return taken


if __name__ == "__main__":
    main()
