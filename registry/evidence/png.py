"""PNG (ISO/IEC 15948) without metadata: the chunks that the pixels need, and not a byte behind them."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from registry.evidence.stripped import Stripped, broken
from registry.evidence.tiff_pages import is_turned

_SIGN = b"\x89PNG\r\n\x1a\n"
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
# What pixels are read with, and how long each may be: nothing else can stand in a chunk of that name.
_NEEDED = {b"PLTE": 768, b"tRNS": 256, b"gAMA": 4, b"cHRM": 32, b"sRGB": 1, b"cICP": 4}
_NAMES = {
    b"tEXt": "text", b"zTXt": "text", b"iTXt": "text", b"eXIf": "EXIF", b"iCCP": "colour profile",
    b"tIME": "time of the last change", b"pHYs": "resolution",
    **dict.fromkeys((b"acTL", b"fcTL", b"fdAT"), "animation"),
}  # fmt: skip
# The seven passes of an interlaced image: where each begins, and how far apart its pixels stand.
_ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
_PART = 1 << 20


def strip(data: bytes) -> Stripped:
    """Return a PNG with its image alone. Raises ``InputRefused`` where a chunk or the image is not whole."""
    out, image, removed = bytearray(_SIGN), bytearray(), []
    header, behind, turned = b"", b"", False
    for name, body, end in _chunks(data):
        if name == b"IDAT":
            image += body
        elif name == b"IHDR" and not header and len(body) == 13:
            header = body
            out += _chunk(name, body)
        elif name == b"IEND":
            behind = data[end:]
            break
        elif name in _NEEDED and len(body) <= _NEEDED[name] and not image:
            out += _chunk(name, body)
        else:
            removed.append(_NAMES.get(name, "a part of another kind"))
            turned |= name == b"eXIf" and is_turned(body)
    else:
        raise broken("it is cut short")
    whole = _whole_image(bytes(image), header)
    if len(whole) < len(image) or behind:
        removed.append("what stood behind the image")
    out += _chunk(b"IDAT", whole) + _chunk(b"IEND", b"")
    return Stripped(bytes(out), tuple(dict.fromkeys(removed)), turned)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes, int]]:
    """Yield each chunk's name, its bytes, and where it ends; the check sum of each is verified."""
    at = len(_SIGN)
    while at + 12 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        name, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        at += size + 12
        if (
            at > len(data)
            or not name.isalpha()
            or zlib.crc32(name + body).to_bytes(4, "big") != data[at - 4 : at]
        ):
            raise broken("a part of it is damaged")
        yield name, body, at


def _chunk(name: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")


def _whole_image(image: bytes, header: bytes) -> bytes:
    """Return the compressed image up to its end; what was cropped off a picture can still stand behind it."""
    wanted = _size_of(header)
    opened, got = zlib.decompressobj(), 0
    waiting = image
    try:
        while not opened.eof and got <= wanted:
            part = opened.decompress(waiting, _PART)
            got, waiting = got + len(part), opened.unconsumed_tail
            if not part and not waiting and not opened.eof:
                raise broken("it is cut short")
    except zlib.error:
        raise broken("its image is damaged") from None
    if got != wanted:
        raise broken("its image has another size than it says")
    return image[: len(image) - len(opened.unused_data)]


def _size_of(header: bytes) -> int:
    """Return how many bytes the image has before it is compressed: its rows, with one byte of filter each."""
    width, height = int.from_bytes(header[:4], "big"), int.from_bytes(header[4:8], "big")
    if len(header) != 13 or header[9] not in _CHANNELS or not width or not height or header[12] > 1:
        raise broken("its header is damaged")
    bits = header[8] * _CHANNELS[header[9]]
    passes = _ADAM7 if header[12] else ((0, 0, 1, 1),)
    total = 0
    for left, top, across, down in passes:
        columns, rows = -(-(width - left) // across), -(-(height - top) // down)
        if columns > 0 and rows > 0:
            total += rows * (1 + -(-columns * bits // 8))
    return total
