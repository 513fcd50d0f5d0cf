"""Reading a list as `registry import` does, without a terminal: opened, looked through, brought in."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from registry.desk.desk import Desk
from registry.desk.importing import Came, Coming, How, bring_in
from registry.exchange.entries import Entry, Reader
from registry.exchange.lists import Listing, Wishes, open_list
from registry.exchange.mapping import ColumnMap


def listing_of(raw: bytes, **wishes: Any) -> Listing:
    """Return the list in these bytes."""
    return open_list(lambda: io.BytesIO(raw), Wishes(**wishes))


def coming(desk: Desk, raw: bytes, mapping: ColumnMap | None = None, **wishes: Any) -> Iterator[Coming]:
    """Yield the rows of a list as they come, read by its mapping or the one its headings suggest."""
    listing = listing_of(raw, **wishes)
    mapping = mapping or listing.suggested(desk.facts("person"), "person")
    facts = desk.facts(mapping.kind)
    look = listing.looked_through(mapping, facts)
    for row in listing.rows(Reader(mapping, facts, look.orders)):
        yield Coming(row.line, row.key, row.entry, row.cells)


def brought(
    desk: Desk, raw: bytes, mapping: ColumnMap | None = None, how: How | None = None, **wishes: Any
) -> list[Came]:
    """Bring a list in and return what became of its rows."""
    how = how or How(source={"kind": "other", "label": "a list"})
    return list(bring_in(desk, coming(desk, raw, mapping, **wishes), how))


def entries(desk: Desk, raw: bytes, **wishes: Any) -> list[Entry]:
    """Return what each row of a list comes to."""
    return [one.entry for one in coming(desk, raw, **wishes)]
