"""In which encoding a file was written, told from its bytes and never guessed between two that are as likely."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass

from registry.errors import InputRefused

# The encodings that lists of people come in, by the names that a caseworker may give.
ENCODINGS = {
    "utf-8": "utf-8-sig",
    "utf-16": "utf-16",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "cp1256": "cp1256",
    "iso8859-6": "iso8859-6",
    "cp1252": "cp1252",
    "latin-1": "latin-1",
    "cp1254": "cp1254",
}
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_HIGH = re.compile(rb"[\x80-\xff]+")
# Bytes above 127 that stand beside another one: nearly all of them in Arabic words, hardly any in French ones.
_ARABIC_FROM, _LATIN_UP_TO = 0.6, 0.3
_SAMPLE = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding by its codec's name, and how it was told."""

    name: str
    why: str

    @property
    def codec(self) -> str:
        """What Python calls it."""
        return ENCODINGS[self.name]


def encoding_named(name: str) -> Encoding:
    """Return the encoding that a caseworker names; raise ``InputRefused`` for another."""
    wanted = name.strip().casefold().replace("_", "-")
    aliases = {"utf8": "utf-8", "utf16": "utf-16", "windows-1256": "cp1256", "windows-1252": "cp1252",
               "windows-1254": "cp1254", "iso-8859-6": "iso8859-6", "iso-8859-1": "latin-1", "latin1": "latin-1"}  # fmt: skip
    wanted = aliases.get(wanted, wanted)
    if wanted not in ENCODINGS:
        raise InputRefused("that is not an encoding that is read", f"use one of: {', '.join(ENCODINGS)}")
    return Encoding(wanted, "as asked")


def told(chunks: Iterable[bytes]) -> Encoding:
    """Return the encoding of a file given in pieces, the whole of which is looked at.

    A mark at its beginning decides; then whether all of it is UTF-8; then, for encodings of one byte a sign,
    whether its letters stand together as in Arabic words or alone as in French ones. Raises ``InputRefused``
    where that leaves two answers, with the encodings to choose from.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    sample, utf8, nulls, size = b"", True, 0, 0
    for chunk in chunks:
        if not size:
            for mark, name in _MARKS:
                if chunk.startswith(mark):
                    return Encoding(name, "a mark at its beginning")
        if len(sample) < _SAMPLE:
            sample += chunk[: _SAMPLE - len(sample)]
        size += len(chunk)
        nulls += chunk.count(0)
        if utf8:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                utf8 = False
    if size and nulls > size // 4:
        return _sixteen(sample)
    if utf8 and _ends_well(decoder):
        return Encoding("utf-8", "every byte of it fits")
    _refuse_what_is_no_text(sample)
    return _nearly_utf8(sample) or _one_byte(sample)


def _refuse_what_is_no_text(sample: bytes) -> None:
    controls = sum(map(sample.count, _CONTROLS))
    if controls * 100 > len(sample):
        raise InputRefused(
            "the file is no list of any kind that is read", "save the list as CSV, XLSX or ODS"
        )


_CONTROLS = tuple(bytes([n]) for n in range(32) if n not in b"\t\n\r")


def _nearly_utf8(sample: bytes) -> Encoding | None:
    """Return UTF-8 for a file in which a few places are broken: their rows will say so.

    Two bytes of another encoding make a sign of UTF-8 by chance only, and hardly ever twice.
    """
    said = sample.decode("utf-8", "replace")
    broken = said.count("\ufffd")
    whole = sum(1 for sign in said if sign > "\x7f") - broken
    return Encoding("utf-8", "all but a few bytes of it fit") if whole > 1 and whole >= 2 * broken else None


def _ends_well(decoder: codecs.IncrementalDecoder) -> bool:
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _sixteen(sample: bytes) -> Encoding:
    low, high = sample[::2].count(0), sample[1::2].count(0)
    if low == high:
        raise _cannot_tell("utf-16-le", "utf-16-be")
    return Encoding("utf-16-le" if high > low else "utf-16-be", "every second byte is nought")


def _one_byte(sample: bytes) -> Encoding:
    runs = _HIGH.findall(sample)
    letters = sum(map(len, runs))
    together = sum(len(run) for run in runs if len(run) > 1) / letters if letters else 0.0
    if together >= _ARABIC_FROM:
        return _arabic(sample)
    if together <= _LATIN_UP_TO:
        return _latin(sample)
    raise _cannot_tell("cp1256", "cp1252")


def _arabic(sample: bytes) -> Encoding:
    """Tell Windows' Arabic from ISO's: one of them gives the article, the commonest two letters of the language."""
    counts = {name: sample.decode(name, "replace").count("ال") for name in ("cp1256", "iso8859-6")}
    best, other = sorted(counts, key=lambda name: -counts[name])
    if counts[best] < 2 * counts[other] + 2:
        raise _cannot_tell("cp1256", "iso8859-6")
    return Encoding(best, "its letters form Arabic words")


def _latin(sample: bytes) -> Encoding:
    """Tell Western Europe's from Turkey's, which differ in six letters."""
    turkish = sum(map(sample.count, (b"\xfd", b"\xfe", b"\xf0", b"\xdd", b"\xde", b"\xd0")))
    if turkish:
        raise _cannot_tell("cp1252", "cp1254")
    try:
        sample.decode("cp1252")
    except UnicodeDecodeError:
        return Encoding("latin-1", "its letters stand alone, as in French words")
    return Encoding("cp1252", "its letters stand alone, as in French words")


def _cannot_tell(*names: str) -> InputRefused:
    return InputRefused(
        "the file's encoding cannot be told for certain",
        f"give --encoding {' or --encoding '.join(names)}, with --dry-run first, and look at the names",
    )
