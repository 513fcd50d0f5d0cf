"""The summary as one self-contained page: no script, no network, made to be read, heard and printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from registry.disclosure.summary import Summary
from registry.reports.chart import STYLE as CHART_STYLE
from registry.reports.chart import charts
from registry.reports.grid import Grid, grid_of
from registry.reports.markdown import reading
from registry.reports.wording import group_heads, group_row, said, said_total, text

# The page may load nothing at all: even a browser that was told otherwise stays silent.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

_STYLE = """
:root{--ink:#1b2733;--soft:#5b6b7b;--line:#d5dde5;--band:#f4f7fa;--accent:#1d5c88;--pale:#c9dbe8}
*{box-sizing:border-box}
body{margin:0;background:#fff;color:var(--ink);
font:16px/1.55 "Segoe UI","Noto Sans","Noto Sans Arabic",Tahoma,Arial,sans-serif}
main{max-width:60rem;margin:0 auto;padding:2.5rem 1.5rem 4rem}
header{border-block-end:3px solid var(--accent);padding-block-end:1.2rem;margin-block-end:1.6rem}
h1{font-size:1.9rem;line-height:1.25;margin:0 0 .3rem;font-weight:650}
.lead{margin:0;color:var(--soft);font-size:1.1rem}
.facts{display:flex;flex-wrap:wrap;gap:.6rem 2.6rem;margin:1.3rem 0 0}
.facts div{display:flex;flex-direction:column-reverse}
.facts dt{color:var(--soft);font-size:.85rem}
.facts dd{margin:0;font-size:1.15rem;font-weight:600}
.facts .big dd{font-size:1.7rem;line-height:1.2;color:var(--accent)}
h2{font-size:1.3rem;margin:2.4rem 0 .8rem;color:var(--accent)}
.note{background:var(--band);border-inline-start:4px solid var(--accent);padding:.9rem 1.2rem;margin:1.2rem 0}
.note h2{margin:0 0 .3rem;font-size:1.05rem}
.note p{margin:.2rem 0}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;margin:0 0 2rem;font-size:.95rem}
caption{text-align:start;font-weight:600;padding-block-end:.5rem;font-size:1.05rem}
th,td{padding:.42rem .7rem;border-block-end:1px solid var(--line);text-align:start;vertical-align:top}
thead th{border-block-end:2px solid var(--ink);vertical-align:bottom;font-weight:600}
tbody th{font-weight:500;min-width:11rem}
td{white-space:nowrap}.prose td{white-space:normal}
td.few{color:var(--soft)}
tr.total th,tr.total td{font-weight:650;background:var(--band)}
footer{border-block-start:1px solid var(--line);margin-block-start:2.5rem;padding-block-start:1rem;
color:var(--soft);font-size:.9rem}
@media print{@page{size:A4;margin:16mm}body{font-size:10.5pt}main{max-width:none;padding:0}
.wide{overflow:visible}table,figure,.note{break-inside:avoid}h2{break-after:avoid}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
"""


def write(summary: Summary, lang: str) -> bytes:
    """Return the page in ``lang``; Arabic runs from right to left."""
    title = escape(text("title", lang))
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}">',
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        f"<title>{title}</title><style>{_STYLE}{CHART_STYLE}</style></head>",
        "<body><main>",
        *_top(summary, lang),
        *_reading(summary, lang),
        *charts(summary, lang),
        *_tables(summary, lang),
        *_groups(summary, lang),
        f"<footer><p>{escape(text('method_see', lang))}</p>",
        f"<p>{escape(text('release', lang))} <bdi>{escape(summary.release_id)}</bdi></p></footer>",
        "</main></body></html>",
    ]
    return ("\n".join(parts) + "\n").encode()


def _top(summary: Summary, lang: str) -> Iterable[str]:
    total = said(summary.values()[()], summary.base, lang)
    yield f"<header><h1>{escape(text('title', lang))}</h1>"
    yield f'<p class="lead">{escape(text("subtitle", lang))}</p>'
    yield '<dl class="facts">'
    facts = (
        ("people_counted", total, "big"),
        ("cutoff", summary.cutoff, ""),
        ("made_on", summary.made_on, ""),
    )
    for key, value, kind in facts:
        yield f'<div class="{kind}"><dt>{escape(text(key, lang))}</dt>'
        yield f"<dd><bdi>{escape(value)}</bdi></dd></div>"
    yield "</dl></header>"


def _reading(summary: Summary, lang: str) -> Iterable[str]:
    yield f"<p>{escape(text('documented', lang))}</p>"
    yield f'<section class="note"><h2>{escape(text("reading_title", lang))}</h2>'
    for words in (reading(summary, lang), *(text(note, lang) for note in summary.notes)):
        yield f"<p>{escape(words)}</p>"
    yield "</section>"


def _tables(summary: Summary, lang: str) -> Iterable[str]:
    if summary.tables:
        yield f"<h2>{escape(text('tables', lang))}</h2>"
    few = {said(value, summary.base, lang) for value in (0, summary.base)}
    for printed in summary.tables:
        yield from _table(grid_of(summary, printed, lang), few)


def _table(grid: Grid, few: set[str]) -> Iterable[str]:
    yield f'<div class="wide"><table><caption>{escape(grid.title)}</caption><thead><tr>'
    yield "".join(f'<th scope="col">{escape(name)}</th>' for name in (*grid.head_names, *grid.columns))
    yield "</tr></thead><tbody>"
    for row in grid.rows:
        heads = "".join(f'<th scope="row">{escape(head)}</th>' for head in row.heads)
        kind = ' class="total"' if row.total else ""
        values = "".join(_value(value, few) for value in row.values)
        yield f"<tr{kind}>{heads}{values}</tr>"
    yield "</tbody></table></div>"


def _value(words: str, few: set[str]) -> str:
    kind = ' class="few"' if words in few else ""
    return f"<td{kind}>{escape(words)}</td>"


def _groups(summary: Summary, lang: str) -> Iterable[str]:
    if not summary.groups:
        return
    yield f"<h2>{escape(text('groups', lang))}</h2><p>{escape(text('groups_note', lang))}</p>"
    caption = escape(text("groups", lang))
    yield f'<div class="wide"><table class="prose"><caption>{caption}</caption><thead><tr>'
    yield "".join(f'<th scope="col">{escape(head)}</th>' for head in group_heads(lang))
    yield "</tr></thead><tbody>"
    for group in summary.groups:
        yield _group(group_row(group, lang))
    yield "</tbody></table></div>"
    if summary.group_total:
        yield f"<p>{escape(said_total(summary.group_total, lang))}</p>"


def _group(row: Sequence[str]) -> str:
    first, *rest = row
    cells = "".join(f"<td>{escape(words)}</td>" for words in rest)
    return f'<tr><th scope="row" dir="auto">{escape(first)}</th>{cells}</tr>'
