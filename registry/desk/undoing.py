"""Undo: the last thing this caseworker did stops counting, and stays readable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from registry.cases.items import Undo
from registry.desk.desk import CASES, SOURCES, WITHDRAWN, Desk
from registry.errors import RuleNotMet
from registry.words.identity import number_of

if TYPE_CHECKING:
    from registry.vault.act import Act

# Acts that add items and can be taken back by a further item. Passphrase changes, disclosures and
# read-outs have happened outside the case files and cannot be unsaid.
REVERSIBLE = frozenset(
    {
        "case new", "claim add", "claim retract", "status set", "group link", "group unlink", "group relate",
        "exhibit attach", "consent grant", "consent withdraw", "source new", "undo",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back: the act, its number in the journal, and the records it touched."""

    operation: str
    sequence: int
    records: tuple[str, ...]


def undo_last(desk: Desk) -> Undone:
    """Take back the last act of this caseworker that can be; undoing twice brings it back.

    Raises ``RuleNotMet`` when there is nothing to undo.
    """
    for signed in desk.vault.journal(newest_first=True):
        entry = signed.entry
        changes = [c for c in entry.changes if c.items and c.table in {CASES, SOURCES}]
        if entry.by.hex() != desk.pen.by or entry.operation not in REVERSIBLE or not changes:
            continue
        with desk.vault.act("undo") as act:
            for change in changes:
                undo = Undo(**desk.pen.stamp(), items=tuple(change.items))
                desk.adding(change.table, change.identity, [undo])
                if change.table == CASES:
                    _mark(desk, act, change.identity)
        return Undone(entry.operation, entry.sequence, tuple(change.identity for change in changes))
    raise RuleNotMet("there is nothing of yours to undo", "see `registry journal show`")


def _mark(desk: Desk, act: Act, identity: str) -> None:
    """Keep the mark of a withdrawn case in step with its items, inside the act under way."""
    number = number_of(identity)
    withdrawn, marked = desk.case(identity).withdrawn, desk.vault.has(WITHDRAWN, number)
    if withdrawn and not marked:
        act.write(WITHDRAWN, number, {"id": identity})
    elif marked and not withdrawn:
        act.remove(WITHDRAWN, number)
