"""The summary as one self-contained page: no script, no network, made to be read, heard and printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from registry.disclosure.summary import Summary
from registry.reports.chart import STYLE as CHART_STYLE
from registry.reports.chart import charts
from registry.reports.grid import Grid, grid_of
from registry.reports.markdown import reading
from registry.reports.method import told
from registry.reports.page_style import STYLE as PAGE_STYLE
from registry.reports.wording import group_heads, group_row, said, said_total, text

# The page may load nothing at all: even a browser that was told otherwise stays silent.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

# What stands on every page to the letter.
STANDING = (CHART_STYLE + PAGE_STYLE, _POLICY)


def write(summary: Summary, lang: str) -> bytes:
    """Return the page in ``lang``; Arabic runs from right to left, with the digits 0 to 9."""
    title = escape(text("title", lang))
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}">',
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        f"<title>{title}</title><style>{CHART_STYLE}{PAGE_STYLE}</style></head>",
        "<body><main>",
        *_top(summary, lang),
        *_nature(summary, lang),
        *_key_figures(summary, lang),
        *_reading(summary, lang),
        *charts(summary, lang),
        *_tables(summary, lang),
        *_groups(summary, lang),
        *_method(summary, lang),
        f"<footer><p>{escape(text('method_see', lang))}</p>",
        f"<p>{escape(text('release', lang))} <bdi>{escape(summary.release_id)}</bdi></p></footer>",
        "</main></body></html>",
    ]
    return ("\n".join(parts) + "\n").encode()


def _top(summary: Summary, lang: str) -> Iterable[str]:
    yield f"<header><h1>{escape(text('title', lang))}</h1>"
    yield f'<p class="lead">{escape(text("subtitle", lang))}</p>'
    facts = {
        "cutoff": summary.cutoff,
        "made_on": summary.made_on,
        "policy": str(summary.policy["name"]),
        "release": summary.release_id,
    }
    yield '<dl class="facts">'
    for key, value in facts.items():
        yield f"<div><dt>{escape(text(key, lang))}</dt><dd><bdi>{escape(value)}</bdi></dd></div>"
    yield "</dl></header>"


def _nature(summary: Summary, lang: str) -> Iterable[str]:
    """Yield what the summary is and what it must not be taken for, side by side."""
    figures = ("is_floor" if summary.one_way else "is_rounded",) if summary.rounded else ()
    is_so = ("is_documented", *figures)
    yield '<div class="pair">'
    for key, points in (("what_it_is", is_so), ("what_it_is_not", ("not_total", "not_rate", "not_verdict"))):
        yield f'<section aria-labelledby="{key}"><h2 id="{key}">{escape(text(key, lang))}</h2><ul>'
        yield "".join(f"<li>{escape(text(point, lang))}</li>" for point in points)
        yield "</ul></section>"
    yield "</div>"
    yield f"<p>{escape(text('documented', lang))}</p>"


# Of the dimensions whose classes are told as key figures the first one printed is taken, in the order of its classes.
_TELLING = ("status", "sex")
_MOST_CARDS = 5


def _key_figures(summary: Summary, lang: str) -> Iterable[str]:
    """Yield the total and a few printed cells; the order is that of the classification, so that none is ranked."""
    printed = summary.values()
    cards = [(text("people_counted", lang), printed[()])]
    chosen = next((key for key in _TELLING for found in summary.dimensions if found.key == key), None)
    if chosen:
        dimension = summary.dimension(chosen)
        cards += [
            (dimension.term(code).show(lang), printed[((chosen, code),)])
            for code in dimension.top[:_MOST_CARDS]
        ]
    yield f'<section aria-labelledby="figures"><h2 id="figures">{escape(text("key_figures", lang))}</h2>'
    yield '<dl class="cards">'
    for label, value in cards:
        yield f"<div><dt>{escape(label)}</dt><dd>{escape(said(value, summary, lang))}</dd></div>"
    yield "</dl></section>"


def _reading(summary: Summary, lang: str) -> Iterable[str]:
    yield '<section class="note" aria-labelledby="reading">'
    yield f'<h2 id="reading">{escape(text("reading_title", lang))}</h2>'
    for words in (reading(summary, lang), *(text(note, lang) for note in summary.notes)):
        yield f"<p>{escape(words)}</p>"
    yield "</section>"


def _tables(summary: Summary, lang: str) -> Iterable[str]:
    if not summary.tables:
        return
    yield f'<section aria-labelledby="tables"><h2 id="tables">{escape(text("tables", lang))}</h2>'
    few = {said(value, summary, lang) for value in (0, summary.base)}
    for number, printed in enumerate(summary.tables, 1):
        yield from _table(grid_of(summary, printed, lang), few, f"table-{number}")
    yield "</section>"


# So many rows stay together on paper.
_SHORT = 14


def _table(grid: Grid, few: set[str], name: str) -> Iterable[str]:
    # Who has no mouse must be able to scroll what is wider than the screen: hence the place in the tab order.
    kind = "wide short" if len(grid.rows) <= _SHORT else "wide"
    yield f'<div class="{kind}" role="region" tabindex="0" aria-labelledby="{name}"><table>'
    yield f'<caption id="{name}">{escape(grid.title)}</caption><thead><tr>'
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
    heading = escape(text("groups", lang))
    yield f'<section aria-labelledby="groups"><h2 id="groups">{heading}</h2>'
    yield f"<p>{escape(text('groups_note', lang))}</p>"
    yield '<div class="wide short" role="region" tabindex="0" aria-labelledby="group-table"><table class="prose">'
    yield f'<caption id="group-table">{escape(text("group_table", lang))}</caption><thead><tr>'
    yield "".join(f'<th scope="col">{escape(head)}</th>' for head in group_heads(lang))
    yield "</tr></thead><tbody>"
    for group in summary.groups:
        yield _group(group_row(group, lang), group.wording or "", lang)
    yield "</tbody></table></div>"
    if summary.group_total:
        yield f"<p>{escape(said_total(summary.group_total, lang))}</p>"
    yield "</section>"


def _group(row: Sequence[str], wording: str, lang: str) -> str:
    first, *rest = row
    cells = "".join(f"<td>{escape(words)}</td>" for words in rest)
    return f'<tr><th scope="row"{_tongue(wording, lang)}>{escape(first)}</th>{cells}</tr>'


def _tongue(wording: str, lang: str) -> str:
    """Return the attributes of a source's own words where they are not in the page's script."""
    arabic = any("\u0620" <= sign <= "\u064a" for sign in wording)
    if not wording or arabic == (lang == "ar"):
        return ""
    return ' lang="ar" dir="rtl"' if arabic else ' lang="" dir="ltr"'


def _method(summary: Summary, lang: str) -> Iterable[str]:
    """Yield the method note as far as a page can hold it: its own hash and the audit stand in the note beside it."""
    yield f'<section class="method" aria-labelledby="method"><h2 id="method">{escape(text("how_made", lang))}</h2>'
    for heading, paragraphs, points in told(summary, lang):
        yield f"<h3>{escape(heading)}</h3>"
        yield "".join(f"<p>{escape(words)}</p>" for words in paragraphs)
        if points:
            yield "<ul>" + "".join(f"<li>{escape(words)}</li>" for words in points) + "</ul>"
    yield "</section>"
