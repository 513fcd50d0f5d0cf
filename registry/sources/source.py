"""A source: a person or body that gives information, kept confidential behind a pseudonym."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from registry.sources.grading import UNJUDGED_SOURCE
from registry.words.undone import in_order, undone


class Source(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One source as it stands after its latest grading.

    ``label`` is a pseudonym or a body's own name, never a private person's. ``independence`` names the
    origin that several sources repeat; ``derived_from`` is the id of the source this one repeats.
    ``published`` is true of a statement that anyone can read, with its ``publisher``, ``url`` and date.
    """

    id: str
    label: str
    kind: str
    reliability: str = UNJUDGED_SOURCE
    why: str = ""
    material: str = ""
    independence: str = ""
    derived_from: str = ""
    risk: str = ""
    published: bool = False
    publisher: str = ""
    url: str = ""
    dated: str = ""
    note: str = ""
    withdrawn: bool = False


def origin_of(source: Source, known: Mapping[str, Source]) -> str:
    """Return the independence group of ``source``: what it repeats counts once, however often it is repeated.

    Follows ``derived_from`` to its end. Sources that repeat one another in a circle have one origin, the
    first of their ids: nobody among them is known to have said it first.
    """
    chain = [source.id]
    while source.derived_from in known:
        source = known[source.derived_from]
        if source.id in chain:
            return min(chain[chain.index(source.id) :])
        chain.append(source.id)
    return source.independence.casefold() or source.derived_from or source.id


def origins(sources: Mapping[str, Source], cited: set[str]) -> set[str]:
    """Return the distinct independence groups among the ``cited`` source ids that are known."""
    return {origin_of(sources[one], sources) for one in cited if one in sources}


def source_of(document: Mapping[str, Any]) -> Source:
    """Fold a source document into the source as it stands: later items refine earlier ones.

    Items are ordered by time and identity, so that the fold does not depend on the order of merging. A
    source whose taking in was undone keeps what is known of it, because claims may cite it, and is
    marked ``withdrawn``.
    """
    items = in_order(document["items"])
    gone = undone(items)
    state: dict[str, Any] = {}
    for item in items:
        if item["t"] == "source" or (item["t"] == "grade" and item["id"] not in gone):
            state |= {key: value for key, value in item.items() if key in _FIELDS}
    withdrawn = all(item["id"] in gone for item in items if item["t"] == "source")
    return msgspec.convert({**state, "id": document["id"], "withdrawn": withdrawn}, Source)


def as_graded(document: Mapping[str, Any], until: str) -> Source:
    """Return the source as it was graded at a moment in UTC; how it was taken in counts whenever that was."""
    items = [item for item in document["items"] if item["t"] == "source" or item.get("at", "") <= until]
    return source_of({**document, "items": items})


_FIELDS = frozenset(Source.__struct_fields__) - {"id", "withdrawn"}
