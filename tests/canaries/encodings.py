"""How a text might stand in a file, in more than forty ways, and a search that finds it in each."""

from __future__ import annotations

import base64
import binascii
import bz2
import codecs
import gzip
import html
import io
import lzma
import quopri
import sqlite3
import tarfile
import tempfile
import unicodedata
import urllib.parse
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from itertools import pairwise
from pathlib import Path

from registry.vault.dictionary import DICTIONARY
from registry.vault.passphrase import words as drawn
from registry.words.folding import fold

_SHORTEST = 5  # bytes: what is shorter stands in random bytes by chance

Encoder = Callable[[str], "bytes | list[bytes]"]


def _cut(encode: Callable[[bytes], bytes], group: int, signs: int) -> Encoder:
    """Return an encoder for codes that write ``group`` bytes as ``signs`` signs, in every way to fall on them."""

    def encoder(text: str) -> list[bytes]:
        raw, found = text.encode(), []
        for shift in range(group):
            coded = encode(bytes(shift) + raw + bytes(-(shift + len(raw)) % group))
            whole = -(-shift // group) * signs, (shift + len(raw)) // group * signs
            found.append(coded[whole[0] : whole[1]])
        return found

    return encoder


def _codec(name: str) -> Encoder:
    return lambda text: text.encode(name)


def _each(pattern: str, encoding: str = "utf-8") -> Encoder:
    return lambda text: "".join(pattern.format(unit) for unit in text.encode(encoding)).encode()


def _points(pattern: str) -> Encoder:
    return lambda text: "".join(pattern.format(ord(character)) for character in text).encode()


def _units(pattern: str) -> Encoder:
    def encoder(text: str) -> bytes:
        raw = text.encode("utf-16-be")
        units = (int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2))
        return "".join(chr(u) if u < 0x80 else pattern.format(u) for u in units).encode()

    return encoder


def _powershell(text: str) -> list[bytes]:
    raw = text.encode("utf-16-le")
    return [base64.b64encode(raw[shift : shift + (len(raw) - shift) // 3 * 3]) for shift in range(3)]


# Name of the encoding -> how a text is written in it. One line each.
ENCODINGS: dict[str, Encoder] = {
    "UTF-8": _codec("utf-8"),
    "UTF-16 LE": _codec("utf-16-le"),
    "UTF-16 BE": _codec("utf-16-be"),
    "UTF-32 LE": _codec("utf-32-le"),
    "UTF-32 BE": _codec("utf-32-be"),
    "UTF-7": _codec("utf-7"),
    "Windows Latin": _codec("cp1252"),
    "Windows Arabic": _codec("cp1256"),
    "ISO Arabic": _codec("iso8859-6"),
    "DOS Arabic": _codec("cp864"),
    "Mac Arabic": _codec("mac-arabic"),
    "DOS Latin": _codec("cp850"),
    "EBCDIC": _codec("cp500"),
    "JSON escapes": _units("\\u{:04x}"),
    "JSON escapes, capitals": _units("\\u{:04X}"),
    "Python escapes": _codec("unicode_escape"),
    "Python bytes": lambda text: repr(text.encode())[2:-1].encode(),
    "Python repr": lambda text: repr(text)[1:-1].encode(),
    "Python ascii": lambda text: ascii(text)[1:-1].encode(),
    "octal escapes": lambda text: "".join(chr(b) if 32 < b < 127 else f"\\{b:03o}" for b in text.encode()).encode(),
    "octal dump": _each("\\{:03o}"),
    "C hex escapes": _each("\\x{:02x}"),
    "CSS escapes": _points("\\{:x} "),
    "Rust escapes": lambda text: "".join(c if c < "\x7f" else f"\\u{{{ord(c):x}}}" for c in text).encode(),
    "percent": lambda text: urllib.parse.quote(text).encode(),
    "percent, small": lambda text: urllib.parse.quote(text).lower().encode(),
    "percent, all": _each("%{:02X}"),
    "form": lambda text: urllib.parse.quote_plus(text).encode(),
    "HTML": lambda text: html.escape(text).encode(),
    "HTML numbers": lambda text: text.encode("ascii", "xmlcharrefreplace"),
    "HTML hex": _points("&#x{:x};"),
    "HTML hex, capitals": _points("&#x{:X};"),
    "HTML all numbers": _points("&#{};"),
    "hex": lambda text: text.encode().hex().encode(),
    "hex, capitals": lambda text: text.encode().hex().upper().encode(),
    "hex, spaced": lambda text: text.encode().hex(" ").encode(),
    "hex, colons": lambda text: text.encode().hex(":").encode(),
    "hex of UTF-16": lambda text: text.encode("utf-16-le").hex().encode(),
    "numbers": lambda text: ", ".join(str(b) for b in text.encode()).encode(),
    "base64": _cut(base64.b64encode, 3, 4),
    "base64 for addresses": _cut(base64.urlsafe_b64encode, 3, 4),
    "base64 of UTF-16": _powershell,
    "base32": _cut(base64.b32encode, 5, 8),
    "base32 of DNSSEC": _cut(base64.b32hexencode, 5, 8),
    "base85": _cut(base64.b85encode, 4, 5),
    "ascii85": _cut(base64.a85encode, 4, 5),
    "uuencode": lambda text: binascii.b2a_uu(text.encode()[:45])[1:-1].rstrip(b" "),
    "quoted-printable": lambda text: quopri.encodestring(text.encode()).replace(b"=\n", b""),
    "punycode": _codec("punycode"),
    "IDNA": lambda text: [word.encode("idna") for word in text.lower().split() if len(word) < 40],
    "rot13": lambda text: codecs.encode(text, "rot13").encode() if text.isascii() else [],
    "letters reversed": lambda text: text[::-1].encode(),
    "bytes reversed": lambda text: text.encode()[::-1],
    "bits inverted": lambda text: bytes(b ^ 0xFF for b in text.encode()),
    "nul between": lambda text: b"\x00".join(bytes([b]) for b in text.encode()),
}  # fmt: skip


def _zip(raw: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("member", raw)
    return made.getvalue()


def _tar(raw: bytes) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as archive:
        told = tarfile.TarInfo("member")
        told.size = len(raw)
        archive.addfile(told, io.BytesIO(raw))
    return made.getvalue()


def _raw_deflate(raw: bytes, dictionary: bytes = b"") -> bytes:
    press = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=dictionary)
    return press.compress(raw) + press.flush()


# Name of the wrapping -> how bytes are put into it. Each is undone by ``opened``.
WRAPPINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "zip": _zip,
    "tar.gz": _tar,
    "zlib": lambda raw: zlib.compress(raw, 6),
    "zlib, quick": lambda raw: zlib.compress(raw, 1),
    "deflate": _raw_deflate,
    "deflate behind a length": lambda raw: len(raw).to_bytes(4, "big") + _raw_deflate(raw),
    "deflate as the vault's documents": lambda raw: len(raw).to_bytes(4, "big") + _raw_deflate(raw, DICTIONARY),
    "bzip2": bz2.compress,
    "xz": lzma.compress,
}  # fmt: skip

_MOST = 1 << 22  # bytes that one wrapping may open to, so that a search ends
_MARKS: dict[bytes, Callable[[], zlib._Decompress | bz2.BZ2Decompressor | lzma.LZMADecompressor]] = {
    b"\x1f\x8b\x08": lambda: zlib.decompressobj(31),
    b"\x78\x01": zlib.decompressobj,
    b"\x78\x5e": zlib.decompressobj,
    b"\x78\x9c": zlib.decompressobj,
    b"\x78\xda": zlib.decompressobj,
    b"BZh": bz2.BZ2Decompressor,
    b"\xfd7zXZ\x00": lzma.LZMADecompressor,
}
_LOCAL = b"PK\x03\x04"
_SQLITE = b"SQLite format 3\x00"
_PAGE = 4096
_APART = bytes(40)
_STRETCH = 1 << 18  # bytes that are cut into beginnings at once


def opened(blob: bytes) -> Iterator[bytes]:
    """Yield what stands packed in a file, wherever it begins; values of SQLite whole, however they are split."""
    for mark, unpacker in _MARKS.items():
        for at in _places(blob, mark):
            with suppress(zlib.error, OSError, EOFError, ValueError, lzma.LZMAError):
                yield unpacker().decompress(blob[at:], _MOST)
    for at in _places(blob, _LOCAL):
        head = (
            at
            + 30
            + int.from_bytes(blob[at + 26 : at + 28], "little")
            + int.from_bytes(blob[at + 28 : at + 30], "little")
        )
        yield from _inflated(blob[head:])
    for at in (0, 4):
        yield from _inflated(blob[at:])
    if blob.startswith(_SQLITE):
        values = list(_values(blob))
        inflated = [inner for value in values for at in (0, 4) for inner in _inflated(value[at:])]
        # Put together, since to search many small pieces takes longer than one large one.
        yield _APART.join([*values, *_pages_joined(blob)])
        yield _APART.join(inflated)


def _places(blob: bytes, mark: bytes) -> Iterator[int]:
    at = blob.find(mark)
    while at >= 0:
        yield at
        at = blob.find(mark, at + 1)


def _inflated(raw: bytes) -> Iterator[bytes]:
    for dictionary in (b"", DICTIONARY):
        with suppress(zlib.error):
            yield zlib.decompressobj(-15, zdict=dictionary).decompress(raw, _MOST)


def _values(blob: bytes) -> Iterator[bytes]:
    """Yield every value of every table of a database, overflow pages put together."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "copy"
        path.write_bytes(blob)
        with closing(sqlite3.connect(path)) as base, suppress(sqlite3.Error):
            base.text_factory = bytes
            for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                for row in base.execute(f'SELECT * FROM "{name.decode()}"'):
                    yield from (v if isinstance(v, bytes) else str(v).encode() for v in row)


def _pages_joined(blob: bytes) -> Iterator[bytes]:
    """Yield the ends of pages with the pages that they point to, also of rows that were deleted."""
    pages = [blob[at : at + _PAGE] for at in range(0, min(len(blob), 400 * _PAGE), _PAGE)]
    for number, page in enumerate(pages, 1):
        pointer = number.to_bytes(4, "big")
        for other in pages:
            at = 0 if other.startswith(pointer) else other.find(pointer)
            if at == 0:
                yield other[-300:] + page[4:304]
            elif at > 0:
                yield other[max(0, at - 300) : at] + page[4:304]


class Search:
    """A search for texts, each under the name of its kind, in every encoding and wrapping."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._needles: dict[bytes, tuple[str, str]] = {}
        forms = [(kind, form) for kind, text in texts.items() for form in _forms(text)]
        for encoding, encoder in ENCODINGS.items():
            for kind, form in forms:
                for needle in _coded(encoder, form):
                    self._needles.setdefault(needle, (kind, encoding))
        self._starts: dict[bytes, list[bytes]] = defaultdict(list)
        for needle in self._needles:
            self._starts[needle[:_SHORTEST]].append(needle)
        self._clean: set[bytes] = set()

    def __len__(self) -> int:
        return len(self._needles)

    def found(self, blob: bytes) -> set[tuple[str, str]]:
        """Return kind and encoding of everything that stands in ``blob``, packed or not."""
        if blob in self._clean:
            return set()
        hits, inner = self._in(blob), list(opened(blob))
        second = [twice for once in inner for twice in opened(once)]
        for pieces, how in ((inner, "packed"), (second, "packed twice")):
            hits |= {(kind, f"{encoding}, {how}") for kind, encoding in self._in(_APART.join(pieces))}
        if not hits:
            self._clean.add(blob)
        return hits

    def _in(self, blob: bytes) -> set[tuple[str, str]]:
        """Search for all at once: only needles whose first bytes stand there at all are looked for whole."""
        begun: set[bytes] = set()
        for start in range(0, len(blob), _STRETCH):
            stretch = blob[start : start + _STRETCH + _SHORTEST]
            begun |= self._starts.keys() & {stretch[at : at + _SHORTEST] for at in range(len(stretch))}
        return {self._needles[needle] for start in begun for needle in self._starts[start] if needle in blob}


def _coded(encoder: Encoder, text: str) -> list[bytes]:
    try:
        coded = encoder(text)
    except UnicodeError:
        return []  # a text that this encoding has no signs for
    return [one for one in (coded if isinstance(coded, list) else [coded]) if len(one) >= _SHORTEST]


def _forms(text: str) -> set[str]:
    """Return a text and its words in each of the forms that a program might have made of them."""
    split = text.split()
    # A word that passphrases are drawn from stands in many a file for itself; two together do not.
    words = {
        text,
        *(word for word in split if len(word) >= 6 and word not in drawn()),
        *map(" ".join, pairwise(split)),
    }
    forms = set()
    for word in words:
        composed = {unicodedata.normalize(form, word) for form in ("NFC", "NFD", "NFKC", "NFKD")}
        forms |= {
            form for one in composed for form in (one, one.upper(), one.lower(), one.casefold(), fold(one))
        }
    return {form for form in forms if len(form) >= _SHORTEST}
