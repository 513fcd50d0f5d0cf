"""How a list would be read, before anything of it is kept: its first cells, the order of its dates, its digest."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from itertools import islice

from registry.exchange.lists import Listing, Look, Opener
from registry.exchange.mapping import ColumnMap

_PART = 1 << 20
# So many rows are looked at for a cell that says something, and so much of it is shown.
_ROWS, _LONGEST = 50, 40
_DATED = frozenset({"when", "born"})


def first_cells(listing: Listing) -> dict[str, str]:
    """Return the first cell under each heading that says something, cut short."""
    found: dict[str, str] = {}
    for row in islice(listing.table.rows(), _ROWS) if listing.table else ():
        for heading, cells in row.cells.items():
            found.setdefault(heading, " ".join(cells)[:_LONGEST])
    return found


def ordered(mapping: ColumnMap, look: Look, order: str = "") -> ColumnMap:
    """Return the mapping with the order of dates: what the cells of each column tell, else the ``order`` asked for."""
    told = dict(look.orders)
    if not order and not told:
        return mapping
    columns = {
        heading: replace(column, order=column.order or told.get(heading, order))
        if column.states in _DATED or column.states.endswith("_on")
        else column
        for heading, column in mapping.columns.items()
    }
    return replace(mapping, columns=columns)


def digest_of(opened: Opener) -> str:
    """Return the SHA-256 of a file in hexadecimal, read a part at a time."""
    digest = hashlib.sha256()
    with opened() as stream:
        while part := stream.read(_PART):
            digest.update(part)
    return digest.hexdigest()
