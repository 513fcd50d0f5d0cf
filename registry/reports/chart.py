"""Bars and columns drawn from printed values: nothing in a picture is finer than the table beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import count

from registry.disclosure.summary import PrintedDimension, Summary
from registry.reports.wording import said, text

STYLE = """
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(22rem,1fr));gap:1.2rem 2.2rem}
figure{margin:0;break-inside:avoid}
figure.series{grid-column:1/-1}
figcaption{font-weight:600;margin-block-end:.3rem}
figure svg{width:100%;height:auto;display:block;overflow:visible}
.bar{fill:var(--accent)}.may{fill:var(--pale);stroke:var(--accent);stroke-width:1;stroke-dasharray:3 2}
.span{stroke:var(--ink);stroke-width:1;fill:none}
.axis{stroke:var(--soft);stroke-width:1}
svg text{font-size:13px;fill:var(--ink);font-family:inherit}
.val{font-weight:600}
.desc{color:var(--soft);font-size:.85rem}
"""

# The dimensions whose classes follow one another.
_TIMES = frozenset({"month", "quarter", "year"})
_FEWEST_COLUMNS = 3

# Lengths in the drawing's own units.
_WIDE, _LINE, _LABEL, _BAR = 470, 28, 208, 160
_SERIES, _HIGH, _LEAST_PITCH = 980, 150, 26


@dataclass(frozen=True, slots=True)
class _Mark:
    """One class with what is drawn of its print; ``label`` and ``told`` in words."""

    label: str
    value: int
    told: str


def charts(summary: Summary, lang: str) -> Iterator[str]:
    """Yield one chart for each dimension, of its broadest classes over all people."""
    if not summary.dimensions or not summary.rounded:
        return
    numbers = count(1)
    yield f'<section aria-labelledby="glance"><h2 id="glance">{escape(text("glance", lang))}</h2>'
    yield '<div class="charts">'
    for dimension in sorted(summary.dimensions, key=lambda found: found.key not in _TIMES):
        yield _chart(summary, dimension, lang, next(numbers))
    yield "</div>"
    desc = text("chart_floor", lang) if summary.one_way else text("chart_desc", lang, n=3 * summary.base)
    yield f'<p class="desc">{escape(desc)}</p></section>'


def _chart(summary: Summary, dimension: PrintedDimension, lang: str, number: int) -> str:
    marks = _marks(summary, dimension, lang)
    # A least number is drawn as it is: nothing is pale, for a small one has no bar, and no line shows a span upward.
    steps = (0, 0) if summary.one_way else (summary.base, summary.reach + 1)
    if dimension.key in _TIMES and len(marks) >= _FEWEST_COLUMNS:
        title = text("over_time", lang, name=dimension.name.show(lang))
        drawn, wide, high = _columns(marks, steps, lang)
        kind = "series"
    else:
        marks, title, kind = _gathered(marks, lang), dimension.name.show(lang), "bars"
        drawn, wide, high = _lines(marks, steps, lang), _WIDE, _LINE * len(marks)
    told = text("comma", lang).join(f"{mark.label}: {mark.told}" for mark in marks)
    ids = f"chart {number}".replace(" ", "-")
    return (
        f'<figure class="{kind}"><figcaption id="{ids}">{escape(title)}</figcaption>'
        f'<svg viewBox="0 0 {wide} {high}" role="img" aria-labelledby="{ids}" aria-describedby="{ids}-told">'
        f'<title>{escape(title)}</title><desc id="{ids}-told">{escape(told)}</desc>{drawn}</svg></figure>'
    )


def _marks(summary: Summary, dimension: PrintedDimension, lang: str) -> list[_Mark]:
    printed = summary.values()
    found = []
    for code in dimension.top:
        value = printed[((dimension.key, code),)]
        if isinstance(value, int):
            drawn = summary.least(value) if summary.one_way else value
            found.append(_Mark(dimension.term(code).show(lang), drawn, said(value, summary, lang)))
    return found


def _gathered(marks: list[_Mark], lang: str) -> list[_Mark]:
    """Return the marks with those printed as nought on one line."""
    bars = [mark for mark in marks if mark.value]
    empty = [mark for mark in marks if not mark.value]
    if len(empty) == 1:
        bars += empty
    elif empty:
        bars.append(_Mark(text("each_other", lang), 0, empty[0].told))
    return bars


# ---- bars, one below the other -----------------------------------------------------------------------------


def _lines(marks: list[_Mark], steps: tuple[int, int], lang: str) -> str:
    longest = max((mark.value for mark in marks), default=0) + steps[1] or 1
    edge, high = _x(0, lang), _LINE * len(marks)
    axis = f'<line class="axis" x1="{edge}" x2="{edge}" y1="0" y2="{high}"/>'
    return axis + "".join(_bar(place, mark, longest, steps, lang) for place, mark in enumerate(marks))


def _bar(place: int, mark: _Mark, longest: int, steps: tuple[int, int], lang: str) -> str:
    """Draw one bar: solid to the printed value with a line for its span, pale where the figure is small.

    ``steps`` are the base and how far from a print the truth may begin not to lie.
    """
    base, far = steps
    top, small = _LINE * place + 5, mark.value <= base
    shown = mark.value + base if small else mark.value
    long = _BAR * shown // longest
    # How far the truth may lie either way, drawn in whole units so that no digit is added.
    reach = 0 if small else _BAR * far // longest
    parts = [
        f'<text class="lab" x="{_x(-8, lang)}" y="{top + 13}" text-anchor="end">{_short(mark.label)}</text>',
        _rect("may" if small else "bar", long, top, lang),
    ]
    if reach:
        middle = top + 9
        parts.append(f'<path class="span" d="M{_x(long - reach, lang)} {middle}H{_x(long + reach, lang)}"/>')
    after = long + reach + 8
    value = escape(mark.told)
    parts.append(f'<text class="val" x="{_x(after, lang)}" y="{top + 13}" text-anchor="start">{value}</text>')
    return "".join(parts)


def _rect(kind: str, long: int, top: int, lang: str) -> str:
    left = _x(long, lang) if lang == "ar" else _x(0, lang)
    return f'<rect class="{kind}" x="{left}" y="{top}" width="{long}" height="18" rx="2"/>'


def _x(along: int, lang: str) -> int:
    """Return the place of a length along the bars, mirrored for right-to-left pages."""
    return _WIDE - _LABEL - along if lang == "ar" else _LABEL + along


def _short(label: str, longest: int = 28) -> str:
    """Return a label that fits, cut between words; the whole of it stands in the table and in the description."""
    if len(label) <= longest:
        return escape(label)
    cut = label[:longest].rpartition(" ")[0] or label[: longest - 1]
    return escape(cut.rstrip(" ,،(") + "…")


# ---- columns, one after the other --------------------------------------------------------------------------

_FOOT, _HEAD = 96, 24


def _columns(marks: list[_Mark], steps: tuple[int, int], lang: str) -> tuple[str, int, int]:
    """Draw a column for each class in its order, from the side on which the language begins."""
    pitch = max(_LEAST_PITCH, min(72, (_SERIES - 90) // len(marks)))
    wide, foot = max(_SERIES, pitch * len(marks) + 90), _HEAD + _HIGH
    tallest = max((mark.value for mark in marks), default=0) + steps[1] or 1
    every = -(-18 // pitch)
    parts = [f'<line class="axis" x1="0" x2="{wide}" y1="{foot}" y2="{foot}"/>']
    for place, mark in enumerate(marks):
        along = 70 + pitch * place + pitch // 2
        middle = wide - along if lang == "ar" else along
        parts.append(_column(mark, middle, pitch, tallest, steps))
        if place % every == 0:
            turn = 35 if lang == "ar" else -35
            parts.append(
                f'<text class="lab" text-anchor="end" transform="translate({middle} {foot + 16}) rotate({turn})">'
                f"{_short(mark.label, 24)}</text>"
            )
    return "".join(parts), wide, foot + _FOOT


def _column(mark: _Mark, middle: int, pitch: int, tallest: int, steps: tuple[int, int]) -> str:
    base, far = steps
    foot, small = _HEAD + _HIGH, mark.value <= base
    high = _HIGH * (mark.value + base if small else mark.value) // tallest
    reach, wide = _HIGH * far // tallest, pitch * 2 // 3
    kind, left = "may" if small else "bar", middle - wide // 2
    parts = [f'<rect class="{kind}" x="{left}" y="{foot - high}" width="{wide}" height="{high}"/>']
    if not small and reach:
        parts.append(f'<path class="span" d="M{middle} {foot - high + reach}V{foot - high - reach}"/>')
    if not small:
        parts.append(
            f'<text class="val" x="{middle}" y="{foot - high - reach - 6}" text-anchor="middle">{mark.value}</text>'
        )
    return "".join(parts)
