"""Remains: what of a damaged vault is still proved genuine by its seals, its chain and its signatures."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from registry.errors import Damaged
from registry.provenance.entry import START, Change, Signed
from registry.vault import gaps, journal
from registry.vault.carving import Carved
from registry.vault.container import Progress
from registry.vault.exhibits import read_exhibit
from registry.vault.index import DIRECTORY, Leaf
from registry.vault.intake_box import read_signed
from registry.vault.people import Person, Signatories
from registry.vault.rows import ExhibitRef, Head, Root, TableRoot, damaged
from registry.vault.session import Session
from registry.words.identity import id_of, number_of

_T = TypeVar("_T")
_MOST_INTAKES = 1 << 32  # rows of other tables have names of 60 bits that nobody can guess
_FAR = 10_000  # so many acts without an entry are looked past where no root says how many there were


@dataclass(frozen=True)
class Saved:
    """One record that the vault held: what is left of it, or ``None``, and what was lost of it.

    ``removed`` where the index shows that it was removed in an act whose entry is lost.
    """

    number: int
    leaf: int
    head: Head | None
    older: bool = False
    exhibits: tuple[ExhibitRef, ...] = ()
    lost_exhibits: tuple[str, ...] = ()
    removed: bool = False

    @property
    def identity(self) -> str:
        """Return the record's identity."""
        return id_of(self.number)

    @property
    def whole(self) -> bool:
        """Whether the record is as it was saved last, with all its exhibits."""
        return not self.older and not self.lost_exhibits


class Remains:
    """What is left of one vault: root, people, journal, and record by record on asking."""

    def __init__(self, old: Session, found: Carved, progress: Progress) -> None:
        self.found = found
        self.rows = old.rows
        self._specs = old.specs
        self._progress = progress
        self.root = Root()
        self.unsure = False
        self.people: list[Person] | None = None
        self.entries: list[int] = []
        self.signers: list[bytes] = []
        self._gaps: set[int] = set()
        self._named: set[int] = set()
        self._last: dict[tuple[str, int], tuple[int, Change]] = {}
        # Identities that a copy of the vault names: of records that nothing here names any more.
        self.hints: dict[str, list[int]] = {}
        self._done = self._total = 0

    def read(self) -> None:
        """Find root, people and journal. Raises ``Damaged`` where nothing at all opens."""
        root = self._newest_root()
        self.unsure = root is None
        self.root = root or Root(self._last_entry())
        self._total = self.root.sequence + sum(table.count for table in self.root.tables)
        self.people = self._find_people()
        self._read_journal()
        if root is None:
            if not self.entries:
                raise Damaged(
                    "nothing in the file opens with these keys",
                    "give the vault's own file, and a header from a backup of the same vault",
                )
            self._root_again()

    # Candidates

    def _sound(self, name: int, read: Callable[[], _T]) -> _T | None:
        """Return what ``read`` makes of the first candidate for a row that it takes, left in front; or ``None``."""
        for _ in range(self.found.choices(name)):
            try:
                return read()
            except Damaged:
                self.found.turn(name)
        return None

    # Root and people

    def _newest_root(self) -> Root | None:
        """Return the newest root of the likeliest image, of the others only where none opens there; left in front.

        Older ones are left between the rows where SQLite divided a page, in both copies' places.
        """
        found: list[tuple[int, int, int, int, Root]] = []
        for copy in (0, 1):
            row = self.rows.row("root", "", str(copy))
            for turn in range(self.found.choices(row)):
                root = self.rows.root(copy)
                if root is not None:
                    found.append((-self.found.image(row), root.sequence, copy, turn, root))
                self.found.turn(row)
        if not found:
            return None
        _, _, copy, turn, root = max(found, key=lambda one: (*one[:2], -one[2]))
        for _ in range(turn):
            self.found.turn(self.rows.row("root", "", str(copy)))
        self.rows.take(self.rows.keys, root.former)
        return root

    def _last_entry(self) -> int:
        last = sequence = 0
        while sequence < last + _FAR + len(self.found.cells):
            sequence += 1
            if self.found.choices(self.rows.entry_row(sequence)):
                last = sequence
        return last

    def _find_people(self) -> list[Person] | None:
        name, revision = self.rows.row("people"), self.root.people_revision
        if revision:
            return self._sound(name, lambda: self.rows.people(revision))
        for revision in range(self.root.sequence, 0, -1):
            people = self._sound(name, lambda at=revision: self.rows.people(at))  # type: ignore[misc]
            if people is not None:
                self.root.people_revision = revision
                return people
        return None

    # Journal

    def _read_journal(self) -> None:
        """Follow the chain back from its end: each entry names the hash of the one before it."""
        expected: bytes | None = None if self.unsure else self.root.head
        known = None if self.people is None else Signatories(self.people)
        signers: dict[bytes, None] = {}
        for sequence in range(self.root.sequence, 0, -1):
            signed = self._entry(sequence, expected, known)
            self._step()
            if signed is None:
                self._gaps.add(sequence)
                expected = None
                continue
            if self.unsure and not self.entries:
                self.root.head = signed.digest()
            self.entries.append(sequence)
            signers[signed.entry.by] = None
            self._named |= set(gaps.named_by(signed))
            for change in signed.entry.changes:
                if change.table != gaps.JOURNAL:
                    self._last.setdefault((change.table, number_of(change.identity)), (sequence, change))
            expected = signed.entry.previous
        self.entries.reverse()
        self.signers = list(signers)

    def _entry(self, sequence: int, expected: bytes | None, known: Signatories | None) -> Signed | None:
        def read() -> Signed:
            signed = self.rows.entry(sequence)
            fits = expected is None or hmac.compare_digest(signed.digest(), expected)
            first = sequence > 1 or signed.entry.previous == START
            if not (
                fits and first and journal.holds(signed, sequence, None, known or journal.by_anyone(signed))
            ):
                raise journal.damaged_entry(sequence)
            return signed

        return self._sound(self.rows.entry_row(sequence), read)

    def missing(self) -> list[int]:
        """Return the entries that are gone and that no earlier salvage named already."""
        return sorted(self._gaps - self._named)

    # Records

    def tables(self) -> list[str]:
        """Return the names of the tables there were, those the program knows first."""
        if not self.unsure:
            return [table.name for table in self.root.tables]
        return list(dict.fromkeys([*self._specs, *sorted({table for table, _ in self._last})]))

    def count(self, table: str) -> int:
        """Return how many records the root says a table has, 0 where there is no root."""
        return next((one.count for one in self.root.tables if one.name == table), 0)

    def _root_again(self) -> None:
        """Find the index without a root: the directories, at whatever revision they open."""
        for name in self.tables():
            found: list[int] = []
            while self.found.choices(self.rows.row("directory", name, str(len(found)))):
                found.append(self._directory_revision(name, len(found)))
            self.root.tables.append(TableRoot(name, 0, found))

    def _directory_revision(self, table: str, index: int) -> int:
        name = self.rows.row("directory", table, str(index))
        for revision in range(self.root.sequence, 0, -1):
            if self._sound(name, lambda at=revision: self.rows.directory(table, index, at)) is not None:  # type: ignore[misc]
                return revision
        return 0

    def _leaves(self, table: str) -> Iterator[tuple[int, Leaf | None]]:
        """Yield the places of a table's leaves, each with the leaf, or ``None`` where it does not open."""
        known = next((one for one in self.root.tables if one.name == table), TableRoot(table, 0, []))
        for at, revision in enumerate(known.directories):
            row = self.rows.row("directory", table, str(at))
            directory = self._sound(row, lambda at=at, it=revision: self.rows.directory(table, at, it))  # type: ignore[misc]
            if directory is None:
                yield at * DIRECTORY, None
            for offset, (leaf_revision, _) in enumerate(directory or ()):
                place = at * DIRECTORY + offset
                yield place, self._leaf(table, place, leaf_revision)

    def _leaf(self, table: str, index: int, revision: int) -> Leaf | None:
        def read() -> Leaf:
            try:
                return Leaf.read(revision, self.rows.page("leaf", table, str(index), revision))
            except (msgspec.MsgspecError, OverflowError):
                raise damaged(f"index page leaf {table} {index}") from None

        return self._sound(self.rows.row("leaf", table, str(index)), read)

    def _listed(self, table: str) -> tuple[dict[int, tuple[int, int]], set[int], bool]:
        """Return what the index lists: number to leaf and revision; which leaves open; whether all of them do."""
        listed: dict[int, tuple[int, int]] = {}
        sound, complete = set(), not self.unsure
        for place, leaf in self._leaves(table):
            if leaf is None:
                complete = False
                continue
            sound.add(place)
            for number, revision in zip(leaf.numbers, leaf.revisions, strict=True):
                listed[number] = (place, revision)
        return listed, sound, complete

    def numbers(self, table: str) -> list[int]:
        """Return the numbers of all records that index or journal name."""
        listed, _, _ = self._listed(table)
        return list(dict.fromkeys([*listed, *(number for number, _ in self._told(table))]))

    def objects(self, table: str) -> list[Saved]:
        """Return every record of a table that the index or the journal knows as there, in the index's order."""
        listed, sound, complete = self._listed(table)
        found = [self._object(table, number, *at) for number, at in listed.items()]
        for number, sequence in self._told(table):
            if number not in listed:
                saved = self._object(table, number, -1, sequence)
                # A page of the index that opens says what stands on it: what it does not list was removed.
                removed = complete or saved.leaf in sound
                found.append(Saved(number, -1, None, removed=True) if removed else saved)
        for number in () if complete else self.hints.get(table, ()):
            if number not in listed and (table, number) not in self._last:
                saved = self._object(table, number, -1, 0)
                if saved.head is not None and saved.leaf not in sound:
                    found.append(saved)
        return sorted(found, key=lambda saved: saved.leaf)

    def _told(self, table: str) -> list[tuple[int, int]]:
        """Return the records that the journal knows as there, with the act that changed them last, oldest first."""
        told = [
            (n, at) for (name, n), (at, change) in self._last.items() if name == table and not change.removed
        ]
        return sorted(told, key=lambda one: one[1])

    def _object(self, table: str, number: int, leaf: int, revision: int) -> Saved:
        """Return what is left of a record listed at a revision, or changed last in that act (``leaf`` -1)."""
        self._step()
        head = self._best(table, number, revision if leaf >= 0 else None)
        if head is None:
            return Saved(number, leaf, None)
        last, _ = self._last.get((table, number), (0, None))
        older = head.revision < max(last, revision) or (leaf >= 0 and head.revision != revision)
        kept = tuple(one for one in head.exhibits if self._exhibit(table, number, head, one))
        lost = tuple(one.identity for one in head.exhibits if one not in kept)
        return Saved(number, leaf if leaf >= 0 else head.leaf, head, older, kept, lost)

    def _best(self, table: str, number: int, listed: int | None) -> Head | None:
        """Return the head of the best candidate, left in front: the revision listed, or else the newest."""
        row = self.rows.object_row(table, number)
        heads = []
        for turn in range(self.found.choices(row)):
            head = self._genuine(table, number)
            if head is not None:
                heads.append((head.revision == listed, head.revision, -turn, head))
            self.found.turn(row)
        if not heads:
            return None
        _, _, turn, head = max(heads, key=lambda one: one[:3])
        for _ in range(-turn):
            self.found.turn(row)
        return head

    def _genuine(self, table: str, number: int) -> Head | None:
        try:
            found = self.rows.head(table, number)
            if found is None:
                return None
            head, sealed = found
            raw = self.rows.document(table, number, head, sealed)
        except Damaged:
            return None
        last = self._last.get((table, number))
        if last is not None and last[0] == head.revision:
            key = self.rows.keys.commitment_key(head.key)
            fits = hmac.compare_digest(journal.commitment(key, head.revision, raw), last[1].commitment)
            return head if fits else None
        return head

    def document(self, table: str, saved: Saved) -> bytes:
        """Return the JSON of a record of which something is left."""
        found = self.rows.head(table, saved.number)
        assert found is not None
        return self.rows.document(table, saved.number, *found)

    def _exhibit(self, table: str, number: int, head: Head, exhibit: ExhibitRef) -> bool:
        """Whether every piece of an exhibit is there, and together they are the file that was attached."""
        rows = [self.rows.piece_row(table, number, exhibit.identity, at) for at in range(exhibit.pieces)]
        for _ in range(max(map(self.found.choices, rows))):
            try:
                for _piece in read_exhibit(self.rows, table, number, head, exhibit.identity):
                    pass
            except Damaged:
                for row in rows:
                    self.found.turn(row)
            else:
                return True
        return False

    # Intakes that wait to be collected

    def intakes(self) -> list[tuple[int, bytes, bytes]]:
        """Return number, bytes and signer of every intake whose worker's signature holds, the first one first."""
        vault_id = self.rows.keys.vault_id
        found = []
        for number in sorted(name for name in self.found.names() if 0 < name < _MOST_INTAKES):
            for _ in range(self.found.choices(number)):
                raw = self.found.get(number)
                signed = None if raw is None else read_signed(raw)
                if raw and signed and (signed.number, signed.vault_id) == (number, vault_id):
                    found.append((number, raw, signed.by))
                    break
                self.found.turn(number)
        return found

    def _step(self) -> None:
        self._done += 1
        self._progress(min(self._done, self._total), self._total)
