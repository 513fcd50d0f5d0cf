"""Sealing: one committing encryption for everything the vault keeps.

The construction is C2SP *chunked encryption* (c2sp.org/chunked-encryption) as Cobblestone-256. It is
rebuilt on ``AESGCM`` and ``HKDFExpand`` because the ready-made class exists only from cryptography 50,
which has no wheel for the old laptops this program must run on.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from registry.errors import Damaged

KEY = 32
CHUNK = 16384
TAG = 16
_SALT = 24
_COMMITMENT = 32
_NONCE = 12
PREFIX = _SALT + _COMMITMENT
OVERHEAD = PREFIX + TAG
_MAX_CHUNKS = 2**38
_LABEL = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\x00"
_SHA512 = hashes.SHA512()

# A source of random bytes, passed in so that test vectors repeat.
RandomBytes = Callable[[int], bytes]


class SealBroken(Damaged):
    """A sealed message does not open: changed, cut short, or sealed as something else."""


def broken() -> SealBroken:
    """Return the refusal of something sealed that does not open."""
    return SealBroken(
        "something sealed was changed, cut short or put in another's place",
        "run `registry vault check`, then `registry vault salvage OUT` or restore from a backup",
    )


def _derive(key: bytes, salt: bytes, context: bytes) -> tuple[AESGCM, bytes, bytes]:
    """Return the cipher, base nonce and commitment of one message."""
    if len(key) != KEY:
        raise broken()
    okm = HKDFExpand(_SHA512, KEY + _NONCE + _COMMITMENT, _LABEL + salt + context).derive(key)
    return AESGCM(okm[:KEY]), okm[KEY : KEY + _NONCE], okm[KEY + _NONCE :]


def _nonce(base: bytes, number: int) -> bytes:
    if number >= _MAX_CHUNKS:
        raise broken()
    return (int.from_bytes(base, "big") ^ number).to_bytes(_NONCE, "big")


def _open_prefix(key: bytes, context: bytes, prefix: bytes) -> tuple[AESGCM, bytes]:
    """Return cipher and base nonce after checking the commitment."""
    if len(prefix) < PREFIX:
        raise broken()
    cipher, base, commitment = _derive(key, prefix[:_SALT], context)
    if not hmac.compare_digest(commitment, prefix[_SALT:PREFIX]):
        raise broken()
    return cipher, base


def _open_chunk(cipher: AESGCM, base: bytes, number: int, chunk: bytes) -> bytes:
    try:
        return cipher.decrypt(_nonce(base, number), chunk, None)
    except (InvalidTag, ValueError):
        raise broken() from None


def seal(key: bytes, context: bytes, message: bytes, random: RandomBytes = os.urandom) -> bytes:
    """Return ``message`` sealed under ``key`` (32 bytes) and ``context``: 72 bytes longer, 16 per 16 KiB."""
    salt = random(_SALT)
    cipher, base, commitment = _derive(key, salt, context)
    if len(message) < CHUNK:  # the common case, worth its own line: a document is one chunk
        return salt + commitment + cipher.encrypt(base, message, None)
    parts = [salt, commitment]
    for number, start in enumerate(range(0, len(message) + 1, CHUNK)):
        parts.append(cipher.encrypt(_nonce(base, number), message[start : start + CHUNK], None))
    return b"".join(parts)


def unseal(key: bytes, context: bytes, sealed: bytes) -> bytes:
    """Return the message in ``sealed``. Raises ``SealBroken`` unless every byte is as it was sealed."""
    cipher, base = _open_prefix(key, context, sealed[:PREFIX])
    size = CHUNK + TAG
    if len(sealed) < PREFIX + size:
        return _open_chunk(cipher, base, 0, sealed[PREFIX:])
    starts = range(PREFIX, len(sealed) + 1, size)
    return b"".join(_open_chunk(cipher, base, n, sealed[at : at + size]) for n, at in enumerate(starts))
