"""What a hostile reader who never saw the protector can prove of single releases and of twelve months for two recipients."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import pytest

from registry.disclosure.classifications import REGISTERED
from tests.disclosure.series import SHAPES, Made, series
from tests.disclosure.stranger.classes import TOGETHER
from tests.disclosure.stranger.findings import Findings, misread
from tests.disclosure.stranger.hostile import alone, collected, insiders, plain, readings_of, still
from tests.disclosure.stranger.truth import People, Truth

EXHAUSTIVE = os.environ.get("REGISTRY_EXHAUSTIVE") == "1"
# The seed that an exhaustive run begins with; it goes on to the last, and then from the first.
FIRST = int(os.environ.get("REGISTRY_FIRST", "0"))
SIZES = (30, 45, 60, 100, 200, 400, 800, 1500, 3000)

# The finest classes of the register, and the classes of a summary that they are counted in.
PARENTS: Mapping[tuple[str, str], str] = {
    **{(key, part): whole for (key, whole), parts in TOGETHER.items() for part in parts},
    ("sex", "other"): "not stated", ("place", "else"): "another place",
    ("status", "held_reported"): "held", ("status", "held_denied"): "held",
    ("status", "located_alive"): "released or located", ("status", "death_reported"): "missing",
    ("status", "remains_identified"): "death established",
    ("holder", "government"): "government side", ("holder", "opposition"): "armed groups", ("holder", "isil"): "armed groups",
}  # fmt: skip
KEYS = ("place", "sex", "age", "status", "holder", "month", "quarter")


def _people(made: Made) -> People:
    found = {}
    for person in made.people:
        classes = {key: person.get(key, "not stated") for key in KEYS}
        month = classes["month"]
        quarter = classes["quarter"]
        if quarter == "not stated" and len(month) == 7:
            quarter = classes["quarter"] = f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}"
        found[person["id"]] = {**classes, "year": quarter if quarter == "not stated" else quarter[:4]}
    return found


@dataclass
class Tally:
    """What all attacks came to."""

    found: Findings = field(default_factory=Findings)
    releases: int = 0
    series: int = 0
    beyond: dict[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        figures = self.found.figures()
        return f"{self.series} series {self.releases} releases {self.found.tried} tried {self.found.open} open {figures} {self.beyond}"


def _try(
    seed: int, shape: str, size: int, tally: Tally, *, few: bool, single: bool = True, most: int = 12
) -> None:
    """Attack one series; every print must be true by its own rule, and everything proved true of the people."""
    made = list(islice(series(seed, size, shape), most))
    if not made:
        return
    readings = readings_of([(each.summary, each.recipient) for each in made])
    truth = Truth([_people(each) for each in made], PARENTS)
    assert misread(readings, truth) == [], (seed, shape, size)
    for reading, each in zip(readings, made, strict=True) if single else ():
        found = alone(reading)
        assert found.false([readings_of([(each.summary, "x")])[0]], Truth([_people(each)], PARENTS)) == []
        tally.found.add(found)
    if len(readings) > 1:
        found = collected(readings, truth.moments(), truth.steps(), truth.grew(readings), window=2, few=few)
    else:
        found = plain(readings)
    assert found.false(readings, truth) == [], (seed, shape, size)
    tally.found.add(found)
    for name, more in (
        ("all but one", insiders(readings, truth)),
        ("nothing happened there", still(readings, truth)),
    ):
        tally.beyond[name] = tally.beyond.get(name, 0) + len(more.statements)
    tally.releases += len(readings)
    tally.series += 1


def test_every_class_that_joins_others_is_known_to_the_attacker() -> None:
    joined = {
        (key, node.code)
        for key, dimension in REGISTERED.items()
        for level in dimension.levels[1:]
        for node in level.nodes
        if len(node.leaves) > 1
    }
    assert joined == TOGETHER.keys()


def test_of_a_small_series_nothing_can_be_proved() -> None:
    tally = Tally()
    _try(1, "one governorate", 60, tally, few=False, single=False, most=3)
    assert tally.releases > 1 and tally.found.tried > 500
    assert tally.found.fatal == [] and tally.found.open == 0


@pytest.mark.slow
@pytest.mark.timeout(0 if EXHAUSTIVE else 600)
def test_of_no_release_and_no_series_anything_fatal_can_be_proved() -> None:
    """At least a hundred registers and series with REGISTRY_EXHAUSTIVE=1, else as many as are begun in thirty seconds of the processor."""
    tally, begun = Tally(), time.process_time()
    for seed in (*range(FIRST, 100), *range(FIRST)):
        shape = list(SHAPES)[seed % len(SHAPES)]
        if not EXHAUSTIVE and time.process_time() > begun + 30:
            break
        _try(seed, shape, SIZES[seed % len(SIZES)], tally, few=False)
        if progress := os.environ.get("REGISTRY_PROGRESS"):
            with Path(progress).open("a", encoding="utf-8") as file:
                file.write(f"{seed} {shape} {tally}\n")
    assert tally.series >= (90 if EXHAUSTIVE else 2)
    assert tally.found.fatal == [], tally.found.figures()
    assert tally.found.of("fell", "not additive") == []
