"""Killed, interrupted, full and broken at system calls: a sample each time, all with REGISTRY_EXHAUSTIVE=1."""

from __future__ import annotations

import pytest

from tests.faults import calls, strace
from tests.faults.conftest import EXHAUSTIVE
from tests.faults.forks import Forks
from tests.faults.operations import BY_NAME, OPERATIONS, Operation

SAMPLE = 186 // len(OPERATIONS)


def fewest(operation: Operation) -> int:
    """Return how many calls an operation makes at least; a destruction asks no database and takes no locks."""
    return 15 if operation.kind == "destroyed" else 40


@pytest.mark.slow
@pytest.mark.timeout(7200 if EXHAUSTIVE else 300)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_no_fault_in_a_call_leaves_a_state_between(traced: Forks, operation: Operation) -> None:
    tally = calls.run(traced, operation, 0 if EXHAUSTIVE else SAMPLE, turn=len(operation.name))
    assert tally.wrong == []
    assert tally.calls >= fewest(operation)
    assert tally.injected >= SAMPLE
    assert tally.reached >= 0.9 * tally.injected


@pytest.mark.slow
def test_an_operation_makes_the_same_calls_each_time(traced: Forks) -> None:
    first, second = (
        [(call.name, call.number) for call in calls.record(traced, BY_NAME["backup"])] for _ in range(2)
    )
    assert first == second
    assert {name for name, _ in first} >= {"openat", "fcntl", "pwrite64", "fdatasync", "unlink"}


@pytest.mark.slow
def test_nothing_is_written_outside_the_folder(traced: Forks) -> None:
    """SQLite's temporary files would be, and hold what a compaction moves."""
    log = traced.work / "log"
    for operation in OPERATIONS:
        folder = traced.fresh()
        assert traced.run(operation, folder, strace.recording(log)).code == 0
        written = [call for call in strace.calls_in(log.read_text(encoding="utf-8")) if call.changes]
        assert len(written) >= fewest(operation)
        strange = [c for c in written if not any(str(p) in c.words for p in (folder, traced.work / "output"))]
        assert strange == [], operation.name
