"""A reader of vault files, written from ``docs/design/vault-format.md`` alone: it imports nothing of the program.

It is what somebody would write who has the page, a vault and a passphrase, and no copy of registry.
"""

from __future__ import annotations

import ast
import hashlib
import hmac
import json
import sqlite3
import unicodedata
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

MAGIC = bytes.fromhex("7265676973747279207661756c740d0a")
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LEAVES_IN_DIRECTORY = 256
PIECE = 262140


def dictionary() -> bytes:
    """Read the preset dictionary out of the file that the page names, without importing it."""
    source = Path(__file__).parent.parent.parent / "registry" / "vault" / "dictionary.py"
    call = ast.parse(source.read_text("utf-8")).body[-1]
    assert isinstance(call, ast.Assign) and isinstance(call.value, ast.Call)
    assert isinstance(call.value.func, ast.Attribute)
    return str(ast.literal_eval(call.value.func.value)).encode()


def identity(number: int) -> str:
    return "".join(LETTERS[number >> 5 * place & 31] for place in range(11, -1, -1))


def fields(*parts: bytes) -> bytes:
    return b"".join(len(part).to_bytes(2, "big") + part for part in parts)


def expand(key: bytes, info: bytes, length: int) -> bytes:
    return HKDFExpand(hashes.SHA512(), length, info).derive(key)


def open_seal(key: bytes, context: bytes, sealed: bytes) -> bytes:
    salt, commitment, rest = sealed[:24], sealed[24:56], sealed[56:]
    info = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\x00" + salt + context
    okm = expand(key, info, 76)
    if not hmac.compare_digest(okm[44:], commitment):
        raise ValueError("commitment")
    chunks = [rest[at : at + 16400] for at in range(0, len(rest) + 1, 16400)]
    plain = []
    for number, chunk in enumerate(chunks):
        nonce = int.from_bytes(okm[32:44], "big") ^ number
        plain.append(AESGCM(okm[:32]).decrypt(nonce.to_bytes(12, "big"), chunk, None))
    if len(plain[-1]) >= 16384:
        raise ValueError("no short last chunk")
    return b"".join(plain)


def plain_body(body: bytes) -> bytes:
    length = int.from_bytes(body[:4], "big")
    if any(body[4 + length :]):
        raise ValueError("padding")
    return body[4 : 4 + length]


def deflated_body(body: bytes, preset: bytes = b"") -> bytes:
    return zlib.decompressobj(-15, zdict=preset).decompress(plain_body(body))


class Stranger:
    """A vault opened by somebody else's software."""

    def __init__(self, path: Path, passphrase: str) -> None:
        self.db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            self._unlock(passphrase)
        except BaseException:
            self.db.close()
            raise

    def _unlock(self, passphrase: str) -> None:
        self.header = max((h for h in map(self._header, "ab") if h), key=lambda h: h[20:28])
        self.vault_id, self.epoch = self.header[28:44], self.header[44:48]
        memory, passes, lanes = (int.from_bytes(self.header[at : at + 4], "big") for at in (48, 52, 56))
        if not self.header[19] & 1 and not (
            65536 <= memory <= 1048576 and 3 <= passes <= 64 and 4 <= lanes <= 16
        ):
            raise ValueError("parameters outside floor and ceiling")
        stretched = Argon2id(
            salt=self.header[60:92], length=32, iterations=passes, lanes=lanes, memory_cost=memory
        ).derive(unicodedata.normalize("NFC", passphrase).encode())
        self.role, self.name, self.vault_key = self._slot(self.derive(stretched, "slot passphrase"))
        if (
            hmac.digest(self.derive(self.vault_key, "header"), self.header[:5340], "sha256")
            != self.header[5340:5372]
        ):
            raise ValueError("header MAC")
        self.rows_key, self.names_key = (
            self.derive(self.vault_key, "rows"),
            self.derive(self.vault_key, "names"),
        )
        self.root = self._root()

    def _header(self, table: str) -> bytes | None:
        raw: bytes = self.db.execute(f"SELECT v FROM {table} WHERE k = 0").fetchone()[0]
        sound = len(raw) == 5404 and raw[:18] == MAGIC + b"\x00\x01"
        return raw if sound and hashlib.sha256(raw[:5372]).digest() == raw[5372:] else None

    def derive(self, key: bytes, label: str) -> bytes:
        return expand(key, b"registry vault 1 " + label.encode() + b"\x00" + self.vault_id, 32)

    def context(self, kind: str, owner: str = "", thing: str = "", revision: int = 0) -> bytes:
        return fields(
            b"\x00\x01", self.vault_id, self.epoch, kind.encode(), owner.encode(), thing.encode(),
            revision.to_bytes(8, "big"),
        )  # fmt: skip

    def row(self, kind: str, owner: str = "", thing: str = "") -> bytes:
        digest = hmac.digest(self.names_key, fields(kind.encode(), owner.encode(), thing.encode()), "sha256")
        name = int.from_bytes(digest[:8], "big") & (1 << 63) - 1
        found: bytes = self.db.execute("SELECT v FROM r WHERE k = ?", (name,)).fetchone()[0]
        return found

    def _slot(self, key: bytes) -> tuple[str, str, bytes]:
        for index in range(16):
            sealed = self.header[92 + 328 * index : 92 + 328 * (index + 1)]
            try:
                body = open_seal(key, self.context("slot", "", str(index)), sealed)
            except ValueError:
                continue
            role, name, vault_key, _, _ = msgspec.msgpack.decode(
                body[2 : 2 + int.from_bytes(body[:2], "big")]
            )
            return role, name, vault_key
        raise ValueError("wrong passphrase")

    def _root(self) -> Any:
        copies = [
            msgspec.msgpack.decode(
                plain_body(
                    open_seal(self.rows_key, self.context("root", "", copy), self.row("root", "", copy))
                )
            )
            for copy in "01"
        ]
        return max(copies)

    def page(self, kind: str, table: str, index: int, revision: int) -> Any:
        body = open_seal(
            self.rows_key, self.context(kind, table, str(index), revision), self.row(kind, table, str(index))
        )
        return msgspec.msgpack.decode(deflated_body(body) if kind == "leaf" else plain_body(body))

    def objects(self, table: str) -> Iterator[tuple[int, int, Any]]:
        """Yield number, revision and line of each object of a table, oldest first."""
        directories = next(revisions for name, _, revisions in self.root[4] if name == table)
        for at, revision in enumerate(directories):
            for offset, (leaf_revision, _) in enumerate(self.page("directory", table, at, revision)):
                leaf = self.page("leaf", table, at * LEAVES_IN_DIRECTORY + offset, leaf_revision)
                yield from zip(*leaf[1:], strict=True)

    def head(self, table: str, number: int) -> tuple[Any, bytes]:
        row, thing = self.row("document", table, identity(number)), identity(number)
        end = 4 + int.from_bytes(row[:4], "big")
        head = plain_body(open_seal(self.rows_key, self.context("head", table, thing), row[4:end]))
        return msgspec.msgpack.decode(head), row[end:]

    def document(self, table: str, number: int, revision: int) -> Any:
        head, sealed = self.head(table, number)
        if head[1] != revision:
            raise ValueError("an older copy was put back")
        body = open_seal(head[0], self.context("document", table, identity(number), head[1]), sealed)
        return json.loads(deflated_body(body, dictionary()))

    def exhibit(self, table: str, number: int, name: str) -> bytes:
        head, _ = self.head(table, number)
        size, sha256 = next((size, sha256) for found, size, sha256 in head[3] if found == name)
        place, parts = f"{table}/{identity(number)}", []
        for piece in range(max(1, -(-size // PIECE))):
            thing = f"{name}/{piece}"
            parts.append(
                plain_body(
                    open_seal(
                        head[0], self.context("exhibit", place, thing), self.row("exhibit", place, thing)
                    )
                )
            )
        whole = b"".join(parts)
        if len(whole) != size or hashlib.sha256(whole).digest() != sha256:
            raise ValueError("exhibit")
        return whole

    def journal(self) -> Iterator[Any]:
        """Yield the signed part of every entry after checking chain and signature."""
        previous, key = bytes(32), self.derive(self.vault_key, "journal")
        people_row = open_seal(
            self.rows_key, self.context("people", "", "", self.root[3]), self.row("people")
        )
        people = {person[0] for person in msgspec.msgpack.decode(plain_body(people_row))}
        for sequence in range(1, self.root[0] + 1):
            thing = str(sequence)
            body = plain_body(open_seal(key, self.context("entry", "", thing), self.row("entry", "", thing)))
            signed, signature = msgspec.msgpack.decode(body)
            entry = msgspec.msgpack.decode(signed)
            if entry[2] != previous or entry[1] != sequence or entry[5] not in people:
                raise ValueError("chain")
            Ed25519PublicKey.from_public_bytes(entry[5]).verify(
                signature, b"registry journal entry 1\x00" + signed
            )
            previous = hashlib.sha256(body).digest()
            yield entry
        if previous != self.root[1]:
            raise ValueError("the root names another end")

    def commitment(self, table: str, number: int) -> bytes:
        """Return the commitment that the journal must hold for an object as it stands."""
        head, sealed = self.head(table, number)
        raw = deflated_body(
            open_seal(head[0], self.context("document", table, identity(number), head[1]), sealed),
            dictionary(),
        )
        return hmac.digest(self.derive(head[0], "commitment"), head[1].to_bytes(8, "big") + raw, "sha256")
