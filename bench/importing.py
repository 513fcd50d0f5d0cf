"""What becomes of real and invented lists: every row accounted for, how fast, in how much memory.

Run as ``python -m bench.importing DATA`` with the folder that holds ``registry_synth``, ``chile``, ``groups`` and
``interop``; ``--rows N`` adds a made-up list of N rows. Nothing of the data is kept.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections import Counter
from pathlib import Path

from bench.desks import desk_of_its_own
from registry.cases.casefile import SUBJECTS
from registry.desk.importing import Coming, How, bring_in
from registry.exchange.entries import Reader
from registry.exchange.lists import Wishes, open_list
from registry.exchange.mapping import read_map

_LISTS = (
    "registry_synth/laptop_L1.csv", "registry_synth/laptop_L2.csv", "registry_synth/laptop_L3.csv",
    "chile/chile_rettig_dev.csv", "groups/missing_migrants_2014_2016_dev.csv",
)  # fmt: skip

# How two real lists are read: what `--save-map` wrote, led to facts by hand.
_MAPS = {
    "chile_rettig_dev.csv": """map = 1
key = "individual_id"
[columns]
last_name = "family_name"
first_name = "given"
age = "age"
male = { as = "sex", terms = { "1" = "male", "0" = "female" } }
occupation_detail = "occupation"
start_date_daily = "last_seen_on"
location_1 = "last_seen_at"
perpetrator_affiliation_detail = "alleged_holder"
nationality = "nationality"
method = "means"
number_previous_arrests = "earlier_arrests"
[source]
kind = "official"
label = "truth commission"
""",
    "missing_migrants_2014_2016_dev.csv": """map = 1
kind = "group"
[columns]
"Reported Date" = "last_seen_on"
"Total Dead and Missing" = "count"
"Number Dead" = "reported_dead"
"Minimum Estimated Number of Missing" = "reported_missing"
"Number of Survivors" = "survivors"
"Number of Females" = "females"
"Number of Males" = "males"
"Number of Children" = "children"
"Location Description" = "last_seen_at"
"Location Coordinates" = "last_seen_point"
"Migration Route" = "route"
"Region of Incident" = "region"
"Information Source" = "source.label"
URL = "source.url"
[source]
kind = "ngo"
""",
}


def imported(path: Path, kind: str = "person") -> None:
    """Bring one list into a vault of its own and print what became of its rows."""
    with desk_of_its_own() as desk:
        began = time.process_time()
        listing = open_list(lambda: path.open("rb"), Wishes())
        facts = {kind: desk.facts(kind) for kind in SUBJECTS}
        mapping = (
            read_map(_MAPS[path.name], facts) if path.name in _MAPS else listing.suggested(facts[kind], kind)
        )
        look = listing.looked_through(mapping, desk.facts(kind))
        reader = Reader(mapping, desk.facts(kind), look.orders)
        rows = (Coming(row.line, row.key, row.entry, row.cells) for row in listing.rows(reader))
        counts: Counter[str] = Counter()
        said: Counter[str] = Counter()
        for came in bring_in(desk, rows, How({"kind": "other", "label": path.name})):
            counts[came.outcome] += 1
            said.update(f"{one.heading}: {one.problem}" for one in came.problems if one.waits)
        spent = time.process_time() - began
    lost = look.total - sum(counts.values())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{path.name}: {look.total} rows, {dict(counts)}, unaccounted {lost}, {spent:.1f} s, peak {peak:.0f} MB"
    )
    for words, times in said.most_common(5):
        print(f"    {times} wait: {words}")


def made_up(folder: Path, rows: int) -> Path:
    """Write a list of invented people and return its path."""
    path = folder / "made-up.csv"
    with path.open("w", encoding="utf-8") as stream:
        stream.write("record_id,name,father,sex,date_of_birth,last_seen_date,last_seen_place,status,note\n")
        for n in range(rows):
            stream.write(
                f"B-{n},Mithal {n},Father {n % 977},{'mf'[n % 2]},{1950 + n % 60},2016-12-{n % 28 + 1:02},Castello road,missing,invented\n"
            )
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--rows", type=int, default=0)
    given = parser.parse_args()
    for name in _LISTS:
        imported(given.data / name, "group" if name.startswith("groups") else "person")
    for path in sorted((given.data / "interop").glob("*.xml")):
        imported(path)
    if given.rows:
        with tempfile.TemporaryDirectory() as folder:
            imported(made_up(Path(folder), given.rows))


if __name__ == "__main__":
    main()
