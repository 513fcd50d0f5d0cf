"""The journal: a signed chain of acts, written with what they changed, and checked link by link."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Container, Iterable, Iterator

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from registry.errors import Damaged
from registry.provenance.entry import START, Entry, Signed
from registry.vault.body import UNREADABLE
from registry.vault.keys import Hidden
from registry.vault.people import Signatories


def damaged_entry(sequence: int) -> Damaged:
    """Return the refusal that names a broken link of the chain."""
    return Damaged(
        f"journal entry {sequence} was changed, is missing or does not follow from the one before",
        "run `registry vault check`, then compare with a backup",
    )


class Signer:
    """A caseworker's signing key, made once from its seed because making it costs as much as a signature."""

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public_key = self._key.public_key().public_bytes_raw()

    def __repr__(self) -> str:
        return "Signer((hidden))"

    def sign(self, entry: Entry) -> Signed:
        """Return ``entry`` with its Ed25519 signature."""
        return Signed(entry, self._key.sign(entry.to_sign()))


def read(raw: bytes, sequence: int) -> Signed:
    """Return the entry in ``raw``, which must be number ``sequence``. Raises ``Damaged``."""
    try:
        signed = Signed.from_bytes(raw)
    except UNREADABLE:
        raise damaged_entry(sequence) from None
    if signed.entry.sequence != sequence:
        raise damaged_entry(sequence)
    return signed


def _signature_fits(signed: Signed) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(signed.entry.by).verify(signed.signature, signed.entry.to_sign())
    except (InvalidSignature, ValueError):
        return False
    return True


def holds(signed: Signed, sequence: int, previous: bytes | None, people: Signatories) -> bool:
    """Whether an entry is the link it should be: place, hash of the one before, known signer, signature.

    ``previous`` is ``None`` where the entry before could not be read, so that its hash is not known.
    """
    return (
        signed.entry.sequence == sequence
        and (previous is None or hmac.compare_digest(signed.entry.previous, previous))
        and people.may_sign(signed.entry.by, sequence)
        and _signature_fits(signed)
    )


def follow(
    entries: Iterable[Signed], people: Signatories, gaps: Callable[[], Container[int]] = frozenset
) -> Iterator[Signed]:
    """Yield the entries of a chain from its start while each link holds.

    ``gaps`` tells, where one is met, which entries a salvage named as gone: only those may be missing, and the
    hash of what is missing cannot be compared. Raises ``Damaged`` naming the first entry that does not hold.
    """
    previous: bytes | None = START
    sequence = 1
    for signed in entries:
        while sequence < signed.entry.sequence and sequence in gaps():
            sequence, previous = sequence + 1, None
        if not holds(signed, sequence, previous, people):
            raise damaged_entry(sequence)
        sequence, previous = sequence + 1, signed.digest()
        yield signed


def commitment(key: Hidden, revision: int, document: bytes) -> bytes:
    """Return the keyed commitment to a document's bytes at a revision."""
    return hmac.digest(key, revision.to_bytes(8, "big") + document, "sha256")
