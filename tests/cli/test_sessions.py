"""The word that an open session leaves, and locking it from another process."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import platformdirs
import pytest

from registry.cli import sessions
from tests.floors import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and file locks are of POSIX")

# A session that lets go when it is asked, says so, and goes on as another program would.
SESSION = """
import os, signal, sys, time
from registry.cli import sessions
word = sessions.leave_word()
def lock(number, frame):
    word.take_back()
    os.write(1, b"locked\\n")  # not by print, which the signal may have interrupted
if sys.argv[1] == "gently":
    signal.signal(signal.SIGUSR1, lock)
else:
    signal.signal(signal.SIGUSR1, signal.SIG_IGN)
print("open", flush=True)
time.sleep(60)
time.sleep(60)
"""


@pytest.fixture(autouse=True)
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    return tmp_path / "run" / "registry"


@pytest.fixture
def others(run: Path) -> Iterator[list[subprocess.Popen[str]]]:
    started: list[subprocess.Popen[str]] = []
    yield started
    for one in started:
        one.kill()
        one.communicate()


def session(others: list[subprocess.Popen[str]], how: str = "gently") -> subprocess.Popen[str]:
    one = subprocess.Popen(
        [sys.executable, "-c", SESSION, how], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    others.append(one)
    assert one.stdout is not None
    assert one.stdout.readline() == "open\n"
    return one


def test_the_word_says_who_and_since_when_and_nothing_else(run: Path) -> None:
    word = sessions.leave_word()
    assert word is not None
    (path,) = run.iterdir()
    assert path == word.path
    pid, start = path.read_text(encoding="utf-8").split()
    assert int(pid) == os.getpid()
    assert int(start) == (sessions.started(os.getpid()) or 0)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(run.stat().st_mode) == 0o700
    assert not word.gone()
    path.unlink()
    assert word.gone()
    word.take_back()


def test_a_session_elsewhere_is_locked_and_counted(run: Path, others: list[subprocess.Popen[str]]) -> None:
    first, second = session(others), session(others)
    assert sessions.lock_others() == (2, 0)
    for one in (first, second):
        assert one.stdout is not None
        assert one.stdout.readline() == "locked\n"
        assert one.poll() is None
    assert list(run.iterdir()) == []
    assert sessions.lock_others() == (0, 0)


@pytest.mark.parametrize("stopped", [False, True])
def test_one_that_does_not_answer_is_ended(others: list[subprocess.Popen[str]], stopped: bool) -> None:
    deaf = session(others, "deaf")
    if stopped:
        deaf.send_signal(signal.SIGSTOP)
    assert sessions.lock_others(patience=0.3) == (1, 1)
    assert deaf.wait(10) == -signal.SIGKILL


def test_what_a_killed_session_left_is_cleaned_up(run: Path, others: list[subprocess.Popen[str]]) -> None:
    killed = session(others)
    killed.kill()
    killed.wait(10)
    assert len(list(run.iterdir())) == 1
    assert sessions.lock_others() == (0, 0)
    assert list(run.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only there the start of a process is compared")
def test_a_process_that_was_given_the_number_since_gets_no_signal(
    run: Path, others: list[subprocess.Popen[str]]
) -> None:
    holder, stranger = session(others), session(others)
    for path in run.iterdir():
        pid, start = path.read_text(encoding="utf-8").split()
        if int(pid) == holder.pid:
            path.write_text(f"{stranger.pid} {int(start) - 1}\n", encoding="utf-8")
        else:
            path.unlink()
    assert sessions.lock_others(patience=0.2) == (1, 1)
    time.sleep(0.2)
    assert stranger.poll() is None
    assert holder.poll() is None


@pytest.mark.parametrize("content", [b"", b"x y\n", b"0 0\n", b"-1 3\n", b"1 3\n", b"7", b"\xff" * 60])
def test_a_file_that_says_something_else_is_no_session(run: Path, content: bytes) -> None:
    # Each folder by itself: one that others may read is passed over for that of the whole machine.
    run.parent.mkdir(mode=0o700)
    run.mkdir(mode=0o700)
    (run / "strange").write_bytes(content)
    assert sessions.lock_others() == (0, 0)
    word = sessions.leave_word()
    assert word is not None
    assert word.path.parent == run
    word.take_back()


def test_a_folder_that_others_can_change_is_not_used(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platformdirs, "user_runtime_dir", lambda *_, **__: str(run))
    run.parent.mkdir(mode=0o700)
    run.symlink_to(tmp_path)
    assert sessions.leave_word() is None
    run.unlink()
    run.mkdir()
    run.chmod(0o777)
    assert sessions.leave_word() is None
    run.chmod(0o700)
    run.parent.chmod(0o777)
    assert sessions.leave_word() is None
    run.parent.chmod(0o700)
    word = sessions.leave_word()
    assert word is not None
    word.take_back()


@pytest.mark.skipif(os.name == "nt" or os.getuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_another_user_is_not_used(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platformdirs, "user_runtime_dir", lambda *_, **__: str(run))
    run.mkdir(mode=0o700, parents=True)
    os.chown(run, 65534, 65534)
    assert sessions.leave_word() is None
