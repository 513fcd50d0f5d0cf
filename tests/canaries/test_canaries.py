"""Planted names, notes and passphrases: what every command writes, says, names and starts is searched for them."""

from __future__ import annotations

import hashlib
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

from tests.canaries import tour
from tests.canaries.encodings import Search
from tests.canaries.tour import BROUGHT, CANARIES, TOUR, Step, commands_without_a_step, walked
from tests.canaries.trace import Trace, can_trace, tracing
from tests.cli.program import Program, Said
from tests.cli.warm import FORKS, Server, served, warm
from tests.floors import ROOT

# How a program would name the window, or write to its clipboard.
_TITLE = "\x1b]"


def test_every_command_has_a_step() -> None:
    missing = [
        f"`registry {path}` has no Step in tests/canaries/tour.py: add one line"
        for path in commands_without_a_step()
    ]
    assert missing == []


def test_a_command_without_a_step_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        tour, "TOUR", tuple(step for step in TOUR if not step.words.startswith("vault check"))
    )
    assert commands_without_a_step() == ["vault check"]


class Searches:
    """One search for all texts, made anew only when a step reveals another secret; what was searched with it is known."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._search = Search({})
        self._known: dict[bytes, set[tuple[str, str]]] = {}

    def kinds(self, texts: dict[str, str], blob: bytes) -> set[tuple[str, str]]:
        """Return what stands in ``blob``."""
        if texts != self._texts:
            self._texts, self._search, self._known = dict(texts), Search(texts), {}
        digest = hashlib.blake2b(blob).digest()
        if digest not in self._known:
            self._known[digest] = self._search.found(blob)
        return self._known[digest]


def files_below(*tops: Path) -> Iterator[Path]:
    for top in tops:
        yield from (path for path in top.rglob("*") if path.is_file() and path.name not in BROUGHT)


def what_was_said(searches: Searches, step: Step, said: Said, texts: dict[str, str]) -> list[str]:
    """Return what an answer shows that it should not: on the screen, in an error, or to the terminal itself."""
    shown = {*step.shows, *(tour.secret(step, name) for name in step.reveals)}
    wrong = [
        f"its answer shows {found}"
        for found in searches.kinds(texts, said.out.encode())
        if found[0] not in shown
    ]
    wrong += [f"its error text shows {found}" for found in searches.kinds(texts, said.err.encode())]
    return wrong + ["it speaks to the terminal's title"] * (_TITLE in said.out + said.err)


def allowed_in(name: str, clear: dict[str, tuple[str, ...]]) -> set[str]:
    """Return the kinds that a file of this name is meant to hold; a file under way has a hidden name first."""
    under_way = name.startswith(".") and name.endswith(".part")
    return {kind for pattern, kinds in clear.items() if under_way or fnmatch(name, pattern) for kind in kinds}


@pytest.mark.skipif(not FORKS, reason="this system cannot fork, and real processes take minutes")
def test_no_command_reaches_out_and_no_file_and_no_answer_holds_more_than_it_is_meant_to(
    tmp_path: Path,
) -> None:
    """Every file of the folder, of the home and for temporary use, after each command.

    The first event of a network or of another program ends a command with an exit code that no step has.
    """
    searches, clear, wrong, steps = Searches(), dict[str, tuple[str, ...]](), [], 0
    (tmp_path / "tmp").mkdir()
    with served(module="tests.canaries.watched", arguments=("audit",)) as server:
        program = warm(tmp_path, server)
        run = lambda words, given: program.bare(*words, given=given, TMPDIR=str(tmp_path / "tmp"))  # noqa: E731
        for step, said, texts in walked(tmp_path, run, quick=True):
            steps += 1
            clear |= step.clear
            wrong += [f"{step.words}: {fault}" for fault in what_was_said(searches, step, said, texts)]
            for path in files_below(tmp_path):
                hits = {
                    hit
                    for hit in searches.kinds(texts, path.read_bytes())
                    if hit[0] not in allowed_in(path.name, clear)
                }
                wrong += [f"{step.words}: {path.name} holds {hit}" for hit in hits]
    assert not wrong, "\n".join(wrong)
    assert steps == len([step for step in TOUR if not step.slow])
    assert (tmp_path / "copy.txt").read_bytes() == (tmp_path / "given").read_bytes()
    assert len((tmp_path / "paper").read_text("utf-8").split()) == 8


def test_the_search_of_a_folder_would_find_each(tmp_path: Path) -> None:
    searches = Searches()
    for kind, text in CANARIES.items():
        assert (kind, "UTF-8") in searches.kinds(CANARIES, f"so: {text}.".encode())
        assert {found for found, _ in searches.kinds(CANARIES, f"{text.split()[-1]}".encode())} == {kind}


def traced(folder: Path, words: list[str], given: bytes) -> tuple[Said, Trace]:
    """Run one command, a real process, under strace."""
    into = folder.parent / "trace"
    home, temporary = folder / "home", folder / "tmp"
    for made in (home, temporary):
        made.mkdir(exist_ok=True)
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "TMPDIR": str(temporary),
        "REGISTRY_ALLOW_TEST_KDF": "1",
        "NO_COLOR": "1",
    }
    ran = subprocess.run(
        [*tracing(into), sys.executable, "-m", "registry", *words],
        input=given, capture_output=True, cwd=folder, env=environment, timeout=120, check=False,
    )  # fmt: skip
    return Said(ran.returncode, ran.stdout.decode(), ran.stderr.decode()), Trace.of(into)


@pytest.mark.slow
@pytest.mark.skipif(not can_trace(), reason="strace is not here, or may not trace")
def test_no_system_call_carries_a_planted_text(tmp_path: Path) -> None:
    """Every byte written to any file, deleted ones too, every name given, every program started, every socket."""
    searches, wrong, folder, written = Searches(), list[str](), tmp_path / "desk", 0
    folder.mkdir()
    traces, seen = list[Trace](), set[bytes]()

    def run(words: list[str], given: bytes) -> Said:
        said, trace = traced(folder, words, given)
        traces.append(trace)
        return said

    for step, said, texts in walked(folder, run):
        trace, faults = traces.pop(), what_was_said(searches, step, said, texts)
        for held, pieces in trace.written().items():
            if held.startswith(b"pipe:"):
                continue  # its answer, which was searched above
            name = Path(held.decode("utf-8", "replace")).name
            written += len(pieces[0])
            hits = {hit for piece in pieces for hit in searches.kinds(texts, piece)}
            faults += [
                f"{name} was given {hit}" for hit in hits if hit[0] not in allowed_in(name, dict(step.clear))
            ]
        names = b"\0".join(name for name in trace.names() if name not in seen)
        seen.update(trace.names())
        faults += [f"a name holds {hit}" for hit in searches.kinds(texts, names) if hit[0] not in step.told]
        faults += [f"what it wrote cannot be seen: {call.name}" for call in trace.unseen()]
        faults += [f"it started something: {call.name}" for call in trace.started()]
        faults += [f"it used a socket: {call.name}({call.words[:80]}" for call in trace.sockets()]
        wrong += [f"{step.words}: {fault}" for fault in faults]
        arguments = {kind for kind, text in CANARIES.items() if text in step.words and kind not in step.told}
        assert arguments == set()
    assert not wrong, "\n".join(wrong)
    assert written > 1_000_000


@pytest.mark.slow
@pytest.mark.skipif(not can_trace(), reason="strace is not here, or may not trace")
def test_a_trace_would_show_it(tmp_path: Path) -> None:
    """A program that does what is forbidden is seen to: a deleted file, a name, a child, a socket, a mapping."""
    leak = (
        "import os, socket, mmap\n"
        f"text = {CANARIES['name']!r}.encode('utf-16-le')\n"
        "with open('gone', 'wb') as stream: stream.write(text)\n"
        "os.unlink('gone')\n"
        f"open({CANARIES['arabic']!r}, 'w').close()\n"
        "socket.socket(socket.AF_INET).close()\n"
        "os.system('true')\n"
        "held = os.open('held', os.O_RDWR | os.O_CREAT); os.ftruncate(held, 4096); mmap.mmap(held, 4096)\n"
    )
    subprocess.run([*tracing(tmp_path / "t"), sys.executable, "-c", leak], cwd=tmp_path, check=True)
    trace, search = Trace.of(tmp_path / "t"), Search(CANARIES)
    hits = {hit for pieces in trace.written().values() for piece in pieces for hit in search.found(piece)}
    assert ("name", "UTF-16 LE") in hits
    assert ("arabic", "UTF-8") in {hit for name in trace.names() for hit in search.found(name)}
    assert {call.name for call in trace.sockets()} == {"socket"}
    assert trace.started()
    assert [call.name for call in trace.unseen()] == ["mmap"]


# What a process that ends badly leaves, and what a terminal keeps


@pytest.mark.skipif(os.name == "nt", reason="core dumps are of POSIX")
@pytest.mark.parametrize("after", ["the start", "the passphrase"])
def test_a_killed_command_leaves_no_core_dump(tmp_path: Path, after: str) -> None:
    program = Program(tmp_path)
    assert program.init().code == 0
    words = (
        ["case", "new", "--from", "-"]
        if after == "the passphrase"
        else ["--passphrase-file", "-", "case", "list"]
    )
    front = [
        "--vault",
        program.vault,
        *(["--passphrase-file", "passphrase"] if after == "the passphrase" else []),
    ]
    with subprocess.Popen(
        ["sh", "-c", 'ulimit -c "$(ulimit -H -c)"; exec "$@"', "sh", sys.executable, "-m", "registry", *front, *words],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tmp_path,
        env={**os.environ, "REGISTRY_ALLOW_TEST_KDF": "1", "HOME": str(tmp_path)}, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        wait_until_asleep(process.pid)
        process.send_signal(signal.SIGSEGV)
        _, status = os.waitpid(process.pid, 0)
        process.returncode = -signal.SIGSEGV
    assert os.WIFSIGNALED(status)
    assert not os.WCOREDUMP(status)
    assert not [path for path in tmp_path.rglob("*core*") if path.is_file()]


def wait_until_asleep(pid: int) -> None:
    """Wait until a process reads its standard input, or two seconds where the system does not tell."""
    limit = time.monotonic() + 2
    while time.monotonic() < limit:
        time.sleep(0.1)
        try:
            waits = Path(f"/proc/{pid}/syscall").read_text("ascii").split()
        except OSError:
            continue
        if waits[:2] == ["0", "0x0"]:
            return


def test_tracebacks_are_off_and_an_unexpected_error_holds_no_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    from registry.cli import run as running

    def broken(words: list[str]) -> int:
        raise ValueError(CANARIES["name"], CANARIES["passphrase"], words)

    limit = getattr(sys, "tracebacklimit", None)
    monkeypatch.setattr(running, "_run", broken)
    monkeypatch.setattr(running, "harden", lambda: None)
    monkeypatch.setattr(running, "_end_gently", lambda: None)
    assert running.main(["case", "list"]) == 1
    said = capfdbinary.readouterr()
    assert Search(CANARIES).found(said.out + said.err) == set()
    assert b"ValueError" in said.err
    assert getattr(sys, "tracebacklimit", None) == limit


@pytest.mark.slow
@pytest.mark.skipif(not can_trace(), reason="strace is not here, or may not trace")
def test_what_is_typed_at_a_terminal_is_kept_nowhere(tmp_path: Path) -> None:
    """A vault is made and a case taken in by conversation; neither files nor the screen keep what was typed in secret."""
    from tests.cli.test_terminal import Terminal, recovery_key

    folder, search = tmp_path / "desk", Search(CANARIES)
    folder.mkdir()

    def terminal(name: str, *words: str) -> Terminal:
        script = folder.parent / name
        line = [*tracing(tmp_path / f"{name}.trace"), sys.executable, "-m", "registry", *words]
        script.write_text(f"#!/bin/sh\nexec {shlex.join(line)}\n", "utf-8")
        return Terminal(folder, program=["/bin/sh", str(script)])

    made = terminal("making", "--vault", "v", "init", "--test-kdf", "--caseworker", "Nour", "--one-key")
    made.until("Type it back")
    made.type(tour.PASSPHRASE)
    made.until("The same again")
    made.type(tour.PASSPHRASE)
    key = recovery_key(made.until("Type the recovery key back"))
    made.type(key)
    assert made.end() == 0
    told = terminal("telling", "--vault", "v", "case", "new")
    told.until("Passphrase")
    told.type(tour.PASSPHRASE)
    told.until("Who says so?")  # what is typed before a secret was read would be thrown away with it
    for said in ("family", CANARIES["label"], "B", "", CANARIES["name"], "", "male", "1984", CANARIES["father"], *[""] * 4,
                 "9 December 2016", "Ramouseh checkpoint", *[""] * 5, "missing", "", "", "", "yes", CANARIES["note"], "", ""):  # fmt: skip
        told.type(said)
    assert told.end() == 0, told.seen
    assert {kind for kind, _ in search.found((made.seen + told.seen).encode())} <= {
        "label",
        "name",
        "father",
        "note",
    }
    assert _TITLE not in made.seen + told.seen
    search = Search({**CANARIES, "recovery key": key})
    for trace in (Trace.of(tmp_path / "making.trace"), Trace.of(tmp_path / "telling.trace")):
        for held, pieces in trace.written().items():
            if not held.startswith((b"/dev/pts", b"/dev/tty")):
                assert {hit for piece in pieces for hit in search.found(piece)} == set(), held
        assert trace.sockets() == trace.started() == []


# No network


NO_FORK = pytest.mark.skipif(not FORKS, reason="this system cannot fork")


def tour_on(server: Server, folder: Path) -> int:
    """Walk the tour on a server; each step must end as it does elsewhere. Return how many were walked."""
    program = warm(folder, server)
    return sum(1 for _ in walked(folder, lambda words, given: program.bare(*words, given=given)))


@pytest.mark.slow
@NO_FORK
def test_every_command_lives_under_a_filter_that_kills(tmp_path: Path) -> None:
    from tests.canaries.watched import can_filter

    if not can_filter():
        pytest.skip("the filter is written for Linux on two machines")
    with served(module="tests.canaries.watched", arguments=("filter",)) as server:
        assert tour_on(server, tmp_path) == len(TOUR)


@pytest.mark.parametrize("way", ["audit", "filter"])
@pytest.mark.parametrize(
    "act",
    [
        "socket.socket(socket.AF_INET)",
        "socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)",
        "os.execv('/bin/true', ['true'])",
    ],
)
def test_the_watch_catches_what_is_forbidden(way: str, act: str) -> None:
    from tests.canaries.watched import can_filter

    if way == "filter" and not can_filter():
        pytest.skip("the filter is written for Linux on two machines")
    code = f"import os, socket\nfrom tests.canaries.watched import WAYS\nWAYS[{way!r}]()\nsocket.socket(socket.AF_UNIX).close() if {way!r} == 'filter' else None\nprint('armed', flush=True)\n{act}\nprint('lived')"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    assert ran.stdout == b"armed\n", ran
    assert ran.returncode == (99 if way == "audit" else -signal.SIGSYS), ran


def can_unshare() -> list[str]:
    """Return the words that make an empty network namespace here, or none."""
    for words in (["unshare", "-rn"], ["unshare", "-n"]):
        try:
            if subprocess.run([*words, "true"], capture_output=True, check=False).returncode == 0:
                return words
        except OSError:
            return []
    return []


@pytest.mark.slow
@NO_FORK
def test_everything_works_where_there_is_no_network_at_all(tmp_path: Path) -> None:
    words = can_unshare()
    if not words:
        pytest.skip("no network namespace can be made here")
    look = [*words, sys.executable, "-c", "import socket; print([name for _, name in socket.if_nameindex()])"]
    assert subprocess.run(look, capture_output=True, check=True).stdout.strip() == b"['lo']"
    with served(*words) as server:
        assert tour_on(server, tmp_path) == len(TOUR)
