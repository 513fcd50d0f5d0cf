"""Gaps: entries of the journal that are gone, as a salvage names them in a signed entry of its own.

A salvaged vault keeps every entry that could be read, each in its own place. What could not be read is named
by the entry of the salvage, under the reserved table name ``journal``: an entry's number as an identity, with
an empty commitment, as for a record that was removed. A history that was given up for an older one is named in
the same way, with the hash of its last entry as the commitment.
"""

from __future__ import annotations

from collections.abc import Iterable

from registry.provenance.entry import Change, Signed
from registry.words.identity import id_of, number_of

# The name under which an act speaks of the journal's own entries. No table of documents may have it.
JOURNAL = "journal"
SALVAGE = "vault salvage"
ACCEPT = "vault accept"


def gone(sequence: int) -> Change:
    """Return how a salvage says that entry ``sequence`` is gone."""
    return Change(JOURNAL, id_of(sequence), (), b"")


def given_up(sequence: int, head: bytes) -> Change:
    """Return how an act says that a history up to ``sequence``, ending in the hash ``head``, was given up."""
    return Change(JOURNAL, id_of(sequence), (), head)


def named_by(signed: Signed) -> Iterable[int]:
    """Yield the entries that an entry names as gone; only a salvage can, and only of what came before it."""
    entry = signed.entry
    if entry.operation != SALVAGE:
        return
    for change in entry.changes:
        if change.table == JOURNAL and change.removed and number_of(change.identity) < entry.sequence:
            yield number_of(change.identity)
