"""What every table of a file comes to, whatever wrote it: headings, and rows that say where they stood."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from registry.errors import InputRefused
from registry.words.text import clean

# A list of people has some dozens of columns. What has thousands was made to hold a program up.
MOST_COLUMNS = 2_000
# The most signs that one cell may hold; a case's note, the longest of texts, holds far less.
LONGEST_CELL = 200_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line in the file, its cells by heading, and why it cannot be read, where it cannot.

    ``cells`` hold what stood there as text, one or more for a heading; empty ones are left out. ``line`` counts
    from 1, the headings among them. A row with a ``flaw`` keeps what could be read of it.
    """

    line: int
    cells: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    flaw: str = ""
    help: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a file: what it is called, its headings in order, how it was read, and its rows anew each time."""

    name: str
    headings: tuple[str, ...]
    read_as: str
    rows: Callable[[], Iterator[Row]]


def headings_of(cells: list[str]) -> tuple[str, ...]:
    """Return headings that are told apart: cleaned, those left empty named by their column.

    Raises ``InputRefused`` where there are none or far too many.
    """
    if not any(clean(cell) for cell in cells):
        raise InputRefused("the table has no headings", "put the name of each column into its first line")
    if len(cells) > MOST_COLUMNS:
        raise InputRefused(
            f"the table has more than {MOST_COLUMNS} columns", "keep the columns that say something of people"
        )
    found: list[str] = []
    for place, cell in enumerate(cells, 1):
        name = clean(cell)[:200] or f"column {place}"
        while name in found:
            name = f"{name} ({place})"
        found.append(name)
    return tuple(found)


def row_of(line: int, headings: tuple[str, ...], cells: list[str]) -> Row | None:
    """Return a row, ``None`` for an empty one. A row with more cells than there are headings cannot be read.

    One that ends early is read as it stands: spreadsheets leave empty cells at the end of a line out.
    """
    kept = [cell.strip() for cell in cells]
    if not any(kept):
        return None
    named: dict[str, tuple[str, ...]] = {
        name: (cell,) for name, cell in zip(headings, kept, strict=False) if cell
    }
    beyond = [cell for cell in kept[len(headings) :] if cell]
    if beyond:
        named["beyond the last heading"] = tuple(beyond)
        return Row(
            line,
            named,
            f"the row has {len(kept)} cells, and there are {len(headings)} headings",
            "look for a separator inside a cell that is not in quotation marks",
        )
    if any(len(cell) > LONGEST_CELL for cell in kept):
        short = {name: tuple(one[:200] for one in cell) for name, cell in named.items()}
        return Row(line, short, f"a cell holds more than {LONGEST_CELL:,} signs", "shorten it in the file")
    return Row(line, named)


def is_tags(cells: list[str]) -> bool:
    """Tell whether a row holds the tags of the Humanitarian Exchange Language, which stand under the headings."""
    said = [cell.strip() for cell in cells if cell.strip()]
    return bool(said) and all(cell.startswith("#") and cell[1:2].isalpha() for cell in said)
