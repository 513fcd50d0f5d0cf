"""Tables that close a ring: they are bound person by person, or the release is refused."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import product
from typing import Any

import pytest

from registry.audit import system
from tests.audit.written import CONTROLLED, audited, children, kinds, summary

# A ring of four tables, each of which shares one dimension with the next.
RING = ("ab", "bc", "cd", "da")


Counts = dict[tuple[str, tuple[int, int]], int]


def ring(
    counts: Counts, side: int, tables: Sequence[str] = RING, *, withheld: str = "", **beside: Any
) -> bytes:
    """Return some of the four tables of ``side`` classes each way, with the sums over their second dimension.

    Of the table ``withheld`` only these sums are printed.
    """
    cells: dict[frozenset[tuple[str, str]], int] = {}
    for table, at in product(tables, product(range(side), repeat=2)):
        named = [(key, f"{key}{n}") for key, n in zip(table, at, strict=True)]
        cells[frozenset(named)] = counts[table, at]
        for margin in (frozenset(named[:1]), *([frozenset[tuple[str, str]]()] if table == tables[0] else [])):
            cells[margin] = cells.get(margin, 0) + counts[table, at]
    classes = children(**{key: [f"{key}{n}" for n in range(side)] for key in "abcd"})
    hidden = {at for at in cells if withheld and {key for key, _ in at} == set(withheld)}
    return summary(
        classes, [(dict(at), None if at in hidden else value) for at, value in cells.items()], **beside
    )


def even(side: int, value: int) -> Counts:
    return {(table, at): value for table in RING for at in product(range(side), repeat=2)}


def test_tables_that_agree_two_by_two_and_not_all_together_contradict_each_other() -> None:
    # Everyone's a is their b, their b their c and their c their d: then nobody's d is another than their a.
    same = {(0, 0): 50, (1, 1): 50, (0, 1): 0, (1, 0): 0}
    other = {(0, 0): 0, (1, 1): 0, (0, 1): 50, (1, 0): 50}
    counts = {(table, at): n for table in RING[:3] for at, n in same.items()}
    assert "contradiction" in kinds(audited(ring(counts | {("da", at): n for at, n in other.items()}, 2)))
    assert kinds(audited(ring(counts | {("da", at): n for at, n in same.items()}, 2))) == {"group"}


def test_a_ring_is_parted_where_no_table_crosses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Over twenty thousand combinations of all four, but of three at a time no more than a few thousand."""
    wide = ring(even(12, 20), 12, rounding=CONTROLLED)
    assert audited(wide).safe
    monkeypatch.setattr(system, "_cliques", lambda *_: [frozenset("abcd")])
    assert not audited(wide).safe


def test_the_parts_of_a_ring_tell_what_the_whole_ring_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    chance, drawn = random.Random(4), []
    for _ in range(12):
        counts = even(2, 0)
        for _ in range(30):
            person = [chance.randrange(2)] * 4
            for at in range(3):
                person[at] ^= chance.random() < 0.05
            for table in RING:
                counts[table, (person["abcd".index(table[0])], person["abcd".index(table[1])])] += 1
        drawn.append(ring(counts, 2, withheld="da"))
    parted = [audited(one).findings for one in drawn]
    monkeypatch.setattr(system, "_cliques", lambda *_: [frozenset("abcd")])
    assert parted == [audited(one).findings for one in drawn]
    told = {"all tables taken together" in one.words for found in parted for one in found}
    assert told == {True, False}, "some of it only the ring tells"


def test_a_ring_that_is_too_large_to_be_settled_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    small = ring(even(3, 20), 3, rounding=CONTROLLED)
    assert audited(small).safe
    monkeypatch.setattr(system, "MOST_JOINED", 53)
    assert kinds(audited(small)) == {"not-settled"}
    monkeypatch.setattr(system, "MOST_JOINED", 54)
    assert audited(small).safe


def test_a_ring_of_several_releases_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two recipients, each with tables that close no ring, put them together."""
    parts = [
        ring(even(3, 20), 3, tables, release_id=tables[0], rounding=CONTROLLED)
        for tables in (RING[:2], RING[2:])
    ]
    assert all(audited(one).safe for one in parts)
    assert audited(*parts).safe
    monkeypatch.setattr(system, "MOST_JOINED", 53)
    assert all(audited(one).safe for one in parts)
    assert kinds(audited(*parts)) == {"not-settled"}
