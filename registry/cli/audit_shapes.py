"""The shapes of what `registry disclose check` answers."""

from __future__ import annotations

from registry.cli.shapes import Shape


class FindingItem(Shape):
    """One thing a reader can conclude: ``fatal`` ones must not go out.

    ``low`` and ``high`` are the persons a reader is left with (negative where people were taken off), of the
    ``cells`` together where there are several. ``releases`` are the summaries that it takes.
    """

    kind: str
    fatal: bool
    words: str
    advice: str
    cells: tuple[dict[str, str], ...]
    low: int | None
    high: int | None
    releases: tuple[str, ...]


class ExposedItem(Shape):
    """A cell near to telling a small count, and the persons its true count can be to a reader; null is open."""

    release: str
    at: dict[str, str]
    printed: str
    low: int
    high: int | None


class DisclosureChecked(Shape):
    """What readers of written summaries can work out; ``safe`` is false where a finding is fatal (exit 9)."""

    safe: bool
    releases: tuple[str, ...]
    cells: int
    fatal: int
    findings: tuple[FindingItem, ...]
    exposed: tuple[ExposedItem, ...]
