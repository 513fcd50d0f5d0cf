"""Runs operations in forked children, so that each starts at once, does the same each time, and can be traced.

Started as ``python -m tests.faults.server`` by ``Forks``; one JSON document a line goes in, one comes out.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import random
import sys
from typing import Any


class Repeatable:
    """Stands in for the system's chance: the same bytes in the same order in each child."""

    def __init__(self) -> None:
        self.drawn = 0

    def __call__(self, count: int) -> bytes:
        self.drawn += 1
        return hashlib.shake_256(str(self.drawn).encode()).digest(count)


def _repeat() -> None:
    """Replace chance before the program is imported, which binds it as a default."""
    os.urandom = Repeatable()
    random._urandom = os.urandom  # type: ignore[attr-defined]


def _load() -> None:
    """Import now what commands import late, and let nothing depend on the time of day or on the machine."""
    from registry.cli import app, compacting, folding, hygiene, intake, making, session, shapes
    from registry.desk import intake as taking
    from tests.faults import operations

    del app, compacting, folding, shapes, intake
    taking.BATCH = operations.IN_A_BATCH
    for module in (session, making, hygiene):  # a tracer must see the child's files
        vars(module)["hide_memory"] = lambda: None
    for module in (session, making):
        vars(module)["device_name"] = lambda: "test"
    _warm(operations)


def _warm(operations: Any) -> None:
    """Do every operation once, so that no child has anything left to import."""
    import shutil
    from pathlib import Path
    from tempfile import TemporaryDirectory

    kept, nothing = os.dup(1), os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 1)
    with TemporaryDirectory() as work:
        base, folder = Path(work) / "base", Path(work) / "now"
        base.mkdir()
        operations.prepare(base)
        for operation in operations.OPERATIONS:
            shutil.copytree(base, folder)
            if operation.run(folder) != 0:
                raise SystemExit(f"{operation.name} fails without any fault")
            shutil.rmtree(folder)
    os.dup2(kept, 1)
    os.close(kept)
    os.close(nothing)


def _child(request: dict[str, Any], ready: int, go: int) -> int:
    """Say that all is set, wait for the word, and do what was asked; return the exit code."""
    from pathlib import Path

    from tests.faults.operations import BY_NAME

    output = os.open(request["output"], os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    for stream in (1, 2):
        os.dup2(output, stream)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.chdir(request["folder"])
    if request.get("user"):
        os.setgid(request["user"])
        os.setuid(request["user"])
    _may_be_traced()
    os.urandom.drawn = 0  # type: ignore[attr-defined]
    os.close(ready)  # from here on a tracer counts
    os.read(go, 1)
    code = BY_NAME[request["operation"]].run(Path(request["folder"]))
    with contextlib.suppress(
        OSError, AttributeError
    ):  # what could not be written was told of, or the code tells
        sys.stdout.flush()
    return code


def _may_be_traced() -> None:
    """Let any process of the same user attach, which some systems allow to parents only."""
    import ctypes

    ctypes.CDLL(None).prctl(0x59616D61, ctypes.c_ulong(-1), 0, 0, 0)


def _traced(child: int, words: list[str]) -> int:
    """Attach a tracer to a child and return its process once it holds."""
    import time
    from pathlib import Path

    nothing = os.open(os.devnull, os.O_RDWR)
    tracer = os.posix_spawnp(
        words[0], [*words, "-p", str(child)], os.environ,
        file_actions=[(os.POSIX_SPAWN_DUP2, nothing, 0), (os.POSIX_SPAWN_DUP2, nothing, 1),
                      (os.POSIX_SPAWN_DUP2, nothing, 2)],
    )  # fmt: skip
    os.close(nothing)
    for _ in range(5000):
        with Path(f"/proc/{child}/status").open(encoding="ascii", errors="replace") as status:
            if not any(line == "TracerPid:\t0\n" for line in status):
                return tracer
        if os.waitpid(tracer, os.WNOHANG)[0]:
            break
        time.sleep(0.001)
    raise SystemExit("the tracer did not attach")


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    (go, start), (set_up, ready) = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        code = 70
        try:
            code = _child(request, ready, go)
        except BaseException as failed:  # noqa: BLE001 - a child never returns into the server
            os.write(2, f"Traceback of the child itself: {failed!r}\n".encode())
        finally:
            os._exit(code)
    os.close(ready)
    os.read(set_up, 1)  # ends when the child has closed its end
    os.close(set_up)
    tracer = _traced(child, request["tracer"]) if request.get("tracer") else 0
    os.write(start, b"x")
    os.close(start)
    os.close(go)
    status = os.waitpid(child, 0)[1]
    if tracer:
        os.waitpid(tracer, 0)
    return {"code": os.waitstatus_to_exitcode(status)}


def main() -> None:
    """Answer requests until there are no more."""
    import json

    _repeat()
    _load()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_answer(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
