"""Keys: Argon2id as in the RFC, refused outside floor and ceiling, hidden when printed."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from registry.errors import Damaged, RegistryError, RuleNotMet
from registry.vault import keys
from registry.vault.keys import CEILING, FLOOR, TEST, Cost, Hidden, Keys, check_cost
from registry.vault.recovery import RecoveryKey
from registry.vault.rows import FormerEpoch
from registry.vault.slots import Identity, Slot


def test_argon2id_gives_the_tag_of_rfc_9106() -> None:
    """Section 5.3: 32 KiB, 3 passes, 4 lanes, with secret and associated data."""
    derivation = Argon2id(
        salt=b"\x02" * 16,
        length=32,
        iterations=3,
        lanes=4,
        memory_cost=32,
        ad=b"\x04" * 12,
        secret=b"\x03" * 8,
    )
    assert derivation.derive(b"\x01" * 32).hex() == (
        "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"
    )


def test_the_same_letters_composed_or_not_are_one_passphrase() -> None:
    assert keys.stretch("caf\u00e9", bytes(32), TEST) == keys.stretch("cafe\u0301", bytes(32), TEST)


@pytest.mark.parametrize(
    "cost",
    [
        Cost(FLOOR.memory - 1, 3, 4), Cost(FLOOR.memory, 2, 4), Cost(FLOOR.memory, 3, 3), TEST,
        Cost(CEILING.memory + 1, 3, 4), Cost(FLOOR.memory, 65, 4), Cost(FLOOR.memory, 3, 17),
        Cost(2**32 - 1, 2**32 - 1, 2**32 - 1), Cost(0, 0, 0),
    ],
)  # fmt: skip
def test_costs_outside_the_range_are_refused(cost: Cost) -> None:
    with pytest.raises(Damaged):
        check_cost(cost, test=False)


def test_the_test_derivation_needs_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    check_cost(TEST, test=True)
    check_cost(FLOOR, test=False)
    check_cost(CEILING, test=False)
    with pytest.raises(Damaged):
        check_cost(FLOOR, test=True)
    monkeypatch.delenv("REGISTRY_ALLOW_TEST_KDF")
    with pytest.raises(RuleNotMet):
        check_cost(TEST, test=True)


def _calibrated(
    took: float, seconds: float, memory: int, monkeypatch: pytest.MonkeyPatch, *, older: bool = False
) -> Cost:
    times = iter([0.0, 9.0, 0.0, took, 20.0, 30.0])  # busy at first and at last
    monkeypatch.setattr(keys, "stretch", lambda *_: b"")
    return keys.calibrate(seconds, memory, lambda: next(times), older=older)


def test_an_older_laptop_gets_less_memory_and_a_third_of_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    gib = 1024 * 1024
    assert _calibrated(0.1, 1.0, 8 * gib, monkeypatch, older=True) == Cost(192 * 1024, 3, 4)
    assert _calibrated(0.05, 1.0, 8 * gib, monkeypatch, older=True) == Cost(256 * 1024, 5, 4)
    assert _calibrated(0.5, 1.0, 8 * gib, monkeypatch, older=True) == FLOOR
    assert _calibrated(0.01, 1.0, 512 * 1024, monkeypatch, older=True).memory == 128 * 1024


def test_calibration_raises_memory_first_and_keeps_the_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    gib = 1024 * 1024
    assert _calibrated(2.0, 1.0, 8 * gib, monkeypatch) == FLOOR
    assert _calibrated(0.1, 1.0, 8 * gib, monkeypatch) == Cost(640 * 1024, 3, 4)
    assert _calibrated(0.1, 1.0, 1 * gib, monkeypatch) == Cost(256 * 1024, 7, 4)
    assert _calibrated(0.01, 1.0, 64 * gib, monkeypatch) == Cost(CEILING.memory, 18, 4)
    assert _calibrated(0.1, 1.0, 64 * 1024, monkeypatch) == Cost(FLOOR.memory, 30, 4)
    assert _calibrated(1e-9, 1.0, 64 * gib, monkeypatch).passes == CEILING.passes


def test_this_machine_says_how_much_memory_it_has() -> None:
    assert keys.physical_memory() >= FLOOR.memory


def test_too_little_memory_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    class Starved:
        def __init__(self, **_: object) -> None: ...

        def derive(self, _: bytes) -> bytes:
            raise MemoryError

    monkeypatch.setattr(keys, "Argon2id", Starved)
    with pytest.raises(RegistryError) as refused:
        keys.stretch("x", bytes(32), FLOOR)
    assert refused.value.exit_code == 6


def test_what_holds_a_secret_never_prints_it() -> None:
    secret = Hidden(b"secret material, thirty-two bytes")
    who = Identity("caseworker", "A Name", bytes(secret), bytes(secret))
    slot = Slot(who, secret, secret)
    tree = Keys.of(bytes(secret), bytes(16), 1)
    recovery = RecoveryKey(bytes(secret[:32]))
    shown = [
        repr(secret),
        str(secret),
        f"{secret}",
        f"{secret:>10}",
        repr(slot),
        repr(who),
        repr(FormerEpoch(1, 2, bytes(secret))),
        repr(tree),
        repr(recovery),
    ]
    for text in shown:
        assert "secret material" not in text
        assert "A Name" not in text
        assert tree.rows.hex()[:8] not in text
    assert repr(secret) == "(hidden)"


def test_every_key_is_its_own() -> None:
    tree, other = Keys.of(bytes(32), bytes(16), 1), Keys.of(bytes(32), b"x" * 16, 1)
    all_keys = [tree.header, tree.rows, tree.journal, other.header, other.rows, other.journal]
    assert len({bytes(key) for key in all_keys}) == 6
