"""Rehearsing the recovery: that what is on paper opens the vault, found out before it is needed."""

from __future__ import annotations

from dataclasses import dataclass

from registry.desk.desk import REHEARSALS, Desk
from registry.errors import Damaged, NotFound, RuleNotMet
from registry.provenance.stamp import moment
from registry.vault.people import Person
from registry.vault.slots import RECOVERY

_ONLY = 1  # the one document of the table


@dataclass(frozen=True, slots=True)
class Recovery:
    """The recovery key that opens a vault: when it was made, and when last rehearsed, as ISO dates or empty."""

    made: str
    rehearsed: str


def recovery_of(desk: Desk) -> Recovery:
    """Return what is known of the recovery key in use."""
    person = _key(desk)
    try:
        made = desk.vault.entry(max(person.since, 1)).entry.at[:10]
    except Damaged:
        made = ""
    kept = desk.vault.table(REHEARSALS).get(doc_id=_ONLY)
    known = kept is not None and kept["key"] == person.public_key.hex()
    return Recovery(made, kept["at"][:10] if kept is not None and known else "")


def _key(desk: Desk) -> Person:
    found = [person for person in desk.vault.people() if person.here and person.role == RECOVERY]
    if not found:
        raise NotFound("the vault has no recovery key", "make one with `registry vault recovery renew`")
    return found[0]


def record(desk: Desk) -> None:
    """Keep that the recovery key was rehearsed today; only a desk that it opened can tell."""
    if desk.vault.caseworker.role != RECOVERY:
        raise RuleNotMet("the vault was not opened with the recovery key", "open it with that key")
    with desk.vault.act("vault recovery rehearse") as act:
        act.write(REHEARSALS, _ONLY, {"at": moment(desk.pen.clock()), "key": desk.pen.by})
