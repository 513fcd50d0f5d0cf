"""A journal entry: who did what to which records, in one act, signed and chained to the act before."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import msgspec

VERSION = 1
START = bytes(32)  # what stands for the entry before the first
_PURPOSE = b"registry journal entry 1\x00"


class Change(msgspec.Struct, array_like=True, frozen=True):
    """One object that an act changed: the items it added, and a keyed commitment to what it left behind.

    ``commitment`` is empty when the object was removed. Without the object's own key it can be neither
    checked nor guessed.
    """

    table: str
    identity: str
    items: tuple[str, ...]
    commitment: bytes

    @property
    def removed(self) -> bool:
        """Whether the act removed the object."""
        return not self.commitment


class Entry(msgspec.Struct, array_like=True, frozen=True):
    """What a caseworker signs for one act. ``sequence`` is the revision of everything the act wrote."""

    version: int
    sequence: int
    previous: bytes
    at: str
    device: str
    by: bytes
    operation: str
    changes: tuple[Change, ...]

    def to_sign(self) -> bytes:
        """Return the bytes that a signature covers: purpose, then the entry in canonical MessagePack."""
        return _PURPOSE + msgspec.msgpack.encode(self)


class Signed(msgspec.Struct, array_like=True, frozen=True):
    """An entry with its signature, as the vault keeps it and as bundles carry it."""

    entry: Entry
    signature: bytes

    def to_bytes(self) -> bytes:
        """Return the bytes whose hash the next entry holds."""
        return msgspec.msgpack.encode((msgspec.msgpack.encode(self.entry), self.signature))

    def digest(self) -> bytes:
        """Return the SHA-256 by which the next entry and the vault's root name this one."""
        return hashlib.sha256(self.to_bytes()).digest()

    @classmethod
    def from_bytes(cls, raw: bytes) -> Signed:
        """Return the entry in ``raw``. Raises ``msgspec.MsgspecError``, ``ValueError`` or ``RecursionError`` for anything else."""
        entry, signature = _OUTER.decode(raw)
        return cls(_INNER.decode(entry), signature)


_OUTER = msgspec.msgpack.Decoder(tuple[bytes, bytes])
_INNER = msgspec.msgpack.Decoder(Entry)


def stamp(moment: datetime) -> str:
    """Return a moment as entries hold it: UTC to the second, ``2026-11-22T10:00:00Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
