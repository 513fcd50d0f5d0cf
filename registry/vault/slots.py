"""Key slots: sixteen sealed places of equal size, of which nobody can tell how many are in use.

A slot has two parts. What a passphrase or the recovery key opens is who someone is: name, role and own
keys. Beside it lies the grant, sealed to that person's public key: what they may open. So a colleague
gives everyone new keys without knowing anyone's passphrase.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Sequence
from typing import TypeVar

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from registry.errors import InputRefused, RuleNotMet
from registry.vault.body import UNREADABLE
from registry.vault.box import OVERHEAD as BOX_OVERHEAD
from registry.vault.box import open_box, public_of, seal_box
from registry.vault.keys import Hidden
from registry.vault.places import FIRST_FORMAT, Places
from registry.vault.seal import OVERHEAD, RandomBytes, SealBroken, seal, unseal

SLOTS = 16
BODY = 256
IDENTITY = BODY + OVERHEAD
GRANT = 64 + BOX_OVERHEAD
SIZE = IDENTITY + GRANT
NAME_LIMIT = 96  # bytes of UTF-8, so that every slot has room
CASEWORKER, REVIEWER, INTAKE, RECOVERY = "caseworker", "reviewer", "intake-only", "recovery"
ROLES = (CASEWORKER, REVIEWER, INTAKE)
_LASTING = 0  # the epoch in the context of who someone is, which no new epoch changes
_NOTHING = bytes(32)
_T = TypeVar("_T")


class Identity(msgspec.Struct, array_like=True, frozen=True):
    """Who someone is: the sealed part of a slot. Seeds are 32 bytes, Ed25519 and X25519 private keys."""

    role: str
    name: str
    signing_seed: bytes
    exchange_seed: bytes

    def __repr__(self) -> str:
        return f"Identity({self.role}, (hidden))"

    def __rich_repr__(self) -> list[tuple[str, str]]:
        return [("role", self.role)]

    @property
    def public_key(self) -> bytes:
        """Return the Ed25519 public key, 32 bytes."""
        return Ed25519PrivateKey.from_private_bytes(self.signing_seed).public_key().public_bytes_raw()

    @property
    def exchange_key(self) -> bytes:
        """Return the X25519 public key, 32 bytes."""
        return public_of(self.exchange_seed)


def refuse_long(name: str) -> None:
    """Raise ``InputRefused`` for a name that has no room in a slot."""
    if len(name.encode("utf-8", "surrogatepass")) > NAME_LIMIT:
        raise InputRefused("the caseworker's name is too long", f"use at most {NAME_LIMIT} bytes")


def new_identity(role: str, name: str, random: RandomBytes = os.urandom) -> Identity:
    """Return someone with new keys. Raises ``InputRefused`` for a name that has no room in a slot."""
    refuse_long(name)
    return Identity(role, name, random(32), random(32))


class Slot(msgspec.Struct, frozen=True):
    """An opened slot: who, and the grant.

    ``vault_key`` is the vault key of this epoch and ``naming`` the secret of the row names; for someone who
    only takes in, ``vault_key`` is empty and ``naming`` the public key that intakes are sealed to.
    """

    who: Identity
    vault_key: Hidden
    naming: Hidden

    def __repr__(self) -> str:
        return f"Slot({self.who.role}, (hidden))"

    def __rich_repr__(self) -> list[tuple[str, str]]:
        return [("role", self.who.role)]


class _FirstSlot(msgspec.Struct, array_like=True, frozen=True):
    """A slot of format 1, which held the vault key itself."""

    role: str
    name: str
    vault_key: bytes
    signing_seed: bytes
    exchange_seed: bytes


_IDENTITY = msgspec.msgpack.Decoder(Identity)
_FIRST = msgspec.msgpack.Decoder(_FirstSlot)


def seal_identity(
    who: Identity, index: int, key: Hidden, vault_id: bytes, random: RandomBytes = os.urandom
) -> bytes:
    """Return who someone is, sealed for a place among the sixteen: always ``IDENTITY`` bytes."""
    plain = msgspec.msgpack.encode(who)
    body = (len(plain).to_bytes(2, "big") + plain).ljust(BODY, b"\x00")
    return seal(key, Places(vault_id, _LASTING).context("slot", "", str(index)), body, random)


def seal_grant(
    exchange_key: bytes, index: int, granted: tuple[bytes, bytes], places: Places,
    random: RandomBytes = os.urandom,
) -> bytes:  # fmt: skip
    """Return a grant, vault key (or nothing) and naming secret (or intake key), sealed to one person."""
    message = (granted[0] or _NOTHING) + granted[1]
    return seal_box(exchange_key, places.context("grant", "", str(index)), message, random)


def _opened(body: bytes, decoder: msgspec.msgpack.Decoder[_T]) -> _T | None:
    try:
        return decoder.decode(body[2 : 2 + int.from_bytes(body[:2], "big")])
    except UNREADABLE:
        return None


def open_first(slots: Sequence[bytes], key: Hidden, vault_id: bytes) -> tuple[int, Slot] | None:
    """Return index and content of the slot of format 1 that ``key`` opens, or ``None``."""
    places = Places(vault_id, 1, FIRST_FORMAT)
    for index, sealed in enumerate(slots):
        try:
            body = unseal(key, places.context("slot", "", str(index)), sealed[:IDENTITY])
        except SealBroken:
            continue
        found = _opened(body, _FIRST)
        if found is not None:
            who = Identity(found.role, found.name, found.signing_seed, found.exchange_seed)
            return index, Slot(who, Hidden(found.vault_key), Hidden(b""))
    return None


def _open_identity(slots: Sequence[bytes], key: Hidden, vault_id: bytes) -> tuple[int, Identity] | None:
    places = Places(vault_id, _LASTING)
    for index, sealed in enumerate(slots):
        try:
            body = unseal(key, places.context("slot", "", str(index)), sealed[:IDENTITY])
        except SealBroken:
            continue
        found = _opened(body, _IDENTITY)
        if found is not None:
            return index, found
    # Whoever did not open the vault since it was of format 1 still has that format's slot, with a new grant.
    first = open_first(slots, key, vault_id)
    return (first[0], first[1].who) if first else None


def open_slot(slots: Sequence[bytes], key: Hidden, vault_id: bytes, epoch: int) -> tuple[int, Slot] | None:
    """Return index and content of the first slot that ``key`` opens, or ``None``."""
    found = _open_identity(slots, key, vault_id)
    if found is None:
        return None
    index, who = found
    try:
        context = Places(vault_id, epoch).context("grant", "", str(index))
        granted = open_box(who.exchange_seed, context, slots[index][IDENTITY:])
    except SealBroken:
        return None
    vault_key = b"" if who.role == INTAKE else granted[:32]
    return index, Slot(who, Hidden(vault_key), Hidden(granted[32:]))


def empty_slot(random: RandomBytes = os.urandom) -> bytes:
    """Return an unused slot: random bytes, which look like any other."""
    return random(SIZE)


def free_slot(used: Iterable[int]) -> int:
    """Return a place among the sixteen that nobody has, drawn by chance. Raises ``RuleNotMet`` when all are taken."""
    free = sorted(set(range(SLOTS)) - set(used))
    if not free:
        raise RuleNotMet("all sixteen key slots are taken", "remove a colleague's slot first")
    return secrets.choice(free)


def with_slot(slots: Sequence[bytes], index: int, sealed: bytes) -> tuple[bytes, ...]:
    """Return ``slots`` with one replaced."""
    return tuple(sealed if place == index else old for place, old in enumerate(slots))
