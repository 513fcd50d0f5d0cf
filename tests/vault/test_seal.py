"""Sealing: the public vectors, our own, and the native class."""

from __future__ import annotations

import hashlib
import json
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.vault import seal as sealing
from registry.vault.seal import OVERHEAD, SealBroken, seal, unseal

VECTORS = Path(__file__).parent.parent / "vectors"
PUBLIC = json.loads((VECTORS / "c2sp-chunked-encryption-256.json").read_text("utf-8"))["vectors"]
OWN = json.loads((VECTORS / "vault-format-2.json").read_text("utf-8"))["seals"]
KEY = bytes(range(32))


@pytest.mark.parametrize("vector", PUBLIC, ids=lambda v: f"{v['number']} {v['comment']}")
def test_public_vectors(vector: dict[str, Any]) -> None:
    key, context = bytes.fromhex(vector["key"]), bytes.fromhex(vector["context"])
    sealed = zlib.decompress(bytes.fromhex(vector["sealed"]))
    if vector["result"] == "valid":
        message = unseal(key, context, sealed)
        assert (len(message), hashlib.sha512(message).hexdigest()) == (vector["length"], vector["sha512"])
        # Sealing again with the vector's salt gives the vector's bytes.
        assert seal(key, context, message, lambda length: sealed[:length]) == sealed
    else:
        with pytest.raises(SealBroken):
            unseal(key, context, sealed)


def test_public_vectors_are_all_there() -> None:
    assert [v["result"] for v in PUBLIC].count("valid") == 10
    assert [v["result"] for v in PUBLIC].count("invalid") == 25


@pytest.mark.parametrize("vector", OWN, ids=lambda v: v["comment"])
def test_own_vectors(vector: dict[str, Any]) -> None:
    key, context = bytes.fromhex(vector["key"]), bytes.fromhex(vector["context"])
    sealed = bytes.fromhex(vector["sealed"])
    if vector["result"] == "valid":
        assert unseal(key, context, sealed).hex() == vector["message"]
    else:
        with pytest.raises(SealBroken):
            unseal(key, context, sealed)


@given(st.binary(max_size=200), st.sampled_from([0, 1, 16383, 16384, 16385, 32768, 40000]))
def test_what_was_sealed_opens_and_only_in_its_context(context: bytes, length: int) -> None:
    message = (b"0123456789abcdef" * 2600)[:length]
    sealed = seal(KEY, context, message)
    assert len(sealed) == length + 56 + 16 * (length // 16384 + 1)
    assert unseal(KEY, context, sealed) == message
    with pytest.raises(SealBroken):
        unseal(KEY, context + b"x", sealed)


@pytest.mark.parametrize("length", [0, 1, 16383, 16384, 50000])
def test_the_native_class_agrees(length: int) -> None:
    native = pytest.importorskip("cryptography.cobblestone")
    message = bytes(length)
    decryptor = native.Cobblestone256Decryptor(KEY, b"context")
    opened = decryptor.update(seal(KEY, b"context", message)) + decryptor.finalize()
    assert opened == message
    encryptor = native.Cobblestone256Encryptor(KEY, b"context")
    assert unseal(KEY, b"context", encryptor.update(message) + encryptor.finalize()) == message


@given(st.binary(max_size=300), st.integers(min_value=0), st.integers(0, 7))
def test_any_changed_bit_is_noticed(message: bytes, at: int, bit: int) -> None:
    sealed = bytearray(seal(KEY, b"c", message))
    sealed[at % len(sealed)] ^= 1 << bit
    with pytest.raises(SealBroken):
        unseal(KEY, b"c", bytes(sealed))


def test_every_salt_is_new() -> None:
    assert len({seal(KEY, b"", b"same") for _ in range(100)}) == 100
    assert len(seal(KEY, b"", b"")) == OVERHEAD


def test_the_chunk_counter_has_an_end() -> None:
    with pytest.raises(SealBroken):
        sealing._nonce(bytes(12), 2**38)
