"""How often a real name is refused as a group: counts the names of tables that read as several people.

    python -m bench.naming names/*.csv --columns name,query,left,right

Counts are printed, and no name.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

from registry.words.many import reads_as_many


def refused(path: Path, columns: frozenset[str], *, part: bool) -> tuple[int, int]:
    """Return how many cells of the columns hold a name, and how many of those would be refused."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        names = [
            cell
            for row in csv.DictReader(stream)
            for column, cell in row.items()
            if column in columns and cell
        ]
    return len(names), sum(reads_as_many(name, part=part) for name in names)


def main() -> None:
    """Print for each table how many names it holds and how many would be refused."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("tables", nargs="+", type=Path, help="tables of names, as CSV")
    parser.add_argument("--columns", required=True, help="the columns that hold names, with commas between")
    parser.add_argument(
        "--part", action="store_true", help="each cell is a part of a name, such as a family name"
    )
    asked = parser.parse_args()
    columns, all_names, all_refused = frozenset(asked.columns.split(",")), 0, 0
    for path in asked.tables:
        names, wrongly = refused(path, columns, part=asked.part)
        all_names, all_refused = all_names + names, all_refused + wrongly
        print(f"{path.name}: {names:,} names, {wrongly:,} refused")
    print(f"in all: {all_names:,} names, {all_refused:,} refused ({all_refused / max(1, all_names):.4%})")


if __name__ == "__main__":
    main()
