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
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.cli.program import Program, Said
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
    import functools

    import typer.main

    from registry.cli.app import app

    # Building the tree of commands is most of what a short command costs; it is the same for each.
    typer.main.get_command = functools.cache(typer.main.get_command)
    typer.main.get_command(app)
    gc.collect()
    gc.freeze()
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    for line in requests:
        answers.write(json.dumps(_one(json.loads(line), before)).encode() + b"\n")
        answers.flush()


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
        if request.get("node") is not None:
            platform.node = lambda: request["node"]
        from registry.cli.run import main

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
    """A ``Program`` whose commands a served program runs."""

    server: Server | None = None
    node: list[str] = field(default_factory=list)

    def bare(
        self, *words: str, given: str | bytes = b"", environment: dict[str, str] | None = None, **more: str
    ) -> Said:
        """Run the program with exactly these words; ``environment`` takes names that are no keywords."""
        environment = {**(environment or {}), **more}
        if self.server is None:
            return super().bare(*words, given=given, **environment)
        return self.server.ask({
            "words": list(words),
            "given": _packed(given if isinstance(given, bytes) else given.encode()),
            "environment": self.around() | environment,
            "folder": str(self.folder),
            "node": self.node[-1] if self.node else None,
        })  # fmt: skip


def warm(folder: Path, server: Server | None, vault: str = "case.vault") -> WarmProgram:
    """Return a program of its own folder on a server."""
    return WarmProgram(folder, vault, server=server)


def ordinary_codes(beside: Sequence[int] = ()) -> set[int]:
    """Return the exit codes that a command on a sound vault may end with, whatever it is given."""
    return {0, 2, 4, 6, 7, 9, 10, 11, *beside}


if __name__ == "__main__":
    serve()
