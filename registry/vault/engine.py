"""The engine: SQLite as the container uses it, patient with other sessions, its words turned into refusals."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from registry.errors import Locked, RegistryError
from registry.vault import saying

_BUSY = 4.0  # seconds to wait for other sessions, in all, before saying so
_SHORTEST, LONGEST = 0.001, 0.025  # seconds between two tries
_BEGUN_AGAIN = 3  # how often a copy begins again because others save, before it holds them off
_STEPS_BETWEEN_LOOKS = 20  # of SQLite's own machine: a few rows


def refusal(error: sqlite3.Error) -> RegistryError:
    """Return the refusal that a SQLite error stands for; its own words may name paths and are dropped."""
    if isinstance(error, sqlite3.ProgrammingError):
        return Locked("the vault was closed", "open it again")
    if is_unfinished(error):
        return saying.unfinished()
    return saying.of_code(getattr(error, "sqlite_errorcode", 1))


def is_unfinished(error: sqlite3.Error) -> bool:
    """Whether a session that only reads met the journal of a save that never ended."""
    return getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_READONLY_ROLLBACK


def engine_version() -> tuple[int, ...]:
    """Return the version of SQLite."""
    return sqlite3.sqlite_version_info


@contextmanager
def speaking() -> Iterator[None]:
    """Turn what SQLite raises into the refusal that it stands for."""
    try:
        yield
    except sqlite3.Error as error:
        raise refusal(error) from None
    except (OverflowError, UnicodeDecodeError):
        raise refusal(sqlite3.DatabaseError()) from None


def blob(value: object) -> bytes:
    """Return a value that must be bytes; raise ``Damaged`` otherwise."""
    if not isinstance(value, bytes):
        raise refusal(sqlite3.DatabaseError())
    return value


class Patient(sqlite3.Connection):
    """A connection that waits for other sessions: so long in all, however many statements have to wait.

    SQLite's own waiting begins anew with each statement, also within a save whose memory runs over while
    another session reads; and Ctrl-C cannot end it.
    """

    _waited = 0.0
    _until = 0.0

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        """Run one statement, again as long as another session is in the way and patience lasts."""
        tries = 0
        while True:
            try:
                return super().execute(sql, parameters)
            except sqlite3.OperationalError as error:
                if not is_busy(error) or self.tired():
                    raise
            tries += 1
            self.rest(min(_SHORTEST * 2**tries, LONGEST))

    def tired(self) -> bool:
        """Whether all patience is spent; it comes back when there was nothing to wait for as long."""
        if time.monotonic() - self._until > _BUSY:
            self._waited = 0.0
        return self._waited >= _BUSY

    def rest(self, seconds: float) -> None:
        """Wait a little, and count it."""
        start = time.monotonic()
        time.sleep(seconds)
        self._until = time.monotonic()
        self._waited += self._until - start


def is_busy(error: sqlite3.Error) -> bool:
    """Whether another session is in the way."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (5, 6)


def connect(path: Path, read_only: bool) -> Patient:
    """Open a file without waiting and without transactions of its own."""
    place = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rw'}"
    with speaking():
        # isolation_level None: transactions are begun and ended by this module, never behind its back.
        return sqlite3.connect(place, uri=True, timeout=0, isolation_level=None, factory=Patient)


@contextmanager
def stoppable(db: sqlite3.Connection) -> Iterator[None]:
    """Let Ctrl-C end one long statement, of which SQLite then keeps nothing.

    Python can look whether a signal came only when SQLite calls back. What it raises then does not pass through
    SQLite, which ends the statement with a code of its own.
    """
    db.set_progress_handler(lambda: 0, _STEPS_BETWEEN_LOOKS)
    try:
        yield
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_INTERRUPT:
            raise KeyboardInterrupt from None
        raise
    finally:
        db.set_progress_handler(None, 0)


class Unsteady(Exception):
    """Others keep saving, so that the copy was begun again too often."""


class Steps:
    """What SQLite tells of a copy, step by step; it would wait for another session without end."""

    def __init__(self, db: Patient, progress: Callable[[int, int], None]) -> None:
        self._db = db
        self._progress = progress
        self._again = _BEGUN_AGAIN
        self._left: int | None = None

    def __call__(self, status: int, left: int, total: int) -> None:
        """Take one step; raise ``OpenElsewhere`` once patience is spent, ``Unsteady`` after too many beginnings."""
        if status & 0xFF in (5, 6):
            if self._db.tired():
                raise saying.in_use()
            self._db.rest(LONGEST)
            return
        if self._left is not None and left > self._left:
            self._again -= 1
            if self._again < 0:
                raise Unsteady
        self._left = left
        self._progress(total - left, total)
