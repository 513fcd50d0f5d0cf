"""Counting people in group reports: intervals that are safe at both ends."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from registry.cases.groups import Span, remainder, too_many_named, total_of

PEOPLE = st.sets(st.integers(0, 11), max_size=12)


@given(st.lists(PEOPLE, min_size=1, max_size=5), st.data())
def test_the_total_holds_the_truth(groups: list[set[int]], data: st.DataObject) -> None:
    """Whatever the groups and however little is said of them, the true number lies in the interval."""
    ids = [f"G{n}" for n in range(len(groups))]
    spans, relations = {}, {}
    for name, people in zip(ids, groups, strict=True):
        low = data.draw(st.integers(0, len(people)))
        high = data.draw(st.one_of(st.none(), st.integers(len(people), 20)))
        spans[name] = Span(low, high)
    for (a, left), (b, right) in combinations(zip(ids, groups, strict=True), 2):
        true = relation(left, right)
        relations[a, b] = data.draw(st.sampled_from([true, "unknown"]))
    found = total_of(spans, relations).span
    truth = len(set().union(*groups))
    assert (found.low or 0) <= truth
    assert found.high is None or truth <= found.high


def relation(left: set[int], right: set[int]) -> str:
    if left == right:
        return "same"
    if left < right:
        return "subset"
    if left > right:
        return "superset"
    return "disjoint" if not left & right else "overlaps"


def test_unknown_relations_are_named_and_give_an_interval() -> None:
    total = total_of({"A": Span(200, 999), "B": Span(50, 60)}, {})
    assert total.span == Span(200, 1059)
    assert total.unknown == (("A", "B"),)


def test_disjoint_groups_add_up_at_both_ends() -> None:
    total = total_of({"A": Span(200, 999), "B": Span(50, 60)}, {("B", "A"): "disjoint"})
    assert (total.span, total.unknown) == (Span(250, 1059), ())


def test_a_person_named_in_two_groups_is_counted_once() -> None:
    named = {"A": frozenset("xyz"), "B": frozenset("yz")}
    total = total_of({"A": Span(None, None), "B": Span(None, None)}, {}, named)
    assert total.span.low == 3


def test_no_figure_is_not_nought() -> None:
    assert total_of({"A": Span(None, None)}, {}).span == Span(None, None)
    assert total_of({}, {}).span == Span(None, None)
    assert Span(None, None).show() == "no figure"


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 80))
def test_the_unnamed_rest_never_goes_below_nought(low: int, more: int, named: int) -> None:
    rest = remainder(Span(low, low + more), named)
    assert rest.low is not None and rest.high is not None
    assert 0 <= rest.low <= rest.high
    assert too_many_named(Span(low, low + more), named) == (named > low + more)


def test_an_interval_never_ends_below_where_it_begins() -> None:
    figures = {"A": Span(80_000, None), "B": Span(30_000, 30_000), "C": Span(5, 10)}
    subset = total_of(figures, {("A", "B"): "subset"}).span
    assert subset.low == 80_000
    assert subset.high is not None
    assert subset.high >= subset.low
    circle = total_of({"A": Span(10, 20), "B": Span(5, 8)}, {("A", "B"): "subset", ("B", "A"): "subset"}).span
    assert circle == Span(10, 20)


def test_groups_said_to_be_disjoint_that_share_a_named_person_are_not_added_up() -> None:
    named = {"A": frozenset("xy"), "B": frozenset("yz")}
    total = total_of({"A": Span(None, None), "B": Span(None, None)}, {("A", "B"): "disjoint"}, named)
    assert total.span.low == 3
