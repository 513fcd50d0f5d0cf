"""Tables of spreadsheet files (XLSX, XLS, XLSB, ODS), read by python-calamine behind a guard against bombs."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import IO, Any

from registry.errors import InputRefused
from registry.exchange.packed import locked, refuse_bomb, unreadable
from registry.exchange.rows import Row, Table, headings_of, is_tags, row_of

# A workbook is read whole; a list of 200,000 people takes about a fifth of this.
LARGEST = 128 * 1024 * 1024
_PACKED, _OLD = b"PK", b"\xd0\xcf\x11\xe0"


def is_workbook(begins: bytes) -> bool:
    """Tell whether a file that begins so is a workbook, whatever its name says."""
    return begins.startswith((_PACKED, _OLD))


def read_workbook(stream: IO[bytes], skip: int = 0) -> tuple[Table, ...]:
    """Return every sheet of a workbook that holds a table, in its order.

    Formulas come as the values that were saved with them. Raises ``InputRefused`` where the extra is missing, the
    file is no workbook, is locked by a password or would unpack to more than a laptop can hold.
    """
    raw = stream.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise InputRefused("the workbook is larger than 128 MiB", "save its sheets as CSV and import those")
    if raw.startswith(_PACKED):
        refuse_bomb(raw)
    sheets = [_sheet(name, sheet, skip) for name, sheet in _opened(raw)]
    tables = tuple(table for table in sheets if table is not None)
    if not tables:
        raise InputRefused("no sheet of the workbook holds a table", "look whether it was saved empty")
    return tables


def _opened(raw: bytes) -> Iterator[tuple[str, Any]]:
    try:
        import python_calamine as calamine
    except ImportError:
        raise InputRefused(
            "reading spreadsheets needs the extra `sheets`, which is not installed here",
            "install `registry[sheets]`, or save the sheet as CSV and import that",
        ) from None
    try:
        book = _calm(lambda: calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw)))
    except calamine.PasswordError:
        raise locked() from None
    for sheet in book.sheets_metadata:
        if sheet.typ == calamine.SheetTypeEnum.WorkSheet:  # a chart has no cells
            yield sheet.name, _calm(partial(book.get_sheet_by_name, sheet.name))


def _calm(step: Callable[[], Any]) -> Any:
    """Take a step of the reader, and say in one sentence whatever it stumbles over: even what it calls a panic."""
    try:
        return step()
    except BaseException as broken:
        kind = type(broken).__name__
        if kind == "PasswordError" or (not isinstance(broken, Exception) and kind != "PanicException"):
            raise
        raise unreadable() from broken


def _sheet(name: str, sheet: Any, skip: int) -> Table | None:
    if sheet.start is None:
        return None
    # The reader gives the empty rows at the top too, so that places in it are lines of the sheet.
    first = next((place for place, row in enumerate(sheet.iter_rows()) if place >= skip and any(row)), None)
    if first is None:
        return None
    headings = headings_of(_said(next(islice(sheet.iter_rows(), first, None))))

    def rows() -> Iterator[Row]:
        for line, row in enumerate(islice(sheet.iter_rows(), first + 1, None), first + 2):
            said = _said(row)
            if not is_tags(said) and (found := row_of(line, headings, said)) is not None:
                yield found

    return Table(name, headings, "a workbook", rows)


def _said(row: list[Any]) -> list[str]:
    """Return a row's cells as text, without the empty ones at its end: they are the sheet's width, not the table's."""
    end = len(row)
    while end and row[end - 1] in ("", None):
        end -= 1
    return [_text(cell) for cell in row[:end]]


def _text(cell: Any) -> str:
    """Return what a cell shows: whole numbers without a point, days as ISO 8601."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < _EXACT else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, dt.date | dt.time) else str(cell)


# Up to here a workbook's numbers, which are all floats, are exact.
_EXACT = 2**53
