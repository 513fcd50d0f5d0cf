"""Crossings and times held as they are shown: folds of the claims about each, and what is derived from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from registry.cases.casefile import CROSSING, EPISODES, HELD, CaseFile
from registry.cases.episode_terms import DISCLOSED
from registry.cases.folds import FactView, folded, read_value
from registry.cases.ground import CERTAIN
from registry.cases.held import BEGINS
from registry.cases.holder import Holder
from registry.cases.items import Claim, Episode
from registry.cases.register import Ground, Registers
from registry.sources.source import Source
from registry.words.dates import PartialDate
from registry.words.fact import facts_of
from registry.words.places import Place

# How each side of a line is computed: the fact a source may state of it, and the place whose control tells it.
SIDES = (("from_control", "from_place"), ("to_control", "to_place"))


@dataclass(frozen=True, slots=True)
class LineSide:
    """One side of a line that was crossed: what is claimed of it, what the place and the day say, and any contradiction.

    ``against`` are the claimed holders that are not of the side which surely held the place that day.
    """

    fact: str
    claimed: FactView | None
    place: Place | None
    ground: Ground
    against: tuple[Holder, ...]


class EpisodeView:
    """One crossing or one time held, folded from the claims about it; two sources that differ both stand in it."""

    def __init__(
        self, episode: Episode, claims: tuple[Claim, ...], sources: Mapping[str, Source], registers: Registers
    ) -> None:
        self.id = episode.id
        self.kind = episode.kind
        self.claims = claims
        self.registers = registers
        self.facts = folded(claims, facts_of(EPISODES[episode.kind]), sources, registers.agree)

    def best(self, key: str) -> Any:
        """Return the best supported value of a fact, or None."""
        view = self.facts.get(key)
        return view.best if view else None

    def values(self, key: str) -> tuple[Any, ...]:
        """Return every value that stands of a fact, best supported first."""
        return tuple(held.value for held in self.facts[key].held) if key in self.facts else ()

    @property
    def conflicts(self) -> tuple[FactView, ...]:
        """The facts of which two standing values cannot both be true."""
        return tuple(view for view in self.facts.values() if view.conflicting)

    @cached_property
    def began(self) -> PartialDate | None:
        """The day of a crossing, or when a time held began; where no fact says, the earliest day a claim speaks of."""
        keys = ("on",) if self.kind == CROSSING else BEGINS
        stated = next((best for key in keys if (best := self.best(key)) is not None), None)
        if stated is not None:
            return stated  # type: ignore[no-any-return]
        days = [on for claim in self.claims if (on := spoken_of(claim)) is not None]
        return min(days, key=lambda on: on.sort_key, default=None)

    @property
    def ended(self) -> PartialDate | None:
        """When a time held ended, where that is claimed."""
        return self.best("ended_on")  # type: ignore[no-any-return]

    @property
    def asserted(self) -> bool:
        """Whether anything is claimed of it but denials, and words of those who do not know."""
        return any(view.held for view in self.facts.values())

    @property
    def over(self) -> bool:
        """Whether any standing claim says that a time held came to an end."""
        return bool(self.values("end") or self.values("ended_on") or self.values("moved_to"))

    # What is derived

    @property
    def sides(self) -> tuple[LineSide, ...]:
        """Both sides of a crossing, claimed and computed; none for a time held."""
        return tuple(self._side(fact, place) for fact, place in SIDES) if self.kind == CROSSING else ()

    def _side(self, fact: str, place_fact: str) -> LineSide:
        place: Place | None = self.best(place_fact)
        ground = self.registers.in_control(place, self.began)
        held = ground.standing.by if ground.standing.state == CERTAIN else ()
        against = tuple(
            value
            for value in self.values(fact)
            if held and all(self.registers.other_side(value, by) for by in held)
        )
        return LineSide(fact, self.facts.get(fact), place, ground, against)

    @property
    def incommunicado(self) -> bool:
        """Held, with no contact to the outside claimed, and not acknowledged with the place known; never stored.

        One standing claim of any contact, or that the holder disclosed the place, is enough for it not to be so.
        """
        if self.kind != HELD or self.over or not self.asserted:
            return False
        contact = any(value.code != "none" for value in self.values("outside_contact"))
        disclosed = any(value.code == DISCLOSED for value in self.values("acknowledgement"))
        return not contact and not disclosed


def spoken_of(claim: Claim) -> PartialDate | None:
    """Return the day that a claim speaks of, where it says one."""
    return PartialDate.parse(claim.on) if claim.on else None


def episodes_of(
    case: CaseFile, sources: Mapping[str, Source], registers: Registers | None = None
) -> tuple[EpisodeView, ...]:
    """Fold the episodes of a case, in the order of their days; those without a day come last, as written down.

    An episode of which nothing stands any more, because all of it was taken back, is left out.
    """
    about: dict[str, list[Claim]] = {}
    for claim in case.claims:
        if claim.about:
            about.setdefault(claim.about, []).append(claim)
    views = [
        EpisodeView(one, tuple(about[one.id]), sources, registers or Registers())
        for one in case.episodes
        if one.id in about
    ]
    return tuple(sorted(views, key=lambda view: view.began.sort_key if view.began else _LAST))


_LAST = (date.max.toordinal() + 1, 0)


def days_heard_of(case: CaseFile) -> Iterator[tuple[PartialDate, Claim]]:
    """Yield each day on which the subject was heard of, with the claim that says so.

    Denials say nothing of it, nor does a source that calls the person missing.
    """
    for claim in case.claims:
        if claim.stance != "asserts" or claim.fact in _NOT_HEARD or (claim.fact, claim.value) == _MISSING:
            continue
        if (on := spoken_of(claim)) is not None:
            yield on, claim
        declared = case.declared(claim)
        if declared is not None and declared.kind is PartialDate and claim.value is not None:
            day = read_value(declared, claim.value)
            if isinstance(day, PartialDate):
                yield day, claim


# Dates that do not say that anyone heard of the person on that day.
_NOT_HEARD = frozenset({"born", "age"})
_MISSING = ("status", "missing")
