"""Synthetic registers of the shapes that disclosure control fails on, the same each time."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Mapping, Sequence
from datetime import date

from registry.disclosure.countable import Countable

MADE_ON = date(2017, 6, 1)

Weights = Mapping[str | None, float]

BROAD: Mapping[str, Weights] = {
    "place": {"Aleppo": 70, "Idlib": 12, "Hama": 6, "Homs": 6, "Ar-Raqqa": 2, "Damascus": 2, "else": 2},
    "sex": {"male": 80, "female": 18, "other": 1, None: 1},
    "age": {"0-17": 16, "18-59": 70, "60+": 8, None: 6},
    "status": {"missing": 50, "held_reported": 25, "held_denied": 5, "located_alive": 12, "death_reported": 6,
               "remains_identified": 2},
    "holder": {"government": 60, "opposition": 12, "foreign": 2, "isil": 3, None: 23},
    "month": {"2016-10": 8, "2016-11": 30, "2016-12": 50, "2017-01": 8, "2015-03": 1, None: 3},
}  # fmt: skip

ONE_PLACE = {**BROAD, "place": {"Aleppo": 1}}
ALL_MALE = {**BROAD, "sex": {"male": 1}}
SPARSE = {
    **BROAD,
    "place": {
        "Aleppo": 10,
        "Idlib": 9,
        "Hama": 9,
        "Homs": 9,
        "Damascus": 9,
        "Tartus": 9,
        "Latakia": 9,
        "Ar-Raqqa": 9,
    },
    "month": {f"{year}-{month:02}": 1 for year in range(2012, 2017) for month in range(1, 13)},
}

SHAPES: Mapping[str, Mapping[str, Weights]] = {
    "broad": BROAD, "one place": ONE_PLACE, "all male": ALL_MALE, "sparse": SPARSE,
}  # fmt: skip


def register(size: int, shape: str = "broad", seed: int = 1, *, bus: int = 0) -> list[Countable]:
    """Return ``size`` people drawn by ``shape``; the first ``bus`` of them are of one incident, all alike."""
    chance = random.Random(f"{shape} {size} {seed}")
    weights = SHAPES[shape]
    people = [_person(chance, weights, at, size) for at in range(size)]
    alike = {"place": "Idlib", "sex": "male", "age": "18-59", "status": "missing", "month": "2016-11"}
    return [Countable(f"B{at}", "the bus", alike, True, date(2016, 11, 30)) for at in range(bus)] + people[
        bus:
    ]


def _person(chance: random.Random, weights: Mapping[str, Weights], at: int, size: int) -> Countable:
    drawn = {key: chance.choices(list(of), list(of.values()))[0] for key, of in weights.items()}
    values = {key: value for key, value in drawn.items() if value is not None}
    family = f"F{chance.randrange(size)}" if chance.random() < 0.7 else None
    return Countable(f"C{at}", family, values, True, None)


def tie(spelling: str) -> int:
    """Break ties as a vault's keyed secret would."""
    return int.from_bytes(hashlib.blake2b(spelling.encode(), key=b"secret", digest_size=4).digest())


def alike(size: int, families: int, values: Mapping[str, str], start: int = 0) -> list[Countable]:
    """Return people of the same values, dealt out over ``families``."""
    return [Countable(f"A{start + at}", f"{start} {at % families}", values, True, None) for at in range(size)]


BY: Sequence[Sequence[str]] = (
    ("place,sex", "quarter,status"),
    ("place,sex", "place,status", "sex,status", "quarter,place", "age,sex", "holder,status"),
    ("place,sex,age", "month,status,sex", "holder,place"),
    ("place,status,holder",),
    ("month", "age"),
)
