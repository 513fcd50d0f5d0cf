"""The shapes of a chain of times held, of everyone at a facility, and of everyone of a corridor and day."""

from __future__ import annotations

from registry.cli.episode_shapes import EpisodeItem, GapItem, SideItem
from registry.cli.fact_shapes import (
    FactItem,
    GroundItem,
    LeadItem,
    Shape,
    StretchItem,
    TroubleItem,
    ValueItem,
)
from registry.cli.shapes import ClaimItem


class EpisodeList(Shape):
    """The crossings or the times held of one case in the order of their days, their claims, and the gaps between them."""

    case: str
    kind: str
    items: tuple[EpisodeItem, ...]
    total: int
    gaps: tuple[GapItem, ...]
    claims: tuple[ClaimItem, ...]


class PresenceItem(Shape):
    """One claim that someone was at a facility: whose case, on which day, what it says, by whom and with which grade."""

    case: str
    short: str
    kind: str
    title: str
    on: str | None
    says: str
    stance: str
    source: str
    source_label: str
    grade: str
    claim: str
    episode: str


class PassageItem(Shape):
    """One case of a corridor and day: both sides, who was taken aside by whom, and when it was heard of next.

    ``since`` is null where no claim speaks of any day after it: a gap.
    """

    case: str
    short: str
    kind: str
    title: str
    on: str
    episode: str
    sides: tuple[SideItem, ...]
    separation: tuple[str, ...]
    separated_by: tuple[ValueItem, ...]
    separated_to: tuple[ValueItem, ...]
    since: str | None
    since_fact: str


class Corridor(Shape):
    """Everyone whose crossing at a point may have been on a day; ``gaps`` are the cases never heard of since."""

    place: str
    name: str
    day: str
    items: tuple[PassageItem, ...]
    total: int
    gaps: tuple[str, ...]


class RecordMade(Shape):
    """What was stated of a facility, an actor or a place; ``new`` tells whether the record is."""

    id: str
    short: str
    kind: str
    name: str
    code: str
    claims: tuple[str, ...]
    new: bool
    warnings: tuple[str, ...] = ()


class RecordItem(Shape):
    """One record of a register in a list; ``code`` is the gazetteer's, where the place is one of its own."""

    id: str
    short: str
    kind: str
    code: str
    names: tuple[str, ...]
    type: str
    parent: str
    side: str
    sensitivity: str
    needs_review: bool
    claims: int


class RecordList(Shape):
    """A page of a register."""

    items: tuple[RecordItem, ...]
    total: int


class RecordShown(Shape):
    """One record of a register: all that is claimed of it, who controlled it when, and who is claimed to be there.

    ``chain`` are the places it lies in, or the actors it is part of, itself first; ``troubles`` the days for which
    control is claimed by two sides or by none.
    """

    id: str
    short: str
    kind: str
    code: str
    names: tuple[str, ...]
    title: str
    facts: dict[str, FactItem]
    claims: tuple[ClaimItem, ...]
    chain: tuple[str, ...]
    leads: tuple[LeadItem, ...]
    control: tuple[StretchItem, ...]
    troubles: tuple[TroubleItem, ...]
    needs_review: bool
    reviewed: str
    people: tuple[PresenceItem, ...] = ()


class ControlShown(Shape):
    """Who controlled a place or ran a facility: every statement, the days on which they do not fit, and one day asked."""

    id: str
    short: str
    kind: str
    code: str
    title: str
    control: tuple[StretchItem, ...]
    troubles: tuple[TroubleItem, ...]
    asked: GroundItem | None = None
