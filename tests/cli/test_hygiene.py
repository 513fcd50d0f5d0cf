"""What guards the memory of the process: in force before a secret is read, on each system by its own means."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from registry.cli import hygiene, session
from registry.cli.settings import Settings
from tests.cli.program import PASSPHRASE, Program
from tests.floors import ROOT


class Calls:
    """Stands for a library: remembers what was called with what."""

    def __init__(self, *missing: str, answers: dict[str, Any] | None = None) -> None:
        self.made: list[tuple[str, tuple[Any, ...]]] = []
        self._missing, self._answers = missing, answers or {}
        self._functions: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        if name in self._missing:
            raise AttributeError(name)

        def called(*given: Any) -> Any:
            self.made.append((name, tuple(getattr(one, "value", one) for one in given)))
            answer = self._answers.get(name, 1)
            return answer(*given) if callable(answer) else answer

        return self._functions.setdefault(name, called)

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.made]


def on(system: str, monkeypatch: pytest.MonkeyPatch, **libraries: Calls) -> None:
    monkeypatch.setattr(hygiene, "SYSTEM", system)
    if system == "win32":
        monkeypatch.setattr(ctypes, "windll", SimpleNamespace(**libraries), raising=False)
    else:
        monkeypatch.setattr(ctypes, "CDLL", lambda name: libraries["library"])


def test_on_linux_the_process_is_not_dumpable(monkeypatch: pytest.MonkeyPatch) -> None:
    library = Calls()
    on("linux", monkeypatch, library=library)
    hygiene.hide_memory()
    assert library.made == [("prctl", (4, 0, 0, 0, 0))]


def test_on_a_mac_debuggers_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    library = Calls()
    on("darwin", monkeypatch, library=library)
    hygiene.hide_memory()
    assert library.made == [("ptrace", (31, 0, None, 0))]


def _descriptor(*given: Any) -> int:
    given[2]._obj.value = 0xD0D0
    return 1


def windows() -> tuple[Calls, Calls]:
    kernel = Calls(answers={"GetCurrentProcess": -1 & (1 << 64) - 1})
    return kernel, Calls(answers={"ConvertStringSecurityDescriptorToSecurityDescriptorW": _descriptor})


def test_on_windows_reports_hold_no_heap_and_nobody_may_read_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    kernel, security = windows()
    on("win32", monkeypatch, kernel32=kernel, advapi32=security)
    hygiene.hide_memory()
    assert kernel.made == [("SetErrorMode", (3,)), ("WerSetFlags", (1,)), ("GetCurrentProcess", ()),
                           ("LocalFree", (0xD0D0,))]  # fmt: skip
    (_, (asked, revision, _, size)), (_, (process, what, descriptor)) = security.made
    assert security.names == [
        "ConvertStringSecurityDescriptorToSecurityDescriptorW",
        "SetKernelObjectSecurity",
    ]
    assert (revision, size) == (1, None)
    assert (process, what, descriptor) == ((1 << 64) - 1, 4, 0xD0D0)
    assert asked == "D:P(A;;0x101001;;;OW)(A;;0x101001;;;SY)"
    granted = 0x101001
    forbidden = {"VM_READ": 0x10, "VM_WRITE": 0x20, "VM_OPERATION": 0x8, "DUP_HANDLE": 0x40, "CREATE_THREAD": 0x2,
                 "WRITE_DAC": 0x40000, "WRITE_OWNER": 0x80000, "QUERY_INFORMATION": 0x400}  # fmt: skip
    assert {name for name, bit in forbidden.items() if granted & bit} == set()


def test_on_windows_each_step_is_done_where_another_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    kernel, security = windows()
    kernel._missing = ("WerSetFlags", "SetErrorMode")
    on("win32", monkeypatch, kernel32=kernel, advapi32=security)
    hygiene.hide_memory()
    assert "SetKernelObjectSecurity" in security.names
    kernel, security = windows()
    security._answers = {"ConvertStringSecurityDescriptorToSecurityDescriptorW": 0}
    on("win32", monkeypatch, kernel32=kernel, advapi32=security)
    hygiene.hide_memory()
    assert security.names == ["ConvertStringSecurityDescriptorToSecurityDescriptorW"]


@pytest.mark.parametrize("system", ["win32", "darwin", "linux", "freebsd14"])
def test_a_system_without_the_means_does_not_stop_the_work(
    system: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = Calls("prctl", "ptrace")
    on(system, monkeypatch, library=missing) if system != "win32" else monkeypatch.setattr(
        hygiene, "SYSTEM", system
    )
    hygiene.hide_memory()
    assert missing.made == []


def _read_a_file(folder: Path) -> None:
    session.passphrase_in(str(folder / "passphrase"))


def _read_a_descriptor(folder: Path) -> None:
    descriptor = os.open(folder / "passphrase", os.O_RDONLY)
    try:
        session.given_passphrase(Settings(passphrase_fd=descriptor))
    finally:
        os.close(descriptor)


def _ask(folder: Path) -> None:
    session.ask_secretly("Passphrase")


@pytest.mark.parametrize("reads", [_read_a_file, _read_a_descriptor, _ask])
def test_memory_is_hidden_before_a_secret_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reads: Callable[[Path], None]
) -> None:
    """By whatever way it comes, so that no command can forget it."""
    (tmp_path / "passphrase").write_text(PASSPHRASE, encoding="utf-8")
    order: list[str] = []
    monkeypatch.setattr(session, "hide_memory", lambda: order.append("hidden"))
    monkeypatch.setattr(session, "_first_line", lambda stream: order.append("read"))
    monkeypatch.setattr("getpass.getpass", lambda *_, **__: order.append("read"))
    reads(tmp_path)
    assert order[0] == "hidden"
    assert "read" in order


# Runs the program, and says of each secret that is read what is in force at that moment.
PROBE = """
import ctypes, resource, sys
from registry.cli import session
def told(read):
    def reading(*given, **more):
        sys.stderr.write(f"FORCE {ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)} {resource.getrlimit(resource.RLIMIT_CORE)}\\n")
        return read(*given, **more)
    return reading
session._first_line = told(session._first_line)
from registry.vault import vault as vaults, recovery
recovery.RecoveryKey.generate = classmethod(told(recovery.RecoveryKey.generate.__func__))
recovery.RecoveryKey.parse = classmethod(told(recovery.RecoveryKey.parse.__func__))
from registry.cli import demonstrating, secret_dialogue
secret_dialogue.read_text = told(secret_dialogue.read_text)
demonstrating.generate_passphrase = told(demonstrating.generate_passphrase)
from registry.cli.run import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the flag can be asked for on Linux")
@pytest.mark.parametrize(
    "words",
    [["case", "list"], ["vault", "info"], ["vault", "restore", "copy", "--vault=restored"], ["shell"],
     ["init", "--test-kdf", "--vault=new", "--no-input", "--recovery-file", "new-recovery"],
     ["vault", "passphrase", "--recovery-from", "recovery", "--new-passphrase-file", "passphrase"]],
    ids=lambda words: " ".join(words[:2]),
)  # fmt: skip
def test_no_dump_and_no_neighbour_from_before_the_first_secret_on(program: Program, words: list[str]) -> None:
    assert program.run("vault", "backup", "copy").code == 0
    _in_force(program, words)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the flag can be asked for on Linux")
def test_nor_in_the_demonstration(program: Program) -> None:
    _in_force(program, ["demo", "--dir", "demonstration"])


def _in_force(program: Program, words: list[str]) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", PROBE, "--vault", program.vault, "--passphrase-file", "passphrase", *words],
        input=b"case list\n", capture_output=True, cwd=program.folder, check=False,
        env={**os.environ, "REGISTRY_ALLOW_TEST_KDF": "1", "PYTHONPATH": str(ROOT),
             "XDG_RUNTIME_DIR": str(program.folder / "run")},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    forces = {line for line in ran.stderr.decode().splitlines() if line.startswith("FORCE")}
    assert forces == {"FORCE 0 (0, 0)"}
