"""Care of a vault: what it is."""

from __future__ import annotations

from dataclasses import dataclass

from registry.vault.keys import Cost
from registry.vault.people import Person
from registry.vault.session import Session
from registry.vault.slots import SLOTS


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
    waiting: int = 0  # intakes in the file's own box


def info(vault: Session) -> Info:
    """Say what a vault is. See ``Vault.info``."""
    people, head, root = tuple(vault.people()), vault.header, vault.index.root
    return Info(
        format=head.form,
        vault_id=head.vault_id.hex(),
        epoch=head.epoch,
        cost=head.cost,
        test_kdf=head.test,
        people=people,
        slots=SLOTS,
        slots_in_use=sum(1 for person in people if person.here),
        counts={table.name: table.count for table in root.tables},
        acts=root.sequence,
        size=vault.container.size(),
        waiting=vault.container.count_boxes(),
    )
