"""The scan of finished bytes for what identifies anyone: names, numbers, dates, ids, and hashes of them, in any spelling."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from urllib.parse import unquote

from registry.disclosure.contents import Part, parts_of
from registry.disclosure.sought import SHORTEST_HASH, SHORTEST_NUMBER, Kind, Sought
from registry.words.calendar_words import MONTHS
from registry.words.folding import fold

_DEEPEST = 2  # how often what is packed into signs is unpacked: base64 of base64, and no further


class Scan:
    """Looks through files for the identifiers of a vault.

    ``passed`` are texts that belong to the release as they stand (its id, its own hashes and days, its style
    sheet): they are taken out before anything is looked for.
    """

    def __init__(self, sought: Sought, passed: Iterable[str] = ()) -> None:
        self.sought = sought
        self._passed = sorted((text for text in passed if text), key=len, reverse=True)

    def faults(self, files: Mapping[str, bytes]) -> Iterator[tuple[str, Kind]]:
        """Yield each file in which something identifying stands, and what it is; a file once for each kind.

        Raises ``Unreadable`` for a file that cannot be looked through.
        """
        clean: set[Part] = set()  # the same cells and tags come again and again
        for name, content in files.items():
            found: set[Kind] = set()
            for part in parts_of(name, content):
                if part not in clean:
                    here = set(self.in_part(part))
                    found |= here
                    if not here:
                        clean.add(part)
            yield from ((name, kind) for kind in Kind if kind in found)

    def in_part(self, part: Part, depth: int = 0) -> Iterator[Kind]:
        """Yield what kinds of identifier stand in one stretch of text."""
        text = part.text
        for passed in self._passed:
            text = text.replace(passed, " ")
        if not text.strip():
            return
        strange: set[str] = set()
        for words in ways_of(text, part.drawn):
            unlike = [word for word in words if word not in self.sought.known and not word.isdigit()]
            strange.update(unlike)
            if self._names(words, unlike):
                yield Kind.NAME
            if self._signs(words, unlike):
                yield Kind.SIGNS
        yield from self._figures(text, part.drawn)
        if (strange and not part.drawn) or _LONG_NUMBER.search(text):
            yield from self._packed(text, depth)

    # Names

    def _names(self, words: Sequence[str], strange: Sequence[str]) -> bool:
        sought = self.sought
        runs = _runs(words, sought.longest)
        if any(run in sought.names for run in runs):
            return True
        return any(self._is_name(word) for word in (*strange, *_spelled_out(words)))

    def _is_name(self, word: str) -> bool:
        """Tell whether a word that no report uses is part of a name, in any spelling, alone or run together."""
        sought = self.sought
        for way in (word, word[::-1]):  # a page may keep right-to-left text in the order it is drawn
            if way in sought.words or not sought.keys.isdisjoint(sought.spelled(way)):
                return True
            if any(piece in sought.words for piece in _pieces(way)):
                return True
        return False

    # Ids and references

    def _signs(self, words: Sequence[str], strange: Sequence[str]) -> bool:
        """Look for signs that may be parted by blanks or hyphens, at least one part of which is strange."""
        signs = self.sought.signs
        if any(word in signs or any(piece in signs for piece in _pieces(word)) for word in strange):
            return True
        unlike = set(strange)
        for length in range(2, min(len(words), 6) + 1):
            for start in range(len(words) - length + 1):
                run = words[start : start + length]
                if "".join(run) in signs and not unlike.isdisjoint(run):
                    return True
        return False

    # Numbers and days

    def _figures(self, text: str, drawn: bool) -> Iterator[Kind]:
        plain = "".join(_digit(sign) for sign in text)
        if any(day in self.sought.days for day in days_in(plain)):
            yield Kind.DAY
        for run in _NUMBER_ALONE.findall(plain) if drawn else _NUMBER.findall(plain):
            digits = re.sub(r"\D", "", run)
            for length, ends in self.sought.numbers.items():
                if any(digits[at : at + length] in ends for at in range(len(digits) - length + 1)):
                    yield Kind.NUMBER
                    return

    # Hashes, and what is packed into signs

    def _packed(self, text: str, depth: int) -> Iterator[Kind]:
        chunks = [chunk for chunk in _CHUNK.findall(text) if self._is_strange(chunk)]
        if chunks and self._hashed(chunks):
            yield Kind.DIGEST
        if depth < _DEEPEST:
            unpacked = (said for chunk in chunks for said in _unpacked(chunk))
            for said in (*unpacked, *_unescaped(text)):
                yield from self.in_part(Part(said), depth + 1)

    def _is_strange(self, chunk: str) -> bool:
        return any(word not in self.sought.known for word in fold(chunk).split())

    def _hashed(self, chunks: Sequence[str]) -> bool:
        """Tell whether a chunk is a hash of an identifier or of a held file, or eight and more signs of one."""
        said, low = _grams(chunks), _grams(chunk.casefold() for chunk in chunks)
        cut = [chunk.casefold() for chunk in chunks if _HEX.fullmatch(chunk)]

        def told(digest: str) -> bool:
            return digest[:SHORTEST_HASH] in low or any(chunk in digest for chunk in cut)

        if any(told(digest.casefold()) for digest in self.sought.of(Kind.DIGEST)):
            return True
        for form in self.sought.spoken():
            for algorithm in (hashlib.sha256, hashlib.sha1, hashlib.md5):
                raw = algorithm(form, usedforsecurity=False).digest()
                packed = base64.b64encode(raw[:_OPENING]).decode()[:SHORTEST_HASH]
                if told(raw.hex()) or packed in said or _for_addresses(packed) in said:
                    return True
        return False


# So many bytes make the eight first signs of a hash in base64.
_OPENING = 6
_HEX = re.compile(rf"[0-9a-fA-F]{{{SHORTEST_HASH},}}")


def _grams(chunks: Iterable[str]) -> frozenset[str]:
    """Return every eight signs in a row of the chunks: the opening of a hash is sought among them at once."""
    return frozenset(
        chunk[at : at + SHORTEST_HASH] for chunk in chunks for at in range(len(chunk) - SHORTEST_HASH + 1)
    )


def _for_addresses(packed: str) -> str:
    return packed.replace("+", "-").replace("/", "_")


_CHUNK = re.compile(r"[A-Za-z0-9+/_=-]{8,}")


def _unpacked(chunk: str) -> Iterator[str]:
    """Yield the texts that a chunk of signs holds if it is base64 or hexadecimal."""
    whole = chunk.replace("-", "+").replace("_", "/").rstrip("=")
    with suppress(binascii.Error, ValueError):
        yield from _texts(base64.b64decode(whole + "=" * (-len(whole) % 4), validate=True))
    with suppress(ValueError):
        yield from _texts(bytes.fromhex(chunk))


def _texts(raw: bytes) -> Iterator[str]:
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        try:
            said = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if all(sign.isprintable() or sign.isspace() for sign in said):
            yield said


_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|&#x([0-9a-fA-F]{1,6});|&#(\d{1,7});")


def _unescaped(text: str) -> Iterator[str]:
    """Yield a text with escapes of addresses, of JSON and of pages undone, where it has any."""
    if re.search(r"%[0-9a-fA-F]{2}", text):
        yield unquote(text)
    if _ESCAPE.search(text):
        yield _ESCAPE.sub(_sign, text)


def _sign(found: re.Match[str]) -> str:
    *hexes, decimal = found.groups()
    number = int(decimal) if decimal else int(next(digits for digits in hexes if digits), 16)
    return chr(number) if number <= 0x10FFFF else " "


# ---- words -------------------------------------------------------------------------------------------------

_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z])|(?<=\D)(?=\d)|(?<=\d)(?=[^\W\d])")


def ways_of(text: str, drawn: bool = False) -> Iterator[list[str]]:
    """Yield the folded words of a text as it stands, and cut where small letters meet capitals or digits.

    What places the lines of a picture is read in the second way only.
    """
    cut = _CAMEL.sub(" ", text)
    if not drawn:
        yield fold(text).split()
    if drawn or cut != text:
        yield fold(cut).split()


def _runs(words: Sequence[str], longest: int) -> Iterator[str]:
    """Yield every run of two to ``longest`` words, so that a vault of any size is sought in one pass."""
    for start in range(len(words)):
        for end in range(start + 2, min(start + longest, len(words)) + 1):
            yield " ".join(words[start:end])


def _spelled_out(words: Sequence[str]) -> Iterator[str]:
    """Yield what single letters with blanks between them spell."""
    run: list[str] = []
    for word in (*words, "  "):
        if len(word) == 1:
            run.append(word)
        else:
            if len(run) > 2:
                yield "".join(run)
            run = []


_LONGEST_PIECE = 48
_SHORTEST_PIECE = 4


def _pieces(word: str) -> Iterator[str]:
    """Yield the pieces of a word into which others may have been run together; only strange words come here."""
    for start in range(len(word)):
        for end in range(start + _SHORTEST_PIECE, min(len(word), start + _LONGEST_PIECE) + 1):
            yield word[start:end]


# ---- numbers and days --------------------------------------------------------------------------------------

_NUMBER = re.compile(rf"\d(?:[\s().+/\-\u2010-\u2015_·•]{{0,3}}\d){{{SHORTEST_NUMBER - 1},}}")
_LONG_NUMBER = re.compile(rf"\d{{{SHORTEST_HASH},}}")
_NUMBER_ALONE = re.compile(rf"\d{{{SHORTEST_NUMBER},}}")


def _digit(sign: str) -> str:
    """Return a digit of any script as 0 to 9, any other sign as it is, and nothing for what is not seen."""
    if sign.isdecimal():
        return str(int(sign))
    return "" if sign in _UNSEEN else sign


_UNSEEN = frozenset(
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u061c"
)
_THREE = re.compile(r"(?<!\d)(\d{1,4})[\s./\-،,]{1,3}(\d{1,2})[\s./\-،,]{1,3}(\d{1,4})(?!\d)")
_CLOSE = re.compile(r"(?<!\d)(\d{8})(?!\d)")


def days_in(text: str) -> Iterator[str]:
    """Yield every day that a text may name, as ISO dates: digits in any order, or months in words."""
    for found in _THREE.finditer(text):
        yield from _orders(*map(int, found.groups()))
    for found in _CLOSE.finditer(text):
        eight = found[1]
        yield from _orders(int(eight[:4]), int(eight[4:6]), int(eight[6:]))
        yield from _orders(int(eight[:2]), int(eight[2:4]), int(eight[4:]))
    if any(sign.isdigit() for sign in text):
        # A comma may stand before the year of a date, and before its month only where another thing begins.
        for piece in _BREAK.split(_BEFORE_YEAR.sub(" ", text)):
            yield from _worded(fold(piece).split())


def _orders(one: int, two: int, three: int) -> Iterator[str]:
    for year, month, day in ((one, two, three), (three, two, one), (three, one, two)):
        yield from _iso(year, month, day)


def _iso(year: int, month: int, day: int) -> Iterator[str]:
    for full in (year,) if year > 99 else (1900 + year, 2000 + year):
        try:
            yield date(full, month, day).isoformat()
        except ValueError:
            continue


def _worded(words: Sequence[str]) -> Iterator[str]:
    """Yield the days of a month in words: the day beside it on either side, and the year next."""
    words = [word for word in words if word not in _BETWEEN]
    for at in range(len(words)):
        for wide in (1, 2):
            month = MONTHS.get(" ".join(words[at : at + wide]))
            if month is None:
                continue
            numbers = [_number(word) for word in ("", *words, "", "")]
            before, after, next_but_one = numbers[at], numbers[at + wide + 1], numbers[at + wide + 2]
            for day, year in ((before, after), (after, next_but_one), (after, before)):
                if 0 < day <= _LONGEST_MONTH < year or (day and 0 < year < _CENTURY):
                    yield from _iso(year, month, day)


_BREAK = re.compile(r"[,;:،؛|\n]")
_BEFORE_YEAR = re.compile(r"[,،]\s*(?=\d{4}(?!\d))")
_BETWEEN = frozenset("of the de du le la من شهر سنة عام".split())
_LONGEST_MONTH, _CENTURY = 31, 100


def _number(word: str) -> int:
    found = re.match(r"\d{1,4}(?=\D*$)", word)
    return int(found[0]) if found else 0
