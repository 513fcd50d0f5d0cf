"""Rows: every sealed thing of a vault by its name, opened and sealed in its own place and revision."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Annotated, Any, TypeVar

import msgspec

from registry.errors import Damaged
from registry.provenance.entry import START, Signed
from registry.vault import body, journal
from registry.vault.container import Container
from registry.vault.keys import Keys
from registry.vault.people import Person
from registry.vault.seal import RandomBytes, SealBroken, broken, seal, unseal
from registry.words.identity import id_of

_T = TypeVar("_T")
PIECE = 262140  # bytes of an exhibit in one row: with its length it is exactly a Padmé length
_QUICK = 1  # leaves are deflated at every save, so quickly

# An object's identity is asked for several times in a row: for its row, its head and its document.
_identity = lru_cache(maxsize=64)(id_of)


class TableRoot(msgspec.Struct, array_like=True):
    """What the root says of a table: how many objects, and the revision of each directory."""

    name: str
    count: body.Number = 0
    directories: list[body.Number] = []


class FormerEpoch(msgspec.Struct, array_like=True, frozen=True):
    """An epoch that has ended: what was written before act ``until`` is sealed under its vault key."""

    epoch: body.Epoch
    until: body.Number
    vault_key: bytes

    def __repr__(self) -> str:
        return f"FormerEpoch({self.epoch}, (hidden))"


class Root(msgspec.Struct, array_like=True):
    """The one row from which everything current is reached.

    ``former`` are the epochs before this one, oldest first. ``purposes`` is the secret of keys for uses outside
    the format; ``intakes`` are X25519 seeds that intakes were sealed to, the newest last.
    """

    sequence: body.Number = 0
    head: bytes = START
    header_sequence: body.Number = 1
    people_revision: body.Number = 0
    tables: list[TableRoot] = []
    former: list[FormerEpoch] = []
    purposes: bytes = b""
    intakes: list[bytes] = []

    def __repr__(self) -> str:
        return f"Root(sequence={self.sequence}, (hidden))"

    def copied(self) -> Root:
        """Return a copy that stays as it is while this one is changed."""
        tables = [TableRoot(table.name, table.count, table.directories[:]) for table in self.tables]
        return msgspec.structs.replace(self, tables=tables, former=self.former[:], intakes=self.intakes[:])


class ExhibitRef(msgspec.Struct, array_like=True, frozen=True):
    """What a head says of an exhibit: its size in bytes, the SHA-256 of the original, the act that attached it."""

    identity: str
    size: body.Number
    sha256: bytes
    revision: body.Number = 0

    @property
    def pieces(self) -> int:
        """Return how many rows hold it."""
        return max(1, -(-self.size // PIECE))


class Head(msgspec.Struct, array_like=True, frozen=True):
    """The small part of an object's row: its own key, its revision, its leaf, its exhibits."""

    key: bytes
    revision: body.Number
    leaf: body.Number
    exhibits: tuple[ExhibitRef, ...] = ()

    def __repr__(self) -> str:
        return f"Head(revision={self.revision}, (hidden))"


_Pair = Annotated[list[body.Number], msgspec.Meta(min_length=2, max_length=2)]
_ROOT = msgspec.msgpack.Decoder(Root)
_PEOPLE = msgspec.msgpack.Decoder(list[Person])
_HEAD = msgspec.msgpack.Decoder(Head)
_DIRECTORY = msgspec.msgpack.Decoder(list[_Pair])


def damaged(what: str) -> Damaged:
    """Return the refusal that names what does not open."""
    return Damaged(
        f"{what} was changed, cut short or put back from an older copy",
        "run `registry vault check`, then `registry vault salvage OUT` or restore from a backup",
    )


def _decode(decoder: msgspec.msgpack.Decoder[_T], raw: bytes, what: str) -> _T:
    try:
        return decoder.decode(raw)
    except body.UNREADABLE:
        raise damaged(what) from None


class Rows:
    """The sealed rows of one open vault."""

    def __init__(self, container: Container, keys: Keys, random: RandomBytes = os.urandom) -> None:
        self.container = container
        self.random = random
        self.keys = keys
        self._former: list[tuple[int, Keys]] = []
        self.row = keys.names.row

    def take(self, keys: Keys, former: list[FormerEpoch]) -> None:
        """Go on with these keys, and with those of the epochs before."""
        self.keys, self.row = keys, keys.names.row
        self._former = [(old.until, keys.before(old.epoch, old.vault_key)) for old in former]

    def keys_at(self, revision: int) -> Keys:
        """Return the keys under which act number ``revision`` wrote."""
        for until, keys in self._former:
            if revision < until:
                return keys
        return self.keys

    # Root and people

    def root(self, copy: int) -> Root | None:
        """Return one copy of the root, or ``None`` where it does not open."""
        try:
            sealed = self.container.get(self.row("root", "", str(copy)))
            context = self.keys.places.context("root", "", str(copy))
            raw = body.unpad(unseal(self.keys.rows, context, sealed or b""))
            return _decode(_ROOT, raw, "the root")
        except Damaged:
            return None

    def newest_root(self) -> Root:
        """Return the current root. Raises ``Damaged`` when neither copy opens."""
        found = [root for root in (self.root(0), self.root(1)) if root]
        if not found:
            raise damaged("the vault's root")
        root = max(found, key=lambda root: root.sequence)
        if len(root.former) != len(self._former):
            self.take(self.keys, root.former)
        return root

    def write_root(self, root: Root) -> None:
        """Write both copies of the root."""
        packed = body.pad(msgspec.msgpack.encode(root))
        for copy in ("0", "1"):
            context = self.keys.places.context("root", "", copy)
            sealed = seal(self.keys.rows, context, packed, self.random)
            self.container.put(self.row("root", "", copy), sealed)

    def people(self, revision: int) -> list[Person]:
        """Return everyone whose signature may stand in the journal."""
        return _decode(_PEOPLE, self.page("people", "", "", revision), "the list of caseworkers")

    def write_people(self, people: list[Person], revision: int) -> None:
        """Write the list of people."""
        self.write_page("people", "", "", revision, msgspec.msgpack.encode(people))

    # Pages of the index

    def page(self, kind: str, table: str, thing: str, revision: int) -> bytes:
        """Return a page's content. Raises ``Damaged`` naming it."""
        keys = self.keys_at(revision)
        try:
            sealed = self.container.get(self.row(kind, table, thing))
            found = unseal(keys.rows, keys.places.context(kind, table, thing, revision), sealed or b"")
            return body.inflate(found) if kind == "leaf" else body.unpad(found)
        except Damaged:
            raise damaged(f"index page {kind} {table} {thing}".rstrip()) from None

    def write_page(self, kind: str, table: str, thing: str, revision: int, content: bytes) -> None:
        """Seal and write a page at a revision."""
        packed = body.deflate(content, level=_QUICK) if kind == "leaf" else body.pad(content)
        keys = self.keys_at(revision)
        sealed = seal(keys.rows, keys.places.context(kind, table, thing, revision), packed, self.random)
        self.container.put(self.row(kind, table, thing), sealed)

    def remove_page(self, kind: str, table: str, thing: str) -> None:
        """Remove a page that holds nothing any more."""
        self.container.remove(self.row(kind, table, thing))

    def directory(self, table: str, index: int, revision: int) -> list[list[int]]:
        """Return ``[leaf revision, count]`` for each leaf of a directory."""
        return _decode(
            _DIRECTORY,
            self.page("directory", table, str(index), revision),
            f"index page directory {table} {index}",
        )

    # Objects

    def object_row(self, table: str, number: int) -> int:
        """Return the name of an object's row."""
        return self.row("document", table, _identity(number))

    def head(self, table: str, number: int) -> tuple[Head, bytes] | None:
        """Return an object's head and its sealed document, or ``None`` where there is no row.

        Raises ``Damaged`` naming the object, also where its part of the file cannot be read.
        """
        try:
            row = self.container.get(self.object_row(table, number))
        except Damaged:
            raise damaged(f"{table} {_identity(number)}") from None
        return None if row is None else self.opened(table, number, row)

    def opened(self, table: str, number: int, row: bytes) -> tuple[Head, bytes]:
        """Return the head and the sealed document in an object's row. Raises ``Damaged`` naming the object."""
        identity = _identity(number)
        end = 4 + int.from_bytes(row[:4], "big")
        try:
            raw = body.unpad(self._unsealed_head(table, identity, row[4:end]))
            return _HEAD.decode(raw), row[end:]
        except (Damaged, *body.UNREADABLE):
            raise damaged(f"{table} {identity}") from None

    def _unsealed_head(self, table: str, identity: str, sealed: bytes) -> bytes:
        """Open a head, whose revision is not known before it is open, with the keys of each epoch in turn."""
        for keys in (self.keys, *(keys for _, keys in reversed(self._former))):
            try:
                return unseal(keys.rows, keys.places.context("head", table, identity), sealed)
            except SealBroken:
                continue
        raise broken()

    def document(self, table: str, number: int, head: Head, sealed: bytes) -> bytes:
        """Return a document's JSON. Raises ``Damaged`` naming the object."""
        identity, keys = _identity(number), self.keys_at(head.revision)
        context = keys.places.context("document", table, identity, head.revision)
        try:
            return body.inflate_document(unseal(keys.content_key(head.key), context, sealed))
        except Damaged:
            raise damaged(f"{table} {identity}") from None

    def write_object(self, table: str, number: int, head: Head, document: bytes, *, new: bool) -> None:
        """Seal and write an object's row."""
        identity, keys = _identity(number), self.keys_at(head.revision)
        plain = body.pad(msgspec.msgpack.encode(head))
        first = seal(keys.rows, keys.places.context("head", table, identity), plain, self.random)
        context = keys.places.context("document", table, identity, head.revision)
        second = seal(keys.content_key(head.key), context, body.deflate_document(document), self.random)
        write = self.container.add if new else self.container.put
        write(self.object_row(table, number), len(first).to_bytes(4, "big") + first + second)

    def remove_object(self, table: str, number: int) -> None:
        """Remove an object's row, and with it its key."""
        self.container.remove(self.object_row(table, number))

    # Exhibits

    @staticmethod
    def _piece(table: str, number: int, exhibit: str, index: int) -> tuple[str, str, str]:
        return "exhibit", f"{table}/{_identity(number)}", f"{exhibit}/{index}"

    def piece_row(self, table: str, number: int, exhibit: str, index: int) -> int:
        """Return the name of the row of one piece of an exhibit."""
        return self.row(*self._piece(table, number, exhibit, index))

    def write_piece(
        self, table: str, number: int, exhibit: str, index: int, key: bytes, data: bytes, revision: int
    ) -> None:
        """Seal and write one piece of an exhibit, at most ``PIECE`` bytes, under the object's ``key``."""
        place, keys = self._piece(table, number, exhibit, index), self.keys_at(revision)
        context = keys.places.context(*place, revision)
        self.container.add(
            self.row(*place), seal(keys.content_key(key), context, body.pad(data), self.random)
        )

    def piece(self, table: str, number: int, exhibit: ExhibitRef, index: int, key: bytes) -> bytes:
        """Return one piece of an exhibit. Raises ``Damaged`` naming the object and exhibit."""
        place, keys = self._piece(table, number, exhibit.identity, index), self.keys_at(exhibit.revision)
        context = keys.places.context(*place, exhibit.revision)
        try:
            sealed = self.container.get(self.row(*place)) or b""
            return body.unpad(unseal(keys.content_key(key), context, sealed))
        except Damaged:
            raise damaged(f"exhibit {exhibit.identity} of {table} {_identity(number)}") from None

    def remove_exhibits(self, table: str, number: int, head: Head) -> None:
        """Remove every piece of every exhibit of an object."""
        for exhibit in head.exhibits:
            for index in range(exhibit.pieces):
                self.container.remove(self.piece_row(table, number, exhibit.identity, index))

    # Journal

    def entry_row(self, sequence: int) -> int:
        """Return the name of the row of a journal entry."""
        return self.row("entry", "", str(sequence))

    def entry(self, sequence: int) -> Signed:
        """Return a journal entry. Raises ``Damaged`` naming it."""
        keys = self.keys_at(sequence)
        try:
            sealed = self.container.get(self.entry_row(sequence)) or b""
            context = keys.places.context("entry", "", str(sequence))
            raw = body.unpad(unseal(keys.journal, context, sealed))
        except Damaged:
            raise journal.damaged_entry(sequence) from None
        return journal.read(raw, sequence)

    def write_entry(self, signed: Signed) -> None:
        """Seal and write a journal entry where none stands yet."""
        thing, keys = str(signed.entry.sequence), self.keys_at(signed.entry.sequence)
        packed = body.pad(signed.to_bytes())
        sealed = seal(keys.journal, keys.places.context("entry", "", thing), packed, self.random)
        self.container.add(self.entry_row(signed.entry.sequence), sealed)


def leaf_decoder(line_type: Any) -> msgspec.msgpack.Decoder[tuple[int, list[int], list[int], list[Any]]]:
    """Return a decoder for the leaves of a table whose lines are ``line_type``."""
    return msgspec.msgpack.Decoder(tuple[int, list[int], list[int], list[line_type]])
