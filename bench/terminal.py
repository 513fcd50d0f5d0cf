"""How fast lists are painted and keys answered on a real terminal, with 1,000, 10,000 and 100,000 cases.

``python -m bench.terminal --vaults FOLDER [--sizes 1000,10000,100000] [--keys 200]``

Each application runs in a process of its own on a pseudo-terminal of 120 by 40 (nothing is drawn without a terminal,
so a test driver would leave out half of the work). A time begins when a key is written and ends when what it must
show has been read back. It is wall time: median, 95th percentile and slowest, with the processor time a key in
brackets. FOLDER holds a vault for each size, made here where it is missing, and kept.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import re
import select
import statistics
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Self

from bench.registry_scale import Bench

SIZES = (1_000, 10_000, 100_000)
KEYS = 200
_WIDTH, _HEIGHT = 120, 40
_PATIENCE = 60.0
# What is typed into the search, letter by letter: names in either script, a misspelling, and one that nobody bears.
QUERIES = ("mohammad hal", "محمد الحلبي", "khalid", "خالد", "aleppo", "fatma kasem", "zzyzx", "m", "SYN-00")
_DOWN, _UP, _PAGE_DOWN, _END, _HOME = b"\x1b[B", b"\x1b[A", b"\x1b[6~", b"\x1b[F", b"\x1b[H"
# Escape sequences, so that what stands on the screen can be read in what was written.
_SEQUENCES = re.compile(
    rb"\x1b(?:\[[0-9;?<>=]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][0-9A-B]|[=>78])"
)


class Screen:
    """One application on a terminal of its own."""

    def __init__(self, *words: str) -> None:
        self._here, there = pty.openpty()
        fcntl.ioctl(there, termios.TIOCSWINSZ, struct.pack("HHHH", _HEIGHT, _WIDTH, 0, 0))
        environment = {**os.environ, "TERM": "xterm-256color", "REGISTRY_ALLOW_TEST_KDF": "1"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.terminal_app", *words],
            stdin=there, stdout=there, stderr=there, env=environment, close_fds=True, start_new_session=True,
        )  # fmt: skip
        os.close(there)
        self._read = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._here)

    def until(self, shown: str) -> float:
        """Read until something is shown; return the moment."""
        wanted, patience = shown.encode(), time.perf_counter() + _PATIENCE
        while wanted not in _SEQUENCES.sub(b"", self._read):
            left = max(0.0, patience - time.perf_counter())
            if not select.select([self._here], [], [], left)[0] or self._process.poll() is not None:
                raise SystemExit(f"{shown!r} was never shown; last: {self._read[-2000:].decode()}")
            self._read += os.read(self._here, 65536)
        return time.perf_counter()

    def press(self, key: bytes, shown: str) -> float:
        """Press a key and return the milliseconds until something is shown that was not before."""
        while select.select([self._here], [], [], 0)[0]:
            os.read(self._here, 65536)
        self._read = b""
        began = time.perf_counter()
        os.write(self._here, key)
        return 1000 * (self.until(shown) - began)

    @property
    def processor(self) -> float:
        """The processor time of the application so far, in milliseconds."""
        fields = (
            Path(f"/proc/{self._process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        )
        return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def memory(self) -> tuple[float, float]:
        """The resident memory of the application in MB, now and at its highest."""
        said = dict(
            line.split(":", 1)
            for line in Path(f"/proc/{self._process.pid}/status").read_text(encoding="utf-8").splitlines()
        )
        return int(said["VmRSS"].split()[0]) / 1024, int(said["VmHWM"].split()[0]) / 1024


class Keys:
    """How long keys took on one screen, and how much of the processor they needed."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._before = screen.processor
        self._times: list[float] = []

    def __len__(self) -> int:
        return len(self._times)

    def press(self, key: bytes, shown: str) -> None:
        """Press a key and wait for what it must show."""
        self._times.append(self._screen.press(key, shown))

    def __str__(self) -> str:
        spent = (self._screen.processor - self._before) / len(self._times)
        shown = spread(self._times) if len(self) > 1 else f"{self._times[0]:.0f} ms"
        return f"{shown} ({spent:.0f})"


def row(name: str, *cells: str) -> str:
    """Return a line of a Markdown table."""
    return f"| {name} | " + " | ".join(cells) + " |"


def spread(times: Sequence[float]) -> str:
    """Return the median, the 95th percentile and the slowest, in milliseconds."""
    ordered = sorted(times)
    return f"{statistics.median(ordered):.1f} / {ordered[int(0.95 * (len(ordered) - 1))]:.1f} / {ordered[-1]:.1f} ms"


def walked(size: int, page: int, keys: int) -> Iterator[tuple[bytes, int]]:
    """Yield keys, each with the row on which the cursor then stands: steps, pages and jumps through the list."""
    at = 0
    moves = [(_DOWN, 1)] * 10 + [(_PAGE_DOWN, page)] * 6 + [(_UP, -1)] * 2 + [(_END, size), (_HOME, -size)]
    for number in range(keys):
        key, by = moves[number % len(moves)]
        before, at = at, min(size - 1, max(0, at + by))
        if at != before:
            yield key, at


def table(size: int, keys: int) -> list[str]:
    """Measure our own table; return its cells of the answer."""
    with Screen("ours", str(size)) as screen:
        screen.until("ready")
        empty = screen.memory[0]
        painted = screen.press(b"s", f"1 of {size:,}")
        moved = Keys(screen)
        for key, at in walked(size, _HEIGHT - 3, keys):
            moved.press(key, f"{at + 1:,} of {size:,}")
        return [f"{painted:.0f} ms", str(moved), f"{screen.memory[0] - empty:.1f} MB"]


def theirs(size: int, keys: int) -> list[str]:
    """Measure Textual's own table over the same rows."""
    with Screen("theirs", str(size)) as screen:
        screen.until("ready")
        empty = screen.memory[0]
        painted = screen.press(b"s", "R-0000000")
        moved = Keys(screen)
        for at in range(1, min(size, keys + 1)):
            moved.press(_DOWN, f"R-{at:07d}")
        return [f"{painted:.0f} ms", str(moved), f"{screen.memory[0] - empty:.1f} MB"]


def vault(size: int, keys: int, folder: Path) -> list[str]:
    """Measure the list of a vault's cases: the first screen, keys while the rest is read, searching, memory."""
    words = ("vault", str(folder / str(size) / "bench.vault"), str(folder / str(size) / "passphrase"))
    with Screen(*words) as screen:
        screen.until("ready")
        painted = screen.press(b"s", "newest")
        early = [screen.press(_DOWN, f"{at + 1:,} of ") for at in range(1, 21)]
    with Screen(*words) as screen:
        screen.until("ready")
        reading = Keys(screen)
        reading.press(b"s", "newest all done")
        whole = str(reading)
        moved = Keys(screen)
        for key, at in walked(size, _HEIGHT - 3, keys):
            moved.press(key, f"{at + 1:,} of {size:,}")
        walking, read = str(moved), screen.memory[0]
        ordered = screen.press(b"n", "by name all done")
        screen.press(b"/", "search on")
        number, typed = 0, Keys(screen)
        while len(typed) < keys:
            for query in QUERIES:
                for letter in query:
                    number += 1
                    typed.press(letter.encode(), f"#q{number} ")
                number += 1
                screen.press(b"\x15", f"#q{number} ")
        now, highest = screen.memory
        return [
            f"{painted:.0f} ms", spread(early), whole, walking, f"{ordered:.0f} ms",
            str(typed), f"{read:.0f} / {now:.0f} / {highest:.0f} MB",
        ]  # fmt: skip


_TABLE = ("show to first frame", "key to painted", "memory of the rows in sight")
_VAULT = (
    "unlocked to first frame", "keys while the rest is read", "all read and searchable", "key to painted",
    "ordered by name", "letter to painted result", "memory: read / after searches / highest",
)  # fmt: skip


def answer(title: str, names: Sequence[str], measured: dict[int, list[str]]) -> Iterator[str]:
    """Yield a table with a line for each figure and a column for each size."""
    yield row(title, *(f"{size:,}" for size in measured))
    yield "|---|" + "---:|" * len(measured)
    for at, name in enumerate(names):
        yield row(name, *(cells[at] for cells in measured.values()))
    yield ""


def arguments() -> Any:
    """Return the options of a run."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--vaults", type=Path, required=True, help="where the vaults are, or are made")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="numbers of cases, with commas")
    parser.add_argument("--keys", type=int, default=KEYS, help="how many keys are pressed")
    parser.add_argument("--data-table", default="1000,10000", help="sizes at which Textual's table is shown")
    return parser.parse_args()


def main() -> None:
    """Measure every size and print three tables."""
    asked = arguments()
    sizes = [int(size) for size in asked.sizes.split(",")]
    for size in sizes:
        place = asked.vaults / str(size)
        if not (place / "bench.vault").exists():
            place.mkdir(parents=True, exist_ok=True)
            Bench(place, real_kdf=False).fill(size)
    print("\n".join(answer("our table", _TABLE, {size: table(size, asked.keys) for size in sizes})))
    if asked.data_table:
        others = {int(size): theirs(int(size), asked.keys) for size in asked.data_table.split(",")}
        print("\n".join(answer("Textual's DataTable", _TABLE, others)))
    print("\n".join(answer("a vault", _VAULT, {s: vault(s, asked.keys, asked.vaults) for s in sizes})))


if __name__ == "__main__":
    main()
