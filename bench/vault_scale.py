"""How the vault's times and sizes grow: synthetic cases in a vault of N, one row of figures for each N.

    python bench/vault_scale.py 1000 10000 100000

Each N is measured in processes of its own, key derivation apart. Names, places and notes are invented.
"""

from __future__ import annotations

import json
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
from tinydb.table import Document

os.environ["REGISTRY_ALLOW_TEST_KDF"] = "1"

from registry.vault.recovery import RecoveryKey
from registry.vault.spec import TableSpec
from registry.vault.vault import Vault
from registry.words.identity import id_of, number_of

PASSPHRASE = "orbit walnut ribbon canyon pencil summit velvet"
RECOVERY = RecoveryKey(bytes(range(32)))
_GIVEN = "محمد أحمد علي حسن حسين خالد عمر يوسف مصطفى إبراهيم فاطمة مريم زينب هدى سعاد ليلى".split()
_FAMILY = "الحلبي النجار الخطيب الشامي الحداد العمر البكري الصالح القاسم الأحمد السيد العلي".split()
_LATIN = "Muhammad Ahmad Ali Hasan Husayn Khalid Umar Yusuf Mustafa Ibrahim Fatima Maryam Zaynab".split()
_LATIN_FAMILY = "al-Halabi al-Najjar al-Khatib al-Shami al-Haddad al-Umar al-Bakri al-Salih".split()
_PLACES = "Sukkari Salihin Fardus Kallasa Bustan_al-Qasr Ansari Mashhad Amiriya Ramouseh Jibrin".split()
_WORDS = (
    "the family says that he went with a group of neighbours towards the crossing in the morning and that he was "
    "taken aside at the second post by men in uniform who kept his papers and a cousin who went on saw him stand "
    "with others near a white bus since then nobody has heard from him his brother asked twice at the office"
).split()


class Line(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """About what a list line of a case holds."""

    id: str
    kind: str
    headline: str
    names: str
    folded: str
    seen_from: str
    sex: str
    age: str
    governorate: str
    holder: str
    family: str
    consented: bool
    made_at: str


def fold(d: Any) -> Line:
    facts = {item["fact"]: item["value"] for item in d["items"] if item["t"] == "claim"}
    name, latin = facts["name"][0]["text"], facts["name"][1]["text"]
    return Line(
        d["id"], d["kind"], d["items"][-1]["status"], f"{name} / {latin}", f"{name} {latin}".lower(),
        facts["last_seen_on"], facts["sex"], "30-39", "Aleppo", "government", facts["family"], True, d["made"]["at"],
    )  # fmt: skip


SPEC = TableSpec("cases", Line, fold, exhibits=True)


def case(chance: random.Random) -> dict[str, Any]:
    """Return a synthetic case of 1.2 to 2.5 KB of JSON."""
    by = "3f" * 32

    def fresh() -> str:
        return id_of(chance.getrandbits(60))

    def item(kind: str, **more: Any) -> dict[str, Any]:
        at = f"2016-12-{chance.randint(1, 28):02d}T{chance.randint(0, 23):02d}:10:00Z"
        return {"id": fresh(), "t": kind, "by": by, "device": "laptop-2", "at": at, **more}

    given, family, father = chance.choice(_GIVEN), chance.choice(_FAMILY), chance.choice(_GIVEN)
    source = fresh()
    note = " ".join(chance.choices(_WORDS, k=chance.randint(20, 70)))
    facts = {
        "name": [
            {"text": f"{given} {father} {family}", "kind": "full", "script": "Arab"},
            {
                "text": f"{chance.choice(_LATIN)} {chance.choice(_LATIN_FAMILY)}",
                "kind": "full",
                "script": "Latn",
            },
        ],
        "sex": chance.choice(("male", "male", "female")),
        "last_seen_on": f"2016-{chance.choice(('11', '12'))}-{chance.randint(1, 28):02d}",
        "last_seen_at": chance.choice(_PLACES),
        "family": f"F{chance.randint(1, 30000)}",
    }
    items = [
        item("claim", fact=fact, value=value, source=source, grade="C3") for fact, value in facts.items()
    ]
    items.append(item("note", text=note))
    items.append(
        item("status", status=chance.choice(("missing", "held_reported", "released", "death_reported")))
    )
    return {
        "id": fresh(),
        "kind": "person",
        "made": {"by": by, "device": "laptop-2", "at": items[0]["at"]},
        "items": items,
    }


def clock() -> datetime:
    return datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def opened(path: Path) -> Vault:
    return Vault.open(path, passphrase=PASSPHRASE, specs=[SPEC], clock=clock, device="bench")


def document(chance: random.Random) -> Document:
    made = case(chance)
    return Document(made, number_of(made["id"]))


def build(path: Path, count: int) -> dict[str, float]:
    chance = random.Random(count)
    plain, start = 0, time.perf_counter()
    with Vault.create(
        path, passphrase=PASSPHRASE, recovery=RECOVERY, caseworker="Bench", specs=[SPEC], clock=clock,
        device="bench", test_kdf=True,
    ) as vault:  # fmt: skip
        left = count
        while left:
            batch = [document(chance) for _ in range(min(500, left))]
            plain += sum(len(json.dumps(d, ensure_ascii=False).encode()) for d in batch)
            with vault.act("import"):
                vault.table("cases").insert_multiple(batch)
            left -= len(batch)
    return {
        "build s": time.perf_counter() - start,
        "json MB": plain / 1e6,
        "file MB": path.stat().st_size / 1e6,
    }


def memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def page(path: Path, count: int) -> dict[str, float]:
    start = time.perf_counter()
    vault = opened(path)
    middle = time.perf_counter()
    first = list(islice(vault.lines("cases", newest_first=True), 25))
    end = time.perf_counter()
    assert len(first) == 25
    return {"open ms": (middle - start) * 1e3, "open+page ms": (end - start) * 1e3, "page MB": memory()}


def get(path: Path, count: int) -> dict[str, float]:
    with opened(path) as vault:
        numbers = random.Random(1).sample(list(vault.numbers("cases")), 200)
    vault = opened(path)
    table = vault.table("cases")
    times = []
    for number in numbers:
        start = time.perf_counter()
        assert table.get(doc_id=number) is not None
        times.append(time.perf_counter() - start)
    return {"get cold ms": times[0] * 1e3, "get median ms": sorted(times)[100] * 1e3}


def add(path: Path, count: int) -> dict[str, float]:
    chance = random.Random(9)
    with opened(path) as vault:
        table, times, changes = vault.table("cases"), [], []
        for _ in range(200):
            new = document(chance)
            start = time.perf_counter()
            table.insert(new)
            middle = time.perf_counter()
            table.update({"priority": 1}, doc_ids=[new.doc_id])
            times.append(middle - start)
            changes.append(time.perf_counter() - middle)
        table.remove(doc_ids=list(vault.numbers("cases"))[-200:])
    return {"add ms": sorted(times)[100] * 1e3, "change ms": sorted(changes)[100] * 1e3}


def bare(path: Path, count: int) -> dict[str, float]:
    """Measure the same six rows in plain SQLite, nothing sealed: what the disk alone costs in this run."""
    db = sqlite3.connect(path.with_name("bare.db"), isolation_level=None)
    for pragma in ("journal_mode=DELETE", "synchronous=EXTRA", "secure_delete=ON"):
        db.execute("PRAGMA " + pragma)
    db.execute("CREATE TABLE r (k INTEGER PRIMARY KEY, v BLOB)")
    chance, times = random.Random(4), []
    fixed = [chance.getrandbits(62) for _ in range(4)]
    db.execute("BEGIN")
    for _ in range(count):
        db.execute("INSERT INTO r VALUES (?, ?)", (chance.getrandbits(62), chance.randbytes(680)))
    db.execute("COMMIT")
    for _ in range(200):
        start = time.perf_counter()
        db.execute("BEGIN IMMEDIATE")
        for size in (680, 330):
            db.execute("INSERT INTO r VALUES (?, ?)", (chance.getrandbits(62), chance.randbytes(size)))
        for key, size in zip(fixed, (4000, 900, 200, 200), strict=True):
            db.execute("INSERT OR REPLACE INTO r VALUES (?, ?)", (key, chance.randbytes(size)))
        db.execute("COMMIT")
        times.append(time.perf_counter() - start)
    db.close()
    return {"bare SQLite ms": sorted(times)[100] * 1e3}


def lines(path: Path, count: int) -> dict[str, float]:
    with opened(path) as vault:
        start = time.perf_counter()
        held = sum(line.headline == "held_reported" for line in vault.lines("cases"))
        cold = time.perf_counter()
        found = sum("hasan" in line.folded for line in vault.lines("cases"))
        warm = time.perf_counter()
    assert held and found
    return {
        "filter cold ms": (cold - start) * 1e3,
        "filter warm ms": (warm - cold) * 1e3,
        "lines MB": memory(),
    }


def scan(path: Path, count: int) -> dict[str, float]:
    with opened(path) as vault:
        start = time.perf_counter()
        assert sum(1 for _ in vault.table("cases")) == count
        return {"scan ms": (time.perf_counter() - start) * 1e3, "scan MB": memory()}


STEPS = {"build": build, "page": page, "get": get, "lines": lines, "scan": scan, "add": add, "bare": bare}


def main(arguments: list[str]) -> None:
    if arguments and arguments[0] in STEPS:
        print(json.dumps(STEPS[arguments[0]](Path(arguments[1]), int(arguments[2]))))
        return
    rows: dict[str, dict[str, float]] = {}
    counts = [int(argument) for argument in arguments] or [1000, 10000]
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            for step in STEPS:
                command = [sys.executable, __file__, step, f"{folder}/bench.vault", str(count)]
                answer = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
                for name, value in answer.items():
                    rows.setdefault(name, {})[str(count)] = value
    print(f"{'':18}" + "".join(f"{count:>12,}" for count in counts))
    for name, values in rows.items():
        print(f"{name:18}" + "".join(f"{values[str(count)]:12.2f}" for count in counts))


if __name__ == "__main__":
    main(sys.argv[1:])
