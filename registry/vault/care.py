"""Care of a vault: what it is, a verified copy of it, a new passphrase."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from registry.errors import Damaged, RuleNotMet
from registry.vault import header as headers
from registry.vault import keys
from registry.vault.check import check
from registry.vault.container import Container, Progress
from registry.vault.files import made_whole
from registry.vault.header import Header
from registry.vault.keys import Cost
from registry.vault.passphrase import require_strong
from registry.vault.places import FORMAT
from registry.vault.rows import Person, damaged
from registry.vault.session import Session
from registry.vault.slots import SLOTS, Slot, seal_slot, with_slot


@dataclass(frozen=True)
class Info:
    """What may be said about a vault on the caseworker's own screen."""

    format: int
    vault_id: str
    epoch: int
    cost: Cost
    test_kdf: bool
    people: tuple[Person, ...]
    slots: int
    slots_in_use: int
    counts: dict[str, int]
    acts: int
    size: int


def info(vault: Session) -> Info:
    """Say what a vault is. See ``Vault.info``."""
    people, head, root = tuple(vault.people()), vault.header, vault.index.root
    return Info(
        format=FORMAT,
        vault_id=head.vault_id.hex(),
        epoch=head.epoch,
        cost=head.cost,
        test_kdf=head.test,
        people=people,
        slots=SLOTS,
        slots_in_use=sum(1 for person in people if person.slot >= 0),
        counts={table.name: table.count for table in root.tables},
        acts=root.sequence,
        size=vault.container.size(),
    )


def backup(vault: Session, dest: Path, progress: Progress) -> None:
    """Copy a vault under a temporary name, check the copy whole, then give it its name. See ``Vault.backup``."""
    if vault.open_act is not None:
        raise RuleNotMet("a change is not finished", "finish it first")
    with made_whole(dest) as temporary:
        vault.container.copy_to(temporary, progress)
        container = Container.open(temporary, read_only=True)
        try:
            report = check(vault.over(container), progress)
        finally:
            container.close()
        if not report.ok:
            raise Damaged(
                f"the copy was not kept: {len(report.problems)} of its parts are damaged",
                "run `registry vault check` on the vault itself",
            )


def change_passphrase(vault: Session, new: str) -> None:
    """Seal the caseworker's slot anew, in both copies of the header. See ``Vault.change_passphrase``."""
    require_strong(new)
    old, tree, slot = vault.header, vault.keys, vault.slot
    key = keys.slot_key_of_passphrase(new, old.salt, old.cost, old.vault_id)
    with vault.act("vault passphrase") as act:
        mine = [person for person in vault.people() if person.role == "caseworker"]
        index = next((p.slot for p in mine if p.public_key == vault.caseworker.public_key), -1)
        current = _current_header(vault)
        own = Slot("caseworker", slot.name, slot.vault_key, slot.signing_seed, slot.exchange_seed)
        slots = with_slot(list(current.slots), index, seal_slot(own, index, key, tree.places))
        changed = replace(current, sequence=current.sequence + 1, slots=tuple(slots)).signed(tree.header)
        act.write_header(changed.to_bytes(), changed.sequence)
    vault.header = changed


def _current_header(vault: Session) -> Header:
    """Return the newest header in the file, which another session may have changed."""
    read = map(headers.read, vault.container.headers())
    found = [head for head in read if head and head.authentic(vault.keys.header)]
    if not found:
        raise damaged("the vault's header")
    return max(found, key=lambda head: head.sequence)
