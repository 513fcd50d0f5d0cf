"""Panic: the slots are gone for good in seconds, whatever state the file is in and whoever holds it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from registry.errors import Damaged, NotFound, NotSaved, RegistryError
from registry.vault import panic
from registry.vault.files import temporary_beside
from registry.vault.panic import _local, destroy
from registry.vault.session import silent
from registry.vault.vault import Vault
from tests.vault.build import RECOVERY, create, fill, reopen

QUICK = pytest.mark.parametrize("quick", [False, True])


def _secrets(vault: Vault) -> list[bytes]:
    """Return pieces of everything in the header that could open the vault."""
    whole = [vault.header.salt, *vault.header.slots]
    return [one[at : at + 16] for one in whole for at in range(0, len(one) - 15, 16)]


def _left(raw: bytes, pieces: list[bytes]) -> int:
    return sum(1 for piece in pieces if piece in raw)


@QUICK
def test_afterwards_it_opens_for_nobody_and_no_slot_is_left(path: Path, quick: bool) -> None:
    with create(path) as vault:
        fill(vault, 200)
        pieces, size = _secrets(vault), path.stat().st_size
    assert _left(path.read_bytes(), pieces) >= len(pieces) - 2  # one may lie across two pages
    done = destroy(path, silent, quick=quick)
    assert _left(path.read_bytes(), pieces) == 0
    assert (done.slots, done.whole, done.contended) == (2, not quick, False)
    assert path.stat().st_size == size
    assert done.overwritten == (size if not quick else 4 * 4096)
    for opening in ({}, {"recovery": RECOVERY}):
        with pytest.raises(Damaged):
            reopen(path, **opening)


def test_the_slots_are_on_the_disk_before_anything_else_is_touched(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with create(path) as vault:
        fill(vault, 200)
        pieces = _secrets(vault)
    order: list[str] = []
    fsync, write = os.fsync, panic.write_at

    def synced(descriptor: int) -> None:
        order.append(f"sync with {_left(path.read_bytes(), pieces)} left")
        fsync(descriptor)

    def wrote(descriptor: int, at: int, data: bytes) -> None:
        order.append(f"{len(data)}")
        write(descriptor, at, data)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(panic, "write_at", wrote)
    destroy(path, silent)
    assert order[:5] == ["4096"] * 4 + ["sync with 0 left"]


def test_a_symbolic_link_leads_to_the_vault_and_hard_links_share_its_fate(tmp_path: Path) -> None:
    folder = tmp_path / "real"
    folder.mkdir()
    with create(folder / "v") as vault:
        pieces = _secrets(vault)
    link, hard = tmp_path / "link", tmp_path / "hard"
    link.symlink_to(folder / "v")
    os.link(folder / "v", hard)
    (folder / "v-journal").write_bytes(pieces[0] * 100)
    (folder / "v-journal-of-something-else").write_bytes(b"not ours")
    unfinished = temporary_beside(folder / "v")
    beside = [folder / "v-journal", unfinished, unfinished.with_name(unfinished.name + "-journal")]
    for number, one in enumerate(beside):
        one.write_bytes(pieces[0] * 100)
        os.link(one, tmp_path / f"kept {number}")
    assert destroy(link, silent).beside == 3
    kept = b"".join((tmp_path / f"kept {number}").read_bytes() for number in range(3))
    assert _left((folder / "v").read_bytes() + hard.read_bytes() + kept, pieces) == 0
    assert sorted(one.name for one in folder.iterdir()) == ["v", "v-journal-of-something-else"]
    assert link.is_symlink()


def test_a_hot_journal_cannot_bring_the_slots_back(path: Path) -> None:
    """A save of new slots was killed: its journal holds the old ones and would be played back at the next opening."""
    with create(path) as vault:
        pieces = _secrets(vault)
        vault.container.begin()
        vault.container.put_headers(os.urandom(8092))
        vault.container._db.execute("PRAGMA cache_spill=1")
        journal = path.with_name(path.name + "-journal")
        shutil.copy(journal, path.with_name("hot"))
        vault.container.roll_back()
    shutil.copy(path.with_name("hot"), journal)
    assert _left(journal.read_bytes(), pieces) > 0
    destroy(path, silent, quick=True)
    assert not journal.exists()
    with pytest.raises(Damaged):
        reopen(path)
    assert _left(path.read_bytes(), pieces) == 0


def _damages(path: Path) -> dict[str, bytes]:
    raw = path.read_bytes()
    first = raw.index(b"registry vault\r\n")
    local = first + _local(8092, 4096)
    return {
        "first page": os.urandom(4096) + raw[4096:],
        "cut short": raw[: 6 * 4096 + 100],
        "lost pointer": raw[:local] + b"\xff\xff\xff\xff" + raw[local + 4 :],
        "unknown format": raw[: first + 16] + b"\x00\x63" + raw[first + 18 :],
        "one header gone": raw[:first] + bytes(16) + raw[first + 16 :],
    }


@pytest.mark.parametrize(
    "damage", ["first page", "cut short", "lost pointer", "unknown format", "one header gone"]
)
def test_a_damaged_file_is_destroyed_whole_even_when_quick(path: Path, damage: str) -> None:
    with create(path) as vault:
        fill(vault, 30)
        pieces = _secrets(vault)
    path.write_bytes(_damages(path)[damage])
    before = _left(path.read_bytes(), pieces)
    assert before > 0
    done = destroy(path, silent, quick=True)
    assert _left(path.read_bytes(), pieces) == 0
    assert done.whole == (damage not in {"first page", "cut short"})


def test_what_is_no_vault_is_left_alone(tmp_path: Path) -> None:
    letter = tmp_path / "letter"
    letter.write_bytes(b"Dear mother" * 1000)
    for place in (letter, tmp_path / "nothing", tmp_path):
        with pytest.raises(NotFound, match="nothing was destroyed"):
            destroy(place, silent)
    assert letter.read_bytes() == b"Dear mother" * 1000


def test_a_file_that_is_marked_read_only_is_destroyed_all_the_same(path: Path) -> None:
    with create(path) as vault:
        pieces = _secrets(vault)
    path.chmod(0o400)
    destroy(path, silent)
    assert _left(path.read_bytes(), pieces) == 0


def test_a_medium_that_cannot_be_written_is_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    create(path).close()
    opening = os.open

    def refuse(file: object, flags: int, *more: int) -> int:
        if flags & os.O_RDWR:
            raise OSError(30, "read-only file system")
        return opening(file, flags, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(NotSaved, match="nothing was destroyed") as refused:
        destroy(path, silent)
    assert "broken or burnt" in refused.value.hint


def test_a_disk_that_refuses_the_slots_is_not_called_destroyed(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create(path).close()

    def refuse(descriptor: int, at: int, data: bytes) -> None:
        raise OSError(5, "input/output error")

    monkeypatch.setattr(panic, "write_at", refuse)
    with pytest.raises(NotSaved, match="not destroyed"):
        destroy(path, silent, patience=0)


_HOLDER = """
import sqlite3, sys, time
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("BEGIN " + sys.argv[2])
if sys.argv[2] == "IMMEDIATE":
    db.execute("UPDATE a SET v = v WHERE k = 0")
else:
    db.execute("SELECT count(*) FROM r").fetchone()
print("holding", flush=True)
time.sleep(float(sys.argv[3]))
if sys.argv[2] == "IMMEDIATE":
    try:
        db.execute("COMMIT")
    except sqlite3.Error:
        pass
"""


@pytest.mark.parametrize("how", ["IMMEDIATE", "DEFERRED"])
@pytest.mark.skipif(sys.platform == "win32", reason="the locks of other systems")
def test_it_wins_over_a_session_that_is_in_the_middle_of_a_save(path: Path, how: str) -> None:
    """The holder has the old header in its memory and writes it once more after the slots were overwritten."""
    with create(path) as vault:
        fill(vault, 50)
        pieces = _secrets(vault)
    holder = subprocess.Popen([sys.executable, "-c", _HOLDER, str(path), how, "1.5"], stdout=subprocess.PIPE)
    assert holder.stdout is not None and holder.stdout.readline() == b"holding\n"
    start = time.monotonic()
    done = destroy(path, silent)
    assert time.monotonic() - start < 3.5
    holder.wait(10)
    holder.stdout.close()
    assert not done.contended
    assert _left(path.read_bytes(), pieces) == 0
    with pytest.raises(RegistryError):
        reopen(path)


@pytest.mark.skipif(sys.platform == "win32", reason="the locks of other systems")
def test_a_session_that_never_ends_its_save_is_named(path: Path) -> None:
    with create(path) as vault:
        pieces = _secrets(vault)
    db = [sys.executable, "-c", _HOLDER, str(path), "IMMEDIATE", "30"]
    holder = subprocess.Popen(db, stdout=subprocess.PIPE)
    try:
        assert holder.stdout is not None and holder.stdout.readline() == b"holding\n"
        done = destroy(path, silent, patience=0.5)
        assert done.contended
        assert _left(path.read_bytes(), pieces) == 0
    finally:
        holder.kill()
        holder.wait()
        if holder.stdout:
            holder.stdout.close()
    with pytest.raises(RegistryError):
        reopen(path)


def test_a_session_that_is_open_finds_damage_and_brings_nothing_back(vault: Vault, path: Path) -> None:
    fill(vault, 20)
    pieces = _secrets(vault)
    destroy(path, silent)
    with pytest.raises(RegistryError):
        vault.table("cases").remove(doc_ids=[3])
    with pytest.raises(RegistryError):
        vault.rekey()
    assert _left(path.read_bytes(), pieces) == 0


def test_it_can_be_repeated_until_the_end(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A power cut in the middle leaves the front of the file, so that the rest can still be found and overwritten."""
    with create(path) as vault:
        fill(vault, 30)
    with monkeypatch.context() as patch:
        patch.setattr(panic, "_PART", 16384)
        calls = []

        def cut(done: int, of: int) -> None:
            calls.append((done, of))
            if done == 2:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            destroy(path, cut)
    assert destroy(path, silent).whole
    with pytest.raises(NotFound):
        destroy(path, silent)


def test_a_page_size_of_another_kind_is_followed(tmp_path: Path) -> None:
    """The places of a header are computed as SQLite computes them, whatever the size of a page."""
    for size in (512, 1024, 4096, 8192, 65536):
        file = tmp_path / f"{size}"
        db = sqlite3.connect(file, isolation_level=None)
        db.execute(f"PRAGMA page_size={size}")
        value = b"registry vault\r\n" + b"\x00\x02" + os.urandom(8092 - 18)
        for table in ("a", "b"):
            db.execute(f"CREATE TABLE {table} (k INTEGER PRIMARY KEY, v BLOB NOT NULL)")
            db.execute(f"INSERT INTO {table} VALUES (0, ?)", (value,))
        db.close()
        pieces = [value[at : at + 16] for at in range(0, 8080, 16)]
        done = destroy(file, silent, quick=True)
        assert done.slots == 2
        assert _left(file.read_bytes(), pieces) == 0, size


_RUN = """
import sys
from pathlib import Path
from registry.vault.panic import destroy
destroy(Path(sys.argv[1]), lambda done, of: None, quick=sys.argv[2] == "quick")
"""


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("strace") is None, reason="no strace here to watch the writes")
@QUICK
def test_no_slot_is_written_anywhere_on_the_way(path: Path, tmp_path: Path, quick: bool) -> None:
    """Every byte that the process gives to the system is compared with the slots."""
    with create(path) as vault:
        fill(vault, 50)
        pieces = _secrets(vault)
    log = tmp_path / "trace"
    traced = [
        "strace",
        "-f",
        "-xx",
        "-s",
        "2000000",
        "-e",
        "trace=write,pwrite64,writev,pwritev",
        "-o",
        str(log),
    ]
    program = [sys.executable, "-c", _RUN, str(path), "quick" if quick else "whole"]
    ran = subprocess.run([*traced, *program], capture_output=True, check=False)
    if ran.returncode:
        pytest.skip("strace may not watch a process here")
    told = log.read_text()
    assert told.count("\\x") > 16_000  # what was written is in the log
    assert not any("".join(f"\\x{byte:02x}" for byte in piece) in told for piece in pieces)
