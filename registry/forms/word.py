"""The sheet as a Word document (OOXML), for recipients who fill their own form from it; needs the extra `docx`."""

from __future__ import annotations

import unicodedata
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from registry.errors import RuleNotMet
from registry.forms.sheet import Entry, Line, Sheet
from registry.words.names import Script, script_of

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

# A stretch of text and how it looks.
_Run = tuple[str, dict[str, bool]]

_SOFT = "55626F"
# A document says when and by whom it was made: neither is anyone's business. The day is on the sheet.
_NEVER = datetime(2000, 1, 1, tzinfo=UTC)
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def write(sheet: Sheet) -> bytes:
    """Return the document in the sheet's language; Arabic runs from right to left.

    Raises ``RuleNotMet`` where the extra `docx` is not installed.
    """
    docx = _library()
    document = docx.Document()
    _forget(document)
    _direct(document, sheet)
    _paragraph(document, sheet, [(sheet.title, {})], style="Title")
    for key, label in sheet.labels:
        _paragraph(document, sheet, [(f"{label}: ", {"soft": True}), (getattr(sheet, key), {"bold": True})])
    if sheet.warning:
        _paragraph(document, sheet, [(sheet.warning, {"bold": True})])
    for note in sheet.notes:
        _paragraph(document, sheet, [(note, {"soft": True})])
    for part in sheet.parts:
        _paragraph(document, sheet, [(part.label, {})], style="Heading 1")
        table = document.add_table(rows=0, cols=2, style="Table Grid")
        if sheet.rtl:
            table.table_direction = docx.enum.table.WD_TABLE_DIRECTION.RTL
        for entry in part.entries:
            label, value = table.add_row().cells
            _fill(label.paragraphs[0], sheet, [(entry.label, {"soft": True})])
            _entry(value, sheet, entry)
    made = BytesIO()
    document.save(made)
    return _without_times(made.getvalue())


def _library() -> Any:
    try:
        import docx
        import docx.enum.table
    except ImportError as absent:
        raise RuleNotMet(
            "a sheet for Word needs a part that is not installed",
            "install registry[docx], or name a file that ends in .html or .md",
        ) from absent
    return docx


def _forget(document: Any) -> None:
    """Leave nothing in the document's properties but its kind."""
    properties = document.core_properties
    for name in ("author", "comments", "keywords", "last_modified_by", "subject", "title", "category"):
        setattr(properties, name, "")
    properties.created = properties.modified = properties.last_printed = _NEVER
    properties.revision = 1


def _direct(document: Any, sheet: Sheet) -> None:
    """Say the language, and for Arabic the direction, where the whole document reads it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    if sheet.rtl:
        section = document.sections[0]._sectPr  # noqa: SLF001 - the library has no name for it
        section.insert_element_before(OxmlElement("w:bidi"), "w:rtlGutter", "w:docGrid", "w:printerSettings")
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), sheet.lang)
    language.set(qn("w:bidi"), "ar-SA" if sheet.rtl else "ar")
    document.styles["Normal"].element.get_or_add_rPr().append(language)


def _entry(cell: Any, sheet: Sheet, entry: Entry) -> None:
    paragraph = cell.paragraphs[0]
    for place, line in enumerate(entry.lines):
        paragraph = paragraph if not place else cell.add_paragraph()
        before: list[_Run] = [(f"{line.joint} ", {})] if line.joint else []
        _fill(paragraph, sheet, [*before, (line.text, {"bold": True}), *_basis(line)])
    for place, gap in enumerate(entry.gaps or (() if entry.lines else (Line(sheet.nothing),))):
        paragraph = paragraph if not place and not entry.lines else cell.add_paragraph()
        _fill(paragraph, sheet, [(gap.text, {"italic": True}), *_basis(gap)])


def _basis(line: Line) -> list[_Run]:
    return [("\n" + line.basis, {"soft": True})] if line.basis else []


def _paragraph(document: Any, sheet: Sheet, runs: list[_Run], style: str | None = None) -> None:
    _fill(document.add_paragraph(style=style), sheet, runs)


def _fill(paragraph: Paragraph, sheet: Sheet, runs: list[_Run]) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Pt, RGBColor

    if sheet.rtl:
        paragraph.paragraph_format.element.get_or_add_pPr().append(OxmlElement("w:bidi"))
    for text, looks in runs:
        run = paragraph.add_run(_storable(text))
        run.bold, run.italic = looks.get("bold"), looks.get("italic")
        if looks.get("soft"):
            run.font.size, run.font.color.rgb = Pt(9), RGBColor.from_string(_SOFT)
        # In a paragraph of Arabic, names in Latin letters keep their own direction.
        run.font.rtl = script_of(text) in (Script.ARABIC, Script.MIXED) or None


def _storable(text: str) -> str:
    """Return text without the few code points that XML cannot hold, each shown as U+FFFD."""
    return "".join("\ufffd" if _unstorable(character) else character for character in text)


def _unstorable(character: str) -> bool:
    point = ord(character)
    if character in "\n\t":
        return False
    return unicodedata.category(character) in ("Cc", "Cs") or point in (0xFFFE, 0xFFFF)


def _without_times(document: bytes) -> bytes:
    """Return the same document with no time of its making in it, so that the same sheet is the same bytes."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(document)) as old, zipfile.ZipFile(made, "w") as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            info = zipfile.ZipInfo(name, _EARLIEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return made.getvalue()
