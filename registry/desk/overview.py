"""The registry in figures, for the caseworker's own screen: counts of case lines, and what waits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from registry.cases.casefile import PERSON
from registry.cases.duties import TASK
from registry.cases.line import CaseLine
from registry.cases.reviewing import untouched_since
from registry.desk.copies import Due, backup_due, last_act_at
from registry.desk.desk import DRAFTS, Desk
from registry.desk.matching import open_candidates, scanned
from registry.desk.tracing import requests

Month = tuple[int, int]


@dataclass
class Counts:
    """What the lines of the cases come to; of ``people``, all but ``groups`` and the duties are counted.

    ``months`` are year and month of the date last seen where its bounds lie in one month; ``unsure`` counts the
    others. ``stale`` are open files nobody touched for half a year, ``tasks`` the open tasks, ``overdue`` those due
    before today; ``asks`` counts the files that ask for a second person by what they ask for.
    """

    people: int = 0
    groups: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    stages: Counter[str] = field(default_factory=Counter)
    places: Counter[str] = field(default_factory=Counter)
    months: Counter[Month] = field(default_factory=Counter)
    unsure: int = 0
    stale: int = 0
    tasks: int = 0
    overdue: int = 0
    asks: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Overview:
    """The registry in figures: the counts, and what waits beside the cases.

    ``matches`` is None where nothing was scanned yet. ``acts`` is how many acts the journal holds, ``last_act`` when
    the last of them was done (UTC).
    """

    counts: Counts
    drafts: int
    matches: int | None
    requests: int
    backup: Due
    acts: int
    last_act: str


def counted(lines: Iterable[CaseLine], today: str) -> Counts:
    """Count the lines of cases as they stand on the ISO date ``today``."""
    made, untouched = Counts(), untouched_since(today)
    for line in lines:
        tasks = [duty for duty in line.duties if duty.what == TASK]
        made.tasks += len(tasks)
        made.overdue += sum(bool(duty.due) and duty.due < today for duty in tasks)
        made.stale += line.stage != "closed" and line.touched_at < untouched
        made.asks.update(line.asks)
        made.stages[line.stage] += 1
        if line.kind == PERSON:
            _person(made, line)
        else:
            made.groups += 1
    return made


def _person(made: Counts, line: CaseLine) -> None:
    made.people += 1
    made.statuses[line.status] += 1
    made.places[line.place] += 1
    if month := month_of(line):
        made.months[month] += 1
    else:
        made.unsure += 1


def month_of(line: CaseLine) -> Month | None:
    """Return the year and month in which somebody was last seen, None where the bounds leave more than one."""
    if not (line.seen_from and line.seen_to):
        return None
    first, last = date.fromordinal(line.seen_from), date.fromordinal(line.seen_to)
    return (first.year, first.month) if (first.year, first.month) == (last.year, last.month) else None


def overview(desk: Desk) -> Overview:
    """Read the figures; every case is read once, as its line. Nothing of it may go out: counts so fine lead back."""
    return Overview(
        counts=counted(desk.lines(), desk.today),
        drafts=desk.vault.count(DRAFTS),
        matches=len(open_candidates(desk)) if scanned(desk) else None,
        requests=sum(1 for one in requests(desk) if not one.answers and not one.closed),
        backup=backup_due(desk),
        acts=desk.vault.head[0],
        last_act=last_act_at(desk),
    )
