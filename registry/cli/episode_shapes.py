"""The shapes of what `held` and `crossing` answer with, and of the episodes in a case."""

from __future__ import annotations

from registry.cli.fact_shapes import FactItem, GroundItem, LeadItem, Shape, ValueItem


class SideItem(Shape):
    """One side of a line that was crossed: what is claimed, what place and day say, and the claims that contradict it."""

    fact: str
    label: str
    claimed: tuple[ValueItem, ...]
    place: str
    computed: GroundItem
    against: tuple[str, ...]


class EpisodeItem(Shape):
    """One crossing or one time held, folded from the claims about it, which stand by their ids.

    ``began`` and ``ended`` are partial dates, null where nobody stated them. ``incommunicado`` is derived: held, no
    outside contact claimed, and not acknowledged with the place known. ``shown`` tells it in a line, ``clashes`` what
    contradicts in it.
    """

    id: str
    short: str
    kind: str
    began: str | None
    ended: str | None
    facts: dict[str, FactItem]
    conflicts: tuple[str, ...]
    sides: tuple[SideItem, ...]
    incommunicado: bool
    leads: tuple[LeadItem, ...]
    claims: tuple[str, ...]
    shown: str
    clashes: str


class EpisodeMade(Shape):
    """What was stated of an episode; ``new`` tells whether the episode is."""

    id: str
    short: str
    case: str
    kind: str
    claims: tuple[str, ...]
    new: bool


class GapItem(Shape):
    """What is not known, or does not fit, after one time held: of which kind, and the days where they are known."""

    kind: str
    after: str
    before: str
    since: str | None
    until: str | None
    says: str
