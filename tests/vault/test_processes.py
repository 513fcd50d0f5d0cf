"""Several processes on one vault, and processes killed while they save."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from registry.vault.vault import Vault
from tests.vault.build import create, fill, reopen

ROOT = Path(__file__).resolve().parent.parent.parent

# Saves cases numbered from a start, one act each, and says so on standard output after each save returned.
WRITER = """
import sys
from tests.vault.build import case, reopen
from pathlib import Path
path, start, count = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
with reopen(path) as vault:
    table = vault.table("cases")
    for number in range(start, start + count):
        table.insert(case(number))
        if number % 3 == 0:
            table.update({"name": f"changed {number}"}, doc_ids=[number])
        print(number, flush=True)
"""


def _writer(path: Path, start: int, count: int) -> subprocess.Popen[str]:
    environment = {**os.environ, "REGISTRY_ALLOW_TEST_KDF": "1", "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), str(start), str(count)],
        stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT,
    )  # fmt: skip


def _whole(path: Path) -> set[int]:
    """Return the numbers of all cases after checking everything."""
    with reopen(path) as vault:
        report = vault.check()
        assert report.problems == ()
        for number in vault.numbers("cases"):
            document = vault.document("cases", number)
            assert document is not None
            assert document["id"] == str(number)
        return set(vault.numbers("cases"))


def test_what_several_processes_save_is_all_kept(vault: Vault, path: Path) -> None:
    fill(vault, 10)
    writers = [_writer(path, 1000 * n, 25) for n in (1, 2, 3)]
    while any(writer.poll() is None for writer in writers):
        assert vault.count("cases") >= 10  # a reader between them always finds one whole state
        assert len(list(vault.lines("cases"))) >= 10
        time.sleep(0.01)
    for writer in writers:
        assert writer.communicate()[0].split()[-1:] and writer.returncode == 0
    expected = {*range(1, 11), *(1000 * n + k for n in (1, 2, 3) for k in range(25))}
    assert _whole(path) == expected
    assert vault.count("cases") == len(expected)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX")
def test_kills_lose_nothing_acknowledged_and_corrupt_nothing(path: Path) -> None:
    create(path).close()
    chance, kept, kills, start, deadline = random.Random(11), set[int](), 0, 1, time.monotonic() + 60
    while len(kept) < 200 and time.monotonic() < deadline:
        with _writer(path, start, 200 - len(kept)) as writer:
            assert writer.stdout is not None
            first = writer.stdout.readline()  # it is saving now
            time.sleep(chance.uniform(0.0, 0.1))
            if writer.poll() is None:
                writer.send_signal(signal.SIGKILL)
                kills += 1
            kept.update(int(word) for word in (first + writer.stdout.read()).split())
        found = _whole(path)
        assert kept <= found, "an acknowledged case was lost"
        assert len(found - kept) <= 1, "more than the one save under way is there"
        kept = found
        start = max(found, default=0) + 1
    assert kills >= 5


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX")
def test_no_lock_is_left_by_a_killed_process(path: Path) -> None:
    create(path).close()
    with _writer(path, 1, 200) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        writer.send_signal(signal.SIGKILL)
    start = time.monotonic()
    with reopen(path) as vault:
        fill(vault, 3, start=5000)
    assert time.monotonic() - start < 2
