"""Exhibits: sealed files read back piece by piece, and compared with their fingerprint at the end."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from registry.errors import NotFound
from registry.vault.rows import Head, Rows, damaged
from registry.words.identity import id_of


def read_exhibit(rows: Rows, table: str, number: int, head: Head, exhibit: str) -> Iterator[bytes]:
    """Yield an exhibit's bytes. Raises ``NotFound`` at once, ``Damaged`` when a piece differs."""
    found = next((ref for ref in head.exhibits if ref.identity == exhibit), None)
    if found is None:
        raise NotFound("the case has no such exhibit", "see `registry exhibit list`")

    def pieces() -> Iterator[bytes]:
        digest, size = hashlib.sha256(), 0
        for index in range(found.pieces):
            piece = rows.piece(table, number, found, index, head.key)
            digest.update(piece)
            size += len(piece)
            yield piece
        if (size, digest.digest()) != (found.size, found.sha256):
            raise damaged(f"exhibit {exhibit} of {table} {id_of(number)}")

    return pieces()
