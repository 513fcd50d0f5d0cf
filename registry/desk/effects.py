"""What a link between two cases changes in every count, worked out before anybody decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from msgspec import structs

from registry.cases.casefile import PERSON
from registry.cases.groups import Span
from registry.cases.line import CaseLine
from registry.desk.desk import Desk
from registry.desk.disclosing import people_among
from registry.desk.grouping import totals
from registry.desk.persons import Pair, Persons
from registry.disclosure.countable import universe
from registry.disclosure.policy import policy_called


@dataclass(frozen=True, slots=True)
class Change:
    """One figure as it is, and as it would be."""

    before: int
    after: int


@dataclass(frozen=True, slots=True)
class GroupChange:
    """How many people are named in a group report, as it is and as it would be."""

    group: str
    named: Change


@dataclass(frozen=True, slots=True)
class Effect:
    """What linking two cases as the same person changes.

    ``cases`` stay: a link merges nothing. ``people`` are those the cases are of, ``counted`` those that an anonymised
    summary made today would count. ``groups`` are the reports in which the named become fewer, ``total`` the total over all
    group reports before and after.
    """

    cases: int
    people: Change
    counted: Change
    groups: tuple[GroupChange, ...]
    total: tuple[Span, Span]


def effect_of(desk: Desk, pair: Pair) -> Effect:
    """Work out what a link of a pair of cases would change; nothing is written."""
    lines = [line for line in desk.lines() if line.kind == PERSON]
    now, then = totals(desk, ()), totals(desk, (), [pair])
    named = {one.group: len(one.named) for one in now.groups}
    return Effect(
        cases=len(lines),
        people=Change(Persons(lines).count, Persons(lines, [pair]).count),
        counted=Change(_counted(desk, lines), _counted(desk, [_tied(line, pair) for line in lines])),
        groups=tuple(
            GroupChange(one.group, Change(named[one.group], len(one.named)))
            for one in then.groups
            if len(one.named) != named[one.group]
        ),
        total=(now.total.span, then.total.span),
    )


def _tied(line: CaseLine, pair: Pair) -> CaseLine:
    """Return a line as it would be with the two cases linked."""
    if line.id not in pair:
        return line
    return structs.replace(line, same=(*line.same, *(case for case in pair if case != line.id)))


def _counted(desk: Desk, lines: list[CaseLine]) -> int:
    """How many a summary made today would count, by the usual policy."""
    latest = desk.pen.clock().date() - timedelta(days=policy_called("public").lag)
    return len(universe(people_among(desk, lines), latest))
