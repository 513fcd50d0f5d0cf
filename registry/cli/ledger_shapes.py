"""The shapes of what the ledger of summaries answers with --json."""

from __future__ import annotations

from registry.cli.shapes import Shape


class PrintedItem(Shape):
    """One printed value and the classes it counts, as the files print them."""

    at: str
    printed: int | str


class ReleaseShown(Shape):
    """One release as the sealed ledger keeps it.

    ``hashes`` are the SHA-256 of each file; ``reach`` is how far the truth may lie from a print, 9 or 19;
    ``people`` is how many files were counted, for the vault's own screen only.
    """

    release: str
    made_on: str
    cutoff: str
    recipient: str
    kind: str
    policy: dict[str, int | str]
    classifications: dict[str, str]
    tables: tuple[str, ...]
    printed: tuple[PrintedItem, ...]
    hashes: dict[str, str]
    approver: str
    audit: str
    reach: int
    rebased: bool
    people: str


class ReachItem(Shape):
    """One release that counted a case, to whom it went, and by which tables."""

    release: str
    made_on: str
    recipient: str
    kind: str
    tables: tuple[str, ...]


class CaseReach(Shape):
    """The releases that counted a case: what a withdrawal can no longer reach."""

    case: str
    items: tuple[ReachItem, ...]
    total: int
