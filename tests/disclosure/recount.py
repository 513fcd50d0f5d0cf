"""A line list counted again from its written files alone: it shares no code with what recodes and checks them."""

from __future__ import annotations

import csv
import io
import itertools
import json
from collections import Counter
from collections.abc import Mapping, Sequence

# What the policy asks, written down a second time (docs/design/disclosure.md).
PERSONS, FAMILIES, DISTINCT, SHARE, PEOPLE, MINORS = 11, 5, 3, 0.8, 200, 20
SENSITIVE = ("status", "holder")


def faults(files: Mapping[str, bytes]) -> list[str]:
    """Return every rule of persons and values that the written list breaks."""
    rows = json.loads(files["list.json"])["rows"]
    apart = [key for key in rows[0] if key not in SENSITIVE]
    sizes = Counter(tuple(row[key] for key in apart) for row in rows)
    found = ["too few people"] * (len(rows) < PEOPLE) + ["too many columns"] * (len(apart) > 5)
    for at, size in sizes.items():
        said = dict(zip(apart, at, strict=True))
        found += ["too few in a class"] * (size < PERSONS)
        if said.get("age") == "0-17":
            found += ["minors by place"] * (said.get("place", "any") != "any")
            found += ["too few minors"] * (size < MINORS)
        members = [row for row in rows if all(row[key] == said[key] for key in apart)]
        for key in SENSITIVE:
            values = Counter(row[key] for row in members).values()
            found += ["too few values"] * (len(values) < DISTINCT)
            found += ["a value too often"] * (max(values) / size > SHARE)
            found += ["a death is told"] * any(row["status"] == "death established" for row in members)
    return found


def spreadsheet_rows(files: Mapping[str, bytes]) -> list[list[str]]:
    """Return the lines of the spreadsheet below its two heads."""
    return list(csv.reader(io.StringIO(files["list.csv"].decode(), newline="")))[2:]


def families_by_class(classes: Mapping[str, str], family_of: Mapping[str, str]) -> dict[str, int]:
    """Return how many families stand in each class, from the class of each case and the family of each."""
    found: dict[str, set[str]] = {}
    for case, told in classes.items():
        found.setdefault(told, set()).add(family_of[case])
    return {told: len(families) for told, families in found.items()}


def meeting(older: Mapping[str, str], newer: Mapping[str, str]) -> Counter[tuple[str, str]]:
    """Return how many people stand in each pair of classes of two lists, those in only one of them too."""
    return Counter((older.get(case, ""), newer.get(case, "")) for case in older.keys() | newer.keys())


def smallest_meeting(older: Mapping[str, str], newer: Mapping[str, str]) -> int:
    """Return the size of the smallest group that two lists together tell apart."""
    return min(meeting(older, newer).values())


def in_runs(rows: Sequence[object], of: Sequence[object]) -> int:
    """Return how many neighbours of ``of`` are neighbours in ``rows`` too: what an order may give away."""
    pairs = set(itertools.pairwise(of))
    return sum(pair in pairs for pair in itertools.pairwise(rows))
