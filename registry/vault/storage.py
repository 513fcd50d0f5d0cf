"""A TinyDB storage that is a vault: whole tables in and out, of which only what differs is saved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tinydb import TinyDB
from tinydb.storages import Storage

from registry.vault.act import Act
from registry.vault.session import Session
from registry.vault.tables import ChangeSet, LazyTable, SealedTable, apply


class VaultStorage(Storage):
    """What TinyDB reads from and writes to: ``TinyDB(storage=VaultStorage, vault=vault)``."""

    def __init__(self, vault: Session) -> None:
        self.vault = vault

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Return every table, its documents still sealed; ``None`` when there is no table yet."""
        self.vault.refresh()
        names = self.vault.table_names()
        return {name: LazyTable(self.vault, name) for name in names} or None  # type: ignore[misc]

    def write(self, data: Mapping[str, Mapping[Any, Mapping[str, Any]]]) -> None:
        """Make the tables be ``data``: tables left out go, documents that differ are saved, in one act."""
        with self.vault.joined("write tables") as act:
            for name in [name for name in self.vault.table_names() if name not in data]:
                self._replace(name, {}, act)
                act.drop_table(name)
            for name, table in data.items():
                if not (isinstance(table, LazyTable) and table.name == name):
                    self._replace(name, table, act)

    def _replace(self, name: str, table: Mapping[Any, Mapping[str, Any]], act: Act) -> None:
        changes = ChangeSet(self.vault, name)
        wanted = {int(number): document for number, document in table.items()}
        for number in [number for number in changes if number not in wanted]:
            del changes[number]
        for number, document in wanted.items():
            if number not in changes or changes[number] != document:
                changes[number] = document
        apply(changes, self.vault, name, act)

    def close(self) -> None:
        """Close the vault."""
        self.vault.close()


class VaultDB(TinyDB):
    """TinyDB whose tables are sealed."""

    table_class = SealedTable  # its storage must be a vault

    def __init__(self, vault: Session) -> None:
        super().__init__(storage=VaultStorage, vault=vault)
