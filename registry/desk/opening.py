"""Making and opening a vault with the tables the registry keeps in it."""

from __future__ import annotations

import secrets
from pathlib import Path

from registry.cases.line import CaseLine, line_of
from registry.desk.desk import CASES, CONTACTS, RELEASES, SOURCES, WITHDRAWN, Desk, SourceLine, source_line_of
from registry.errors import NotFound
from registry.provenance.stamp import Clock, Pen, utc_now
from registry.vault import RecoveryKey, TableSpec, Vault
from registry.words.identity import Chance

SPECS = (
    TableSpec(CASES, line_type=CaseLine, fold=line_of),
    TableSpec(SOURCES, line_type=SourceLine, fold=source_line_of),
    TableSpec(CONTACTS),
    TableSpec(RELEASES),
    TableSpec(WITHDRAWN),
)


def refuse_missing(path: Path) -> None:
    """Raise ``NotFound`` where there is no vault, before anyone is asked for a passphrase."""
    if not path.exists():
        raise NotFound("there is no vault at that place", "make one with `registry init`, or give --vault PATH")


def make_desk(
    path: Path, passphrase: str, recovery: RecoveryKey, *, caseworker: str, device: str,
    clock: Clock = utc_now, chance: Chance = secrets.randbelow, test_kdf: bool = False, seconds: float = 1.0,
) -> Desk:  # fmt: skip
    """Make a new vault and sit down at its desk; nothing existing is overwritten."""
    vault = Vault.create(
        path, passphrase=passphrase, recovery=recovery, caseworker=caseworker, specs=SPECS, clock=clock,
        device=device, test_kdf=test_kdf, seconds=seconds,
    )  # fmt: skip
    return _desk(vault, device, clock, chance)


def open_desk(
    path: Path, passphrase: str | None = None, *, recovery: RecoveryKey | None = None, device: str,
    read_only: bool = False, clock: Clock = utc_now, chance: Chance = secrets.randbelow,
) -> Desk:  # fmt: skip
    """Open a vault and sit down at its desk."""
    vault = Vault.open(
        path, specs=SPECS, passphrase=passphrase, recovery=recovery, clock=clock, device=device, read_only=read_only
    )
    return _desk(vault, device, clock, chance)


def _desk(vault: Vault, device: str, clock: Clock, chance: Chance) -> Desk:
    return Desk(vault, Pen(vault.caseworker, device, clock, chance), vault.caseworker_name)
