"""Making and opening a vault with the tables the registry keeps in it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from registry.cases.line import CaseLine, line_of
from registry.cases.tracing import RequestLine, request_line_of
from registry.desk import roles
from registry.desk.carried import PACKS
from registry.desk.copies import COPIES, CopyLine, copy_line_of, note_restored
from registry.desk.desk import (
    AWAY,
    CASES,
    COLLECTED,
    CONTACTS,
    COUNT_RULES,
    DRAFTS,
    ENQUIRERS,
    IMPORT_ROWS,
    IMPORTS,
    JOURNEY,
    LABELS,
    LISTS,
    QUARANTINE,
    REHEARSALS,
    RELEASES,
    REQUESTS,
    RETURNED,
    SOURCES,
    WAITING_ROWS,
    WITHDRAWN,
    Desk,
    Progress,
    SourceLine,
    source_line_of,
)
from registry.desk.registers import REGISTER_TABLES, RecordLine, record_line_of
from registry.desk.tombstones import TOMBSTONES
from registry.errors import (
    InputRefused,
    Locked,
    NotFound,
    NotSaved,
    OpenElsewhere,
    RegistryError,
    RuleNotMet,
)
from registry.provenance.stamp import Clock, Pen, utc_now
from registry.vault.passphrase import generate_passphrase
from registry.vault.recovery import RecoveryKey
from registry.vault.spec import TableSpec
from registry.vault.vault import Vault, restore
from registry.words.identity import Chance

SPECS = (
    TableSpec(CASES, line_type=CaseLine, fold=line_of, version=4, exhibits=True),
    TableSpec(SOURCES, line_type=SourceLine, fold=source_line_of),
    TableSpec(CONTACTS),
    TableSpec(REQUESTS, line_type=RequestLine, fold=request_line_of),
    TableSpec(ENQUIRERS),
    TableSpec(RELEASES),
    TableSpec(WITHDRAWN),
    TableSpec(LABELS),
    TableSpec(TOMBSTONES),
    TableSpec(AWAY),
    TableSpec(COLLECTED),
    TableSpec(QUARANTINE),
    TableSpec(JOURNEY),
    TableSpec(RETURNED),
    TableSpec(COPIES, line_type=CopyLine, fold=copy_line_of),
    TableSpec(REHEARSALS),
    TableSpec(DRAFTS),
    TableSpec(PACKS),
    TableSpec(COUNT_RULES),
    TableSpec(LISTS),
    # Version 1 kept no line of a record.
    *(TableSpec(name, line_type=RecordLine, fold=record_line_of, version=2) for name in REGISTER_TABLES),
    TableSpec(IMPORTS),
    TableSpec(IMPORT_ROWS),
    TableSpec(WAITING_ROWS),
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
    older: bool = False,
) -> Desk:  # fmt: skip
    """Make a new vault and sit down at its desk; nothing existing is overwritten."""
    vault = Vault.create(
        path, passphrase=passphrase, recovery=recovery, caseworker=caseworker, specs=SPECS, clock=clock,
        device=device, test_kdf=test_kdf, seconds=seconds, older=older,
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


def opens(path: Path, recovery: RecoveryKey, device: str) -> bool | None:
    """Whether a recovery key opens a vault; ``None`` where that cannot be told, because nothing opens now."""
    try:
        open_desk(path, recovery=recovery, device=device, read_only=True).vault.close()
    except Locked:
        return False
    except RegistryError:
        return None
    return True


def desk_of(vault: Vault, device: str, clock: Clock = utc_now, chance: Chance = secrets.randbelow) -> Desk:
    """Sit down at the desk of an open vault."""
    person = vault.caseworker
    vault.allow(roles.require)
    return Desk(vault, Pen(person.public_key.hex(), device, clock, chance), person.name)


def refuse_existing(path: Path) -> None:
    """Raise ``InputRefused`` where a file stands already: a vault is never overwritten."""
    if path.exists():
        raise InputRefused(
            "a file stands there already", "choose another place with --vault; nothing is overwritten"
        )


def as_it_is(desk: Desk) -> None:
    """Leave a vault that was put in its place as it is."""
    del desk


def restore_vault(
    source: Path, destination: Path, passphrase: str | None, device: str, progress: Progress, *,
    recovery: RecoveryKey | None = None, clock: Clock = utc_now,
    settle: Callable[[Desk], object] = as_it_is,
) -> int:  # fmt: skip
    """Verify a sealed copy and put it at ``destination``; return how many cases it holds.

    The restored vault notes in its journal that it was restored, and that the copy exists. ``settle`` sees it open.
    """
    refuse_existing(destination)
    destination.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    copied = restore(
        source,
        destination,
        specs=SPECS,
        passphrase=passphrase,
        recovery=recovery,
        clock=clock,
        device=device,
        progress=progress,
    )
    desk = open_desk(destination, passphrase, recovery=recovery, device=device, clock=clock)
    with desk.vault:
        settle(desk)
        # The vault stands already; one of an earlier format takes notes only after its upgrade.
        with suppress(NotSaved, OpenElsewhere, RuleNotMet):
            note_restored(desk, copied)
        return desk.count()


__all__ = [
    "RecoveryKey", "generate_passphrase", "make_desk", "open_desk", "opens", "refuse_existing", "refuse_missing",
    "refuse_missing_copy", "restore_vault",
]  # fmt: skip
