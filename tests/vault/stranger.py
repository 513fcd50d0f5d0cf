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
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

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


class Epoch:
    """The keys of one epoch."""

    def __init__(self, vault_id: bytes, form: bytes, epoch: int, vault_key: bytes) -> None:
        self.vault_id, self.front = vault_id, (form, vault_id, epoch.to_bytes(4, "big"))
        self.vault_key = vault_key
        self.rows, self.journal = derive(vault_key, "rows", vault_id), derive(vault_key, "journal", vault_id)

    def context(self, kind: str, owner: str = "", thing: str = "", revision: int = 0) -> bytes:
        return fields(*self.front, kind.encode(), owner.encode(), thing.encode(), revision.to_bytes(8, "big"))

    def content_key(self, object_key: bytes) -> bytes:
        if self.front[0] == b"\x00\x01":
            return object_key
        info = b"registry vault content\x00" + self.vault_id
        return HKDF(hashes.SHA512(), 32, self.rows, info).derive(object_key)


def derive(key: bytes, label: str, vault_id: bytes) -> bytes:
    return expand(key, b"registry vault 1 " + label.encode() + b"\x00" + vault_id, 32)


def open_box(seed: bytes, context: bytes, boxed: bytes) -> bytes:
    own, ephemeral = X25519PrivateKey.from_private_bytes(seed), boxed[:32]
    shared = own.exchange(X25519PublicKey.from_public_bytes(ephemeral))
    salt = ephemeral + own.public_key().public_bytes_raw()
    key = HKDF(hashes.SHA512(), 32, salt, b"registry vault box").derive(shared)
    return open_seal(key, context, boxed[32:])


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
        self.form, self.vault_id = self.header[16:18], self.header[28:44]
        memory, passes, lanes = (int.from_bytes(self.header[at : at + 4], "big") for at in (48, 52, 56))
        if not self.header[19] & 1 and not (
            65536 <= memory <= 1048576 and 3 <= passes <= 64 and 4 <= lanes <= 16
        ):
            raise ValueError("parameters outside floor and ceiling")
        stretched = Argon2id(
            salt=self.header[60:92], length=32, iterations=passes, lanes=lanes, memory_cost=memory
        ).derive(unicodedata.normalize("NFC", passphrase).encode())
        vault_key, naming = self._slot(derive(stretched, "slot passphrase", self.vault_id))
        mac = hmac.digest(derive(vault_key, "header", self.vault_id), self.header[:-64], "sha256")
        if mac != self.header[-64:-32]:
            raise ValueError("header MAC")
        self.names_key = derive(naming or vault_key, "names", self.vault_id)
        self.now = self._epoch(int.from_bytes(self.header[44:48], "big"), vault_key)
        self.former: list[tuple[int, Epoch]] = []
        self.root = self._root()
        if len(self.root) > 5:
            self.former = [(until, self._epoch(epoch, key)) for epoch, until, key in self.root[5]]

    def _epoch(self, epoch: int, vault_key: bytes) -> Epoch:
        return Epoch(self.vault_id, self.form, epoch, vault_key)

    def at(self, revision: int) -> Epoch:
        """Return the epoch in which act number ``revision`` wrote."""
        return next((epoch for until, epoch in self.former if revision < until), self.now)

    def _header(self, table: str) -> bytes | None:
        raw: bytes = self.db.execute(f"SELECT v FROM {table} WHERE k = 0").fetchone()[0]
        sound = (raw[:18], len(raw)) in {(MAGIC + b"\x00\x01", 5404), (MAGIC + b"\x00\x02", 8092)}
        return raw if sound and hashlib.sha256(raw[:-32]).digest() == raw[-32:] else None

    def row(self, kind: str, owner: str = "", thing: str = "") -> bytes:
        digest = hmac.digest(self.names_key, fields(kind.encode(), owner.encode(), thing.encode()), "sha256")
        name = int.from_bytes(digest[:8], "big") & (1 << 63) - 1
        found: bytes = self.db.execute("SELECT v FROM r WHERE k = ?", (name,)).fetchone()[0]
        return found

    def _slot(self, key: bytes) -> tuple[bytes, bytes]:
        """Return vault key and naming secret; the first format has no such secret."""
        size = (len(self.header) - 156) // 16
        for form, epoch in ((b"\x00\x02", 0), (b"\x00\x01", 1)):
            place = Epoch(self.vault_id, form, epoch, bytes(32))
            for index in range(16):
                slot = self.header[92 + size * index : 92 + size * (index + 1)]
                try:
                    body = open_seal(key, place.context("slot", "", str(index)), slot[:328])
                except ValueError:
                    continue
                found = msgspec.msgpack.decode(body[2 : 2 + int.from_bytes(body[:2], "big")])
                self.role, self.name = found[:2]
                if self.form == b"\x00\x01":
                    return found[2], b""
                now = self._epoch(int.from_bytes(self.header[44:48], "big"), bytes(32))
                granted = open_box(found[-1], now.context("grant", "", str(index)), slot[328:])
                return granted[:32], granted[32:]
        raise ValueError("wrong passphrase")

    def _root(self) -> Any:
        copies = [
            msgspec.msgpack.decode(
                plain_body(
                    open_seal(self.now.rows, self.now.context("root", "", copy), self.row("root", "", copy))
                )
            )
            for copy in "01"
        ]
        return max(copies, key=lambda copy: copy[0])

    def page(self, kind: str, table: str, index: int, revision: int) -> Any:
        epoch = self.at(revision)
        body = open_seal(
            epoch.rows, epoch.context(kind, table, str(index), revision), self.row(kind, table, str(index))
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
        for epoch in (self.now, *(epoch for _, epoch in self.former)):
            try:
                head = plain_body(open_seal(epoch.rows, epoch.context("head", table, thing), row[4:end]))
            except ValueError:
                continue
            return msgspec.msgpack.decode(head), row[end:]
        raise ValueError("head")

    def _document(self, table: str, number: int) -> tuple[Any, bytes]:
        head, sealed = self.head(table, number)
        epoch = self.at(head[1])
        context = epoch.context("document", table, identity(number), head[1])
        return head, deflated_body(open_seal(epoch.content_key(head[0]), context, sealed), dictionary())

    def document(self, table: str, number: int, revision: int) -> Any:
        head, raw = self._document(table, number)
        if head[1] != revision:
            raise ValueError("an older copy was put back")
        return json.loads(raw)

    def exhibit(self, table: str, number: int, name: str) -> bytes:
        head, _ = self.head(table, number)
        size, sha256, *attached = next(found[1:] for found in head[3] if found[0] == name)
        revision = attached[0] if attached else 0
        epoch = self.at(revision)
        place, parts = f"{table}/{identity(number)}", []
        for piece in range(max(1, -(-size // PIECE))):
            thing = f"{name}/{piece}"
            context = epoch.context("exhibit", place, thing, revision)
            sealed = self.row("exhibit", place, thing)
            parts.append(plain_body(open_seal(epoch.content_key(head[0]), context, sealed)))
        whole = b"".join(parts)
        if len(whole) != size or hashlib.sha256(whole).digest() != sha256:
            raise ValueError("exhibit")
        return whole

    def people(self) -> list[Any]:
        epoch = self.at(self.root[3])
        row = open_seal(epoch.rows, epoch.context("people", "", "", self.root[3]), self.row("people"))
        found: list[Any] = msgspec.msgpack.decode(plain_body(row))
        return found

    def journal(self) -> Iterator[Any]:
        """Yield the signed part of every entry after checking chain and signature."""
        previous = bytes(32)
        spans = [(p[0], *(p[5:7] or (0, 0))) for p in self.people()]
        for sequence in range(1, self.root[0] + 1):
            thing, epoch = str(sequence), self.at(sequence)
            sealed = self.row("entry", "", thing)
            body = plain_body(open_seal(epoch.journal, epoch.context("entry", "", thing), sealed))
            signed, signature = msgspec.msgpack.decode(body)
            entry = msgspec.msgpack.decode(signed)
            known = any(
                key == entry[5] and since <= sequence and (until == 0 or sequence < until)
                for key, since, until in spans
            )
            if entry[2] != previous or entry[1] != sequence or not known:
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
        head, raw = self._document(table, number)
        key = derive(head[0], "commitment", self.vault_id)
        return hmac.digest(key, head[1].to_bytes(8, "big") + raw, "sha256")
