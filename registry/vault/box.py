"""Boxes: something sealed to a public key, which whoever seals it cannot open again."""

from __future__ import annotations

import os

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from registry.vault.keys import Hidden
from registry.vault.seal import OVERHEAD as SEAL_OVERHEAD
from registry.vault.seal import RandomBytes, SealBroken, broken, seal, unseal

PUBLIC = 32
OVERHEAD = PUBLIC + SEAL_OVERHEAD
_LABEL = b"registry vault box"


def public_of(seed: bytes) -> bytes:
    """Return the X25519 public key (32 bytes) of a private seed (32 bytes)."""
    return X25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def _key(shared: bytes, ephemeral: bytes, recipient: bytes) -> Hidden:
    """Return the key of one box; both public keys are salt, as in age's X25519 recipients (C2SP)."""
    return Hidden(HKDF(hashes.SHA512(), 32, ephemeral + recipient, _LABEL).derive(shared))


def seal_box(public: bytes, context: bytes, message: bytes, random: RandomBytes = os.urandom) -> bytes:
    """Return ``message`` sealed to ``public``: an ephemeral public key, then a seal; 104 bytes longer."""
    seed = random(PUBLIC)
    shared = X25519PrivateKey.from_private_bytes(seed).exchange(X25519PublicKey.from_public_bytes(public))
    ephemeral = public_of(seed)
    return ephemeral + seal(_key(shared, ephemeral, public), context, message, random)


def open_box(seed: bytes, context: bytes, boxed: bytes) -> bytes:
    """Return the message in ``boxed``. Raises ``SealBroken`` for any other key, place or byte."""
    own, ephemeral = X25519PrivateKey.from_private_bytes(seed), boxed[:PUBLIC]
    try:
        shared = own.exchange(X25519PublicKey.from_public_bytes(ephemeral))
    except ValueError:  # too short, or a point of small order (RFC 7748, section 6.1)
        raise broken() from None
    return unseal(_key(shared, ephemeral, own.public_key().public_bytes_raw()), context, boxed[PUBLIC:])


__all__ = ["OVERHEAD", "SealBroken", "open_box", "public_of", "seal_box"]
