"""The rules that make a table coarser, each with a register that meets it and one that does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from registry.disclosure.classifications import REGISTERED
from registry.disclosure.coarsening import Register, coarsen
from registry.disclosure.countable import Countable
from registry.disclosure.periods import Quarter, time_dimension, window_over
from registry.disclosure.plan import plan
from registry.disclosure.policy import FLOOR
from registry.disclosure.request import Request
from registry.disclosure.tables import Layout, count
from tests.disclosure.registers import MADE_ON, alike, register, tie


def held_to(people: Sequence[Countable], **changes: int) -> Register:
    window = window_over([Quarter(2016, 4)], MADE_ON)
    assert window is not None
    ladders = {**REGISTERED, "seen": time_dimension(window)}
    policy = FLOOR.tightened("test", changes)
    return Register(count(people, ladders, window, policy.families), ladders, policy)


def groups(*of: tuple[int, int, Mapping[str, str]]) -> list[Countable]:
    """Return groups of people: how many, of how many families, of which values."""
    found: list[Countable] = []
    for size, families, values in of:
        found += alike(size, families, values, start=len(found))
    return found


def result(layout: Layout, people: Sequence[Countable], **changes: int) -> tuple[Layout, list[str]]:
    after, steps = coarsen(layout, held_to(people, **changes))
    return after, [step.reason for step in steps]


AGES = ("0-17", "18-59", "60+", "not stated")
EVERYONE = groups(*((30, 8, {"sex": sex, "age": age}) for sex in ("male", "female") for age in AGES))


def test_a_table_that_meets_every_rule_stays_as_asked() -> None:
    assert result((("sex", 0),), EVERYONE) == ((("sex", 0),), [])


def test_minors_are_never_given_by_place() -> None:
    after, why = result((("place", 0), ("age", 0)), register(3000))
    assert after == (("place", 0),)
    assert why == ["figures on minors are given at national level only"]


def test_minors_crossed_with_anything_need_twenty_people_in_every_cell() -> None:
    # No minor's sex is not stated: that cell is empty, so the sexes are joined to keep the ages.
    after, why = result((("sex", 0), ("age", 0)), EVERYONE)
    assert after == (("sex", 1), ("age", 0))
    assert "20 people and 5 families" in why[0]
    few = groups((19, 8, {"sex": "female", "age": "0-17"}), (200, 80, {"sex": "male", "age": "0-17"}))
    assert result((("sex", 0), ("age", 0)), few)[0] == (("sex", 0),)


def test_minors_need_five_families_in_every_cell_too() -> None:
    people = groups((40, 4, {"sex": "female", "age": "0-17"}), (60, 20, {"sex": "male", "age": "0-17"}))
    after, _ = result((("sex", 1), ("age", 0)), people)
    assert "age" not in dict(after)


def test_ages_alone_are_not_crossed() -> None:
    people = groups((12, 6, {"age": "0-17"}), (90, 30, {"age": "18-59"}))
    assert result((("age", 0),), people) == ((("age", 0),), [])


@pytest.mark.parametrize("with_", ["place", "holder"])
def test_deaths_are_not_given_by_place_or_holder(with_: str) -> None:
    after, why = result(((with_, 0), ("status", 0)), register(3000))
    assert dict(after)["status"] == 1
    assert why[0] == "deaths are not given by place or by alleged holder"


def test_months_are_given_only_in_quarters_whose_every_month_has_a_hundred_people() -> None:
    def months(*sizes: int) -> list[Countable]:
        of = zip(sizes, ("2016-10", "2016-11", "2016-12"), strict=True)
        return groups(*((size, 30, {"month": month, "quarter": "2016-Q4"}) for size, month in of))

    asked = Request.parse(["month"])
    enough = plan(asked, months(100, 100, 100), policy=FLOOR, made_on=MADE_ON, tie=tie)
    assert enough.coarsened == ()
    assert {"2016-10", "2016-Q3"} <= {dict(cell.at).get("seen") for cell in enough.cells}
    thin = plan(asked, months(99, 100, 100), policy=FLOOR, made_on=MADE_ON, tie=tie)
    assert [one.change for one in thin.coarsened] == ["when last seen by quarter"]
    assert "100 people" in thin.coarsened[0].reason


def test_ten_people_of_four_families_are_never_a_cell() -> None:
    bus = groups((40, 1, {"place": "Idlib"}), (60, 20, {"place": "Aleppo"}))
    after, why = result((("place", 0),), bus)
    assert dict(after).get("place") == 1
    assert "fewer than 5 families" in why[0]
    five = groups((40, 5, {"place": "Idlib"}), (60, 20, {"place": "Aleppo"}))
    assert result((("place", 0),), five) == ((("place", 0),), [])


def test_a_cell_of_nine_needs_no_families_because_its_print_tells_nothing() -> None:
    people = groups((9, 1, {"place": "Idlib"}), (91, 20, {"place": "Aleppo"}))
    assert result((("place", 0),), people) == ((("place", 0),), [])


def test_where_no_rung_helps_the_dimension_is_dropped() -> None:
    people = groups((40, 1, {"sex": "female"}), (60, 20, {"sex": "male"}))
    after, _ = result((("sex", 0), ("holder", 0)), people)
    assert "sex" not in dict(after)


def test_a_table_in_which_most_people_vanish_climbs_until_they_do_not() -> None:
    places = ("Aleppo", "Idlib", "Hama", "Homs", "Damascus", "Dar'a", "Tartus", "Latakia")
    thin = groups(*((8, 8, {"place": place}) for place in places))
    after, why = result((("place", 0),), thin)
    assert after == (("place", 1),)
    assert "half of the people" in why[0]


def test_a_table_of_too_many_cells_climbs_before_anything_is_counted() -> None:
    after, why = result((("place", 0), ("holder", 0)), register(3000), cells=60)
    assert after != (("place", 0), ("holder", 0))
    assert "at most 60 linked cells" in why[0]


@pytest.mark.parametrize("size", [60, 400, 3000])
@pytest.mark.parametrize("shape", ["broad", "sparse", "all male", "one place"])
def test_every_cell_that_is_left_meets_every_rule(size: int, shape: str) -> None:
    held = held_to(register(size, shape))
    for layout in (
        (("place", 0), ("sex", 0), ("age", 0)),
        (("seen", 0), ("status", 0)),
        (("age", 0), ("holder", 0)),
    ):
        after, steps = coarsen(layout, held)
        assert all(step.reason for step in steps)
        for cell, tally in held.cells(after).items():
            assert tally.persons < 10 or len(tally.families) >= 5
            classes = dict(cell)
            if classes.get("age") == "0-17" and len(cell) > 1:
                assert "place" not in classes
                assert tally.persons >= 20
            assert classes.get("status") != "death established" or not {"place", "holder"} & classes.keys()


def test_everyone_outside_a_place_is_a_difference_that_must_not_be_one_family() -> None:
    rest = [(6, 1, {"place": place}) for place in ("Idlib", "Hama")]
    people = groups((60, 20, {"place": "Aleppo"}), *rest)
    after, why = result((("place", 0),), people)
    assert after != (("place", 0),)
    assert "difference of two" in why[0]
    more = groups((60, 20, {"place": "Aleppo"}), *((6, 3, values) for _, _, values in rest))
    assert result((("place", 0),), more) == ((("place", 0),), [])


def test_a_region_that_nobody_printed_is_a_sum_of_its_places() -> None:
    places = [(6, 1, {"place": "Latakia"}), (6, 1, {"place": "Tartus"}), (30, 20, {"place": "Hama"})]
    people = groups((60, 20, {"place": "Aleppo"}), *places)
    after, why = result((("place", 0),), people)
    assert after != (("place", 0),)
    assert "fewer than 5 families" in why[0]


def test_a_sensitive_dimension_is_given_at_national_level_and_from_twenty_people() -> None:
    unit = replace(REGISTERED["holder"], key="unit", sensitive=True)
    people = [
        Countable(f"{sex}{at}", f"{sex}{at}", {"unit": "government", "sex": sex, "place": "Aleppo"}, True)
        for sex, size in (("male", 40), ("female", 19))
        for at in range(size)
    ]
    ladders = {**REGISTERED, "unit": unit}
    register_ = Register(count(people, ladders, None, 5), ladders, FLOOR)
    after, steps = coarsen((("unit", 0), ("place", 0)), register_)
    assert after == (("place", 0),)
    assert "national level" in steps[0].reason
    assert coarsen((("unit", 0),), register_) == ((("unit", 0),), ())
    after, steps = coarsen((("unit", 0), ("sex", 0)), register_)
    assert "unit" not in dict(after)
    assert "20 people" in steps[0].reason
