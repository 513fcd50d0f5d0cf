"""Opening: from what the caseworker gives to the slot that holds the keys, and the first header of all."""

from __future__ import annotations

import os

from registry.errors import Damaged, Locked, NewerFormat, RegistryError
from registry.vault import header as headers
from registry.vault import keys
from registry.vault.header import Header
from registry.vault.keys import Cost, Hidden, Keys
from registry.vault.people import Person, member
from registry.vault.places import FIRST_FORMAT
from registry.vault.recovery import RecoveryKey
from registry.vault.rows import damaged
from registry.vault.slots import (
    CASEWORKER,
    RECOVERY,
    SLOTS,
    Slot,
    empty_slot,
    free_slot,
    new_identity,
    open_first,
    open_slot,
    seal_grant,
    seal_identity,
    with_slot,
)

RECOVERY_NAME = "recovery key"


def first_header(
    name: str, passphrase: str, recovery: RecoveryKey, cost: Cost, test: bool
) -> tuple[Header, tuple[int, Slot], list[Person]]:
    """Return a signed header with two slots in use, the caseworker's own slot opened, and the people."""
    vault_id, salt, epoch = os.urandom(16), os.urandom(32), 1
    tree = Keys.of(os.urandom(32), vault_id, epoch, os.urandom(32))
    slots = tuple(empty_slot() for _ in range(SLOTS))
    people: list[Person] = []
    own_key = keys.slot_key_of_passphrase(passphrase, salt, cost, vault_id)
    spare_key = keys.slot_key_of_recovery(recovery.key, vault_id)
    for role, called, key in ((CASEWORKER, name, own_key), (RECOVERY, RECOVERY_NAME, spare_key)):
        who, index = new_identity(role, called), free_slot(person.slot for person in people)
        grant = seal_grant(who.exchange_key, index, (tree.vault, tree.naming), tree.places)
        slots = with_slot(slots, index, seal_identity(who, index, key, vault_id) + grant)
        people.append(member(who, index, since=1))
        if role == CASEWORKER:
            opened = index, Slot(who, tree.vault, tree.naming)
    head = Header(1, vault_id, epoch, cost, salt, slots, test).signed(tree.header)
    return head, opened, people


def unlock(
    copies: tuple[bytes, bytes], passphrase: str | None, recovery: RecoveryKey | None
) -> tuple[Header, tuple[int, Slot]]:
    """Return the newest sound header and the slot that opens. Raises as ``Vault.open``."""
    found = sorted((h for h in map(headers.read, copies) if h), key=lambda h: -h.sequence)
    if not found:
        if any(headers.is_newer(copy) for copy in copies):
            raise NewerFormat(
                "the vault was made by a newer version of registry", "update registry, then open it"
            )
        raise damaged("the vault's header, in both of its copies,")
    refusal: RegistryError = _not_this(recovery)
    slot_keys: dict[tuple[bytes, bytes, Cost], Hidden] = {}
    for head in found:
        try:
            keys.check_cost(head.cost, head.test)
        except Damaged as error:
            refusal = error
            continue
        at = (head.vault_id, head.salt, head.cost)
        if at not in slot_keys:
            slot_keys[at] = slot_key(head, passphrase, recovery)
        opened = opened_by(head, slot_keys[at])
        if opened and (not opened[1].vault_key or head.authentic(keys_of(head, opened[1]).header)):
            return head, opened
        if opened:
            refusal = damaged("the vault's header")
    raise refusal


def opened_by(head: Header, key: Hidden) -> tuple[int, Slot] | None:
    """Return index and content of the slot of a header that ``key`` opens, or ``None``."""
    if head.form == FIRST_FORMAT:
        return open_first(head.slots, key, head.vault_id)
    return open_slot(head.slots, key, head.vault_id, head.epoch)


def keys_of(head: Header, slot: Slot) -> Keys:
    """Return the key tree that an opened slot gives under its header."""
    return Keys.of(slot.vault_key, head.vault_id, head.epoch, slot.naming, head.form)


def _not_this(recovery: RecoveryKey | None) -> Locked:
    if recovery is not None:
        return Locked(
            "the recovery key does not open this vault",
            "look for the paper that belongs to it, or use the passphrase",
        )
    return Locked("the passphrase does not open this vault", "try again; spaces and capitals count")


def slot_key(head: Header, passphrase: str | None, recovery: RecoveryKey | None) -> Hidden:
    """Return the key that a passphrase or the recovery key tries on a header's slots. Raises ``Locked``."""
    if recovery is not None:
        return keys.slot_key_of_recovery(recovery.key, head.vault_id)
    if passphrase is None:
        raise Locked("no passphrase was given", "give the passphrase or the recovery key")
    return keys.slot_key_of_passphrase(passphrase, head.salt, head.cost, head.vault_id)
