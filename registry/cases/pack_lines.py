"""On which line of a pack something stands, so that whoever wrote it can find it."""

from __future__ import annotations

import re

_FACT = re.compile(r"\s*\[\[\s*facts\s*\]\]")
_TERM = re.compile(r"\s*\[\[\s*facts\s*\.\s*terms\s*\]\]")
_FIELD = re.compile(r"\s*[\"']?([A-Za-z0-9_-]+)[\"']?\s*[.=]")


class Places:
    """The lines of a pack's fields, by the number of their fact and term; only to tell where to look."""

    def __init__(self, text: str) -> None:
        self._lines: dict[tuple[tuple[int, ...], str], int] = {}
        path: tuple[int, ...] = ()
        facts, terms = -1, -1
        for number, line in enumerate(text.split("\n"), 1):
            if _FACT.match(line):
                facts, terms = facts + 1, -1
                path = (facts,)
                self._lines.setdefault((path, ""), number)
            elif _TERM.match(line):
                terms += 1
                path = (facts, terms)
                self._lines.setdefault((path, ""), number)
            elif found := _FIELD.match(line):
                self._lines.setdefault((path, found[1]), number)

    def line(self, path: tuple[int, ...], field: str) -> int:
        """Return the line of a field, or else of the fact or term it is missing in, or else the first."""
        while True:
            for asked in ((path, field), (path, "")):
                if asked in self._lines:
                    return self._lines[asked]
            if not path:
                return self._lines.get(((), "facts"), 1)
            path = path[:-1]
