"""Bars drawn from printed values: nothing in a picture is finer than the table beside it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from registry.disclosure.summary import PrintedDimension, Summary
from registry.reports.wording import said, text

STYLE = """
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(22rem,1fr));gap:1.2rem 2.2rem}
figure{margin:0}
figcaption{font-weight:600;margin-block-end:.3rem}
figure svg{width:100%;height:auto;display:block;overflow:visible}
.bar{fill:var(--accent)}.may{fill:var(--pale)}.span{stroke:var(--ink);stroke-width:1;fill:none}
.axis{stroke:var(--line);stroke-width:1}
.lab{font-size:13px;fill:var(--ink)}.val{font-size:13px;fill:var(--ink);font-weight:600}
.desc{color:var(--soft);font-size:.85rem}
"""

# Lengths in the drawing's own units.
_WIDE, _LINE, _LABEL, _BAR = 470, 28, 208, 160


def charts(summary: Summary, lang: str) -> Iterator[str]:
    """Yield one chart for each dimension, of its broadest classes over all people."""
    if not summary.dimensions:
        return
    yield f'<h2>{escape(text("glance", lang))}</h2><div class="charts">'
    for dimension in summary.dimensions:
        yield _chart(summary, dimension, lang)
    yield "</div>"
    yield f'<p class="desc">{escape(text("chart_desc", lang, n=3 * summary.base))}</p>'


def _chart(summary: Summary, dimension: PrintedDimension, lang: str) -> str:
    bars = _bars(summary, dimension, lang)
    longest = max((value for _, value in bars), default=0) + summary.reach + 1
    drawn = [
        _bar(place, bar, longest, (summary.base, summary.reach + 1), lang) for place, bar in enumerate(bars)
    ]
    title = dimension.name.show(lang)
    told = text("comma", lang).join(f"{label}: {said(value, summary.base, lang)}" for label, value in bars)
    high = _LINE * len(bars)
    edge = _x(0, lang)
    return (
        f"<figure><figcaption>{escape(title)}</figcaption>"
        f'<svg viewBox="0 0 {_WIDE} {high}" role="img" aria-label="{escape(title)}">'
        f"<desc>{escape(told)}</desc>"
        f'<line class="axis" x1="{edge}" x2="{edge}" y1="0" y2="{high}"/>{"".join(drawn)}</svg></figure>'
    )


def _bars(summary: Summary, dimension: PrintedDimension, lang: str) -> list[tuple[str, int]]:
    """Return the classes and their printed values; those printed as nought share one bar."""
    printed = summary.values()
    values = {code: printed[((dimension.key, code),)] for code in dimension.top}
    bars = [
        (dimension.term(code).show(lang), value)
        for code, value in values.items()
        if isinstance(value, int) and value
    ]
    empty = [dimension.term(code).show(lang) for code, value in values.items() if not value]
    if len(empty) == 1:
        bars.append((empty[0], 0))
    elif empty:
        bars.append((text("each_other", lang), 0))
    return bars


def _bar(place: int, bar: tuple[str, int], longest: int, steps: tuple[int, int], lang: str) -> str:
    """Draw one bar: solid to the printed value with a line for its span, pale where the figure is small."""
    label, value = bar
    base, far = steps
    top, small = _LINE * place + 5, value <= base
    shown = value + base if small else value
    long = _BAR * shown // longest
    # How far the truth may lie either way, drawn in whole units so that no digit is added.
    reach = _BAR * far // longest
    parts = [
        f'<text class="lab" x="{_x(-8, lang)}" y="{top + 13}" text-anchor="end">{_short(label)}</text>',
        _rect("may" if small else "bar", long, top, lang),
    ]
    if not small:
        middle = top + 9
        parts.append(f'<path class="span" d="M{_x(long - reach, lang)} {middle}H{_x(long + reach, lang)}"/>')
    after = long + (0 if small else reach) + 8
    said_value = escape(said(value, base, lang))
    parts.append(
        f'<text class="val" x="{_x(after, lang)}" y="{top + 13}" text-anchor="start">{said_value}</text>'
    )
    return "".join(parts)


def _rect(kind: str, long: int, top: int, lang: str) -> str:
    left = _x(long, lang) if lang == "ar" else _x(0, lang)
    return f'<rect class="{kind}" x="{left}" y="{top}" width="{long}" height="18" rx="2"/>'


def _x(along: int, lang: str) -> int:
    """Return the place of a length along the bars, mirrored for right-to-left pages."""
    return _WIDE - _LABEL - along if lang == "ar" else _LABEL + along


def _short(label: str) -> str:
    return escape(label if len(label) <= 32 else label[:31].rstrip() + "…")
