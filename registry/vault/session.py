"""A session: one open vault file, read lazily, changed in acts that are wholly saved or not at all."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from registry.errors import Damaged, Locked, NotFound, RuleNotMet
from registry.provenance.entry import Signed, stamp
from registry.provenance.stamp import Clock
from registry.vault import gaps, journal
from registry.vault import header as headers
from registry.vault.act import Act, decode
from registry.vault.container import Container, Progress
from registry.vault.header import Header
from registry.vault.index import Index
from registry.vault.keys import Keys
from registry.vault.opening import keys_of
from registry.vault.people import Person, Signatories
from registry.vault.places import FORMAT
from registry.vault.rescue import NOWHERE, rescue
from registry.vault.rows import Head, Root, Rows, damaged
from registry.vault.slots import Slot
from registry.vault.spec import TableSpec
from registry.words.identity import id_of

_T = TypeVar("_T")
_TRIES = 20  # how often a reading starts again because another session saved in the middle of it


def silent(done: int, total: int) -> None:
    """Progress that nobody watches."""


class Session:
    """One open vault file and its keys: what tables, checks and copies work on.

    Its parts (``rows``, ``index``, ``header`` and so on) are for this room; others use ``Vault``.
    """

    def __init__(
        self,
        container: Container,
        head: Header,
        opened: tuple[int, Slot],
        specs: Sequence[TableSpec],
        clock: Clock,
        device: str,
    ) -> None:
        self.container = container
        self.header = head
        self.slot_index, self.slot = opened
        self.specs = {spec.name: spec for spec in specs}
        self._clock = clock
        self._device = device
        self.rows = Rows(container, keys_of(head, self.slot))
        self.index = Index(self.rows, self.specs, self._rescue, self._read_to_fold)
        self._signer = journal.Signer(self.slot.who.signing_seed)
        self.open_act: Act | None = None
        self._settled = (self.header, self.slot, self.keys)
        self._upgrading = False
        self._allow: Callable[[str, str], None] | None = None
        self._role_at = (-1, "")
        self._version = -1
        self._watchers: list[tuple[str, weakref.WeakMethod[Callable[[], None]]]] = []
        self._rescued: dict[str, dict[int, list[tuple[int, int]]]] = {}
        self._gaps: tuple[bytes, frozenset[int]] | None = None
        # Whether damage was met that reading could go round: a face says so beside its answer.
        self.noticed = False

    def __repr__(self) -> str:
        return f"{type(self).__name__}((hidden))"

    @property
    def keys(self) -> Keys:
        """Return the key tree of this epoch."""
        return self.rows.keys

    def over(self, container: Container) -> Session:
        """Return the same vault, with the same keys, over another file."""
        opened, specs = (self.slot_index, self.slot), list(self.specs.values())
        return Session(container, self.header, opened, specs, self._clock, self._device)

    def close(self) -> None:
        """Close the file. What was not committed is dropped."""
        if self.open_act is not None:
            self._drop()
        self.container.close()

    @contextmanager
    def only_reading(self) -> Iterator[None]:
        """Refuse every change until the ``with`` block ends."""
        with self.container.only_reading():
            yield

    # Who

    @property
    def caseworker(self) -> Person:
        """Return who opened the vault: public key, name and the role that counts, which is the list's.

        A colleague changes a role in the list; the slot keeps the one it was made with, which counts only where
        the list is damaged, so that cases stay readable.
        """
        who = self.slot.who
        own = Person(self._signer.public_key, who.name, who.role, self.slot_index, who.exchange_key)
        try:
            listed = [person for person in self.people() if person.here and person.slot == own.slot]
        except Damaged:
            return own
        return next((person for person in listed if person.public_key == own.public_key), own)

    def people(self) -> list[Person]:
        """Return everyone whose signature may stand in the journal."""
        return self.steady(lambda: self.rows.people(self.index.root.people_revision))

    def entry(self, sequence: int) -> Signed:
        """Return one entry of the journal as it stands. Raises ``Damaged`` where it does not open."""
        return self.steady(lambda: self.rows.entry(sequence))

    @property
    def head(self) -> tuple[int, bytes]:
        """Return sequence and SHA-256 of the last journal entry: what a witness outside remembers."""
        self.refresh()
        return self.index.root.sequence, self.index.root.head

    # Reading

    def table_names(self) -> list[str]:
        """Return the names of the tables there are."""
        return [table.name for table in self.index.root.tables]

    def count(self, name: str) -> int:
        """Return how many documents a table holds, without decoding any."""
        self.refresh()
        return self.index.count(name)

    def lines(self, name: str, *, newest_first: bool = False) -> Iterator[Any]:
        """Yield the lines of a table in the order their documents came, decoding only as far as read."""
        if name not in self.specs or self.specs[name].fold is None:
            raise NotFound(f"no lines are kept for {name}", "ask for a table that has a fold")
        self.refresh()
        for index in self._leaves(name, newest_first=newest_first):
            found = self.steady(lambda at=index: list(self.index.lines_of(name, at)))  # type: ignore[misc]
            for line in reversed(found) if newest_first else found:
                if line is not None:
                    yield line

    def _leaves(self, name: str, *, newest_first: bool = False) -> Iterator[int]:
        """Yield the indexes of a table's leaves; those that come or go meanwhile are taken as they are."""
        total = self.steady(lambda: self.index.leaf_count(name))
        for index in reversed(range(total)) if newest_first else range(total):
            if index < self.steady(lambda: self.index.leaf_count(name)):
                yield index

    def numbers(self, name: str) -> Iterator[int]:
        """Yield the numbers of a table's documents in the order in which they came."""
        self.refresh()
        for index in self._leaves(name):
            yield from self.steady(lambda at=index: list(self.index.leaf(name, at).numbers))  # type: ignore[misc]

    def has(self, name: str, number: int) -> bool:
        """Whether a document has a row."""
        return self.rows.container.get(self.rows.object_row(name, number)) is not None

    def document(self, name: str, number: int) -> dict[str, Any] | None:
        """Return a document, or ``None``. Raises ``Damaged`` naming one that is gone, changed or put back."""
        return self.steady(lambda: self._read_document(name, number))

    def _read_document(self, name: str, number: int) -> dict[str, Any] | None:
        found = self.opened(name, number)
        return None if found is None else decode(self.rows.document(name, number, *found))

    def _read_to_fold(self, name: str, number: int) -> dict[str, Any] | None:
        """Return a document for its line; one that does not open is noticed, and left out by who asks."""
        try:
            return self._read_document(name, number)
        except Damaged:
            self.noticed = True
            raise

    def opened(self, name: str, number: int) -> tuple[Head, bytes] | None:
        """Return a head and a sealed document that are the ones the index knows."""
        found = self.rows.head(name, number)
        if found is None:
            if self.index.holds(name, number) or self._lost(name, number):
                raise damaged(f"{name} {id_of(number)}")
            return None
        if self.index.leaf(name, found[0].leaf).revision_of(number) != found[0].revision:
            raise damaged(f"{name} {id_of(number)}")
        return found

    def _lost(self, name: str, number: int) -> bool:
        """Whether a record that neither row nor index has may be one that was kept: it must not seem never to have been.

        The journal names those that are gone. Where it names fewer than are missing, each may be one of the rest.
        """
        missing = 0 if self.open_act is not None else self.index.missing(name)
        if not missing:
            return False
        named = [lost for lost, _ in self._rescue(name).get(NOWHERE, ())]
        return number in named or len(named) < missing

    def documents(self, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield the numbers and documents of a table in the order in which they came, fetched leaf by leaf.

        One that another session removes meanwhile is left out. Raises ``Damaged`` naming one that does not open.
        """
        self.refresh()
        for index in self._leaves(name):
            numbers = self.steady(lambda at=index: list(self.index.leaf(name, at).numbers))  # type: ignore[misc]
            names = [self.rows.object_row(name, number) for number in numbers]
            try:
                rows = self.container.get_many(names)
            except Damaged:
                rows = {}  # each is asked for on its own below, so that the damaged one is named
            for number, row in zip(numbers, names, strict=True):
                document = self._quickly(name, index, number, rows.get(row))
                if document is not None:
                    yield number, document

    def _quickly(self, name: str, leaf: int, number: int, row: bytes | None) -> dict[str, Any] | None:
        """Open a row that was fetched with others; one that does not fit any more is asked for again."""
        try:
            opened = self.rows.opened(name, number, row) if row is not None else None
            if opened and self.index.leaf(name, leaf).revision_of(number) == opened[0].revision:
                return decode(self.rows.document(name, number, *opened))
        except Damaged:
            pass
        return self.document(name, number)

    # One state among several sessions

    def refresh(self) -> bool:
        """Take over what other sessions saved; whether anything was new. Nothing to do inside an act."""
        if self.open_act is not None:
            return False
        version = self.container.version()
        if version == self._version:
            return False
        with self.container.reading():
            root = self._newest_root()
            self._version = self.container.version()
        moved = (root.sequence, root.head) != (self.index.root.sequence, self.index.root.head)
        if moved:
            self.index.adopt(root)
            self._forget()
        return moved

    def _newest_root(self) -> Root:
        """Return the current root. Raises ``Locked`` where another session began a new epoch since."""
        try:
            return self.rows.newest_root()
        except Damaged:
            found = [head for head in map(headers.read, self.container.headers()) if head]
            if any(head.epoch > self.header.epoch for head in found):
                raise Locked("the vault was given new keys in another session", "open it again") from None
            raise

    def steady(self, read: Callable[[], _T]) -> _T:
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
    def act(self, operation: str, *, traceless: bool = False) -> Iterator[Act]:
        """Group changes into one transaction and one journal entry: all of them are saved, or none.

        When the ``with`` block ends, what it did is on the disk. An act inside an act is part of it. What a
        ``traceless`` act replaces is also overwritten in the journal file that SQLite deletes. Raises
        ``OpenElsewhere`` when another session keeps saving, ``NotSaved`` when the disk refuses.
        """
        if self.open_act is not None:
            try:
                yield self.open_act
            except BaseException:
                self.open_act.broken = True
                raise
            return
        act = self._begin(operation, traceless)
        try:
            yield act
            self._finish(act)
        except BaseException:
            self._drop()
            raise
        finally:
            self.open_act = None

    @contextmanager
    def joined(self, operation: str) -> Iterator[Act]:
        """Join the open act, or make one; an error inside leaves the open act to its owner's judgement."""
        if self.open_act is not None:
            yield self.open_act
        else:
            with self.act(operation) as act:
                yield act

    @contextmanager
    def upgrading(self) -> Iterator[None]:
        """Allow an act on a vault of an earlier format, which otherwise can only be read."""
        self._upgrading = True
        try:
            yield
        finally:
            self._upgrading = False

    def allow(self, rule: Callable[[str, str], None]) -> None:
        """Have ``rule`` asked before each act, with the opener's role and the operation; it raises to refuse."""
        self._allow = rule

    def _saved_role(self) -> str:
        """Return the opener's role between two acts; the list is read again only where it was written since."""
        revision = self.index.root.people_revision
        if self._role_at[0] != revision:
            self._role_at = (revision, self.caseworker.role)
        return self._role_at[1]

    def take_keys(self, keys: Keys) -> None:
        """Go on under the keys of a new epoch, inside the act that begins it."""
        self.rows.take(keys, self.index.root.former)
        self.slot = Slot(self.slot.who, keys.vault, keys.naming)

    def refuse_unwritable(self, *, upgrading: bool = False) -> None:
        """Raise ``RuleNotMet`` where no act can be begun: opened for reading, or of an earlier format."""
        self.container.require_writable()
        if self.header.form != FORMAT and not upgrading:
            raise RuleNotMet(
                "this vault is of an earlier format, which is only read",
                "bring it up to date with `registry vault upgrade --backup FILE`",
            )

    def _begin(self, operation: str, traceless: bool) -> Act:
        self.refuse_unwritable(upgrading=self._upgrading)
        self.container.begin(traceless=traceless)
        try:
            self.refresh()
            if self._allow is not None:
                self._allow(self._saved_role(), operation)
            self._settled = (self.header, self.slot, self.keys)
            self.index.begin()
            self.open_act = Act(operation, self.rows, self.index, self.specs)
        except BaseException:
            self.container.roll_back()
            raise
        return self.open_act

    def _finish(self, act: Act) -> None:
        if act.empty and not act.broken:
            self._drop()
            return
        act.finish(stamp(self._clock()), self._device, self._signer)
        version, self._version = self._version, -1  # should the end be unclear, the next reading looks anew
        self.container.commit()
        self.index.committed()
        self._version = version

    def _drop(self) -> None:
        self.container.roll_back()
        self.index.roll_back()
        self.header, self.slot, keys = self._settled
        if self.keys is not keys:
            self.rows.take(keys, self.index.root.former)
        self.open_act = None
        self._forget()

    # Journal

    def journal(self, *, newest_first: bool = False, as_left: bool = False) -> Iterator[Signed]:
        """Yield the entries of the journal as they stand; see ``verify_journal``.

        Those that a salvage named as gone are passed over. Raises ``Damaged`` naming any other that is missing;
        ``as_left`` passes over those too, and the damage is noticed.
        """
        self.refresh()
        numbers = range(1, self.index.root.sequence + 1)
        for sequence in reversed(numbers) if newest_first else numbers:
            try:
                signed = self.rows.entry(sequence)
            except Damaged:
                if sequence not in self.gaps():
                    if not as_left:
                        raise
                    self.noticed = True
            else:
                yield signed

    def gaps(self) -> frozenset[int]:
        """Return the entries of the journal that a salvage named as gone, as its signed entry says.

        Looks through the whole journal once, so ask only where an entry is missing.
        """
        root = self.index.root
        if self._gaps is None or self._gaps[0] != root.head:
            self._gaps = (root.head, frozenset(self._named_gaps(root.sequence)))
        return self._gaps[1]

    @property
    def gaps_met(self) -> frozenset[int]:
        """Return the entries named as gone, where reading the journal has met one; asks nothing of the file."""
        return self._gaps[1] if self._gaps else frozenset()

    def _named_gaps(self, last: int) -> Iterator[int]:
        try:
            known = Signatories(self.people())
        except Damaged:
            return  # without the people nobody's word is proved
        for sequence in range(last, 0, -1):
            try:
                signed = self.rows.entry(sequence)
            except Damaged:
                continue
            if signed.entry.operation == gaps.SALVAGE and journal.holds(signed, sequence, None, known):
                yield from gaps.named_by(signed)

    def verify_journal(self, progress: Progress = silent) -> int:
        """Check every link, every signature, and that chain and root agree. Returns the number of entries.

        Raises ``Damaged`` naming the first entry that does not hold, or the root.
        """
        last = None
        total = self.head[0]
        for last in journal.follow(self.journal(), Signatories(self.people()), self.gaps):
            progress(last.entry.sequence, total)
        if last is None or (last.entry.sequence, last.digest()) != (total, self.index.root.head):
            raise damaged("the end of the journal")
        if self.container.get(self.rows.entry_row(total + 1)) is not None:
            raise damaged("the vault's root")
        return total

    def _rescue(self, name: str) -> dict[int, list[tuple[int, int]]]:
        if self.open_act is None and self.rows.newest_root().head != self.index.root.head:
            # Not damaged: another session has saved since. ``steady`` looks anew and asks again.
            raise damaged(f"index of {name}")
        self.noticed = True
        if name not in self._rescued:
            self._rescued[name] = rescue(self.rows, self.index.root, name)
        return self._rescued[name]
