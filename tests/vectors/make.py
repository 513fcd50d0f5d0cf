"""Makes ``vault-format-2.json``: the format's own vectors, from a counter instead of chance.

Run as ``python -m tests.vectors.make`` only for a new format; the file of a released one never changes.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from registry.provenance.entry import START, VERSION, Change, Entry
from registry.vault import body, journal, keys
from registry.vault.header import Header
from registry.vault.keys import TEST, Keys
from registry.vault.places import Places
from registry.vault.recovery import RecoveryKey
from registry.vault.seal import seal
from registry.vault.slots import SLOTS, empty_slot, new_identity, seal_grant, seal_identity, with_slot

FILE = Path(__file__).with_name("vault-format-2.json")
PASSPHRASE = "orbit walnut ribbon canyon pencil summit velvet"


class Counter:
    """Bytes that look random and repeat: SHA-512 of a counter."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, length: int) -> bytes:
        made = b""
        while len(made) < length:
            made += hashlib.sha512(b"vector %d" % self.count).digest()
            self.count += 1
        return made[:length]


def _seals(vault_id: bytes, key: bytes, random: Counter) -> list[dict[str, Any]]:
    context = Places(vault_id, 1).context("document", "cases", "000000000001", 7)
    older = Places(vault_id, 1).context("document", "cases", "000000000001", 6)
    other = Places(vault_id, 1).context("document", "cases", "000000000002", 7)
    message = body.deflate_document(b'{"id":"000000000001","name":"Synthetic Person"}')
    sealed = seal(key, context, message, random)
    long = bytes(range(256)) * 80  # 20480 bytes: one full chunk and one short
    longer = seal(key, context, long, random)

    def flipped(at: int, whole: bytes = sealed) -> bytes:
        return whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]

    def row(comment: str, value: bytes, place: bytes = context, opens: bytes | None = None) -> dict[str, Any]:
        result = {"result": "valid", "message": opens.hex()} if opens is not None else {"result": "refused"}
        return {"comment": comment, "key": key.hex(), "context": place.hex(), "sealed": value.hex(), **result}

    return [
        row("a document", sealed, opens=message),
        row("two chunks", longer, opens=long),
        row("an older revision's context", sealed, older),
        row("another object's context", sealed, other),
        row("no context", sealed, b""),
        row("a flipped bit in the salt", flipped(0)),
        row("a flipped bit in the commitment", flipped(24)),
        row("a flipped bit in the message", flipped(56)),
        row("a flipped bit in the tag", flipped(len(sealed) - 1)),
        row("cut by one byte", sealed[:-1]),
        row("cut to the prefix", sealed[:56]),
        row("one byte more", sealed + b"\x00"),
        row("the last chunk left out", longer[: 56 + 16400]),
        row("the chunks exchanged", longer[:56] + longer[56 + 16400 :] + longer[56 : 56 + 16400]),
        row("nothing", b""),
    ]


def _header(random: Counter) -> dict[str, Any]:
    vault_id, salt = random(16), random(32)
    tree = Keys.of(random(32), vault_id, 2, random(32))
    slots = tuple(empty_slot(random) for _ in range(SLOTS))
    recovery = RecoveryKey(random(32))
    slot_key = keys.slot_key_of_passphrase(PASSPHRASE, salt, TEST, vault_id)
    spare_key = keys.slot_key_of_recovery(recovery.key, vault_id)
    own = new_identity("caseworker", "Synthetic Caseworker", random)
    spare = new_identity("recovery", "recovery key", random)
    for who, index, key in ((own, 5, slot_key), (spare, 11, spare_key)):
        grant = seal_grant(who.exchange_key, index, (tree.vault, tree.naming), tree.places, random)
        slots = with_slot(slots, index, seal_identity(who, index, key, vault_id, random) + grant)
    head = Header(1, vault_id, 2, TEST, salt, slots, True).signed(tree.header)
    object_key = random(32)
    return {
        "passphrase": PASSPHRASE,
        "slot_key": slot_key.hex(),
        "slot": 5,
        "recovery_key": recovery.key.hex(),
        "recovery_groups": recovery.groups(),
        "recovery_slot": 11,
        "vault_key": bytes(tree.vault).hex(),
        "naming_secret": bytes(tree.naming).hex(),
        "signing_seed": own.signing_seed.hex(),
        "exchange_seed": own.exchange_seed.hex(),
        "header_key": tree.header.hex(),
        "rows_key": tree.rows.hex(),
        "journal_key": tree.journal.hex(),
        "object_key": object_key.hex(),
        "content_key": tree.content_key(object_key).hex(),
        "names": {
            "root 0": tree.names.row("root", "", "0"),
            "document cases 000000000001": tree.names.row("document", "cases", "000000000001"),
        },
        "header": head.to_bytes().hex(),
    }


def _entry(seed: bytes, object_key: bytes, vault_id: bytes) -> dict[str, Any]:
    signer = journal.Signer(seed)
    document = b'{"id":"000000000001"}'
    key = keys.derive(object_key, "commitment", vault_id)
    change = Change("cases", "000000000001", ("I1",), journal.commitment(key, 1, document))
    signed = signer.sign(
        Entry(VERSION, 1, START, "2026-11-22T10:00:00Z", "test", signer.public_key, "case new", (change,))
    )
    return {
        "seed": seed.hex(),
        "public_key": signer.public_key.hex(),
        "object_key": object_key.hex(),
        "vault_id": vault_id.hex(),
        "document": document.decode(),
        "commitment": change.commitment.hex(),
        "body": signed.to_bytes().hex(),
        "sha256": signed.digest().hex(),
    }


def vectors() -> dict[str, Any]:
    """Return every vector, the same each time."""
    random = Counter()
    vault_id, key = random(16), random(32)
    lengths = (0, 1, 2, 9, 100, 255, 256, 1000, 4000, 100_000, 262_144)
    return {
        "dictionary_sha256": hashlib.sha256(body.DICTIONARY).hexdigest(),
        "padme": {str(length): body.padded_length(length) for length in lengths},
        "context": {
            "vault_id": vault_id.hex(),
            "bytes": Places(vault_id, 1).context("document", "cases", "000000000001", 7).hex(),
        },
        "seals": _seals(vault_id, key, random),
        "header": _header(random),
        "entry": _entry(random(32), random(32), vault_id),
    }


if __name__ == "__main__":
    os.environ["REGISTRY_ALLOW_TEST_KDF"] = "1"
    FILE.write_text(json.dumps(vectors(), indent=1) + "\n", encoding="utf-8")
