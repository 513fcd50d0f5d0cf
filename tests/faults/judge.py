"""What must be true after a fault, whatever it was and whenever it came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from registry.desk.desk import CASES
from registry.desk.intake import take_in
from registry.errors import Locked, RegistryError
from registry.vault.files import temporary_beside
from registry.vault.recovery import RecoveryKey
from tests.faults.forks import Ran
from tests.faults.operations import PASSPHRASE, RECOVERY, VAULT, Operation, entry, open_at

DISK, STOP = frozenset({0, 1, 6}), frozenset({0, 130})


@dataclass(frozen=True)
class Allowed:
    """What a kind of fault may end in: which exit codes, and whether a process that could not clean up left its files."""

    codes: frozenset[int]
    leftovers: bool = False


def judge(folder: Path, base: Path, operation: Operation, ran: Ran, allowed: Allowed) -> list[str]:
    """Return everything that is wrong after an operation ended as it did; an empty list is what is wanted."""
    return list(_wrong(folder, base, operation, ran, allowed))


def _wrong(folder: Path, base: Path, operation: Operation, ran: Ran, allowed: Allowed) -> Iterator[str]:
    if ran.code not in allowed.codes:
        yield f"exit code {ran.code}, not one of {sorted(allowed.codes)}: {ran.said[:300]}"
    if "Traceback" in ran.said:
        yield f"a traceback: {ran.said[:300]}"
    try:
        yield from _vault(folder, base, operation, ran)
    except RegistryError as refused:
        yield f"the vault does not open: {refused.message}"
    if operation.makes:
        yield from _made(folder / operation.makes, base, operation, ran.code == 0)
    beside = folder / (operation.beside or "nothing")
    if beside.exists() and beside.stat().st_size != operation.beside_size:
        yield f"{beside.name} is not whole"
    known = {file.name for file in base.iterdir()} | {operation.makes, operation.beside}
    left = {file.name for file in folder.iterdir()} - known
    if allowed.leftovers:
        temporary_beside(folder / "another")  # what the next copy into this folder does first
        left = {file.name for file in folder.iterdir()} - known
    if left:
        yield f"left behind: {sorted(left)}"


@cache
def sequence_at(path: Path) -> int:
    """Return how many acts a vault holds that nobody changes any more."""
    with open_at(path, None, recovery=RECOVERY, read_only=True).vault as vault:
        return vault.head[0]


Key = tuple[tuple[str, Any], ...]


def keys_of(passphrase: str, recovery: RecoveryKey) -> tuple[Key, Key]:
    """Return the two ways to open a vault, as the words that are given."""
    return (("passphrase", passphrase),), (("passphrase", None), ("recovery", recovery))


def _opens(path: Path, key: Key) -> bool:
    try:
        open_at(path, read_only=True, **dict(key)).vault.close()
    except Locked:
        return False
    return True


def _vault(folder: Path, base: Path, operation: Operation, ran: Ran) -> Iterator[str]:
    path = folder / VAULT
    old = sequence_at(base / VAULT)
    before = keys_of(PASSPHRASE, RECOVERY)
    after = keys_of(operation.passphrase, operation.recovery)
    opens = {key: _opens(path, key) for key in (*before, *after)}
    opener = dict(next((key for key in opens if opens[key]), before[0]))
    with open_at(path, read_only=True, **opener).vault as vault:
        now = vault.head[0]
        yield from (f"check finds: {problem.what}" for problem in vault.check().problems)
    if not old <= now <= old + operation.acts:
        yield f"{now} acts, which is neither {old} nor up to {old + operation.acts}"
    if ran.code in {0, 1} and now != old + operation.acts:
        yield "it said that it was done, and it is not there"
    is_new = operation.acts > 0 and now == old + operation.acts
    if ran.code == 6 and is_new and ran.said and "may be there" not in ran.said:
        yield "it said that nothing was saved, and it is there"
    wanted = after if is_new else before
    for key, does in opens.items():
        if does != (key in wanted):
            which = f"the {'new' if key in after else 'old'} {key[-1][0]}"
            yield f"{which} opens it, and should not" if does else f"{which} does not open it"
    with (desk := open_at(path, **opener)).vault as vault:
        list(take_in(desk, [entry(999)], alone=True))
        if vault.head[0] != now + 1 or not vault.check().ok:
            yield "what is saved afterwards does not hold"
        if vault.count(CASES) < 1:
            yield "no case is left"


def _made(path: Path, base: Path, operation: Operation, said_done: bool) -> Iterator[str]:
    if not path.exists():
        if said_done:
            yield "it said that it was done, and the file is not there"
        return
    try:
        with open_at(path, read_only=True).vault as vault:
            yield from (f"what was made: {problem.what}" for problem in vault.check().problems)
            wanted = 1 if operation.beside else sequence_at(base / VAULT)
            if vault.head[0] != wanted:
                yield "what was made is another state"
    except RegistryError as refused:
        yield f"what was made does not open ({path.stat().st_size} bytes): {refused.message}"
