"""Who was in control on a day, as the stretches that sources claim allow it to be said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from registry.cases.control import Control
from registry.cases.holder import Holder
from registry.cases.items import Claim
from registry.words.dates import PartialDate

# What can be said of a day: one side held it; one side may have; it lies between two; two are claimed; nothing.
CERTAIN, POSSIBLE, UNSETTLED, CONTESTED, NOT_KNOWN = (
    "certain",
    "possible",
    "unsettled",
    "contested",
    "not_known",
)

Same = Callable[[Holder, Holder], bool]
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """One statement of control, and the claims that make it."""

    control: Control
    claims: tuple[Claim, ...]

    @property
    def surely(self) -> tuple[date, date]:
        """The first and last day on which it held whatever its partial dates mean; the first may be after the last.

        An end that nobody stated is taken to lie no earlier than the day the source spoke of, or else the day
        on which its words were written down: a source cannot speak of what came later. A beginning that nobody
        stated is taken to lie no later than the day the source spoke of.
        """
        since, until = self.control.since, self.control.until
        spoke = [on for claim in self.claims if (on := _spoken_of(claim)) is not None]
        first = since.latest or date.max if since else min(spoke, default=date.max)
        ends = spoke or [_written(claim) for claim in self.claims]
        last = until.earliest or date.min if until else max(ends, default=date.min)
        return first, last

    def holds(self, first: date, last: date) -> bool:
        """Whether it surely held on every day from ``first`` to ``last``."""
        start, end = self.surely
        return start <= first and last <= end

    def may_hold(self, first: date, last: date) -> bool:
        """Whether it may have held on one of these days."""
        return self.control.first <= last and first <= self.control.last


def _spoken_of(claim: Claim) -> date | None:
    on = PartialDate.parse(claim.on) if claim.on else None
    return on.earliest or on.latest if on else None


def _written(claim: Claim) -> date:
    return date.fromisoformat(claim.at[:10]) if claim.at else date.min


@dataclass(frozen=True, slots=True)
class Standing:
    """Who was in control on a day: the ``state``, and the stretches that it rests on."""

    state: str
    stretches: tuple[Stretch, ...] = ()

    @property
    def by(self) -> tuple[Holder, ...]:
        """Those in control, as the sources name them."""
        return tuple(dict.fromkeys(stretch.control.by for stretch in self.stretches))


def on_day(stretches: Iterable[Stretch], on: PartialDate | None, same: Same) -> Standing:
    """Return who was in control on a partial date; of a date that is not known nothing is said.

    Where everyone who may have been in control is of one side it is ``certain`` if one statement surely covers
    every day the date may mean, and ``possible`` if none does. Two sides that both surely were make it
    ``contested``; any other two ``unsettled``: the dates do not tell them apart, or it changed hands that day.
    """
    if on is None or (on.earliest is None and on.latest is None):
        return Standing(NOT_KNOWN)
    first, last = on.earliest or date.min, on.latest or date.max
    possible = tuple(stretch for stretch in stretches if stretch.may_hold(first, last))
    surely = tuple(stretch for stretch in possible if stretch.holds(first, last))
    if not possible:
        return Standing(NOT_KNOWN)
    if _one_side(possible, same):
        return Standing(CERTAIN, surely) if surely else Standing(POSSIBLE, possible)
    settled = not any(_contest(a, b, first, last, same) for a in surely for b in surely)
    return Standing(UNSETTLED if settled else CONTESTED, possible)


def _contest(one: Stretch, other: Stretch, first: date, last: date, same: Same) -> bool:
    """Whether two sides surely held these days, and it was not just the day on which one followed the other."""
    changed = (
        first == last
        and first in (one.surely[1], other.surely[1])
        and last in (one.surely[0], other.surely[0])
    )
    return not changed and not same(one.control.by, other.control.by)


def _one_side(stretches: Sequence[Stretch], same: Same) -> bool:
    return all(
        same(one.control.by, other.control.by)
        for place, one in enumerate(stretches)
        for other in stretches[place + 1 :]
    )


@dataclass(frozen=True, slots=True)
class Trouble:
    """Days for which control is claimed by two sides (``overlap``) or by none (``gap``)."""

    kind: str
    first: date
    last: date


def troubles(stretches: Sequence[Stretch], same: Same) -> tuple[Trouble, ...]:
    """Return the gaps between what is claimed and the overlaps of two sides, earliest first.

    A gap has no statement that may cover it. An overlap is counted where both may have held on a day beyond
    the one on which control changed hands.
    """
    ordered = sorted(stretches, key=lambda one: (one.control.first, one.control.last))
    found: list[Trouble] = []
    reached: date | None = None
    for place, one in enumerate(ordered):
        if reached is not None and reached < date.max and one.control.first > reached + _DAY:
            found.append(Trouble("gap", reached + _DAY, one.control.first - _DAY))
        reached = max(reached or date.min, one.control.last)
        for other in ordered[place + 1 :]:
            first = max(one.surely[0], other.surely[0])
            last = min(one.surely[1], other.surely[1])
            if first < last and not same(one.control.by, other.control.by):
                found.append(Trouble("overlap", first, last))
    return tuple(sorted(found, key=lambda trouble: (trouble.first, trouble.last, trouble.kind)))
