"""The sheet as one self-contained page: no script, no network, made to be read, heard and printed."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from registry.forms.sheet import Entry, Line, Sheet

# The page may load nothing at all: even a browser that was told otherwise stays silent.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

_STYLE = """
:root{--ink:#1b2733;--soft:#556270;--line:#cfd6dd;--band:#f4f6f8}
*{box-sizing:border-box}
body{margin:0;background:#fff;color:var(--ink);
font:16px/1.5 "Segoe UI","Noto Sans","Noto Naskh Arabic","Noto Sans Arabic",Tahoma,Arial,sans-serif}
main{max-width:52rem;margin:0 auto;padding:2rem 1.5rem 3rem}
h1{font-size:1.55rem;line-height:1.3;margin:0 0 1rem;font-weight:650}
.head{display:flex;flex-wrap:wrap;gap:.4rem 2.4rem;margin:0 0 1rem}
.head dt{color:var(--soft);font-size:.85rem}
.head dd{margin:0;font-weight:600}
.warning{border:2px solid var(--ink);padding:.6rem .9rem;font-weight:600;margin:0 0 1rem}
.note{color:var(--soft);font-size:.9rem;margin:.2rem 0}
h2{font-size:1.15rem;margin:1.8rem 0 .4rem;border-block-end:2px solid var(--ink);padding-block-end:.2rem}
.fields{margin:0}
.fields>div{display:grid;grid-template-columns:14rem 1fr;gap:0 1.2rem;padding:.45rem 0;border-block-end:1px solid var(--line)}
.fields dt{color:var(--soft)}
.fields dd{margin:0;grid-column:2}
.said{font-weight:600;white-space:pre-line;overflow-wrap:anywhere}
.basis{color:var(--soft);font-size:.85rem;display:block}
.gap{font-style:italic}
@media (max-width:40rem){.fields>div{grid-template-columns:1fr}.fields dd{grid-column:1}}
@media print{@page{size:A4;margin:16mm}body{font-size:10.5pt}main{max-width:none;padding:0}
.fields>div{break-inside:avoid}h2{break-after:avoid}}
"""


def write(sheet: Sheet) -> bytes:
    """Return the page in the sheet's language; Arabic runs from right to left."""
    title = escape(sheet.title)
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="{sheet.lang}" dir="{"rtl" if sheet.rtl else "ltr"}">',
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        f"<title>{title}</title><style>{_STYLE}</style></head>",
        f"<body><main><h1>{title}</h1>",
        *_head(sheet),
        *_body(sheet),
        "</main></body></html>",
    ]
    return ("\n".join(parts) + "\n").encode()


def _head(sheet: Sheet) -> Iterator[str]:
    yield '<dl class="head">'
    for key, label in sheet.labels:
        yield f"<div><dt>{escape(label)}</dt><dd><bdi>{escape(getattr(sheet, key))}</bdi></dd></div>"
    yield "</dl>"
    if sheet.warning:
        yield f'<p class="warning">{escape(sheet.warning)}</p>'
    for note in sheet.notes:
        yield f'<p class="note">{escape(note)}</p>'


def _body(sheet: Sheet) -> Iterator[str]:
    for part in sheet.parts:
        yield f'<section><h2>{escape(part.label)}</h2><dl class="fields">'
        for entry in part.entries:
            yield f"<div><dt>{escape(entry.label)}</dt>"
            yield from _entry(entry, sheet.nothing)
            yield "</div>"
        yield "</dl></section>"


def _entry(entry: Entry, nothing: str) -> Iterator[str]:
    for line in entry.lines:
        before = f"{escape(line.joint)} " if line.joint else ""
        yield f'<dd>{before}<bdi class="said">{escape(line.text)}</bdi>{_basis(line)}</dd>'
    for gap in entry.gaps:
        yield f'<dd class="gap">{escape(gap.text)}{_basis(gap)}</dd>'
    if not entry.lines and not entry.gaps:
        yield f'<dd class="gap">{escape(nothing)}</dd>'


def _basis(line: Line) -> str:
    return f'<span class="basis">{escape(line.basis)}</span>' if line.basis else ""
