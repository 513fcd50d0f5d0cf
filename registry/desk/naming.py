"""Finding a part of a case by its id or the spoken form of it."""

from __future__ import annotations

from registry.cases.casefile import CaseFile
from registry.cases.items import Exhibit
from registry.errors import NotFound
from registry.words.identity import BODY, read_id


def exhibit_named(case: CaseFile, ref: str, *, taken_back: bool = False) -> Exhibit:
    """Return the exhibit of ``case`` that an id or its spoken form names, with ``taken_back`` also one undone.

    Raises ``NotFound``.
    """
    asked = read_id(ref)
    held = [item for item in case.items if isinstance(item, Exhibit)] if taken_back else case.exhibits
    found = [exhibit for exhibit in held if exhibit.id.startswith(asked)]
    if not found or (len(found) > 1 and len(asked) < BODY):
        raise NotFound("no single exhibit of this case has that id", "see `registry exhibit list CASE`")
    return found[0]
