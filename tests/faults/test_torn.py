"""Power cuts as a disk may see them: every barrier, with what came after the last one there, missing or torn."""

from __future__ import annotations

import pytest

from tests.faults import crash, strace
from tests.faults.conftest import EXHAUSTIVE
from tests.faults.forks import Forks, Ran
from tests.faults.judge import Allowed, judge
from tests.faults.operations import BY_NAME, OPERATIONS, Operation

SAMPLE = 186 // len(OPERATIONS)
CUT = Allowed(frozenset({0, -9}), leftovers=True)


def recorded(forks: Forks, operation: Operation) -> str:
    """Return the whole log of an undisturbed run."""
    log = forks.work / "log"
    ran = forks.run(operation, forks.fresh(), strace.recording(log, whole=True))
    assert ran.code == 0, ran.said
    return log.read_text(encoding="utf-8")


def wrong_after(
    forks: Forks, operation: Operation, log: str, most: int, *, only_the_first: bool = False
) -> tuple[int, int, list[str]]:
    """Judge the states a cut may leave: how many there were, how many of them after the answer, what was wrong."""
    folder = forks.fresh()
    found = list(crash.images(log, folder, forks.work / "output"))
    step = max(1, len(found) // most) if most else 1
    # What was told is always looked at: there are few such states, and they matter most.
    taken = [one for at, one in enumerate(found) if one[1] or at % step == 0]
    wrong: list[str] = []
    for image, told in taken:
        crash.put(image, folder)
        wrong += judge(folder, forks.base, operation, Ran(0 if told else -9, ""), CUT)
        if wrong and only_the_first:
            break
    return len(taken), sum(told for _, told in taken), wrong


@pytest.mark.slow
@pytest.mark.timeout(1800 if EXHAUSTIVE else 300)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_a_power_cut_leaves_the_old_state_or_the_new_and_what_was_told(
    traced: Forks, operation: Operation
) -> None:
    log = recorded(traced, operation)
    judged, told, wrong = wrong_after(traced, operation, log, 0 if EXHAUSTIVE else SAMPLE)
    assert wrong == []
    assert judged >= SAMPLE
    assert told >= 1


def in_hex(text: str) -> str:
    """Return text as strace writes it where it shows every byte."""
    return "".join(f"\\x{byte:02x}" for byte in text.encode())


@pytest.mark.slow
@pytest.mark.parametrize("left_out", ["the folder's last", "the journal's", "the file's"])
def test_a_sync_that_is_left_out_would_be_found(traced: Forks, left_out: str) -> None:
    """The same run, as if one kind of sync had never been asked for, must show states that are wrong."""
    operation = BY_NAME["add"]
    lines = recorded(traced, operation).splitlines()
    name = {"the folder's last": "", "the journal's": "/case.vault-journal", "the file's": "/case.vault"}[
        left_out
    ]
    mark = f"<{in_hex(str(traced.folder) + name)}>"
    syncs = [at for at, line in enumerate(lines) if line.startswith("fdatasync") and mark in line]
    assert syncs
    for at in syncs[-1:] if left_out == "the folder's last" else syncs:
        lines[at] = ""
    assert wrong_after(traced, operation, "\n".join(lines), 0, only_the_first=True)[2]
