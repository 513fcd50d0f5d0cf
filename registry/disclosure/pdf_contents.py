"""What a PDF says: text drawn on its pages, names, and metadata, as far as it can be read without drawing it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_LITERAL = re.compile(rb"\(((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*)\)", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]{2,})>")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r?\n|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
# One entry of a ToUnicode map: a glyph's code and the text it stands for (ISO 32000-1, 9.10.3).
_BLOCK = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_LISTED = re.compile(rb"<([0-9A-Fa-f]+)>\s*<[0-9A-Fa-f]+>\s*\[([^\]]*)\]")
_TEXT = re.compile(rb"BT\b(.*?)\bET\b", re.DOTALL)
_WIDEST = 1 << 16


def pdf_texts(content: bytes) -> Iterator[str]:
    """Yield the texts of a PDF: each text block through every glyph map of the file, each string, each stream.

    Right-to-left text may stand in the order it is drawn: who searches it reads it both ways. Streams packed
    otherwise than by deflate are taken as they are.
    """
    streams = [_inflated(found) for found in _STREAM.findall(content)]
    bare = _STREAM.sub(b" ", content)
    glyphs = [found for stream in streams if (found := _glyph_map(stream))]
    for piece in (bare, *streams):
        yield from _strings(piece)
        for block in _TEXT.findall(piece):
            for glyph_map in glyphs:
                yield from _mapped(block, glyph_map)
        if b"<x:xmpmeta" in piece or b"<rdf:" in piece:
            yield piece.decode("utf-8", "replace")
    yield from (name.decode("latin-1") for name in re.findall(rb"/([^\s/<>\[\]()]+)", bare))


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return stream


def _strings(piece: bytes) -> Iterator[str]:
    whole = []
    for literal in _LITERAL.findall(piece):
        whole.append(_said(_ESCAPE.sub(_unescaped, literal)))
    for digits in _HEX.findall(piece):
        bare = b"".join(digits.split())
        whole.append(_said(bytes.fromhex((bare + b"0" * (len(bare) % 2)).decode())))
    yield from whole
    yield "".join(whole)  # a word may be cut into strings between which only the letters' places move


def _unescaped(found: re.Match[bytes]) -> bytes:
    sign = found[1]
    if sign[:1].isdigit():
        return bytes([int(sign, 8) & 255])
    return b"" if sign.endswith(b"\n") else _ESCAPED.get(sign, sign)


def _said(raw: bytes) -> str:
    if raw.startswith(b"\xfe\xff"):
        return raw[2:].decode("utf-16-be", "replace")
    if raw.startswith(b"\xff\xfe"):
        return raw[2:].decode("utf-16-le", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _glyph_map(stream: bytes) -> dict[bytes, str]:
    found: dict[bytes, str] = {}
    for kind, block in _BLOCK.findall(stream):
        if kind == b"char":
            found |= {_code(code): _utf16(said) for code, said in _PAIR.findall(block)}
            continue
        for code, said in _LISTED.findall(block):
            first, wide = int(code, 16), len(code) // 2
            for at, one in enumerate(_HEX.findall(said)):
                found[(first + at).to_bytes(wide)] = _utf16(one)
        for low, high, said in _RANGE.findall(block):
            first, wide = int(low, 16), len(low) // 2
            for at in range(min(int(high, 16) - first + 1, _WIDEST)):
                last = chr(ord(_utf16(said)[-1]) + at) if _utf16(said) else ""
                found[(first + at).to_bytes(wide)] = _utf16(said)[:-1] + last
    return found


def _code(digits: bytes) -> bytes:
    return bytes.fromhex(digits.decode())


def _utf16(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be", "replace")


def _mapped(block: bytes, glyph_map: dict[bytes, str]) -> Iterator[str]:
    """Yield the text of a block by one font's map, string by string and run together."""
    wide = len(next(iter(glyph_map)))
    raw = [_ESCAPE.sub(_unescaped, found) for found in _LITERAL.findall(block)]
    for digits in _HEX.findall(block):
        bare = b"".join(digits.split())
        raw.append(bytes.fromhex((bare + b"0" * (len(bare) % 2)).decode()))
    said = ["".join(glyph_map.get(one[at : at + wide], "") for at in range(0, len(one), wide)) for one in raw]
    yield from said
    yield "".join(said)
