"""How long the main commands take with 1,000, 10,000 and 100,000 cases, and how that grows.

Every figure is wall time of the whole program as a user starts it: interpreter, imports, key derivation
(a cheap one unless ``--real-kdf`` is given), the work, and the answer as JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import cases

SIZES = (1_000, 10_000, 100_000)
RUNS = 5
_PASSPHRASE = "synthetic words for measurement only"
_TABLES = ("--by", "quarter,status", "--by", "place,sex")

# What is measured, each as the words of one command; "{id}" is a case in the middle of the register.
STEPS: Mapping[str, tuple[str, ...]] = {
    "registry --help": ("--help",),
    "vault info": ("vault", "info"),
    "add one": ("case", "new", "--from", "{one}"),
    "show one": ("case", "show", "{id}"),
    "first page": ("case", "list", "--limit", "20"),
    "filter": ("case", "list", "--status", "held_reported", "--place", "Aleppo", "--since", "2016-12-01"),
    "agenda": ("agenda",),
    "find": ("find", "--from", "{query}"),
    "plan a summary": ("disclose", "plan", *_TABLES),
}


@dataclass(frozen=True, slots=True)
class Run:
    """One command as it ran: wall seconds, processor seconds, and peak resident memory in MB."""

    wall: float
    processor: float
    peak: float


@dataclass
class Bench:
    """One vault of one size in a folder of its own, and the figures measured on it."""

    folder: Path
    real_kdf: bool
    figures: dict[str, Run] = field(default_factory=dict)
    id: str = ""

    @property
    def vault(self) -> Path:
        """The vault's file."""
        return self.folder / "bench.vault"

    @property
    def answer(self) -> Path:
        """Where the answer of the last command stands: read only where it is small."""
        return self.folder / "answer"

    def run(self, *words: str) -> Run:
        """Run one command; its answer goes to a file, so that this process stays smaller than the program.

        A child's peak memory begins with its parent's, as Linux counts it.
        """
        filled = [
            word.format(id=self.id, one=self.folder / "one", query=self.folder / "query") for word in words
        ]
        common = ["--vault", str(self.vault), "--passphrase-file", str(self.folder / "passphrase")]
        common += ["--no-input", "--json", "--quiet"]
        environment = {**os.environ, "REGISTRY_ALLOW_TEST_KDF": "1"}
        with self.answer.open("wb") as answer:
            started = time.perf_counter()
            process = subprocess.Popen(
                [sys.executable, "-m", "registry", *common, *filled], stdout=answer, env=environment
            )
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{' '.join(filled)} failed: {self.answer.read_text(encoding='utf-8')[:500]}")
        return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)

    def fill(self, count: int) -> None:
        """Make the vault and take in ``count`` cases."""
        (self.folder / "passphrase").write_text(_PASSPHRASE + "\n", encoding="utf-8")
        (self.folder / "one").write_text(next(cases.lines(1, seed=count)), encoding="utf-8")
        (self.folder / "query").write_text("محمد الحلبي\n", encoding="utf-8")
        with (self.folder / "many").open("w", encoding="utf-8") as many:
            many.writelines(cases.lines(count))
        init = ["init", "--recovery-file", str(self.folder / "recovery")]
        self.run(*init, *([] if self.real_kdf else ["--test-kdf"]))
        self.figures["take in all"] = self.run("case", "new", "--from", str(self.folder / "many"))
        self.run("case", "list", "--limit", "1", "--offset", str(count // 2))
        self.id = json.loads(self.answer.read_text(encoding="utf-8"))["items"][0]["id"]

    def measure(self, runs: int) -> None:
        """Run each step ``runs`` times and keep the medians of time and the highest memory."""
        for name, words in STEPS.items():
            ran = [self.run(*words) for _ in range(runs)]
            self.figures[name] = Run(
                statistics.median(run.wall for run in ran),
                statistics.median(run.processor for run in ran),
                max(run.peak for run in ran),
            )


def rows(benches: Mapping[int, Bench]) -> Iterator[str]:
    """Yield the lines of a Markdown table, with the growth of processor time from the smallest size to the largest."""
    sizes = list(benches)
    yield (
        "| | " + " | ".join(f"{size:,} cases" for size in sizes) + " | growth | peak memory at the largest |"
    )
    yield "|---|" + "---:|" * (len(sizes) + 2)
    for name in benches[sizes[0]].figures:
        figures = [benches[size].figures[name] for size in sizes]
        shown = " | ".join(f"{run.wall:.2f} s ({run.processor:.2f})" for run in figures)
        growth = figures[-1].processor / figures[0].processor
        yield f"| {name} | {shown} | x {growth:.1f} | {figures[-1].peak:.0f} MB |"
    shown = " | ".join(f"{benches[size].vault.stat().st_size / 2**20:.0f} MB" for size in sizes)
    yield f"| size of the vault | {shown} | | |"


def arguments() -> Any:
    """Return the options of a run."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--sizes", default=",".join(map(str, SIZES)), help="numbers of cases, with commas between"
    )
    parser.add_argument(
        "--runs", type=int, default=RUNS, help="how often each step is run; the median counts"
    )
    parser.add_argument("--real-kdf", action="store_true", help="derive keys at full cost")
    parser.add_argument(
        "--write", metavar="N", type=int, help="write N cases as JSON lines, and do nothing else"
    )
    return parser.parse_args()


def main() -> None:
    """Measure every size asked for and print one table."""
    asked = arguments()
    if asked.write:
        sys.stdout.writelines(cases.lines(asked.write))
        return
    benches: dict[int, Bench] = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in map(int, asked.sizes.split(",")):
            place = Path(folder) / str(size)
            place.mkdir()
            benches[size] = Bench(place, asked.real_kdf)
            benches[size].fill(size)
            benches[size].measure(asked.runs)
            sys.stderr.write(f"{size:,} cases measured\n")
        sys.stdout.writelines(row + "\n" for row in rows(benches))


if __name__ == "__main__":
    main()
