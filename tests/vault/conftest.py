"""A fresh vault for each test, and further sessions on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from registry.vault.vault import Vault
from tests.vault.build import create, reopen


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
