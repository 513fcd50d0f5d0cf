"""Copies of a vault: one state of it, read back from the medium, and nothing left of one that failed."""

from __future__ import annotations

import errno
import io
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from registry.errors import Damaged, InputRefused, NewerFormat, NotFound, NotSaved, OpenElsewhere
from registry.vault import container, copying, engine, files
from registry.vault.vault import Vault
from tests.floors import ROOT
from tests.vault.build import PASSPHRASE, RECOVERY, case, create, fill, reopen, tamper
from tests.vault.media import MAY_MOUNT, pull_out, small_disk


@pytest.fixture
def large(vault: Vault) -> Vault:
    """Return a vault of 4 MiB: a copy of it takes several steps."""
    fill(vault, 5)
    vault.put_exhibit(1, "EX", io.BytesIO(os.urandom(4 * 2**20)))
    return vault


def at_step(step: int, act: Callable[[], object]) -> Callable[[int, int], None]:
    """Return progress that does something once, when it is told for the so-manieth time."""
    told = 0

    def tell(done: int, total: int) -> None:
        nonlocal told
        told += 1
        if told == step:
            act()

    return tell


def listed(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# One state, whoever saves meanwhile


def test_what_a_copy_holds_is_told(large: Vault, tmp_path: Path) -> None:
    copied = large.backup(tmp_path / "copy")
    assert (copied.sequence, copied.head) == large.head
    assert copied.size == (tmp_path / "copy").stat().st_size
    assert copied.counts["cases"] == 5


def test_a_save_of_another_session_in_the_middle_begins_the_copy_again(
    large: Vault, path: Path, tmp_path: Path
) -> None:
    with reopen(path) as other:
        copied = large.backup(tmp_path / "copy", at_step(2, lambda: fill(other, 1, start=50)))
        assert (copied.sequence, copied.head) == other.head
    with reopen(tmp_path / "copy") as copy:
        assert copy.check().ok
        assert copy.count("cases") == 6


def test_who_keeps_saving_is_held_off_until_the_copy_is_done(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_BUSY", 0.02)
    saved, refused = [], []
    with create(path) as vault, reopen(path) as other:
        fill(vault, 1)
        vault.put_exhibit(1, "EX", io.BytesIO(os.urandom(4 * 2**20)))

        def save(done: int, total: int) -> None:
            if 2 * done < total:
                try:
                    fill(other, 1, start=100 + len(saved))
                    saved.append(other.head)
                except OpenElsewhere as held_off:
                    refused.append(held_off)

        copied = vault.backup(tmp_path / "copy", save)
        assert len(saved) > 3 and refused
        assert (copied.sequence, copied.head) == saved[-1]
        fill(other, 1, start=900)  # and afterwards everyone saves as before
    with reopen(tmp_path / "copy") as copy:
        assert copy.check().ok


def test_a_session_that_lets_nobody_read_is_named_and_not_waited_for(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_BUSY", 0.2)
    with create(path) as vault:
        fill(vault, 3)
        holder = sqlite3.connect(path, isolation_level=None)
        holder.execute("BEGIN EXCLUSIVE")
        start = time.monotonic()
        with pytest.raises(OpenElsewhere):
            vault.backup(tmp_path / "copy")
        assert time.monotonic() - start < 10
        holder.close()
        assert listed(tmp_path) == ["test.vault"]
        vault.backup(tmp_path / "copy")


# Media that fail


def fails(vault: Vault, dest: Path, progress: Any = None) -> NotSaved:
    with pytest.raises(NotSaved) as failed:
        vault.backup(dest, progress or (lambda done, total: None))
    assert failed.value.exit_code == 6
    assert vault.check().ok
    return failed.value


@pytest.mark.parametrize("step", [1, 3, 8])
def test_a_folder_that_goes_away_in_the_middle_leaves_no_copy(
    large: Vault, tmp_path: Path, step: int
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    failed = fails(large, stick / "copy", at_step(step, lambda: shutil.rmtree(stick)))
    assert "taken out" in failed.message
    assert ".part" in failed.hint, "what may be left on a stick that is gone cannot be removed, and is named"
    assert listed(tmp_path) == ["test.vault"]


@MAY_MOUNT
@pytest.mark.parametrize("step", [1, 3, 8])
def test_a_stick_pulled_out_in_the_middle(large: Vault, tmp_path: Path, step: int) -> None:
    with small_disk(tmp_path / "stick", 16_384) as stick:
        failed = fails(large, stick / "copy", at_step(step, lambda: pull_out(stick)))
        assert "taken out" in failed.message
        assert listed(stick) == []


@MAY_MOUNT
@pytest.mark.parametrize("kib", [0, 16, 1_000, 3_900, 4_090])
def test_a_stick_that_fills_up_in_the_middle(large: Vault, tmp_path: Path, kib: int) -> None:
    with small_disk(tmp_path / "stick", kib + 64) as stick:
        (stick / "other").write_bytes(bytes(64 * 1024))
        failed = fails(large, stick / "copy")
        assert "not enough room" in failed.message
        assert "MiB" in failed.hint and ".part" not in failed.hint
        assert listed(stick) == ["other"]
        with pytest.raises(NotSaved, match="none was begun"):
            copying.refuse_no_room(large, stick)


def test_room_is_looked_at_before(large: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copying.refuse_no_room(large, tmp_path)
    copying.refuse_no_room(large, tmp_path / "nowhere")  # making the file says what is wrong there
    monkeypatch.setattr(copying, "free_room", lambda folder: large.container.size() - 1)
    with pytest.raises(NotSaved, match="none was begun"):
        copying.refuse_no_room(large, tmp_path)
    monkeypatch.setattr(copying, "free_room", lambda folder: None)
    copying.refuse_no_room(large, tmp_path)


def test_a_driver_that_knows_no_room_is_no_hindrance(
    large: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Nothing:
        f_blocks = f_bavail = f_frsize = 0

    monkeypatch.setattr(os, "statvfs", lambda _: Nothing, raising=False)
    assert copying.free_room(tmp_path) is None
    copying.refuse_no_room(large, tmp_path)


LIMITED = """
import resource, sys
from pathlib import Path
from tests.vault.build import reopen
from registry.errors import NotSaved

with reopen(Path(sys.argv[1])) as vault:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
    try:
        vault.backup(Path(sys.argv[2]))
    except NotSaved as failed:
        print(failed.message)
"""


@pytest.mark.skipif(os.name == "nt", reason="limits of a process are of POSIX")
@pytest.mark.parametrize("limit", [1, 4096, 70_000, 2_000_000, 4_000_000])
def test_a_disk_that_takes_no_more_bytes_leaves_nothing(large: Vault, tmp_path: Path, limit: int) -> None:
    said = subprocess.run(
        [sys.executable, "-c", LIMITED, str(large.container.path), str(tmp_path / "copy"), str(limit)],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout == "the medium did not take the copy, so there is none\n"
    assert listed(tmp_path) == ["test.vault"]


def test_a_file_too_large_for_the_medium_is_called_that(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(vault, 3)

    def refuse(*_: object) -> None:
        raise NotSaved("the disk could not be read or written", "")

    monkeypatch.setattr(copying, "_LARGEST_ON_FAT32", 4096)
    monkeypatch.setattr(container.Container, "copy_to", refuse)
    assert "FAT32" in fails(vault, tmp_path / "copy").hint


def test_a_medium_that_fails_as_it_is_emptied_to_says_so(
    large: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path) -> None:
        raise OSError(errno.EIO, "input/output error")

    monkeypatch.setattr(copying, "drop_from_memory", fail)
    assert "did not take" in fails(large, tmp_path / "copy").message
    assert listed(tmp_path) == ["test.vault"]


@pytest.mark.parametrize("place", [100, 3 * 2**20, -1000])
def test_a_medium_that_gives_back_something_else_is_found_out(
    large: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    def spoil(path: Path) -> None:
        raw = bytearray(path.read_bytes())
        raw[place] ^= 1
        path.write_bytes(raw)

    monkeypatch.setattr(copying, "drop_from_memory", spoil)
    failed = fails(large, tmp_path / "copy")
    assert "did not give back" in failed.message
    assert listed(tmp_path) == ["test.vault"]


def test_a_damaged_vault_is_told_from_a_bad_medium(large: Vault, tmp_path: Path) -> None:
    tamper(large, {large.rows.object_row("cases", 2): b"nonsense"})
    with pytest.raises(Damaged, match="parts of the vault are damaged"):
        large.backup(tmp_path / "copy")
    assert listed(tmp_path) == ["test.vault"]


def test_what_cannot_be_removed_does_not_hide_what_went_wrong(
    large: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "unlink", lambda *_, **__: (_ for _ in ()).throw(OSError(errno.EROFS, "")))

    def refuse(*_: object) -> None:
        raise NotSaved("the disk could not be read or written", "")

    monkeypatch.setattr(container.Container, "copy_to", refuse)
    failed = fails(large, tmp_path / "copy")
    assert "did not take" in failed.message and ".part" in failed.hint
    assert not (tmp_path / "copy").exists()


def test_nothing_is_overwritten_whatever_stands_there(large: Vault, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"mine")
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    (tmp_path / "folder").mkdir()
    for name in ("file", "gone", "folder"):
        with pytest.raises(InputRefused):
            large.backup(tmp_path / name)
    with pytest.raises(InputRefused):  # one that came while the copy was made
        large.backup(tmp_path / "late", at_step(3, lambda: (tmp_path / "late").write_bytes(b"another's")))
    with pytest.raises(NotFound):
        large.backup(tmp_path / "nowhere" / "copy")
    assert (tmp_path / "file").read_bytes() == b"mine"
    assert (tmp_path / "late").read_bytes() == b"another's"
    assert not [name for name in listed(tmp_path) if "part" in name]


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.vault.build import reopen

def told(done, total):
    if 3 * done > int(sys.argv[3]) * total:
        os.kill(os.getpid(), signal.SIGKILL)

with reopen(Path(sys.argv[1])) as vault:
    vault.backup(Path(sys.argv[2]), told)
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX")
@pytest.mark.parametrize("third", [0, 1, 2])
def test_a_killed_copy_leaves_nothing_that_looks_like_one(large: Vault, tmp_path: Path, third: int) -> None:
    said = subprocess.run(
        [sys.executable, "-c", KILLED, str(large.container.path), str(tmp_path / "copy"), str(third)],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False,
    )  # fmt: skip
    assert said.returncode == -9
    left = [name for name in listed(tmp_path) if name != "test.vault"]
    assert left and all(files.is_unfinished(name) for name in left)
    copied = large.backup(tmp_path / "copy")
    assert (copied.sequence, copied.head) == large.head


# Read back from the medium


def bytes_from_disk() -> int:
    counted = Path("/proc/self/io").read_text(encoding="ascii")
    return int(counted.partition("\nread_bytes: ")[2].split()[0])


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux counts what was read from the disk")
def test_the_copy_is_read_back_from_the_disk_and_not_from_memory(large: Vault, tmp_path: Path) -> None:
    before = bytes_from_disk()
    (tmp_path / "written").write_bytes(large.container.path.read_bytes())
    (tmp_path / "written").read_bytes()
    if bytes_from_disk() - before > 2**20:
        pytest.skip("this disk keeps nothing in memory")
    with (tmp_path / "written").open("r+b") as stream:
        os.fsync(stream.fileno())
        os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    (tmp_path / "written").read_bytes()
    if bytes_from_disk() == before:
        pytest.skip("this disk is in memory, or does not count")
    before = bytes_from_disk()
    copied = large.backup(tmp_path / "copy")
    assert bytes_from_disk() - before >= copied.size
    before = bytes_from_disk()
    assert copying.read_through(tmp_path / "copy", lambda done, total: None) == copied.size
    assert bytes_from_disk() - before >= copied.size


def test_a_part_that_cannot_be_read_is_damage(
    large: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class BadSector(io.FileIO):
        def read(self, size: int = -1, /) -> bytes:
            if self.tell() >= 2 * copying._AT_ONCE:
                raise OSError(errno.EIO, "input/output error")
            return super().read(size)

    large.backup(tmp_path / "copy")
    monkeypatch.setattr(Path, "open", lambda path, *_, **__: BadSector(path))
    with pytest.raises(Damaged, match="beyond 2 MiB"):
        copying.read_through(tmp_path / "copy", lambda done, total: None)


@pytest.mark.parametrize("change", [-4096, -100, -1, 1, 4097])
def test_a_copy_of_another_length_is_not_sound(vault: Vault, tmp_path: Path, change: int) -> None:
    fill(vault, 300)
    vault.table("cases").remove(doc_ids=list(range(100, 300)))  # so that the file ends in free pages
    vault.backup(tmp_path / "copy")
    raw = (tmp_path / "copy").read_bytes()
    (tmp_path / "copy").write_bytes(raw[:change] if change < 0 else raw + bytes(change))
    try:
        with reopen(tmp_path / "copy", read_only=True) as copy:
            assert not copy.check().ok
    except Damaged:
        pass


def test_whole_pages_that_a_compaction_could_not_cut_off_are_no_damage(vault: Vault, tmp_path: Path) -> None:
    fill(vault, 300)
    vault.backup(tmp_path / "copy")
    with (tmp_path / "copy").open("ab") as stream:
        stream.write(bytes(3 * 4096))
    with reopen(tmp_path / "copy") as copy:
        assert copy.check().ok
        fill(copy, 100, 301)
        copy.compact()
        assert copy.check().ok
        assert copy.count("cases") == 400


# Peeking without a key


def test_peeking_tells_whose_a_copy_is_and_needs_no_key(large: Vault, tmp_path: Path) -> None:
    large.backup(tmp_path / "copy")
    assert copying.peek(tmp_path / "copy").vault_id.hex() == large.info().vault_id
    with pytest.raises(NotFound):
        copying.peek(tmp_path)
    (tmp_path / "text").write_text("no vault", encoding="utf-8")
    (tmp_path / "empty").touch()
    for name in ("text", "empty"):
        with pytest.raises(Damaged):
            copying.peek(tmp_path / name)


def test_a_copy_of_a_newer_format_is_called_that(vault: Vault, tmp_path: Path) -> None:
    vault.backup(tmp_path / "copy")
    newer(tmp_path / "copy")
    with pytest.raises(NewerFormat):
        copying.peek(tmp_path / "copy")
    with pytest.raises(NewerFormat):
        reopen(tmp_path / "copy")


def newer(path: Path) -> None:
    """Make a file say that its format is one nobody knows yet."""
    db = sqlite3.connect(path)
    for table in ("a", "b"):
        (raw,) = db.execute(f"SELECT v FROM {table}").fetchone()
        db.execute(f"UPDATE {table} SET v = ?", (raw[:16] + (999).to_bytes(2, "big") + raw[18:],))
    db.commit()
    db.close()


def test_a_copy_opens_with_the_recovery_key_too(large: Vault, tmp_path: Path) -> None:
    large.backup(tmp_path / "copy")
    with reopen(tmp_path / "copy", recovery=RECOVERY, read_only=True) as copy:
        assert copy.check().ok
        assert copy.document("cases", 1) == dict(case(1))
    assert PASSPHRASE.encode() not in (tmp_path / "copy").read_bytes()
