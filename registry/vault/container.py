"""The container: one SQLite file of numbered blobs, which only this module, its changes and its engine know.

SQLite is used for what it is best at, pages that change atomically and durably; it never sees a plain value.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from registry.errors import Damaged, NotFound, NotSaved, RegistryError
from registry.vault import saying
from registry.vault.changes import Changes
from registry.vault.engine import (
    LONGEST,
    Steps,
    Unsteady,
    blob,
    connect,
    is_unfinished,
    refusal,
    speaking,
    stoppable,
)
from registry.vault.files import reserve
from registry.vault.unended import refuse_false

Progress = Callable[[int, int], None]

_TABLE = "CREATE TABLE {} (k INTEGER PRIMARY KEY, v BLOB NOT NULL)"
# Both copies of the header, the rows, and the box that intakes are put into by those who cannot read them.
_SCHEMA = {name: _TABLE.format(name) for name in ("a", "b", "r", "i")}
_FIRST_SCHEMA = {name: sql for name, sql in _SCHEMA.items() if name != "i"}
_PAGES_AT_ONCE = 256

# EXTRA, not FULL: in DELETE mode only EXTRA syncs the folder after the journal is removed, without which a
# power cut can bring the journal back and undo a save that was already acknowledged.
# ``fullfsync`` is heeded on macOS alone, where an ordinary sync leaves the drive's own cache as it is.
_WRITER = ("journal_mode=DELETE", "synchronous=EXTRA", "fullfsync=ON", "secure_delete=ON")
# Nothing spills into temporary files, and a hostile file's own SQL is never trusted.
_ALWAYS = ("temp_store=MEMORY", "trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0")


class Container(Changes):
    """An open vault file: headers, numbered rows, one transaction at a time."""

    @classmethod
    def create(cls, path: Path) -> Container:
        """Make a new empty file, readable by its owner only. Raises ``InputRefused`` when one is there."""
        reserve(path)
        container = cls(path, connect(path, read_only=False), read_only=False)
        try:
            with speaking():
                container._db.execute("PRAGMA page_size=4096")
                container._prepare()
                for statement in _SCHEMA.values():
                    container._db.execute(statement)
        except BaseException:
            container.close()
            raise
        return container

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Container:
        """Open a vault file. Raises ``NotFound``, ``Damaged``, ``OpenElsewhere``.

        What a killed session left of a save is taken back first, also when the file is opened for reading
        only; ``NotSaved`` where it may not be written.
        """
        if not path.exists():
            raise NotFound("there is no vault at that path", "make one with `registry init`, or give --vault")
        if not path.is_file():  # a folder, a device, or a pipe, which would be waited for without end
            raise NotFound("what stands at that path is not a vault file", "give the vault's own file")
        refuse_false(path)
        container = cls(path, connect(path, read_only), read_only)
        try:
            with speaking():
                container._prepare()
                if read_only:
                    container._settle()
                container._check_schema()
                if not read_only:
                    container._sweep()
        except Damaged:
            container.close()
            raise saying.no_vault() from None
        except BaseException:
            container.close()
            raise
        return container

    def _prepare(self) -> None:
        for pragma in _ALWAYS if self.read_only else _ALWAYS + _WRITER:
            self._db.execute("PRAGMA " + pragma)

    def _settle(self) -> None:
        """Take back an unfinished save, which SQLite refuses to a session for reading only.

        See SQLITE_READONLY_ROLLBACK (sqlite.org/rescode.html). Nothing acknowledged changes: the file becomes
        what a reader should have found.
        """
        try:
            self._db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except sqlite3.OperationalError as error:
            if not is_unfinished(error):
                raise
            _take_back(self.path)

    def _sweep(self) -> None:
        """Remove the journal of a save that was killed before it changed anything, which SQLite leaves lying.

        Leaving PERSIST for DELETE is SQLite's own way to remove a journal, under the lock of one who saves: what
        another session is writing just now stays. What a traceless change left is overwritten before.
        """
        if not self.path.with_name(self.path.name + "-journal").exists():
            return
        with suppress(sqlite3.OperationalError):  # nobody is waited for: whoever saves does the same
            sqlite3.Connection.execute(self._db, "BEGIN IMMEDIATE")
            self._overwrite_remains()
            self._db.execute("ROLLBACK")
        with suppress(sqlite3.OperationalError):
            self._db.execute("PRAGMA journal_mode=PERSIST")
        self._db.execute("PRAGMA journal_mode=DELETE")

    def _check_schema(self) -> None:
        found = dict(self._db.execute("SELECT name, sql FROM sqlite_schema").fetchall())
        if found not in (_SCHEMA, _FIRST_SCHEMA):
            raise refusal(sqlite3.DatabaseError())

    def close(self) -> None:
        """Let the file go."""
        self._db.close()

    # Rows

    def get(self, name: int) -> bytes | None:
        """Return the row under ``name``, or ``None``."""
        try:
            row = self._db.execute("SELECT v FROM r WHERE k = ?", (name,)).fetchone()
        except sqlite3.Error as error:
            raise self._blind(error) from None
        return None if row is None else blob(row[0])

    def get_many(self, names: Sequence[int]) -> dict[int, bytes]:
        """Return those rows of ``names`` that there are; quicker than one by one."""
        marks = ",".join("?" * len(names))
        with self._looking():
            found = self._db.execute(f"SELECT k, v FROM r WHERE k IN ({marks})", names).fetchall()
        return {name: blob(value) for name, value in found}

    def put(self, name: int, value: bytes) -> None:
        """Write a row that may be there already."""
        self._require_change()
        with speaking():
            self._db.execute(
                "INSERT INTO r VALUES (?, ?) ON CONFLICT (k) DO UPDATE SET v = excluded.v", (name, value)
            )
        self._written = (name, value)

    def add(self, name: int, value: bytes) -> None:
        """Write a row that must not be there yet: two names that meet by chance are never overwritten."""
        self._require_change()
        with speaking():
            done = self._db.execute("INSERT OR IGNORE INTO r VALUES (?, ?)", (name, value)).rowcount
        if done != 1:
            raise NotSaved("the place for this is taken", "run `registry vault check`; nothing was changed")

    def remove(self, name: int) -> None:
        """Remove a row; its bytes are overwritten with zeros in the file."""
        self._require_change()
        with speaking():
            self._db.execute("DELETE FROM r WHERE k = ?", (name,))

    def names(self) -> Iterator[int]:
        """Yield the name of every row."""
        with self._looking():
            for (name,) in self._db.execute("SELECT k FROM r"):
                yield name

    def headers(self) -> tuple[bytes, bytes]:
        """Return both copies of the header, each empty where it is missing or unreadable.

        Raises ``OpenElsewhere``, and ``NotSaved`` where the disk gave neither of them.
        """
        found: list[bytes] = []
        refused: RegistryError | None = None
        for table in ("a", "b"):
            try:
                found.append(self._header(table))
            except NotSaved as refusal:
                found.append(b"")
                refused = refusal
        if refused is not None and not any(found):
            raise refused
        return found[0], found[1]

    def _header(self, table: str) -> bytes:
        try:
            with self._looking():
                row = self._db.execute(f"SELECT v FROM {table} WHERE k = 0").fetchone()
        except Damaged:
            return b""
        return row[0] if row and isinstance(row[0], bytes) else b""

    def put_headers(self, value: bytes) -> None:
        """Write both copies of the header."""
        self._require_change()
        with speaking():
            for table in ("a", "b"):
                self._db.execute(f"INSERT OR REPLACE INTO {table} VALUES (0, ?)", (value,))

    # The box for intakes, in the order in which they were put in

    def boxes(self, after: int = 0) -> Iterator[tuple[int, bytes]]:
        """Yield numbers and sealed intakes, the first one first."""
        while True:
            with self._looking():
                row = self._db.execute(
                    "SELECT k, v FROM i WHERE k > ? ORDER BY k LIMIT 1", (after,)
                ).fetchone()
            if row is None:
                return
            after = int(row[0])
            yield after, row[1] if isinstance(row[1], bytes) else b""

    def box(self, number: int) -> bytes | None:
        """Return one sealed intake, or ``None``."""
        with self._looking():
            row = self._db.execute("SELECT v FROM i WHERE k = ?", (number,)).fetchone()
        return None if row is None else blob(row[0])

    def last_box(self) -> int:
        """Return the number of the newest intake, 0 where there is none."""
        with self._looking():
            return int(self._db.execute("SELECT coalesce(max(k), 0) FROM i").fetchone()[0])

    def count_boxes(self) -> int:
        """Return how many intakes lie in the file."""
        with self._looking():
            return int(self._db.execute("SELECT count(*) FROM i").fetchone()[0]) if self.has_inbox() else 0

    def add_box(self, number: int, value: bytes) -> None:
        """Append a sealed intake, as part of a change."""
        self._require_change()
        with speaking():
            self._db.execute("INSERT INTO i VALUES (?, ?)", (number, value))

    def remove_box(self, number: int) -> None:
        """Remove a sealed intake, as part of a change."""
        self._require_change()
        with speaking():
            self._db.execute("DELETE FROM i WHERE k = ?", (number,))

    def has_inbox(self) -> bool:
        """Whether the file has a box for intakes, which those of the first format have not."""
        with self._looking():
            return self._db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'i'").fetchone() is not None

    def add_inbox(self) -> None:
        """Add the box for intakes to a file of the first format, as part of a change."""
        self._require_change()
        with speaking():
            self._db.execute(_SCHEMA["i"])

    # The file as a whole

    def size(self) -> int:
        """Return the size of the file in bytes."""
        return self.path.stat().st_size

    def live_size(self) -> int:
        """Return how many of the file's bytes hold something, or did when they were last needed."""
        with self._looking():
            total, free, each = map(self._pragma, ("page_count", "freelist_count", "page_size"))
        return (total - free) * each

    def _pragma(self, what: str) -> int:
        return int(self._db.execute(f"PRAGMA {what}").fetchone()[0])

    def compact(self) -> None:
        """Write the file anew without its free pages, as one change: whole on the disk or not at all.

        Nobody else can read or write meanwhile. Raises ``RuleNotMet`` where only reading was asked for,
        ``OpenElsewhere``, ``NotSaved``, and ``KeyboardInterrupt`` where it was stopped.
        """
        self.require_writable()
        with speaking(), stoppable(self._db):
            self._db.execute("VACUUM")

    def problems(self) -> list[str]:
        """Return what SQLite itself finds wrong with its pages; empty when nothing is."""
        for _ in range(2):  # a disk that stumbles once is no damaged vault
            try:
                found = [str(row[0]) for row in self._db.execute("PRAGMA integrity_check(100)")]
                pages, each = (self._pragma(what) for what in ("page_count", "page_size"))
            except sqlite3.Error as error:
                if isinstance(refusal(error), Damaged):
                    break
                continue
            found = [] if found == ["ok"] else found
            beyond = self.size() - pages * each
            if beyond < 0 or beyond % each:
                # SQLite fills up a page that was cut, and ignores what follows the last. Whole pages may follow it:
                # a compaction is on the disk before the file is cut, and the power may fail in between.
                found.append("the file is not as long as it says")
            return found
        return ["the file's own structure cannot be read"]

    def copy_to(self, dest: Path, progress: Progress) -> None:
        """Write a whole copy of one state of the file to ``dest``, an empty file that was reserved for it.

        Others may save meanwhile, and the copy begins again. Where they do so again and again, it holds them
        off until it is done. Raises ``OpenElsewhere`` where another session does not let the file be read.
        """
        target = connect(dest, read_only=False)
        try:
            with speaking():
                for pragma in _WRITER:
                    target.execute("PRAGMA " + pragma)
                try:
                    self._copy(target, progress)
                except Unsteady:
                    with self.reading():
                        self._db.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # takes the lock
                        self._copy(target, progress)
        finally:
            target.close()

    def _copy(self, target: sqlite3.Connection, progress: Progress) -> None:
        steps = Steps(self._db, progress)
        self._db.backup(target, pages=_PAGES_AT_ONCE, progress=steps, sleep=LONGEST)


def _take_back(path: Path) -> None:
    """Open the file once where it may be changed, so that SQLite plays the journal back or drops a false one."""
    try:
        writer = connect(path, read_only=False)
        try:
            for pragma in (*_ALWAYS, *_WRITER):
                writer.execute("PRAGMA " + pragma)
            writer.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        finally:
            writer.close()
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (3, 8, 10, 14):  # not ours to write, or to delete
            raise saying.unfinished() from None
        raise
