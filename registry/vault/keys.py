"""The key tree: from a passphrase to the keys that seal headers, rows, journal and names."""

from __future__ import annotations

import os
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

from registry.errors import Damaged, NotSaved, RuleNotMet
from registry.vault.places import FORMAT, Names, Places

ALLOW_TEST_KDF = "REGISTRY_ALLOW_TEST_KDF"
_MIB = 1024


class Hidden(bytes):
    """Secret bytes that never print themselves, so that no message or traceback shows a key."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "(hidden)"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return format("(hidden)", spec)


@dataclass(frozen=True)
class Cost:
    """What one guess costs: memory in KiB, passes, lanes."""

    memory: int
    passes: int
    lanes: int


# RFC 9106, section 4, second recommended option. The ceiling keeps a hostile header from taking the machine.
FLOOR = Cost(64 * _MIB, 3, 4)
CEILING = Cost(1024 * _MIB, 64, 16)
# Where a vault will be opened on an older laptop: a third of the time, and memory that 1 GiB of it can spare.
OLDER_SHARE, OLDER_MEMORY = 3, 256 * _MIB
# For tests only: flagged in the header, and refused unless the environment allows it.
TEST = Cost(8, 1, 1)


def require_test_kdf_allowed() -> None:
    """Raise ``RuleNotMet`` unless the operator said that vaults with the cheap test key are welcome."""
    if os.environ.get(ALLOW_TEST_KDF) != "1":
        raise RuleNotMet(
            "this vault was made for tests: its passphrase is cheap to guess",
            f"never keep real cases in it; for tests set {ALLOW_TEST_KDF}=1",
        )


def check_cost(cost: Cost, test: bool) -> None:
    """Refuse parameters outside floor and ceiling, before any memory is allocated for them."""
    if test:
        require_test_kdf_allowed()
        fits = cost == TEST
    else:
        fits = (
            FLOOR.memory <= cost.memory <= CEILING.memory
            and FLOOR.passes <= cost.passes <= CEILING.passes
            and FLOOR.lanes <= cost.lanes <= CEILING.lanes
        )
    if not fits:
        raise Damaged(
            "the header asks for a key derivation outside the allowed range",
            "the file was changed; restore from a backup",
        )


def physical_memory() -> int:
    """Return the machine's memory in KiB, or the floor's fourfold where the system does not say."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1024
    except (AttributeError, OSError, ValueError):
        return _windows_memory() or 4 * FLOOR.memory


def _windows_memory() -> int:
    import ctypes

    class Status(ctypes.Structure):
        _fields_ = [
            ("length", ctypes.c_ulong),
            ("load", ctypes.c_ulong),
            *((name, ctypes.c_ulonglong) for name in ("total", "a", "b", "c", "d", "e", "f")),
        ]

    status = Status(length=ctypes.sizeof(Status))
    loader = getattr(ctypes, "windll", None)
    if loader is None or not loader.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)):
        return 0
    return int(status.total) // 1024


def stretch(passphrase: str, salt: bytes, cost: Cost) -> Hidden:
    """Return 32 bytes that cost ``cost`` to derive from ``passphrase`` (normalised to NFC)."""
    secret = unicodedata.normalize("NFC", passphrase).encode()
    derivation = Argon2id(
        salt=salt, length=32, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory
    )
    try:
        return Hidden(derivation.derive(secret))
    except MemoryError:
        raise NotSaved(
            "there is not enough free memory to unlock the vault",
            f"close other programs: {cost.memory // 1024} MiB are needed",
        ) from None


def _at_the_floor(timer: Callable[[], float]) -> float:
    """Return how long the least cost takes, the best of three: a busy machine is not taken for a slow one."""
    took = []
    for _ in range(3):
        start = timer()
        stretch("calibration", bytes(32), FLOOR)
        took.append(timer() - start)
    return min(took)


def calibrate(
    seconds: float,
    memory: int | None = None,
    timer: Callable[[], float] = time.perf_counter,
    *,
    older: bool = False,
) -> Cost:
    """Return a cost of about ``seconds`` on this machine: never below the floor, memory raised before passes.

    Memory goes up to a quarter of the machine's, at most 1 GiB, because memory is what specialised guessing
    hardware lacks most. For an ``older`` laptop it is a third of the time and at most 256 MiB.
    """
    ratio = max(1.0, (seconds / OLDER_SHARE if older else seconds) / max(_at_the_floor(timer), 1e-6))
    ceiling = OLDER_MEMORY if older else CEILING.memory
    most = max(FLOOR.memory, min(ceiling, (physical_memory() if memory is None else memory) // 4))
    wanted = int(FLOOR.memory * ratio) // (32 * _MIB) * (32 * _MIB)
    chosen = max(FLOOR.memory, min(most, wanted))
    left = ratio * FLOOR.memory / chosen
    return Cost(chosen, max(FLOOR.passes, min(CEILING.passes, int(FLOOR.passes * left))), FLOOR.lanes)


def derive(key: bytes, label: str, vault_id: bytes) -> Hidden:
    """Return the key for one purpose: HKDF-Expand with SHA-512 under the format's own label."""
    info = b"registry vault 1 " + label.encode() + b"\x00" + vault_id
    return Hidden(HKDFExpand(hashes.SHA512(), 32, info).derive(key))


def slot_key_of_passphrase(passphrase: str, salt: bytes, cost: Cost, vault_id: bytes) -> Hidden:
    """Return the key that a passphrase tries on the slots. Takes as long as ``cost`` says."""
    return derive(stretch(passphrase, salt, cost), "slot passphrase", vault_id)


def slot_key_of_recovery(key: bytes, vault_id: bytes) -> Hidden:
    """Return the key that a recovery key tries on the slots; 256 random bits need no stretching."""
    return derive(key, "slot recovery", vault_id)


@dataclass(frozen=True)
class Keys:
    """The keys of one vault in one epoch, all hanging from its vault key.

    ``naming`` is the secret of the row names, which outlives an epoch: rows keep their names when new keys
    come. In format 1 the names hang from the vault key itself.
    """

    vault_id: bytes
    epoch: int
    form: int
    vault: Hidden
    naming: Hidden
    header: Hidden
    rows: Hidden
    journal: Hidden
    names: Names = field(repr=False)
    places: Places = field(repr=False)

    @classmethod
    def of(
        cls, vault_key: bytes, vault_id: bytes, epoch: int, naming: bytes = b"", form: int = FORMAT
    ) -> Keys:
        """Return the keys below ``vault_key``."""
        return cls(
            vault_id=vault_id,
            epoch=epoch,
            form=form,
            vault=Hidden(vault_key),
            naming=Hidden(naming),
            header=derive(vault_key, "header", vault_id),
            rows=derive(vault_key, "rows", vault_id),
            journal=derive(vault_key, "journal", vault_id),
            names=Names(derive(naming or vault_key, "names", vault_id)),
            places=Places(vault_id, epoch, form),
        )

    def before(self, epoch: int, vault_key: bytes) -> Keys:
        """Return the keys of an earlier epoch of the same vault."""
        return Keys.of(vault_key, self.vault_id, epoch, self.naming, self.form)

    def content_key(self, object_key: bytes) -> Hidden:
        """Return the key that seals a document and its exhibits: it takes the object's key and the epoch's.

        So an erased object's key opens nothing, and neither does one that a departed colleague copied, for
        what was written in a later epoch. RFC 5869, with the epoch's key as the salt. In format 1 the object's
        key alone.
        """
        if self.form == 1:
            return Hidden(object_key)
        info = b"registry vault content\x00" + self.vault_id
        return Hidden(HKDF(hashes.SHA512(), 32, self.rows, info).derive(object_key))

    def commitment_key(self, object_key: bytes) -> Hidden:
        """Return the key of an object's commitments, so that an erased object leaves no guessable hash."""
        return derive(object_key, "commitment", self.vault_id)
