"""History: the point that an act marks in a vault's past, and the short code for paper that names it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from registry.errors import Damaged, InputRefused
from registry.vault.session import Session
from registry.words.identity import ALPHABET, check_character

GROUPS = 4
_BODY = 5
_BITS = 5 * _BODY * GROUPS
_SEQUENCE = 30  # bits; the other 70 are of the hash
_HASH = _BITS - _SEQUENCE
_READ = {c: i for i, c in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_LABEL = b"registry checkpoint 1\x00"


def head_at(vault: Session, sequence: int) -> bytes | None:
    """Return the hash of the entry ``sequence``, or ``None`` where the vault does not tell.

    Where the entry itself does not open, the one after it names its hash.
    """
    last, head = vault.index.root.sequence, vault.index.root.head
    if sequence == last:
        return head
    if not 0 < sequence < last:
        return None
    try:
        return vault.rows.entry(sequence).digest()
    except Damaged:
        pass
    try:
        return vault.rows.entry(sequence + 1).entry.previous
    except Damaged:
        return None


@dataclass(frozen=True)
class Compared:
    """What a vault says to a checkpoint: whether it holds that history, and how many acts came after it.

    ``has`` is the vault's last act. ``unclear`` where the entries that would tell are damaged or were named as gone by a salvage.
    """

    sequence: int
    holds: bool
    after: int
    has: int
    unclear: bool = False


class Checkpoint:
    """A point in a vault's history as it goes on paper: an act's number, and 70 bits of what led up to it."""

    def __init__(self, sequence: int, digest: int) -> None:
        self.sequence = sequence
        self._digest = digest

    @classmethod
    def of(cls, vault: Session) -> Checkpoint:
        """Return the point at which the vault stands now."""
        sequence, head = vault.head
        return cls(sequence, _digest(vault, sequence, head))

    def groups(self) -> tuple[str, ...]:
        """Return four groups of six characters; the last of each checks the others and the group's place."""
        whole = self.sequence << _HASH | self._digest
        parts = [
            (whole >> (5 * _BODY * place)) & ((1 << (5 * _BODY)) - 1) for place in reversed(range(GROUPS))
        ]
        return tuple(_checked(index, _characters(part)) for index, part in enumerate(parts))

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """Return the checkpoint that was typed, however it was spaced. Raises ``InputRefused``, naming a group."""
        letters = "".join(c for c in text.upper() if c.isalnum())
        size = _BODY + 1
        if len(letters) != GROUPS * size:
            raise InputRefused(
                f"that is not a whole checkpoint: {GROUPS} groups of {size} characters are needed",
                "type the groups as they stand on the paper",
            )
        whole = 0
        for index in range(GROUPS):
            group = "".join(ALPHABET[_READ[c]] if c in _READ else "?" for c in letters[index * size :][:size])
            if "?" in group or _checked(index, group[:_BODY]) != group:
                raise InputRefused(
                    f"group {index + 1} of the checkpoint was misread", "compare that group with the paper"
                )
            for character in group[:_BODY]:
                whole = whole << 5 | _READ[character]
        return cls(whole >> _HASH, whole & ((1 << _HASH) - 1))

    def compare(self, vault: Session) -> Compared:
        """Say whether a vault's history goes through this point."""
        last = vault.head[0]
        if not 0 < self.sequence <= last:
            return Compared(self.sequence, holds=False, after=0, has=last)
        found = head_at(vault, self.sequence)
        if found is None:
            return Compared(self.sequence, holds=False, after=0, has=last, unclear=True)
        holds = _digest(vault, self.sequence, found) == self._digest
        return Compared(self.sequence, holds, last - self.sequence if holds else 0, last)


def _digest(vault: Session, sequence: int, head: bytes) -> int:
    named = _LABEL + vault.header.vault_id + sequence.to_bytes(8, "big") + head
    return int.from_bytes(hashlib.sha256(named).digest(), "big") >> (256 - _HASH)


def _characters(part: int) -> str:
    return "".join(ALPHABET[(part >> (5 * place)) & 31] for place in reversed(range(_BODY)))


def _checked(index: int, body: str) -> str:
    # The place is part of the check, so that two groups in each other's place are named.
    return body + check_character(ALPHABET[index] + body)
