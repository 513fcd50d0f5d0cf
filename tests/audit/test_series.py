"""Several releases side by side: what subtraction, the same people, growth and a filter give away."""

from __future__ import annotations

from tests.audit.written import CONTROLLED, at, audited, children, kinds, left, summary

PLACE = children(place=("Aleppo", "Idlib"))


def places(aleppo: int, idlib: int, day: str, **beside: object) -> bytes:
    cells = [({"place": "Aleppo"}, aleppo), ({"place": "Idlib"}, idlib), ({}, aleppo + idlib)]
    return summary(PLACE, cells, made_on=day, release_id=f"of {day}", **beside)


def test_an_exact_change_of_three_is_told_and_one_of_thirty_is_not() -> None:
    first = places(50, 40, "2026-01-01")
    assert left(audited(first, places(53, 40, "2026-02-01")), "change")[frozenset({at(place="Aleppo")})] == (
        3,
        3,
    )
    assert left(audited(first, places(47, 40, "2026-02-01")), "change")[frozenset({at(place="Aleppo")})] == (
        -3,
        -3,
    )
    assert audited(first, places(80, 40, "2026-02-01")).safe


def test_the_order_of_the_files_does_not_matter() -> None:
    one, two = places(50, 40, "2026-01-01"), places(53, 40, "2026-02-01")
    assert {f.words for f in audited(one, two).findings} == {f.words for f in audited(two, one).findings}


def test_rounding_drawn_anew_is_intersected() -> None:
    first = places(0, 50, "2026-01-01", rounding=CONTROLLED)
    again = places(10, 40, "2026-02-01", rounding=CONTROLLED)
    found = audited(first, again)
    assert left(found, "collusion")[frozenset({at(place="Aleppo")})] == (1, 9)


def test_prints_that_only_rise_tell_a_reader_of_the_method_that_people_came() -> None:
    first = places(0, 50, "2026-01-01", rounding=CONTROLLED)
    later = places(10, 50, "2026-02-01", rounding=CONTROLLED)
    assert audited(first, later).safe
    # On one day there is no "later": the same people were rounded in two ways.
    assert "collusion" in kinds(audited(first, places(10, 50, "2026-01-01", rounding=CONTROLLED)))


def test_two_recipients_with_different_tables_of_the_same_people_are_put_together() -> None:
    one = summary(PLACE, [({"place": "Aleppo"}, 47)], release_id="press")
    two = summary(PLACE, [({}, 50)], release_id="donor")
    assert audited(one).safe and audited(two).safe
    assert left(audited(one, two), "between")[frozenset({at(place="Aleppo"), at()})] == (3, 3)


def test_a_filter_and_its_complement_are_cells_of_the_whole() -> None:
    sex = children(place=("Aleppo", "Idlib"), sex=("male", "female"))
    whole = summary(sex, [({"sex": "male"}, 60), ({"sex": "female"}, 40)], release_id="whole")
    part = summary(
        sex,
        [({"sex": "male"}, 57), ({"sex": "female"}, 20)],
        release_id="Aleppo only",
        filter={"place": "Aleppo"},
    )
    assert audited(whole).safe and audited(part).safe
    assert (3, 3) in {
        (abs(low or 0), abs(high or 0)) for low, high in left(audited(whole, part), "between").values()
    }


def test_growth_narrows_what_rounding_left_open() -> None:
    # Rounded by itself to five, a print of 5 after one of 10 cannot be, if nobody was taken off; 10 and 10 can.
    five = {"base": 5, "mode": "ordinary"}
    line = children(place=("A", "B"))
    one = summary(line, [({"place": "A"}, 15)], rounding=five, release_id="1", made_on="2026-01-01")
    two = summary(line, [({"place": "A"}, 20)], rounding=five, release_id="2", made_on="2026-02-01")
    found = audited(one, two)
    assert left(found, "change")[frozenset({at(place="A")})] == (1, 9)


def test_quarters_and_months_of_two_releases_are_one_tree() -> None:
    quarters = children(time=("2016-Q3", "2016-Q4"))
    months = {
        "time": {"children": {"Total": ["2016-Q3", "2016-Q4"], "2016-Q4": ["2016-10", "2016-11", "2016-12"]}}
    }
    one = summary(quarters, [({"time": "2016-Q4"}, 64), ({"time": "2016-Q3"}, 30)], release_id="quarters")
    two = summary(months, [({"time": "2016-10"}, 40), ({"time": "2016-11"}, 20)], release_id="months")
    assert audited(one).safe and audited(two).safe
    (rest,) = [finding for finding in audited(one, two).findings if finding.kind == "between"]
    assert (rest.low, rest.high) == (4, 4) and "2016-Q4" in rest.words


def test_a_window_that_moved_on_means_another_rest() -> None:
    one = children(time=("2016-Q4", "later"))
    two = children(time=("2016-Q4", "2017-Q1", "later"))
    first = summary(one, [({"time": "2016-Q4"}, 50), ({"time": "later"}, 30), ({}, 80)], release_id="1")
    second = summary(
        two,
        [({"time": "2016-Q4"}, 70), ({"time": "2017-Q1"}, 15), ({"time": "later"}, 25), ({}, 110)],
        release_id="2",
    )
    assert audited(first, second).safe


def test_of_a_series_only_what_the_last_one_adds_is_asked_at_the_gate() -> None:
    bad, good = places(50, 3, "2026-01-01"), places(90, 60, "2026-02-01")
    assert not audited(bad, good).safe
    assert audited(bad, good, only_last=True).safe


def test_no_time_left_is_unsafe() -> None:
    found = audited(places(40, 50, "2026-01-01", rounding=CONTROLLED), seconds=0.0)
    assert kinds(found) == {"not-settled"}
