"""System calls as strace tells of them, and the words that make it put a fault into one of them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# Calls that change what is on the disk, or who may. A ``?`` passes over what a machine does not have.
WRITES = ("write", "pwrite64", "writev", "pwritev", "ftruncate", "truncate", "fallocate", "mkdir", "mkdirat", "link",
          "linkat", "symlink", "symlinkat", "rename", "renameat", "renameat2", "fsync", "fdatasync")  # fmt: skip
REST = ("open", "openat", "creat", "unlink", "unlinkat", "rmdir", "chmod", "fchmod", "fchmodat", "chown", "fchown", "fcntl",
        "flock", "utimensat")  # fmt: skip
CALLS = WRITES + REST
# Where the next write goes: counted by nobody, but a recording has to know.
TRACE = "trace=" + ",".join("?" + name for name in (*CALLS, "lseek"))

# What is done to a call: the fault's name, and how strace is told of it.
ONCE = {
    "killed": "signal=SIGKILL",
    "interrupted": "signal=SIGINT",
    "ended": "signal=SIGTERM",
    "full once": "error=ENOSPC",
    "broken once": "error=EIO",
}
FOR_GOOD = {"full": ("error=ENOSPC", WRITES), "broken": ("error=EIO", CALLS)}
FAULTS = (*ONCE, *FOR_GOOD)

_LINE = re.compile(r"(\w+)\((.*)\) += (-?\d+|\?)(.*)")
_WRITING = re.compile(r"\bO_(?:CREAT|RDWR|WRONLY|TRUNC)\b")


@cache
def unusable() -> str:
    """Return why calls cannot be traced here, or nothing."""
    if sys.platform != "linux" or not shutil.which("strace"):
        return "strace is of Linux, and has to be installed"
    probe = ["strace", "-o", os.devnull, "-e", "inject=fsync:error=EIO:when=1", "true"]
    failed = subprocess.run(probe, capture_output=True, check=False).returncode
    return "this system does not let one process trace another" if failed else ""


@dataclass(frozen=True)
class Call:
    """One call: its name, how many of that name came up to it, its words, and what it returned."""

    name: str
    number: int
    words: str
    result: str
    before: tuple[tuple[str, int], ...] = ()

    @property
    def changes(self) -> bool:
        """Whether the call changes a file or takes a lock."""
        if self.name in {"open", "openat"}:
            return bool(_WRITING.search(self.words))
        return self.name != "lseek" and (self.name != "fcntl" or "F_SETLK" in self.words)


def calls_in(log: str) -> Iterator[Call]:
    """Yield the calls of a log, each with the counts of all names before it."""
    seen: Counter[str] = Counter()
    for line in log.splitlines():
        if found := _LINE.match(line):
            before = tuple(seen.items())
            name = found[1]
            seen[name] += 1
            yield Call(name, seen[name], found[2], found[3], before)


def points(log: str, *places: Path) -> list[Call]:
    """Return the calls of a log that change something at one of these places."""
    names = [str(place) for place in places]
    return [call for call in calls_in(log) if call.changes and any(name in call.words for name in names)]


def recording(log: Path, *, whole: bool = False) -> list[str]:
    """Return the words that start a tracer which only looks; ``whole`` keeps every byte that is written."""
    return ["strace", "-y", *(["-xx", "-s", "1000000000"] if whole else []), "-o", str(log), "-e", TRACE]


def injecting(log: Path, fault: str, call: Call) -> list[str]:
    """Return the words that start a tracer which puts a fault into one call, or into all from it on."""
    words = ["strace", "-y", "-o", str(log), "-e", TRACE]
    if fault in ONCE:
        return [*words, "-e", f"inject={call.name}:{ONCE[fault]}:when={call.number}"]
    how, names = FOR_GOOD[fault]
    before = dict(call.before)
    if "O_CREAT" in call.words:
        names = (*names, call.name)  # nothing more can be made either
    for name in dict.fromkeys(names):
        words += ["-e", f"inject=?{name}:{how}:when={before.get(name, 0) + 1}+"]
    return words
