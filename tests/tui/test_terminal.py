"""At a real terminal: locking, ending, faults and hostile text; nothing is left that should not be."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pty", reason="pseudo-terminals are POSIX")

from registry.cli.full_screen import REMEMBERED
from registry.desk.opening import make_desk
from registry.vault.recovery import RecoveryKey
from tests.cli.memory import forms, found_in
from tests.cli.program import PASSPHRASE, Program
from tests.cli.values import VALUES
from tests.tui.full import Full, obeyed
from tests.tui.test_safety import hostile

pytestmark = [pytest.mark.slow]
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="/proc is of Linux")
as_root = pytest.mark.skipif(
    sys.platform != "linux" or os.getuid() != 0,
    reason="only root reads memory that is hidden from its own user",
)

NAME = "Zebediah Quillfeather"
SECRET = "canary-7731-almond"
FAMILY = {"kind": "family", "label": "a family", "reliability": "B"}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Program:
    program = Program(tmp_path_factory.mktemp("full"))
    assert program.init().code == 0
    program.ask(
        "case", "new", "--from", "-", given={"kind": "person", "source": FAMILY, "facts": {"name": NAME}}
    )
    state(program).mkdir(parents=True, exist_ok=True)
    (state(program) / REMEMBERED).write_text('{"toured": true}', encoding="utf-8")
    return program


def state(program: Program) -> Path:
    return Path(program.around()["HOME"]) / ".local" / "state" / "registry"


@pytest.fixture
def at(filled: Program) -> Iterator[Any]:
    """Sit down, as often as needed; every process is ended."""
    begun: list[Full] = []

    def sit(*words: str, **how: Any) -> Full:
        begun.append(Full(filled, *words, **how))
        return begun[-1]

    yield sit
    for one in begun:
        one.kill()
        os.close(one.descriptor)


@as_root
def test_after_a_lock_the_memory_holds_neither_names_nor_the_passphrase(at: Any, filled: Program) -> None:
    wanted = {
        "passphrase": forms(PASSPHRASE),
        "its words": forms("copper meadow violin"),
        "name": forms(NAME),
    }
    full = at()
    full.until(NAME.split(maxsplit=1)[0])
    assert {"name"} <= found_in(full.pid, wanted)
    assert any(filled.vault in one for one in full.open_files())
    for lock in ("its key", "another terminal"):
        full.forget()
        if lock == "its key":
            full.press("L")
        else:
            assert filled.ask("vault", "lock") == {"locked": 1, "ended": 0}
        full.locked()
        full.until("Enter opens it")
        assert found_in(full.pid, wanted) == set(), lock
        assert not any(filled.vault in one for one in full.open_files())
        full.unlock()
        full.until(NAME.split(maxsplit=1)[0])
    full.press("q")
    assert full.end() == 0
    assert full.restored()


@pytest.mark.parametrize("how", ["SIGTERM", "SIGHUP"])
def test_a_signal_ends_it_with_the_terminal_restored(at: Any, how: str) -> None:
    full = at()
    os.kill(full.pid, getattr(signal, how))
    assert full.end() == 130
    assert full.restored()
    assert NAME not in full.seen.rpartition("\x1b[3J")[2]


def test_it_never_stands_in_the_background_with_an_open_vault(at: Any, filled: Program) -> None:
    full = at()
    full.forget()
    full.press("\x1a")
    time.sleep(0.5)
    os.kill(full.pid, signal.SIGTSTP)
    full.locked()
    if sys.platform == "linux":
        assert Path(f"/proc/{full.pid}/stat").read_text().rpartition(")")[2].split()[0] != "T"
        assert not any(filled.vault in one for one in full.open_files())


def test_it_locks_by_itself_after_the_given_time(at: Any) -> None:
    full = at("--idle", "0.05")
    full.forget()
    began = time.monotonic()
    full.locked()
    assert time.monotonic() - began < 20


def test_wrong_passphrases_cost_ever_more_time_and_leave_no_hint(at: Any) -> None:
    full = at(unlock=False)
    waits = []
    full.until("Enter opens it")
    for _ in range(3):
        full.forget()
        full.press("nearly " + PASSPHRASE[:-1] + "\r")
        full.until("That does not open this vault")
        full.until("A moment")
        began = time.monotonic()
        full.forget()
        full.until("Enter opens it")
        waits.append(time.monotonic() - began)
    assert 0.3 < waits[0] < waits[1] < waits[2]
    assert "nearly" not in full.seen
    assert (
        found_in(full.pid, {"a wrong try": forms("nearly " + PASSPHRASE[:-1])}) == set() or os.getuid() != 0
    )
    full.unlock()


def test_a_passphrase_by_descriptor_opens_once_and_is_asked_for_after_a_lock(at: Any) -> None:
    reading, writing = os.pipe()
    os.write(writing, PASSPHRASE.encode() + b"\n")
    os.close(writing)
    full = at("--passphrase-fd", str(reading), unlock=False, given=reading)
    os.close(reading)
    full.until(NAME.split(maxsplit=1)[0])
    full.forget()
    full.press("L")
    full.locked()
    full.forget()
    full.unlock()


# A fault with a secret in its words and beside it, planted in each place from which one can come.
_FAULT = f"""
import registry.tui.cases as cases, registry.tui.app as app
class Planted(Exception):
    pass
def fault(*given, **more):
    beside = "{SECRET}"
    raise Planted("{SECRET} " + beside, {{"secret": beside}})
"""
FAULTS = {
    "a worker": "async def renew(self, *a):\n    fault()\nfrom registry.tui.frame import acting\ncases.CasesScreen.renew = acting(renew)",
    "a message handler": "cases.CasesScreen.on_mount = fault",
    "drawing": "import registry.tui.table as t\nt.VirtualTable.render_line = fault",
    "the desk": "import registry.desk.browsing as b\nb.Browse.advance = fault",
    "a timer": "keep = cases.CasesScreen.on_mount\ncases.CasesScreen.on_mount = lambda self: self.set_timer(0.1, fault)",
    "a thread": "import threading\ncases.CasesScreen.on_mount = lambda self: (threading.Thread(target=fault).start(), self.set_timer(0.5, fault))",
    "a finalizer": "import gc\nclass Bad:\n    def __del__(self):\n        fault()\ndef on_mount(self):\n    Bad()\n    gc.collect()\n    fault()\ncases.CasesScreen.on_mount = on_mount",
}


@pytest.mark.parametrize("where", FAULTS)
def test_a_fault_shows_nothing_of_what_it_holds(at: Any, where: str) -> None:
    full = at(planted=_FAULT + FAULTS[where], unlock=False)
    full.until("Enter opens it")
    full.press(PASSPHRASE + "\r")
    assert full.end() == 1
    assert SECRET.encode() not in full.raw
    assert b"Traceback" not in full.raw
    assert "something unexpected happened" in full.seen
    assert full.restored()


@on_linux
def test_no_file_is_written_outside_and_no_line_leads_out(at: Any, filled: Program) -> None:
    def files() -> set[str]:
        return {str(path.relative_to(filled.folder)) for path in filled.folder.rglob("*") if path.is_file()}

    before = files()
    full = at()
    full.until(NAME.split(maxsplit=1)[0])
    for key in ("9", "7", "?", "\x1b", "\x10", "\x1b"):
        full.press(key)
        full.rest()
    inodes = {one[8:-1] for one in full.open_files() if one.startswith("socket:[")}
    lines = "".join(
        Path(f"/proc/net/{kind}").read_text()
        for kind in ("tcp", "tcp6", "udp", "udp6")
        if Path(f"/proc/net/{kind}").exists()
    )
    assert not any(inode in lines.split() for inode in inodes)
    full.press("q")
    assert full.end() == 0
    new = {path for path in files() - before if not path.startswith(("home/.local/state/registry/", "run/"))}
    assert new == set()
    assert b"\x1b]52" not in full.raw
    written = {one for one in obeyed(full.raw) if one.startswith((b"\x1b]", b"\x1bP", b"\x1b_", b"\x1b^"))}
    assert written <= {b"\x1b]22;default\x07"}  # the shape of the mouse pointer


@on_linux
def test_hostile_values_bring_no_byte_that_acts(
    at: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a terminal obeys among the bytes is what the screens write without these values, and nothing more."""
    keys = ("7", "9", "1", "j", "\r", "\x1b", "?", "\x1b")

    def walked(full: Full) -> set[bytes]:
        full.rest()
        for key in keys:
            full.press(key)
            full.rest()
        full.press("q")
        assert full.end() == 0
        return obeyed(full.raw)

    calm = walked(at())
    program = Program(tmp_path)
    monkeypatch.setenv("REGISTRY_ALLOW_TEST_KDF", "1")
    made = make_desk(
        tmp_path / program.vault,
        PASSPHRASE,
        RecoveryKey.generate(),
        caseworker="Rim",
        device="test",
        test_kdf=True,
    )
    with made.vault:
        hostile(list(VALUES))(made)
        assert made.count() > 100
    state(program).mkdir(parents=True, exist_ok=True)
    (state(program) / REMEMBERED).write_text('{"toured": true}', encoding="utf-8")
    full = Full(program)
    try:
        assert walked(full) - calm == set()
    finally:
        full.kill()
