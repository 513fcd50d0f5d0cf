"""The auditor against plain enumeration: every table of people that fits the prints, one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations_with_replacement, product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.audit.auditing import audit
from registry.audit.finding import Audit
from registry.audit.reading import Cell, Release, read_release
from tests.audit.written import children, summary

SIDES = [(2, 2), (3, 2), (3, 3), (2, 2, 2), (3, 2, 2), (3, 3, 2)]
SMALL = [(2, 2), (3, 2), (2, 2, 2)]
LIMIT = 3
FEW = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
MANY = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])

Person = tuple[int, ...]


def classes(sides: Sequence[int]) -> dict[str, Any]:
    return children(**{f"d{at}": [f"{at}{n}" for n in range(side)] for at, side in enumerate(sides)})


def places(sides: Sequence[int], margins: Sequence[tuple[int, ...]]) -> list[Person]:
    """Return every cell of the tables over ``margins``, -1 for a total."""
    found = {}
    for margin in margins:
        for codes in product(
            *[[-1, *range(side)] if at in margin else [-1] for at, side in enumerate(sides)]
        ):
            found[codes] = None
    return list(found)


def count(people: Sequence[Person], place: Person) -> int:
    return sum(all(c in (-1, p) for c, p in zip(place, person, strict=True)) for person in people)


def at(place: Person) -> Cell:
    return frozenset((f"d{n}", f"{n}{code}") for n, code in enumerate(place) if code >= 0)


def written(
    sides: Sequence[int],
    values: dict[Person, int | None],
    rounding: dict[str, Any] | None,
    name: str = "first",
) -> Release:
    cells = [(dict(at(place)), value) for place, value in values.items()]
    day = "2026-01-01" if name == "first" else "2026-02-01"
    raw = summary(classes(sides), cells, rounding=rounding, release_id=name, made_on=day)
    return replace(read_release(raw), threshold=LIMIT)


def fitting(
    sides: Sequence[int], values: dict[Person, int | None], reach: int, most: int
) -> Iterator[dict[Person, int]]:
    """Yield the counts of every set of at most ``most`` people that fits the prints."""
    persons = list(product(*map(range, sides)))
    for size in range(most + 1):
        for people in combinations_with_replacement(persons, size):
            counts = {place: count(people, place) for place in values}
            if all(v is None or abs(counts[p] - v) <= reach for p, v in values.items()):
                yield counts


def told(counts: list[dict[Person, int]], place: Person) -> tuple[int, int] | None:
    """Return the bounds of a count if they tell of a few people."""
    low, high = min(c[place] for c in counts), max(c[place] for c in counts)
    return (low, high) if (low >= 1 and high < LIMIT) or low == high < LIMIT else None


def flagged(found: Audit, *kinds: str) -> dict[Cell, tuple[int | None, int | None]]:
    return {one.cells[0]: (one.low, one.high) for one in found.findings if one.fatal and one.kind in kinds}


@st.composite
def registers(
    draw: st.DrawFn, choice: Sequence[tuple[int, ...]] = SMALL, most: int = 3
) -> tuple[tuple[int, ...], list[Person]]:
    sides = draw(st.sampled_from(choice))
    person = st.tuples(*(st.integers(0, side - 1) for side in sides))
    return sides, draw(st.lists(person, max_size=most))


@FEW
@given(registers(), st.data())
def test_withheld_cells_are_found_out_exactly_as_by_enumeration(
    register: tuple[tuple[int, ...], list[Person]], data: st.DataObject
) -> None:
    withheld(register, data)


@pytest.mark.slow
@MANY
@given(registers(SIDES), st.data())
def test_withheld_cells_are_found_out_as_by_enumeration_up_to_three_by_three_by_two(
    register: tuple[tuple[int, ...], list[Person]], data: st.DataObject
) -> None:
    withheld(register, data)


def withheld(register: tuple[tuple[int, ...], list[Person]], data: st.DataObject) -> None:
    sides, people = register
    everything = places(sides, [tuple(range(len(sides)))])
    hidden = set(data.draw(st.lists(st.sampled_from(everything), max_size=len(everything))))
    hidden.discard((-1,) * len(sides))
    values = {place: None if place in hidden else count(people, place) for place in everything}
    found = flagged(audit([written(sides, values, None)]), "exact", "proved")
    counts = list(fitting(sides, values, 0, len(people)))
    expected = {at(place): bounds for place in hidden if (bounds := told(counts, place))}
    assert found == expected


@FEW
@given(registers(), st.data())
def test_rounded_tables_are_found_out_exactly_as_by_enumeration(
    register: tuple[tuple[int, ...], list[Person]], data: st.DataObject
) -> None:
    rounded(register, data)


@pytest.mark.slow
@MANY
@given(registers(SIDES), st.data())
def test_rounded_tables_are_found_out_as_by_enumeration_up_to_three_by_three_by_two(
    register: tuple[tuple[int, ...], list[Person]], data: st.DataObject
) -> None:
    rounded(register, data)


def rounded(register: tuple[tuple[int, ...], list[Person]], data: st.DataObject) -> None:
    """Prints may be any neighbouring multiple of two, additive or not, over whole tables or over a ring of margins."""
    sides, people = register
    pairs = [(0, 1), (1, 2), (0, 2)]
    ring = len(sides) == 3 and data.draw(st.booleans())
    values: dict[Person, int | None] = {}
    for place in places(sides, pairs if ring else [tuple(range(len(sides)))]):
        true = count(people, place)
        values[place] = true + (data.draw(st.sampled_from([-1, 1])) if true % 2 else 0)
    found = flagged(audit([written(sides, values, {"base": 2, "mode": "controlled"})]), "exact", "proved")
    total = values[(-1,) * len(sides)] or 0
    counts = list(fitting(sides, values, 1, total + 1))
    expected = {at(place): bounds for place in values if (bounds := told(counts, place))}
    assert found == expected


@FEW
@given(st.data())
def test_two_releases_of_the_same_people_are_found_out_as_by_enumeration(data: st.DataObject) -> None:
    sides = (2, 2)
    people = data.draw(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), max_size=4))
    releases, prints = [], []
    for name, margins in (("first", [(0,), (1,)]), ("second", [(0, 1)])):
        values: dict[Person, int | None] = {}
        for place in places(sides, margins):
            true = count(people, place)
            values[place] = true + (data.draw(st.sampled_from([-1, 1])) if true % 2 else 0)
        prints.append(values)
        releases.append(written(sides, values, {"base": 2, "mode": "random"}, name))
    found = audit(releases)
    singly = set(flagged(found, "exact", "proved"))
    together = flagged(found, "collusion")
    both = [
        {**one, **two}
        for one in fitting(sides, prints[0], 1, 5)
        for two in fitting(sides, prints[1], 1, 5)
        if all(one[place] == two[place] for place in one if place in two)
    ]
    expected = {
        at(place) for values in prints for place in values if told(both, place) and at(place) not in singly
    }
    assert expected <= set(together)
    assert all(told(both, place) for values in prints for place in values if at(place) in together)


@FEW
@given(st.data())
def test_a_release_after_which_people_only_came_is_found_out_as_by_enumeration(data: st.DataObject) -> None:
    sides = (2, 2)
    person = st.tuples(st.integers(0, 1), st.integers(0, 1))
    before = data.draw(st.lists(person, max_size=3))
    after = before + data.draw(st.lists(person, min_size=1, max_size=2))
    releases, prints = [], []
    for name, people in (("first", before), ("second", after)):
        values: dict[Person, int | None] = {}
        for place in places(sides, [(0, 1)]):
            true = count(people, place)
            values[place] = true + (data.draw(st.sampled_from([-1, 1])) if true % 2 else 0)
        prints.append(values)
        releases.append(written(sides, values, {"base": 2, "mode": "random"}, name))
    found = audit(releases)
    finest = list(product(range(2), range(2)))
    pairs = [
        (one, two)
        for one in fitting(sides, prints[0], 1, 5)
        for two in fitting(sides, prints[1], 1, 6)
        if all(two[place] >= one[place] for place in finest)
    ]
    told_before = set(flagged(found, "exact", "proved", "collusion", "growth", "change"))
    for place in prints[0]:
        added = [two[place] - one[place] for one, two in pairs]
        small = min(added) >= 1 and max(added) < LIMIT
        expected = small or told([one for one, _ in pairs], place) or told([two for _, two in pairs], place)
        assert not expected or at(place) in told_before
    growth = flagged(found, "growth")
    assert all(
        told([one for one, _ in pairs], place) or told([two for _, two in pairs], place)
        for place in prints[0]
        if at(place) in growth
    )
