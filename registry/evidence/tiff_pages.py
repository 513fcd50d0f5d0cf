"""The pages of a TIFF and their fields, as EXIF has them too: read, and never trusted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from registry.errors import InputRefused
from registry.evidence.stripped import broken

# How many bytes a value of each type takes.
SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
ORIENTATION = 274
_MOST_PAGES = 10_000


@dataclass(frozen=True, slots=True)
class Tag:
    """One field of a page: its type, how many values, and their bytes."""

    type: int
    count: int
    raw: bytes


Page = dict[int, Tag]
Order = Literal["little", "big"]


def is_turned(data: bytes) -> bool:
    """Whether the first page asks to be shown turned or mirrored; False where that cannot be read."""
    try:
        order = order_of(data)
        page = next(pages_of(data, order), {})
        return number(page, ORIENTATION, order) not in {0, 1}
    except InputRefused:
        return False


def order_of(data: bytes) -> Order:
    """Return the order of bytes, ``little`` or ``big``. Raises ``InputRefused`` for what is no TIFF."""
    if data[:4] not in (b"II*\x00", b"MM\x00*"):
        raise broken("it does not begin as a TIFF")
    return "little" if data[:2] == b"II" else "big"


def read(raw: bytes, order: Order) -> int:
    """Return the number that bytes hold."""
    return int.from_bytes(raw, order)


def put(value: int, size: int, order: Order) -> bytes:
    """Return a number as bytes."""
    return value.to_bytes(size, order)


def pages_of(data: bytes, order: Order) -> Iterator[Page]:
    """Yield each page as its fields. Raises ``InputRefused`` where they lead nowhere or back."""
    at, seen = read(data[4:8], order), set[int]()
    while at:
        count = read(data[at : at + 2], order)
        end = at + 2 + 12 * count
        if at in seen or len(seen) >= _MOST_PAGES or not count or end + 4 > len(data):
            raise broken("its pages do not follow one another")
        seen.add(at)
        entries = (data[place : place + 12] for place in range(at + 2, end, 12))
        yield {read(entry[:2], order): _tag(data, entry, order) for entry in entries}
        at = read(data[end : end + 4], order)


def _tag(data: bytes, entry: bytes, order: Order) -> Tag:
    kind, count = read(entry[2:4], order), read(entry[4:8], order)
    size = SIZES.get(kind, 1) * count
    start = read(entry[8:12], order)
    raw = entry[8 : 8 + size] if size <= 4 else data[start : start + size]
    return Tag(kind, count, raw)


def numbers(tag: Tag, order: Order) -> list[int]:
    """Return the whole numbers of a field. Raises ``InputRefused`` where it holds others, or not all of them."""
    size = SIZES.get(tag.type, 1)
    if tag.type not in {1, 3, 4, 13} or len(tag.raw) != size * tag.count:
        raise broken("one of its fields is damaged")
    return [read(tag.raw[at : at + size], order) for at in range(0, len(tag.raw), size)]


def number(page: Mapping[int, Tag], tag: int, order: Order) -> int:
    """Return the first number of a field, 0 without it."""
    return (numbers(page[tag], order) or [0])[0] if tag in page else 0
