"""The shapes of what `registry form` answers."""

from __future__ import annotations

from registry.cli.shapes import Shape


class NeedItem(Shape):
    """One field that the recipient requires, how it stands, and what would supply it.

    ``standing`` is met, conflicting, uncertain, missing, imprecise, withheld or not_met; the last four ``block``.
    """

    field: str
    label: str
    section: str
    standing: str
    blocks: bool
    states: tuple[str, ...]
    why: str
    supply: str
    source: str


class DueItem(Shape):
    """Until when something is possible: ``state`` is open, perhaps, past or unknown; dates are ISO dates or null.

    ``sure`` is the last day whichever day the date turns out to mean, ``possible`` the last if it means its latest.
    """

    window: str
    label: str
    months: int
    sure: str | None
    possible: str | None
    state: str
    days_left: int | None
    source: str


class SheetLine(Shape):
    """One statement on the sheet and the claims, kinds of source and grades it rests on."""

    text: str
    basis: str
    joint: str


class SheetEntry(Shape):
    """One field of the sheet."""

    field: str
    label: str
    lines: tuple[SheetLine, ...]
    gaps: tuple[SheetLine, ...]


class SheetPart(Shape):
    """Fields under one heading."""

    label: str
    entries: tuple[SheetEntry, ...]


class SheetFile(Shape):
    """A sheet that was written."""

    path: str
    format: str
    lang: str
    sha256: str
    size: int


class FormShown(Shape):
    """How ready a case is for a form; with ``draft`` the sheet as it would read, with ``file`` the one that was written.

    ``consent`` is stands, none, withdrawn or expired. ``unread`` are wishes to withhold that name no fact and no field.
    """

    form: str
    title: str
    case: str
    short: str
    recipient: str
    purpose: str
    consent: str
    ready: bool
    needs: tuple[NeedItem, ...]
    deadlines: tuple[DueItem, ...]
    advice: tuple[str, ...]
    withheld: tuple[str, ...]
    unread: tuple[str, ...]
    answers: tuple[str, ...]
    draft: tuple[SheetPart, ...] | None = None
    file: SheetFile | None = None


class OriginItem(Shape):
    """Where the rules of a form were read, and how much of it could be seen."""

    id: str
    title: str
    place: str
    dated: str
    seen: str


class FormItem(Shape):
    """One form there is, with its fields in order."""

    form: str
    title: str
    purpose: str
    recipient: str
    fields: tuple[str, ...]
    required: tuple[str, ...]
    answers: tuple[str, ...]
    origins: tuple[OriginItem, ...]


class FormList(Shape):
    """Every form there is."""

    items: tuple[FormItem, ...]
    total: int


class SentItem(Shape):
    """A sheet that left the vault: which, for whom, when, by whom, and the hash of the file."""

    id: str
    short: str
    form: str
    purpose: str
    recipient: str
    at: str
    by: str
    format: str
    lang: str
    sha256: str
    size: int
    withheld: tuple[str, ...]
    missing: tuple[str, ...]


class SentList(Shape):
    """Every sheet that left the vault for a case, oldest first."""

    items: tuple[SentItem, ...]
    total: int
