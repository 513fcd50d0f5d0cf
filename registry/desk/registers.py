"""The tables of the registers, and reading them whole; one record that does not open is left out and noticed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from registry.cases.casefile import CaseFile
from registry.cases.register import ACTOR, FACILITY, PLACE, Record, RecordFile, Register, Registers
from registry.errors import Damaged
from registry.sources.source import Source

if TYPE_CHECKING:
    from registry.vault.vault import Vault

FACILITIES, ACTORS, PLACES = "facilities", "actors", "places"
TABLE_OF: Mapping[str, str] = {FACILITY: FACILITIES, ACTOR: ACTORS, PLACE: PLACES}
REGISTER_TABLES = tuple(TABLE_OF.values())
# What one record of a table is called, where it is not the table's name without its last letter.
ONE: Mapping[str, str] = {FACILITIES: FACILITY}

Cited = Callable[[CaseFile], Mapping[str, Source]]


def read_registers(vault: Vault, cited: Cited) -> Registers:
    """Read the three registers; ``cited`` gives the sources that a record's claims cite."""
    return Registers(*(Register(read_register(vault, kind, cited)) for kind in (FACILITY, ACTOR, PLACE)))


def read_register(vault: Vault, kind: str, cited: Cited) -> Iterator[Record]:
    """Yield the records of one register in the order in which they came."""
    table = TABLE_OF[kind]
    for number in vault.numbers(table):
        try:
            document = vault.document(table, number)
        except Damaged:
            vault.noticed = True
            continue
        if document is not None:
            file = RecordFile(document)
            yield Record(file, cited(file))
