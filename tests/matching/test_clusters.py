"""Clusters: whatever is suggested, nobody is joined with a case that must be kept apart."""

from __future__ import annotations

from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from registry.matching.clusters import Suggested, clusters

CASES = "ABCDEFG"
_PAIRS = st.sets(st.sampled_from([tuple(pair) for pair in combinations(CASES, 2)]), max_size=12)


def between(apart: set[tuple[str, str]], weights: dict[tuple[str, str], float]):  # type: ignore[no-untyped-def]
    def told(left: str, right: str) -> float | None:
        pair = tuple(sorted((left, right)))
        return None if pair in apart else weights.get(pair, -1.0)  # type: ignore[arg-type]

    return told


@given(_PAIRS, _PAIRS, st.randoms())
def test_no_cluster_holds_two_that_are_kept_apart(suggested, apart, chance) -> None:  # type: ignore[no-untyped-def]
    weights = {pair: chance.uniform(0, 9) for pair in sorted(suggested)}
    made = clusters([Suggested(*pair, weight) for pair, weight in weights.items()], between(apart, weights))
    assert not {pair for group in made for pair in combinations(group, 2)} & apart
    flat = [case for group in made for case in group]
    assert len(flat) == len(set(flat))


@given(_PAIRS, st.randoms())
def test_the_order_of_suggestions_does_not_matter(suggested, chance) -> None:  # type: ignore[no-untyped-def]
    weights = {pair: chance.choice([1.0, 2.0, 3.0]) for pair in sorted(suggested)}
    given_ = [Suggested(*pair, weight) for pair, weight in weights.items()]
    turned = [Suggested(one.right, one.left, one.weight) for one in given_]
    chance.shuffle(turned)
    assert clusters(given_, between(set(), weights)) == clusters(turned, between(set(), weights))


def test_two_brothers_and_a_case_that_fits_both_are_two_people_at_most() -> None:
    weights = {("A", "B"): 9.0, ("B", "C"): 8.0}
    made = clusters(
        [Suggested(*pair, weight) for pair, weight in weights.items()], between({("A", "C")}, weights)
    )
    assert made == [("A", "B")]


def test_what_a_person_linked_stays_together_and_keeps_others_out() -> None:
    weights = {("B", "C"): 5.0}
    made = clusters([Suggested("B", "C", 5.0)], between({("A", "C")}, weights), [("A", "B")])
    assert made == [("A", "B")]


def test_a_chain_of_weak_links_does_not_join_everybody() -> None:
    weights = dict.fromkeys((("A", "B"), ("B", "C"), ("C", "D")), 1.0)
    known = weights | dict.fromkeys(product("AB", "CD"), -4.0) | {("B", "C"): 1.0}
    made = clusters([Suggested(*pair, weight) for pair, weight in weights.items()], between(set(), known))
    assert made == [("A", "B"), ("C", "D")]
