"""A desk over a new vault whose keys are cheap, with a clock and chance that repeat."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from registry.desk.desk import Desk
from registry.desk.opening import make_desk, open_desk
from registry.vault.recovery import RecoveryKey

PASSPHRASE = "lantern orbit copper meadow violin harbour"
AMAL = "granite willow saffron tunnel mosaic feather"
NOUR = "harbour meadow copper orbit thimble walnut"


def ticking() -> Callable[[], datetime]:
    """Return a clock that goes on by a second each time it is asked."""
    now = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    def clock() -> datetime:
        nonlocal now
        now += timedelta(seconds=1)
        return now

    return clock


@dataclass(frozen=True)
class Team:
    """Three desks at one vault: Rim and Amal are caseworkers, Nour reviews."""

    rim: Desk
    amal: Desk
    nour: Desk


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Team]:
    monkeypatch.setenv("REGISTRY_ALLOW_TEST_KDF", "1")
    path, clock, chance = tmp_path / "team", ticking(), random.Random(7).randrange
    rim = make_desk(
        path, PASSPHRASE, RecoveryKey.generate(), caseworker="Rim", device="test", clock=clock, chance=chance,
        test_kdf=True,
    )  # fmt: skip
    with rim.vault as vault:
        for name, role, passphrase in (("Amal", "caseworker", AMAL), ("Nour", "reviewer", NOUR)):
            vault.add_person(name, role, passphrase)
        amal, nour = (
            open_desk(path, passphrase, device=name, clock=clock, chance=chance)
            for name, passphrase in (("amal", AMAL), ("nour", NOUR))
        )
        with amal.vault, nour.vault:
            yield Team(rim, amal, nour)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("REGISTRY_ALLOW_TEST_KDF", "1")
    made = make_desk(
        tmp_path / "v", PASSPHRASE, RecoveryKey.generate(), caseworker="Rim", device="test", clock=ticking(),
        chance=random.Random(7).randrange, test_kdf=True,
    )  # fmt: skip
    with made.vault:
        yield made
