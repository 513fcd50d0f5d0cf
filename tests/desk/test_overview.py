"""The figures of the overview, counted from the lines of the cases."""

from __future__ import annotations

from registry.desk.copies import Due
from registry.desk.desk import Desk
from registry.desk.matching import scan_cases
from registry.desk.overview import counted, overview
from registry.desk.tasking import NewTask, add_task
from tests.desk.making import FAMILY, a_case, a_group
from tests.desk.test_matching import ARABIC, COMMITTEE, LATIN


def test_every_figure_is_counted_from_the_lines(desk: Desk) -> None:
    one = a_case(desk, facts={**ARABIC, "last_seen_on": "2016-12-09"}, source=FAMILY)
    a_case(desk, facts={**LATIN, "last_seen_on": "2016-12"}, source=COMMITTEE)
    a_case(desk, facts={"name": "Dima", "last_seen_on": "2015"})
    a_group(desk)
    add_task(desk, one, NewTask("recontact", "2001-01-01"))
    add_task(desk, one, NewTask("recontact", "2199-01-01"))

    found = overview(desk)
    counts = found.counts
    assert (counts.people, counts.groups, counts.tasks, counts.overdue, counts.stale) == (3, 1, 2, 1, 0)
    assert (dict(counts.statuses), dict(counts.months), counts.unsure) == ({"missing": 3}, {(2016, 12): 2}, 1)
    assert counts.stages.total() == 4
    assert (found.matches, found.drafts, found.requests, found.backup) == (None, 0, 0, Due(None, due=False))
    assert found.acts == desk.vault.head[0]

    assert counted(desk.lines(), "2030-01-01").stale == 4

    scan_cases(desk)
    assert overview(desk).matches == 1
