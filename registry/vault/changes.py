"""Changes to the file: one transaction at a time, saved or taken back whole, and what one reads meanwhile."""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from registry.errors import NotSaved, RegistryError, RuleNotMet
from registry.vault import saying
from registry.vault.engine import Patient, refusal, speaking
from registry.vault.files import is_unfinished as is_part
from registry.vault.pages import overwrite_file, overwriting_gaps


class Changes(ABC):
    """The connection of an open vault file: its changes begin and end here, and what cannot be read is told here."""

    def __init__(self, path: Path, connection: Patient, read_only: bool) -> None:
        self.path = path
        self.read_only = read_only
        self._db = connection
        self._traceless = False
        self._written = (0, b"")  # the last row of the change under way
        self._saved = False

    @abstractmethod
    def get(self, name: int) -> bytes | None:
        """Return the row under ``name``, or ``None``."""

    @contextmanager
    def only_reading(self) -> Iterator[None]:
        """Refuse every change until the ``with`` block ends."""
        before, self.read_only = self.read_only, True
        try:
            yield
        finally:
            self.read_only = before

    # Reading

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Hold one state of the file while several rows are read."""
        if self._db.in_transaction:
            yield
            return
        with self._looking():
            self._db.execute("BEGIN")
        try:
            yield
        finally:
            self.roll_back()

    def version(self) -> int:
        """Return a number that changes when another session has saved."""
        with self._looking():
            return int(self._db.execute("PRAGMA data_version").fetchone()[0])

    def _blind(self, error: sqlite3.Error) -> RegistryError:
        """Return what a failed reading means; after a save it must not read as if that had failed."""
        meant = refusal(error)
        saved = self._saved and not is_part(self.path.name)  # what has no name yet is not saved
        if isinstance(meant, NotSaved) and saved and not self._db.in_transaction:
            return saying.lost_sight()
        return meant

    @contextmanager
    def _looking(self) -> Iterator[None]:
        with speaking():
            try:
                yield
            except sqlite3.Error as error:
                raise self._blind(error) from None

    # Transactions

    def begin(self, *, traceless: bool = False) -> None:
        """Start a change; no other session can start one until it ends. Raises ``OpenElsewhere``.

        What a ``traceless`` change replaces is overwritten in SQLite's journal too, before that is deleted.
        """
        self.require_writable()
        with speaking():
            if traceless:
                self._db.execute("PRAGMA journal_mode=PERSIST")
                self._traceless = True
            self._db.execute("BEGIN IMMEDIATE")
        self._overwrite_remains()
        self._written = (0, b"")

    def _overwrite_remains(self) -> None:
        """Overwrite the journal that a traceless change left; called only while nobody else can change anything."""
        with suppress(OSError):
            overwrite_file(self.path.with_name(self.path.name + "-journal"))

    def _end_traceless(self) -> None:
        """Overwrite the finished journal and delete it. A session that saves in between has done it itself."""
        if not self._traceless:
            return
        self._traceless = False
        with suppress(sqlite3.Error):
            self._db.execute("BEGIN IMMEDIATE")
            self._overwrite_remains()
            self._db.execute("ROLLBACK")
        with suppress(sqlite3.Error):
            self._db.execute("PRAGMA journal_mode=DELETE")

    def overwrite_gaps(self) -> int:
        """Overwrite what SQLite left of removed rows between the rows there are; return on how many pages.

        Raises ``OpenElsewhere`` where others read or save for too long, ``RegistryError`` where the disk refuses.
        """
        with self._looking():  # it follows a save, which stands whatever comes of this
            roots = [1, *(root for (root,) in self._db.execute("SELECT rootpage FROM sqlite_schema"))]
            try:
                self._db.execute("BEGIN EXCLUSIVE")
                # The last closing of the file must come after the end of the lock: see sqlite.org/howtocorrupt.html, 2.2.
                with overwriting_gaps(self.path, roots) as count:
                    self._db.execute("ROLLBACK")
            except sqlite3.Error as error:
                self.roll_back()  # so that what was saved before is told from what was not
                raise self._blind(error) from None
            except OSError:
                raise saying.not_overwritten() from None
            finally:
                self.roll_back()
        return count

    def require_writable(self) -> None:
        """Raise ``RuleNotMet`` where only reading was asked for."""
        if self.read_only:
            raise RuleNotMet("the vault was opened for reading only", "open it again without --read-only")

    def _require_change(self) -> None:
        """Refuse to write outside a change: after a full disk SQLite has ended it."""
        with speaking():
            changing = self._db.in_transaction
        if not changing:
            raise NotSaved("the change was ended by an earlier failure", "do the whole step again")

    def commit(self) -> None:
        """End a change. When this returns, it is on the disk.

        Raises ``NotSaved``, which says so where the change can be read all the same.
        """
        self._require_change()
        try:
            with speaking():
                self._db.execute("COMMIT")
        except NotSaved:
            if self._stands():
                raise saying.unconfirmed() from None
            raise
        self._saved = True
        self._end_traceless()

    def _stands(self) -> bool:
        """Whether a change can be read whose end the disk refused: the last row tells, no two seals are alike."""
        self.roll_back()
        name, value = self._written
        try:
            return bool(value) and self.get(name) == value
        except RegistryError:
            return True  # nobody knows

    def roll_back(self) -> None:
        """Drop a change; never raises, because it runs while something else is being raised."""
        try:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
        except sqlite3.Error:
            pass
        self._end_traceless()
