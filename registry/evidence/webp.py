"""WebP (RFC 9649) without metadata: the image's own chunks, copied into a new container."""

from __future__ import annotations

from collections.abc import Iterator

from registry.evidence.stripped import Stripped, broken
from registry.evidence.tiff_pages import is_turned

_IMAGE = frozenset({b"VP8 ", b"VP8L", b"ALPH"})
_NAMES = {b"EXIF": "EXIF", b"XMP ": "XMP", b"ICCP": "colour profile"}
# In the extended header: which bits say that a profile, EXIF or XMP follows; the reserved ones are dropped too.
_KEPT_BITS = 0x10 | 0x02
_FRAME_HEAD = 16


def strip(data: bytes) -> Stripped:
    """Return a WebP picture, moving or not, with its image alone. Raises ``InputRefused`` where it is not whole."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise broken("it does not begin as a WebP")
    size = 8 + int.from_bytes(data[4:8], "little")
    if size > len(data):
        raise broken("it is cut short")
    removed: list[str] = []
    body = b"".join(_kept(data[12:size], removed))
    if not body:
        raise broken("it has no image in it")
    if size + size % 2 < len(data):
        removed.append("what stood behind the image")
    turned = any(name == b"EXIF" and is_turned(_bare(one)) for name, one in _chunks(data[12:size]))
    return Stripped(
        b"RIFF" + (4 + len(body)).to_bytes(4, "little") + b"WEBP" + body,
        tuple(dict.fromkeys(removed)),
        turned,
    )


def _kept(data: bytes, removed: list[str]) -> Iterator[bytes]:
    for name, body in _chunks(data):
        if name in _IMAGE or (name == b"ANIM" and len(body) == 6):
            yield _chunk(name, body)
        elif name == b"VP8X" and len(body) == 10:
            yield _chunk(name, bytes((body[0] & _KEPT_BITS, 0, 0, 0)) + body[4:])
        elif name == b"ANMF" and len(body) > _FRAME_HEAD:
            inner = b"".join(_chunk(*one) for one in _chunks(body[_FRAME_HEAD:]) if one[0] in _IMAGE)
            yield _chunk(name, body[:_FRAME_HEAD] + inner)
        else:
            removed.append(_NAMES.get(name, "a part of another kind"))


def _bare(exif: bytes) -> bytes:
    """Return EXIF without the sign that some programs put before it, as in JPEG."""
    return exif.removeprefix(b"Exif\x00\x00")


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at < len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        name, body = data[at : at + 4], data[at + 8 : at + 8 + size]
        if len(body) < size or at + 8 > len(data):
            raise broken("it is cut short")
        yield name, body
        at += 8 + size + size % 2


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + len(body).to_bytes(4, "little") + body + b"\x00" * (len(body) % 2)
