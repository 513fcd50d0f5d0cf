"""How one entry of the journal stands: whether it was signed by someone known and follows from the one before."""

from __future__ import annotations

from registry.provenance.entry import START, Signed
from registry.vault import journal
from registry.vault.history import head_at
from registry.vault.people import Signatories
from registry.vault.session import Session

HOLDS, UNKNOWN, BROKEN = "holds", "unknown signer", "broken"


def standing(vault: Session, signed: Signed, people: Signatories) -> str:
    """Return ``holds``, ``unknown signer``, or ``broken`` where signature or place in the chain do not fit.

    Where the entry before is damaged or gone, its hash cannot be compared; the signature is.
    """
    sequence = signed.entry.sequence
    previous = START if sequence == 1 else head_at(vault, sequence - 1)
    if journal.holds(signed, sequence, previous, people):
        return HOLDS
    return UNKNOWN if journal.holds(signed, sequence, previous, journal.by_anyone(signed)) else BROKEN
