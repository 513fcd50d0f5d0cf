"""The chain of a person's times held, in the order of their days, with what is not known between them named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from registry.cases.casefile import HELD
from registry.cases.episode_terms import AT_LIBERTY
from registry.cases.episodes import EpisodeView
from registry.words.dates import PartialDate

_DAY = timedelta(days=1)
# What may lie between two times held.
UNACCOUNTED, BETWEEN, NO_END, OVERLAP, ELSEWHERE, UNDATED = (
    "unaccounted", "at_liberty", "no_end", "overlap", "elsewhere", "undated",
)  # fmt: skip
_SAYS = {
    UNACCOUNTED: "where from {since} to {until} nobody says",
    BETWEEN: "let go, by what is claimed, from {since} to {until}",
    NO_END: "nobody says how or when this ended",
    OVERLAP: "these two times overlap: held in two places at once, by what is claimed",
    ELSEWHERE: "said to be moved elsewhere than where the next begins",
    UNDATED: "no day is claimed, so its place in the order is not known",
}


@dataclass(frozen=True, slots=True)
class Gap:
    """What is not known, or does not fit, after a time held; the days are None where they are not known."""

    kind: str
    after: str
    before: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def says(self) -> str:
        """Return the gap in a sentence."""
        days = [day.isoformat() if day else "a day not known" for day in (self.since, self.until)]
        return _SAYS[self.kind].format(since=days[0], until=days[1])


def chain_of(episodes: Iterable[EpisodeView]) -> tuple[EpisodeView, ...]:
    """Return the times held among a case's episodes, in the order of their days."""
    return tuple(view for view in episodes if view.kind == HELD)


def gaps_of(chain: tuple[EpisodeView, ...]) -> tuple[Gap, ...]:
    """Name what is not known along a chain of times held, in its order."""
    dated = [view for view in chain if view.began]
    found: list[Gap] = []
    for view, following in pairwise(dated):
        found += _between(view, following)
    found += [Gap(UNDATED, view.id) for view in chain if not view.began]
    return tuple(found)


def _between(view: EpisodeView, following: EpisodeView) -> list[Gap]:
    found = []
    begins, ended = following.began, view.ended
    assert begins is not None  # only dated ones are compared
    if not view.over:
        found.append(Gap(NO_END, view.id, following.id))
    elif ended is None or _may_leave_days(ended, begins):
        end = view.best("end")
        kind = BETWEEN if end is not None and end.code in AT_LIBERTY else UNACCOUNTED
        last = ended.latest if ended else None
        first = begins.earliest
        found.append(Gap(kind, view.id, following.id, last, first))
    elif begins.latest and ended.earliest and begins.latest < ended.earliest:
        found.append(Gap(OVERLAP, view.id, following.id))
    if _moved_elsewhere(view, following):
        found.append(Gap(ELSEWHERE, view.id, following.id))
    return found


def _may_leave_days(ended: PartialDate, begins: PartialDate) -> bool:
    """Whether days surely lie between an end and the next beginning."""
    return bool(ended.latest and begins.earliest and begins.earliest > ended.latest + _DAY)


def _moved_elsewhere(view: EpisodeView, following: EpisodeView) -> bool:
    said, claimed = view.values("moved_to"), following.values("facility")
    return bool(
        said and claimed and not any(view.registers.agree(one, other) for one in said for other in claimed)
    )
