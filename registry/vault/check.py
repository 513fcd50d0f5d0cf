"""Checking: everything a vault holds is opened and compared, and what is damaged is named."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import dataclass

from registry.errors import Damaged, RegistryError
from registry.provenance.entry import START, Change
from registry.vault import gaps, journal
from registry.vault import header as headers
from registry.vault.act import decode
from registry.vault.away import takes_in
from registry.vault.body import UNREADABLE
from registry.vault.container import Progress
from registry.vault.exhibits import read_exhibit
from registry.vault.index import DIRECTORY, Leaf
from registry.vault.intake_box import read_signed
from registry.vault.people import Signatories
from registry.vault.rows import Head, Root, Rows, TableRoot
from registry.vault.session import Session
from registry.words.identity import id_of, number_of

_REMEDY = "restore the record from a backup"


@dataclass(frozen=True)
class Problem:
    """One thing that is damaged: where it stands, which object, and what is wrong, without personal data.

    ``kind`` is one of ``pages``, ``header``, ``root``, ``people``, ``entry``, ``end``, ``page`` (of the index),
    ``count``, ``record``, ``line``, ``exhibit``, ``stray`` and ``missing``; ``many`` says how many records a ``count`` is about.
    """

    table: str
    identity: str
    what: str
    kind: str = ""
    many: int = 0


@dataclass(frozen=True)
class CheckReport:
    """What a check looked at and what it found; ``gone`` are entries that a salvage named as gone."""

    objects: int
    entries: int
    rows: int
    problems: tuple[Problem, ...]
    gone: tuple[int, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing is damaged."""
        return not self.problems


class _Check:
    """One check under way."""

    def __init__(self, vault: Session, progress: Progress) -> None:
        self.vault = vault
        self.rows: Rows = vault.rows
        self.root: Root = vault.index.root
        self.progress = progress
        self.problems: list[Problem] = []
        self.expected: set[int] = set()
        self.last: dict[tuple[str, int], tuple[int, Change]] = {}
        self.gone: set[int] = set()
        self.unreadable: set[int] = set()
        self.spoiled: set[str] = set()  # tables with pages of the index that do not open
        self.done = 0
        self.total = self.root.sequence + sum(table.count for table in self.root.tables)

    def found(self, kind: str, what: str, table: str = "", identity: str = "", many: int = 0) -> None:
        self.problems.append(Problem(table, identity, what, kind, many))

    def step(self) -> None:
        self.done += 1
        self.progress(min(self.done, self.total), self.total)

    def run(self) -> CheckReport:
        for problem in self.rows.container.problems():
            self.found("pages", f"the file's pages: {problem}")
        self.check_header()
        self.check_roots()
        self.check_people()
        self.check_journal()
        objects = sum(self.check_table(table) for table in self.root.tables)
        self.check_living()
        self.check_orphans()
        self.check_inbox()
        return CheckReport(
            objects, self.root.sequence, len(self.expected), tuple(self.problems), tuple(sorted(self.gone))
        )

    def check_header(self) -> None:
        for name, raw in zip(("first", "second"), self.rows.container.headers(), strict=True):
            head = headers.read(raw)
            if head is None or not head.authentic(self.rows.keys.header):
                self.found("header", f"the {name} copy of the header")
            elif head.sequence != self.root.header_sequence:
                self.found("header", f"the {name} copy of the header is not the latest")

    def check_roots(self) -> None:
        for copy in (0, 1):
            self.expected.add(self.rows.row("root", "", str(copy)))
            if self.rows.root(copy) != self.root:
                self.found("root", f"copy {copy + 1} of the root")

    def check_people(self) -> None:
        self.expected.add(self.rows.row("people"))
        try:
            self.people: Signatories | None = Signatories(self.rows.people(self.root.people_revision))
        except Damaged as error:
            self.people = None  # said once; each entry is then held against the key that it names
            self.found("people", error.message)

    def check_journal(self) -> None:
        previous: bytes | None = START
        broken: dict[int, str] = {}
        for sequence in range(1, self.root.sequence + 1):
            self.expected.add(self.rows.entry_row(sequence))
            previous = self.check_entry(sequence, previous, broken)
            self.step()
        for sequence in self.gone:
            self.expected.discard(self.rows.entry_row(sequence))
        for sequence in sorted(broken.keys() - self.gone):
            self.found("entry", broken[sequence], "journal", str(sequence))
        self.unreadable |= self.gone
        if previous is not None and previous != self.root.head:
            self.found("end", "the end of the journal")

    def check_entry(self, sequence: int, previous: bytes | None, broken: dict[int, str]) -> bytes | None:
        """Check one link; returns the hash the next one must name, or ``None`` where it cannot be known."""
        try:
            signed = self.rows.entry(sequence)
        except Damaged as error:
            broken[sequence] = error.message
            self.unreadable.add(sequence)
            return None
        if not journal.holds(signed, sequence, previous, self.people or journal.by_anyone(signed)):
            broken[sequence] = journal.damaged_entry(sequence).message
        else:
            self.gone |= set(gaps.named_by(signed))
        for change in signed.entry.changes:
            if change.table != gaps.JOURNAL:
                self.last[(change.table, number_of(change.identity))] = (sequence, change)
        return signed.digest()

    def check_table(self, table: TableRoot) -> int:
        seen = 0
        for index, (directory, leaf) in self.pages(table):
            self.expected.add(self.rows.row("leaf", table.name, str(index)))
            raw = self.leaf(table.name, index, leaf)
            if raw is not None and len(raw.numbers) != directory:
                self.found(
                    "page", "an index page holds another number of lines than its directory says", table.name
                )
            for number in self.vault.index.leaf(table.name, index).numbers:
                seen += 1
                self.check_object(table.name, index, number)
                self.step()
        if seen != table.count:
            told = f"{table.count} records are counted and {seen} are listed"
            self.found("count", told, table.name, many=table.count - seen)
        return seen

    def pages(self, table: TableRoot) -> Iterator[tuple[int, tuple[int, int]]]:
        """Yield leaf index and ``(count, revision)`` from the directories."""
        for at, revision in enumerate(table.directories):
            self.expected.add(self.rows.row("directory", table.name, str(at)))
            try:
                self.rows.directory(table.name, at, revision)
            except Damaged as error:
                self.spoiled.add(table.name)
                self.found("page", error.message, table.name)
            for offset, (leaf, count) in enumerate(self.vault.index.directory(table, at)):
                yield at * DIRECTORY + offset, (count, leaf)

    def leaf(self, name: str, index: int, revision: int) -> Leaf | None:
        """Return the leaf as it stands in the file, or ``None`` after saying that it does not open."""
        try:
            return Leaf.read(revision, self.rows.page("leaf", name, str(index), revision))
        except (Damaged, *UNREADABLE):
            self.spoiled.add(name)
            self.found("page", f"index page leaf {name} {index} (its records are still found)", name)
            return None

    def check_object(self, name: str, leaf: int, number: int) -> None:
        self.expected.add(self.rows.object_row(name, number))
        kind = "record"
        try:
            opened = self.vault.opened(name, number)
            if opened is None or opened[0].leaf != leaf:
                raise Damaged("the record and the index do not agree", _REMEDY)
            raw = self.rows.document(name, number, *opened)
            self.check_commitment(name, number, opened[0], raw)
            kind = "line"
            self.check_line(name, leaf, number, raw)
            kind = "exhibit"
            self.check_exhibits(name, number, opened[0])
        except RegistryError as error:
            self.found(kind, error.message, name, id_of(number))

    def check_commitment(self, name: str, number: int, head: Head, raw: bytes) -> None:
        sequence, change = self.last.get((name, number), (0, None))
        if head.revision in self.unreadable and head.revision > sequence:
            return  # the entry that speaks of it is gone, and named as such
        if change is None:
            raise Damaged("no journal entry speaks of the record", _REMEDY)
        key = self.rows.keys.commitment_key(head.key)
        if sequence != head.revision or not hmac.compare_digest(
            journal.commitment(key, sequence, raw), change.commitment
        ):
            raise Damaged("the record is not what its last journal entry speaks of", _REMEDY)

    def check_line(self, name: str, leaf: int, number: int, raw: bytes) -> None:
        spec = self.vault.specs.get(name)
        if spec is None or spec.fold is None:
            return
        at = self.vault.index.leaf(name, leaf).numbers.index(number)
        if self.vault.index.lines_of(name, leaf)[at] != spec.fold(decode(raw)):
            raise Damaged("the line that lists show is not what the record says", _REMEDY)

    def check_exhibits(self, name: str, number: int, head: Head) -> None:
        for exhibit in head.exhibits:
            for index in range(exhibit.pieces):
                self.expected.add(self.rows.piece_row(name, number, exhibit.identity, index))
        for exhibit in head.exhibits:
            for _ in read_exhibit(self.rows, name, number, head, exhibit.identity):
                pass

    def check_living(self) -> None:
        """Name every object that the journal knows as living and no leaf lists."""
        latest = max(self.unreadable, default=0)
        for (table, number), (sequence, change) in self.last.items():
            if sequence < latest and table not in self.spoiled:
                continue  # its whole index opens, so it was removed in an act whose entry does not
            row = self.rows.object_row(table, number)
            if not change.removed and row not in self.expected:
                self.expected.add(row)
                self.found(
                    "record", "the record is in the journal and not in the index", table, change.identity
                )

    def check_inbox(self) -> None:
        """Name every intake in the file whose signature does not hold, or whose signer nobody knows."""
        container = self.rows.container
        try:
            workers = {person.public_key for person in takes_in(self.vault.people())}
            for number, raw in container.boxes() if container.has_inbox() else ():
                signed = read_signed(raw)
                if signed is None or signed.number != number or signed.by not in workers:
                    self.found("intake", f"intake {number}, which waits to be collected")
        except Damaged:
            # The list of people is named already where it is that; otherwise the box's own pages cannot be read.
            if not self.problems:
                self.found("intake", "the box for intakes")

    def check_orphans(self) -> None:
        try:
            names = set(self.rows.container.names())
        except RegistryError as error:
            self.found("pages", error.message)
            return
        orphans, missing = names - self.expected, self.expected - names
        if orphans:
            self.found("stray", f"{len(orphans)} rows belong to nothing")
        if missing:
            self.found("missing", f"{len(missing)} rows are missing")


def check(vault: Session, progress: Progress) -> CheckReport:
    """Check a whole vault, one state of it. See ``Vault.check``."""
    vault.refresh()
    with vault.container.reading():
        return _Check(vault, progress).run()
