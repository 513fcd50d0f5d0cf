"""Key slots: sixteen sealed places of equal size, of which nobody can tell how many are in use."""

from __future__ import annotations

import os

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from registry.errors import InputRefused, RuleNotMet
from registry.vault.keys import Hidden
from registry.vault.places import Places
from registry.vault.seal import OVERHEAD, RandomBytes, SealBroken, seal, unseal

SLOTS = 16
BODY = 256
SIZE = BODY + OVERHEAD
NAME_LIMIT = 96  # bytes of UTF-8, so that every slot has room


class Slot(msgspec.Struct, array_like=True, frozen=True):
    """What a slot holds: whose it is, the vault key of this epoch and the caseworker's own keys."""

    role: str
    name: str
    vault_key: bytes
    signing_seed: bytes
    exchange_seed: bytes

    def __repr__(self) -> str:
        return f"Slot({self.role}, (hidden))"

    def __rich_repr__(self) -> list[tuple[str, str]]:
        return [("role", self.role)]

    @property
    def public_key(self) -> bytes:
        """Return the caseworker's Ed25519 public key, 32 bytes."""
        return Ed25519PrivateKey.from_private_bytes(self.signing_seed).public_key().public_bytes_raw()


_DECODER = msgspec.msgpack.Decoder(Slot)


def seal_slot(slot: Slot, index: int, key: Hidden, places: Places, random: RandomBytes = os.urandom) -> bytes:
    """Return ``slot`` sealed for its place among the sixteen, always ``SIZE`` bytes."""
    if len(slot.name.encode()) > NAME_LIMIT:
        raise InputRefused("the caseworker's name is too long", f"use at most {NAME_LIMIT} bytes")
    plain = msgspec.msgpack.encode(slot)
    body = (len(plain).to_bytes(2, "big") + plain).ljust(BODY, b"\x00")
    return seal(key, places.context("slot", "", str(index)), body, random)


def open_slot(slots: list[bytes], key: Hidden, places: Places) -> tuple[int, Slot] | None:
    """Return index and content of the first slot that ``key`` opens, or ``None``."""
    for index, sealed in enumerate(slots):
        try:
            body = unseal(key, places.context("slot", "", str(index)), sealed)
            return index, _DECODER.decode(body[2 : 2 + int.from_bytes(body[:2], "big")])
        except (SealBroken, msgspec.MsgspecError):
            continue
    return None


def empty_slot(random: RandomBytes = os.urandom) -> bytes:
    """Return an unused slot: random bytes, which look like any other."""
    return random(SIZE)


def with_slot(slots: list[bytes], index: int, sealed: bytes) -> list[bytes]:
    """Return ``slots`` with one replaced."""
    if not 0 <= index < SLOTS:
        raise RuleNotMet("all sixteen key slots are taken", "remove a colleague's slot first")
    return [sealed if place == index else old for place, old in enumerate(slots)]
