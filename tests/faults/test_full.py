"""File systems that are really full, and media that really cannot be written."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.faults import mounts, strace
from tests.faults.calls import record
from tests.faults.conftest import EXHAUSTIVE
from tests.faults.forks import Forks
from tests.faults.judge import DISK, Allowed, judge, sequence_at
from tests.faults.operations import BY_NAME, OPERATIONS, READING, STATE, VAULT, Operation, open_at
from tests.vault.test_unfinished import journal_of

NOBODY = 65534
PAGE = 4096


def fill_up(folder: Path, left: int) -> Path:
    """Write a file until about ``left`` bytes can still be written."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as stream:
        block = bytes(1 << 16)
        try:
            while True:
                stream.write(block)
        except OSError:
            pass
        try:
            while True:
                stream.write(bytes(512))
        except OSError:
            pass
        os.fsync(stream.fileno())
        stream.truncate(max(0, stream.tell() - left))
        os.fsync(stream.fileno())
    return ballast


@contextmanager
def small(kind: str, work: Path) -> Iterator[Path]:
    if mounts.unusable():
        pytest.skip(mounts.unusable())
    if kind == "tmpfs":
        with mounts.memory(work, 3072) as place:
            yield place
    else:
        with mounts.ext4(work, 6) as (_, place):
            (place / "lost+found").rmdir()
            yield place


def needed(operation: Operation) -> int:
    """Return about how much room an operation takes while it works."""
    return {"attach": 640, "import": 160, "compact": 280, "backup": 280, "restore": 280}.get(
        operation.name, 200
    ) << 10


@pytest.mark.slow
@pytest.mark.timeout(1800 if EXHAUSTIVE else 300)
@pytest.mark.parametrize("kind", ["tmpfs", "ext4"])
def test_whatever_room_is_left_the_state_is_old_or_new(forks: Forks, tmp_path: Path, kind: str) -> None:
    found: list[str] = []
    codes: dict[str, set[int]] = {}
    with small(kind, tmp_path) as place:
        folder = place / "now"
        for operation in OPERATIONS:
            step = PAGE if EXHAUSTIVE else 16 * PAGE
            for left in range(0, needed(operation), step):
                forks.fresh(folder)
                ballast = fill_up(place, left)
                ran = forks.run(operation, folder)
                ballast.unlink()
                codes.setdefault(operation.name, set()).add(ran.code)
                wrong = judge(folder, forks.base, operation, ran, Allowed(DISK))
                found += [f"{operation.name} with {left} bytes left: {one}" for one in wrong]
    assert found == []
    # What is destroyed needs no room.
    assert codes == {one.name: {0} if one.kind == "destroyed" else {0, 6} for one in OPERATIONS}


def listing(folder: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def nothing_changes(forks: Forks, folder: Path, user: int = 0) -> None:
    """Reading works, and all that would write is refused with the right code and changes nothing."""
    before = listing(folder)
    for operation in READING:
        ran = forks.run(operation, folder, user=user)
        assert ran.code == 0, (operation.name, ran)
    for operation in OPERATIONS:
        ran = forks.run(operation, folder, user=user)
        assert ran.code == 6, (operation.name, ran)
        assert "Traceback" not in ran.said
    assert listing(folder) == before


@pytest.fixture
def hot(forks: Forks, tmp_path: Path) -> Callable[[Path], None]:
    """Return what leaves the journal of a killed save beside the vault of a folder."""

    def leave(folder: Path) -> None:
        if strace.unusable():
            pytest.skip(strace.unusable())
        calls = [call for call in record(forks, BY_NAME["add"]) if call.name == "pwrite64"]
        in_file = next(call for call in reversed(calls) if f"{VAULT}>" in call.words)
        forks.fresh(folder)
        assert (
            forks.run(BY_NAME["add"], folder, strace.injecting(tmp_path / "log", "killed", in_file)).code
            == -9
        )
        assert journal_of(folder / VAULT).read_bytes().startswith(b"\xd9\xd5\x05\xf9")

    return leave


def test_a_medium_that_cannot_be_written_is_read_and_nothing_is_changed(forks: Forks, tmp_path: Path) -> None:
    if mounts.unusable():
        pytest.skip(mounts.unusable())
    with mounts.ext4(tmp_path, 6) as (image, place):
        forks.fresh(place / "now")
    with mounts.mounted(image, tmp_path / "disk", "ro") as place:
        nothing_changes(forks, place / "now")


def close(folder: Path) -> None:
    """Let nobody write in a folder or in its files."""
    for file in folder.rglob("*"):
        file.chmod(0o555 if file.is_dir() else 0o444)
    folder.chmod(0o555)


def test_files_that_may_not_be_written_are_read_and_not_changed(forks: Forks) -> None:
    with TemporaryDirectory() as open_to_all:
        Path(open_to_all).chmod(0o755)
        folder = forks.fresh(Path(open_to_all) / "now")
        close(folder)
        try:
            nothing_changes(forks, folder, 0 if os.geteuid() else NOBODY)
        finally:
            folder.chmod(0o755)
            (folder / STATE).chmod(0o755)


@pytest.mark.slow
def test_an_unfinished_save_on_such_a_medium_is_the_reason_that_is_given(
    forks: Forks, tmp_path: Path, hot: Callable[[Path], None]
) -> None:
    if mounts.unusable():
        pytest.skip(mounts.unusable())
    with mounts.ext4(tmp_path, 6) as (image, place):
        hot(place / "now")
    with mounts.mounted(image, tmp_path / "disk", "ro") as place:
        before = listing(place / "now")
        for operation in READING:
            ran = forks.run(operation, place / "now")
            assert ran.code == 6, ran
            assert "the last save was interrupted" in ran.said
        assert listing(place / "now") == before
    with mounts.mounted(image, tmp_path / "disk") as place:
        assert forks.run(BY_NAME["list"], place / "now").code == 0
        assert not journal_of(place / "now" / VAULT).exists()
        with open_at(place / "now" / VAULT, read_only=True).vault as vault:
            assert vault.head[0] == sequence_at(forks.base / VAULT)
        shutil.rmtree(place / "now")
