"""The index that searches read keeps in step with every write, whoever made it."""

from __future__ import annotations

from registry.desk.desk import Desk
from registry.desk.finding import index_of
from registry.desk.listing import search
from registry.desk.undoing import redo_last, undo_last
from registry.matching.find import find
from registry.matching.index import Index
from tests.desk.making import a_case


def found(desk: Desk, query: str) -> list[str]:
    return [hit.line.id for hit in search(desk, query, 20)]


def test_what_was_written_since_is_found_and_what_was_taken_back_is_not(desk: Desk) -> None:
    first = a_case(desk, facts={"name": "Khaled Darwish", "mother": "Amina"})
    assert found(desk, "خالد") == [first]
    made = index_of(desk)
    second = a_case(desk, facts={"name": "خالد النجار", "last_seen_on": "2016-12-09"})
    assert set(found(desk, "Khaled")) == {first, second}
    assert found(desk, "khaled seen:2016-12") == [second]
    undo_last(desk)
    assert found(desk, "Khaled") == [first]
    redo_last(desk)
    assert set(found(desk, "Khaled")) == {first, second}
    assert index_of(desk) is made


def test_the_index_in_step_is_the_index_made_anew(desk: Desk) -> None:
    for name in ("Samir Haddad", "سمير حداد", "Salma Haddad"):
        a_case(desk, facts={"name": name})
        found(desk, "samir haddad")
    kept, anew = index_of(desk), Index(desk.lines())
    for query in ("samir haddad", "سلمى", "haddad "):
        assert found(desk, query) == [hit.line.id for hit in find(query, anew)]
    assert len(kept) == len(anew) == 3
