"""The index: which objects there are, in the order they came, with the line that lists show of each.

Three levels, root, directory and leaf, so that adding one object writes the same few rows however many
there are, and the newest lines are read without the older ones.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from registry.errors import Damaged, InputRefused
from registry.vault.body import UNREADABLE
from registry.vault.gaps import JOURNAL
from registry.vault.rows import Root, Rows, TableRoot, leaf_decoder
from registry.vault.spec import TableSpec

LEAF = 64
DIRECTORY = 256
_RAW = leaf_decoder(msgspec.Raw)
_Decoder = msgspec.msgpack.Decoder[Any]

# What a rescuer gives back for a table whose pages do not open: leaf index to its numbers and revisions.
Rescued = Mapping[int, list[tuple[int, int]]]


class Leaf:
    """Up to 64 objects: numbers, revisions, and lines that stay packed until first asked for."""

    __slots__ = ("_lines", "_packed", "_typed", "numbers", "revision", "revisions", "stale", "version")

    def __init__(self, revision: int, version: int, numbers: array[int], revisions: array[int]) -> None:
        self.revision = revision
        self.version = version
        self.numbers = numbers
        self.revisions = revisions
        self._packed: bytes | None = None
        self._lines: list[Any] = []
        self._typed = True
        self.stale = False

    @classmethod
    def read(cls, revision: int, raw: bytes, decoder: _Decoder | None = None) -> Leaf:
        """Return the leaf in a page's content, with a ``decoder`` its lines at once.

        Raises one of ``UNREADABLE``.
        """
        version, numbers, revisions, lines = (decoder or _RAW).decode(raw)
        leaf = cls(revision, version, array("Q", numbers), array("Q", revisions))
        if not len(numbers) == len(revisions) == len(lines) <= LEAF:
            raise msgspec.ValidationError("uneven leaf")
        if decoder is None:
            leaf._packed, leaf._typed = raw, False
        else:
            leaf._lines = lines
        return leaf

    @classmethod
    def rescued(cls, revision: int, found: list[tuple[int, int]]) -> Leaf:
        """Return a leaf rebuilt from numbers and revisions; its lines must be folded anew."""
        leaf = cls(revision, -1, array("Q", [n for n, _ in found]), array("Q", [r for _, r in found]))
        leaf._lines, leaf.stale = [None] * len(found), True
        return leaf

    def to_bytes(self) -> bytes:
        """Return the page's content."""
        if self._packed is not None:
            return self._packed
        return msgspec.msgpack.encode((self.version, list(self.numbers), list(self.revisions), self._lines))

    def lines(self, decoder: msgspec.msgpack.Decoder[Any]) -> list[Any]:
        """Return the lines, decoded once. Raises one of ``UNREADABLE`` where they do not fit."""
        if not self._typed:
            self._lines = decoder.decode(self.to_bytes())[3]
            self._packed, self._typed = None, True
        return self._lines

    def set_lines(self, lines: list[Any], version: int) -> None:
        """Replace all lines by ones folded anew."""
        self._packed, self._lines, self._typed = None, lines, True
        self.version, self.stale = version, False

    def copied(self) -> Leaf:
        """Return a copy that may be changed while the original stays."""
        leaf = Leaf(self.revision, self.version, self.numbers[:], self.revisions[:])
        if self._packed is not None:
            leaf._lines = _RAW.decode(self._packed)[3]  # packed lines are written back as they are
        else:
            leaf._lines = self._lines[:]
        leaf._typed = self._typed
        return leaf

    def place(self, number: int, revision: int, line: Any) -> bool:
        """Put or replace one object on an own copy; whether it is new here."""
        if number in self.numbers:
            at = self.numbers.index(number)
            self.revisions[at], self._lines[at] = revision, line
            return False
        self.numbers.append(number)
        self.revisions.append(revision)
        self._lines.append(line)
        return True

    def remove(self, number: int) -> None:
        """Take one object out of an own copy."""
        at = self.numbers.index(number)
        del self.numbers[at], self.revisions[at], self._lines[at]

    def revision_of(self, number: int) -> int | None:
        """Return the revision of an object, or ``None`` where it is not on this leaf."""
        return self.revisions[self.numbers.index(number)] if number in self.numbers else None


class Index:
    """The index of one open vault: read lazily, changed inside an act, written back by ``flush``."""

    def __init__(
        self,
        rows: Rows,
        specs: Mapping[str, TableSpec],
        rescue: Callable[[str], Rescued],
        read_document: Callable[[str, int], dict[str, Any] | None],
    ) -> None:
        self._rows = rows
        self._specs = specs
        self._rescue = rescue
        self._read_document = read_document
        self._decoders = {name: leaf_decoder(spec.line_type or Any) for name, spec in specs.items()}
        self.root = Root()
        self._directories: dict[tuple[str, int], list[list[int]]] = {}
        self._leaves: dict[tuple[str, int], Leaf] = {}
        self._before: Root | None = None
        self._touched: set[tuple[str, int]] = set()
        self._rescued: set[tuple[str, int]] = set()
        self._members: dict[str, set[int]] = {}

    # Reading

    def adopt(self, root: Root) -> None:
        """Take a root that another session may have written; keep only pages that are still current."""
        old = {table.name: table for table in self.root.tables}
        new = {table.name: table for table in root.tables}
        self.root = root
        self._members.clear()
        for name in old.keys() | new.keys():
            before = old[name].directories if name in old else []
            after = new[name].directories if name in new else []
            for index, revision in enumerate(before):
                if index >= len(after) or after[index] != revision:
                    # Its leaves stay as long as the new directory still names their revision.
                    self._directories.pop((name, index), None)

    def table(self, name: str) -> TableRoot | None:
        """Return what the root says of a table."""
        return next((table for table in self.root.tables if table.name == name), None)

    def count(self, name: str) -> int:
        """Return how many objects a table has, without decoding anything."""
        table = self.table(name)
        return table.count if table else 0

    def directory(self, table: TableRoot, index: int) -> list[list[int]]:
        """Return ``[leaf revision, count]`` for each leaf of a directory; one that does not open is rebuilt."""
        key = (table.name, index)
        if key not in self._directories:
            try:
                found = self._rows.directory(table.name, index, table.directories[index])
            except Damaged:
                found = self._rescued_directory(table, index)
            self._directories[key] = found
        return self._directories[key]

    def _rescued_directory(self, table: TableRoot, index: int) -> list[list[int]]:
        leaves = self._rescue(table.name)
        first = index * DIRECTORY
        last = index == len(table.directories) - 1
        end = (
            max([leaf for leaf in leaves if leaf >= first], default=first) + 1 if last else first + DIRECTORY
        )
        # Revision 0 opens no page, so each of these leaves is rescued in turn.
        return [[0, len(leaves.get(leaf, []))] for leaf in range(first, end)]

    def leaf_count(self, name: str) -> int:
        """Return how many leaves a table has."""
        table = self.table(name)
        if table is None or not table.directories:
            return 0
        full = len(table.directories) - 1
        return full * DIRECTORY + len(self.directory(table, full))

    def leaf(self, name: str, index: int, decoder: _Decoder | None = None) -> Leaf:
        """Return a leaf, with a ``decoder`` its lines too. One that does not open is rebuilt."""
        table = self.table(name)
        here = table is not None and 0 <= index // DIRECTORY < len(table.directories)
        directory = self.directory(table, index // DIRECTORY) if table and here else []
        if table is None or index % DIRECTORY >= len(directory):
            raise Damaged(f"index of {name} has no such page", "run `registry vault check`")
        revision = directory[index % DIRECTORY][0]
        key = (name, index)
        held = self._leaves.get(key)
        if held is None or (held.revision != revision and key not in self._touched):
            held = self._leaves[key] = self._read_leaf(name, index, revision, decoder)
        return held

    def _read_leaf(self, name: str, index: int, revision: int, decoder: _Decoder | None) -> Leaf:
        try:
            raw = self._rows.page("leaf", name, str(index), revision)
            try:
                return Leaf.read(revision, raw, decoder)
            except UNREADABLE:  # lines of another shape: left as they are for now
                return Leaf.read(revision, raw)
        except (Damaged, *UNREADABLE):
            return self._rescued_leaf(name, index, revision)

    def _rescued_leaf(self, name: str, index: int, revision: int) -> Leaf:
        self._rescued.add((name, index))
        return Leaf.rescued(revision, self._rescue(name).get(index, []))

    def lines_of(self, name: str, index: int) -> list[Any]:
        """Return the lines of one leaf, folded anew where they were written for another shape."""
        leaf = self.leaf(name, index, self._decoders[name])
        spec = self._specs[name]
        if leaf.stale or leaf.version != spec.version:
            self._fold_anew(name, leaf, spec)
        try:
            return leaf.lines(self._decoders[name])
        except UNREADABLE:
            self._fold_anew(name, leaf, spec)
            return leaf.lines(self._decoders[name])

    def _fold_anew(self, name: str, leaf: Leaf, spec: TableSpec) -> None:
        lines = []
        for number in leaf.numbers:
            try:
                document = self._read_document(name, number)
            except Damaged:  # it stays on the leaf, so that a check names it
                document = None
            lines.append(spec.fold(document) if spec.fold and document is not None else None)
        leaf.set_lines(lines, spec.version)

    def holds(self, name: str, number: int) -> bool:
        """Whether the index has the object: looks through every leaf once, for what no row answers."""
        if name not in self._members:
            self._members[name] = {
                n for index in range(self.leaf_count(name)) for n in self.leaf(name, index).numbers
            }
        return number in self._members[name]

    def missing(self, name: str) -> int:
        """Return how many objects fewer are listed than counted: one which is not listed may be one of these."""
        self.holds(name, 0)
        return max(0, self.count(name) - len(self._members[name]))

    # Changing, inside an act

    def begin(self) -> None:
        """Remember the root, so that ``roll_back`` can return to it."""
        self._before = self.root.copied()

    def roll_back(self) -> None:
        """Forget every change since ``begin``."""
        if self._before is not None:
            self.root = self._before
        for name, index in self._touched:
            self._leaves.pop((name, index), None)
            self._directories.pop((name, index // DIRECTORY), None)
        self._before, self._touched = None, set()
        self._members.clear()

    def committed(self) -> None:
        """Keep what was flushed."""
        self._before, self._touched = None, set()

    def open_table(self, name: str) -> bool:
        """Make sure that a table exists; whether it is new. Raises ``InputRefused`` for the journal's own name."""
        if name == JOURNAL:
            raise InputRefused("a table may not be called as the journal is", "choose another name")
        if self.table(name) is not None:
            return False
        self.root.tables.append(TableRoot(name, 0, []))
        return True

    def drop_table(self, name: str) -> None:
        """Take an emptied table off the root."""
        self.root.tables = [table for table in self.root.tables if table.name != name]

    def next_leaf(self, name: str) -> int:
        """Return the leaf for the next new object: the last one while it has room."""
        total = self.leaf_count(name)
        if total and len(self.leaf(name, total - 1).numbers) < LEAF:
            return total - 1
        return total

    def _own(self, table: TableRoot, index: int) -> Leaf:
        """Return a leaf that this act may change, made where it is the next one."""
        key = (table.name, index)
        if key in self._touched:
            return self._leaves[key]
        if index // DIRECTORY >= len(table.directories):
            table.directories.append(0)
            self._directories[(table.name, index // DIRECTORY)] = []
        directory = self.directory(table, index // DIRECTORY)
        if index % DIRECTORY == len(directory):
            leaf = Leaf(0, self._version(table.name), array("Q"), array("Q"))
            directory.append([0, 0])
        else:
            leaf = self._refreshed(table.name, index).copied()
        self._touched.add(key)
        self._leaves[key] = leaf
        return leaf

    def _refreshed(self, name: str, index: int) -> Leaf:
        """Return a leaf whose lines have this program's shape, since a leaf is written in one shape."""
        if name in self._specs:
            leaf = self.leaf(name, index)
            if leaf.stale or leaf.version != self._version(name):
                self.lines_of(name, index)
        return self.leaf(name, index)

    def _version(self, name: str) -> int:
        return self._specs[name].version if name in self._specs else 0

    def open_leaf(self, name: str, leaf: int) -> None:
        """Make sure that a leaf exists, maybe without objects; those before it must exist."""
        table = self.table(name)
        assert table is not None
        self._own(table, leaf)

    def place(self, name: str, number: int, leaf: int, revision: int, line: Any) -> None:
        """Put an object on a leaf, at the act's revision."""
        table = self.table(name)
        assert table is not None
        if self._own(table, leaf).place(number, revision, line):
            table.count += 1
            if name in self._members:
                self._members[name].add(number)

    def remove(self, name: str, number: int, leaf: int) -> None:
        """Take an object off its leaf."""
        table = self.table(name)
        assert table is not None
        self._own(table, leaf).remove(number)
        table.count -= 1
        if name in self._members:
            self._members[name].discard(number)

    def flush(self, revision: int) -> None:
        """Write every changed leaf and directory at the act's revision, and say so in the root."""
        for key in self._rescued - self._touched:
            table = self.table(key[0])
            if table is not None:
                self._own(table, key[1])
        self._rescued = set()
        for name, index in sorted(self._touched):
            self._flush_leaf(name, index, revision)
        for name, index in sorted({(name, index // DIRECTORY) for name, index in self._touched}):
            table = self.table(name)
            if table is not None:
                table.directories[index] = revision
                content = msgspec.msgpack.encode(self._directories[(name, index)])
                self._rows.write_page("directory", name, str(index), revision, content)
        for name in {name for name, _ in self._touched}:
            self._clear_if_empty(name)

    def _flush_leaf(self, name: str, index: int, revision: int) -> None:
        leaf = self._leaves[(name, index)]
        leaf.revision = revision
        self._directories[(name, index // DIRECTORY)][index % DIRECTORY] = [revision, len(leaf.numbers)]
        self._rows.write_page("leaf", name, str(index), revision, leaf.to_bytes())

    def _clear_if_empty(self, name: str) -> None:
        """Remove the pages of a table that has no object left, so that it starts afresh."""
        table = self.table(name)
        if table is not None and table.count:
            return
        held = self._before and next((t for t in self._before.tables if t.name == name), None)
        directories = max(len(table.directories) if table else 0, len(held.directories) if held else 0)
        for directory in range(directories):
            found = self._directories.pop((name, directory), [])
            for index in range(directory * DIRECTORY, directory * DIRECTORY + len(found)):
                self._leaves.pop((name, index), None)
                self._rows.remove_page("leaf", name, str(index))
            self._rows.remove_page("directory", name, str(directory))
        if table is not None:
            table.directories = []
