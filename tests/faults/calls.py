"""A fault in each system call of an operation: counted first, then one run for each call and each fault.

``python -m tests.faults.calls [--no-locks] [OPERATION ...]`` runs all of them and prints what was found; without the calls
that only take or leave a lock, which are more than half, it is done sooner.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults import strace
from tests.faults.forks import Forks
from tests.faults.judge import DISK, STOP, Allowed, judge
from tests.faults.operations import BY_NAME, OPERATIONS, Operation
from tests.faults.strace import Call

_KILLED = Allowed(frozenset({-9}), leftovers=True)


@dataclass
class Tally:
    """What one operation went through."""

    calls: int = 0
    injected: int = 0
    reached: int = 0
    wrong: list[str] = field(default_factory=list)


def allowed(fault: str) -> Allowed:
    """Return what a fault may end in."""
    if fault == "killed":
        return _KILLED
    if fault in {"interrupted", "ended"}:
        return Allowed(STOP)
    return Allowed(DISK, leftovers=fault == "broken")


def record(forks: Forks, operation: Operation) -> list[Call]:
    """Return the calls of one undisturbed run that change something."""
    log = forks.work / "log"
    folder = forks.fresh()
    ran = forks.run(operation, folder, strace.recording(log))
    wrong = judge(folder, forks.base, operation, ran, Allowed(frozenset({0})))
    assert not wrong, (operation.name, wrong)
    return strace.points(log.read_text(encoding="utf-8"), folder, forks.work / "output")


def inject(forks: Forks, operation: Operation, fault: str, call: Call) -> tuple[bool, list[str]]:
    """Run an operation with one fault; return whether it came to pass, and what was wrong afterwards."""
    log = forks.work / "log"
    folder = forks.fresh()
    ran = forks.run(operation, folder, strace.injecting(log, fault, call))
    told = log.read_text(encoding="utf-8")
    reached = "(INJECTED)" in told or "--- SIG" in told or "+++ killed" in told
    return reached, judge(folder, forks.base, operation, ran, allowed(fault))


def chosen(calls: list[Call], faults: Iterable[str], most: int, turn: int) -> Iterator[tuple[str, Call]]:
    """Yield pairs of fault and call: all, or about ``most`` spread over calls and faults, the same each time."""
    pairs = [(fault, call) for call in calls for fault in faults]
    step = max(1, len(pairs) / most) if most else 1
    at = turn % step
    while at < len(pairs):
        yield pairs[int(at)]
        at += step


def run(forks: Forks, operation: Operation, most: int = 0, turn: int = 0, *, locks: bool = True) -> Tally:
    """Put faults into an operation; ``most`` 0 means every fault in every call."""
    tally = Tally()
    calls = [call for call in record(forks, operation) if locks or call.name not in {"fcntl", "flock"}]
    tally.calls = len(calls)
    for fault, call in chosen(calls, strace.FAULTS, most, turn):
        reached, wrong = inject(forks, operation, fault, call)
        tally.injected += 1
        tally.reached += reached
        words = call.words if len(call.words) < 160 else f"{call.words[:80]}…{call.words[-60:]}"
        tally.wrong += [
            f"{operation.name}, {fault} at {call.name} {call.number} ({words}): {one}" for one in wrong
        ]
    return tally


def main(words: list[str]) -> int:
    """Run everything and print one line for each operation, then what was wrong."""
    locks, names = "--no-locks" not in words, [word for word in words if word != "--no-locks"]
    failed: list[str] = []
    total = Tally()
    sys.stdout.write(
        "| operation | calls | injected | came to pass | failures | seconds |\n|---|---:|---:|---:|---:|---:|\n"
    )
    for operation in [BY_NAME[name] for name in names] or OPERATIONS:
        start = time.monotonic()
        with TemporaryDirectory() as work, Forks(Path(work)) as forks:
            tally = run(forks, operation, locks=locks)
        failed += tally.wrong
        total.calls, total.injected = total.calls + tally.calls, total.injected + tally.injected
        total.reached += tally.reached
        sys.stdout.write(f"| {operation.name} | {tally.calls} | {tally.injected} | {tally.reached} | {len(tally.wrong)} "
                         f"| {time.monotonic() - start:.0f} |\n")  # fmt: skip
        sys.stdout.flush()
    sys.stdout.write(f"| all | {total.calls} | {total.injected} | {total.reached} | {len(failed)} | |\n")
    sys.stdout.writelines(line + "\n" for line in failed)
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
