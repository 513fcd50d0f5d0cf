"""Undo and redo: what this caseworker did last stops counting, step by step, and stays readable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from registry.cases.casefile import CaseFile
from registry.cases.items import Proposed, Stage, Undo
from registry.desk.collecting import COLLECT
from registry.desk.count_rules import CHANGE as RULES_SET
from registry.desk.count_rules import is_undone, undo_change
from registry.desk.desk import CASES, COUNT_RULES, REQUESTS, SOURCES, WITHDRAWN, Desk, in_one_act
from registry.desk.disclosing import ledger
from registry.desk.erasing import ERASE
from registry.desk.grouping import refuse_overfull, refuse_overfull_by
from registry.desk.importing import IMPORT
from registry.desk.registers import REGISTER_TABLES
from registry.errors import RuleNotMet
from registry.provenance.entry import Change, Entry
from registry.words.identity import number_of
from registry.words.undone import undone

# Tables whose records are made of items, each of which an undo can name.
_OF_ITEMS = frozenset({CASES, SOURCES, REQUESTS, *REGISTER_TABLES})
UNDO, REDO, INTAKE, RETURN = "undo", "redo", "case new", "vault return"
# Acts that add items and can be taken back by a further item. Passphrase changes, disclosures and
# read-outs have happened outside the case files and cannot be unsaid.
REVERSIBLE = frozenset(
    {
        "case new", "claim add", "claim retract", "status set", "case restore", "group link", "group unlink", "group relate", RULES_SET,
        "exhibit attach", "consent grant", "consent withdraw", "source new", "source grade", "form answer", COLLECT, RETURN,
        "task add", "task move", "task done", "action add", "action answer",
        "request new", "request answer", "request close",
        "case edit", "case close", "case reopen", "case link", "case unlink", "match link", "match unlink", "match apart",
        "review accept", "review refuse", "review withdraw", "review recontact",
        "held add", "held end", "crossing add", "facility add", "facility control", "facility retract",
        "disclose narrative write",
        "actor add", "actor retract", "actor review", "place add", "place control", "place retract",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back or brought back: the act, its number in the journal, and the records it touched."""

    operation: str
    sequence: int
    records: tuple[str, ...]


def next_to_undo(desk: Desk) -> str:
    """Return the name of the act that an undo would look at first; raise ``RuleNotMet`` when there is none."""
    for entry, _ in _still_counting(desk, REVERSIBLE | {ERASE, IMPORT}):
        return entry.operation
    raise RuleNotMet("there is nothing of yours to undo", "see `registry journal show`")


@in_one_act(UNDO)
def undo_last(desk: Desk) -> Undone:
    """Take back the last act of this caseworker that still counts; again, and the one before it goes too.

    What was taken in together goes together. Raises ``RuleNotMet`` when there is nothing left to undo, and
    for cases that a summary has counted: who reads the next one could subtract.
    """
    own = _still_counting(desk, REVERSIBLE | {ERASE, IMPORT})
    for entry, standing in own:
        if entry.operation == IMPORT:
            raise RuleNotMet(
                "the last thing you did was to import a list, which is taken back as a whole",
                "find its id with `registry import list`, then `registry import undo ID`",
            )
        if entry.operation == ERASE:
            raise RuleNotMet(
                "the last thing you did was to erase a case, which cannot be undone",
                "take back what you did before it by its own command, such as `registry claim retract`",
            )
        if entry.operation == INTAKE:
            run = _run_of(desk, standing)
            for earlier, changes in own:
                if earlier.operation != INTAKE or run is None or _run_of(desk, changes) != run:
                    break
                standing += changes
        if entry.operation in {INTAKE, COLLECT, RETURN}:
            refuse_published(desk, standing)
        return _take_back(desk, entry, standing)
    raise RuleNotMet("there is nothing of yours to undo", "see `registry journal show`")


@in_one_act(REDO)
def redo_last(desk: Desk) -> Undone:
    """Bring back what the last undo of this caseworker took away; raise ``RuleNotMet`` when there is none."""
    for entry, standing in _still_counting(desk, frozenset({UNDO})):
        return _take_back(desk, entry, standing)
    raise RuleNotMet("there is no undo of yours to take back", "see `registry journal show`")


def _still_counting(desk: Desk, operations: frozenset[str]) -> Iterator[tuple[Entry, list[Change]]]:
    """Yield this caseworker's acts of these kinds, the last one first, with those of their changes that count."""
    for entry, changes in _own(desk, operations):
        standing = [change for change in changes if not gone(desk, change)]
        if standing or entry.operation == ERASE:
            yield entry, standing


def _run_of(desk: Desk, changes: list[Change]) -> str | None:
    """Return the intake that the first case of an act came in with."""
    for change in changes:
        if change.table == CASES:
            document = desk.vault.table(CASES).get(doc_id=number_of(change.identity))
            return str(document["made"].get("run", "")) or None if document else None
    return None


def refuse_published(desk: Desk, changes: list[Change]) -> None:
    """Raise ``RuleNotMet`` where a summary that went out has counted a case that would stop counting."""
    counted = frozenset().union(*(entry.people for entry in ledger(desk)))
    if any(change.identity in counted for change in changes):
        raise RuleNotMet(
            "those cases were counted in a summary that went out, and stay",
            "take back what is wrong in them with `registry claim retract`",
        )


def _own(desk: Desk, operations: frozenset[str]) -> Iterator[tuple[Entry, list[Change]]]:
    """Yield this caseworker's acts of these kinds, the last one first, with what they added to case files."""
    for signed in desk.vault.journal(newest_first=True):
        entry = signed.entry
        changes = [c for c in entry.changes if c.table == COUNT_RULES or (c.items and c.table in _OF_ITEMS)]
        own = entry.by.hex() == desk.pen.by and entry.operation in operations
        if own and (changes or entry.operation == ERASE):
            yield entry, changes


def gone(desk: Desk, change: Change) -> bool:
    """Tell whether everything that a change added has stopped counting, or its record is there no more."""
    if change.table == COUNT_RULES:
        return is_undone(desk, change.identity)
    document = desk.vault.table(change.table).get(doc_id=number_of(change.identity))
    return document is None or set(change.items) <= undone(document["items"])


def _take_back(desk: Desk, entry: Entry, changes: list[Change]) -> Undone:
    for change in changes:
        if change.table == COUNT_RULES:
            undo_change(desk, change.identity)
            continue
        undo = Undo(**desk.pen.stamp(), items=tuple(change.items))
        desk.adding(change.table, change.identity, [undo])
        if change.table == CASES:
            refuse_overfull(desk, desk.case(change.identity))
            refuse_overfull_by(desk, desk.case(change.identity))
            refuse_accepted(desk.case(change.identity))
            mark(desk, change.identity)
    return Undone(entry.operation, entry.sequence, tuple(change.identity for change in changes))


def refuse_accepted(case: CaseFile) -> None:
    """Raise ``RuleNotMet`` where what a colleague accepted would rest on a proposal that no longer counts."""
    proposed = {item.id for item in case.every(Proposed)}
    accepted = {made.proposal for made in case.assessments} | {made.proposal for made in case.every(Stage)}
    if accepted - proposed - {""}:
        raise RuleNotMet(
            "a colleague has accepted that since, under a signature of her own",
            "set the status again, or open the case again; or let her undo her own step first",
        )


def mark(desk: Desk, identity: str) -> None:
    """Keep the mark of a withdrawn case in step with its items, inside the act under way."""
    number = number_of(identity)
    withdrawn, marked = desk.case(identity).withdrawn, desk.vault.has(WITHDRAWN, number)
    with desk.vault.act(UNDO) as act:
        if withdrawn and not marked:
            act.write(WITHDRAWN, number, {"id": identity})
        elif marked and not withdrawn:
            act.remove(WITHDRAWN, number)
