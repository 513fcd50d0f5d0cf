"""The container: one SQLite file of numbered blobs, and the only module that knows SQLite.

SQLite is used for what it is best at, pages that change atomically and durably; it never sees a plain value.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from registry.errors import Damaged, Locked, NotFound, NotSaved, OpenElsewhere, RegistryError, RuleNotMet
from registry.vault.files import reserve
from registry.vault.pages import overwrite_file, overwriting_gaps

Progress = Callable[[int, int], None]

_TABLE = "CREATE TABLE {} (k INTEGER PRIMARY KEY, v BLOB NOT NULL)"
# Both copies of the header, the rows, and the box that intakes are put into by those who cannot read them.
_SCHEMA = {name: _TABLE.format(name) for name in ("a", "b", "r", "i")}
_FIRST_SCHEMA = {name: sql for name, sql in _SCHEMA.items() if name != "i"}
_BUSY = 5.0  # seconds to wait for another session's save before saying so
_PAGES_AT_ONCE = 256
_BEGUN_AGAIN = 3  # how often a copy begins again because others save, before it holds them off

# EXTRA, not FULL: in DELETE mode only EXTRA syncs the folder after the journal is removed, without which a
# power cut can bring the journal back and undo a save that was already acknowledged.
_WRITER = ("journal_mode=DELETE", "synchronous=EXTRA", "secure_delete=ON")
# Nothing spills into temporary files, and a hostile file's own SQL is never trusted.
_ALWAYS = ("temp_store=MEMORY", "trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0")

_STANDS = "what was there before still stands"
_BUSY_MEANING = (
    OpenElsewhere,
    "another session is saving to this vault",
    "wait for it, or close it, and try again",
)
_DAMAGED_MEANING = (
    Damaged,
    "part of the vault's file is damaged",
    "run `registry vault check`, then restore from a backup",
)
_NO_VAULT = (
    "the file is damaged, or it is not a vault",
    "give the vault's own file, or restore from a backup",
)
# SQLite's primary result codes; those not listed mean damage (sqlite.org/rescode.html).
_MEANINGS: dict[int, tuple[type[RegistryError], str, str]] = {
    5: _BUSY_MEANING,
    6: _BUSY_MEANING,
    13: (NotSaved, "the disk is full", f"free some room and save again; {_STANDS}"),
    10: (NotSaved, "the disk could not be read or written", f"check the disk; {_STANDS}"),
    3: (NotSaved, "the file may not be written", "check the file's permissions"),
    8: (NotSaved, "the file may not be written", "check the file's permissions, or use --read-only"),
    14: (NotSaved, "the file could not be opened", "check the folder and its permissions"),
    7: (NotSaved, "there is not enough memory", "close other programs and try again"),
}


def _refusal(error: sqlite3.Error) -> RegistryError:
    """Return the refusal that a SQLite error stands for; its own words may name paths and are dropped."""
    if isinstance(error, sqlite3.ProgrammingError):
        return Locked("the vault was closed", "open it again")
    if _is_unfinished(error):
        return _unfinished()
    code = getattr(error, "sqlite_errorcode", 1) & 0xFF
    kind, message, hint = _MEANINGS.get(code, _DAMAGED_MEANING)
    return kind(message, hint)


def _is_unfinished(error: sqlite3.Error) -> bool:
    """Whether a session that only reads met the journal of a save that never ended."""
    return getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_READONLY_ROLLBACK


def _unfinished() -> NotSaved:
    return NotSaved(
        "the last save was interrupted, and must be taken back before anything can be read",
        "run it once where the vault's file and folder may be written; what was saved before still stands",
    )


def engine_version() -> tuple[int, ...]:
    """Return the version of SQLite."""
    return sqlite3.sqlite_version_info


@contextmanager
def _speaking() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise _refusal(error) from None
    except (OverflowError, UnicodeDecodeError):
        raise _refusal(sqlite3.DatabaseError()) from None


def _blob(value: object) -> bytes:
    if not isinstance(value, bytes):
        raise _refusal(sqlite3.DatabaseError())
    return value


class Container:
    """An open vault file: headers, numbered rows, one transaction at a time."""

    def __init__(self, path: Path, connection: sqlite3.Connection, read_only: bool) -> None:
        self.path = path
        self.read_only = read_only
        self._db = connection
        self._traceless = False

    @classmethod
    def create(cls, path: Path) -> Container:
        """Make a new empty file, readable by its owner only. Raises ``InputRefused`` when one is there."""
        reserve(path)
        container = cls(path, _connect(path, read_only=False), read_only=False)
        try:
            with _speaking():
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
        container = cls(path, _connect(path, read_only), read_only)
        try:
            with _speaking():
                container._prepare()
                if read_only:
                    container._settle()
                container._check_schema()
        except Damaged:
            container.close()
            raise Damaged(*_NO_VAULT) from None
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
            if not _is_unfinished(error):
                raise
            _take_back(self.path)

    def _check_schema(self) -> None:
        found = dict(self._db.execute("SELECT name, sql FROM sqlite_schema").fetchall())
        if found not in (_SCHEMA, _FIRST_SCHEMA):
            raise _refusal(sqlite3.DatabaseError())

    def close(self) -> None:
        """Let the file go."""
        self._db.close()

    @contextmanager
    def only_reading(self) -> Iterator[None]:
        """Refuse every change until the ``with`` block ends."""
        before, self.read_only = self.read_only, True
        try:
            yield
        finally:
            self.read_only = before

    # Rows

    def get(self, name: int) -> bytes | None:
        """Return the row under ``name``, or ``None``."""
        try:
            row = self._db.execute("SELECT v FROM r WHERE k = ?", (name,)).fetchone()
        except sqlite3.Error as error:
            raise _refusal(error) from None
        return None if row is None else _blob(row[0])

    def get_many(self, names: Sequence[int]) -> dict[int, bytes]:
        """Return those rows of ``names`` that there are; quicker than one by one."""
        marks = ",".join("?" * len(names))
        with _speaking():
            found = self._db.execute(f"SELECT k, v FROM r WHERE k IN ({marks})", names).fetchall()
        return {name: _blob(value) for name, value in found}

    def put(self, name: int, value: bytes) -> None:
        """Write a row that may be there already."""
        self._require_change()
        with _speaking():
            self._db.execute(
                "INSERT INTO r VALUES (?, ?) ON CONFLICT (k) DO UPDATE SET v = excluded.v", (name, value)
            )

    def add(self, name: int, value: bytes) -> None:
        """Write a row that must not be there yet: two names that meet by chance are never overwritten."""
        self._require_change()
        with _speaking():
            done = self._db.execute("INSERT OR IGNORE INTO r VALUES (?, ?)", (name, value)).rowcount
        if done != 1:
            raise NotSaved("the place for this is taken", "run `registry vault check`; nothing was changed")

    def remove(self, name: int) -> None:
        """Remove a row; its bytes are overwritten with zeros in the file."""
        self._require_change()
        with _speaking():
            self._db.execute("DELETE FROM r WHERE k = ?", (name,))

    def names(self) -> Iterator[int]:
        """Yield the name of every row."""
        with _speaking():
            for (name,) in self._db.execute("SELECT k FROM r"):
                yield name

    def headers(self) -> tuple[bytes, bytes]:
        """Return both copies of the header, each empty where it is missing or unreadable."""
        return self._header("a"), self._header("b")

    def _header(self, table: str) -> bytes:
        try:
            row = self._db.execute(f"SELECT v FROM {table} WHERE k = 0").fetchone()
        except (sqlite3.DatabaseError, OverflowError) as error:
            if getattr(error, "sqlite_errorcode", 11) & 0xFF in (5, 6):
                raise _refusal(
                    sqlite3.OperationalError() if not isinstance(error, sqlite3.Error) else error
                ) from None
            return b""
        return row[0] if row and isinstance(row[0], bytes) else b""

    def put_headers(self, value: bytes) -> None:
        """Write both copies of the header."""
        self._require_change()
        with _speaking():
            for table in ("a", "b"):
                self._db.execute(f"INSERT OR REPLACE INTO {table} VALUES (0, ?)", (value,))

    # The box for intakes, in the order in which they were put in

    def boxes(self, after: int = 0) -> Iterator[tuple[int, bytes]]:
        """Yield numbers and sealed intakes, the first one first."""
        while True:
            with _speaking():
                row = self._db.execute(
                    "SELECT k, v FROM i WHERE k > ? ORDER BY k LIMIT 1", (after,)
                ).fetchone()
            if row is None:
                return
            after = int(row[0])
            yield after, row[1] if isinstance(row[1], bytes) else b""

    def box(self, number: int) -> bytes | None:
        """Return one sealed intake, or ``None``."""
        with _speaking():
            row = self._db.execute("SELECT v FROM i WHERE k = ?", (number,)).fetchone()
        return None if row is None else _blob(row[0])

    def last_box(self) -> int:
        """Return the number of the newest intake, 0 where there is none."""
        with _speaking():
            return int(self._db.execute("SELECT coalesce(max(k), 0) FROM i").fetchone()[0])

    def count_boxes(self) -> int:
        """Return how many intakes lie in the file."""
        with _speaking():
            return int(self._db.execute("SELECT count(*) FROM i").fetchone()[0]) if self.has_inbox() else 0

    def add_box(self, number: int, value: bytes) -> None:
        """Append a sealed intake, as part of a change."""
        self._require_change()
        with _speaking():
            self._db.execute("INSERT INTO i VALUES (?, ?)", (number, value))

    def remove_box(self, number: int) -> None:
        """Remove a sealed intake, as part of a change."""
        self._require_change()
        with _speaking():
            self._db.execute("DELETE FROM i WHERE k = ?", (number,))

    def has_inbox(self) -> bool:
        """Whether the file has a box for intakes, which those of the first format have not."""
        with _speaking():
            return self._db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'i'").fetchone() is not None

    def add_inbox(self) -> None:
        """Add the box for intakes to a file of the first format, as part of a change."""
        self._require_change()
        with _speaking():
            self._db.execute(_SCHEMA["i"])

    # Transactions

    def refuse_read_only(self) -> None:
        """Raise ``RuleNotMet`` where the file was opened for reading."""
        if self.read_only:
            raise RuleNotMet("the vault was opened for reading only", "open it again without --read-only")

    def begin(self, *, traceless: bool = False) -> None:
        """Start a change; no other session can start one until it ends. Raises ``OpenElsewhere``.

        What a ``traceless`` change replaces is overwritten in SQLite's journal too, before that is deleted.
        """
        self.refuse_read_only()
        with _speaking():
            if traceless:
                self._db.execute("PRAGMA journal_mode=PERSIST")
                self._traceless = True
            self._db.execute("BEGIN IMMEDIATE")
        self._overwrite_remains()

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

        Raises ``OpenElsewhere`` where another session reads or saves for too long, ``NotSaved``.
        """
        with _speaking():
            roots = [1, *(root for (root,) in self._db.execute("SELECT rootpage FROM sqlite_schema"))]
            self._db.execute("BEGIN EXCLUSIVE")
            try:
                # The last closing of the file must come after the end of the lock: see sqlite.org/howtocorrupt.html, 2.2.
                with overwriting_gaps(self.path, roots) as count:
                    self._db.execute("ROLLBACK")
            except OSError:
                raise NotSaved("what was removed could not all be overwritten", "check the disk") from None
            finally:
                self.roll_back()
        return count

    def _require_change(self) -> None:
        """Refuse to write outside a change: after a full disk SQLite has ended it."""
        with _speaking():
            changing = self._db.in_transaction
        if not changing:
            raise NotSaved("the change was ended by an earlier failure", "do the whole step again")

    def commit(self) -> None:
        """End a change. When this returns, it is on the disk."""
        self._require_change()
        with _speaking():
            self._db.execute("COMMIT")
        self._end_traceless()

    def roll_back(self) -> None:
        """Drop a change; never raises, because it runs while something else is being raised."""
        try:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
        except sqlite3.Error:
            pass
        self._end_traceless()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Hold one state of the file while several rows are read."""
        if self._db.in_transaction:
            yield
            return
        with _speaking():
            self._db.execute("BEGIN")
        try:
            yield
        finally:
            self.roll_back()

    def version(self) -> int:
        """Return a number that changes when another session has saved."""
        with _speaking():
            return int(self._db.execute("PRAGMA data_version").fetchone()[0])

    def size(self) -> int:
        """Return the size of the file in bytes."""
        return self.path.stat().st_size

    def problems(self) -> list[str]:
        """Return what SQLite itself finds wrong with its pages; empty when nothing is."""
        try:
            found = [str(row[0]) for row in self._db.execute("PRAGMA integrity_check(100)")]
            pages, each = (
                int(self._db.execute(f"PRAGMA {what}").fetchone()[0]) for what in ("page_count", "page_size")
            )
        except sqlite3.Error:
            return ["the file's own structure cannot be read"]
        found = [] if found == ["ok"] else found
        if (
            self.size() != pages * each
        ):  # SQLite fills up a page that was cut, and ignores what follows the last
            found.append("the file is not as long as it says")
        return found

    def copy_to(self, dest: Path, progress: Progress) -> None:
        """Write a whole copy of one state of the file to ``dest``, an empty file that was reserved for it.

        Others may save meanwhile, and the copy begins again. Where they do so again and again, it holds them
        off until it is done. Raises ``OpenElsewhere`` where another session does not let the file be read.
        """
        target = _connect(dest, read_only=False)
        try:
            with _speaking():
                for pragma in _WRITER:
                    target.execute("PRAGMA " + pragma)
                try:
                    self._copy(target, _Steps(progress, _BEGUN_AGAIN))
                except _Unsteady:
                    with self.reading():
                        self._db.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # takes the lock
                        self._copy(target, _Steps(progress, _BEGUN_AGAIN))
        finally:
            target.close()

    def _copy(self, target: sqlite3.Connection, steps: _Steps) -> None:
        self._db.backup(target, pages=_PAGES_AT_ONCE, progress=steps)


class _Unsteady(Exception):
    """Others keep saving, so that the copy was begun again too often."""


class _Steps:
    """What SQLite tells of a copy, step by step."""

    def __init__(self, progress: Progress, again: int) -> None:
        self._progress = progress
        self._again = again
        self._left: int | None = None

    def __call__(self, status: int, left: int, total: int) -> None:
        if status & 0xFF in (5, 6):  # the connection has waited already, and SQLite would ask without end
            raise OpenElsewhere(*_BUSY_MEANING[1:])
        if self._left is not None and left > self._left:
            self._again -= 1
            if self._again < 0:
                raise _Unsteady
        self._left = left
        self._progress(total - left, total)


def _connect(path: Path, read_only: bool) -> sqlite3.Connection:
    mode = "ro" if read_only else "rw"
    with _speaking():
        # isolation_level None: transactions are begun and ended by this module, never behind its back.
        return sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=_BUSY, isolation_level=None
        )


def _take_back(path: Path) -> None:
    """Open the file once where it may be changed, so that SQLite plays the journal back or drops a false one."""
    try:
        writer = _connect(path, read_only=False)
        try:
            for pragma in (*_ALWAYS, *_WRITER):
                writer.execute("PRAGMA " + pragma)
            writer.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        finally:
            writer.close()
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (3, 8, 10, 14):  # not ours to write, or to delete
            raise _unfinished() from None
        raise
