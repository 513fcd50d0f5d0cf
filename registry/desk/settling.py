"""Summaries whose files were not known to be in their place when the program ended: told, and put right."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from registry.desk.desk import RELEASES, Desk
from registry.words.identity import number_of

# In the record of a release, while nobody knows whether its files came to their place: the folder meant for them.
WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A release that the ledger has, and the folder in which its files may stand or not."""

    release_id: str
    folder: Path
    files: Mapping[str, bytes]

    def stands(self) -> bool:
        """Tell whether the folder holds these files, byte for byte, and no others."""
        try:
            there = {path.name for path in self.folder.iterdir()}
            return there == set(self.files) and all(
                _digest((self.folder / name).read_bytes()) == _digest(content)
                for name, content in self.files.items()
            )
        except OSError:
            return False


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def unfinished(desk: Desk) -> Iterator[Unfinished]:
    """Yield the releases that were entered in the ledger by a program that then ended too early to see their files."""
    for document in list(desk.vault.table(RELEASES)):
        if document.get(WAITING):
            files = {name: str(text).encode() for name, text in document["files"].items()}
            yield Unfinished(document["entry"]["release_id"], Path(document[WAITING]), files)


def is_unfinished(desk: Desk) -> frozenset[str]:
    """Return the ids of those releases."""
    return frozenset(found.release_id for found in unfinished(desk))


def arrived(desk: Desk, release_id: str) -> None:
    """Note that a release's files stand in their place."""
    number = number_of(release_id)
    with desk.vault.act("disclose make") as act:
        document = dict(desk.vault.document(RELEASES, number) or {})
        if document.pop(WAITING, None) is not None:
            act.write(RELEASES, number, document)
