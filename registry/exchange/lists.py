"""A file of any kind that is read, as one list of rows: what wrote it, its columns, and what each row comes to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any

import msgspec

from registry.cases.casefile import PERSON, SUBJECTS
from registry.errors import InputRefused
from registry.exchange import kobo, orders, peers
from registry.exchange.delimited import read_delimited
from registry.exchange.entries import Entry, Problem, Reader, Unknown
from registry.exchange.mapping import ColumnMap
from registry.exchange.pfif import is_pfif, read_pfif
from registry.exchange.rows import Table
from registry.exchange.suggesting import suggest
from registry.exchange.workbook import is_workbook, read_workbook
from registry.words.dates import PartialDate
from registry.words.fact import Declared, facts_of

Opener = Callable[[], IO[bytes]]
PFIF, JSON = "pfif", "json"
FORMATS = (peers.CSV, peers.KOBO, peers.UWAZI, peers.BAYANAT, PFIF, JSON)
# A line of JSON longer than this is no case.
_LONGEST_LINE = 8 << 20


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a caseworker wants a file read, where she knows better than its bytes tell."""

    format: str = ""
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    skip: int = 0


@dataclass(frozen=True, slots=True)
class Read:
    """One row as read: its line, the number the list gives it, what it comes to, its cells as they stood."""

    line: int
    key: str
    entry: Entry
    cells: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Listing:
    """A file opened as a list: which system wrote it, how it was read, and its table, ``None`` for records."""

    system: str
    read_as: str
    opened: Opener
    table: Table | None = None

    def suggested(self, facts: Mapping[str, Declared], kind: str) -> ColumnMap:
        """Return the mapping that its headings suggest, empty for records, which need none."""
        if self.table is None:
            return ColumnMap({}, kind)
        mapping = suggest(self.table.headings, facts, kind)
        return peers.adapted(mapping, self.table.headings, self.system, facts)

    def looked_through(self, mapping: ColumnMap, facts: Mapping[str, Declared]) -> Look:
        """Read the whole list once: how many rows, in which order its dates stand, which words are not known."""
        if self.table is None:
            return Look(sum(1 for _ in self._records()), {}, {})
        dated = [heading for heading, column in mapping.columns.items() if _is_date(column.states, facts)]
        told = orders.orders(self.table.rows(), dated)
        reader, total, unknown = Reader(mapping, facts, told), 0, dict[Unknown, int]()
        for row in self.table.rows():
            total += 1
            for one in reader.entry(row).unknown:
                unknown[one] = unknown.get(one, 0) + 1
                if len(unknown) > _MOST_UNKNOWN:
                    raise InputRefused(
                        "more words than a vocabulary could have are unknown in this list",
                        "look whether a column of free text was led to a fact that has terms",
                    )
        return Look(total, told, unknown)

    def rows(self, reader: Reader) -> Iterator[Read]:
        """Yield every row of the list, read by ``reader``; records need none of it."""
        if self.table is None:
            yield from self._records()
            return
        key = reader.mapping.key
        for row in self.table.rows():
            number = next(iter(row.cells.get(key, ())), "") if key else ""
            yield Read(row.line, number, reader.entry(row), row.cells)

    def _records(self) -> Iterator[Read]:
        with self.opened() as stream:
            if self.system == PFIF:
                for line, key, entry in read_pfif(stream):
                    yield Read(line, key, entry, {})
            else:
                yield from _json(stream)


_MOST_UNKNOWN = 2_000
_NO_LISTS = (b"%PDF", b"\x7fELF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf", b"MZ")


@dataclass(frozen=True, slots=True)
class Look:
    """What a first reading found: rows, the order of dates by heading, and unknown words with how often they stand."""

    total: int
    orders: Mapping[str, str]
    unknown: Mapping[Unknown, int]


def open_list(opened: Opener, wishes: Wishes) -> Listing:
    """Return the list in a file; ``opened`` opens the file anew each time. Raises ``InputRefused``."""
    if wishes.format and wishes.format not in FORMATS:
        raise InputRefused("that is not a format that is read", f"use one of: {', '.join(FORMATS)}")
    with opened() as stream:
        begins = stream.read(4096)
    if not begins.strip():
        raise InputRefused("the file is empty", "choose the file that the list was saved in")
    if wishes.format == PFIF or (not wishes.format and is_pfif(begins)):
        return Listing(PFIF, "a feed of people (PFIF)", opened)
    if wishes.format == JSON or (
        not wishes.format and begins.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")
    ):
        return Listing(JSON, "JSON, a case a document", opened)
    if begins.startswith(_NO_LISTS) or not begins.strip(b"\x00"):
        raise InputRefused(
            "the file is no list of any kind that is read", "save the list as CSV, XLSX or ODS"
        )
    if begins.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        raise InputRefused(
            "the file is a web page or a document, and no list", "save the list as CSV, XLSX or ODS"
        )
    table = (
        _workbook(opened, wishes)
        if is_workbook(begins)
        else read_delimited(opened, wishes.encoding, wishes.delimiter, wishes.skip)
    )
    system = wishes.format or peers.system_of(table.headings)
    if system == peers.KOBO and not is_workbook(begins):
        table = kobo.folded(table)
    return Listing(system, table.read_as, opened, table)


def _workbook(opened: Opener, wishes: Wishes) -> Table:
    with opened() as stream:
        tables = read_workbook(stream, wishes.skip)
    if any(kobo.is_form(table.headings) for table in tables) and wishes.format in ("", peers.KOBO):
        return kobo.joined(tables, wishes.sheet or kobo.sheet_of_people(tables, _names_people))
    if wishes.sheet:
        named = next((table for table in tables if table.name == wishes.sheet), None)
        if named is None:
            raise InputRefused("the workbook has no sheet of that name", f"use one of: {_names(tables)}")
        return named
    if len(tables) > 1:
        raise InputRefused("the workbook has several sheets", f"give --sheet with one of: {_names(tables)}")
    return tables[0]


def _names_people(table: Table) -> bool:
    columns = suggest(table.headings, facts_of(SUBJECTS[PERSON])).columns
    return any(column.states in _NAMES for column in columns.values())


_NAMES = frozenset({"name", "given", "family_name"})


def _names(tables: Iterable[Table]) -> str:
    return ", ".join(table.name for table in tables)


def _is_date(states: str, facts: Mapping[str, Declared]) -> bool:
    declared = facts.get(states)
    return states in ("when", "status_on", "age_on") or (
        declared is not None and issubclass(declared.kind, PartialDate)
    )


def _json(stream: IO[bytes]) -> Iterator[Read]:
    """Yield cases from JSON lines, or from one document or array of them; what cannot be read waits with its line."""
    first = stream.readline(_LONGEST_LINE)
    while first and not first.strip():
        first = stream.readline(_LONGEST_LINE)
    if _whole(first) is None:
        rest = stream.read(64 << 20)
        if stream.read(1):
            raise InputRefused("the document is larger than 64 MiB", "give it as JSON lines, a case a line")
        document = _whole(first + rest)
        if document is None:
            raise InputRefused("the file is not JSON", "look whether it was saved whole")
        for place, one in enumerate(document if isinstance(document, list) else [document], 1):
            yield _case(place, one)
        return
    number, line = 1, first
    while line:
        if line.strip():
            yield _case(number, _whole(line))
        line, number = stream.readline(_LONGEST_LINE), number + 1


def _whole(raw: bytes) -> Any:
    try:
        return msgspec.json.decode(raw.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _case(line: int, document: Any) -> Read:
    if not isinstance(document, dict):
        wrong = Problem(
            "", "the line is no case", 'write {"kind": "person", "source": …, "facts": …}', waits=True
        )
        return Read(line, "", Entry({}, (wrong,)), {})
    facts = document.get("facts")
    reference = facts.get("reference") if isinstance(facts, dict) else None
    return Read(line, reference if isinstance(reference, str) else "", Entry(document), {})


def wanting(table: Table, mapping: ColumnMap) -> tuple[str, ...]:
    """Return the headings that a mapping speaks of and a table does not have."""
    return tuple(heading for heading in mapping.columns if heading not in table.headings)
