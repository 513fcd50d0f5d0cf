"""Small vaults of synthetic cases, with the cheap key derivation that only tests may use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
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


CASES = TableSpec("cases", Line, fold, keyed=True)
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


@pytest.fixture(autouse=True)
def _cheap_keys_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGISTRY_ALLOW_TEST_KDF", "1")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "test.vault"


@pytest.fixture
def vault(path: Path) -> Iterator[Vault]:
    with create(path) as made:
        yield made


@pytest.fixture
def again(path: Path, vault: Vault) -> Iterator[Callable[..., Vault]]:
    """Open further sessions on the same file; they are closed at the end."""
    opened: list[Vault] = []

    def open_one(**more: Any) -> Vault:
        opened.append(reopen(path, **more))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()
