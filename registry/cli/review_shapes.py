"""The shapes of what statuses, review, closing and ties answer with --json."""

from __future__ import annotations

from registry.cli.shapes import ClaimItem, Shape


class StatusSet(Shape):
    """A status that the guards allowed."""

    id: str
    case: str
    status: str
    previous: str
    opened: tuple[str, ...]


class ProposalMade(Shape):
    """What was wished for waits for a second person; ``standing`` is the status that goes on counting.

    ``ref`` is what `registry review accept` takes; ``waits_on`` are the rules still to be met, ``reviewers`` those
    who may decide.
    """

    id: str
    ref: str
    case: str
    proposes: str
    wished: str
    standing: str
    waits_on: tuple[str, ...]
    reviewers: tuple[str, ...]


class StageSet(Shape):
    """A case that was closed or opened again; ``why`` is the code of the reason for closing."""

    id: str
    case: str
    stage: str
    why: str
    status: str
    override: str


class ReviewItem(Shape):
    """One line of the queue; ``kind`` is proposal, reopening, disputed, unsupported or stale.

    ``ref`` names a proposal and is empty for the others. ``waits_on`` are the rules that a proposal has still to
    meet, ``changed`` what has changed since it was made, ``next`` the command to go on with.
    """

    kind: str
    case: str
    short: str
    title: str
    status: str
    what: str
    since: str
    by: str
    ref: str
    waits_on: tuple[str, ...]
    changed: tuple[str, ...]
    reviewers: tuple[str, ...]
    next: str


class ReviewList(Shape):
    """The queue of what waits for a second look, the most pressing first."""

    items: tuple[ReviewItem, ...]
    total: int


class ReviewShown(Shape):
    """One proposal with what it rests on; ``standing`` is the status of the case now.

    ``supporting`` are the claims cited for it, those that no longer stand among them; ``opposing`` those that speak
    against it; ``weighed`` the ids of those that its author weighed. ``verdict`` is empty while it waits.
    """

    ref: str
    case: str
    title: str
    proposes: str
    wished: str
    what: str
    standing: str
    reason: str
    by: str
    since: str
    asked: str
    family_told: str
    family_waiver: str
    supporting: tuple[ClaimItem, ...]
    opposing: tuple[ClaimItem, ...]
    weighed: tuple[str, ...]
    waits_on: tuple[str, ...]
    changed: tuple[str, ...]
    reviewers: tuple[str, ...]
    verdict: str


class Decided(Shape):
    """What became of a proposal: its verdict, and the status and stage of the case now."""

    id: str
    ref: str
    case: str
    verdict: str
    status: str
    stage: str
    opened: tuple[str, ...]


class RecontactOpened(Shape):
    """The task to contact again; ``new`` is false where it was open already."""

    id: str
    case: str
    due: str
    new: bool


class Tied(Shape):
    """A tie between two cases; ``reads`` is its kind as the other case has it."""

    id: str
    case: str
    other: str
    kind: str
    reads: str
    certainty: str
