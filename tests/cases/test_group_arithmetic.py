"""Group arithmetic against random populations: whatever is truly said, the truth lies within what is answered."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from registry.cases.groups import Span, hull, remainder, too_many_named, total_of
from tests.cases.test_groups import relation

_PEOPLE = 14


@dataclass
class World:
    """Who truly is in which group, and what honest sources say of it."""

    groups: dict[str, set[int]]
    spans: dict[str, Span]
    relations: dict[tuple[str, str], str]
    named: dict[str, frozenset[str]]
    possible: dict[str, frozenset[str]]


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Return groups of one population; parts of others and copies of them are drawn on purpose."""
    groups: dict[str, set[int]] = {}
    for number in range(draw(st.integers(1, 7))):
        base = draw(st.sampled_from([set(range(_PEOPLE)), *groups.values()]))
        groups[f"G{number}"] = set(draw(st.sets(st.sampled_from(sorted(base)), min_size=1)))
    spans = {
        name: Span(
            draw(st.none() | st.integers(0, len(people))),
            draw(st.none() | st.integers(len(people), _PEOPLE + 6)),
        )
        for name, people in groups.items()
    }
    relations = {}
    for one, other in combinations(groups, 2):
        pair = draw(st.sampled_from([(one, other), (other, one)]))
        true = relation(groups[pair[0]], groups[pair[1]])
        relations[pair] = draw(st.sampled_from([true, true, "unknown"]))
    named = {
        name: frozenset(f"P{p}" for p in draw(st.sets(st.sampled_from(sorted(people)))))
        for name, people in groups.items()
    }
    possible = {
        name: named[name] | frozenset(f"P{p}" for p in draw(st.sets(st.integers(0, _PEOPLE - 1))))
        for name in groups
    }
    return World(groups, spans, relations, named, possible)


@given(worlds())
def test_the_total_covers_the_truth_and_nobody_is_counted_twice(world: World) -> None:
    found = total_of(world.spans, world.relations, world.named)
    truth = len(set().union(*world.groups.values()))
    assert (found.span.low or 0) <= truth
    assert found.span.high is None or found.span.high >= truth
    assert (found.span.low or 0) >= len(frozenset().union(*world.named.values()))
    assert all(not world.groups[a] & world.groups[b] for a, b in combinations(found.cover, 2))


@given(worlds())
def test_what_is_true_is_never_called_a_contradiction(world: World) -> None:
    assert total_of(world.spans, world.relations, world.named).contradictions == ()


@given(worlds())
def test_knowing_less_never_narrows_the_total(world: World) -> None:
    full = total_of(world.spans, world.relations, world.named).span
    blind = total_of(world.spans, {}, {}).span
    assert (blind.low or 0) <= (full.low or 0)
    assert blind.high is None or (full.high is not None and full.high <= blind.high)


@given(worlds())
def test_every_pair_that_is_not_said_to_be_known_may_be_asked_for(world: World) -> None:
    """A pair that is left out of the unknown ones truly stands as the relations imply."""
    unknown = set(total_of(world.spans, world.relations).unknown)
    for one, other in combinations(sorted(world.groups), 2):
        if (one, other) in unknown:
            assert world.relations.get((one, other), world.relations.get((other, one))) == "unknown"


@given(worlds())
def test_the_unnamed_rest_holds_the_truth_and_is_never_negative(world: World) -> None:
    for name, people in world.groups.items():
        everyone, surely = world.possible[name], world.named[name]
        rest = remainder(world.spans[name], len(everyone), len(surely))
        truly_named = len(everyone & {f"P{p}" for p in people})
        assert rest.low is not None and 0 <= rest.low <= len(people) - truly_named
        assert rest.high is None or rest.high >= len(people) - truly_named
        assert rest.high is None or rest.low <= rest.high
        assert not too_many_named(world.spans[name], len(surely))


_SPANS = st.builds(
    lambda low, more: Span(low, None if more is None else (low or 0) + more),
    st.none() | st.integers(0, 1000),
    st.none() | st.integers(0, 1000),
)


@given(st.lists(_SPANS, max_size=6), st.randoms())
def test_figures_side_by_side_hold_each_of_them_in_any_order(spans: list[Span], random: object) -> None:
    over = hull(spans)
    figures = [span for span in spans if span != Span(None, None)]
    assert all((over.low or 0) <= (span.low or 0) for span in figures)
    assert all(over.high is None or (span.high is not None and span.high <= over.high) for span in figures)
    assert hull(reversed(spans)) == over
    assert hull([*spans, *spans]) == over
