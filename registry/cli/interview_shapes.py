"""The shapes of what commands about interviews and their drafts answer with --json."""

from __future__ import annotations

from registry.cli.shapes import Shape


class DraftItem(Shape):
    """An interview that is not finished: whose it is, since when, and how far it went.

    ``known`` of ``minimum`` facts have a value. ``name`` is empty unless names were asked for.
    """

    id: str
    short: str
    caseworker: str
    begun: str
    touched: str
    answers: int
    known: int
    minimum: int
    like: str = ""
    name: str = ""
    kind: str = "person"


class DraftList(Shape):
    """The interviews of a vault that are not finished, the one touched last first."""

    items: tuple[DraftItem, ...]
    total: int


class InterviewLeft(Shape):
    """An interview left before its end: the draft that keeps it, and what was taken in before it."""

    draft: DraftItem
    taken: tuple[str, ...] = ()


class DraftDropped(Shape):
    """A draft that was removed for good."""

    id: str
    short: str
