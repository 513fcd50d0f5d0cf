"""A lock in every way it can come: nothing is left to see, and the passphrase opens it again."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.program import Program

pytest.importorskip("pty", reason="pseudo-terminals are POSIX")

from tests.cli.sitting import CASE, DEAF, SWALLOWING, WIPE, Session
from tests.cli.test_terminal import Terminal


def _by_word(session: Session, held: Program) -> None:
    session.type("lock")


def _by_key(session: Session, held: Program) -> None:
    os.write(session.descriptor, b"\x1c")


def _by_stop_key(session: Session, held: Program) -> None:
    os.write(session.descriptor, b"\x1a")


def _by_signal(session: Session, held: Program) -> None:
    os.kill(session.pid, signal.SIGUSR1)


def _from_elsewhere(session: Session, held: Program) -> None:
    assert held.ask("vault", "lock") == {"locked": 1, "ended": 0}


def _by_taking_the_word_away(session: Session, held: Program) -> None:
    (path,) = (held.folder / "run" / "registry").iterdir()
    path.unlink()


WAYS = [_by_word, _by_key, _by_stop_key, _by_signal, _from_elsewhere, _by_taking_the_word_away]


@pytest.mark.parametrize("way", WAYS)
def test_locked_in_every_way_it_shows_that_and_nothing_else(
    held: Program, way: Callable[[Session, Program], None]
) -> None:
    session = Session(held)
    session.say("case list")
    session.seen = ""
    way(session, held)
    assert session.locked().split() == ["registry", "is", "locked", "Passphrase:"]
    assert list((held.folder / "run" / "registry").iterdir()) == []
    session.unlock()
    assert "1 to 1 of 1" in session.say("case list")
    session.type("quit")
    assert session.end() == 0


def _at_the_prompt(session: Session) -> str:
    os.write(session.descriptor, "case list --place 'خالد".encode())
    return "خالد"


def _at_a_question(session: Session) -> str:
    session.type("find")
    session.until("Find: ")
    os.write(session.descriptor, "خالد درو".encode())
    return "درو"


def _while_pasting(session: Session) -> str:
    session.type("case new --from -")
    time.sleep(0.5)
    session.type('{"kind": "person",')
    os.write(session.descriptor, '"facts": {"name": "درو'.encode())
    return "درو"


def _at_a_secret(session: Session) -> str:
    session.type("vault passphrase")
    session.until("Type it back")
    os.write(session.descriptor, b"half a pass")
    return "half"


@pytest.mark.slow
@pytest.mark.parametrize("where", [_at_the_prompt, _at_a_question, _while_pasting, _at_a_secret])
def test_nobody_there_locks_it_wherever_it_waits_and_what_was_half_typed_is_gone(
    held: Program, where: Callable[[Session], str]
) -> None:
    session = Session(held, "--idle", "0.1")
    half = where(session)
    if where is not _at_a_secret:
        session.until(half)
    begun = time.monotonic()
    assert half not in session.locked()
    assert time.monotonic() - begun < 20
    # The half line would stand before the passphrase, and make it a wrong one.
    session.unlock()
    assert "1 to 1 of 1" in session.say("case list")
    session.type("quit")
    assert session.end() == 0


def test_a_screen_that_was_stopped_is_wiped_all_the_same(held: Program) -> None:
    session = Session(held)
    time.sleep(0.3)
    os.write(session.descriptor, b"\x13")  # Ctrl-S: what is written from now on waits
    time.sleep(0.3)
    os.write(session.descriptor, b"case list")
    time.sleep(0.3)
    assert "case list" not in session.seen
    os.kill(session.pid, signal.SIGUSR1)
    assert session.locked().split()[:3] == ["registry", "is", "locked"]
    session.unlock()
    session.type("quit")
    assert session.end() == 0


# Runs the program; a while after the vault is open, the clocks show something else.
CLOCKS = """
import dataclasses, sys, time
from registry.cli import watching
real, begun = watching.read_clocks, time.monotonic()
def read():
    clocks = real()
    if time.monotonic() - begun < 3:
        return clocks
    return dataclasses.replace(clocks, {change})
watching.read_clocks = read
from registry.cli.run import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("change", ["awake=clocks.awake - 600", "wall=clocks.wall + 86400"])
def test_a_laptop_that_slept_or_a_clock_that_jumped_locks(held: Program, change: str) -> None:
    session = Session(held, "--idle", "0", start=("-c", CLOCKS.format(change=change)))
    session.until("registry> ")
    assert session.locked().split()[:3] == ["registry", "is", "locked"]
    session.unlock()
    session.type("quit")
    assert session.end() == 0


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGUSR1, signal.SIGHUP])
def test_a_command_that_does_not_let_go_is_replaced_under_its_own_hands(held: Program, number: int) -> None:
    session = Session(held, start=("-c", DEAF))
    session.say("case list", "deaf")
    os.kill(session.pid, number)
    if number == signal.SIGHUP:
        assert session.end() == 130
    else:
        session.locked()
        session.unlock()
        assert "1 to 1 of 1" in session.say("case list")
        session.type("quit")
        assert session.end() == 0


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_closed_window_locks_and_ends(held: Program, number: int) -> None:
    session = Session(held)
    session.say("case list")
    session.seen = ""
    os.kill(session.pid, number)
    assert session.end() == 130
    assert "Khaled" not in session.seen.partition(WIPE)[2]
    assert list((held.folder / "run" / "registry").iterdir()) == []
    assert held.ask("vault", "check")["sound"]


def test_a_terminal_that_is_gone_ends_it(held: Program) -> None:
    session = Session(held)
    os.close(session.descriptor)
    assert os.waitstatus_to_exitcode(os.waitpid(session.pid, 0)[1]) in {
        120,
        130,
    }  # 120: Python could not flush
    assert list((held.folder / "run" / "registry").iterdir()) == []


@pytest.mark.slow
def test_a_wrong_passphrase_says_the_usual_and_waits_longer_each_time(held: Program) -> None:
    session = Session(held)
    session.type("lock")
    waited = []
    for _ in range(3):
        session.locked()
        session.seen = ""
        session.type("not the words")
        begun = time.monotonic()
        session.until("does not open this vault")
        session.until("Passphrase: ")
        waited.append(time.monotonic() - begun)
    assert waited[0] < waited[1] < waited[2]
    assert waited[2] > 4
    session.unlock()
    session.type("lock")
    begun = time.monotonic()
    session.locked()
    assert time.monotonic() - begun < 3
    os.write(session.descriptor, b"\x03")
    assert session.end() == 130


@pytest.mark.slow
def test_a_command_in_the_middle_of_its_work_is_locked_and_what_was_saved_stays(held: Program) -> None:
    session = Session(held)
    many = [{**CASE, "facts": {"name": f"Synthetic Person {n}"}} for n in range(20000)]
    (held.folder / "many").write_text("\n".join(map(json.dumps, many)), encoding="utf-8")
    session.type("case new --from many")
    session.until("taking in")
    time.sleep(1)
    os.kill(session.pid, signal.SIGUSR1)
    session.locked()
    session.unlock()
    shown = session.say("vault check")
    assert "sound" in shown
    session.type("quit")
    assert session.end() == 0


# A single command

GUARDED = """
import sys
from registry.cli import guarding
guarding.IDLE = 4.0
from registry.cli.run import main
sys.exit(main(sys.argv[1:]))
"""


def _interview(held: Program) -> Terminal:
    terminal = Terminal(held.folder, "--vault", held.vault, "--passphrase-file", "passphrase", "case", "new",
                        start=("-c", GUARDED))  # fmt: skip
    terminal.until("Who says so?")
    terminal.type("family")
    terminal.until("A pseudonym")
    os.write(terminal.descriptor, "درو".encode())
    terminal.until("درو")
    return terminal


def _left(terminal: Terminal) -> str:
    assert terminal.end() == 4, terminal.seen
    return terminal.seen.rpartition(WIPE)[2]


@pytest.mark.slow
def test_a_command_nobody_answers_locks_and_ends(held: Program) -> None:
    terminal = _interview(held)
    assert "the vault was locked" in _left(terminal)
    assert "درو" not in terminal.seen.rpartition(WIPE)[2]
    assert held.ask("case", "list")["total"] == 1


def test_and_is_locked_from_elsewhere(held: Program) -> None:
    terminal = _interview(held)
    assert held.ask("vault", "lock") == {"locked": 1, "ended": 0}
    assert "the vault was locked" in _left(terminal)
    assert list((held.folder / "run" / "registry").iterdir()) == []


def test_a_command_that_ends_leaves_no_word_and_wipes_nothing(held: Program) -> None:
    terminal = Terminal(held.folder, "--vault", held.vault, "--passphrase-file", "passphrase", "case", "list")
    assert terminal.end() == 0
    assert "Khaled Darwish" in terminal.seen
    assert WIPE not in terminal.seen
    assert list((held.folder / "run" / "registry").iterdir()) == []


def test_a_call_to_lock_that_was_swallowed_is_heeded_all_the_same(held: Program) -> None:
    session = Session(held, start=("-c", SWALLOWING.format(grace=40, times=1)))
    session.say("case list", "deaf")
    begun = time.monotonic()
    os.kill(session.pid, signal.SIGUSR1)
    session.locked()
    assert time.monotonic() - begun < 30  # the process was not replaced by force
    os.write(session.descriptor, b"\x03")
    assert session.end() == 130


# Processes that follow one another, as on Windows

TURNS = """
import sys
from registry.cli import locking, talking
begin = talking._first_state
def first(*given):
    raise SystemExit(locking.in_turns(begin(*given)))
talking._first_state = first
from registry.cli.run import main
sys.exit(main(sys.argv[1:]))
"""


def test_where_a_process_cannot_be_replaced_it_ends_and_another_follows(held: Program) -> None:
    session = Session(held, start=("-c", TURNS))
    assert "1 to 1 of 1" in session.say("case list")
    words = [
        path.read_text(encoding="utf-8").split() for path in (held.folder / "run" / "registry").iterdir()
    ]
    first = int(words[0][0])
    assert first != session.pid
    session.type("lock")
    session.locked()
    session.seen = ""
    session.type("not the words")
    session.until("does not open this vault")
    session.unlock()
    ((second, _),) = (
        path.read_text(encoding="utf-8").split() for path in (held.folder / "run" / "registry").iterdir()
    )
    assert int(second) != first
    assert not Path(f"/proc/{first}").exists() or sys.platform != "linux"
    assert "1 to 1 of 1" in session.say("case list")
    session.type("quit")
    assert session.end() == 0
