"""Known answers: figures of the ESSNet handbook on statistical disclosure control (second edition) and of Cox."""

from __future__ import annotations

import pytest

from tests.audit.written import CONTROLLED, at, audited, children, kinds, left, summary, table

ROWS = children(row=("1", "2", "3"), column=("1", "2"))


def test_the_feasible_intervals_of_four_withheld_cells_are_those_of_geurts() -> None:
    # Handbook, chapter 4, example 3 (Geurts 1992): margins 7, 3, 6 and 9, 7; the third row is printed.
    cells = [({"row": r, "column": c}, None) for r in "12" for c in "12"]
    cells += [({"row": "3", "column": "1"}, 3), ({"row": "3", "column": "2"}, 3)]
    cells += [
        ({"row": "1"}, 7),
        ({"row": "2"}, 3),
        ({"row": "3"}, 6),
        ({"column": "1"}, 9),
        ({"column": "2"}, 7),
        ({}, 16),
    ]
    found = audited(summary(ROWS, cells))
    proved = left(found, "proved")
    assert proved[frozenset({at(row="1", column="1")})] == (3, 6)
    assert proved[frozenset({at(row="1", column="2")})] == (1, 4)
    narrow = left(found, "narrow")
    assert narrow[frozenset({at(row="2", column="1")})] == (0, 3)
    assert narrow[frozenset({at(row="2", column="2")})] == (0, 3)


def test_one_withheld_cell_of_a_row_is_found_by_subtraction() -> None:
    cells = [({"row": "1"}, 40), ({"row": "2"}, None, "primary"), ({"row": "3"}, 53), ({}, 96)]
    found = audited(summary(children(row=("1", "2", "3")), cells))
    assert left(found, "exact") == {frozenset({at(row="2")}): (3, 3)}
    assert not found.safe


def test_two_withheld_cells_hide_each_other_but_not_their_sum() -> None:
    cells = [({"row": "1"}, 90), ({"row": "2"}, None), ({"row": "3"}, None), ({}, 97)]
    found = audited(summary(children(row=("1", "2", "3")), cells))
    assert left(found, "hidden-sum") == {frozenset({at(row="2"), at(row="3")}): (7, 7)}


def test_a_good_pattern_of_withheld_cells_passes() -> None:
    # A square of four withheld cells with room in each: the classic second choice (Cox 1980).
    counts = {("1", "1"): 4, ("1", "2"): 30, ("2", "1"): 25, ("2", "2"): 41, ("3", "1"): 50, ("3", "2"): 60}
    hidden = [{"row": r, "column": c} for r in "12" for c in "12"]
    cells = [
        (place, None, "primary" if value == 4 else "secondary") if place in hidden else (place, value)
        for place, value in table(("row", "column"), (("1", "2", "3"), ("1", "2")), counts)
    ]
    found = audited(summary(ROWS, cells))
    assert found.safe, found.findings


AREAS = children(area=("A", "B", "C"), sex=("male", "female"))


def _areas(prints: dict[str, tuple[int, int, int]], **rounding: object) -> bytes:
    cells = []
    for area, (male, female, total) in prints.items():
        place = {} if area == "Total" else {"area": area}
        cells += [({**place, "sex": "male"}, male), ({**place, "sex": "female"}, female), (place, total)]
    return summary(AREAS, cells, rounding=rounding)


def test_controlled_rounding_to_five_is_too_narrow_for_ten_and_the_reading_rule_is_the_handbooks() -> None:
    # Chapter 5.5: nought stands for 0 to b-1, any other print a for a-b+1 to a+b-1; table 5.9 rounded to base 5.
    prints = {"A": (5, 0, 5), "B": (0, 5, 5), "C": (10, 20, 30), "Total": (15, 25, 40)}
    found = audited(_areas(prints, base=5, mode="controlled"))
    proved = left(found, "proved")
    assert proved[frozenset({at(area="A", sex="male")})] == (1, 9)
    assert frozenset({at(area="A", sex="female")}) not in proved


def test_conventional_rounding_to_five_proves_small_counts() -> None:
    # Chapter 5.5: the same counts, each rounded by itself; B male is 3, printed 5, and cannot be but 3 to 7.
    prints = {"A": (0, 0, 0), "B": (5, 5, 5), "C": (10, 20, 35), "Total": (15, 25, 40)}
    found = audited(_areas(prints, base=5, mode="ordinary"))
    low, high = left(found, "proved")[frozenset({at(area="B", sex="male")})]
    assert (low, high) == (3, 4)  # together with B female, 3 or more, they are at most 7.


def test_controlled_rounding_to_ten_passes_and_a_second_step_of_the_handbook_reaches_nineteen() -> None:
    prints = {"A": (10, 0, 10), "B": (0, 10, 10), "C": (10, 20, 30), "Total": (20, 30, 50)}
    for reach, high in ((9, 19), (19, 29)):
        found = audited(_areas(prints, base=10, mode="controlled", reach=reach))
        assert found.safe, found.findings
        of_ten = next(one for one in found.exposed if one.printed == "10")
        assert (of_ten.low, of_ten.high) == (10 - reach if reach < 10 else 0, high)


def test_a_row_in_one_class_is_group_disclosure() -> None:
    # Chapter 5.2: all married respondents of the area work full time.
    dims = children(status=("Married", "Divorced", "Single"), hours=("full", "part"))
    counts = {
        ("Married", "full"): 16,
        ("Married", "part"): 0,
        ("Divorced", "full"): 15,
        ("Divorced", "part"): 11,
    }
    counts |= {("Single", "full"): 12, ("Single", "part"): 12}
    cells = table(("status", "hours"), (("Married", "Divorced", "Single"), ("full", "part")), counts)
    found = audited(summary(dims, cells))
    assert kinds(found) == {"group"}
    (group,) = [one for one in found.findings if one.kind == "group"]
    assert group.cells == (at(status="Married"), at(status="Married", hours="full"))


def _hours(classes: tuple[str, ...], counts: tuple[int, ...], name: str) -> bytes:
    cells = [({"hours": code}, count) for code, count in zip(classes, counts, strict=True)]
    return summary(children(hours=classes), cells, release_id=name)


def test_classes_cut_in_two_ways_leave_one_person_between_them() -> None:
    # Chapter 5.2, differencing of sub-populations: men by hours worked, with 20 or with 25 hours as the first bound.
    # The handbook's counts, each ten higher, so that no single table holds a small one.
    one = _hours(("<20", "20-39", "40-59", "60-69", "70+"), (16, 19, 15, 18, 14), "by twenty")
    two = _hours(("<25", "25-39", "40-59", "60-69", "70+"), (17, 18, 15, 18, 14), "by twenty-five")
    assert audited(one).safe and audited(two).safe
    found = audited(one, two)
    assert left(found, "between")[frozenset({at(hours="<20"), at(hours="<25")})] == (1, 1)


def test_an_area_drawn_twice_gives_the_strip_between_by_subtraction() -> None:
    # Chapter 5.2, geographical differencing: single-person households by hours, in 2001 and 1991 boundaries.
    classes = children(hours=("more than 30", "16-30", "15 or less"), sex=("male", "female"))
    counts = {"2001": ((50, 54), (128, 140), (39, 49)), "1991": ((52, 55), (130, 140), (39, 49))}
    written = []
    for boundary, rows in counts.items():
        cells = [
            ({"hours": code, "sex": sex}, number)
            for code, row in zip(("more than 30", "16-30", "15 or less"), rows, strict=True)
            for sex, number in zip(("male", "female"), row, strict=True)
        ]
        written.append(summary(classes, cells, release_id=boundary))
    found = left(audited(*written), "change")
    assert found == {
        frozenset({at(hours="more than 30", sex="male")}): (2, 2),
        frozenset({at(hours="more than 30", sex="female")}): (1, 1),
        frozenset({at(hours="16-30", sex="male")}): (2, 2),
    }


def test_tables_linked_by_a_shared_class_leave_the_women_over() -> None:
    # Chapter 5.2, disclosure by linking: 22 people live and work in the area, and another table counts 21 men.
    dims = children(where=("both", "lives", "works"), sex=("male", "female"))
    totals = [({"where": "both"}, 22), ({"where": "lives"}, 63), ({"where": "works"}, 27)]
    men = [({"where": code, "sex": "male"}, n) for code, n in (("both", 21), ("lives", 58), ("works", 23))]
    assert audited(summary(dims, totals)).safe
    found = audited(summary(dims, totals + men))
    rests = {frozenset(one.cells): one.low for one in found.findings if one.kind == "hidden-sum"}
    assert sorted(rests.values()) == [1, 4, 5]
    apart = audited(summary(dims, totals), summary(dims, men, release_id="second"))
    assert {abs(one.low or 0) for one in apart.findings if one.kind == "between"} == {1, 4, 5}


def test_an_unbiased_controlled_rounding_in_the_manner_of_cox_passes_and_an_additive_lie_does_not() -> None:
    # Cox 1987: every entry goes to an adjacent multiple, rows, columns and the total too. Three by three, base ten.
    sides = (("1", "2", "3"), ("1", "2", "3"))
    dims = children(row=sides[0], column=sides[1])
    prints = {
        (r, c): n
        for r, row in zip("123", ((0, 10, 10), (10, 0, 0), (0, 0, 10)), strict=True)
        for c, n in zip("123", row, strict=True)
    }
    cells = table(("row", "column"), sides, prints)
    assert audited(summary(dims, cells, rounding=CONTROLLED)).safe
    wrong = [(place, value + 40 if place == {"row": "1"} else value) for place, value in cells]
    assert kinds(audited(summary(dims, wrong, rounding=CONTROLLED))) == {"contradiction"}


@pytest.mark.parametrize("total", [9, 10, 11])
def test_who_is_alone_in_one_of_two_withheld_cells_takes_themselves_off(total: int) -> None:
    cells = [({"row": "1"}, None), ({"row": "2"}, None), ({"row": "3"}, 50), ({}, 50 + total)]
    found = audited(summary(children(row=("1", "2", "3")), cells))
    assert kinds(found) == {9: {"hidden-sum"}, 10: {"insider"}, 11: set()}[total]


def test_a_class_of_one_and_a_class_of_two_are_said_as_what_they_are() -> None:
    cells = [({"row": "1"}, 1), ({"row": "2"}, 2), ({"row": "3"}, 50)]
    found = audited(summary(children(row=("1", "2", "3")), cells))
    words = {tuple(one.cells): one.words for one in found.findings}
    assert "this person is registered" in words[(at(row="1"),)]
    assert "Either of the two" in words[(at(row="2"),)]
