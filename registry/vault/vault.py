"""The vault: opened by a passphrase, read lazily, changed in acts that are wholly saved or not at all."""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

from registry.errors import Damaged, NotFound
from registry.provenance.entry import Signed, stamp
from registry.vault import care, journal, keys
from registry.vault.act import Act, decode
from registry.vault.container import Container, Progress, made_whole
from registry.vault.header import Header
from registry.vault.index import Index
from registry.vault.keys import Keys
from registry.vault.opening import first_header, unlock
from registry.vault.passphrase import require_strong
from registry.vault.recovery import RecoveryKey
from registry.vault.rows import Head, Person, Rows, damaged
from registry.vault.slots import Slot
from registry.vault.spec import Clock, TableSpec
from registry.words.identity import id_of

if TYPE_CHECKING:
    from registry.vault.check import CheckReport
    from registry.vault.storage import VaultDB
    from registry.vault.tables import SealedTable

_T = TypeVar("_T")
_TRIES = 20  # how often a reading starts again because another session saved in the middle of it


def silent(done: int, total: int) -> None:
    """Progress that nobody watches."""


class Vault:
    """One open vault. Make it with ``Vault.create`` or ``Vault.open``; use it in a ``with`` statement."""

    def __init__(
        self,
        container: Container,
        head: Header,
        opened: tuple[int, Slot],
        specs: Sequence[TableSpec],
        clock: Clock,
        device: str,
    ) -> None:
        self._container = container
        self._header = head
        self._slot_index, self._slot = opened
        self._specs = {spec.name: spec for spec in specs}
        self._clock = clock
        self._device = device
        self._keys = Keys.of(self._slot.vault_key, head.vault_id, head.epoch)
        self._rows = Rows(container, self._keys)
        self._index = Index(self._rows, self._specs, self._rescue, self._read_document)
        self._signer = journal.Signer(self._slot.signing_seed)
        self._act: Act | None = None
        self._version = -1
        self._watchers: list[tuple[str, weakref.WeakMethod[Callable[[], None]]]] = []
        self._rescued: dict[str, dict[int, list[tuple[int, int]]]] = {}
        self._db: VaultDB | None = None

    def __repr__(self) -> str:
        return "Vault((hidden))"

    # Making and opening

    @classmethod
    def create(
        cls,
        path: Path,
        *,
        passphrase: str,
        recovery: RecoveryKey,
        caseworker: str,
        specs: Sequence[TableSpec],
        clock: Clock,
        device: str,
        test_kdf: bool = False,
        seconds: float = 1.0,
    ) -> Vault:
        """Make a vault and return it open.

        The passphrase derivation is calibrated to about ``seconds`` on this machine. The file appears at
        once and whole. Raises ``InputRefused`` for a weak passphrase, ``UsageRefused`` where a file is.
        """
        require_strong(passphrase)
        if test_kdf:
            keys.require_test_kdf_allowed()
        path = Path(path)
        with made_whole(path) as temporary:
            cost = keys.TEST if test_kdf else keys.calibrate(seconds)
            slot = Slot("caseworker", caseworker, os.urandom(32), os.urandom(32), os.urandom(32))
            head, index, people = first_header(slot, passphrase, recovery, cost, test_kdf)
            container = Container.create(temporary)
            try:
                cls(container, head, (index, slot), specs, clock, device)._write_first(people)
            finally:
                container.close()
        vault = cls(Container.open(path), head, (index, slot), specs, clock, device)
        vault.refresh()
        return vault

    def _write_first(self, people: list[Person]) -> None:
        self._container.begin()
        self._index.begin()
        act = Act("make the vault", self._rows, self._index, self._specs)
        act.write_header(self._header.to_bytes(), self._header.sequence)
        act.write_people(people)
        for name in self._specs:
            act.open_table(name)
        self._finish(act)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        specs: Sequence[TableSpec],
        clock: Clock,
        device: str,
        passphrase: str | None = None,
        recovery: RecoveryKey | None = None,
        read_only: bool = False,
    ) -> Vault:
        """Open a vault with a passphrase or the recovery key.

        Raises ``NotFound``, ``Locked``, ``Damaged``, ``NewerFormat``, ``RuleNotMet`` for a test vault.
        """
        container = Container.open(Path(path), read_only=read_only)
        try:
            head, opened = unlock(container.headers(), passphrase, recovery)
            vault = cls(container, head, opened, specs, clock, device)
            vault.refresh()
            if head.sequence < vault._index.root.header_sequence:
                raise damaged("the vault's header")
            return vault
        except BaseException:
            container.close()
            raise

    def _over(self, container: Container) -> Vault:
        """Return the same vault, with the same keys, over another file."""
        opened, specs = (self._slot_index, self._slot), list(self._specs.values())
        return Vault(container, self._header, opened, specs, self._clock, self._device)

    def close(self) -> None:
        """Close the file. What was not committed is dropped."""
        if self._act is not None:
            self._drop()
        self._container.close()

    def __enter__(self) -> Vault:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Who and what

    @property
    def caseworker(self) -> Person:
        """Return who opened the vault: public key, name and role."""
        return Person(self._signer.public_key, self._slot.name, self._slot.role, self._slot_index)

    def people(self) -> list[Person]:
        """Return everyone whose signature may stand in the journal."""
        return self._steady(lambda: self._rows.people(self._index.root.people_revision))

    def info(self) -> care.Info:
        """Return format, cost, people, counts and size."""
        return care.info(self)

    @property
    def head(self) -> tuple[int, bytes]:
        """Return sequence and SHA-256 of the last journal entry: what a witness outside remembers."""
        self.refresh()
        return self._index.root.sequence, self._index.root.head

    # Reading

    @property
    def db(self) -> VaultDB:
        """Return the vault as a TinyDB."""
        if self._db is None:
            from registry.vault.storage import VaultDB

            self._db = VaultDB(self)
        return self._db

    def table(self, name: str) -> SealedTable:
        """Return a TinyDB table."""
        return self.db.table(name)  # type: ignore[return-value]

    def table_names(self) -> list[str]:
        """Return the names of the tables there are."""
        return [table.name for table in self._index.root.tables]

    def count(self, name: str) -> int:
        """Return how many documents a table holds, without decoding any."""
        self.refresh()
        return self._index.count(name)

    def lines(self, name: str, *, newest_first: bool = False) -> Iterator[Any]:
        """Yield the lines of a table in the order their documents came, decoding only as far as read."""
        if name not in self._specs or self._specs[name].fold is None:
            raise NotFound(f"no lines are kept for {name}", "ask for a table that has a fold")
        self.refresh()
        for index in self._index.leaves(name, newest_first=newest_first):
            found = self._steady(lambda at=index: list(self._index.lines_of(name, at)))  # type: ignore[misc]
            for line in reversed(found) if newest_first else found:
                if line is not None:
                    yield line

    def numbers(self, name: str) -> Iterator[int]:
        """Yield the numbers of a table's documents in the order in which they came."""
        self.refresh()
        for index in self._index.leaves(name):
            yield from self._steady(lambda at=index: list(self._index.leaf(name, at).numbers))  # type: ignore[misc]

    def has(self, name: str, number: int) -> bool:
        """Whether a document has a row."""
        return self._rows.container.get(self._rows.object_row(name, number)) is not None

    def document(self, name: str, number: int) -> dict[str, Any] | None:
        """Return a document, or ``None``. Raises ``Damaged`` naming one that is gone, changed or put back."""
        return self._steady(lambda: self._read_document(name, number))

    def _read_document(self, name: str, number: int) -> dict[str, Any] | None:
        found = self._opened(name, number)
        return None if found is None else decode(self._rows.document(name, number, *found))

    def _opened(self, name: str, number: int) -> tuple[Head, bytes] | None:
        """Return a head and a sealed document that are the ones the index knows."""
        found = self._rows.head(name, number)
        if found is None:
            if self._index.holds(name, number):
                raise damaged(f"{name} {id_of(number)}")
            return None
        if self._index.leaf(name, found[0].leaf).revision_of(number) != found[0].revision:
            raise damaged(f"{name} {id_of(number)}")
        return found

    def documents(self, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield the numbers and documents of a table in the order in which they came, fetched leaf by leaf.

        One that another session removes meanwhile is left out. Raises ``Damaged`` naming one that does not open.
        """
        self.refresh()
        for index in self._index.leaves(name):
            numbers = self._steady(lambda at=index: list(self._index.leaf(name, at).numbers))  # type: ignore[misc]
            names = [self._rows.object_row(name, number) for number in numbers]
            rows = self._container.get_many(names)
            for number, row in zip(numbers, names, strict=True):
                document = self._quickly(name, index, number, rows.get(row))
                if document is not None:
                    yield number, document

    def _quickly(self, name: str, leaf: int, number: int, row: bytes | None) -> dict[str, Any] | None:
        """Open a row that was fetched with others; one that does not fit any more is asked for again."""
        try:
            opened = self._rows.opened(name, number, row) if row is not None else None
            if opened and self._index.leaf(name, leaf).revision_of(number) == opened[0].revision:
                return decode(self._rows.document(name, number, *opened))
        except Damaged:
            pass
        return self.document(name, number)

    # One state among several sessions

    def refresh(self) -> bool:
        """Take over what other sessions saved; whether anything was new. Nothing to do inside an act."""
        if self._act is not None:
            return False
        version = self._container.version()
        if version == self._version:
            return False
        with self._container.reading():
            root = self._rows.newest_root()
            self._version = self._container.version()
        moved = (root.sequence, root.head) != (self._index.root.sequence, self._index.root.head)
        if moved:
            self._index.adopt(root)
            self._forget()
        return moved

    def _steady(self, read: Callable[[], _T]) -> _T:
        """Read, and again if another session saved in the middle: only what stays unreadable is damaged."""
        for _ in range(_TRIES):
            try:
                return read()
            except Damaged:
                if not self.refresh():
                    raise
        return read()

    def watch(self, name: str, forget: Callable[[], None]) -> None:
        """Have ``forget`` called when the table changed by other means than the caller's."""
        self._watchers.append((name, weakref.WeakMethod(forget)))

    def touched(self, name: str) -> None:
        """Say that a table was changed: what is remembered of it goes."""
        for table, forget in self._watchers:
            if table == name and (call := forget()) is not None:
                call()

    def _forget(self) -> None:
        self._rescued.clear()
        self._watchers = [(name, forget) for name, forget in self._watchers if forget() is not None]
        for name in {name for name, _ in self._watchers}:
            self.touched(name)

    # Acts

    @contextmanager
    def act(self, operation: str) -> Iterator[Act]:
        """Group changes into one transaction and one journal entry: all of them are saved, or none.

        When the ``with`` block ends, what it did is on the disk. An act inside an act is part of it. Raises
        ``OpenElsewhere`` when another session keeps saving, ``NotSaved`` when the disk refuses.
        """
        if self._act is not None:
            try:
                yield self._act
            except BaseException:
                self._act.broken = True
                raise
            return
        act = self._begin(operation)
        try:
            yield act
            self._finish(act)
        except BaseException:
            self._drop()
            raise
        finally:
            self._act = None

    @contextmanager
    def joined(self, operation: str) -> Iterator[Act]:
        """Join the open act, or make one; an error inside leaves the open act to its owner's judgement."""
        if self._act is not None:
            yield self._act
        else:
            with self.act(operation) as act:
                yield act

    def _begin(self, operation: str) -> Act:
        self._container.begin()
        try:
            self.refresh()
            self._index.begin()
            self._act = Act(operation, self._rows, self._index, self._specs)
        except BaseException:
            self._container.roll_back()
            raise
        return self._act

    def _finish(self, act: Act) -> None:
        if act.empty and not act.broken:
            self._drop()
            return
        act.finish(stamp(self._clock()), self._device, self._signer)
        version, self._version = self._version, -1  # should the end be unclear, the next reading looks anew
        self._container.commit()
        self._index.committed()
        self._version = version

    def _drop(self) -> None:
        self._container.roll_back()
        self._index.roll_back()
        self._act = None
        self._forget()

    # Exhibits

    def _case_table(self) -> str:
        for spec in self._specs.values():
            if spec.keyed:
                return spec.name
        raise NotFound("no table carries exhibits", "declare one with keyed=True")

    def put_exhibit(self, case_number: int, exhibit_id: str, stream: BinaryIO) -> tuple[str, int]:
        """Seal a file under its case's key, in pieces. Returns SHA-256 (hexadecimal) and size in bytes."""
        table = self._case_table()
        with self.joined("exhibit attach") as act:
            answer = act.put_exhibit(table, case_number, exhibit_id, stream)
            self.touched(table)
        return answer

    def read_exhibit(self, case_number: int, exhibit_id: str) -> Iterator[bytes]:
        """Yield an exhibit's bytes in pieces; only when it ends without ``Damaged`` is it whole."""
        from registry.vault.exhibits import read_exhibit

        table = self._case_table()
        found = self._steady(lambda: self._opened(table, case_number))
        if found is None:
            raise NotFound("there is no such case", "see `registry case list`")
        return read_exhibit(self._rows, table, case_number, found[0], exhibit_id)

    def secret(self, purpose: str) -> bytes:
        """Return 32 bytes for a purpose outside the vault's own format, the same for one vault and epoch."""
        return bytes(keys.derive(self._slot.vault_key, f"purpose {purpose}", self._header.vault_id))

    # Journal

    def journal(self, start: int = 1, *, newest_first: bool = False) -> Iterator[Signed]:
        """Yield the entries of the journal from number ``start``, as they stand; see ``verify_journal``."""
        self.refresh()
        numbers = range(start, self._index.root.sequence + 1)
        for sequence in reversed(numbers) if newest_first else numbers:
            yield self._rows.entry(sequence)

    def verify_journal(self, progress: Progress = silent) -> int:
        """Check every link, every signature, and that chain and root agree. Returns the number of entries.

        Raises ``Damaged`` naming the first entry that does not hold, or the root.
        """
        last = None
        total = self.head[0]
        known = [person.public_key for person in self.people()]
        for last in journal.follow(self.journal(), known):
            progress(last.entry.sequence, total)
        if last is None or (last.entry.sequence, last.digest()) != (total, self._index.root.head):
            raise damaged("the end of the journal")
        if self._container.get(self._rows.entry_row(total + 1)) is not None:
            raise damaged("the vault's root")
        return total

    def _rescue(self, name: str) -> dict[int, list[tuple[int, int]]]:
        if name not in self._rescued:
            from registry.vault.check import rescue

            self._rescued[name] = rescue(self._rows, self._index.root, name)
        return self._rescued[name]

    # Care

    def check(self, progress: Progress = silent) -> CheckReport:
        """Open and compare everything; returns what is damaged, by name."""
        from registry.vault.check import check

        self.refresh()
        return check(self, progress)

    def backup(self, dest: Path, progress: Progress = silent) -> None:
        """Write a verified copy, sealed as it is, to a path where nothing is yet.

        Raises ``UsageRefused`` for a file that is there, ``Damaged`` when the vault itself is, ``NotSaved``.
        """
        care.backup(self, Path(dest), progress)

    def change_passphrase(self, new: str) -> None:
        """Give the caseworker a new passphrase; the old one opens nothing any more, except older copies.

        Raises ``InputRefused`` for a weak one.
        """
        care.change_passphrase(self, new)


def restore(
    source: Path,
    dest: Path,
    *,
    specs: Sequence[TableSpec],
    clock: Clock,
    device: str,
    passphrase: str | None = None,
    recovery: RecoveryKey | None = None,
    progress: Progress = silent,
) -> None:
    """Verify a backup and put it where no file is yet. Raises as ``Vault.open`` and ``Vault.backup``."""
    with Vault.open(
        source,
        specs=specs,
        clock=clock,
        device=device,
        passphrase=passphrase,
        recovery=recovery,
        read_only=True,
    ) as vault:
        vault.backup(dest, progress)
