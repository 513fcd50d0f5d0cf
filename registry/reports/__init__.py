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
# What is the same in every language.
SAME_IN_ALL = frozenset({"summary.json"})


def write_all(summary: Summary, *langs: str, audit: str = "audit_self") -> dict[str, bytes]:
    """Return every file of a release by name, the method notes last; the same bytes for the same summary.

    ``langs`` are among ``en``, ``fr`` and ``ar``, English where none is given. With several, each file in words
    bears its language in its name (``summary.fr.html``), and there is one ``summary.json`` for all. ``audit`` names
    the text that says how the release was audited. Raises ``UsageRefused`` for another language.
    """
    chosen = tuple(dict.fromkeys(langs)) or ("en",)
    files: dict[str, bytes] = {}
    for lang in chosen:
        for name, writer in FORMATS.items():
            if name != "groups.csv" or summary.groups:
                files[_named(name, lang, chosen)] = writer(summary, lang)
    notes = {_named(METHOD, lang, chosen): method.write(summary, lang, files, audit) for lang in chosen}
    return {**files, **notes}


def _named(name: str, lang: str, chosen: tuple[str, ...]) -> str:
    if len(chosen) == 1 or name in SAME_IN_ALL:
        return name
    stem, _, ending = name.partition(".")
    return f"{stem}.{lang}.{ending}"
