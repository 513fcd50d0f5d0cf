"""The intake box: cases sealed to headquarters by who cannot read them back, signed, numbered and chained.

Format: docs/design/vault-format-intake.md.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from registry.errors import InputRefused
from registry.vault import body, keys
from registry.vault import header as headers
from registry.vault.box import open_box, seal_box
from registry.vault.container import Container
from registry.vault.files import made_whole
from registry.vault.header import Header
from registry.vault.keys import Cost
from registry.vault.passphrase import require_strong
from registry.vault.places import Places
from registry.vault.seal import SealBroken
from registry.vault.slots import (
    SLOTS,
    Identity,
    Slot,
    empty_slot,
    free_slot,
    seal_grant,
    seal_identity,
    with_slot,
)
from registry.words.identity import id_of, short

VERSION = 1
LUGGAGE = 1  # the row of what a worker is given to take along, sealed to their own key
START = bytes(32)  # what stands for the box before the first
LARGEST = 48 * 1024 * 1024  # bytes of one message: what memory must hold several times over
_PURPOSE = b"registry intake 1\x00"
_FIRST_EPOCH = 1


class Signed(msgspec.Struct, array_like=True, frozen=True):
    """What a worker signs: one sealed message, in which file it was put, as which number, after which."""

    version: int
    vault_id: bytes
    number: int
    previous: bytes
    by: bytes
    sealed: bytes


class _Outer(msgspec.Struct, array_like=True, frozen=True):
    signed: bytes
    signature: bytes


_SIGNED = msgspec.msgpack.Decoder(Signed)
_OUTER = msgspec.msgpack.Decoder(_Outer)


def digest_of(raw: bytes) -> bytes:
    """Return the SHA-256 by which the next box and the receipt name a box."""
    return hashlib.sha256(raw).digest()


def code_of(digest: bytes) -> str:
    """Return the check code of a box, short enough to be read aloud: both sides see the same."""
    return short(id_of(int.from_bytes(digest[:8], "big") >> 4))


def _context(vault_id: bytes, by: bytes, number: int) -> bytes:
    return Places(vault_id, 0).context("intake", by.hex(), str(number))


def read_signed(raw: bytes) -> Signed | None:
    """Return the signed part of a box, or ``None`` where its shape or its signature does not hold."""
    try:
        outer = _OUTER.decode(raw)
        signed = _SIGNED.decode(outer.signed)
        Ed25519PublicKey.from_public_bytes(signed.by).verify(outer.signature, _PURPOSE + outer.signed)
    except (msgspec.MsgspecError, InvalidSignature, ValueError):
        return None
    return signed if signed.version == VERSION else None


def open_sealed(signed: Signed, seeds: Sequence[bytes]) -> bytes | None:
    """Return the message of a box with the first of the seeds that opens it, the newest tried first."""
    context = _context(signed.vault_id, signed.by, signed.number)
    for seed in reversed(seeds):
        try:
            return body.unpad(open_box(seed, context, signed.sealed))
        except SealBroken:
            continue
    return None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a worker gets for an intake: its number in the file, and a check code for the telephone."""

    number: int
    code: str


class IntakeBox:
    """A vault file as someone sees it who can only put intakes in."""

    def __init__(self, container: Container, head: Header, slot: Slot) -> None:
        self.container = container
        self.who = slot.who
        self._head = head
        self._recipient = bytes(slot.naming)

    def __repr__(self) -> str:
        return "IntakeBox((hidden))"

    def close(self) -> None:
        """Let the file go."""
        self.container.close()

    def put(self, message: bytes) -> Receipt:
        """Seal a message and append it, durably. Raises ``InputRefused`` for one too large, ``NotSaved``."""
        if len(message) > LARGEST:
            raise InputRefused("that is too much for one intake", "give it in several parts")
        vault_id, by = self._head.vault_id, self.who.public_key
        self.container.begin()
        try:
            number = self.container.last_box() + 1
            before = self.container.box(number - 1)
            context = _context(vault_id, by, number)
            sealed = seal_box(self._recipient, context, body.pad(message))
            previous = digest_of(before) if before is not None else START
            packed = msgspec.msgpack.encode(Signed(VERSION, vault_id, number, previous, by, sealed))
            signature = Ed25519PrivateKey.from_private_bytes(self.who.signing_seed).sign(_PURPOSE + packed)
            raw = msgspec.msgpack.encode(_Outer(packed, signature))
            self.container.add_box(number, raw)
            self.container.commit()
        except BaseException:
            self.container.roll_back()
            raise
        return Receipt(number, code_of(digest_of(raw)))

    def luggage(self) -> bytes:
        """Return what the worker was given to take along; empty where there is nothing, or it does not open."""
        raw = self.container.get(LUGGAGE)
        try:
            sealed = raw and open_box(self.who.exchange_seed, _along(self._head.vault_id, self.who), raw)
            return body.unpad(sealed) if sealed else b""
        except SealBroken:
            return b""

    def receipts(self) -> Iterator[Receipt]:
        """Yield the receipts of what lies in the file, signed by whoever put it in."""
        for number, raw in self.container.boxes():
            signed = read_signed(raw)
            if signed is not None and hmac.compare_digest(signed.by, self.who.public_key):
                yield Receipt(number, code_of(digest_of(raw)))


def _along(vault_id: bytes, who: Identity) -> bytes:
    return Places(vault_id, 0).context("luggage", who.public_key.hex())


def create(
    path: Path,
    who: Identity,
    passphrase: str,
    recipient: bytes,
    cost: Cost,
    *,
    test: bool,
    luggage: bytes = b"",
) -> bytes:
    """Make a file that ``who`` can only put intakes in, sealed to ``recipient``. Returns its vault id.

    ``luggage`` is what they take along and can read: nothing of any case.

    The key under which its header is signed is thrown away: nothing in the file opens anything. Raises
    ``InputRefused`` for a weak passphrase and where a file is.
    """
    require_strong(passphrase)
    vault_id, salt = os.urandom(16), os.urandom(32)
    key = keys.slot_key_of_passphrase(passphrase, salt, cost, vault_id)
    index, places = free_slot(()), Places(vault_id, _FIRST_EPOCH)
    sealed = seal_identity(who, index, key, vault_id)
    sealed += seal_grant(who.exchange_key, index, (b"", recipient), places)
    slots = with_slot([empty_slot() for _ in range(SLOTS)], index, sealed)
    head = Header(1, vault_id, _FIRST_EPOCH, cost, salt, slots, test)
    head = head.signed(keys.derive(os.urandom(32), "header", vault_id))
    with made_whole(path) as temporary:
        container = Container.create(temporary)
        try:
            container.begin()
            container.put_headers(head.to_bytes())
            if luggage:
                container.add(LUGGAGE, seal_box(who.exchange_key, _along(vault_id, who), body.pad(luggage)))
            container.commit()
        finally:
            container.close()
    return vault_id


def file_id(container: Container) -> bytes | None:
    """Return the vault id that a file's newest header tells without any key, or ``None`` where none can be read."""
    found = [head for head in map(headers.read, container.headers()) if head]
    return max(found, key=lambda head: head.sequence).vault_id if found else None
