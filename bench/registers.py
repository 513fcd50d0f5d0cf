"""What adding to a register costs with few records in it and with many, and how that grows.

    python -m bench.registers --sizes 100,10000

Each figure is the median processor time of one `facility add`, `place add` or `crossing add` at an open desk, the act
that seals it included; starting the program and deriving keys would add the same to each.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from registry.cases.casefile import CROSSING
from registry.cases.items import Claim, plain_item
from registry.cases.register import ACTOR, FACILITY, PLACE
from registry.desk.desk import Desk
from registry.desk.episodes import add_episode
from registry.desk.intake import take_in
from registry.desk.opening import RecoveryKey, make_desk, open_desk
from registry.desk.registering import add_record
from registry.desk.registers import TABLE_OF
from registry.desk.sourcing import new_source
from registry.words.identity import number_of

SIZES = (100, 10_000)
RUNS = 7
_PASSPHRASE = "synthetic words for measurement only"
_AT_ONCE = 500


def fill(desk: Desk, source: str, count: int) -> None:
    """Put ``count`` synthetic facilities, actors and places of two names each into the registers."""
    for first in range(0, count, _AT_ONCE):
        with desk.vault.act("facility add") as act:
            for number in range(first, min(first + _AT_ONCE, count)):
                for kind in (FACILITY, ACTOR, PLACE):
                    act.write(TABLE_OF[kind], *_record(desk, kind, source, number))


def _record(desk: Desk, kind: str, source: str, number: int) -> tuple[int, dict[str, Any]]:
    names = (f"synthetic {kind} {number}", f"اسم مصطنع {number}")
    claims = [Claim(**desk.pen.stamp(), source=source, fact="name", value=name) for name in names]
    identity = desk.pen.stamp()["id"]
    made = {"by": desk.pen.by, "device": desk.pen.device, "at": claims[0].at}
    items = [plain_item(claim) for claim in claims]
    return number_of(identity), {"id": identity, "kind": kind, "made": made, "items": items}


def steps(desk: Desk, source: str, case: str) -> dict[str, Callable[[int], object]]:
    """Return what is measured, each given the number of its run."""

    def said(**facts: object) -> dict[str, object]:
        return {"source": source, "facts": facts}

    return {
        "facility add": lambda run: add_record(desk, FACILITY, said(name=f"new facility {run}")),
        "actor add": lambda run: add_record(desk, ACTOR, said(name=f"new actor {run}")),
        "place add": lambda run: add_record(desk, PLACE, said(name=f"new place {run}", parent="Aleppo")),
        "crossing add": lambda run: add_episode(
            desk, CROSSING, case, said(on="2016-12-09", point=f"point {run}")
        ),
    }


def measured(folder: Path, size: int, runs: int) -> dict[str, float]:
    """Return the median milliseconds of each step with ``size`` records in each register."""
    path = folder / f"{size}.vault"
    made = make_desk(
        path, _PASSPHRASE, RecoveryKey.generate(), caseworker="bench", device="bench", test_kdf=True
    )
    with made.vault:
        source = new_source(made, {"kind": "ngo", "label": "synthetic"}).id
        (case,) = take_in(made, [{"source": source, "facts": {"name": "Synthetic Person"}}])
        fill(made, source, size)
    found: dict[str, list[float]] = {}
    for run in range(
        runs
    ):  # each in a session of its own, as a command is: nothing is remembered between two
        desk = open_desk(path, _PASSPHRASE, device="bench")
        with desk.vault:
            for name, step in steps(desk, source, case.id).items():
                started = time.process_time()
                step(run)
                found.setdefault(name, []).append((time.process_time() - started) * 1000)
    return {name: statistics.median(times) for name, times in found.items()}


def main() -> None:
    """Measure every size and print one table, with the growth from the first size to the last."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--sizes", default=",".join(map(str, SIZES)), help="records in each register, with commas"
    )
    parser.add_argument(
        "--runs", type=int, default=RUNS, help="how often each step is run; the median counts"
    )
    asked = parser.parse_args()
    os.environ["REGISTRY_ALLOW_TEST_KDF"] = "1"
    sizes = [int(size) for size in asked.sizes.split(",")]
    with tempfile.TemporaryDirectory() as folder:
        tables = {size: measured(Path(folder), size, asked.runs) for size in sizes}
    print("| | " + " | ".join(f"{size:,} records" for size in sizes) + " | growth |")
    print("|---|" + "---:|" * (len(sizes) + 1))
    for name in tables[sizes[0]]:
        figures = [tables[size][name] for size in sizes]
        shown = " | ".join(f"{figure:.1f} ms" for figure in figures)
        print(f"| {name} | {shown} | x {figures[-1] / figures[0]:.1f} |")


if __name__ == "__main__":
    main()
