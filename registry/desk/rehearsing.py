"""Rehearsing the recovery: that what is on paper opens the vault, found out before it is needed."""

from __future__ import annotations

from dataclasses import dataclass

from registry.desk.desk import REHEARSALS, Desk
from registry.desk.peopling import day_of
from registry.errors import RuleNotMet
from registry.provenance.stamp import moment
from registry.vault.slots import RECOVERY

_ONLY = 1  # the one document of the table


@dataclass(frozen=True, slots=True)
class Recovery:
    """The recovery key that opens a vault: the days when it was made and last rehearsed, as ISO dates.

    ``made`` is ``None`` where there is no such key, and empty where the entry that tells the day is damaged;
    ``rehearsed`` is empty where it never was.
    """

    made: str | None
    rehearsed: str


def recovery_of(desk: Desk) -> Recovery:
    """Return what is known of the recovery key in use."""
    keys = [person for person in desk.vault.people() if person.here and person.role == RECOVERY]
    if not keys:
        return Recovery(None, "")
    kept = desk.vault.table(REHEARSALS).get(doc_id=_ONLY)
    known = kept is not None and kept["key"] == keys[0].public_key.hex()
    return Recovery(day_of(desk, keys[0].since), kept["at"][:10] if kept is not None and known else "")


def record(desk: Desk) -> None:
    """Keep that the recovery key was rehearsed today; only a desk that it opened can tell."""
    if desk.vault.caseworker.role != RECOVERY:
        raise RuleNotMet("the vault was not opened with the recovery key", "open it with that key")
    with desk.vault.act("vault recovery rehearse") as act:
        act.write(REHEARSALS, _ONLY, {"at": moment(desk.pen.clock()), "key": desk.pen.by})
