"""A box is opened as the page on intakes says, with nothing of the program's own code for it."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

from registry.vault.box import public_of
from registry.vault.intake_box import Receipt, create
from registry.vault.keys import TEST
from registry.vault.slots import INTAKE, new_identity
from registry.vault.vault import Vault
from tests.vault.build import PASSPHRASE, SPECS, clock

_LABEL = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\x00"
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def _field(value: bytes) -> bytes:
    return len(value).to_bytes(2, "big") + value


def _opened(intake_seed: bytes, vault_id: bytes, by: bytes, number: int, sealed: bytes) -> bytes:
    """Open a message as the page says: HKDF, context, one chunk, length in front."""
    own, ephemeral = X25519PrivateKey.from_private_bytes(intake_seed), sealed[:32]
    salt = ephemeral + own.public_key().public_bytes_raw()
    shared = own.exchange(X25519PublicKey.from_public_bytes(ephemeral))
    key = HKDF(hashes.SHA512(), 32, salt, b"registry vault box").derive(shared)
    parts = [
        (2).to_bytes(2, "big"), vault_id, bytes(4), b"intake", by.hex().encode(), str(number).encode(), bytes(8),
    ]  # fmt: skip
    context = b"".join(map(_field, parts))
    message = sealed[32:]
    okm = HKDFExpand(hashes.SHA512(), 76, _LABEL + message[:24] + context).derive(key)
    assert okm[44:] == message[24:56]
    body = AESGCM(okm[:32]).decrypt(okm[32:44], message[56:], None)
    return body[4 : 4 + int.from_bytes(body[:4], "big")]


def test_a_box_is_what_the_page_says(tmp_path: Path) -> None:
    seed, file = bytes(range(32)), tmp_path / "field"
    who = new_identity(INTAKE, "Nour")
    vault_id = create(file, who, PASSPHRASE, public_of(seed), TEST, test=True)
    box = Vault.open_any(file, specs=SPECS, clock=clock, device="t", passphrase=PASSPHRASE)
    said = [json.dumps({"v": 1, "n": n}).encode() for n in range(3)]
    with closing(box):
        receipts = [box.put(one) for one in said]  # type: ignore[union-attr]
    with closing(sqlite3.connect(file)) as db:
        rows = db.execute("SELECT k, v FROM i ORDER BY k").fetchall()
    previous = bytes(32)
    for (k, v), message, receipt in zip(rows, said, receipts, strict=True):
        packed, signature = msgspec.msgpack.decode(v)
        version, file_id, number, before, by, sealed = msgspec.msgpack.decode(packed)
        assert (version, file_id, number, before, by) == (1, vault_id, k, previous, who.public_key)
        Ed25519PublicKey.from_public_bytes(by).verify(signature, b"registry intake 1\x00" + packed)
        assert _opened(seed, vault_id, by, number, sealed) == message
        previous = hashlib.sha256(v).digest()
        bits = int.from_bytes(previous[:8], "big") >> 4
        spoken = "".join(_ALPHABET[bits >> (5 * place) & 31] for place in reversed(range(6, 12)))
        assert isinstance(receipt, Receipt) and receipt.code.replace("-", "")[:6] == spoken
