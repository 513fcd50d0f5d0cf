"""Small vaults of synthetic cases, with the cheap key derivation that only tests may use."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from tinydb.table import Document

from registry.vault.recovery import RecoveryKey
from registry.vault.spec import TableSpec
from registry.vault.vault import Vault

PASSPHRASE = "orbit walnut ribbon canyon pencil summit velvet"
RECOVERY = RecoveryKey(bytes(range(32)))


class Line(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """What a list would show."""

    id: str
    name: str
    items: int


def fold(document: Any) -> Line:
    return Line(document["id"], document.get("name", ""), len(document.get("items", [])))


CASES = TableSpec("cases", Line, fold, exhibits=True)
SOURCES = TableSpec("sources", Line, fold)
SPECS = (CASES, SOURCES)


def clock() -> datetime:
    return datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def case(number: int, name: str = "", **more: Any) -> Document:
    """Return a small synthetic case document."""
    items = [{"id": f"I{number}", "t": "note", "text": f"synthetic note {number}"}]
    return Document({"id": str(number), "name": name or f"person {number}", "items": items, **more}, number)


def create(path: Path, **more: Any) -> Vault:
    return Vault.create(
        path, passphrase=PASSPHRASE, recovery=RECOVERY, caseworker="Synthetic Caseworker",
        specs=more.pop("specs", SPECS), clock=clock, device="test", test_kdf=True, **more,
    )  # fmt: skip


def reopen(path: Path, **more: Any) -> Vault:
    given = {} if "recovery" in more else {"passphrase": PASSPHRASE}
    return Vault.open(path, **{"specs": SPECS, "clock": clock, "device": "test", **given, **more})


def fill(vault: Vault, count: int, start: int = 1) -> None:
    with vault.act("fill"):
        vault.table("cases").insert_multiple([case(n) for n in range(start, start + count)])


def tamper(vault: Vault, rows: dict[int, bytes | None]) -> None:
    """Replace rows of the file behind the vault's back; ``None`` removes one."""
    vault.container.begin()
    for name, value in rows.items():
        if value is None:
            vault.container.remove(name)
        else:
            vault.container.put(name, value)
    vault.container.commit()
