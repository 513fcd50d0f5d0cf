"""The summary as Markdown, for mail and wikis."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from registry.disclosure.summary import Summary
from registry.reports.grid import Grid, grid_of
from registry.reports.wording import group_heads, group_row, said, said_day, said_total, text


def write(summary: Summary, lang: str) -> bytes:
    """Return the page: what is counted, how to read it, each table, and group reports apart."""
    total = said(summary.values()[()], summary, lang)
    parts = [
        f"# {text('title', lang)}",
        f"**{text('subtitle', lang)}**",
        f"{text('made_on', lang)} {said_day(summary.made_on, lang)}. {text('cutoff', lang)} {said_day(summary.cutoff, lang)}.",
        f"**{text('people_counted', lang)}: {total}**",
        text("documented", lang),
        f"## {text('reading_title', lang)}",
        reading(summary, lang),
        *(text(note, lang) for note in summary.notes),
        *(_table(grid_of(summary, table, lang)) for table in summary.tables),
        *_groups(summary, lang),
        text("method_see", lang),
    ]
    return ("\n\n".join(parts) + "\n").encode()


def reading(summary: Summary, lang: str) -> str:
    """Return the reading rule of a rounded release, or of one that is too small for figures."""
    if not summary.rounded:
        return text("too_few", lang)
    if summary.one_way:
        return text("reading_floor", lang)
    return text("reading", lang, base=summary.base, small=2 * summary.base, far=summary.reach + 1)


def _table(grid: Grid) -> str:
    heads = (*grid.head_names, *grid.columns)
    return f"## {grid.title}\n\n" + table(heads, ((*row.heads, *row.values) for row in grid.rows))


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table; a bar inside a cell cannot break it."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _groups(summary: Summary, lang: str) -> list[str]:
    if not summary.groups:
        return []
    rows = table(group_heads(lang), (group_row(group, lang) for group in summary.groups))
    total = [said_total(summary.group_total, lang)] if summary.group_total else []
    return [f"## {text('groups', lang)}", text("groups_note", lang), rows, *total]
