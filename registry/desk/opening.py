"""Making and opening a vault with the tables the registry keeps in it."""

from __future__ import annotations

import secrets
from pathlib import Path

from registry.cases.line import CaseLine, line_of
from registry.desk.desk import (
    AWAY,
    CASES,
    COLLECTED,
    CONTACTS,
    JOURNEY,
    LABELS,
    QUARANTINE,
    RELEASES,
    RETURNED,
    SOURCES,
    WITHDRAWN,
    Desk,
    Progress,
    SourceLine,
    source_line_of,
)
from registry.desk.tombstones import TOMBSTONES
from registry.errors import InputRefused, NotFound
from registry.provenance.stamp import Clock, Pen, utc_now
from registry.vault.passphrase import generate_passphrase
from registry.vault.recovery import RecoveryKey
from registry.vault.spec import TableSpec
from registry.vault.vault import Vault, restore
from registry.words.identity import Chance

SPECS = (
    TableSpec(CASES, line_type=CaseLine, fold=line_of, exhibits=True),
    TableSpec(SOURCES, line_type=SourceLine, fold=source_line_of),
    TableSpec(CONTACTS),
    TableSpec(RELEASES),
    TableSpec(WITHDRAWN),
    TableSpec(LABELS),
    TableSpec(TOMBSTONES),
    TableSpec(AWAY),
    TableSpec(COLLECTED),
    TableSpec(QUARANTINE),
    TableSpec(JOURNEY),
    TableSpec(RETURNED),
)


def refuse_missing(path: Path) -> None:
    """Raise ``NotFound`` where there is no vault, before anyone is asked for a passphrase."""
    if not path.exists():
        raise NotFound(
            "there is no vault at that place", "make one with `registry init`, or give --vault PATH"
        )
    _refuse_no_file(path)


def refuse_missing_copy(path: Path) -> None:
    """Raise ``NotFound`` where there is no sealed copy, before anyone is asked for a passphrase."""
    if not path.exists():
        raise NotFound("there is no copy at that place", "give the file that `registry vault backup` wrote")
    _refuse_no_file(path)


def _refuse_no_file(path: Path) -> None:
    if not path.is_file():
        raise NotFound("what stands at that place is not a vault file", "give the vault's own file")


def make_desk(
    path: Path, passphrase: str, recovery: RecoveryKey, *, caseworker: str, device: str,
    clock: Clock = utc_now, chance: Chance = secrets.randbelow, test_kdf: bool = False, seconds: float = 1.0,
) -> Desk:  # fmt: skip
    """Make a new vault and sit down at its desk; nothing existing is overwritten."""
    vault = Vault.create(
        path, passphrase=passphrase, recovery=recovery, caseworker=caseworker, specs=SPECS, clock=clock,
        device=device, test_kdf=test_kdf, seconds=seconds,
    )  # fmt: skip
    return desk_of(vault, device, clock, chance)


def open_desk(
    path: Path, passphrase: str | None = None, *, recovery: RecoveryKey | None = None, device: str,
    read_only: bool = False, clock: Clock = utc_now, chance: Chance = secrets.randbelow,
) -> Desk:  # fmt: skip
    """Open a vault and sit down at its desk."""
    vault = Vault.open(
        path,
        specs=SPECS,
        passphrase=passphrase,
        recovery=recovery,
        clock=clock,
        device=device,
        read_only=read_only,
    )
    return desk_of(vault, device, clock, chance)


def desk_of(vault: Vault, device: str, clock: Clock = utc_now, chance: Chance = secrets.randbelow) -> Desk:
    """Sit down at the desk of an open vault."""
    person = vault.caseworker
    return Desk(vault, Pen(person.public_key.hex(), device, clock, chance), person.name)


def refuse_existing(path: Path) -> None:
    """Raise ``InputRefused`` where a file stands already: a vault is never overwritten."""
    if path.exists():
        raise InputRefused(
            "a file stands there already", "choose another place with --vault; nothing is overwritten"
        )


def restore_vault(source: Path, destination: Path, passphrase: str, device: str, progress: Progress) -> int:
    """Verify a sealed copy and put it at ``destination``; return how many cases it holds."""
    refuse_existing(destination)
    destination.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    restore(
        source,
        destination,
        specs=SPECS,
        passphrase=passphrase,
        clock=utc_now,
        device=device,
        progress=progress,
    )
    desk = open_desk(destination, passphrase, device=device, read_only=True)
    with desk.vault:
        return desk.count()


__all__ = [
    "RecoveryKey", "generate_passphrase", "make_desk", "open_desk", "refuse_existing", "refuse_missing",
    "refuse_missing_copy", "restore_vault",
]  # fmt: skip
