"""The shapes of what commands about a case's history answer with --json."""

from __future__ import annotations

from registry.cli.shapes import CaseShown, PastItem, Shape


class WasItem(Shape):
    """What had other values at the first moment than at the second, as lists of words.

    ``what`` is status, flags, stage, consent, tasks or links, or with ``fact`` the key of a fact; ``label`` is it in
    words.
    """

    what: str
    label: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    fact: bool = False


class CaseDiffered(Shape):
    """What differs between a case at two moments; with nothing in the lists it is the same at both.

    ``added`` and ``gone`` hold what only the second or only the first moment has, ``stopped`` and ``resumed`` what both
    have and one of them counts. ``conflicts_began`` and ``conflicts_ended`` are keys of facts.
    """

    case: str
    short: str
    first: str
    second: str
    added: tuple[PastItem, ...]
    gone: tuple[PastItem, ...]
    stopped: tuple[PastItem, ...]
    resumed: tuple[PastItem, ...]
    changed: tuple[WasItem, ...]
    conflicts_began: tuple[str, ...]
    conflicts_ended: tuple[str, ...]


class CaseAt(Shape):
    """A case as it stood at a moment: which moment, the last instant of it in UTC, and the case."""

    moment: str
    until: str
    case: CaseShown


class CaseRestored(Shape):
    """A restore: what it changes, and what stays although the moment was without it.

    ``restored`` is false where it was only shown.
    """

    case: str
    short: str
    restored: bool
    moment: str
    changes: CaseDiffered
    staying: tuple[PastItem, ...]
