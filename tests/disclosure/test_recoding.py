"""Local recoding: everybody is told of once, no class breaks the rule, and what is lost is Iyengar's measure."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.disclosure.recoding import ANY, Hierarchy, Recoded, at_least, loss, recode, spread

LETTERS = Hierarchy("letter", {leaf: (leaf, "early" if leaf < "c" else "late", ANY) for leaf in "abcd"})
SIGN = Hierarchy("sign", {"+": ("+", ANY), "-": ("-", ANY)})
TREES = (LETTERS, SIGN)
ROWS = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("+-")), min_size=1, max_size=60)


@settings(max_examples=40, deadline=None)
@given(ROWS, st.integers(min_value=1, max_value=8))
def test_everybody_is_told_of_once_truly_and_among_enough(rows: list[tuple[str, str]], k: int) -> None:
    classes = recode(rows, TREES, at_least(k), k)
    if len(rows) < k:
        assert classes is None
        return
    assert classes is not None
    told = {row: one.at for one in classes for row in one.rows}
    assert sum(len(one.rows) for one in classes) == len(told) == len(rows)
    for row, at in told.items():
        assert all(node in tree.ways[leaf] for node, leaf, tree in zip(at, rows[row], TREES, strict=True))
    # Strict: a class is exactly those of whom the same is said, and what is not given is a value like another.
    assert min(Counter(told.values()).values()) >= k


@settings(max_examples=40, deadline=None)
@given(ROWS, st.integers(min_value=1, max_value=8), st.randoms(use_true_random=False))
def test_the_order_of_intake_changes_no_class(
    rows: list[tuple[str, str]], k: int, chance: random.Random
) -> None:
    mixed = chance.sample(rows, len(rows))
    told = [
        Counter((one.at, len(one.rows)) for one in recode(given, TREES, at_least(k), k) or ())
        for given in (rows, mixed)
    ]
    assert told[0] == told[1]


def test_what_can_be_told_as_it_is_is_told_as_it_is() -> None:
    rows = [("a", "+")] * 5 + [("d", "-")] * 5
    classes = recode(rows, TREES, at_least(5), 5)
    assert classes is not None
    assert {one.at for one in classes} == {("a", "+"), ("d", "-")}
    assert loss(classes, TREES) == 0


def test_too_few_of_a_value_stay_at_the_broader_class_and_others_join_only_if_they_must() -> None:
    rows = [("a", "+")] * 6 + [("b", "+")] * 2 + [("c", "+")] * 6
    told = {row: one.at for one in recode(rows, TREES, at_least(3), 3) or () for row in one.rows}
    assert {told[row] for row in range(8)} == {("early", "+")}  # two are too few to stay alone
    assert {told[row] for row in range(8, 14)} == {("c", "+")}


def test_the_loss_is_that_of_iyengar() -> None:
    assert [LETTERS.loss(node) for node in ("a", "early", ANY)] == [0, pytest.approx(1 / 3), 1]
    classes = (Recoded(("early", "+"), (0, 1)), Recoded((ANY, ANY), (2, 3)))
    assert loss(classes, TREES) == pytest.approx((2 * (1 / 3 + 0) + 2 * (1 + 1)) / 8)
    assert loss(classes, TREES, left_out=4) == pytest.approx((2 / 3 + 4 + 8) / 16)
    assert loss((), TREES) == 0


def test_a_hierarchy_that_is_no_tree_is_refused() -> None:
    with pytest.raises(ValueError, match="no tree"):
        Hierarchy("letter", {"a": ("a", "one", ANY), "b": ("b", "two")})
    with pytest.raises(ValueError, match="no tree"):
        Hierarchy("letter", {"a": ("a", "one", "x", ANY), "b": ("b", "one", "y", ANY)})


def test_how_mixed_values_are() -> None:
    assert spread(["a", "a", "b"]) == (2, pytest.approx(2 / 3))
    assert spread([]) == (0, 1.0)
