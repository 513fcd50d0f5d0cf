"""An act: everything a caseworker changes at once, with its entry in the journal, or nothing of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, BinaryIO

import msgspec

from registry.errors import InputRefused, NotFound, RegistryError, RuleNotMet
from registry.provenance.entry import VERSION, Change, Entry
from registry.vault import journal
from registry.vault.body import UNREADABLE
from registry.vault.index import Index
from registry.vault.people import Person
from registry.vault.rows import PIECE, ExhibitRef, Head, Root, Rows, damaged
from registry.vault.spec import TableSpec, item_ids
from registry.words.identity import BODY, id_of, number_of

_LIMIT = 32**BODY
_DECODER = msgspec.json.Decoder()


def encode(document: Mapping[str, Any]) -> bytes:
    """Return a document's JSON. Raises ``InputRefused`` for what JSON would not give back as it was."""
    try:
        raw = msgspec.json.encode(document)
        whole = _DECODER.decode(raw) == document
    except (TypeError, *UNREADABLE):
        whole = False
    if not whole:
        raise InputRefused(
            "a record holds a value that cannot be kept as it is",
            "use text, whole or decimal numbers, true, false, null, lists and mappings",
        )
    return raw


def decode(raw: bytes) -> dict[str, Any]:
    """Return the document in ``raw``. Raises ``Damaged`` when it is none."""
    try:
        document = _DECODER.decode(raw)
    except UNREADABLE:
        raise damaged("a record") from None
    if not isinstance(document, dict):
        raise damaged("a record")
    return document


class Act:
    """One open act. Its revision is the sequence number that its journal entry will have."""

    def __init__(self, operation: str, rows: Rows, index: Index, specs: Mapping[str, TableSpec]) -> None:
        self.operation = operation
        self.revision = index.root.sequence + 1
        self.broken = False
        self._rows = rows
        self._index = index
        self._specs = specs
        self._changes: dict[tuple[str, int], Change] = {}
        self._also = False  # something other than an object changed: people, tables, the header

    @property
    def empty(self) -> bool:
        """Whether nothing was changed, so that there is nothing to record."""
        return not self._changes and not self._also

    def _items(self, table: str, document: Mapping[str, Any]) -> list[str]:
        spec = self._specs.get(table)
        return list(spec.items(document) if spec else item_ids(document))

    # Objects

    def write(
        self, table: str, number: int, document: Mapping[str, Any], exhibit: ExhibitRef | None = None
    ) -> None:
        """Save a document, new or changed, with its line; optionally with one more exhibit."""
        self._require_whole()
        if not 0 <= number < _LIMIT:
            raise InputRefused("that number cannot be a record's identity", "use an identity of 60 bits")
        raw = encode(document)
        self._also |= self._index.open_table(table)
        try:
            self._write(table, number, document, raw, exhibit)
        except RegistryError:
            self.broken = True  # rows may have been written in part: this act can only be dropped
            raise

    def _write(
        self, table: str, number: int, document: Mapping[str, Any], raw: bytes, exhibit: ExhibitRef | None
    ) -> None:
        spec = self._specs.get(table)
        line = spec.fold(document) if spec and spec.fold else None
        found = self._rows.head(table, number)
        if found is None:
            before: list[str] = []
            head = Head(self._rows.random(32), self.revision, self._index.next_leaf(table))
        else:
            old, sealed = found
            before = self._items(table, decode(self._rows.document(table, number, old, sealed)))
            head = Head(old.key, self.revision, old.leaf, old.exhibits)
        if exhibit is not None:
            head = msgspec.structs.replace(head, exhibits=(*head.exhibits, exhibit))
        self._rows.write_object(table, number, head, raw, new=found is None)
        self._index.place(table, number, head.leaf, self.revision, line)
        key = self._rows.keys.commitment_key(head.key)
        added = [item for item in self._items(table, document) if item not in set(before)]
        self._record(table, number, added, journal.commitment(key, self.revision, raw))

    def _record(self, table: str, number: int, added: list[str], commitment: bytes) -> None:
        earlier = self._changes.get((table, number))
        known = earlier.items if earlier else ()
        items = known + tuple(item for item in added if item not in known)
        self._changes[(table, number)] = Change(table, id_of(number), items, commitment)

    def remove(self, table: str, number: int) -> None:
        """Remove an object with its key and its exhibits."""
        found = self._rows.head(table, number)
        if found is None:
            raise damaged(f"{table} {id_of(number)}")
        head, _ = found
        self._rows.remove_exhibits(table, number, head)
        self._rows.remove_object(table, number)
        self._index.remove(table, number, head.leaf)
        self._changes[(table, number)] = Change(table, id_of(number), (), b"")

    def note(self, change: Change) -> None:
        """Put on record what was changed by other means than ``write`` and ``remove``."""
        self._changes[(change.table, number_of(change.identity))] = change

    def open_table(self, table: str) -> None:
        """Make sure that a table exists, even without objects."""
        self._also |= self._index.open_table(table)

    def drop_table(self, table: str) -> None:
        """Take away a table whose objects were all removed."""
        self._index.drop_table(table)
        self._also = True

    # Exhibits

    def put_exhibit(self, table: str, number: int, exhibit: str, stream: BinaryIO) -> tuple[str, int]:
        """Seal a file piece by piece; memory holds one. Returns SHA-256 (hexadecimal) and size in bytes."""
        found = self._rows.head(table, number)
        if found is None:
            raise NotFound(
                "there is no such case to attach to", "save the case first, in the same act if need be"
            )
        head, sealed = found
        if not exhibit or "/" in exhibit or any(held.identity == exhibit for held in head.exhibits):
            raise InputRefused("an exhibit with that id is attached already", "use a new id")
        document = decode(self._rows.document(table, number, head, sealed))
        digest, size, index = hashlib.sha256(), 0, 0
        try:
            while (data := _read_piece(stream)) or index == 0:
                self._rows.write_piece(table, number, exhibit, index, head.key, data, self.revision)
                digest.update(data)
                size, index = size + len(data), index + 1
        except BaseException:
            self.broken = True
            raise
        self.write(table, number, document, ExhibitRef(exhibit, size, digest.digest(), self.revision))
        return digest.hexdigest(), size

    # People and header

    def write_people(self, people: list[Person]) -> None:
        """Replace the list of people."""
        self._rows.write_people(people, self.revision)
        self._index.root.people_revision = self.revision
        self._also = True

    def write_header(self, raw: bytes, sequence: int) -> None:
        """Replace both copies of the header."""
        self._rows.container.put_headers(raw)
        self._index.root.header_sequence = sequence
        self._also = True

    def _require_whole(self) -> None:
        if self.broken:
            raise RuleNotMet("part of this change failed, so none of it is saved", "do the whole step again")

    def finish(self, at: str, device: str, signer: journal.Signer) -> None:
        """Write pages, entry and roots; what remains is to commit."""
        self._require_whole()
        root: Root = self._index.root
        self._index.flush(self.revision)
        changes = tuple(self._changes.values())
        entry = Entry(
            VERSION, self.revision, root.head, at, device, signer.public_key, self.operation, changes
        )
        signed = signer.sign(entry)
        self._rows.write_entry(signed)
        root.sequence, root.head = self.revision, signed.digest()
        self._rows.write_root(root)


def _read_piece(stream: BinaryIO) -> bytes:
    """Return the next whole piece of a stream that may give less than it is asked for."""
    parts, left = [], PIECE
    while left and (part := stream.read(left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)
