"""A line list turned into its files: a spreadsheet with HXL tags, JSON, and the method note beside them."""

from __future__ import annotations

import csv
import io
import json
from hashlib import sha256

from registry.disclosure.line_list import LineList
from registry.errors import UsageRefused
from registry.reports.line_words import words
from registry.reports.wording import LANGUAGES, text

# Humanitarian Exchange Language 1.1 hashtags: https://hxlstandard.org/standard/1-1final/dictionary/
_TAGS = {
    "quarter": "#date+quarter", "place": "#adm1+name", "sex": "#group+sex", "age": "#group+age",
    "status": "#status", "holder": "#org+holder",
}  # fmt: skip
CSV, JSON, METHOD = "list.csv", "list.json", "method.md"


def write_list(line_list: LineList, lang: str) -> dict[str, bytes]:
    """Return every file of a line list by name; the same bytes for the same list. Raises ``UsageRefused``."""
    if lang not in LANGUAGES:
        raise UsageRefused("there are no reports in that language", f"use one of: {', '.join(LANGUAGES)}")
    files = {CSV: _spreadsheet(line_list, lang), JSON: _json(line_list)}
    return {**files, METHOD: _method(line_list, lang, files)}


def _json(line_list: LineList) -> bytes:
    return (json.dumps(line_list.plain(), ensure_ascii=False, indent=1) + "\n").encode()


def _spreadsheet(line_list: LineList, lang: str) -> bytes:
    kept = io.StringIO(newline="")
    out = csv.writer(kept, lineterminator="\r\n")
    out.writerow([column.name.show(lang) for column in line_list.columns])
    out.writerow([_TAGS[column.key] for column in line_list.columns])
    for row in line_list.rows:
        out.writerow(
            column.term(code).show(lang) for column, code in zip(line_list.columns, row, strict=True)
        )
    return kept.getvalue().encode()


def _method(line_list: LineList, lang: str, files: dict[str, bytes]) -> bytes:
    rules = line_list.rules
    parts = [
        f"# {words('title', lang)}",
        f"{text('release', lang)} `{line_list.release_id}`.",
        f"{text('made_on', lang)} {line_list.made_on}.",
        words("universe", lang, cutoff=line_list.cutoff),
        words("left_out" if line_list.left_out else "left_out_nobody", lang),
        f"## {words('rules_title', lang)}",
        words("rules", lang, **rules, hundred=100),
        words("loss", lang, loss=line_list.loss, hundred=100),
        f"## {words('columns_title', lang)}",
        *(_column(line_list, place, lang) for place in range(len(line_list.columns))),
        f"## {words('audit_title', lang)}",
        words("audit", lang),
        f"## {words('risk_title', lang)}",
        words("risk", lang),
        f"## {words('files_title', lang)}",
        *(f"- `{name}` {sha256(files[name]).hexdigest()}" for name in sorted(files)),
    ]
    return ("\n\n".join(parts) + "\n").encode()


def _column(line_list: LineList, place: int, lang: str) -> str:
    column = line_list.columns[place]
    how = words("coarsened" if column.coarsened else "as_is", lang)
    return f"- {column.name.show(lang)} ({how}): {'; '.join(term.show(lang) for term in column.classes)}"
