"""What went out, looked at afterwards: one release in full, and which releases counted somebody."""

from __future__ import annotations

from dataclasses import dataclass

from registry.desk.desk import Desk
from registry.desk.disclosing import ledger
from registry.disclosure.ledger import LedgerEntry
from registry.errors import NotFound
from registry.words.identity import read_id


@dataclass(frozen=True, slots=True)
class Reach:
    """A case and the releases that counted it, oldest first: no withdrawal reaches what is in them."""

    case: str
    entries: tuple[LedgerEntry, ...]


def release(desk: Desk, ref: str) -> LedgerEntry:
    """Return one release as the ledger keeps it; raise ``NotFound``."""
    wanted = read_id(ref)
    found = [entry for entry in ledger(desk) if entry.release_id.startswith(wanted)]
    if len(found) != 1:
        raise NotFound("no release has that id, or more than one", "see `registry disclose ledger`")
    return found[0]


def reach(desk: Desk, ref: str) -> Reach:
    """Return the releases that counted a case, also one that was erased since; raise ``NotFound``."""
    entries = ledger(desk)
    try:
        case = desk.case(ref).id
    except NotFound:
        wanted = read_id(ref)
        gone = {person for entry in entries for person in entry.people if person.startswith(wanted)}
        if len(gone) != 1:
            raise
        case = gone.pop()
    return Reach(case, tuple(entry for entry in entries if case in entry.people))
