"""The primitives the vault is built on give what Wycheproof says, and refuse what it says must be refused."""

from __future__ import annotations

import hmac
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

KEPT = json.loads((Path(__file__).parent.parent / "vectors" / "wycheproof.json").read_text("utf-8"))
VECTORS: dict[str, list[list[Any]]] = KEPT["vectors"]


def each(name: str) -> pytest.MarkDecorator:
    """Run a test for every vector of a primitive, named by Wycheproof's own number."""
    return pytest.mark.parametrize("row", VECTORS[name], ids=lambda row: str(row[0]))


def raw(*texts: str) -> list[bytes]:
    return [bytes.fromhex(text) for text in texts]


def test_the_vectors_are_all_there() -> None:
    counted = {name: (len(rows), sum(row[-1] for row in rows)) for name, rows in VECTORS.items()}
    assert counted == {
        "aes-256-gcm": (66, 39), "hkdf-sha-512": (80, 77), "ed25519": (151, 88), "x25519": (123, 92),
        "hmac-sha-256": (87, 33),
    }  # fmt: skip


@each("aes-256-gcm")
def test_aes_256_gcm(row: list[Any]) -> None:
    key, nonce, data, message, sealed = raw(*row[1:6])
    if row[-1]:
        assert AESGCM(key).decrypt(nonce, sealed, data) == message
        assert AESGCM(key).encrypt(nonce, message, data) == sealed
    else:
        with pytest.raises(InvalidTag):
            AESGCM(key).decrypt(nonce, sealed, data)


@each("hkdf-sha-512")
def test_hkdf_sha_512(row: list[Any]) -> None:
    key, salt, info, output = raw(row[1], row[2], row[3], row[5])
    if row[-1]:
        assert HKDF(hashes.SHA512(), row[4], salt, info).derive(key) == output
        # The vault uses the second half alone; the first is HMAC with the salt as its key.
        extracted = hmac.digest(salt or bytes(64), key, "sha512")
        assert HKDFExpand(hashes.SHA512(), row[4], info).derive(extracted) == output
    else:
        with pytest.raises(ValueError, match="larger"):
            HKDFExpand(hashes.SHA512(), row[4], info).derive(bytes(64))


@each("ed25519")
def test_ed25519(row: list[Any]) -> None:
    key, message, signature = raw(*row[1:4])
    public = Ed25519PublicKey.from_public_bytes(key)
    if row[-1]:
        public.verify(signature, message)
    else:
        with pytest.raises(InvalidSignature):
            public.verify(signature, message)


@each("x25519")
def test_x25519(row: list[Any]) -> None:
    private, public, shared = raw(*row[1:4])
    ours, theirs = X25519PrivateKey.from_private_bytes(private), X25519PublicKey.from_public_bytes(public)
    if row[-1]:
        assert ours.exchange(theirs) == shared
    else:  # a public key of low order gives a secret that everyone knows
        with pytest.raises(ValueError, match="shared key"):
            ours.exchange(theirs)


@each("hmac-sha-256")
def test_hmac_sha_256(row: list[Any]) -> None:
    key, message, tag = raw(*row[1:4])
    assert hmac.compare_digest(hmac.digest(key, message, "sha256"), tag) == row[-1]
