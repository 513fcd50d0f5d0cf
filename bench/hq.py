"""Comparison at headquarters' scale: how long, in how much memory and how well pairs are found among synthetic records.

Run as ``python -m bench.hq --records 1000000`` (DuckDB) or ``python -m bench.hq --records 5000 --engine spark``; it needs the
extra ``hq``. Records are drawn from invented names: one in four is somebody's second or third report, with names
spelled otherwise, parts missing and dates half known, and a third of the people have brothers in the data. The
score from which a pair counts was fixed on another draw (``--seed 1``) before the one reported (``--seed 2``).
"""

from __future__ import annotations

import argparse
import platform
import random
import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

from registry.matching.engine import ENGINES, SUGGESTED, Engine, pairs
from registry.matching.pseudonyms import KEY_BYTES, Compared, pseudonyms

_CONSONANTS = "b t j h kh d r z s sh f q k l m n gh".split()
_VOWELS = ("a", "i", "u", "aa", "ee", "ou")
_OTHERWISE = {"a": "e", "e": "a", "i": "e", "u": "o", "o": "u", "q": "k"}


@dataclass(frozen=True)
class Names:
    """Invented names and how common each is: a few are borne by many, as it is with real ones."""

    given: list[str]
    women: list[str]
    family: list[str]

    def draw(self, chance: random.Random, pool: list[str], head: int) -> str:
        """Draw a name whose commonness falls with its rank: the higher ``head``, the less common is the first."""
        rank = int(head * (chance.paretovariate(0.9) - 1))
        return pool[rank] if rank < len(pool) else chance.choice(pool)


def invented(chance: random.Random, many: int, syllables: int) -> list[str]:
    """Return so many different names of consonants and vowels."""
    found: dict[str, None] = {}
    while len(found) < many:
        found[
            "".join(chance.choice(_CONSONANTS) + chance.choice(_VOWELS) for _ in range(syllables))
            + chance.choice(_CONSONANTS)
        ] = None
    return list(found)


def otherwise(chance: random.Random, name: str) -> str:
    """Return a name as somebody else spells it: other vowels, q or k; now and then with a letter wrong."""
    spelled = "".join(_OTHERWISE.get(letter, letter) if chance.random() < 0.4 else letter for letter in name)
    if chance.random() < 0.08:
        place = chance.randrange(len(spelled))
        spelled = spelled[:place] + spelled[place + 1 :]
    return spelled or name


def again(chance: random.Random, one: Compared, identity: str) -> Compared:
    """Return another report of the same person, as another source would give it."""

    def name(word: str, missing: float) -> str:
        drawn = chance.random()
        return "" if drawn < missing else otherwise(chance, word) if drawn < missing + 0.3 else word

    born = one.born
    drawn = chance.random()
    if drawn < 0.25:
        born = ""
    elif drawn < 0.55:
        born = str(int(born[:4]) + chance.choice((-1, 0, 0, 0, 1)))
    elif drawn < 0.6 and int(born[8:]) <= 12:
        born = f"{born[:4]}-{born[8:]}-{born[5:7]}"
    return replace(
        one, id=identity, given=name(one.given, 0.01), father=name(one.father, 0.08), grandfather=name(one.grandfather, 0.5),
        family=name(one.family, 0.03), mother=name(one.mother, 0.4), born=born,
        place=one.place if chance.random() < 0.85 else f"SY{chance.randint(1, 14):02}",
        seen=one.seen if chance.random() < 0.8 else "", number=one.number if chance.random() < 0.5 else "",
    )  # fmt: skip


def records(many: int, seed: int) -> Iterator[tuple[int, Compared]]:
    """Yield records with the number of the person each speaks of."""
    chance = random.Random(seed)
    names = Names(invented(chance, 800, 2), invented(chance, 600, 2), invented(chance, 60_000, 3))
    made, person, last = 0, 0, Compared("")
    while made < many:
        if person and chance.random() < 0.3:  # a brother of the one before
            given = names.draw(chance, [name for name in names.given[:50] if name != last.given], 8)
            one = replace(last, given=given, number="", born=_day(chance))
        else:
            one = Compared(
                "", *(names.draw(chance, names.given, 8) for _ in range(3)), names.draw(chance, names.family, 150),
                names.draw(chance, names.women, 8), _day(chance), "male" if chance.random() < 0.85 else "female",
                f"SY{chance.randint(1, 14):02}", f"201{chance.randint(2, 8)}-{chance.randint(1, 12):02}",
            )  # fmt: skip
        if chance.random() < 0.15:
            one = replace(one, number=f"{chance.randrange(10**11):011}")
        last = one
        reports = 1 + (chance.random() < 0.25) + (chance.random() < 0.05)
        for number in range(min(reports, many - made)):
            made += 1
            identity = f"{made:012}"
            yield person, replace(one, id=identity) if not number else again(chance, one, identity)
        person += 1


def _day(chance: random.Random) -> str:
    return f"{chance.randint(1945, 2008)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"


def main() -> None:
    """Print what one run took and found."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--records", type=int, default=1_000_000)
    asked.add_argument("--engine", choices=ENGINES, default=ENGINES[0])
    asked.add_argument("--seed", type=int, default=2)
    asked.add_argument("--threshold", type=float, default=SUGGESTED)
    asked.add_argument("--memory", default="8GB")
    given = asked.parse_args()
    key, people = random.Random(0).randbytes(KEY_BYTES), list[int]()

    def rows() -> Iterator[dict[str, str | None]]:
        for person, one in records(given.records, given.seed):
            people.append(person)
            yield pseudonyms(one, key)

    began, spent = time.perf_counter(), time.process_time()
    right = found = 0
    for pair in pairs(rows(), Engine(given.engine, memory=given.memory), given.threshold):
        found += 1
        right += people[int(pair.left) - 1] == people[int(pair.right) - 1]
    took, processor = time.perf_counter() - began, time.process_time() - spent
    reports: dict[int, int] = {}
    for person in people:
        reports[person] = reports.get(person, 0) + 1
    true = sum(many * (many - 1) // 2 for many in reports.values())
    precision, recall = right / found if found else 0.0, right / true if true else 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    of = f"{given.records:,} records of {len(reports):,} people, seed {given.seed}"
    print(f"{given.engine}, Python {platform.python_version()}, {of}")
    print(f"{took:,.0f} s ({processor:,.0f} s of processor), {peak:,.0f} MB at most in this process")
    print(f"{found:,} pairs from a score of {given.threshold}, {true:,} true ones")
    print(f"precision {precision:.4f}, recall {recall:.4f}, F1 {2 * right / (found + true):.4f}")


if __name__ == "__main__":
    main()
