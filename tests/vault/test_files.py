"""Names are given in one step, never over another file, and what killed processes left is taken away."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from registry.errors import InputRefused, NotSaved
from registry.vault import files
from registry.vault.files import give_name, made_whole, publish, sync_folder, temporary_beside

WAYS = [files._rename, files._link, files._replace]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def only(way: Callable[[Path, Path], None], patched: pytest.MonkeyPatch) -> None:
    """Leave one way to give a name, as on a file system that has no other."""

    def cannot(name: str) -> Callable[..., None]:
        def refuse(*_: object) -> None:
            raise OSError(errno.EINVAL, name)

        return refuse

    for other in WAYS:
        if other is not way:
            patched.setattr(files, other.__name__, cannot(other.__name__))


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_each_way_gives_the_name_and_never_over_another(
    tmp_path: Path, way: Callable[[Path, Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    only(way, monkeypatch)
    new, dest = tmp_path / "new", tmp_path / "dest"
    new.write_bytes(b"whole")
    give_name(new, dest)
    assert (names(tmp_path), dest.read_bytes()) == (["dest"], b"whole")
    new.write_bytes(b"another")
    with pytest.raises(InputRefused, match="already a file"):
        give_name(new, dest)
    assert (dest.read_bytes(), new.read_bytes()) == (b"whole", b"another")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_broken_disk_is_not_taken_for_a_file_system_that_cannot(
    tmp_path: Path, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError(number, "the disk")

    monkeypatch.setattr(files, "_rename", broken)
    (tmp_path / "new").write_bytes(b"whole")
    with pytest.raises(OSError, match="the disk"):
        give_name(tmp_path / "new", tmp_path / "dest")
    assert names(tmp_path) == ["new"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no way to sync a folder")
def test_a_name_that_the_disk_does_not_take_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(handle: int) -> None:
        raise OSError(errno.EIO, "the disk")

    (tmp_path / "new").write_bytes(b"whole")
    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(OSError, match="the disk"):
        publish(tmp_path / "new", tmp_path / "dest")
    assert names(tmp_path) == []
    with pytest.raises(NotSaved), made_whole(tmp_path / "other") as temporary:
        temporary.write_bytes(b"whole")
    assert names(tmp_path) == []


def test_a_folder_that_cannot_be_synced_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def not_here(handle: int) -> None:
        raise OSError(errno.EINVAL, "not here")

    monkeypatch.setattr(os, "fsync", not_here)
    sync_folder(tmp_path)


def test_what_a_killed_process_left_is_removed_and_what_a_live_one_writes_is_not(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left = [f".registry-{gone.pid}-0123456789abcdef.part{end}" for end in ("", "-journal")]
    kept = [
        f".registry-{os.getpid()}-0123456789abcdef.part",
        ".registry-notes.part",
        f".registry-{gone.pid}-0123456789abcdef.part.txt",
        f"registry-{gone.pid}-0123456789abcdef.part",
    ]
    for name in (*left, *kept):
        (tmp_path / name).write_bytes(b"sealed")
    with made_whole(tmp_path / "dest") as temporary:
        temporary.write_bytes(b"whole")
    assert names(tmp_path) == sorted([*kept, "dest"])


def test_a_name_as_long_as_names_may_be_can_be_given(tmp_path: Path) -> None:
    dest = tmp_path / ("n" * 255)
    with made_whole(dest) as temporary:
        assert len(temporary.name) < 64
        temporary.write_bytes(b"whole")
    assert names(tmp_path) == [dest.name]


def test_a_temporary_name_is_never_the_same_twice(tmp_path: Path) -> None:
    assert temporary_beside(tmp_path / "a") != temporary_beside(tmp_path / "a")
