"""What every report says whatever is in it: its standing texts, its mark-up and its style sheet, for the gate to know."""

from __future__ import annotations

from functools import cache

from registry.disclosure.contents import parts_of
from registry.disclosure.ledger import VERSION
from registry.disclosure.scan import ways_of
from registry.disclosure.summary import (
    Interval,
    PrintedCell,
    PrintedClass,
    PrintedDimension,
    PrintedGroup,
    PrintedTable,
    Summary,
)
from registry.reports import write_all
from registry.reports.csv import TAGS
from registry.reports.html import STANDING as ON_PAGES
from registry.reports.wording import LANGUAGES, TEXTS, text
from registry.words.terms import Term

# What stands to the letter in every report: style sheets, and how the version of a classification is said.
STANDING = (*ON_PAGES, *(text("version", lang, n=VERSION) for lang in LANGUAGES))


def standing_texts() -> tuple[str, ...]:
    """Return every standing text in every language, as it is kept: a name that stands in one is no leak by itself."""
    return tuple(words for texts in TEXTS.values() for words in texts)


@cache
def standing_words() -> frozenset[str]:
    """Return every folded word of the standing texts, and of files that hold no data at all.

    The files are written from a summary of empty classes, so that tags, attributes and column tags are known
    by looking and not from a list kept beside the writers.
    """
    found = {word for text in standing_texts() for words in ways_of(text) for word in words}
    for lang in LANGUAGES:
        for name, content in write_all(_bare(), lang).items():
            for part in parts_of(name, content):
                found |= {word for words in ways_of(part.text, part.drawn) for word in words}
    return frozenset(word for word in found if not word.isdigit())


_ALL = Term("all", "all", "ensemble", "المجموع")


def _bare() -> Summary:
    """Return a summary in which every class is called "all" and nobody is counted."""
    codes = ("a", "b", "c", "d")
    classes = tuple(PrintedClass(Term(code, _ALL.en, _ALL.fr, _ALL.ar)) for code in codes)
    dimensions = tuple(PrintedDimension(key, _ALL, codes, classes) for key in TAGS)
    values = (0, 10, 20, 30)
    cells = [PrintedCell((), 60)]
    cells += [
        PrintedCell(((key, code),), value) for key in TAGS for code, value in zip(codes, values, strict=True)
    ]
    return Summary(
        release_id="0",
        made_on="0",
        cutoff="0",
        policy=dict.fromkeys(("name", "persons", "families", "minors", "month", "universe", "base"), 0),
        base=10,
        threshold=10,
        dimensions=dimensions,
        tables=tuple(PrintedTable(((key, codes),)) for key in TAGS),
        cells=tuple(cells),
        groups=tuple(
            PrintedGroup(wording, 10, None, _ALL, None, _ALL, _ALL, _ALL) for wording in ("all", "كل", None)
        ),
        group_total=Interval(10, None, relations_known=False),
        notes=(),
    )
