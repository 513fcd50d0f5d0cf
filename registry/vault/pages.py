"""Pages: the vault's file below SQLite, where bytes that belong to nothing any more are overwritten in place.

SQLite overwrites what it removes (``secure_delete``), but when it divides a page among others it leaves a copy of
what it moved in the unused middle of the page. Nothing refers to it, so that overwriting it changes nothing.
See sqlite.org/fileformat2.html, sections 1.3 (header), 1.5 and 1.6 (b-tree pages).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from registry.vault.files import flush

MAGIC = b"SQLite format 3\x00"
_FILE_HEADER = 100
_COUNTERS = (24, 92)  # the change counter, and the one for which the size in the header holds
_INTERIOR, _LEAF = 5, 13
_LARGEST_PAGE = 65536


def page_size(header: bytes) -> int | None:
    """Return the size of a page that a file's first bytes tell, or ``None`` where they are not SQLite's."""
    if len(header) < _FILE_HEADER or not header.startswith(MAGIC):
        return None
    size = int.from_bytes(header[16:18], "big")
    size = _LARGEST_PAGE if size == 1 else size
    return size if 512 <= size <= _LARGEST_PAGE and size & (size - 1) == 0 else None


class _Page:
    """One page of a table, as it stands in the file."""

    def __init__(self, number: int, raw: bytes, reserved: int) -> None:
        self.raw = raw
        self.at = _FILE_HEADER if number == 1 else 0
        self.kind = raw[self.at]
        self.cells = self._u16(self.at + 3)
        self.usable = len(raw) - reserved
        self.pointers = self.at + (12 if self.kind == _INTERIOR else 8)

    def _u16(self, at: int) -> int:
        return int.from_bytes(self.raw[at : at + 2], "big")

    @property
    def gap(self) -> tuple[int, int] | None:
        """Where the unused middle begins and ends; ``None`` for what is no sound page of a table."""
        begin, end = self.pointers + 2 * self.cells, self._u16(self.at + 5) or _LARGEST_PAGE
        if self.kind not in {_INTERIOR, _LEAF} or not begin <= end <= self.usable:
            return None
        return begin, end

    def below(self) -> Iterator[int]:
        """Yield the numbers of the pages below an interior page."""
        if self.kind != _INTERIOR:
            return
        for place in range(self.pointers, self.pointers + 2 * self.cells, 2):
            at = self._u16(place)
            yield int.from_bytes(self.raw[at : at + 4], "big")
        yield int.from_bytes(self.raw[self.at + 8 : self.at + 12], "big")


@contextmanager
def overwriting_gaps(path: Path, roots: Iterable[int]) -> Iterator[int]:
    """Overwrite the unused middle of every page of the tables at ``roots`` with zeros; gives on how many.

    Nobody else may read or write the file meanwhile. The file is open until the body has run, because on POSIX
    systems closing it ends every lock that the process has on it. Raises ``OSError``.
    """
    with path.open("r+b", buffering=0) as stream:
        yield _overwrite_gaps(stream, roots)


def _overwrite_gaps(stream: IO[bytes], roots: Iterable[int]) -> int:
    header, descriptor = stream.read(_FILE_HEADER), stream.fileno()
    size = page_size(header)
    if size is None:
        return 0
    changed = sum(_overwrite_gap(descriptor, *found) for found in _walk(stream, size, header[20], roots))
    if changed:
        # Sessions that remember pages with the old middle would write it again: so they are made to read anew.
        counter = (int.from_bytes(header[24:28], "big") + 1) % 2**32
        for at in _COUNTERS:
            write_at(descriptor, at, counter.to_bytes(4, "big"))
        flush(descriptor)
    return changed


def _walk(stream: IO[bytes], size: int, reserved: int, roots: Iterable[int]) -> Iterator[tuple[_Page, int]]:
    """Yield the pages of tables with where they stand, each once."""
    waiting, seen = list(roots), set[int]()
    while waiting:
        number = waiting.pop()
        if number in seen or number < 1:
            continue
        seen.add(number)
        at = (number - 1) * size
        stream.seek(at)
        raw = stream.read(size)
        if len(raw) == size:
            page = _Page(number, raw, reserved)
            if page.gap is not None:
                yield page, at
                waiting += page.below()


def _overwrite_gap(descriptor: int, page: _Page, at: int) -> bool:
    begin, end = page.gap or (0, 0)
    if not any(page.raw[begin:end]):
        return False
    write_at(descriptor, at + begin, bytes(end - begin))
    return True


def write_at(descriptor: int, at: int, data: bytes) -> None:
    """Write all of ``data`` at one place of an open file. Raises ``OSError``."""
    os.lseek(descriptor, at, os.SEEK_SET)
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def overwrite_file(path: Path) -> None:
    """Overwrite a file with zeros where it stands, and put that on the disk. Raises ``OSError``."""
    descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        left = os.fstat(descriptor).st_size
        while left:
            left -= os.write(descriptor, bytes(min(left, 1 << 20)))
        flush(descriptor)
    finally:
        os.close(descriptor)
