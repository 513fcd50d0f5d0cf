"""The recovery key: 256 random bits on paper, in groups that each notice a slip of the pen."""

from __future__ import annotations

import hashlib
import hmac
import os

from registry.errors import InputRefused
from registry.vault.keys import Hidden
from registry.vault.seal import RandomBytes
from registry.words.identity import ALPHABET, check_character

GROUPS = 8
_BODY = 7
_BITS = 5 * _BODY
_CHECKSUM = 3
_READ = {c: i for i, c in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}


def _checksum(key: bytes) -> bytes:
    return hashlib.sha256(b"registry recovery key" + key).digest()[:_CHECKSUM]


def _characters(part: int) -> str:
    return "".join(ALPHABET[(part >> (5 * place)) & 31] for place in reversed(range(_BODY)))


def _checked(index: int, body: str) -> str:
    # The place is part of the check, so that two groups in each other's place are named.
    return body + check_character(ALPHABET[index] + body)


class RecoveryKey:
    """A recovery key, shown once when a vault is made and typed back before it counts."""

    def __init__(self, key: bytes) -> None:
        self.key = Hidden(key)

    def __repr__(self) -> str:
        return "RecoveryKey((hidden))"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RecoveryKey) and hmac.compare_digest(self.key, other.key)

    def __hash__(self) -> int:
        return hash(bytes(self.key))

    @classmethod
    def generate(cls, random: RandomBytes = os.urandom) -> RecoveryKey:
        """Return a new key of 256 random bits."""
        return cls(random(32))

    def groups(self) -> tuple[str, ...]:
        """Return the eight groups of eight characters as they go on paper."""
        whole = int.from_bytes(self.key + _checksum(self.key), "big")
        parts = [(whole >> (_BITS * place)) & ((1 << _BITS) - 1) for place in reversed(range(GROUPS))]
        return tuple(_checked(index, _characters(part)) for index, part in enumerate(parts))

    @classmethod
    def parse(cls, text: str) -> RecoveryKey:
        """Return the key that was typed, however it was spaced.

        Raises ``InputRefused`` that names the first group which was misread, by its place on the paper.
        """
        letters = "".join(c for c in text.upper() if c.isalnum())
        if len(letters) != GROUPS * (_BODY + 1):
            raise InputRefused(
                f"that is not a whole recovery key: {GROUPS} groups of {_BODY + 1} characters are needed",
                "type the groups as they stand on the paper",
            )
        whole = 0
        for index in range(GROUPS):
            group = letters[index * (_BODY + 1) : (index + 1) * (_BODY + 1)]
            group = "".join(ALPHABET[_READ[c]] if c in _READ else "?" for c in group)
            if "?" in group or _checked(index, group[:_BODY]) != group:
                raise InputRefused(
                    f"group {index + 1} of the recovery key was misread", "compare that group with the paper"
                )
            for character in group[:_BODY]:
                whole = whole << 5 | _READ[character]
        raw = whole.to_bytes(32 + _CHECKSUM, "big")
        if _checksum(raw[:32]) != raw[32:]:
            raise InputRefused("the recovery key does not add up", "compare every group with the paper")
        return cls(raw[:32])
