"""The tables of the registers, and reading them whole; one record that does not open is left out and noticed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from registry.cases.casefile import CaseFile
from registry.cases.named import name_key
from registry.cases.register import ACTOR, FACILITY, PLACE, Record, RecordFile, Register, Registers
from registry.errors import Damaged
from registry.sources.source import Source
from registry.words.identity import number_of

if TYPE_CHECKING:
    from registry.vault.vault import Vault

FACILITIES, ACTORS, PLACES = "facilities", "actors", "places"
TABLE_OF: Mapping[str, str] = {FACILITY: FACILITIES, ACTOR: ACTORS, PLACE: PLACES}
REGISTER_TABLES = tuple(TABLE_OF.values())
# What one record of a table is called, where it is not the table's name without its last letter.
ONE: Mapping[str, str] = {FACILITIES: FACILITY}

Cited = Callable[[CaseFile], Mapping[str, Source]]


class RecordLine(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What the index keeps of a record, so that who bears a name is told without reading every record.

    ``keys`` are its names as ``name_key`` compares them; where that changes, the line's version has to be raised.
    """

    id: str
    keys: tuple[str, ...]
    withdrawn: bool = False


def record_line_of(document: Mapping[str, Any]) -> RecordLine:
    """Fold a record's document into its line."""
    record = Record(RecordFile(document))
    keys = dict.fromkeys(name_key(name) for name in record.names)
    return RecordLine(record.id, tuple(keys), record.file.withdrawn)


def read_registers(vault: Vault, cited: Cited) -> Registers:
    """Read the three registers; ``cited`` gives the sources that a record's claims cite."""
    return Registers(*(Register(read_register(vault, kind, cited)) for kind in (FACILITY, ACTOR, PLACE)))


def read_register(vault: Vault, kind: str, cited: Cited) -> Iterator[Record]:
    """Yield the records of one register in the order in which they came."""
    return _read(vault, kind, vault.numbers(TABLE_OF[kind]), cited)


def read_bearers(
    vault: Vault, kind: str, names: Iterable[str], cited: Cited, also: Collection[str] = ()
) -> Iterator[Record]:
    """Yield the records of one register that bear one of these names, and those of the ids of ``also``."""
    keys = {name_key(name) for name in names}
    borne = (
        line.id
        for line in vault.lines(TABLE_OF[kind])
        if not line.withdrawn and (line.id in also or not keys.isdisjoint(line.keys))
    )
    return _read(vault, kind, map(number_of, borne), cited)


def _read(vault: Vault, kind: str, numbers: Iterable[int], cited: Cited) -> Iterator[Record]:
    table = TABLE_OF[kind]
    for number in numbers:
        try:
            document = vault.document(table, number)
        except Damaged:
            vault.noticed = True
            continue
        if document is not None:
            file = RecordFile(document)
            yield Record(file, cited(file))
