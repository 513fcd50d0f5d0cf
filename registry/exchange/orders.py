"""Whether a column writes the day or the month first, told from all of its cells and never from one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from registry.exchange.rows import Row
from registry.words.text import plain_digits

_DIGITS = re.compile(r"\s*(\d{1,2})[./\-\s](\d{1,2})[./\-\s]\d{2,4}\b")


def orders(rows: Iterable[Row], headings: Iterable[str]) -> Mapping[str, str]:
    """Return the order of day and month under those ``headings`` where their cells leave one only.

    One cell that can be read one way alone is proof for a column that keeps to one order; two that prove
    different ones prove that it keeps to none, and nothing is said of it.
    """
    first: dict[str, int] = dict.fromkeys(headings, 0)
    second = dict(first)
    for row in rows:
        for heading in first.keys() & row.cells.keys():
            for cell in row.cells[heading]:
                if found := _DIGITS.match(plain_digits(cell)):
                    first[heading] = max(first[heading], int(found[1]))
                    second[heading] = max(second[heading], int(found[2]))
    told = {}
    for heading, most in first.items():
        if most > _MONTHS >= second[heading]:
            told[heading] = "dmy"
        elif second[heading] > _MONTHS >= most:
            told[heading] = "mdy"
    return told


_MONTHS = 12
