"""Membership: colleagues come and go, passphrases change, and new keys go to everyone who stays.

Nobody's passphrase is needed to give them new keys: a grant is sealed to their public key.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace

from registry.errors import InputRefused, NotFound, RuleNotMet
from registry.vault import header as headers
from registry.vault.act import Act
from registry.vault.box import public_of
from registry.vault.header import Header
from registry.vault.keys import Hidden, Keys
from registry.vault.opening import RECOVERY_NAME, slot_key
from registry.vault.passphrase import require_strong
from registry.vault.people import Person, member
from registry.vault.recovery import RecoveryKey
from registry.vault.rows import FormerEpoch, Root, damaged
from registry.vault.session import Session
from registry.vault.slots import (
    IDENTITY,
    INTAKE,
    RECOVERY,
    ROLES,
    Identity,
    empty_slot,
    free_slot,
    new_identity,
    refuse_long,
    seal_grant,
    seal_identity,
    with_slot,
)


def current_header(vault: Session) -> Header:
    """Return the newest header in the file, which another session may have changed."""
    read = map(headers.read, vault.container.headers())
    found = [head for head in read if head and head.authentic(vault.keys.header)]
    if not found:
        raise damaged("the vault's header")
    return max(found, key=lambda head: head.sequence)


def grant_of(person: Person, keys: Keys, root: Root) -> bytes:
    """Return what a person may open, sealed to them: the vault key, or only the key that intakes are sealed to."""
    granted = (b"", public_of(root.intakes[-1])) if person.role == INTAKE else (keys.vault, keys.naming)
    return seal_grant(person.exchange_key, person.slot, granted, keys.places)


def regranted(slots: Sequence[bytes], people: Iterable[Person], keys: Keys, root: Root) -> tuple[bytes, ...]:
    """Return the slots with a new grant for everyone who is here; who they are stays as it is sealed."""
    renewed = tuple(slots)
    for person in people:
        if person.here:
            sealed = renewed[person.slot][:IDENTITY] + grant_of(person, keys, root)
            renewed = with_slot(renewed, person.slot, sealed)
    return renewed


def write_header(vault: Session, act: Act, head: Header) -> None:
    """Sign and write a header as part of an act; the session goes on under it."""
    signed = replace(head, sequence=head.sequence + 1).signed(vault.keys.header)
    act.write_header(signed.to_bytes(), signed.sequence)
    vault.header = signed


def new_epoch(vault: Session, act: Act, head: Header, people: Iterable[Person]) -> Header:
    """Begin a new epoch: a new vault key for everyone who is here. Returns the header, still to be written.

    What was written before stays sealed as it is, under the key that the root remembers.
    """
    root, old = vault.index.root, vault.keys
    root.former = [*root.former, FormerEpoch(head.epoch, act.revision, bytes(old.vault))]
    root.intakes = [*root.intakes, os.urandom(32)]
    fresh = Keys.of(os.urandom(32), head.vault_id, head.epoch + 1, old.naming)
    vault.take_keys(fresh)
    return replace(head, epoch=fresh.epoch, slots=regranted(head.slots, people, fresh, root))


def _named(people: Iterable[Person], name: str) -> Person:
    """Return the one person here who is called so. Raises ``NotFound``."""
    found = [p for p in people if p.here and p.role != RECOVERY and p.name.casefold() == name.casefold()]
    if len(found) != 1:
        raise NotFound("nobody of that name has a slot in this vault", "see `registry vault slots list`")
    return found[0]


def removable(vault: Session, name: str) -> Person:
    """Return a colleague who is here by name. Raises ``NotFound``, ``RuleNotMet`` for one's own slot."""
    found = _named(vault.people(), name)
    if found.public_key == vault.caseworker.public_key:
        raise RuleNotMet("that is the slot this vault was opened with", "have a colleague remove it")
    return found


def _unknown_role() -> InputRefused:
    return InputRefused("that role is not known", f"use one of: {', '.join(ROLES)}")


def refuse_taken(people: Iterable[Person], name: str, role: str) -> None:
    """Raise ``InputRefused`` for a role that is none, or a name that is empty or someone's who is here."""
    if role not in ROLES:
        raise _unknown_role()
    taken = {person.name.casefold() for person in people if person.here}
    if not name.strip() or name.casefold() in taken | {RECOVERY_NAME}:
        raise InputRefused("that name is empty or taken", "choose another; a pseudonym will do")
    refuse_long(name)


def add_person(vault: Session, name: str, role: str, passphrase: str) -> Person:
    """Give a colleague a slot with keys of their own. Returns the public side.

    Raises ``InputRefused`` for a weak passphrase or a name that is taken, ``RuleNotMet`` when all slots are.
    """
    refuse_taken(vault.people(), name, role)
    require_strong(passphrase)
    key = slot_key(vault.header, passphrase, None)  # slow on purpose, so before the act
    with vault.act("vault slots add", traceless=True) as act:
        people = vault.people()
        refuse_taken(people, name, role)
        return _seat(vault, act, people, new_identity(role, name), key, current_header(vault))


def _seat(vault: Session, act: Act, people: list[Person], who: Identity, key: Hidden, head: Header) -> Person:
    """Put someone new in a free slot and on the list, and write both."""
    index = free_slot(person.slot for person in people if person.here)
    seated = member(who, index, since=act.revision)
    sealed = seal_identity(who, index, key, head.vault_id) + grant_of(seated, vault.keys, vault.index.root)
    act.write_people([*people, seated])
    write_header(vault, act, replace(head, slots=with_slot(head.slots, index, sealed)))
    return seated


def _without(vault: Session, act: Act, leaving: Person) -> tuple[Header, list[Person]]:
    """Take a slot away and begin a new epoch without whoever had it. Returns header and people, to be written."""
    people = [p.gone(act.revision) if p == leaving else p for p in vault.people()]
    head = current_header(vault)
    head = replace(head, slots=with_slot(head.slots, leaving.slot, empty_slot()))
    return new_epoch(vault, act, head, people), people


def remove_person(vault: Session, name: str) -> Person:
    """Take a colleague's slot away and give everyone else new keys. Returns who left.

    They can read what they copied before, and nothing that is written from now on. Raises ``NotFound``,
    ``RuleNotMet`` for one's own slot, so that a vault never loses its last caseworker.
    """
    with vault.act("vault slots remove", traceless=True) as act:
        leaving = removable(vault, name)
        head, people = _without(vault, act, leaving)
        act.write_people(people)
        write_header(vault, act, head)
    return leaving


def set_role(vault: Session, name: str, role: str) -> Person:
    """Change what a colleague may do, between caseworker and reviewer. Raises ``NotFound``, ``InputRefused``."""
    with vault.act("vault slots role") as act:
        people = vault.people()
        before = _named(people, name)
        if role not in ROLES:
            raise _unknown_role()
        if INTAKE in {role, before.role}:
            raise InputRefused(
                "that role cannot be given or taken so", "who only takes in gets a slot of their own: add one"
            )
        after = Person(before.public_key, before.name, role, before.slot, before.exchange_key, before.since)
        act.write_people([after if person == before else person for person in people])
    return after


def rekey(vault: Session) -> int:
    """Begin a new epoch for the same people. Returns its number."""
    with vault.act("vault rekey", traceless=True) as act:
        write_header(vault, act, new_epoch(vault, act, current_header(vault), vault.people()))
    return vault.header.epoch


def renew_recovery(vault: Session, recovery: RecoveryKey) -> None:
    """Put a new recovery key in the place of the old one, which opens nothing written from now on."""
    key = slot_key(vault.header, None, recovery)
    with vault.act("vault recovery renew", traceless=True) as act:
        spare = next((p for p in vault.people() if p.here and p.role == RECOVERY), None)
        if spare is None:
            head, people = current_header(vault), vault.people()
        else:
            head, people = _without(vault, act, spare)
        _seat(vault, act, people, new_identity(RECOVERY, RECOVERY_NAME), key, head)


def change_passphrase(vault: Session, new: str, name: str = "") -> None:
    """Give the opener a new passphrase, or with the recovery key open, someone who lost theirs.

    With the recovery key they get new keys of their own too: the old ones went with the passphrase. ``name``
    says who, where there are several. Raises ``InputRefused`` for a weak one, ``NotFound``.
    """
    require_strong(new)
    key = slot_key(vault.header, new, None)
    with vault.act("vault passphrase", traceless=True) as act:
        if vault.slot.who.role == RECOVERY:
            _replace_keys(vault, act, key, name)
            return
        head, index = current_header(vault), vault.slot_index
        sealed = seal_identity(vault.slot.who, index, key, head.vault_id) + head.slots[index][IDENTITY:]
        write_header(vault, act, replace(head, slots=with_slot(head.slots, index, sealed)))


def _replace_keys(vault: Session, act: Act, key: Hidden, name: str) -> None:
    people = vault.people()
    here = [person for person in people if person.here and person.role != RECOVERY]
    if not name and len(here) != 1:
        raise InputRefused(
            "several people have a slot", "say whose passphrase is lost with --caseworker NAME"
        )
    lost = _named(people, name) if name else here[0]
    head, index = current_header(vault), lost.slot
    who = new_identity(lost.role, lost.name)
    renewed = member(who, index, since=act.revision)
    sealed = seal_identity(who, index, key, head.vault_id)
    sealed += grant_of(renewed, vault.keys, vault.index.root)
    act.write_people([*(p.gone(act.revision) if p == lost else p for p in people), renewed])
    write_header(vault, act, replace(head, slots=with_slot(head.slots, index, sealed)))
