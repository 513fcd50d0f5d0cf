"""The shape of what `case edit` answers with."""

from __future__ import annotations

from registry.cli.fact_shapes import Shape


class CaseEdited(Shape):
    """What correcting or completing a case brought; no value stands in it.

    ``claims`` are the new claims and ``superseded`` those they took the place of; ``unchanged`` are the keys of facts
    that the source states already. ``priority`` and ``review_on`` are as they are now, empty where nobody set them.
    """

    id: str
    short: str
    claims: tuple[str, ...]
    superseded: tuple[str, ...]
    unchanged: tuple[str, ...]
    priority: str
    review_on: str
    warnings: tuple[str, ...] = ()
