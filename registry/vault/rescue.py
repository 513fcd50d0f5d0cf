"""Rescue: what an index page held that does not open any more, found again from the journal and the heads."""

from __future__ import annotations

from registry.errors import Damaged
from registry.vault.rows import Root, Rows
from registry.words.identity import number_of

NOWHERE = -1  # the leaf of objects that nothing but the journal tells of


def rescue(rows: Rows, root: Root, table: str) -> dict[int, list[tuple[int, int]]]:
    """Return what each leaf of a table must hold, from the journal and the heads, for pages that do not open.

    The journal names every object and its last revision; the head says on which leaf it stands. Entries that
    are damaged themselves are passed over: a check names them. Objects whose head does not open, or whose row
    is gone, stand under ``NOWHERE``.
    """
    living: dict[int, int] = {}
    for sequence in range(1, root.sequence + 1):
        try:
            changes = rows.entry(sequence).entry.changes
        except Damaged:
            continue
        for change in changes:
            if change.table == table and change.removed:
                living.pop(number_of(change.identity), None)
            elif change.table == table:
                living[number_of(change.identity)] = sequence
    leaves: dict[int, list[tuple[int, int]]] = {}
    for number, revision in living.items():
        try:
            found = rows.head(table, number)
        except Damaged:
            found = None
        if found is None:
            leaves.setdefault(NOWHERE, []).append((number, revision))
        elif found[0].revision >= revision:
            leaves.setdefault(found[0].leaf, []).append((number, found[0].revision))
    return leaves
