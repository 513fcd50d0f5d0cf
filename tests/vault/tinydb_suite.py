"""A pytest plugin that gives TinyDB's own test suite a vault where it would use a file or memory.

``./dev tinydb`` fetches the suite of the installed release, leaves out its ``conftest.py``, whose fixtures these
replace, and runs it. Left out are the tests of TinyDB's own file storage, and the one that asks for its name.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tinydb.middlewares import CachingMiddleware
from tinydb.storages import MemoryStorage

from registry.vault.storage import VaultDB
from tests.vault.build import create


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[VaultDB]:
    """Return a database of three documents, as the suite's own fixture does."""
    monkeypatch.setenv("REGISTRY_ALLOW_TEST_KDF", "1")
    with create(tmp_path / "suite.vault", specs=()) as vault:
        vault.db.insert_multiple({"int": 1, "char": c} for c in "abc")
        yield vault.db


@pytest.fixture
def storage() -> CachingMiddleware:
    """Return what the suite's tests of middleware ask for."""
    return CachingMiddleware(MemoryStorage)()
