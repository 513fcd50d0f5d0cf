"""Carving: the rows of a vault read from the raw bytes of its file, also where SQLite finds its pages broken.

A row is looked for wherever its beginning could stand, without trusting any page's list of what it holds, and
its overflow is followed as far as it goes. What is found may be false or old: the seals decide what is true.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from registry.vault import header as headers
from registry.vault.header import MAGIC
from registry.vault.unended import PAGE, beside, pages_before, saved_pages

# A record of a row without its name (NULL, for the name stands before it) and with one blob: the length of the
# record's head, the NULL, the blob's type. See sqlite.org/fileformat2.html, "Record Format". A sealed row has from
# 72 bytes to 64 MiB (the journal entry of one large import is long), for which the head is 4 to 6 bytes long.
_RECORD = re.compile(rb"[\x04-\x06]\x00(?=[\x81-\xff])")
_MOST_LOCAL = PAGE - 35
_LEAST_LOCAL = (PAGE - 12) * 32 // 255 - 23
_CHAIN = PAGE - 4
_LARGEST = 1 << 27


@dataclass(frozen=True, slots=True)
class Cell:
    """Where one row stands: the image and page it was found in, its first byte there, and its length."""

    image: int
    page: int
    start: int
    skip: int
    payload: int


def _varint(raw: bytes, at: int) -> tuple[int, int]:
    """Return a SQLite varint and the offset behind it; -1 where it is cut off."""
    value = 0
    for place in range(9):
        if at + place >= len(raw):
            return -1, at
        byte = raw[at + place]
        if place == 8:
            return value << 8 | byte, at + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + place + 1
    return -1, at


def _as_varint(value: int) -> bytes:
    out = [value & 0x7F]
    while value := value >> 7:
        out.append(value & 0x7F | 0x80)
    return bytes(reversed(out))


def cells_of(page: bytes) -> Iterator[tuple[int, int, int, int]]:
    """Yield name, first byte, length of the record's head and of the whole record for each row on a page."""
    for found in _RECORD.finditer(page):
        at = found.start()
        head = page[at]
        kind, end = _varint(page, at + 2)
        if end != at + head or kind < 12 or kind % 2:
            continue
        payload = head + (kind - 12) // 2
        if payload > _LARGEST:
            continue
        length = _as_varint(payload)
        for width in range(1, 10):
            start = at - width - len(length)
            if start >= 0 and page.startswith(length, start):
                name, behind = _varint(page, start + len(length))
                if behind == at and 0 <= name < 1 << 63:
                    yield name, at, head, payload


class Image:
    """The pages of one file, with those of an interrupted save laid over them where they were kept."""

    def __init__(
        self, stream: IO[bytes], over: dict[int, int] | None = None, journal: IO[bytes] | None = None
    ) -> None:
        self._stream = stream
        self._over = over or {}
        self._journal = journal
        there = max(-(-stream.seek(0, 2) // PAGE), max(self._over, default=0))
        # What a save that never ended added at the end was not there before it.
        self.pages = there if journal is None else min(there, pages_before(journal) or there)

    def page(self, number: int) -> bytes:
        """Return page ``number``, from 1; empty beyond the end or where the disk does not give it."""
        try:
            if self._journal is not None and number in self._over:
                self._journal.seek(self._over[number])
                return self._journal.read(PAGE)
            self._stream.seek((number - 1) * PAGE)
            return self._stream.read(PAGE)
        except OSError:
            return b""

    def payload(self, cell: Cell) -> bytes | None:
        """Return the blob of a row, following its overflow; ``None`` where it is cut off or leads nowhere."""
        local = cell.payload
        if local > _MOST_LOCAL:
            local = _LEAST_LOCAL + (cell.payload - _LEAST_LOCAL) % _CHAIN
            if local > _MOST_LOCAL:
                local = _LEAST_LOCAL
        page = self.page(cell.page)
        parts = [page[cell.start : cell.start + local]]
        left = cell.payload - local
        following = int.from_bytes(page[cell.start + local : cell.start + local + 4], "big") if left else 0
        while left > 0:
            if not 0 < following <= self.pages:
                return None
            page = self.page(following)
            parts.append(page[4 : 4 + min(left, _CHAIN)])
            following, left = int.from_bytes(page[:4], "big"), left - _CHAIN
        whole = b"".join(parts)
        return whole[cell.skip :] if len(whole) == cell.payload else None


@dataclass
class Carved:
    """What was found in a file: the places of each row's candidates, the likeliest first, and the headers.

    It answers as an open container does, for reading only, so that rows, index and session work on it.
    """

    path: Path
    images: Sequence[Image]
    cells: dict[int, list[Cell]] = field(default_factory=dict)
    heads: list[bytes] = field(default_factory=list)
    read_only: bool = True

    def get(self, name: int) -> bytes | None:
        """Return the likeliest candidate for the row under ``name``, or ``None``."""
        for cell in self.cells.get(name, ()):
            blob = self.images[cell.image].payload(cell)
            if blob is not None:
                return blob
        return None

    def turn(self, name: int) -> None:
        """Put the next candidate for a row in front, because the seal of this one does not hold."""
        found = self.cells.get(name)
        if found:
            found.append(found.pop(0))

    def image(self, name: int) -> int:
        """Return in which image the candidate stands that ``get`` returns, 0 for the likeliest image."""
        cells = self.cells[name]
        whole = (cell for cell in cells if self.images[cell.image].payload(cell) is not None)
        return next(whole, cells[0]).image

    def choices(self, name: int) -> int:
        """Return how many candidates there are for a row."""
        return len(self.cells.get(name, ()))

    def get_many(self, names: Sequence[int]) -> dict[int, bytes]:
        """Return those rows of ``names`` that there are."""
        found = ((name, self.get(name)) for name in names)
        return {name: blob for name, blob in found if blob is not None}

    def names(self) -> Iterator[int]:
        """Yield the name of every row that was found."""
        return iter(list(self.cells))

    def headers(self) -> tuple[bytes, bytes]:
        """Return the two newest headers that were found, each empty where there is none."""
        first, second, *_ = [*self.heads, b"", b""]
        return first, second

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Do nothing: what was found does not change."""
        yield

    def version(self) -> int:
        """Return 0: nobody saves to what was found."""
        return 0

    def size(self) -> int:
        """Return the size of the file in bytes."""
        return self.path.stat().st_size

    def problems(self) -> list[str]:
        """Return nothing: the pages are not trusted in the first place."""
        return []

    def close(self) -> None:
        """Do nothing; the files are closed by who opened them."""


def _newness(raw: bytes) -> int:
    head = headers.read(raw)
    return head.sequence if head else -1


def carve(path: Path, images: Sequence[Image]) -> Carved:
    """Look for rows on every page of every image, the likeliest image first, and put the newest header in front."""
    found = Carved(path, images)
    for place, image in enumerate(images):
        for number in range(1, image.pages + 1):
            for name, at, head, payload in cells_of(image.page(number)):
                cell = Cell(place, number, at, head, payload)
                blob = image.payload(cell) if name == 0 else None
                if blob is None:
                    found.cells.setdefault(name, []).append(cell)
                elif blob[: len(MAGIC)] == MAGIC and blob not in found.heads:
                    found.heads.append(blob)
    found.heads.sort(key=_newness, reverse=True)  # older ones may be left where a page was divided
    return found


@contextmanager
def images_of(path: Path) -> Iterator[list[Image]]:
    """Give the images of a vault file: as it was before an interrupted save where one is kept, and as it is."""
    with path.open("rb") as stream:
        try:
            journal = beside(path).open("rb") if beside(path).is_file() else None
        except OSError:
            journal = None
        try:
            over = saved_pages(journal) if journal is not None else {}
            images = [Image(stream)]
            if over and journal is not None:
                images.insert(0, Image(stream, over, journal))
            yield images
        finally:
            if journal is not None:
                journal.close()
