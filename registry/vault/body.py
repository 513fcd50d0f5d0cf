"""Bodies: what is sealed is first deflated and then padded, so that a size says little."""

from __future__ import annotations

import zlib
from typing import Annotated

import msgspec

from registry.errors import Damaged, InputRefused
from registry.vault.dictionary import DICTIONARY

# More than any case file: a body that unfolds to more was not made by this program.
LARGEST = 64 * 1024 * 1024

# What reading bytes as MessagePack or JSON may raise where they are neither: text that is no UTF-8, numbers
# out of range and nesting without end among it.
UNREADABLE = (msgspec.MsgspecError, ValueError, OverflowError, RecursionError)

# Whole numbers as they stand in sealed parts: of acts, revisions, sizes and places; and of epochs.
Number = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
Epoch = Annotated[int, msgspec.Meta(ge=0, le=2**32 - 1)]


def _broken() -> Damaged:
    return Damaged(
        "something kept does not have the shape it was saved in",
        "run `registry vault check`, then `registry vault salvage OUT` or restore from a backup",
    )


def padded_length(length: int) -> int:
    """Return the Padmé length for ``length`` bytes: at most 12 % more, O(log log) bits of the length to see.

    Nikitin et al., Reducing Metadata Leakage from Encrypted Files (PETS 2019), algorithm 1.
    """
    if length < 2:
        return length
    exponent = length.bit_length() - 1
    step = 1 << (exponent - exponent.bit_length())
    return (length + step - 1) // step * step


def pad(data: bytes) -> bytes:
    """Return ``data`` behind its length, filled with zeros up to the Padmé length."""
    whole = len(data).to_bytes(4, "big") + data
    return whole.ljust(padded_length(len(whole)), b"\x00")


def unpad(body: bytes) -> bytes:
    """Return what ``pad`` was given. Raises ``Damaged`` for any other shape."""
    end = 4 + int.from_bytes(body[:4], "big")
    if len(body) < 4 or len(body) != padded_length(end) or body.count(0, end) != len(body) - end:
        raise _broken()
    return body[4:end]


def deflate(data: bytes, dictionary: bytes = b"", level: int = 6) -> bytes:
    """Return a deflated, padded body of ``data``.

    Window and memory follow the size, because setting up a compressor for 32 KiB costs more time than
    a short record does.
    """
    if len(data) > LARGEST:
        raise InputRefused("that is too much for one record", "attach long material as an exhibit instead")
    bits = max(9, min(15, (len(data) + len(dictionary)).bit_length() + 1))
    memory = max(1, min(9, bits - 5))
    press = zlib.compressobj(level, zlib.DEFLATED, -bits, memory, zdict=dictionary)
    return pad(press.compress(data) + press.flush())


def inflate(body: bytes, dictionary: bytes = b"") -> bytes:
    """Return what ``deflate`` was given, refusing more than 64 MiB. Raises ``Damaged``."""
    unfold = zlib.decompressobj(-15, zdict=dictionary)
    try:
        plain = unfold.decompress(unpad(body), LARGEST)
    except zlib.error:
        raise _broken() from None
    if not unfold.eof or unfold.unused_data:
        raise _broken()
    return plain


def deflate_document(data: bytes) -> bytes:
    """Return the body of a document's JSON, deflated with the words that case files share."""
    return deflate(data, DICTIONARY)


def inflate_document(body: bytes) -> bytes:
    """Return a document's JSON from its body."""
    return inflate(body, DICTIONARY)
