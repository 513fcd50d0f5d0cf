"""Faults put in from within Python, at each call that changes a file: for systems on which nothing can be traced."""

from __future__ import annotations

import errno
import os
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from registry.cli import making, run, session
from registry.desk import intake as taking
from registry.vault import engine as containers
from registry.vault import files
from tests.faults.operations import IN_A_BATCH

# What SQLite is told that changes a file; what only reads is left alone.
_CHANGES = re.compile(r"\s*(?:BEGIN IMMEDIATE|INSERT|DELETE|CREATE|COMMIT|VACUUM)")
_SYSTEM = ("open", "fsync", "replace", "rename", "link", "unlink", "mkdir")
_NUMBERS = {"full": (errno.ENOSPC, sqlite3.SQLITE_FULL), "broken": (errno.EIO, sqlite3.SQLITE_IOERR)}
FAULTS = (
    "full",
    "broken",
    "interrupted",
    "interrupted after",
)  # in turn, one a call, unless all are asked for


class Shim:
    """Counts the calls, and puts one fault into one of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.count = 0
        self.fault, self.at = "", 0
        self.snapshots: Path | None = None
        self.most_pages = 0

    def arm(self, fault: str = "", at: int = 0) -> None:
        """Count anew; the call of that number gets the fault."""
        self.count, self.fault, self.at = 0, fault, at

    def meet(self, call: Callable[[], Any], fail: Callable[[int, int], Exception]) -> Any:
        """Make a call, or what becomes of it."""
        self.count += 1
        if self.snapshots is not None:
            _copy(self.folder, self.snapshots / str(self.count))
        if self.count != self.at:
            return call()
        if self.fault in _NUMBERS:
            raise fail(*_NUMBERS[self.fault])
        if self.fault == "interrupted after":
            call()
        raise KeyboardInterrupt


def _copy(folder: Path, to: Path) -> None:
    """Keep what a process that is killed now would leave: the file system has all that was written."""
    shutil.copytree(folder, to)


def installed(shim: Shim, patched: pytest.MonkeyPatch) -> None:
    """Put the shim between the program, SQLite and the system, and keep the program from changing this process."""

    class Connection(containers.Patient):
        def __init__(self, *args: Any, **more: Any) -> None:
            super().__init__(*args, **more)
            if shim.most_pages:
                super().execute(f"PRAGMA max_page_count={shim.most_pages}")

        def execute(self, sql: str, *more: Any) -> sqlite3.Cursor:
            if not _CHANGES.match(sql):
                return super().execute(sql, *more)
            made: sqlite3.Cursor = shim.meet(lambda: super(Connection, self).execute(sql, *more), self.failed)
            return made

        def backup(self, *args: Any, **more: Any) -> None:
            shim.meet(lambda: super(Connection, self).backup(*args, **more), self.failed)

        def failed(self, number: int, code: int) -> sqlite3.OperationalError:
            """Fail as SQLite does on such a disk: the change under way is over."""
            del number
            with suppress(sqlite3.Error):
                super().execute("ROLLBACK")
            error = sqlite3.OperationalError("as the system said")
            error.sqlite_errorcode = code
            return error

    patched.setattr(containers, "Patient", Connection)
    for name in _SYSTEM:
        patched.setattr(os, name, _met(shim, getattr(os, name)))
    patched.setattr(files, "_rename", _met(shim, files._rename))
    for module in (session, making):
        patched.setattr(module, "hide_memory", lambda: None)
    patched.setattr(run, "harden", lambda: None)
    patched.setattr(run, "_end_gently", lambda: None)
    patched.setattr(taking, "BATCH", IN_A_BATCH)


def _met(shim: Shim, function: Callable[..., Any]) -> Callable[..., Any]:
    def met(*args: Any, **more: Any) -> Any:
        here = args and isinstance(args[0], str | os.PathLike) and str(args[0]).startswith(str(shim.folder))
        synced = function.__name__ == "fsync"
        if not (here or synced):
            return function(*args, **more)
        return shim.meet(lambda: function(*args, **more), lambda number, _: OSError(number, "as it was set"))

    return met
