"""The header: how to get from a passphrase to the vault key; kept twice, authenticated whole."""

from __future__ import annotations

import hashlib
import hmac
import struct
from dataclasses import dataclass, replace

from registry.vault.keys import Cost, Hidden
from registry.vault.places import FIRST_FORMAT, FORMAT
from registry.vault.slots import IDENTITY, SIZE, SLOTS

MAGIC = b"registry vault\r\n"
_FRONT = struct.Struct(">16sHHQ16sIIII32s")
_SEALS = 32 + 32  # MAC and checksum
_TEST_FLAG = 1
# How large a slot is in each format.
SLOT_SIZES = {FIRST_FORMAT: IDENTITY, FORMAT: SIZE}
SIZES = {form: _FRONT.size + SLOTS * size + _SEALS for form, size in SLOT_SIZES.items()}


@dataclass(frozen=True)
class Header:
    """One header: the salt and cost of the passphrase, the slots, and how often it was changed."""

    sequence: int
    vault_id: bytes
    epoch: int
    cost: Cost
    salt: bytes
    slots: tuple[bytes, ...]
    test: bool = False
    form: int = FORMAT
    mac: bytes = b""

    def _front(self) -> bytes:
        front = _FRONT.pack(
            MAGIC, self.form, _TEST_FLAG if self.test else 0, self.sequence, self.vault_id, self.epoch,
            self.cost.memory, self.cost.passes, self.cost.lanes, self.salt,
        )  # fmt: skip
        return front + b"".join(self.slots)

    def signed(self, key: Hidden) -> Header:
        """Return the header with its MAC under the header key."""
        return replace(self, mac=hmac.digest(key, self._front(), "sha256"))

    def authentic(self, key: Hidden) -> bool:
        """Whether the MAC fits, so that every byte is as a holder of the vault key wrote it."""
        return hmac.compare_digest(self.mac, hmac.digest(key, self._front(), "sha256"))

    def to_bytes(self) -> bytes:
        """Return the bytes of both copies, as many as ``SIZES`` says."""
        whole = self._front() + self.mac
        return whole + hashlib.sha256(whole).digest()


def read(raw: bytes) -> Header | None:
    """Return the header in ``raw``, or ``None`` where length, magic, version or checksum do not fit."""
    if len(raw) not in SIZES.values() or hashlib.sha256(raw[:-32]).digest() != raw[-32:]:
        return None
    magic, form, flags, sequence, vault_id, epoch, memory, passes, lanes, salt = _FRONT.unpack_from(raw)
    if magic != MAGIC or SIZES.get(form) != len(raw) or flags & ~_TEST_FLAG:
        return None
    size = SLOT_SIZES[form]
    slots = tuple(raw[at : at + size] for at in range(_FRONT.size, len(raw) - _SEALS, size))
    return Header(
        sequence, vault_id, epoch, Cost(memory, passes, lanes), salt, slots,
        bool(flags & _TEST_FLAG), form, raw[-_SEALS:-32],
    )  # fmt: skip


def is_newer(raw: bytes) -> bool:
    """Whether ``raw`` says it is a vault header of a later format than this program knows."""
    return raw[: len(MAGIC)] == MAGIC and int.from_bytes(raw[16:18], "big") > FORMAT
