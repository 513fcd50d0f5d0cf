"""Opening: from what the caseworker gives to the slot that holds the keys, and the first header of all."""

from __future__ import annotations

import os
import secrets

from registry.errors import Damaged, Locked, NewerFormat, RegistryError
from registry.vault import header as headers
from registry.vault import keys
from registry.vault.header import Header
from registry.vault.keys import Cost, Hidden, Keys
from registry.vault.places import Places
from registry.vault.recovery import RecoveryKey
from registry.vault.rows import Person, damaged
from registry.vault.slots import SLOTS, Slot, empty_slot, open_slot, seal_slot, with_slot


def _secrets(slot: Slot) -> tuple[bytes, bytes, bytes]:
    return slot.vault_key, slot.signing_seed, slot.exchange_seed


def first_header(
    slot: Slot, passphrase: str, recovery: RecoveryKey, cost: Cost, test: bool
) -> tuple[Header, int, list[Person]]:
    """Return a signed header with two slots in use, the index of the caseworker's own, and the people."""
    vault_id, salt, epoch = os.urandom(16), os.urandom(32), 1
    places = Places(vault_id, epoch)
    slots = [empty_slot() for _ in range(SLOTS)]
    own, spare = secrets.SystemRandom().sample(range(SLOTS), 2)
    own_key = keys.slot_key_of_passphrase(passphrase, salt, cost, vault_id)
    slots = with_slot(slots, own, seal_slot(slot, own, own_key, places))
    again = Slot("recovery", slot.name, *_secrets(slot))
    spare_key = keys.slot_key_of_recovery(recovery.key, vault_id)
    slots = with_slot(slots, spare, seal_slot(again, spare, spare_key, places))
    tree = Keys.of(slot.vault_key, vault_id, epoch)
    head = Header(1, vault_id, epoch, cost, salt, tuple(slots), test).signed(tree.header)
    people = [
        Person(slot.public_key, slot.name, role, at)
        for role, at in (("caseworker", own), ("recovery", spare))
    ]
    return head, own, people


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
            slot_keys[at] = _slot_key(head, passphrase, recovery)
        opened = open_slot(list(head.slots), slot_keys[at], Places(head.vault_id, head.epoch))
        if opened and head.authentic(Keys.of(opened[1].vault_key, head.vault_id, head.epoch).header):
            return head, opened
        if opened:
            refusal = damaged("the vault's header")
    raise refusal


def _not_this(recovery: RecoveryKey | None) -> Locked:
    if recovery is not None:
        return Locked(
            "the recovery key does not open this vault",
            "look for the paper that belongs to it, or use the passphrase",
        )
    return Locked("the passphrase does not open this vault", "try again; spaces and capitals count")


def _slot_key(head: Header, passphrase: str | None, recovery: RecoveryKey | None) -> Hidden:
    if recovery is not None:
        return keys.slot_key_of_recovery(recovery.key, head.vault_id)
    if passphrase is None:
        raise Locked("no passphrase was given", "give the passphrase or the recovery key")
    return keys.slot_key_of_passphrase(passphrase, head.salt, head.cost, head.vault_id)
