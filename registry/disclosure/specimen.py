"""A summary without data: what files written from it hold belongs to the files and to nobody."""

from __future__ import annotations

from collections.abc import Iterable

from registry.disclosure.summary import (
    Interval,
    PrintedCell,
    PrintedClass,
    PrintedDimension,
    PrintedGroup,
    PrintedTable,
    Summary,
)
from registry.words.terms import Term

_ALL = Term("all", "all", "ensemble", "المجموع")


def bare_summary(keys: Iterable[str]) -> Summary:
    """Return a summary by these dimensions in which every class is called "all" and nobody is counted."""
    keys = tuple(keys)
    codes = ("a", "b", "c", "d")
    classes = tuple(PrintedClass(Term(code, _ALL.en, _ALL.fr, _ALL.ar)) for code in codes)
    dimensions = tuple(PrintedDimension(key, _ALL, codes, classes) for key in keys)
    values = (0, 10, 20, 30)
    cells = [PrintedCell((), 60)]
    cells += [
        PrintedCell(((key, code),), value) for key in keys for code, value in zip(codes, values, strict=True)
    ]
    return Summary(
        release_id="0",
        made_on="0",
        cutoff="0",
        policy=dict.fromkeys(("name", "persons", "families", "minors", "month", "universe", "base"), 0),
        base=10,
        threshold=10,
        dimensions=dimensions,
        tables=tuple(PrintedTable(((key, codes),)) for key in keys),
        cells=tuple(cells),
        groups=tuple(
            PrintedGroup(wording, 10, None, _ALL, None, _ALL, _ALL, _ALL) for wording in ("all", "كل", None)
        ),
        group_total=Interval(10, None, relations_known=False),
        notes=(),
    )
