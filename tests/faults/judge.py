"""What must be true after a fault, whatever it was and whenever it came."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from registry.desk.collecting import TAKEN, collect
from registry.desk.desk import CASES
from registry.desk.intake import take_in
from registry.desk.intake_only import FieldDesk, open_desk_or_box
from registry.errors import Damaged, Locked, RegistryError
from registry.vault.files import is_unfinished, temporary_beside
from registry.vault.recovery import RecoveryKey
from registry.vault.witness import Witness
from tests.faults.forks import Ran
from tests.faults.operations import (
    COPY,
    FIELD,
    JOURNEY,
    OTHER,
    PASSPHRASE,
    RECOVERY,
    STALE,
    STATE,
    VAULT,
    Operation,
    entry,
    open_at,
)

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
    beside = folder / (operation.beside or "nothing")
    if beside.exists() and beside.stat().st_size != operation.beside_size:
        yield f"{beside.name} is not whole"
    look = {"vault": _vault, "field": _field, "destroyed": _destroyed}[operation.kind]
    try:
        yield from look(folder, base, operation, ran)
    except RegistryError as refused:
        yield f"the vault does not open: {refused.message}"
    if operation.makes:
        yield from _made(folder / operation.makes, base, operation, ran.code == 0)
    left = _left(folder, base, operation)
    if allowed.leftovers:
        for place in (folder, folder / STATE):  # what the next file made there does first
            temporary_beside(place / "another")
        left = _left(folder, base, operation)
    if left:
        yield f"left behind: {sorted(left)}"


def _left(folder: Path, base: Path, operation: Operation) -> set[str]:
    """Return the names of what is there and belongs neither to the vault nor to the operation."""
    known = {file.name for file in base.iterdir()} | {operation.makes, operation.beside}
    unfinished = {file.name for file in (folder / STATE).iterdir() if is_unfinished(file.name)}
    return {file.name for file in folder.iterdir()} - known | unfinished


@cache
def sequence_at(path: Path) -> int:
    """Return how many acts a vault holds that nobody changes any more."""
    with open_at(path, read_only=True).vault as vault:
        return vault.head[0]


Key = tuple[tuple[str, Any], ...]


def keys_of(passphrase: str, recovery: RecoveryKey | None) -> tuple[Key, ...]:
    """Return the ways to open a vault, as the words that are given."""
    by_hand = (("passphrase", passphrase),)
    return (by_hand, (("passphrase", None), ("recovery", recovery))) if recovery else (by_hand,)


def _written(file: Path) -> RecoveryKey | None:
    """Return the recovery key that was written into a file; ``None`` where it is not there."""
    return RecoveryKey.parse(file.read_text(encoding="utf-8")) if file.exists() else None


def _opens(path: Path, key: Key) -> bool:
    try:
        open_at(path, read_only=True, **dict(key)).vault.close()
    except Locked:
        return False
    return True


def _vault(folder: Path, base: Path, operation: Operation, ran: Ran) -> Iterator[str]:
    path = folder / operation.vault
    old = sequence_at(base / operation.vault)
    beside = folder / (operation.beside or "nothing")
    before = keys_of(PASSPHRASE, operation.recovery_before)
    after = keys_of(operation.passphrase, operation.recovery or _written(beside))
    # People come first: who opens with the recovery key may save nothing.
    by_hand = sorted(dict.fromkeys((*before, *after)), key=len)
    opens = {key: _opens(path, key) for key in by_hand}
    opener = dict(next((key for key in by_hand if opens[key]), before[0]))
    with open_at(path, read_only=True, **opener).vault as vault:
        now = vault.head[0]
        yield from (f"check finds: {problem.what}" for problem in vault.check().problems)
        is_new = operation.acts > 0 and now == old + operation.acts
        refused_before = operation.older and ran.code != 0  # and is, until it could be remembered
        if Witness(vault, folder / STATE).weigh().rolled_back and not refused_before:
            yield "the machine remembers more than there is, and will refuse it"
    if not old <= now <= old + operation.acts:
        yield f"{now} acts, which is neither {old} nor up to {old + operation.acts}"
    yield from _told(operation, ran, done=now == old + operation.acts)
    if is_new and len(after) < len(before):
        yield "the new recovery key counts, and nobody has it"
    # Where nothing opens any more nobody can tell whether the new key counts: then it stays, and that is told.
    unclear = "may count or not" in ran.said or '"error"' not in ran.said
    if ran.code == 6 and now == old and operation.recovery is None and beside.exists() and not unclear:
        yield "a recovery key is left that opens nothing"
    wanted = after if is_new else before
    for key, does in opens.items():
        if does != (key in wanted):
            which = f"the {'new' if key in after else 'old'} {key[-1][0]}"
            yield f"{which} opens it, and should not" if does else f"{which} does not open it"
    if not (operation.writable or is_new):
        open_at(path, **opener).vault.close()  # takes back what a killed save left
        return
    with (desk := open_at(path, **opener)).vault as vault:
        list(take_in(desk, [entry(999)], alone=True))
        if vault.head[0] != now + 1 or not vault.check().ok:
            yield "what is saved afterwards does not hold"
        if vault.count(CASES) < 1:
            yield "no case is left"


def _told(operation: Operation, ran: Ran, *, done: bool) -> Iterator[str]:
    """Say where what was told is not what is there."""
    noted_as_missing = operation.unnoted and (operation.unnoted in ran.said or ran.code == 1)
    # What takes several acts may lose sight of the disk after one of them, and says that this one is saved; where
    # a disk that breaks for good takes the answer too, the code tells.
    answered = '"error"' in ran.said
    midway = operation.acts > 1 and ran.code == 1 and ("what was saved is saved" in ran.said or not answered)
    if ran.code in {0, 1} and not done and not noted_as_missing and not midway:
        yield "it said that it was done, and it is not there"
    admitted = "may be there" in ran.said or operation.half_done in ran.said
    if ran.code == 6 and done and operation.acts and answered and not admitted:
        yield "it said that nothing was saved, and it is there"


def _made(path: Path, base: Path, operation: Operation, said_done: bool) -> Iterator[str]:
    if not path.exists():
        if said_done:
            yield "it said that it was done, and the file is not there"
        return
    try:
        if operation.makes_kind == "field":
            _receipts(path)
            return
        open_at(path).vault.close()  # a session that was killed in it is taken back, as in any vault
        with open_at(path, read_only=True).vault as vault:
            yield from (f"what was made: {problem.what}" for problem in vault.check().problems)
            wanted = sequence_at(base / operation.copies) if operation.copies else 1
            if not wanted <= vault.head[0] <= wanted + operation.made_acts:
                yield "what was made is another state"
    except RegistryError as refused:
        yield f"what was made does not open ({path.stat().st_size} bytes): {refused.message}"


def _receipts(path: Path) -> int:
    """Return how many intakes lie in a file that only takes in; raise where it does not open as one."""
    desk = open_desk_or_box(path, PASSPHRASE, device="test")
    assert isinstance(desk, FieldDesk)
    with closing(desk.vault):
        return len(list(desk.vault.receipts()))


def _field(folder: Path, base: Path, operation: Operation, ran: Ran) -> Iterator[str]:
    """Judge a file that only takes in: as many intakes as before or one more, and another one can follow."""
    path = folder / operation.vault
    old, now = _receipts(base / operation.vault), _receipts(path)
    if now not in {old, old + operation.acts}:
        yield f"{now} intakes, after {old}"
    yield from _told(operation, ran, done=now == old + operation.acts)
    desk = open_desk_or_box(path, PASSPHRASE, device="test")
    assert isinstance(desk, FieldDesk)
    with closing(desk.vault):
        list(desk.take_in([entry(999)]))
    with (home := open_at(folder / VAULT)).vault:
        if [report.state for report in collect(home, path)] != [TAKEN] * (now + 1):
            yield "not every intake can be collected"


def _destroyed(folder: Path, base: Path, operation: Operation, ran: Ran) -> Iterator[str]:
    """Judge a destruction: it opens for nobody once that was said, and is what it was for whom it still opens."""
    path, whole = folder / operation.vault, (base / operation.vault).read_bytes()
    keys = (*keys_of(PASSPHRASE, RECOVERY), *keys_of(OTHER, None))
    for key in keys:
        try:
            with open_at(path, read_only=True, **dict(key)).vault as vault:
                if vault.head[0] != sequence_at(base / operation.vault):
                    yield "it still opens, with another state"
        except (Locked, Damaged):
            continue
        if ran.code in {0, 1}:
            yield f"it said that it was destroyed, and the {key[-1][0]} opens it"
    for one in (base / STATE).iterdir() if ran.code == 0 else ():
        left = folder / STATE / one.name  # a power cut may bring the name back, and nothing of what it held
        if left.exists() and left.read_bytes() == one.read_bytes():
            yield "it said that it was destroyed, and the machine still knows of it"
    if ran.code == 6 and path.read_bytes() == whole and "destroyed" not in ran.said and ran.said:
        yield "it did not say that nothing was destroyed"
    for name in (COPY, STALE, JOURNEY, FIELD):
        if (folder / name).read_bytes() != (base / name).read_bytes():
            yield f"{name} was touched"
