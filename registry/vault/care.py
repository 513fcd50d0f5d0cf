"""Care of a vault: what it is, a verified copy of it, a new passphrase."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from registry.errors import Damaged, RuleNotMet
from registry.vault.check import check
from registry.vault.container import Container, Progress
from registry.vault.files import made_whole
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
