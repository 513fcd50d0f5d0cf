"""The shapes of what `registry match` answers."""

from __future__ import annotations

from registry.cli.output import FailureBody
from registry.cli.shapes import Shape


class PartItem(Shape):
    """One part side by side: `match`, `differs` or `blank`, the folded words, and how alike they are (0 to 1)."""

    part: str
    state: str
    left: str
    right: str
    likeness: float | None


class Compared(Shape):
    """Two names, or two people by their facts: how far they may be one, and the parts."""

    score: float
    same: bool
    parts: tuple[PartItem, ...]


class NotCompared(Shape):
    """A line that could not be compared, in its place: its number, from 1, and why."""

    line: int
    error: FailureBody


class MatchScanned(Shape):
    """What a scan found: how many cases were compared in how many pairs, and what waits for a person."""

    cases: int
    compared: int
    candidates: int
    suggested: int
    clusters: int
    people: int


class Evidence(Shape):
    """One fact of a pair as it was weighed: `match`, `near`, `differs` or a finer level, and its weight in bits."""

    fact: str
    level: str
    weight: float


class MatchItem(Shape):
    """A pair that may be one person; ``chance`` is the share of such pairs that are, ``weight`` its bits."""

    left: str
    right: str
    left_short: str
    right_short: str
    left_title: str
    right_title: str
    weight: float
    chance: float
    later: bool
    parts: tuple[Evidence, ...]


class MatchList(Shape):
    """The pairs about which nobody has decided, the likeliest first."""

    items: tuple[MatchItem, ...]
    total: int


class FactBeside(Shape):
    """One fact of two cases; ``state`` is `match`, `near`, `differs` or `blank`, ``weight`` its bits."""

    fact: str
    label: str
    state: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    weight: float


class Figure(Shape):
    """One count as it is, and as a link would make it."""

    what: str
    before: str
    after: str


class MatchShown(Shape):
    """Two cases side by side: their facts, what forbids a link, what still stands in its way, and what it changes."""

    left: str
    right: str
    left_short: str
    right_short: str
    weight: float
    chance: float
    veto: str
    wanting: tuple[str, ...]
    facts: tuple[FactBeside, ...]
    figures: tuple[Figure, ...]
    decided: str


class MatchDecided(Shape):
    """What was decided about two cases: `same_person`, `possible_match`, `not_same`, `later` or `taken_back`."""

    left: str
    right: str
    decided: str
    certainty: str
    figures: tuple[Figure, ...]


class Cluster(Shape):
    """Cases of one person: linked so by a person, or only suggested by a scan."""

    cases: tuple[str, ...]
    shorts: tuple[str, ...]
    titles: tuple[str, ...]
    linked: bool


class ClusterList(Shape):
    """The people of whom there are several cases, those linked first."""

    items: tuple[Cluster, ...]
    total: int
