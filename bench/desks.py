"""A desk for one run of a bench, with a vault that goes with it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from registry.desk.desk import Desk
from registry.desk.opening import make_desk
from registry.vault.recovery import RecoveryKey


@contextmanager
def desk_of_its_own() -> Iterator[Desk]:
    """Make a vault that goes with the run."""
    os.environ["REGISTRY_ALLOW_TEST_KDF"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        desk = make_desk(
            Path(folder) / "v", "lantern orbit copper meadow violin harbour", RecoveryKey.generate(),
            caseworker="bench", device="bench", test_kdf=True,
        )  # fmt: skip
        with desk.vault:
            yield desk
