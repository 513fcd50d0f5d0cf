"""The ladders: every rung parts all leaves, and nothing unregistered is counted."""

from __future__ import annotations

import pytest

from registry.cases.holder import SIDES
from registry.cases.status import STATUSES
from registry.cases.terms import SEXES
from registry.disclosure.classifications import HOLDER, PLACE, REGISTERED, SEX, STATUS
from registry.disclosure.dimensions import NOT_STATED, TOTAL, Dimension, Level, Node, ladder, not_stated
from registry.errors import DisclosureRefused
from registry.words.terms import Term


@pytest.mark.parametrize("dimension", REGISTERED.values(), ids=REGISTERED)
def test_every_rung_parts_the_rung_below(dimension: Dimension) -> None:
    for fine, coarse in zip(dimension.levels, dimension.levels[1:], strict=False):
        assert len(coarse.nodes) < len(fine.nodes)
        for node in fine.nodes:
            assert sum(node.leaves <= above.leaves for above in coarse.nodes) == 1


@pytest.mark.parametrize("dimension", REGISTERED.values(), ids=REGISTERED)
def test_what_is_not_known_is_a_leaf_of_its_own(dimension: Dimension) -> None:
    assert dimension.leaf(None) == dimension.leaf("not_stated") == NOT_STATED


@pytest.mark.parametrize("code", STATUSES)
def test_every_headline_status_is_counted_in_its_group(code: str) -> None:
    group = {"missing": "missing", "held": "held", "alive": "released or located",
             "death_established": "death established"}[STATUSES[code].group]  # fmt: skip
    assert STATUS.leaf(code) == group


def test_a_reported_death_is_counted_among_the_missing() -> None:
    assert STATUS.leaf("death_reported") == "missing"
    assert STATUS.leaf("death_notified") == "death established"


def test_every_side_and_sex_of_a_case_has_a_leaf() -> None:
    assert {HOLDER.leaf(term.code) for term in SIDES} == {
        "government side", "armed groups", "foreign", NOT_STATED,
    }  # fmt: skip
    assert {SEX.leaf(term.code) for term in SEXES} == {"male", "female", NOT_STATED}


def test_a_place_outside_the_classification_is_another_place_and_not_named() -> None:
    assert PLACE.leaf("Gaziantep") == "another place"
    assert PLACE.leaf("SY02") == PLACE.leaf("حلب") == "Aleppo"


@pytest.mark.parametrize("key", ["age", "status", "holder"])
def test_an_unregistered_value_is_refused(key: str) -> None:
    with pytest.raises(DisclosureRefused, match=key):
        REGISTERED[key].leaf("Umm Khalid")


def test_no_leaf_of_a_death_stands_on_the_coarser_rung() -> None:
    assert "death established" not in STATUS.levels[1].codes


def test_splits_name_every_way_the_used_rungs_part_a_class() -> None:
    assert STATUS.splits([0, 1]) == {
        TOTAL: (STATUS.levels[1].codes, STATUS.levels[0].codes),
        "still missing or held": (("missing", "held"),),
        "fate clarified": (("released or located", "death established"),),
    }
    assert STATUS.splits([0]) == {TOTAL: (STATUS.levels[0].codes,)}


def test_a_rung_that_loses_a_leaf_cannot_be_declared() -> None:
    a, b = (Term(code, code, code, code) for code in "ab")
    with pytest.raises(ValueError, match="does not part"):
        Dimension("x", a, (Level("fine", (Node(a, frozenset("a")), Node(b, frozenset("b")))),
                           Level("coarse", (Node(a, frozenset("a")),))))  # fmt: skip


def test_a_class_no_coarser_one_gathers_stays_as_it_is() -> None:
    a, b, both = (Term(code, code, code, code) for code in ("a", "b", "both"))
    made = ladder("x", a, ("fine", (a, b, not_stated)), ("coarse", ((both, ("a", "b")),)))
    assert made.levels[1].codes == ("both", NOT_STATED)
