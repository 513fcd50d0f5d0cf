"""A desk over a new vault whose keys are cheap, with a clock and chance that repeat."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from registry.desk.desk import Desk
from registry.desk.opening import make_desk
from registry.vault.recovery import RecoveryKey

PASSPHRASE = "lantern orbit copper meadow violin harbour"


def ticking() -> Callable[[], datetime]:
    """Return a clock that goes on by a second each time it is asked."""
    now = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    def clock() -> datetime:
        nonlocal now
        now += timedelta(seconds=1)
        return now

    return clock


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("REGISTRY_ALLOW_TEST_KDF", "1")
    made = make_desk(
        tmp_path / "v", PASSPHRASE, RecoveryKey.generate(), caseworker="Rim", device="test", clock=ticking(),
        chance=random.Random(7).randrange, test_kdf=True,
    )  # fmt: skip
    with made.vault:
        yield made
