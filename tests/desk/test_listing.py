"""Lists at the desk: pages that read no more than they show, and searches in either script."""

from __future__ import annotations

import pytest

from registry.desk.assessing import Wish, set_status
from registry.desk.desk import Desk
from registry.desk.listing import Filter, by_status, cases, search, sources
from registry.desk.undoing import undo_last
from registry.errors import InputRefused
from tests.desk.making import a_case, a_group, a_source, a_status


def names(desk: Desk, **asked: object) -> list[str]:
    page = cases(desk, Filter(), **{"limit": 9, **asked})  # type: ignore[arg-type]
    return [line.names[0] for line in page.items]


def test_pages_follow_one_another_and_leave_out_what_was_undone(desk: Desk) -> None:
    for number in range(5):
        a_case(desk, facts={"name": f"P{number}"})
    undo_last(desk)
    assert names(desk) == ["P3", "P2", "P1", "P0"]
    assert names(desk, limit=2, offset=1) == ["P2", "P1"]
    assert names(desk, offset=4) == names(desk, offset=99) == []
    assert cases(desk, Filter(), limit=1).total == 4
    assert cases(desk, Filter(kind="person"), limit=1).total == 4


def test_a_page_without_filter_is_the_page_with_one_that_all_fit(desk: Desk) -> None:
    for number in range(5):
        a_case(desk, facts={"name": f"P{number}"})
    for limit, offset in ((2, 0), (2, 2), (9, 1)):
        plain = cases(desk, Filter(), limit=limit, offset=offset)
        assert plain == cases(desk, Filter(kind="person"), limit=limit, offset=offset)


def test_lists_are_sorted_by_name_and_by_last_touch(desk: Desk) -> None:
    first = a_case(desk, facts={"name": "Salim"})
    a_case(desk, facts={"name": "Adel"})
    assert names(desk, sort="name") == ["Adel", "Salim"]
    a_status(desk, first, "held_reported", a_source(desk))
    assert names(desk, sort="touched") == ["Salim", "Adel"]
    assert names(desk, sort="newest") == ["Adel", "Salim"]


def test_an_unknown_word_in_a_filter_is_refused(desk: Desk) -> None:
    for wanted in (Filter(kind="robot"), Filter(status="gone"), Filter(sex="?"), Filter(stage="late")):
        with pytest.raises(InputRefused):
            cases(desk, wanted, limit=9)


def test_persons_are_counted_by_status_and_groups_are_not(desk: Desk) -> None:
    held = a_case(desk)
    a_case(desk)
    a_group(desk)
    a_status(desk, held, "held_reported", a_source(desk))
    set_status(desk, held, Wish("held_reported"))
    assert by_status(desk.lines()) == [("missing", 1), ("held_reported", 1)]


def test_a_search_finds_either_script_and_says_why(desk: Desk) -> None:
    case = a_case(desk, facts={"name": "محمد الخطيب"})
    a_case(desk, facts={"name": "Salim Haddad"})
    (hit,) = search(desk, "Mohamad Khateeb", 9)
    assert (hit.line.id, hit.reasons) == (case, ("name: sounds the same",))
    assert search(desk, "Zuhair", 9) == []
    with pytest.raises(InputRefused, match="empty"):
        search(desk, " ", 9)


def test_sources_are_listed_as_they_came_without_those_undone(desk: Desk) -> None:
    a_source(desk, "one")
    a_source(desk, "other")
    undo_last(desk)
    assert [line.label for line in sources(desk)] == ["one"]
