"""Undo: the last thing this caseworker did stops counting, and stays readable."""

from __future__ import annotations

from dataclasses import dataclass

from registry.cases.items import Undo, plain_item
from registry.desk.desk import CASES, SOURCES, WITHDRAWN, Desk
from registry.errors import RuleNotMet
from registry.words.identity import id_of

# Acts that add items and can be taken back by a further item. Passphrase changes, disclosures and
# read-outs have happened outside the case files and cannot be unsaid.
_REVERSIBLE = frozenset(
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
    for entry in desk.vault.journal(newest_first=True):
        if entry.caseworker != desk.pen.by or entry.operation not in _REVERSIBLE:
            continue
        changes = [change for change in entry.changes if change.items and change.table in {CASES, SOURCES}]
        if not changes:
            continue
        with desk.vault.act("undo"):
            for change in changes:
                undo = plain_item(Undo(**desk.pen.stamp(), items=tuple(change.items)))

                def add(document: dict[str, list[object]], undo: dict[str, object] = undo) -> None:
                    document["items"].append(undo)

                desk.vault.table(change.table).update(add, doc_ids=[change.object])
                if change.table == CASES:
                    _mark(desk, change.object)
        return Undone(entry.operation, entry.sequence, tuple(id_of(change.object) for change in changes))
    raise RuleNotMet("there is nothing of yours to undo", "see `registry journal show`")




def _mark(desk: Desk, number: int) -> None:
    """Keep the mark of a withdrawn case in step with its items, inside the act under way."""
    case = desk.case(id_of(number))
    marked = desk.vault.table(WITHDRAWN).get(doc_id=number) is not None
    if case.withdrawn and not marked:
        desk.vault.put(WITHDRAWN, number, {"id": case.id})
    elif marked and not case.withdrawn:
        desk.vault.table(WITHDRAWN).remove(doc_ids=[number])
