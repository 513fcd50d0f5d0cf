"""Cross-tabulation against counting by hand, and the links between tables."""

from __future__ import annotations

from itertools import product

import pytest

from registry.disclosure.classifications import REGISTERED
from registry.disclosure.countable import Countable, universe
from registry.disclosure.tables import Sum, cell_at, count, inner_cells, linked, spell, sums
from tests.disclosure.registers import MADE_ON, register

PEOPLE = register(80, seed=3)
COUNTED = count(PEOPLE, REGISTERED, None, 5)
LAYOUTS = [
    (("sex", 0), ("status", 0)),
    (("status", 1), ("place", 1)),
    (("holder", 0), ("age", 0), ("sex", 1)),
]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_cell_and_margin_is_what_counting_one_by_one_gives(layout: tuple[tuple[str, int], ...]) -> None:
    found = COUNTED.over(layout, REGISTERED)
    ways = [[(key, node) for node in (None, *REGISTERED[key].levels[rung].nodes)] for key, rung in layout]
    for classes in product(*ways):
        members = [
            person
            for person in PEOPLE
            if all(n is None or REGISTERED[k].leaf(person.values.get(k)) in n.leaves for k, n in classes)
        ]
        tally = found[cell_at({key: node.code for key, node in classes if node})]
        assert tally.persons == len(members)
        assert min(5, len(tally.families)) == min(5, len({person.kin for person in members}))


def test_empty_cells_are_cells_like_all_others() -> None:
    found = COUNTED.over((("place", 0),), REGISTERED)
    assert found[(("place", "Tartus"),)].persons == 0
    assert len(found) == 1 + len(REGISTERED["place"].levels[0].nodes)


def test_people_without_a_noted_family_count_apart_and_one_family_counts_once() -> None:
    people = [Countable("a", None, {}, True), Countable("b", None, {}, True)]
    people += [Countable(case, "one", {}, True) for case in "cd"]
    assert len(count(people, REGISTERED, None, 5).over((), REGISTERED)[()].families) == 3


def test_a_family_label_cannot_be_taken_for_a_case() -> None:
    people = [
        Countable("a", None, {}, True),
        Countable("b", "a", {}, True),
        Countable("c", "alone a", {}, True),
    ]
    assert len({person.kin for person in people}) == 3


def test_only_those_who_consented_and_were_seen_by_the_cutoff_are_counted() -> None:
    people = [
        Countable("late", None, {}, True, MADE_ON), Countable("no", None, {}, False, None),
        Countable("undated", None, {}, True, None),
        Countable("old", None, {}, True, MADE_ON.replace(year=2016)),
    ]  # fmt: skip
    counted = universe(people, MADE_ON.replace(month=5))
    assert [person.case for person in counted] == ["undated", "old"]


def test_a_cell_is_the_same_in_every_table_that_holds_it() -> None:
    one, other = (COUNTED.over(layout, REGISTERED) for layout in LAYOUTS[::2])
    shared = one.keys() & other.keys()
    assert (("sex", "male"),) in shared
    assert all(one[cell].persons == other[cell].persons for cell in shared)


def test_sums_run_over_margins_and_rungs() -> None:
    layouts = [(("status", 0),), (("status", 1), ("sex", 0))]
    cells = {cell: 0 for layout in layouts for cell in COUNTED.over(layout, REGISTERED)}
    lines = sums(cells, layouts, REGISTERED)
    coarse = Sum((("status", "still missing or held"),), ((("status", "missing"),), (("status", "held"),)))
    assert coarse in lines
    total = Sum((), tuple((("sex", code),) for code in REGISTERED["sex"].levels[0].codes))
    assert total in lines


def test_tables_on_crossed_rungs_bring_the_table_both_add_up_to() -> None:
    crossed = [(("place", 0), ("sex", 1)), (("sex", 0), ("place", 1))]
    assert linked(crossed, REGISTERED) == (*crossed, (("place", 1), ("sex", 1)))
    assert linked([crossed[0]], REGISTERED) == (crossed[0],)


def test_a_cells_spelling_does_not_depend_on_the_order_of_its_table() -> None:
    layouts = [(("sex", 0), ("age", 0)), (("age", 0), ("sex", 0))]
    spelled = [{spell(cell) for cell in inner_cells(layout, REGISTERED)} for layout in layouts]
    assert spelled[0] == spelled[1]
    assert "age=0-17|sex=male" in spelled[0]
