"""A summary turned into files, one format to a module."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from registry.disclosure.summary import Summary
from registry.reports import csv, html, json, markdown, method

Writer = Callable[[Summary, str], bytes]

# One line for each format: its file and what writes it.
FORMATS: Mapping[str, Writer] = {
    "summary.json": json.write,
    "summary.csv": csv.write,
    "groups.csv": csv.write_groups,
    "summary.md": markdown.write,
    "summary.html": html.write,
}
METHOD = "method.md"


def write_all(summary: Summary, lang: str = "en", audit: str = "audit_self") -> dict[str, bytes]:
    """Return every file of a release by name, the method note last; the same bytes for the same summary.

    ``lang`` is ``en``, ``fr`` or ``ar``; ``audit`` names the text that says how the release was audited.
    Raises ``UsageRefused`` for another language.
    """
    wanted = (name for name in FORMATS if name != "groups.csv" or summary.groups)
    files = {name: FORMATS[name](summary, lang) for name in wanted}
    return {**files, METHOD: method.write(summary, lang, files, audit)}
