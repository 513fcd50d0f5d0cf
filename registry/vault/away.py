"""Away: people who sign what comes back from outside, and open nothing in this vault."""

from __future__ import annotations

from collections.abc import Iterable

from registry.errors import InputRefused
from registry.vault.act import Act
from registry.vault.box import public_of
from registry.vault.intake_box import Signed, open_sealed
from registry.vault.opening import RECOVERY_NAME
from registry.vault.people import Person
from registry.vault.session import Session
from registry.vault.slots import INTAKE

NO_SLOT = -1


def is_away(person: Person) -> bool:
    """Whether someone on the list never had a slot here."""
    return 0 < person.until == person.since


def list_away(vault: Session, act: Act, who: Person, *, rename: bool = False) -> Person:
    """Put someone on the list of people whose signature under an act of this vault never counts.

    Their names stand beside what they wrote elsewhere. Raises ``InputRefused`` for a name that is empty or taken,
    unless it may be made another one by a number.
    """
    people = vault.people()
    taken = {person.name.casefold() for person in people if person.here or is_away(person)}
    taken.add(RECOVERY_NAME)
    name, number = who.name, 2
    while rename and name.casefold() in taken:
        name, number = f"{who.name} {number}", number + 1
    if not name.strip() or name.casefold() in taken:
        raise InputRefused("that name is empty or taken", "choose another; a pseudonym will do")
    at = act.revision
    away = Person(who.public_key, name, who.role, NO_SLOT, who.exchange_key, since=at, until=at)
    act.write_people([*people, away])
    return away


def intake_key(vault: Session) -> bytes:
    """Return the X25519 public key (32 bytes) that intakes are sealed to now."""
    vault.refresh()
    return public_of(vault.index.root.intakes[-1])


def open_intake(vault: Session, signed: Signed) -> bytes | None:
    """Return the message of an intake, sealed to this vault now or before a change of keys, or ``None``."""
    vault.refresh()
    return open_sealed(signed, vault.index.root.intakes)


def takes_in(people: Iterable[Person]) -> list[Person]:
    """Return everyone who has, or had, a slot of this vault that only takes in."""
    return [person for person in people if person.role == INTAKE and not is_away(person)]
