"""The files a command reads and writes: what a killed save leaves, what is refused, and what is cleaned up."""

from __future__ import annotations

import hashlib
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from registry.cli import exhibits
from registry.errors import InputRefused
from tests.cli.program import PASSPHRASE, Program
from tests.floors import ROOT

ENTRY: dict[str, Any] = {
    "kind": "person",
    "source": {"kind": "family", "label": "a family", "reliability": "B"},
    "facts": {"name": "Ali"},
}

# Attaches a large exhibit that never ends, and says when much of it stands in the file, unsaved.
ATTACHER = """
import sys, time
from pathlib import Path
from registry.desk.exhibiting import attach
from registry.desk.opening import open_desk

class Endless:
    given = 0
    def read(self, size):
        if self.given > 8 * 2**20:
            print("under way", flush=True)
            time.sleep(60)
        self.given += size
        return bytes(size)

desk = open_desk(Path(sys.argv[1]), sys.argv[2], device="test")
attach(desk, sys.argv[3], Endless(), "")
"""


def case_of(program: Program) -> str:
    return str(program.ask("case", "new", "--from", "-", given=ENTRY)["short"])


def kill_in_mid_save(program: Program, case: str) -> Path:
    """Kill a session in the middle of a save and return the journal that it leaves."""
    with subprocess.Popen(
        [sys.executable, "-c", ATTACHER, program.vault, PASSPHRASE, case],
        cwd=program.folder, stdout=subprocess.PIPE,
        env={**os.environ, "REGISTRY_ALLOW_TEST_KDF": "1", "PYTHONPATH": str(ROOT)},
    ) as attacher:  # fmt: skip
        assert attacher.stdout is not None
        assert attacher.stdout.readline() == b"under way\n"
        attacher.send_signal(signal.SIGKILL)
    journal = program.folder / f"{program.vault}-journal"
    assert journal.stat().st_size > 0
    return journal


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX")
def test_after_a_kill_in_mid_save_every_reading_command_answers(program: Program) -> None:
    case = case_of(program)
    for words in (
        ["case", "list"],
        ["vault", "check"],
        ["vault", "backup", "copy.vault"],
        ["--read-only", "case", "list"],
    ):
        journal = kill_in_mid_save(program, case)
        said = program.run(*words)
        assert said.code == 0, (words, said)
        assert not journal.exists()
    assert program.ask("case", "list")["total"] == 1
    assert program.ask("exhibit", "list", case)["total"] == 0


def attaching(program: Program, case: str, **more: Any) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "registry", "--vault", program.vault, "--passphrase-file", "passphrase",
         "exhibit", "attach", case, "-", "--json"],
        cwd=program.folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env={**os.environ, "REGISTRY_ALLOW_TEST_KDF": "1", "PYTHONPATH": str(ROOT)}, **more,
    )  # fmt: skip


def test_a_slow_pipe_keeps_no_other_session_from_saving(program: Program) -> None:
    case = case_of(program)
    content = os.urandom(3 * 2**20 + 17)
    with attaching(program, case) as slow:
        assert slow.stdin is not None
        slow.stdin.write(content[:-9])
        slow.stdin.flush()  # the pipe holds far less: most of it has been read when this returns
        for _ in range(2):
            case_of(program)
        answer, _ = slow.communicate(content[-9:])
        assert slow.returncode == 0
    exhibit = json.loads(answer)
    assert exhibit["sha256"] == hashlib.sha256(content).hexdigest()
    program.ask("exhibit", "export", case, exhibit["short"], "--out", "back")
    assert (program.folder / "back").read_bytes() == content


def test_a_pipe_brings_so_much_and_a_file_more(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(exhibits, "FROM_A_PIPE", 2)
    whole = bytes(2 * 2**20)
    assert exhibits.read_whole(io.BytesIO(whole)).read() == whole
    with pytest.raises(InputRefused, match="more than 2 MiB"):
        exhibits.read_whole(io.BytesIO(whole + b"x"))
    (tmp_path / "film").write_bytes(whole + b"x")
    with exhibits.at_hand(str(tmp_path / "film")) as content:
        assert content.read() == whole + b"x"
