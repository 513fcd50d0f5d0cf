"""Tables as text: comma, semicolon or tab between the cells, read row by row however large the file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from itertools import islice
from typing import IO

from registry.errors import InputRefused
from registry.exchange.encodings import Encoding, encoding_named, told
from registry.exchange.rows import LONGEST_CELL, Row, Table, headings_of, is_tags, row_of

Opener = Callable[[], IO[bytes]]

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
_CHUNK = 1 << 20
# A line longer than this is no row of people; what is more of it is passed over, and said.
LONGEST_LINE = 1 << 20
_LOOKED_AT = 200


def read_delimited(opened: Opener, encoding: str = "", delimiter: str = "", skip: int = 0) -> Table:
    """Return the table in a file of text; ``opened`` opens the file anew each time.

    ``encoding`` and ``delimiter`` are names of ``ENCODINGS`` and ``DELIMITERS`` where the caseworker knows
    better, ``skip`` the number of rows above the headings. Raises ``InputRefused`` where either cannot be told, or nothing can be read.
    """
    known = encoding_named(encoding) if encoding else _encoding(opened)
    sign = _sign_named(delimiter) if delimiter else _sign(opened, known)
    first = next(islice(_lines_of(opened, known, sign), skip, None), None)
    if first is None:
        raise InputRefused("the file holds no table", "choose the file that the list was saved in")
    if first[2]:
        raise InputRefused(
            f"the line of headings cannot be read: {first[2]}", "mend the first line of the file"
        )
    headings = headings_of(first[1])
    name = next(name for name, mark in DELIMITERS.items() if mark == sign)
    return Table(
        "", headings, f"{known.name} ({known.why}), {name} between cells",
        lambda: _rows(opened, known, sign, headings, skip),
    )  # fmt: skip


def _encoding(opened: Opener) -> Encoding:
    with opened() as stream:
        return told(iter(lambda: stream.read(_CHUNK), b""))


def _sign_named(name: str) -> str:
    if name not in DELIMITERS:
        raise InputRefused("that is not a separator that is read", f"use one of: {', '.join(DELIMITERS)}")
    return DELIMITERS[name]


def _sign(opened: Opener, encoding: Encoding) -> str:
    """Return the separator that gives the rows the most cells alike; raise ``InputRefused`` where two do."""
    scores = {sign: _evenness(opened, encoding, sign) for sign in DELIMITERS.values()}
    best = max(scores, key=lambda sign: scores[sign])
    if scores[best] == (0.0, 0):
        return ","
    rivals = [name for name, sign in DELIMITERS.items() if scores[sign] == scores[best]]
    if len(rivals) > 1:
        raise InputRefused(
            "what stands between the cells cannot be told for certain",
            f"give --delimiter {' or --delimiter '.join(rivals)}",
        )
    return best


def _evenness(opened: Opener, encoding: Encoding, sign: str) -> tuple[float, int]:
    """Return how many of the first rows have as many cells as the headings, and how many cells that is."""
    rows = [cells for _, cells, flaw in islice(_lines_of(opened, encoding, sign), _LOOKED_AT) if not flaw]
    rows = [cells for cells in rows if any(cell.strip() for cell in cells)]
    if not rows or len(rows[0]) < 2:
        return 0.0, 0
    width = len(rows[0])
    return round(sum(len(cells) == width for cells in rows) / len(rows), 1), width


def _rows(
    opened: Opener, encoding: Encoding, sign: str, headings: tuple[str, ...], skip: int
) -> Iterator[Row]:
    for line, cells, flaw in islice(_lines_of(opened, encoding, sign), skip + 1, None):
        if is_tags(cells):
            continue
        if flaw:
            kept = {"as read": (" ".join(cells)[:2000],)} if cells else {}
            yield Row(line, kept, flaw, "mend this line in the file, and import the file again")
        elif (row := row_of(line, headings, cells)) is not None:
            yield row


def _lines_of(opened: Opener, encoding: Encoding, sign: str) -> Iterator[tuple[int, list[str], str]]:
    """Yield each row's first line, its cells, and why it cannot be read where it cannot."""
    # Bytes that the encoding does not have become a sign that tells the row which held them.
    with io.TextIOWrapper(opened(), encoding=encoding.codec, errors="replace", newline="") as text:
        lines = _Lines(text)
        reader = csv.reader(lines, delimiter=sign)
        csv.field_size_limit(LONGEST_CELL * 2)
        width = 0
        while True:
            before = lines.number
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                # The next row begins with the line after it; how far it reached is said by what was read.
                yield before + 1, [lines.last[:2000]], _NOT_CLOSED
                continue
            width = width or len(cells)
            yield before + 1, cells, lines.flaw(cells) or _swallowed(cells, sign, width)


_NOT_CLOSED = "a quotation mark is not closed, or a cell is far too long"


def _swallowed(cells: list[str], sign: str, width: int) -> str:
    """Say whether a cell holds lines that look like rows of the table: then a quotation mark before them is not closed."""
    for cell in cells:
        lines = cell.splitlines()
        if any(line.count(sign) >= max(width - 1, 1) for line in lines[1:]) or (
            lines[1:] and cell is cells[-1] and len(cells) < width
        ):
            return "a quotation mark is not closed, so that further rows stand in one cell"
    return ""


class _Lines:
    """The lines of a text, no longer than a row may be, with what is wrong with the last ones."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self.text, self.number, self.last = text, 0, ""
        self._long = self._null = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self.text.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) == LONGEST_LINE and not line.endswith("\n"):
            self._long = True
            while (more := self.text.readline(LONGEST_LINE)) and not more.endswith("\n"):
                pass
            line = line[:2000]
        if "\x00" in line:
            self._null = True
            line = line.replace("\x00", "")
        self.last = line
        return line

    def flaw(self, cells: list[str]) -> str:
        """Return what is wrong with the lines read since this was last asked."""
        long, null, self._long, self._null = self._long, self._null, False, False
        if long:
            return "the line is longer than a row of a table can be"
        if null:
            return "the line holds bytes of nought, which no text has"
        if any("\ufffd" in cell for cell in cells):
            return "the line holds bytes that its encoding does not have"
        return ""
