"""TIFF 6.0 without metadata: a new file of the tags that decoding needs, and of each page's image as it was."""

from __future__ import annotations

from registry.errors import InputRefused
from registry.evidence.jpeg import strip_part
from registry.evidence.stripped import Stripped, broken
from registry.evidence.tiff_pages import SIZES, Order, Page, Tag, number, numbers, order_of, pages_of, put

_SUBFILE, _COMPRESSION, _PHOTOMETRIC, _TABLES = 254, 259, 262, 347
_PLACES = {273: 279, 324: 325}  # where strips or tiles stand, and how long each of them is
# What decoding needs (TIFF 6.0, parts 1 to 3, and Technical Note 2); all of them are numbers, so none can hold words.
_NEEDED = frozenset({
    254, 256, 257, 258, 259, 262, 263, 266, 274, 277, 278, 282, 283, 284, 292, 293, 296, 297, 317, 320, 322, 323, 332,
    334, 336, 338, 339, 529, 530, 531, 532,
})  # fmt: skip
_NAMES = {
    700: "XMP", 33723: "IPTC", 34377: "IPTC", 34665: "EXIF", 34853: "place (GPS)", 34675: "colour profile",
    330: "thumbnail",
    **dict.fromkeys((269, 270, 271, 272, 285, 305, 306, 315, 316, 33432), "text"),
}  # fmt: skip
_JPEG, _OLD_JPEG = 7, 6
_SENSOR = frozenset({32803, 34892})


# The fields of a page, the one that says where its image stands, and its strips or tiles.
_Whole = tuple[Page, tuple[int, list[bytes]]]


def strip(data: bytes) -> Stripped:
    """Return a TIFF with the images of its pages alone; small copies of a page are left out.

    Raises ``InputRefused`` where it is not whole, and for a camera's raw picture, which nobody can read without
    what the camera wrote beside it.
    """
    order = order_of(data)
    removed: list[str] = []
    pages: list[_Whole] = []
    for page in pages_of(data, order):
        if pages and number(page, _SUBFILE, order) & 1:
            removed.append("thumbnail")
            continue
        removed += [
            _NAMES.get(tag, "a part of another kind") for tag in page if not _is_needed(tag, page[tag])
        ]
        pages.append((_needed(page, order), _image(data, page, order)))
    if not pages:
        raise broken("it has no image in it")
    return Stripped(_written(pages, order), tuple(dict.fromkeys(removed)))


def _is_needed(tag: int, found: Tag) -> bool:
    numeric = found.type in SIZES and found.type not in {2, 7}
    return (tag in _NEEDED and numeric) or tag in _PLACES or tag in _PLACES.values() or tag == _TABLES


def _needed(page: Page, order: Order) -> Page:
    if number(page, _COMPRESSION, order) == _OLD_JPEG or number(page, _PHOTOMETRIC, order) in _SENSOR:
        raise InputRefused(
            "a camera's raw picture cannot be copied without its metadata",
            "save it as JPEG or PNG on a computer that is offline, and attach that",
        )
    kept = {tag: found for tag, found in page.items() if tag in _NEEDED and _is_needed(tag, found)}
    if any(len(found.raw) != SIZES[found.type] * found.count for found in kept.values()):
        raise broken("one of its fields is damaged")
    if _TABLES in page:
        tables = strip_part(page[_TABLES].raw)
        kept[_TABLES] = Tag(7, len(tables), tables)
    return kept


def _image(data: bytes, page: Page, order: Order) -> tuple[int, list[bytes]]:
    """Return the tag that says where the image stands, and its strips or tiles."""
    places = next((tag for tag in _PLACES if tag in page), 0)
    if not places or _PLACES[places] not in page:
        raise broken("it does not say where its image is")
    starts, sizes = numbers(page[places], order), numbers(page[_PLACES[places]], order)
    if len(starts) != len(sizes):
        raise broken("it does not say where its image is")
    parts = [data[start : start + size] for start, size in zip(starts, sizes, strict=True)]
    if any(len(part) != size for part, size in zip(parts, sizes, strict=True)) or sum(sizes) > len(data):
        raise broken("it is cut short")
    if number(page, _COMPRESSION, order) == _JPEG:
        parts = [strip_part(part) for part in parts]
    return places, parts


def _written(pages: list[_Whole], order: Order) -> bytes:
    out = bytearray((b"II*\x00" if order == "little" else b"MM\x00*") + bytes(4))
    link = 4  # where the place of the next page is written
    for fields, (places, parts) in pages:
        starts = []
        for part in parts:
            starts.append(_even(out))
            out += part
        page = dict(fields)
        page[places] = _longs(starts, order)
        page[_PLACES[places]] = _longs([len(part) for part in parts], order)
        entries = b"".join(_entry(out, tag, page[tag], order) for tag in sorted(page))
        out[link : link + 4] = put(_even(out), 4, order)
        out += put(len(page), 2, order) + entries
        link = len(out)
        out += bytes(4)
    return bytes(out)


def _even(out: bytearray) -> int:
    """Pad to an even place, as the format asks for, and return it."""
    out += bytes(len(out) % 2)
    return len(out)


def _longs(values: list[int], order: Order) -> Tag:
    return Tag(4, len(values), b"".join(put(value, 4, order) for value in values))


def _entry(out: bytearray, tag: int, found: Tag, order: Order) -> bytes:
    """Return one entry of a page; what is longer than four bytes is written before the page."""
    raw = found.raw.ljust(4, b"\x00")
    if len(found.raw) > 4:
        raw = put(_even(out), 4, order)
        out += found.raw
    return put(tag, 2, order) + put(found.type, 2, order) + put(found.count, 4, order) + raw
