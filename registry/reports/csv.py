"""The tables and the group reports as spreadsheets with HXL tags in the second row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from registry.disclosure.summary import Summary
from registry.reports.wording import group_heads, group_row, said, text

# Humanitarian Exchange Language 1.1 hashtags: https://hxlstandard.org/standard/1-1final/dictionary/
TAGS = {
    "place": "#adm1+name", "month": "#date+month", "quarter": "#date+quarter", "year": "#date+year",
    "sex": "#group+sex", "age": "#group+age", "status": "#status", "holder": "#org+holder",
}  # fmt: skip
_GROUP_TAGS = (
    "#description",
    "#affected+range",
    "#status",
    "#date+period",
    "#adm1+name",
    "#org+holder",
    "#meta+source",
)


def write(summary: Summary, lang: str) -> bytes:
    """Return a line for each printed cell: its classes, the figure in words, the number where it is told.

    Small figures have words only: a nought in a spreadsheet would be read as nobody. So have all that are said one
    way: a number by itself would be read as the count.
    """
    keys = [dimension.key for dimension in summary.dimensions]
    heads = [dimension.name.show(lang) for dimension in summary.dimensions]
    rows = [[*heads, text("people_counted", lang), text("people", lang)]]
    rows.append([*(TAGS.get(key, "#group") for key in keys), "#affected+text", "#affected+num"])
    for cell in summary.cells:
        at = dict(cell.at)
        classes = [
            summary.dimension(key).term(at[key]).show(lang) if key in at else text("all", lang)
            for key in keys
        ]
        told = str(cell.value) if isinstance(cell.value, int) and cell.value > summary.base else ""
        rows.append([*classes, said(cell.value, summary, lang), "" if summary.one_way else told])
    return _spreadsheet(rows)


def write_groups(summary: Summary, lang: str) -> bytes:
    """Return the group reports in a file of their own, so that no sum runs over both."""
    return _spreadsheet(
        [group_heads(lang), _GROUP_TAGS, *(group_row(group, lang) for group in summary.groups)]
    )


def _spreadsheet(rows: Iterable[Sequence[str]]) -> bytes:
    kept = io.StringIO(newline="")
    csv.writer(kept, lineterminator="\r\n").writerows([_guarded(cell) for cell in row] for row in rows)
    return kept.getvalue().encode()


def _guarded(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
