"""Power cut on ext4: what its device was given when the machine stopped is all there is, and every told save is in it.

The file system lies in an image behind a loop device. What a program writes waits in the page cache above that device
until something syncs it; the image holds what the device was given. A copy of the image, taken while the writer is
frozen, is therefore what a disk without a cache of its own holds after the power is cut.
"""

from __future__ import annotations

import os
import random
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.faults import mounts
from tests.faults.conftest import EXHAUSTIVE
from tests.faults.operations import environment
from tests.vault.build import create, fill, reopen

CUTS = 300 if EXHAUSTIVE else 40

# Saves without end in several ways, and says after each save how many acts there are.
WRITER = """
import io, sys
from pathlib import Path
from registry.vault import container
from tests.vault.build import case, reopen
if sys.argv[2] == "careless":
    container._WRITER = tuple("synchronous=OFF" if "synchronous" in p else p for p in container._WRITER)
with reopen(Path(sys.argv[1])) as vault:
    table, number = vault.table("cases"), 1000
    def told():
        print(vault.head[0], flush=True)
    while True:
        number += 1
        table.insert(case(number)); told()
        table.update({"name": f"changed {number}"}, doc_ids=[number]); told()
        if number % 4 == 0:
            vault.put_exhibit(number, "EX", io.BytesIO(bytes(90_000))); told()
        if number % 4 == 1:
            table.remove(doc_ids=[number - 1]); told()
        if number % 9 == 0:
            vault.container.compact(); told()
"""


@pytest.fixture(autouse=True)
def _mountable() -> None:
    if mounts.unusable():
        pytest.skip(mounts.unusable())


@dataclass
class Writer:
    """A process that saves, and what it has told so far."""

    process: subprocess.Popen[bytes]
    told: int = 0
    _rest: bytes = field(default=b"")

    def stop(self) -> None:
        """Freeze it, and take in all it had told by then."""
        self.process.send_signal(signal.SIGSTOP)
        os.waitpid(self.process.pid, os.WUNTRACED)
        assert self.process.stdout is not None
        while select.select([self.process.stdout], [], [], 0)[0]:
            self._take(os.read(self.process.stdout.fileno(), 65536))

    def _take(self, data: bytes) -> None:
        *lines, self._rest = (self._rest + data).split(b"\n")
        if lines:
            self.told = int(lines[-1])

    def go_on(self, seconds: float) -> None:
        """Let it save for a while."""
        self.process.send_signal(signal.SIGCONT)
        time.sleep(seconds)


@contextmanager
def writing(path: Path, manner: str) -> Iterator[Writer]:
    """Start a writer and wait until it saves."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), manner], stdout=subprocess.PIPE, env=environment()
    ) as process:
        writer = Writer(process)
        assert process.stdout is not None
        writer._take(os.read(process.stdout.fileno(), 65536))
        try:
            yield writer
        finally:
            process.kill()


def after_a_cut(image: Path, work: Path) -> tuple[int, list[str]]:
    """Copy the image, mount the copy as a machine does that starts again; return what its vault holds."""
    copy = work / "copy"
    shutil.copyfile(image, copy)
    with mounts.mounted(copy, work / "after") as place, reopen(place / "v") as vault:
        return vault.head[0], [problem.what for problem in vault.check().problems]


def cuts(work: Path, manner: str, count: int) -> Iterator[tuple[int, int, list[str]]]:
    """Yield for each cut what had been told, what is there, and what a check finds."""
    chance = random.Random(5)
    # A minute between the file system's own commits: nothing but a sync puts anything on the disk meanwhile.
    with mounts.ext4(work, 24, "commit=60") as (image, place):
        with create(place / "v") as vault:
            fill(vault, 20)
        with writing(place / "v", manner) as writer:
            for _ in range(count):
                writer.go_on(chance.uniform(0.0, 0.12))
                writer.stop()
                yield writer.told, *after_a_cut(image, work)


@pytest.mark.slow
@pytest.mark.timeout(1800 if EXHAUSTIVE else 300)
def test_every_told_save_is_there_after_a_power_cut(tmp_path: Path) -> None:
    found = list(cuts(tmp_path, "as it is", CUTS))
    assert [(told, there, wrong) for told, there, wrong in found if there < told or wrong] == []
    assert len(found) == CUTS
    assert found[-1][0] > found[0][0] + CUTS / 2, "hardly anything was saved between the cuts"
    assert all(there <= told + 1 for told, there, _ in found)


@pytest.mark.slow
def test_saves_that_are_not_synced_would_be_missed(tmp_path: Path) -> None:
    found = []
    try:
        for told, there, wrong in cuts(tmp_path, "careless", 12):
            found.append(there < told or bool(wrong))
    except Exception as unreadable:  # noqa: BLE001 - a vault that does not open at all is what was looked for
        found.append(bool(unreadable))
    assert any(found)


@pytest.mark.slow
def test_the_copy_holds_what_was_synced_and_nothing_else(tmp_path: Path) -> None:
    with mounts.ext4(tmp_path, 8, "commit=60") as (image, place):
        kept = os.open(place / "synced", os.O_WRONLY | os.O_CREAT)
        os.write(kept, b"kept" * 1000)
        os.fsync(kept)
        os.close(kept)
        folder = os.open(place, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
        (place / "unsynced").write_bytes(b"lost" * 1000)
        shutil.copyfile(image, tmp_path / "copy")
    assert b"lost" * 100 not in (tmp_path / "copy").read_bytes()
    with mounts.mounted(tmp_path / "copy", tmp_path / "after") as after:
        assert (after / "synced").read_bytes() == b"kept" * 1000
        assert not (after / "unsynced").exists()
