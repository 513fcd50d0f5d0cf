"""Whether real registries fit: takes two public data sets in through the program, and prints what had nowhere to go.

    python -m bench.fitting --commission chile.csv --incidents missing_migrants.csv

Every row goes through `registry case new`, and every case is read back with `registry case show`. Counts are printed,
and nothing of any person or incident.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.fitted import FACT, NOWHERE, TWICE, WORDS, Fitted, commission, fitted, incident

_PASSPHRASE = "synthetic words for measurement only"


@dataclass(frozen=True)
class Program:
    """The program with a vault in a folder of its own."""

    folder: Path

    def run(self, *words: str, given: str = "", as_json: bool = True) -> str:
        """Run one command and return its answer; stop where it is refused, without repeating what it was given."""
        common = ["--vault", str(self.folder / "v"), "--passphrase-file", str(self.folder / "passphrase")]
        common += ["--no-input", "--quiet", *(["--json"] if as_json else [])]
        ran = subprocess.run(
            [sys.executable, "-m", "registry", *common, *words], input=given, capture_output=True, text=True,
            env={**os.environ, "REGISTRY_ALLOW_TEST_KDF": "1"}, check=False,
        )  # fmt: skip
        if ran.returncode:
            raise SystemExit(f"{words[:2]} ended with {ran.returncode}: {ran.stdout[:300]}{ran.stderr[:300]}")
        return ran.stdout

    def facts(self) -> Mapping[str, frozenset[str]]:
        """Return the facts the program knows, by kind of case."""
        found: dict[str, set[str]] = {}
        for kind, key, *_ in json.loads(self.run("docs", "fields"))["rows"]:
            found.setdefault(kind, set()).add(key)
        return {kind: frozenset(keys) for kind, keys in found.items()}


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a table; ``NA`` is an empty cell."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            yield {
                column: "" if (cell or "") == "NA" else (cell or "").strip() for column, cell in row.items()
            }


Said = tuple[str, str, str]  # of which fact, what, and in which stance


@dataclass
class Kept:
    """What came back of a data set: cases, what was said of each fact, warnings, and open conflicts."""

    cases: int
    said: Counter[Said]
    warnings: Counter[str]
    conflicts: int


def load(program: Program, data: Fitted) -> Kept:
    """Take a data set in, and read every case back."""
    lines = "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in data.entries)
    taken = json.loads(program.run("case", "new", "--from", "-", given=lines))["items"]
    asked = "".join(f"case show {one['id']} --json\n" for one in taken)
    said = program.run("shell", given=asked, as_json=False)
    back: Counter[Said] = Counter()
    conflicts = 0
    for case in _documents(said):
        back.update((one["fact"], as_given(one["value"]), one["stance"]) for one in case["claims"])
        conflicts += any(fact["conflicting"] for fact in case["facts"].values())
    warnings = Counter(
        "a part counted higher than the whole" if "more than its" in said else said
        for one in taken
        for said in one["warnings"]
    )
    return Kept(len(taken), back, warnings, conflicts)


def as_given(value: Any) -> str:
    """Return a value as its source gave it, from its stored form; blanks that came twice count as one."""
    if not isinstance(value, dict):
        return " ".join(str(value).split())
    if "latitude" in value:
        return f"{value['latitude']}, {value['longitude']}"
    found = next(value[key] for key in ("given", "text", "wording", "years") if value.get(key) is not None)
    return as_given(found)


def _documents(text: str) -> Iterator[Any]:
    decoder, at = json.JSONDecoder(), 0
    while (at := text.find("{", at)) >= 0:
        document, at = decoder.raw_decode(text, at)
        yield document


def report(title: str, data: Fitted, kept: Kept) -> Iterator[str]:
    """Yield the lines of what went where, column by column, and of what came back."""
    yield f"## {title}: {len(data.entries):,} rows\n"
    yield f"| column | filled | {FACT} | {WORDS} | {TWICE} | {NOWHERE} |"
    yield "|---|---:|---:|---:|---:|---:|"
    sums: Counter[str] = Counter()
    for column, went in data.went.items():
        sums.update(went)
        cells = " | ".join(f"{went[where]:,}" for where in (FACT, WORDS, TWICE, NOWHERE))
        yield f"| {column} | {went.total():,} | {cells} |"
    cells = " | ".join(f"**{sums[where]:,}**" for where in (FACT, WORDS, TWICE, NOWHERE))
    yield f"| **all** | **{sums.total():,}** | {cells} |\n"
    said = Counter(
        (one["fact"], as_given(one["value"]), one.get("stance", "asserts"))
        for entry in data.entries
        for one in entry["claims"]
    )
    yield f"kept: {kept.cases:,} cases; {(said & kept.said).total():,} of {said.total():,} claims read back as given"
    for fact, count in sorted(Counter(fact for fact, _, _ in (said - kept.said).elements()).items()):
        yield f"LOST: {fact}: {count:,}"
    yield f"cases with a conflict of their own facts: {kept.conflicts:,}"
    for words, count in sorted(kept.warnings.items()):
        yield f"told at intake, {count:,} times: {words}"
    yield ""


def main() -> None:
    """Load the data sets whose paths are given and print what became of them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--commission", type=Path, help="the truth commission's registry, one person a row")
    parser.add_argument("--incidents", type=Path, help="incidents of missing migrants, one group a row")
    asked = parser.parse_args()
    sets = ((asked.commission, "person", commission), (asked.incidents, "group", incident))
    for path, kind, say in sets:
        if path is None:
            continue
        with tempfile.TemporaryDirectory() as folder:
            program = Program(Path(folder))
            (program.folder / "passphrase").write_text(_PASSPHRASE + "\n", encoding="utf-8")
            program.run("init", "--recovery-file", str(program.folder / "recovery"), "--test-kdf")
            data = fitted(rows(path), program.facts()[kind], say)
            for line in report(path.stem, data, load(program, data)):
                print(line)


if __name__ == "__main__":
    main()
