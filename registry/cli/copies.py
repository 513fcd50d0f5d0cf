"""Copies in a folder: how they are named, which are of this vault, and how old each of them is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from registry.cli import copy_shapes
from registry.desk.copies import NOT_COMPARED, KnownCopy, acts_since, age_of
from registry.desk.copying import TIME
from registry.desk.desk import Desk
from registry.errors import NewerFormat, NotFound, RegistryError
from registry.vault.copying import peek
from registry.vault.files import is_unfinished

_NAME = re.compile(r"registry-(\d{4}-\d\d-\d\dT\d{6})Z(-\d+)?\.vault")

_CONTAINER = b"SQLite format 3\0"

THIS, OTHER, NEWER, BROKEN = "this-vault", "another-vault", "newer-format", "damaged"


def item_of(desk: Desk, one: KnownCopy, known: Sequence[KnownCopy], now: datetime) -> copy_shapes.CopyItem:
    """Return one known copy as it is listed."""
    return copy_shapes.CopyItem(
        kind=one.kind,
        made=_to_the_second(one.at),
        days=age_of(one.at, now).days,
        sequence=one.sequence,
        behind=acts_since(desk, one.sequence, known),
        label=one.label,
    )


def _to_the_second(at: str) -> str:
    return f"{at[:19]}Z"


def files_of(
    folder: Path, vault_id: str | None, known: Sequence[KnownCopy], now: datetime
) -> tuple[tuple[copy_shapes.CopyFile, ...], int, int]:
    """Return the vaults among a folder's files, newest first, how many files are none, and the unfinished.

    ``vault_id`` is None where there is no vault to compare with. Raises ``NotFound`` for what is no folder.
    """
    if not folder.is_dir():
        raise NotFound("there is no folder at that place", "give the folder that holds the copies")
    found, others, unfinished = [], 0, 0
    for path in _regular(folder):
        if is_unfinished(path.name):
            unfinished += 1
        elif (one := _file(path, vault_id, known, now)) is None:
            others += 1
        else:
            found.append(one)
    return tuple(sorted(found, key=lambda one: (one.made, len(one.name)), reverse=True)), others, unfinished


def _regular(folder: Path) -> Iterator[Path]:
    paths = (path for path in sorted(folder.iterdir()) if not path.name.endswith("-journal"))
    return (path for path in paths if path.is_file())


def _file(
    path: Path, vault_id: str | None, known: Sequence[KnownCopy], now: datetime
) -> copy_shapes.CopyFile | None:
    """Return a file as it is listed, or None for one that neither is a vault nor is called a copy."""
    of = _of(path, vault_id)
    if of is None:
        return None
    stat = path.stat()
    named = _NAME.fullmatch(path.name)
    made = _named_at(named[1]) if named else datetime.fromtimestamp(stat.st_mtime, UTC)
    note = next((one for one in known if of == THIS and one.name == path.name), None)
    return copy_shapes.CopyFile(
        name=path.name,
        size=stat.st_size,
        made=made.strftime("%Y-%m-%dT%H:%M:%SZ"),
        dated="name" if named else "file",
        days=max(0, (now - made).days),
        of=of,
        noted=note is not None,
        label=note.label if note else "",
    )


def _named_at(written: str) -> datetime:
    return datetime.strptime(written, TIME).replace(tzinfo=UTC)


def _of(path: Path, vault_id: str | None) -> str | None:
    called_a_copy = _NAME.fullmatch(path.name) is not None
    try:
        with path.open("rb") as stream:
            if stream.read(len(_CONTAINER)) != _CONTAINER:
                return BROKEN if called_a_copy else None
        identity = peek(path).vault_id.hex()
    except NewerFormat:
        return NEWER
    except (RegistryError, OSError):
        return BROKEN if called_a_copy else None
    if vault_id is None:
        return NOT_COMPARED
    return THIS if identity == vault_id else OTHER
