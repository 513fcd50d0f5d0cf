"""The program started once and forked for each command, so that thousands of commands take seconds.

``python -m tests.cli.warm`` serves: each line of standard input is one command, each line of standard
output what it answered. A command is a process of its own with its own standard streams; only the imports
are shared. Where a system cannot fork, ``WarmProgram`` starts real processes, as ``Program`` does.
"""

from __future__ import annotations

import base64
import contextlib
import gc
import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.cli.program import Program, Said
from tests.cli.rehearsal import rehearse
from tests.floors import ROOT, modules_under

FORKS = hasattr(os, "fork")
# What a command imports only where it needs it, and nearly every one needs: the half of what a short one costs.
LATE = (
    "rich.table", "rich.progress", "rich.console", "sqlite3", "getpass", "resource", "encodings.utf_8_sig", "platformdirs",
    "cryptography.hazmat.backends.openssl.backend", "cryptography.hazmat.primitives.asymmetric.x25519",
    "cryptography.hazmat.primitives.asymmetric.ed25519",
)  # fmt: skip


# The side that serves


def serve(before: Callable[[], None] = lambda: None) -> None:
    """Answer commands until standard input ends; each process calls ``before`` and then is its command."""
    import importlib

    for module in modules_under(ROOT):
        if module != "registry.__main__":
            importlib.import_module(module)
    for module in LATE:
        importlib.import_module(module)
    from registry.cli.app import app
    from registry.cli.tree import command_of

    _grow(command_of(app))  # the tree of commands is the same for each
    rehearse()
    gc.collect()
    gc.freeze()
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    for line in requests:
        answers.write(json.dumps(_one(json.loads(line), before)).encode() + b"\n")
        answers.flush()


def _grow(command: Any) -> None:
    for below in getattr(command, "commands", {}).values():
        _grow(below)


def _one(request: dict[str, Any], before: Callable[[], None]) -> dict[str, Any]:
    """Fork one command, give it its standard input, and return what it wrote and its exit code."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(writing)
            _become(request, (reading, out.fileno(), err.fileno()), before)
        os.close(reading)
        with contextlib.suppress(BrokenPipeError), os.fdopen(writing, "wb") as stream:
            stream.write(base64.b64decode(request["given"]))
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        out.seek(0)
        err.seek(0)
        return {"code": code, "out": _packed(out.read()), "err": _packed(err.read())}


def _packed(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _become(request: dict[str, Any], streams: tuple[int, int, int], before: Callable[[], None]) -> None:
    """Be the command: its streams, folder and environment, and nothing of the server's after it."""
    code = 70
    try:
        for place, descriptor in enumerate(streams):
            os.dup2(descriptor, place)
        sys.stdin = io.TextIOWrapper(os.fdopen(0, "rb"), encoding="utf-8")
        sys.stdout = io.TextIOWrapper(os.fdopen(1, "wb"), encoding="utf-8")
        sys.stderr = io.TextIOWrapper(os.fdopen(2, "wb"), encoding="utf-8", line_buffering=True)
        os.environ.clear()
        os.environ.update(request["environment"])
        os.chdir(request["folder"])
        from registry.cli.run import main

        exec(request["change"], {"__name__": "changed"})
        before()
        code = main(request["words"])
        sys.stdout.flush()
        sys.stderr.flush()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 0
        sys.stdout.flush()
    except BaseException:  # noqa: BLE001 - what the interpreter would print at its end is what a test must see
        import traceback

        os.write(2, traceback.format_exc().encode("utf-8", "backslashreplace"))
    finally:
        os._exit(code)


# The side that asks


@dataclass
class Server:
    """A served program; ``asked`` counts the commands."""

    process: subprocess.Popen[bytes]
    asked: int = 0

    def ask(self, request: dict[str, Any]) -> Said:
        """Have one command run."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.asked += 1
        self.process.stdin.write(json.dumps(request).encode() + b"\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, f"the served program ended: {self.process.wait()}"
        answer = json.loads(line)
        out, err = (base64.b64decode(answer[key]) for key in ("out", "err"))
        return Said(answer["code"], out.decode(), err.decode())


@contextmanager
def served(*front: str, module: str = "tests.cli.warm", arguments: Sequence[str] = ()) -> Iterator[Server]:
    """Start a served program behind the words of ``front`` (such as ``unshare -rn``), and end it afterwards."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [*front, sys.executable, "-m", module, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
    ) as process:
        try:
            yield Server(process)
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait(timeout=30)


@dataclass(frozen=True)
class WarmProgram(Program):
    """A ``Program`` whose commands a served program runs; the last ``node`` is what the machine is called."""

    server: Server | None = None
    node: list[str] = field(default_factory=list)

    def bare(
        self, *words: str, given: str | bytes = b"", environment: dict[str, str] | None = None, **more: str
    ) -> Said:
        """Run the program with exactly these words; ``environment`` takes names that are no keywords."""
        environment = {**(environment or {}), **more}
        return self._run(words, given, self.around() | environment)

    def changed(self, change: str, *words: str) -> Said:
        """Run a command on the vault in a process in which ``change``, lines of Python, was done before."""
        front = ("--vault", self.vault, "--passphrase-file", "passphrase")
        return self._run((*front, *words), b"", self.around(), change)

    def _run(
        self, words: Sequence[str], given: str | bytes, environment: dict[str, str], change: str = ""
    ) -> Said:
        given = given if isinstance(given, bytes) else given.encode()
        if self.node:
            change = f"import platform\nplatform.node = lambda: {self.node[-1]!r}\n{change}"
        if self.server is not None:
            return self.server.ask({
                "words": list(words), "given": _packed(given), "environment": environment, "folder": str(self.folder),
                "change": change,
            })  # fmt: skip
        code = (
            f"exec({change!r}); import sys; from registry.cli.run import main; sys.exit(main(sys.argv[1:]))"
        )
        ran = subprocess.run(
            [sys.executable, "-c", code, *words], input=given, cwd=self.folder, capture_output=True, check=False,
            env=environment | {"PYTHONPATH": str(ROOT)}, timeout=120,
        )  # fmt: skip
        return Said(ran.returncode, ran.stdout.decode(), ran.stderr.decode())


def warm(folder: Path, server: Server | None, vault: str = "case.vault") -> WarmProgram:
    """Return a program of its own folder on a server."""
    return WarmProgram(folder, vault, server=server)


def ordinary_codes(beside: Sequence[int] = ()) -> set[int]:
    """Return the exit codes that a command on a sound vault may end with, whatever it is given."""
    return {0, 2, 4, 6, 7, 9, 10, 11, *beside}


if __name__ == "__main__":
    serve()
