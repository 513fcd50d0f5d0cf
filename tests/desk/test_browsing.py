"""Browsing: the first lines at once, the rest in slices, and the same answers as lists and searches give."""

from __future__ import annotations

from itertools import count

import pytest

from registry.desk import browsing, finding
from registry.desk.browsing import Browse
from registry.desk.desk import Desk
from registry.desk.listing import ORDERS, Filter, cases, search
from registry.desk.undoing import undo_last
from registry.errors import InputRefused
from tests.desk.making import a_case, a_group, a_source, a_status

NAMES = ("Salim Haddad", "محمد الخطيب", "Adel Haddad", "Zeina Qasim", "Samir Haddad")
PLACES = ("Aleppo", "Idlib", "Aleppo", "", "Homs")


@pytest.fixture
def peopled(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk with twelve cases, read two at a time."""
    monkeypatch.setattr(browsing, "_STRETCH", 2)
    for number in range(10):
        facts = {
            "name": NAMES[number % 5],
            "last_seen_at": PLACES[number % 5],
            "sex": ("male", "female")[number % 2],
        }
        a_case(desk, facts={key: value for key, value in facts.items() if value})
    a_group(desk)
    a_case(desk, facts={"name": "taken back"})
    undo_last(desk)
    return desk


def made(desk: Desk, **asked: object) -> Browse:
    browse = Browse(desk, lambda: 0.0)
    browse.ask(**asked)
    return browse


def whole(desk: Desk, **asked: object) -> Browse:
    browse = made(desk, **asked)
    assert browse.advance(1) and browse.complete
    return browse


def ids(browse: Browse) -> list[str]:
    return [line.id for line in browse.window(0, len(browse))]


def test_the_first_lines_stand_at_once_and_stay_while_the_rest_is_read_in_slices(peopled: Desk) -> None:
    ticks = count()
    browse = Browse(peopled, lambda: float(next(ticks)))
    assert (len(browse), browse.progress, browse.complete) == (0, (0, 11), False)
    assert not browse.advance(0)
    first = ids(browse)
    assert first == [line.id for line in cases(peopled, Filter(), limit=2).items]
    seen, slices = first, 1
    while not browse.advance(0):
        slices += 1
        assert ids(browse)[: len(seen)] == seen
        seen = ids(browse)
    assert slices > 8 and len(browse) == 11
    assert browse.progress == (11, 11)
    assert browse.window(9, 50) == browse.window(9, 11) and browse.window(11, 50) == ()


def test_every_order_and_filter_gives_what_a_list_gives(peopled: Desk) -> None:
    held = ids(whole(peopled))[4]
    a_status(peopled, held, "held_reported", a_source(peopled))
    for wanted in (Filter(), Filter(place="Aleppo"), Filter(sex="female", kind="person")):
        for order in ORDERS:
            listed = [line.id for line in cases(peopled, wanted, limit=99, sort=order).items]
            assert ids(whole(peopled, wanted=wanted, order=order)) == listed, (wanted, order)


def test_no_row_is_shown_that_could_still_move(peopled: Desk) -> None:
    browse = made(peopled, order="name")
    while not browse.complete:
        assert len(browse) == 0
        browse.advance(0)
    assert len(browse) == 11


def test_facets_count_what_fits_all_else_and_choosing_one_leaves_the_others_told(peopled: Desk) -> None:
    browse = whole(peopled)
    aleppo = browse.line(browse.place_of(ids(whole(peopled, wanted=Filter(place="Aleppo")))[0])).place
    assert browse.facets["place"][aleppo] == 4 and browse.facets["sex"] == {
        "male": 5,
        "female": 5,
        "not_stated": 1,
    }
    assert browse.facets["kind"] == {"person": 10, "group": 1}
    browse.ask(chosen={"place": aleppo, "kind": "person"})
    browse.advance(1)
    assert {line.place for line in browse.window(0, 99)} == {aleppo} and len(browse) == 4
    assert sum(browse.facets["place"].values()) == 10 and browse.facets["kind"] == {"person": 4}
    assert browse.facets["sex"] == {"male": 2, "female": 2}
    browse.ask(query="haddad", chosen={"place": aleppo})
    assert len(browse) == 4 and sum(browse.facets["place"].values()) == 6
    assert browse.facets["sex"] == {"male": 2, "female": 2}


def test_a_search_answers_at_once_as_far_as_is_known_and_in_the_end_like_the_command(peopled: Desk) -> None:
    browse = made(peopled, query="haddad ")
    assert (len(browse), browse.complete) == (0, False)
    assert browse.advance(1) and browse.complete
    hits = search(peopled, "haddad ", 99)
    assert ids(browse) == [hit.line.id for hit in hits] and len(hits) == 6
    assert browse.reasons(0) == hits[0].reasons and not browse.cut_off
    browse.ask(query="haddad", wanted=Filter(sex="female"))
    assert [line.sex for line in browse.window(0, 99)] == ["female"] * 3
    browse.ask(query=" ")
    assert (
        browse.advance(1)
        and browse.reasons(0) == ()
        and {line.sex for line in browse.window(0, 9)} == {"female"}
    )


def test_what_is_no_way_to_ask_is_refused_and_changes_nothing(peopled: Desk) -> None:
    browse = whole(peopled)
    for wrong in (
        {"order": "age"},
        {"chosen": {"names": "x"}},
        {"wanted": Filter(sex="?")},
        {"query": "x seen:201x"},
    ):
        with pytest.raises(InputRefused):
            browse.ask(**wrong)
        assert browse.asked == browsing.Asked() and len(browse) == 11


def test_what_was_written_since_comes_when_asked_for_and_not_before(peopled: Desk) -> None:
    browse = whole(peopled)
    before, second = ids(browse), ids(browse)[1]
    assert not browse.stale
    new = a_case(peopled, facts={"name": "Nabil Haddad"})
    assert browse.stale and ids(browse) == before
    browse.again()
    assert not browse.stale
    browse.ask(wanted=Filter(kind="person"))
    assert browse.advance(1)
    assert ids(browse)[0] == new and browse.place_of(second) == 1 and browse.place_of("none") is None
    browse.ask(query="nabil haddad", wanted=Filter())
    assert ids(browse)[0] == new


def test_the_index_is_brought_in_step_only_after_something_was_written(
    peopled: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    browse, kept = whole(peopled), []
    index = finding.index_of(peopled)
    monkeypatch.setattr(type(index), "keep", lambda self, lines: kept.append(1))
    for query in ("h", "ha", "had"):
        browse.ask(query=query)
    assert not kept
    a_case(peopled)
    browse.ask(query="hadd")
    assert kept == [1]
    with peopled.vault.act("nothing"):
        finding.index_of(peopled)
        finding.index_of(peopled)
    assert kept == [1] * 3
