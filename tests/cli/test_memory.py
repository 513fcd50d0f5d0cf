"""What is in memory while the vault is open is not there once it is locked, and nobody else can read it before."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from registry.desk.opening import open_desk
from tests.cli.memory import forms, found_in
from tests.cli.program import PASSPHRASE, Program
from tests.cli.sitting import DEAF, Session
from tests.floors import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="/proc is of Linux")]
as_root = pytest.mark.skipif(
    sys.platform != "linux" or os.getuid() != 0,
    reason="only root reads memory that is hidden from its own user",
)

NAMES = {"latin name": "Zebediah Quillfeather", "arabic name": "زبيدة المثالية", "mixed name": "Žofie Příkladová",
         "note": "synthetic canary note under the almond tree", "contact": "+963 000 424 242"}  # fmt: skip


def case() -> dict[str, object]:
    return {
        "kind": "person", "note": NAMES["note"],
        "source": {"kind": "family", "label": "canary", "reliability": "B", "contact": NAMES["contact"]},
        "facts": {"name": [NAMES["latin name"], NAMES["arabic name"]], "father": NAMES["mixed name"]},
    }  # fmt: skip


def secrets(program: Program) -> dict[str, set[bytes]]:
    """Return everything that must not be found, by what it is."""
    desk = open_desk(program.folder / program.vault, PASSPHRASE, device="test", read_only=True)
    with desk.vault as vault:
        slot, tree = vault.slot, vault.keys
        keys = {"vault key": slot.vault_key, "signing seed": slot.who.signing_seed, "exchange seed": slot.who.exchange_seed,
                "rows key": tree.rows, "journal key": tree.journal, "header key": tree.header,
                "names key": tree.names._key, "naming": tree.naming}  # fmt: skip
        keys = {name: bytes(key) for name, key in keys.items()}
    found = {name: {key, key.hex().encode()} for name, key in keys.items()}
    found |= {name: forms(text) for name, text in NAMES.items()}
    for name, text in NAMES.items():
        if name.endswith("name"):
            found |= {f"{name}: {part}": forms(part) for part in text.split()}
    return found | {"passphrase": forms(PASSPHRASE), "its words": forms("copper meadow violin")}


@pytest.fixture
def _cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGISTRY_ALLOW_TEST_KDF", "1")


def shown(program: Program, *words: str, start: tuple[str, ...] = ("-m", "registry")) -> Session:
    """Return a session in which a case was taken in, shown, found and asked about."""
    import json

    (program.folder / "case.json").write_text(json.dumps(case()), encoding="utf-8")
    session = Session(program, *words, start=start)
    taken = session.say("case new --from case.json")
    (program.folder / "case.json").unlink()
    identity = taken.split("  taken in")[0].split()[-1].rpartition("m")[2]
    assert NAMES["latin name"] in session.say(f"case show {identity}")
    session.say("find", "Find: ")
    assert "found" in session.say(NAMES["arabic name"])
    return session


def open_files(pid: int) -> list[str]:
    return [str(one.readlink()) for one in Path(f"/proc/{pid}/fd").iterdir()]


def words_of(pid: int) -> bytes:
    return Path(f"/proc/{pid}/environ").read_bytes() + Path(f"/proc/{pid}/cmdline").read_bytes()


@as_root
@pytest.mark.usefixtures("_cheap_keys")
@pytest.mark.parametrize("lock", ["typed", "half-typed and idle", "from elsewhere", "forced"])
def test_nothing_is_left_in_memory_after_the_lock(program: Program, lock: str) -> None:
    idle = ["--idle", "0.4"] if "idle" in lock else []
    deaf = ("-c", DEAF) if lock == "forced" else ("-m", "registry")
    session = shown(program, *idle, start=deaf)
    wanted = secrets(program)
    before = found_in(session.pid, wanted)
    # The scan is shown to see: the keys, and what was last on the screen.
    assert {"vault key", "signing seed", "rows key", "latin name", "arabic name"} <= before
    assert any(program.vault in one for one in open_files(session.pid))
    if lock == "typed":
        session.type("lock")
    elif lock == "from elsewhere":
        assert program.ask("vault", "lock") == {"locked": 1, "ended": 0}
    elif lock == "forced":
        session.say("case list", "deaf")
        os.kill(session.pid, signal.SIGUSR1)
    else:
        session.say("find", "Find: ")
        os.write(session.descriptor, NAMES["mixed name"].encode())
    session.locked()
    time.sleep(0.3)
    assert found_in(session.pid, wanted) == set()
    assert not any(program.vault in one for one in open_files(session.pid))
    left = words_of(session.pid)
    assert not any(form in left for forms in wanted.values() for form in forms)
    assert program.vault.encode() not in left.rpartition(b"-m\0")[2]
    if lock != "typed":
        return
    session.seen = ""
    session.type("nearly " + PASSPHRASE[:-1])
    session.until("does not open")
    session.until("Passphrase: ")
    assert found_in(session.pid, {"a wrong try": forms("nearly " + PASSPHRASE[:-1])}) == set()
    session.unlock()
    assert "vault key" in found_in(session.pid, wanted)
    session.type("quit")
    assert session.end() == 0


# What another program of the same user can try. Answers what was refused.
NEIGHBOUR = """
import ctypes, os, sys
pid, at = int(sys.argv[1]), int(sys.argv[2], 16)
libc = ctypes.CDLL(None, use_errno=True)
class Part(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]
def opened():
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as stream:
        stream.seek(at); return len(stream.read(16)) == 16
def environment():
    return bool(open(f"/proc/{pid}/environ", "rb").read())
def read():
    here = ctypes.create_string_buffer(16)
    return libc.process_vm_readv(pid, ctypes.byref(Part(ctypes.addressof(here), 16)), 1,
                                 ctypes.byref(Part(at, 16)), 1, 0) == 16
def attached():
    libc.ptrace.argtypes = [ctypes.c_long] * 4
    if libc.ptrace(16, pid, 0, 0) != 0:
        return False
    os.waitpid(pid, 0)
    libc.ptrace(17, pid, 0, 0)
    return True
def descriptors():
    return bool(os.readlink(f"/proc/{pid}/fd/0"))
for way in (opened, environment, read, attached, descriptors):
    try:
        worked = way()
    except OSError:
        worked = False
    print(way.__name__, "worked" if worked else "refused")
"""


def _a_place_to_read(pid: int) -> str:
    """Return an address that the program surely has, told by root or by the process's own user where it may."""
    line = next(
        line
        for line in Path(f"/proc/{pid}/maps").read_text(encoding="utf-8").splitlines()
        if " rw-p " in line
    )
    return line.partition("-")[0]


def neighbour(pid: int, place: str) -> set[str]:
    """Return the ways in which another process of the same user could reach into one."""
    ran = subprocess.run(
        [sys.executable, "-c", NEIGHBOUR, str(pid), place], capture_output=True, text=True, check=True,
        preexec_fn=_without_rights,
    )  # fmt: skip
    return {line.split()[0] for line in ran.stdout.splitlines() if line.endswith("worked")}


def _without_rights() -> None:
    """Give up what root may do beyond others: what is left is an ordinary user, whatever its number."""
    if os.getuid() == 0:
        library = ctypes.CDLL(None)
        library.prctl(28, 0b11, 0, 0, 0)  # PR_SET_SECUREBITS: being root gives nothing, for good
        for right in range(64):
            library.prctl(24, right, 0, 0, 0)  # PR_CAPBSET_DROP


def _ordinary(words: list[str], folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, *words], preexec_fn=_without_rights, cwd=folder, stdin=subprocess.PIPE,  # noqa: PLW1509 - as below
        stdout=subprocess.PIPE,
        env={**os.environ, "REGISTRY_ALLOW_TEST_KDF": "1", "PYTHONPATH": str(ROOT),
             "XDG_RUNTIME_DIR": str(folder / "run")},
    )  # fmt: skip


def test_another_process_of_the_same_user_is_refused_while_the_vault_is_open(program: Program) -> None:
    plain = _ordinary(["-c", "print('open', flush=True); input()"], program.folder)
    opened = _ordinary(
        ["-m", "registry", "--vault", program.vault, "--passphrase-file", "passphrase", "shell"],
        program.folder,
    )
    try:
        assert plain.stdout is not None
        assert opened.stdin is not None
        assert opened.stdout is not None
        plain.stdout.readline()
        place = _a_place_to_read(plain.pid)
        ways = {"opened", "environment", "read", "attached", "descriptors"}
        worked = neighbour(plain.pid, place)
        if worked != ways:
            pytest.skip(f"this system refuses neighbours anyway: only {sorted(worked)} work here")
        opened.stdin.write(b"vault info\n")
        opened.stdin.flush()
        assert opened.stdout.readline().startswith(b"vault")  # it is open, and waits for more
        if os.getuid() == 0:
            place = _a_place_to_read(opened.pid)
        assert neighbour(opened.pid, place) == set()
    finally:
        for one in (plain, opened):
            one.kill()
            one.communicate()


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT])
def test_a_crash_leaves_no_core(program: Program, number: int) -> None:
    """Also where the one who starts the program allows cores of any size."""
    pattern = Path("/proc/sys/kernel/core_pattern").read_text(encoding="utf-8").strip()

    def crashed(words: list[str], ready: Callable[[subprocess.Popen[bytes]], None]) -> list[str]:
        def allow() -> None:
            hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
            resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))

        before = set(program.folder.iterdir())
        process = subprocess.Popen(
            [sys.executable, *words], cwd=program.folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            preexec_fn=allow,  # noqa: PLW1509 - no thread runs here
            env={**os.environ, "REGISTRY_ALLOW_TEST_KDF": "1", "PYTHONPATH": str(ROOT),
                 "XDG_RUNTIME_DIR": str(program.folder / "run")},
        )  # fmt: skip
        assert process.stdin is not None
        process.stdin.write(b"vault info\n")
        process.stdin.flush()
        ready(process)
        process.send_signal(number)
        process.communicate()
        assert process.returncode == -number
        return sorted(path.name for path in set(program.folder.iterdir()) - before if "core" in path.name)

    def says_something(process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        assert process.stdout.readline()

    if pattern.startswith(("|", "/")) or not crashed(
        ["-c", "print(input(), flush=True); input()"], says_something
    ):
        pytest.skip("here no process leaves a core in its folder")
    for left in program.folder.glob("*core*"):
        left.unlink()
    opened = ["-m", "registry", "--vault", program.vault, "--passphrase-file", "passphrase", "shell"]
    assert crashed(opened, says_something) == []


HOLDER = """
import sys
one = sys.stdin.readline().strip()
two = one + chr(0x1F600)
three = one.encode()
print("held", flush=True)
sys.stdin.readline()
"""


@as_root
def test_the_scan_would_find_it() -> None:
    """Each form of a text that a process may hold is seen, also where Python made it wider."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip
    assert holder.stdin is not None
    assert holder.stdout is not None
    try:
        holder.stdin.write(NAMES["arabic name"] + "\n")
        holder.stdin.flush()
        holder.stdout.readline()
        wanted = {
            codec: {NAMES["arabic name"].encode(codec)} for codec in ("utf-8", "utf-16-le", "utf-32-le")
        }
        assert found_in(holder.pid, wanted | {"absent": {os.urandom(16)}}) == set(wanted)
    finally:
        holder.kill()
        holder.communicate()
