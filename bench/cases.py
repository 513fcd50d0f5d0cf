"""Synthetic case inputs in any number, as JSON lines, fast and the same for the same seed."""

from __future__ import annotations

import json
import random
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

NOTE = "Synthetic case for measurement; not a real person"
SEED = 20161210
_FIRST_DAY = date(2016, 7, 1)
_DAYS = 400
_PLACES = (("Aleppo", 60), ("Idlib", 15), ("Hama", 10), ("Homs", 10), ("Damascus", 5))
_STATUSES = (("missing", 62), ("held_reported", 30), ("held_denied", 4), ("death_reported", 4))
_HOLDERS = (("government", 70), ("armed opposition group", 15), ("", 15))
_SOURCES = 50


@cache
def _lists() -> dict[str, Any]:
    text = (files("registry.desk.demo") / "data" / "people.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _pick(chance: random.Random, weighted: tuple[tuple[str, int], ...]) -> str:
    return chance.choices([word for word, _ in weighted], [weight for _, weight in weighted])[0]


def case(number: int, chance: random.Random) -> dict[str, Any]:
    """Return one case in the shape that ``case new --from`` takes."""
    lists = _lists()
    male = chance.random() < 0.85
    given, father = chance.choice(lists["men" if male else "women"]), chance.choice(lists["men"])
    surname = chance.choice(lists["families"])
    spoken = [" ".join(part[script] for part in (given, father, surname)) for script in (0, 1)]
    teller = chance.randrange(_SOURCES)
    facts = {
        "name": [{"text": text, "kind": "full"} for text in spoken],
        "father": father[1],
        "family_name": surname[1],
        "sex": "male" if male else "female",
        "born": str(chance.randint(1945, 2008)),
        "last_seen_on": (_FIRST_DAY + timedelta(days=chance.randrange(_DAYS))).isoformat(),
        "last_seen_at": _pick(chance, _PLACES),
        "alleged_holder": _pick(chance, _HOLDERS),
        "reference": f"SYN-{number:07d}",
        "family": f"SYN-F{number // 3:07d}",
    }
    return {
        "kind": "person",
        "source": {"kind": "local_committee", "label": f"committee {teller} (synthetic)", "reliability": "C"},
        "grade": "3",
        "facts": {key: value for key, value in facts.items() if value},
        "status": _pick(chance, _STATUSES),
        "consent": ["case_work", "anonymous_statistics"],
        "note": NOTE,
    }


def cases(count: int, seed: int = SEED) -> Iterator[dict[str, Any]]:
    """Yield ``count`` cases; the first ones are the same whatever the count."""
    chance = random.Random(seed)
    return (case(number, chance) for number in range(1, count + 1))


def lines(count: int, seed: int = SEED) -> Iterator[str]:
    """Yield ``count`` cases as JSON, one a line."""
    return (json.dumps(one, ensure_ascii=False) + "\n" for one in cases(count, seed))
