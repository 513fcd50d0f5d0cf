"""Taking back an import: everything it added stops counting, and its file can be brought in again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from registry.cases.items import Undo
from registry.desk.desk import CASES, IMPORT_ROWS, IMPORTS, SOURCES, WAITING_ROWS, Desk, Progress, no_progress
from registry.desk.grouping import refuse_overfull
from registry.desk.undoing import gone, mark, refuse_accepted, refuse_published
from registry.errors import NotFound, RuleNotMet
from registry.provenance.entry import Change
from registry.words.identity import BODY, number_of, read_id

UNDO_IMPORT = "import undo"
# How many changes are taken back in one act: an import of any size is taken back in memory that does not grow.
BATCH = 500


@dataclass(frozen=True, slots=True)
class Imported:
    """One import as the vault remembers it: when, from which file, and how many rows became what."""

    id: str
    at: str
    by: str
    name: str
    sha256: str
    collection: str
    counts: dict[str, int] = field(default_factory=dict)
    ended: bool = False
    undone: bool = False

    @classmethod
    def of(cls, document: dict[str, Any]) -> Imported:
        """Read a kept one."""
        return cls(**{key: document[key] for key in cls.__slots__ if key in document})


def imports(desk: Desk) -> list[Imported]:
    """Return every import, the newest first."""
    found = [Imported.of(document) for _, document in desk.vault.documents(IMPORTS)]
    return sorted(found, key=lambda one: (one.at, one.id), reverse=True)


def import_named(desk: Desk, ref: str) -> Imported:
    """Return the import that an id or its spoken form names; raise ``NotFound``."""
    asked = read_id(ref)
    found = [one for one in imports(desk) if one.id.startswith(asked)]
    if not found or (len(found) > 1 and len(asked) < BODY):
        raise NotFound("no single import here has that id", "see `registry import list`")
    return found[0]


def waiting(desk: Desk, run: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of an import that wait, with their line, their cells and what is wrong with them."""
    rows = [
        (document["line"], number)
        for number, document in desk.vault.documents(WAITING_ROWS)
        if document["run"] == run
    ]
    for _, number in sorted(rows):
        if document := desk.vault.document(WAITING_ROWS, number):
            yield document


def undo_import(desk: Desk, ref: str, progress: Progress = no_progress) -> Imported:
    """Take back everything that an import added, its waiting rows with it; raise ``RuleNotMet`` where that cannot be.

    What others wrote in its cases since keeps a case from going: it is refused before anything is changed, as are
    cases that a summary has counted. Stopped half-way, it goes on where it stopped.
    """
    run = import_named(desk, ref)
    if run.undone:
        raise RuleNotMet("that import was taken back before", "see `registry import list`")
    changes = _changes(desk, run.id)
    refuse_published(desk, changes)
    _refuse_worked_on(desk, changes)
    standing = [change for change in changes if not gone(desk, change)]
    for start in range(0, max(len(standing), 1), BATCH):
        with desk.vault.act(UNDO_IMPORT):
            for change in standing[start : start + BATCH]:
                _take_back(desk, change)
        progress(min(start + BATCH, len(standing)), len(standing))
    with desk.vault.act(UNDO_IMPORT) as act:
        for table in (IMPORT_ROWS, WAITING_ROWS):
            for number in [n for n, document in desk.vault.documents(table) if document["run"] == run.id]:
                act.remove(table, number)
        kept = desk.vault.document(IMPORTS, number_of(run.id)) or {}
        act.write(IMPORTS, number_of(run.id), {**kept, "undone": True})
    return import_named(desk, run.id)


def _changes(desk: Desk, run: str) -> list[Change]:
    """Return what the acts of an import added to cases and sources, the last act first."""
    found: list[Change] = []
    for signed in desk.vault.journal(newest_first=True):
        changes = signed.entry.changes
        if any(change.table == IMPORTS and change.identity == run for change in changes):
            found += [change for change in changes if change.items and change.table in (CASES, SOURCES)]
    return found


def _refuse_worked_on(desk: Desk, changes: list[Change]) -> None:
    """Refuse where somebody has worked on a case that the import made: their work would hang in the air."""
    made: dict[str, set[str]] = {}
    for change in changes:
        if change.table == CASES:
            made.setdefault(change.identity, set()).update(change.items)
    for identity, items in made.items():
        document = desk.vault.document(CASES, number_of(identity))
        if document is None or document["items"][0]["id"] not in items:
            continue  # the import added to a case that was there, which stays
        if any(item["id"] not in items and item["t"] != "undo" for item in document["items"]):
            raise RuleNotMet(
                "somebody has worked since on a case that this import made",
                "take that back first, or take back single cases with `registry claim retract`",
            )


def _take_back(desk: Desk, change: Change) -> None:
    desk.adding(change.table, change.identity, [Undo(**desk.pen.stamp(), items=tuple(change.items))])
    if change.table == CASES:
        refuse_overfull(desk, desk.case(change.identity))
        refuse_accepted(desk.case(change.identity))
        mark(desk, change.identity)
