"""How long controlled rounding takes and how far it moves counts, on seeded registers.

Run as ``python -m bench.disclosure_rounding``. Prints, for each set of linked tables, the number of cells,
the median seconds of a solve and the mean movement of counts of ten or more.
"""

from __future__ import annotations

import random
import statistics
import time
from collections import Counter
from itertools import combinations

from registry.disclosure.dimensions import Dimension, Level, Node
from registry.disclosure.rounding import Problem, round_counts
from registry.disclosure.tables import Cell, Counted, Layout, Tally, linked, sums
from registry.words.terms import Term

SEEDS = range(10)
PAIRS_292 = tuple(combinations((0, 1, 2, 3), 2))

# Name, classes of each dimension, tables by their dimensions, people.
SETS = (
    ("six two-way tables", (14, 3, 4, 8), PAIRS_292, 1200),
    ("six two-way tables", (14, 3, 4, 8), PAIRS_292, 300),
    ("six two-way tables", (14, 3, 4, 8), PAIRS_292, 3000),
    ("three three-way tables", (15, 3, 5, 12, 5), ((0, 1, 2), (1, 2, 3), (1, 3, 4)), 1200),
    ("four three-way tables", (15, 3, 5, 12, 5), ((0, 1, 3), (0, 1, 2), (1, 2, 3), (1, 3, 4)), 1200),
    ("four three-way tables", (15, 3, 5, 12, 5), ((0, 1, 3), (0, 1, 2), (1, 2, 3), (1, 3, 4)), 3000),
    ("four three-way tables", (15, 3, 5, 12, 5), ((0, 1, 3), (0, 1, 2), (1, 2, 3), (1, 3, 4)), 10000),
)


def dimension(key: str, classes: int) -> Dimension:
    """Return a dimension of ``classes`` classes on one rung."""
    terms = [Term(f"{key}{at}", "", "", "") for at in range(classes)]
    return Dimension(
        key, terms[0], (Level(key, tuple(Node(term, frozenset([term.code])) for term in terms)),)
    )


def counted(seed: int, sides: tuple[int, ...], people: int) -> Counted:
    """Return a register in which each dimension has a few large classes and many small ones."""
    chance = random.Random(seed)
    weights = [[chance.random() ** 3 + 0.02 for _ in range(side)] for side in sides]
    drawn: Counter[tuple[str, ...]] = Counter()
    for _ in range(people):
        drawn[tuple(f"d{at}{chance.choices(range(len(w)), w)[0]}" for at, w in enumerate(weights))] += 1
    rows = {leaves: Tally(persons, set()) for leaves, persons in drawn.items()}
    return Counted(tuple(f"d{at}" for at in range(len(sides))), rows, 5)


Run = tuple[int, float, list[int]]


def measure(seed: int, sides: tuple[int, ...], tables: tuple[tuple[int, ...], ...], people: int) -> Run:
    """Return the number of cells, the seconds of counting and solving, the moves of counts of ten or more."""
    ladders = {f"d{at}": dimension(f"d{at}", side) for at, side in enumerate(sides)}
    layouts: list[Layout] = [tuple((f"d{at}", 0) for at in table) for table in tables]
    register = counted(seed, sides, people)
    start = time.perf_counter()
    tallies: dict[Cell, Tally] = {}
    for layout in linked(layouts, ladders):
        tallies |= register.over(layout, ladders)
    counts = {cell: tally.persons for cell, tally in tallies.items()}
    problem = Problem(counts, sums(counts, layouts, ladders))
    printed = round_counts(problem, lambda cell: random.Random(f"{seed} {cell}").getrandbits(32))
    taken = time.perf_counter() - start
    return len(counts), taken, [abs(printed[cell] - count) for cell, count in counts.items() if count >= 10]


def main() -> None:
    """Measure every set over all seeds and print one line for each."""
    print(f"{'tables':24} {'people':>7} {'cells':>6} {'median s':>9} {'worst s':>8} {'mean error':>11}")
    for name, sides, tables, people in SETS:
        runs = [measure(seed, sides, tables, people) for seed in SEEDS]
        seconds = [taken for _, taken, _ in runs]
        moved = [step for _, _, steps in runs for step in steps]
        print(
            f"{name:24} {people:7} {runs[0][0]:6} {statistics.median(seconds):9.2f} {max(seconds):8.2f}"
            f" {statistics.mean(moved):11.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
