"""Looking through the cases slice by slice."""

from __future__ import annotations

from registry.desk.desk import Desk
from registry.tui.looking import Looking, Wanted
from tests.desk.making import a_case


def test_what_finds_nothing_stays_asked_for(desk: Desk) -> None:
    a_case(desk)
    looking = Looking()
    found = looking.slice(desk, Wanted(changes={"order": "name", "query": "nobody of that name"}))
    assert (found.total, found.asked.order) == (0, "name")
    assert looking.slice(desk, Wanted()).asked == found.asked
