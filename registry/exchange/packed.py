"""What a packed workbook would unpack to, looked at part by part before anything reads it whole."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers import expat

from registry.errors import InputRefused

# What a workbook may hold once unpacked: 200,000 rows of twenty columns take about a tenth of it.
MOST_UNPACKED = 512 * 1024 * 1024
# How many cells the area of a sheet may have, empty ones among them: the reader keeps a place for each.
MOST_CELLS = 20_000_000
_CHUNK = 1 << 20
_CELL = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_LEFT_OVER = 64  # more than the longest reference of a cell, which may lie across two pieces


def refuse_bomb(raw: bytes) -> None:
    """Raise ``InputRefused`` for a packed workbook that is locked, damaged, or too large once it is unpacked.

    Every part is unpacked without keeping it, because what a part says of its own size may lie.
    """
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            for part in packed.infolist():
                if part.flag_bits & 1:
                    raise locked()
                area = _Area(part.filename)
                for chunk in _pieces(packed, part):
                    total += len(chunk)
                    if total > MOST_UNPACKED:
                        raise _too_large("unpacks to more than 512 MiB")
                    area.look(chunk)
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        OSError,
        EOFError,
        ValueError,
        RuntimeError,
    ) as broken:
        raise unreadable() from broken
    except expat.ExpatError as broken:
        raise unreadable() from broken


def _pieces(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    with packed.open(part) as content:
        while chunk := content.read(_CHUNK):
            yield chunk


class _Area:
    """The area of one sheet as its cells come by: of XLSX by their references, of ODS by what is repeated."""

    def __init__(self, name: str) -> None:
        self.rows = self.columns = self.cells = 0
        self._before = b""
        self._xlsx = name.startswith("xl/worksheets/") and name.endswith(".xml")
        self._ods = _Repeats() if name == "content.xml" else None

    def look(self, chunk: bytes) -> None:
        if self._ods:
            self._ods.look(chunk)
        if self._xlsx:
            for letters, digits in _CELL.findall(self._before + chunk):
                self.rows = max(self.rows, int(digits))
                self.columns = max(self.columns, _column(letters))
            self._before = chunk[-_LEFT_OVER:]
            if self.rows * self.columns > MOST_CELLS:
                raise _too_large("has a sheet with more than 20 million cells")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


class _Repeats:
    """The cells that a sheet of an ODS file comes to, where one element may stand for many cells and rows."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._element
        self._parser.StartDoctypeDeclHandler = _refuse_doctype
        self._wide = self._rows = self._row = self._times = 0

    def look(self, chunk: bytes) -> None:
        self._parser.Parse(chunk)

    def _element(self, name: str, given: dict[str, str]) -> None:
        if name == "table:table":
            self._wide = self._rows = 0
        elif name == "table:table-row":
            self._row, self._times = 0, _number(given.get("table:number-rows-repeated"))
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._row += _number(given.get("table:number-columns-repeated"))
            if any(key.endswith("value-type") for key in given):
                self._rows += self._times
                self._times = 0
                self._wide = max(self._wide, self._row)
                if self._wide * self._rows > MOST_CELLS:
                    raise _too_large("has a sheet with more than 20 million cells")


def _number(said: str | None) -> int:
    return int(said) if said and said.isascii() and said.isdigit() and len(said) < 10 else 1


def _refuse_doctype(*_: object) -> None:
    raise unreadable()


def locked() -> InputRefused:
    """Return the refusal of a workbook that asks for a password."""
    return InputRefused(
        "the workbook is locked by a password", "save it without one, and delete that copy after"
    )


def unreadable() -> InputRefused:
    """Return the refusal of a file that is damaged, or something else than its name says."""
    return InputRefused(
        "the file is no workbook that can be read", "open it and save it anew as XLSX, ODS or CSV"
    )


def _too_large(how: str) -> InputRefused:
    return InputRefused(
        f"the workbook {how}", "save the sheet as CSV and import that; be wary of who sent it"
    )
