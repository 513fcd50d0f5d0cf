"""TinyDB tables over sealed rows: a document is unsealed when it is touched, and only changes are saved."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import Any

from tinydb.table import Table

from registry.vault.act import Act, encode
from registry.vault.session import Session


class LazyTable(Mapping[str, Mapping[str, Any]]):
    """A table as TinyDB reads it: keys are numbers as text, a document is unsealed when it is asked for."""

    def __init__(self, vault: Session, name: str) -> None:
        self._vault = vault
        self.name = name

    def __getitem__(self, key: str) -> Mapping[str, Any]:
        document = self._vault.document(self.name, int(key)) if key.isascii() and key.isdigit() else None
        if document is None:
            raise KeyError(key)
        return document

    def __iter__(self) -> Iterator[str]:
        return (str(number) for number in self._vault.numbers(self.name))

    def __len__(self) -> int:
        return self._vault.count(self.name)

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and key.isdigit() and self._vault.has(self.name, int(key))

    def items(self) -> Any:
        """Yield numbers and documents; one that another session removes meanwhile is left out."""
        for number, document in self._vault.documents(self.name):
            yield str(number), document

    def values(self) -> Any:
        """Yield the documents."""
        return (document for _, document in self.items())


def _digest(document: Mapping[str, Any]) -> bytes:
    return hashlib.blake2b(encode(document), digest_size=16).digest()


class ChangeSet(MutableMapping[int, Any]):
    """A table as TinyDB changes it: remembers what was touched, and knows what differs.

    A document handed out is a fresh copy, and compared afterwards with what it was, so that changes deep
    inside it are seen.
    """

    def __init__(self, vault: Session, name: str) -> None:
        self._vault = vault
        self._name = name
        self._held: dict[int, Any] = {}
        self._was: dict[int, bytes | None] = {}  # None: set without having been read
        self._gone: set[int] = set()

    def _stored(self, number: int) -> bool:
        return number not in self._gone and self._vault.has(self._name, number)

    def __getitem__(self, number: int) -> Any:
        if number not in self._held:
            document = self._vault.document(self._name, number) if self._stored(number) else None
            if document is None:
                raise KeyError(number)
            self._was[number] = _digest(document)
            self._held[number] = document
        return self._held[number]

    def __setitem__(self, number: int, document: Any) -> None:
        self._held[number] = document
        self._was.setdefault(number, None)

    def __delitem__(self, number: int) -> None:
        if number not in self:
            raise KeyError(number)
        self._held.pop(number, None)
        self._was.pop(number, None)
        self._gone.add(number)

    def __contains__(self, number: object) -> bool:
        return number in self._held or (isinstance(number, int) and self._stored(number))

    def __iter__(self) -> Iterator[int]:
        seen = set()
        for number in self._vault.numbers(self._name):
            seen.add(number)
            if number not in self._gone or number in self._held:
                yield number
        yield from [number for number in self._held if number not in seen]

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def clear(self) -> None:
        """Take everything out, without unsealing any of it."""
        self._gone.update(self._vault.numbers(self._name))
        self._held.clear()
        self._was.clear()

    def removed(self) -> list[int]:
        """Return the objects that were there and are to go."""
        return [n for n in self._gone if n not in self._held and self._vault.has(self._name, n)]

    def changed(self) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """Yield the documents that are new or differ from what they were."""
        for number, document in self._held.items():
            was = self._was[number]
            if was is None or was != _digest(document):
                yield number, document


class SealedTable(Table):
    """A TinyDB table whose documents are rows of a vault.

    Reading and changing are replaced whole (``_read_table``, ``_update_table``); ``insert`` and ``upsert``
    are made one act each, so that two sessions never choose the same number.
    """

    def __init__(self, storage: Any, name: str, *args: Any, **kwargs: Any) -> None:
        self._vault: Session = storage.vault
        self._vault.watch(name, self.forget)
        super().__init__(storage, name, *args, **kwargs)

    def forget(self) -> None:
        """Drop what is remembered of the table: another session, or a dropped act, changed it."""
        self.clear_cache()
        self._next_id = None

    def _read_table(self) -> Any:
        self._vault.refresh()
        return LazyTable(self._vault, self.name)

    def search(self, cond: Any) -> Any:
        """Search as TinyDB does, after looking whether another session has saved."""
        self._vault.refresh()
        return super().search(cond)

    def insert(self, document: Mapping[str, Any]) -> int:
        """Insert one document, as one act."""
        with self._vault.joined(f"insert into {self.name}"):
            return super().insert(document)

    def upsert(self, document: Mapping[str, Any], cond: Any = None) -> list[int]:
        """Update or insert, as one act."""
        with self._vault.joined(f"upsert into {self.name}"):
            return super().upsert(document, cond)

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        with self._vault.joined(f"update {self.name}") as act:
            changes = ChangeSet(self._vault, self.name)
            updater(changes)
            apply(changes, self._vault, self.name, act)
        self.clear_cache()


def apply(changes: ChangeSet, vault: Session, name: str, act: Act) -> None:
    """Save what a change set holds, as part of an act; one that fails midway can only be dropped."""
    try:
        found = list(changes.changed())
        for number in changes.removed():
            act.remove(name, number)
        for number, document in found:
            act.write(name, number, document)
        act.open_table(name)
    except BaseException:
        act.broken = True
        raise
    vault.touched(name)
