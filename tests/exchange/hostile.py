"""Sixty files that mean harm or were broken on the way, each made here: none of them may crash, hang or fill memory."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import openpyxl

_HEAD = "record_id,name,sex,date_of_birth,last_seen_date,status,note\n"
_ROW = "S-{n},Samir Mithal {n},male,1990-0{d}-01,2016-12-0{d},missing,invented\n"


def csv(rows: int = 3, more: str = "") -> bytes:
    """Return a sound list of invented people, with ``more`` after it."""
    return (_HEAD + "".join(_ROW.format(n=n, d=n % 9 + 1) for n in range(rows)) + more).encode()


def _cell(cell: str) -> bytes:
    return csv(2, f'S-9,"{cell}",male,1990,2016-12,missing,x\n')


def _book(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    book, held = openpyxl.Workbook(), io.BytesIO()
    fill(book)
    book.save(held)
    return held.getvalue()


def _rows(*rows: list[object]) -> bytes:
    def fill(book: openpyxl.Workbook) -> None:
        for row in rows:
            book.active.append(row)

    return _book(fill)


def _far(book: openpyxl.Workbook) -> None:
    book.active["A1"], book.active["XFD1048576"] = "name", "far"


def _zip(parts: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", packing) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return held.getvalue()


def _bomb() -> bytes:
    held = io.BytesIO()
    with (
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed,
        packed.open("xl/a.xml", "w") as part,
    ):
        for _ in range(600):
            part.write(b" " * (1 << 20))
    return held.getvalue()


def _ods(content: bytes) -> bytes:
    return _zip({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


_TABLE = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
_REPEATS = (
    f'<office:document-content {_TABLE}><office:body><office:spreadsheet><table:table table:name="a">'
    '<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="string" '
    'table:number-columns-repeated="16384"/></table:table-row></table:table></office:spreadsheet></office:body>'
    "</office:document-content>"
).encode()
_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
)
_PFIF = b'<pfif:pfif xmlns:pfif="http://zesty.ca/pfif/1.4">'


def _pfif(inside: str) -> bytes:
    return _PFIF + inside.encode() + b"</pfif:pfif>"


def _person(*fields: tuple[str, str]) -> str:
    return "<pfif:person>" + "".join(f"<pfif:{k}>{v}</pfif:{k}>" for k, v in fields) + "</pfif:person>"


_ID = ("person_record_id", "synthetic.example/p.1")

FILES: dict[str, Callable[[], bytes]] = {
    # Nothing, and what is no table at all
    "empty": lambda: b"",
    "blanks": lambda: b"  \n \n\t\n",
    "one byte": lambda: b"\x00",
    "nulls": lambda: b"\x00" * 100_000,
    "noise": lambda: bytes((i * 7919 + i // 3) % 256 for i in range(50_000)),
    "pdf": lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<<>>endobj\n" * 40,
    "jpeg": lambda: b"\xff\xd8\xff\xe0" + bytes(range(256)) * 50,
    "html": lambda: b"<html><body><table><tr><td>name</td></tr></table></body></html>",
    "elf": lambda: b"\x7fELF\x02\x01\x01" + b"\x00" * 4000,
    "headings only": _HEAD.encode,
    "no headings": lambda: b",,,,\n,,,,\n",
    # Text that is broken
    "ragged, longer": lambda: csv(3, "S-7,Long,male,1990,2016,missing,x,y,z,w\n"),
    "ragged, shorter": lambda: csv(3, "S-7,Short\n"),
    "null in a cell": lambda: _cell("Samir\x00Mithal"),
    "null in headings": lambda: b"na\x00me,sex\nSamir,male\n",
    "quote left open": lambda: csv(2, '"S-7,never closed\n') + csv(50),
    "quote left open at the end": lambda: csv(2, 'S-7,"never'),
    "quotes within": lambda: csv(2, 'S-7,Sa"mir" Mi""thal,male,1990,2016,missing,x\n'),
    "a field of a million signs": lambda: _cell("a" * 1_000_000),
    "a line of three million signs": lambda: csv(2, "x" * 3_000_000 + "\n") + csv(2),
    "a note of a hundred thousand lines": lambda: _cell("a\n" * 100_000),
    "ten thousand columns": (",".join(f"c{i}" for i in range(10_000)) + "\n" + "," * 9_999 + "\n").encode,
    "the same heading a hundred times": (",".join(["name"] * 100) + "\n" + ",".join(["Samir"] * 100) + "\n").encode,
    "a heading of a million signs": ("name," + "h" * 1_000_000 + "\nSamir,x\n").encode,
    "no line end": lambda: csv(3).rstrip(b"\n"),
    "old Macintosh lines": lambda: csv(3).replace(b"\n", b"\r"),
    "mixed lines": lambda: csv(3).replace(b"\n", b"\r\n", 2),
    "blank lines between": lambda: csv(3).replace(b"\n", b"\n\n"),
    "two separators": lambda: b"name;sex,note\nSamir;male,x\nOmar;male,y\n",
    "a separator nobody reads": lambda: b"name^sex\nSamir^male\n",
    "tags under the headings": lambda: _HEAD.encode() + b"#meta+id,#name,#sex,#date,#date,#status,#note\n" + csv(2)[len(_HEAD) :],
    # Signs that act or mislead
    "formulas": lambda: b"name,note\n=HYPERLINK(\"http://x\"),+1+1\n@SUM(A1),-2\n=cmd|' /C calc'!A0,x\n",
    "escapes": lambda: _cell("\x1b[2J\x1b]0;title\x07Samir"),
    "overrides": lambda: _cell("\u202eSamir\u2066 Mithal"),
    "byte order marks within": lambda: csv(2, "\ufeffS-7,\ufeffSamir,male,1990,2016,missing,x\n"),
    "a lone surrogate": lambda: csv(2) + b"S-7,Sam\xed\xa0\x80ir,male,1990,2016,missing,x\n",
    "overlong UTF-8": lambda: csv(2) + b"S-7,Sam\xc0\xafir,male,1990,2016,missing,x\n",
    "half of a sign": lambda: csv(2) + "S-7,خالد".encode()[:-1],
    "UTF-16 cut in the middle": lambda: csv(3).decode().encode("utf-16")[:-1],
    "UTF-16 without a mark": lambda: csv(3).decode().encode("utf-16-le"),
    "two encodings in one file": lambda: csv(3, "S-8,خالد حسن,male,1990,2016,missing,x\n") + "S-7,خالد,x\n".encode("cp1256"),
    "values that no field takes": lambda: csv(1, "S-7,Samir,perhaps,99/99/9999,31/02/2016,alive?,x\n"),
    "a number as a name": lambda: _cell("1e309"),
    "many people as one name": lambda: _cell("hundreds of men and boys"),
    # Workbooks
    "workbook cut short": lambda: _rows(["name"], ["Samir"])[:-200],
    "workbook of nothing": _rows,
    "workbook with formulas": lambda: _rows(["name", "note"], ["Samir", '=HYPERLINK("http://x","y")']),
    "workbook with one far cell": lambda: _book(_far),
    "workbook that is a bomb": _bomb,
    "zip of nothing": lambda: _zip({}),
    "zip of something else": lambda: _zip({"a.txt": b"name,sex\nSamir,male\n"}),
    "zip that names a path": lambda: _zip({"../../etc/passwd": b"x", "xl/workbook.xml": b"<workbook/>"}),
    "workbook with an entity": lambda: _zip({"xl/workbook.xml": _LAUGHS + b"<workbook>&b;</workbook>", "[Content_Types].xml": b""}),
    "sheet that repeats for ever": lambda: _ods(_REPEATS),
    "sheet with an entity": lambda: _ods(_LAUGHS + b"<a>&b;</a>"),
    "old workbook of noise": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 40,
    # Feeds and documents
    "feed with an entity": lambda: _LAUGHS + _pfif(_person(_ID, ("full_name", "&b;"))),
    "feed cut short": lambda: _pfif(_person(_ID, ("full_name", "Samir")))[:-40],
    "feed of nothing": lambda: _pfif(""),
    "feed nested deep": lambda: _pfif("<pfif:person>" * 5_000),
    "feed with a field of a million signs": lambda: _pfif(_person(_ID, ("full_name", "a" * 1_000_000))),
    "feed of another version": lambda: _pfif("").replace(b"1.4", b"9.9"),
    "person without an id": lambda: _pfif(_person(("full_name", "Samir"))),
    "deep JSON": lambda: b"[" * 200_000,
    "JSON of a number": lambda: b'[1, null, "x", {}, {"facts": 3}]',
    "JSON lines, one broken": lambda: b'{"facts": {"name": "Samir"}}\n{"facts": \n{"facts": {"name": "Omar"}}\n',
    "JSON with a fact nobody knows": lambda: b'{"kind": "person", "facts": {"nam": "Samir"}}',
}  # fmt: skip
LARGE: dict[str, Callable[[], bytes]] = {
    "a field of a hundred million signs": lambda: _cell("a" * 100_000_000),
    "a hundred million blanks": lambda: b"name\n" + b" " * 100_000_000 + b"\nSamir\n",
}
