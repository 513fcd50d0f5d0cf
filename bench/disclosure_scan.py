"""How long the gate's scan takes for a register of any size: `python -m bench.disclosure_scan [PEOPLE]`.

A release in three languages is scanned for the names, numbers, birthdays, ids and hashes of so many invented people:
in seconds of the processor, once as it is, and once with a name, a phone, a birthday, a hash and a thousand words that no report says.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Iterator

from bench import cases
from registry.desk.standing import standing_words
from registry.disclosure.plan import make, plan
from registry.disclosure.policy import FLOOR
from registry.disclosure.request import Request
from registry.disclosure.sought import Identifier, Kind
from registry.disclosure.traces import no_identifier
from registry.disclosure.written import Written
from registry.reports import write_all
from registry.reports.standing import STANDING, standing_texts
from registry.words.identity import new_id, short
from tests.disclosure.registers import MADE_ON, register, tie


def identifiers(people: int) -> Iterator[Identifier]:
    """Yield two names, a phone, a birthday, the ids and an exhibit's hash of each of so many people."""
    chance = random.Random(5)
    for line in cases.lines(people, seed=5):
        names = json.loads(line)["facts"].get("name", [])
        for name in names if isinstance(names, list) else [names]:
            yield Identifier(Kind.NAME, name["text"] if isinstance(name, dict) else name)
        yield Identifier(Kind.NUMBER, f"+963 9{chance.randrange(10**8):08}")
        yield Identifier(
            Kind.DAY, f"{chance.randint(1940, 2016)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        )
        identity = new_id(chance.randrange)
        yield from (Identifier(Kind.ID, identity), Identifier(Kind.ID, short(identity)))
        yield Identifier(Kind.DIGEST, chance.randbytes(32).hex())


def main(people: int) -> None:
    """Make the identifiers and a release, scan it twice, and print one line each."""
    started = time.process_time()
    sought = frozenset(identifiers(people))
    print(f"{people:,} people, {len(sought):,} identifiers, made in {time.process_time() - started:.1f} s")
    planned = plan(
        Request.parse(("place,sex", "quarter,status", "age,sex")), register(3000), (), policy=FLOOR, made_on=MADE_ON, tie=tie
    )  # fmt: skip
    summary = make(planned, "7K3MQ2XW9ABT")
    files = write_all(summary, "en", "fr", "ar")
    standing_words()

    def scanned(what: str, given: dict[str, bytes]) -> None:
        started = time.process_time()
        written = Written(given, summary, FLOOR, sought, standing_words(), standing_texts(), STANDING)
        found = list(no_identifier(written))
        size = sum(map(len, given.values())) // 1024
        print(f"{what}: {size} KiB in {time.process_time() - started:.1f} s, {len(found)} kinds found")

    scanned("a clean release", files)
    name = next(
        one.text
        for one in sorted(sought, key=lambda one: one.text)
        if one.kind is Kind.NAME and " " in one.text
    )
    phone = next(one.text for one in sought if one.kind is Kind.NUMBER)
    chance = random.Random(6)
    strange = " ".join("".join(chance.choices("bdfghklmnrstz", k=7)) for _ in range(1000))
    planted = f"\n{name}\n{phone}\n{chance.randbytes(32).hex()}\n{strange}\n"
    scanned(
        "one with what must be found", {**files, "summary.en.md": files["summary.en.md"] + planted.encode()}
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
