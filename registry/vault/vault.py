"""The vault: opened by a passphrase, read lazily, changed in acts that are wholly saved or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Self

from registry.errors import NotFound, RuleNotMet
from registry.provenance.stamp import Clock
from registry.vault import care, copying, keys, membership, reseal
from registry.vault.act import Act
from registry.vault.check import CheckReport, check
from registry.vault.compact import compact
from registry.vault.container import Container, Progress
from registry.vault.copying import Copied
from registry.vault.exhibits import read_exhibit
from registry.vault.files import made_whole
from registry.vault.intake_box import IntakeBox
from registry.vault.opening import first_header, unlock
from registry.vault.passphrase import require_strong
from registry.vault.people import Person
from registry.vault.recovery import RecoveryKey
from registry.vault.rows import damaged
from registry.vault.session import Session, silent
from registry.vault.slots import INTAKE
from registry.vault.spec import TableSpec

if TYPE_CHECKING:
    from registry.vault.storage import VaultDB
    from registry.vault.tables import SealedTable


class Vault(Session):
    """One open vault. Make it with ``Vault.create`` or ``Vault.open``; use it in a ``with`` statement."""

    _db: VaultDB | None = None

    # Making and opening

    @classmethod
    def create(
        cls,
        path: Path,
        *,
        passphrase: str,
        recovery: RecoveryKey,
        caseworker: str,
        specs: Sequence[TableSpec],
        clock: Clock,
        device: str,
        test_kdf: bool = False,
        seconds: float = 1.0,
        older: bool = False,
    ) -> Vault:
        """Make a vault and return it open.

        The passphrase derivation is calibrated to about ``seconds`` on this machine, with ``older`` to what an
        older laptop can bear too. The file appears at once and whole. Raises ``InputRefused`` for a weak passphrase and where a file is.
        """
        require_strong(passphrase)
        if test_kdf:
            keys.require_test_kdf_allowed()
        path = Path(path)
        with made_whole(path) as temporary:
            cost = keys.TEST if test_kdf else keys.calibrate(seconds, older=older)
            head, opened, people = first_header(caseworker, passphrase, recovery, cost, test_kdf)
            container = Container.create(temporary)
            try:
                cls(container, head, opened, specs, clock, device).write_first(people)
            finally:
                container.close()
        vault = cls(Container.open(path), head, opened, specs, clock, device)
        vault.refresh()
        return vault

    def write_first(self, people: list[Person]) -> None:
        """Write header, people and empty tables as the first act, before the file has its name."""
        self.container.begin()
        self.index.begin()
        self.index.root.purposes, self.index.root.intakes = os.urandom(32), [os.urandom(32)]
        act = Act("make the vault", self.rows, self.index, self.specs)
        act.write_header(self.header.to_bytes(), self.header.sequence)
        act.write_people(people)
        for name in self.specs:
            act.open_table(name)
        self._finish(act)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        specs: Sequence[TableSpec],
        clock: Clock,
        device: str,
        passphrase: str | None = None,
        recovery: RecoveryKey | None = None,
        read_only: bool = False,
    ) -> Vault:
        """Open a vault with a passphrase or the recovery key.

        Raises ``NotFound``, ``Locked``, ``Damaged``, ``NewerFormat``, ``RuleNotMet`` for a test vault.
        """
        opened = cls.open_any(
            path, specs=specs, clock=clock, device=device, passphrase=passphrase, recovery=recovery,
            read_only=read_only,
        )  # fmt: skip
        if isinstance(opened, IntakeBox):
            opened.close()
            raise intake_only()
        return opened

    @classmethod
    def open_any(
        cls,
        path: Path,
        *,
        specs: Sequence[TableSpec],
        clock: Clock,
        device: str,
        passphrase: str | None = None,
        recovery: RecoveryKey | None = None,
        read_only: bool = False,
    ) -> Vault | IntakeBox:
        """Open a vault as far as the slot goes: whole, or as a box that takes in and cannot be read.

        Raises as ``open``.
        """
        container = Container.open(Path(path), read_only=read_only)
        try:
            head, opened = unlock(container.headers(), passphrase, recovery)
            if opened[1].who.role == INTAKE:
                return IntakeBox(container, head, opened[1])
            vault = cls(container, head, opened, specs, clock, device)
            vault.refresh()
            if head.sequence < vault.index.root.header_sequence:
                raise damaged("the vault's header")
            return vault
        except BaseException:
            container.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Who and what

    def info(self) -> care.Info:
        """Return format, cost, people, counts and size."""
        return care.info(self)

    # Reading

    @property
    def db(self) -> VaultDB:
        """Return the vault as a TinyDB."""
        if self._db is None:
            from registry.vault.storage import VaultDB

            self._db = VaultDB(self)
        return self._db

    def table(self, name: str) -> SealedTable:
        """Return a TinyDB table."""
        return self.db.table(name)  # type: ignore[return-value]

    # Exhibits

    def _case_table(self) -> str:
        for spec in self.specs.values():
            if spec.exhibits:
                return spec.name
        raise NotFound("no table carries exhibits", "declare one with exhibits=True")

    def put_exhibit(self, case_number: int, exhibit_id: str, stream: BinaryIO) -> tuple[str, int]:
        """Seal a file under its case's key, in pieces. Returns SHA-256 (hexadecimal) and size in bytes."""
        table = self._case_table()
        with self.joined("exhibit attach") as act:
            answer = act.put_exhibit(table, case_number, exhibit_id, stream)
            self.touched(table)
        return answer

    def read_exhibit(self, case_number: int, exhibit_id: str) -> Iterator[bytes]:
        """Yield an exhibit's bytes in pieces; only when it ends without ``Damaged`` is it whole."""
        table = self._case_table()
        found = self.steady(lambda: self.opened(table, case_number))
        if found is None:
            raise NotFound("there is no such case", "see `registry case list`")
        return read_exhibit(self.rows, table, case_number, found[0], exhibit_id)

    def secret(self, purpose: str) -> bytes:
        """Return 32 bytes for a purpose outside the vault's own format, the same as long as the vault lasts."""
        self.refresh()
        whole = self.index.root.purposes or self.keys.vault
        return bytes(keys.derive(whole, f"purpose {purpose}", self.header.vault_id))

    # Care

    def check(self, progress: Progress = silent) -> CheckReport:
        """Open and compare everything; returns what is damaged, by name."""
        return check(self, progress)

    def backup(self, dest: Path, progress: Progress = silent) -> Copied:
        """Write a verified copy, sealed as it is, to a path where nothing is yet; returns what it holds.

        Raises ``InputRefused`` for a file that is there, ``Damaged`` when the vault itself is, ``NotSaved``.
        """
        return copying.backup(self, Path(dest), progress)

    def overwrite_remains(self) -> int:
        """Overwrite what SQLite left of removed records in unused parts of the file; return on how many pages.

        Raises ``OpenElsewhere`` where another session is in the way, ``NotSaved``.
        """
        return self.container.overwrite_gaps()

    def compact(self, progress: Progress = silent) -> tuple[int, int]:
        """Check everything, then give the room of what was removed back to the disk; whole or not at all.

        Returns the size of the file in bytes before and after. Needs free memory for the file that will be, and
        free room on the disk for the file that was. Raises ``Damaged``, ``NotSaved``, ``OpenElsewhere``,
        ``RuleNotMet`` where only reading was asked for.
        """
        return compact(self, progress)

    # People and keys

    def change_passphrase(self, new: str, name: str = "") -> None:
        """Give the caseworker a new passphrase; see ``membership.change_passphrase``."""
        membership.change_passphrase(self, new, name)

    def add_person(self, name: str, role: str, passphrase: str) -> Person:
        """Give a colleague a slot; see ``membership.add_person``."""
        return membership.add_person(self, name, role, passphrase)

    def refuse_taken(self, name: str, role: str) -> None:
        """Raise ``InputRefused`` where nobody can be added so, before a passphrase is chosen for them."""
        membership.refuse_taken(self.people(), name, role)

    def removable(self, name: str) -> Person:
        """Return the colleague whose slot could be taken away; see ``membership.removable``."""
        return membership.removable(self, name)

    def remove_person(self, name: str) -> Person:
        """Take a colleague's slot away, with new keys for who stays; see ``membership.remove_person``."""
        return membership.remove_person(self, name)

    def set_role(self, name: str, role: str) -> Person:
        """Change a colleague's role; see ``membership.set_role``."""
        return membership.set_role(self, name, role)

    def renew_recovery(self, recovery: RecoveryKey) -> None:
        """Put a new recovery key in the old one's place; see ``membership.renew_recovery``."""
        membership.renew_recovery(self, recovery)

    def rekey(self, *, deep: bool = False, progress: Progress = silent) -> int:
        """Begin a new epoch, ``deep`` with everything sealed anew. Returns its number."""
        return reseal.rekey_deep(self, progress) if deep else membership.rekey(self)

    def upgrade(self, progress: Progress = silent) -> None:
        """Bring a vault of an earlier format up to date; see ``reseal.upgrade``."""
        reseal.upgrade(self, progress)


def intake_only() -> RuleNotMet:
    """Return the refusal of everything but taking in to a slot that can take in and not read back."""
    return RuleNotMet(
        "this passphrase takes in cases and cannot read them back",
        "take in with `registry case new`, and see what waits with `registry vault waiting`",
    )


def restore(
    source: Path,
    dest: Path,
    *,
    specs: Sequence[TableSpec],
    clock: Clock,
    device: str,
    passphrase: str | None = None,
    recovery: RecoveryKey | None = None,
    progress: Progress = silent,
) -> Copied:
    """Verify a backup and put it where no file is yet. Raises as ``Vault.open`` and ``Vault.backup``."""
    with Vault.open(
        source,
        specs=specs,
        clock=clock,
        device=device,
        passphrase=passphrase,
        recovery=recovery,
        read_only=True,
    ) as vault:
        copying.refuse_no_room(vault, Path(dest).parent)
        return vault.backup(dest, progress)
