"""How well and how fast people are found: recall at 10, the making of the index, and milliseconds a query.

``python -m bench.find FOLDER [--entries 100000]``

FOLDER holds ``retrieval_index_dev.csv`` (``entry_id``, ``name``) and ``retrieval_queries_dev.csv`` (``query``,
``target_entry_id``, ``channel``). The register of the second part is made here: those entries, and as many more as it
takes, each a given, father's, grandfather's and family name drawn from the entries of one script by chance (seeded).
Nobody of it is a person, and none of it is kept. Times are of the processor, so that a busy machine does not lengthen
them; wall times stand beside them.
"""

from __future__ import annotations

import argparse
import csv
import random
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time

from registry.matching.find import find
from registry.matching.index import Index
from registry.matching.parts import parse
from registry.words.folding import is_arabic, search_text

_SEED = 20161210
_TYPED = 200  # queries that are typed letter by letter


@dataclass(frozen=True, slots=True)
class Entry:
    """One made-up case line."""

    id: str
    names: tuple[str, ...]
    folded: str
    seen_from: int = 0
    seen_to: int = 0


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def entries(rows: Iterable[dict[str, str]]) -> list[Entry]:
    return [Entry(row["entry_id"], (row["name"],), search_text([row["name"]])) for row in rows]


def recombined(rows: Sequence[dict[str, str]], count: int) -> Iterator[Entry]:
    """Yield so many made-up people whose names are drawn part by part from the rows."""
    chance = random.Random(_SEED)
    for script in (True, False):
        names = [
            parsed
            for row in rows
            if is_arabic(row["name"]) is script and (parsed := parse(row["name"])).family
        ]
        given, family = [one.given for one in names], [one.family for one in names]
        ancestors = [word for one in names for word in one.ancestors]
        for number in range(count // 2):
            name = " ".join([chance.choice(given), *chance.choices(ancestors, k=2), chance.choice(family)])
            yield Entry(f"made-{script}-{number}", (name,), search_text([name]))


def recall(index: Index[Entry], queries: Sequence[dict[str, str]], label: str) -> None:
    asked: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for row in queries:
        hits = find(row["query"] + " ", index, 10)
        asked[row["channel"]] += 1
        found[row["channel"]] += any(hit.line.id == row["target_entry_id"] for hit in hits)
    print(
        f"recall at 10 among {label}: {sum(found.values()) / sum(asked.values()):.4f} of {len(queries):,} queries"
    )
    print("  " + ", ".join(f"{channel} {found[channel] / asked[channel]:.3f}" for channel in sorted(asked)))


def keystrokes(queries: Sequence[dict[str, str]]) -> Iterator[str]:
    """Yield what stands in the line at each keystroke while queries are typed."""
    for row in queries[:: max(1, len(queries) // _TYPED)]:
        for end in range(1, len(row["query"]) + 1):
            yield row["query"][:end]


def timed(index: Index[Entry], texts: Iterable[str], label: str) -> None:
    wall, own = [], []
    for text in texts:
        start, started = perf_counter(), process_time()
        find(text, index, 20)
        own.append(1000 * (process_time() - started))
        wall.append(1000 * (perf_counter() - start))
    own.sort()
    print(
        f"{label}: {len(own):,} searches, mean {statistics.fmean(own):.1f} ms, median {statistics.median(own):.1f},"
        f" 95 of 100 under {own[int(0.95 * len(own))]:.1f}, longest {own[-1]:.1f}"
        f" (wall: median {statistics.median(wall):.1f})"
    )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--entries", type=int, default=100_000)
    given = asked.parse_args()
    rows = rows_of(given.folder / "retrieval_index_dev.csv")
    queries = rows_of(given.folder / "retrieval_queries_dev.csv")
    small = entries(rows)
    recall(Index(small), queries, f"{len(small):,}")
    start = process_time()
    many = [*small, *recombined(rows, given.entries - len(small))]
    print(
        f"{len(many):,} people made and folded, as each is when it is written: {process_time() - start:.2f} s"
    )
    start = process_time()
    index = Index(many)
    print(f"index of {len(index):,} made in {process_time() - start:.2f} s")
    start = process_time()
    index.keep(many)
    print(f"index found in step in {1000 * (process_time() - start):.0f} ms")
    recall(index, queries, f"{len(index):,}")
    timed(index, (row["query"] + " " for row in queries), "whole queries")
    timed(index, keystrokes(queries), "as typed")


if __name__ == "__main__":
    main()
