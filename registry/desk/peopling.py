"""People at the desk: who is here and who has left, and when."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from registry.desk.desk import Desk
from registry.desk.intake_only import AwayFile, files_of, revoke
from registry.desk.reading import line
from registry.errors import Damaged
from registry.vault.away import is_away
from registry.vault.membership import refuse_taken
from registry.vault.people import Person
from registry.vault.slots import CASEWORKER, RECOVERY


@dataclass(frozen=True, slots=True)
class Member:
    """Someone who has or had a slot: from which act and day until which; empty and 0 where it goes on.

    ``renewed`` tells that the same person was given other keys, after a passphrase was lost. A day is empty
    where the entry that would tell it is damaged.
    """

    name: str
    role: str
    here: bool
    you: bool
    since_act: int
    since: str
    until_act: int
    until: str
    renewed: bool


def read_name(raw: str) -> str:
    """Return a name as it is kept: one clean line, composed; raise ``InputRefused``."""
    return unicodedata.normalize("NFC", line(raw, "the caseworker's name"))


def new_name(raw: str) -> str:
    """Return a name for someone new; raise ``InputRefused`` for one that is empty, reserved or has no room."""
    name = read_name(raw)
    refuse_taken((), name, CASEWORKER)
    return name


def members(desk: Desk) -> list[Member]:
    """Return everyone who has or had a slot, in the order in which they came; not the recovery key."""
    people = [one for one in desk.vault.people() if one.role != RECOVERY and not is_away(one)]
    again = {(person.name, person.since) for person in people}
    return [_member(desk, person, renewed=(person.name, person.until) in again) for person in people]


def _member(desk: Desk, person: Person, *, renewed: bool) -> Member:
    return Member(
        name=person.name,
        role=person.role,
        here=person.here,
        you=person.here and person.public_key.hex() == desk.pen.by,
        since_act=person.since,
        since=day_of(desk, person.since),
        until_act=person.until,
        until=day_of(desk, person.until) if person.until else "",
        renewed=renewed,
    )


def remove(desk: Desk, name: str) -> tuple[str, list[AwayFile]]:
    """Take away the slot of whoever has that name, or else the standing of what was sent out with them.

    Returns the name as it is kept, and the files that count no more. Raises ``NotFound``, ``RuleNotMet``.
    """
    away = leaving_away(desk, name)
    if not away:
        return desk.vault.remove_person(name).name, []
    revoke(desk, away)
    return away[0].name, away


def leaving_away(desk: Desk, name: str) -> list[AwayFile]:
    """Return the files that someone without a slot here was sent out with and that still count."""
    if name.casefold() in {here.casefold() for here in names_here(desk)}:
        return []
    return files_of(desk, name)


def day_of(desk: Desk, act: int) -> str:
    """Return the day of an act, empty where it is not known; people of format 1 count from act 0."""
    try:
        return desk.vault.entry(max(act, 1)).entry.at[:10]
    except Damaged:
        return ""


def names_here(desk: Desk) -> list[str]:
    """Return the names of those who have a slot, without the recovery key's."""
    return [person.name for person in desk.vault.people() if person.here and person.role != RECOVERY]
