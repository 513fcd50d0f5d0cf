"""The sheet as Markdown: plain to read as text, and with nothing in it that a reader of Markdown would obey."""

from __future__ import annotations

import re
from collections.abc import Iterator

from registry.forms.sheet import Entry, Line, Sheet

# Every sign that means something somewhere in CommonMark or GitHub's dialect, tables, links and HTML among them.
_SIGNS = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$^:@=])")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
# Text that runs from right to left is told so once, around the whole: Markdown itself has no word for it.
_RTL = ('<div dir="rtl" lang="ar">\n\n', "\n</div>\n")


def write(sheet: Sheet) -> bytes:
    """Return the sheet as Markdown in its language; Arabic stands in a block that runs from right to left."""
    lines = [f"# {escaped(sheet.title)}", ""]
    lines += [f"- {escaped(label)}: {escaped(getattr(sheet, key))}" for key, label in sheet.labels]
    lines += [""]
    if sheet.warning:
        lines += [f"**{escaped(sheet.warning)}**", ""]
    for note in sheet.notes:
        lines += [escaped(note), ""]
    for part in sheet.parts:
        lines += [f"## {escaped(part.label)}", ""]
        for entry in part.entries:
            lines += [f"**{escaped(entry.label)}**", "", *_entry(entry, sheet.nothing), ""]
    text = "\n".join(lines)
    before, after = _RTL if sheet.rtl else ("", "")
    return (before + text + after).encode()


def escaped(text: str) -> str:
    """Return text so that Markdown shows it as it is, on one line; what ends a line becomes a line break."""
    safe = "".join(_ENTITIES.get(character, character) for character in _SIGNS.sub(r"\\\1", text))
    lines = [line.strip() for line in safe.split("\n")]
    return "\\\n  ".join(line for line in lines if line)


def _entry(entry: Entry, nothing: str) -> Iterator[str]:
    for line in entry.lines:
        before = f"{escaped(line.joint)} " if line.joint else ""
        yield f"- {before}{escaped(line.text)}{_basis(line)}"
    for gap in entry.gaps:
        yield f"- *{escaped(gap.text)}*{_basis(gap)}"
    if not entry.lines and not entry.gaps:
        yield f"- *{escaped(nothing)}*"


def _basis(line: Line) -> str:
    return f"\\\n  *{escaped(line.basis)}*" if line.basis else ""
