"""A session killed in the middle of a save: those who only read find what stood before, and no false reason."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from registry.errors import NotSaved
from registry.vault.vault import Vault
from tests.vault.build import fill, reopen

ROOT = Path(__file__).resolve().parent.parent.parent

# Attaches what comes through its standard input, and says when much of it stands in the file, unsaved.
ATTACHER = """
import sys
from pathlib import Path
from tests.vault.build import reopen

class Told:
    given = 0
    def read(self, size):
        if self.given > 8 * 2**20:
            print("under way", flush=True)
        data = sys.stdin.buffer.read(size)
        self.given += len(data)
        return data

with reopen(Path(sys.argv[1])) as vault:
    vault.put_exhibit(1, "EX", Told())
"""


def journal_of(path: Path) -> Path:
    return path.with_name(path.name + "-journal")


def kill_in_mid_save(path: Path) -> None:
    """Leave the journal of a save that never ended, as SIGKILL or a flat battery does."""
    environment = {**os.environ, "REGISTRY_ALLOW_TEST_KDF": "1", "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", ATTACHER, str(path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, cwd=ROOT,
    ) as attacher:  # fmt: skip
        assert attacher.stdin is not None
        assert attacher.stdout is not None
        attacher.stdin.write(os.urandom(10 * 2**20))
        attacher.stdin.flush()
        assert attacher.stdout.readline() == b"under way\n"
        attacher.send_signal(signal.SIGKILL)
    assert journal_of(path).stat().st_size > 0


@pytest.fixture
def killed(vault: Vault, path: Path) -> Path:
    if os.name == "nt":
        pytest.skip("SIGKILL is of POSIX")
    fill(vault, 3)
    vault.close()
    kill_in_mid_save(path)
    return path


def test_a_session_for_reading_takes_the_unfinished_save_back(killed: Path) -> None:
    with reopen(killed, read_only=True) as vault:
        assert vault.count("cases") == 3
        assert vault.check().problems == ()
        with pytest.raises(Exception, match="reading only"):
            fill(vault, 1, start=9)
    assert not journal_of(killed).exists()


def test_where_nothing_may_be_written_the_interrupted_save_is_the_reason(
    killed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = sqlite3.connect

    def as_on_a_read_only_disk(name: str, **more: Any) -> sqlite3.Connection:
        return connect(name.replace("mode=rw", "mode=ro"), **more)

    with monkeypatch.context() as patched:
        patched.setattr(sqlite3, "connect", as_on_a_read_only_disk)
        with pytest.raises(NotSaved, match="the last save was interrupted") as refused:
            reopen(killed, read_only=True)
    assert "may be written" in refused.value.hint
    assert journal_of(killed).exists()


@pytest.mark.parametrize("junk", [b"x", b"junk" * 5000, b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"\xff" * 9000])
def test_a_false_journal_beside_the_vault_stops_nobody(vault: Vault, path: Path, junk: bytes) -> None:
    fill(vault, 3)
    vault.close()
    journal_of(path).write_bytes(junk)
    with reopen(path, read_only=True) as reader:
        assert reader.count("cases") == 3
        assert reader.check().problems == ()


def test_a_save_cut_short_while_another_session_reads_is_named(vault: Vault, path: Path) -> None:
    fill(vault, 3)
    with reopen(path, read_only=True) as reader:
        vault.close()
        journal_of(path).write_bytes(b"junk" * 500)
        with pytest.raises(NotSaved, match="the last save was interrupted"):
            reader.count("cases")


COLD = bytes(8) + b"sealed pages of a save that had not begun to change the file" * 99


def test_a_journal_that_never_counted_is_removed_by_the_next_session_that_may_save(
    vault: Vault, path: Path
) -> None:
    fill(vault, 3)
    vault.close()
    journal_of(path).write_bytes(COLD)
    with reopen(path, read_only=True) as reader:
        assert reader.count("cases") == 3
    with reopen(path) as opened:
        assert not journal_of(path).exists()
        assert opened.container._db.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        fill(opened, 1, start=9)
        assert not journal_of(path).exists()


def test_the_journal_of_a_save_under_way_is_not_removed(vault: Vault, path: Path) -> None:
    fill(vault, 3)
    with vault.act("under way"):
        fill(vault, 200, start=100)
        begun = journal_of(path).exists()
        with reopen(path) as other:
            assert journal_of(path).exists() == begun
            assert other.count("cases") == 3
    assert begun
    with reopen(path) as opened:
        assert opened.count("cases") == 203
        assert opened.check().ok
