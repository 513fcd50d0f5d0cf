"""The order in which records were written holds against every clock, and depends on the records alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from registry.words.written import in_written_order


@dataclass(frozen=True)
class Record:
    """Something written down: after what, and by which clock."""

    id: str
    at: str
    before: tuple[str, ...] = ()


def ordered(*records: Record) -> list[str]:
    return [one.id for one in in_written_order(records, lambda one: one.before)]


def test_times_decide_where_none_names_the_other() -> None:
    assert ordered(Record("b", "2"), Record("a", "2"), Record("c", "1")) == ["c", "a", "b"]


def test_what_names_another_comes_after_it_whatever_the_clock_said() -> None:
    assert ordered(Record("a", "2026"), Record("b", "1999", ("a",)), Record("c", "2025")) == ["c", "a", "b"]
    assert ordered(Record("a", "2026", ("gone", "a"))) == ["a"]


def test_a_circle_is_read_by_its_times_and_loses_nothing() -> None:
    assert ordered(Record("a", "3", ("b",)), Record("b", "2", ("a",)), Record("c", "9")) == ["c", "b", "a"]


@given(st.lists(st.integers(0, 3), max_size=8), st.randoms(use_true_random=False))
def test_records_that_name_the_last_one_come_as_they_were_written(clocks: list[int], chance: Any) -> None:
    ids = [f"{number}" for number in range(len(clocks))]
    chance.shuffle(ids)
    written = [
        Record(one, str(clock), tuple(ids[place - 1 : place]) if place else ())
        for place, (one, clock) in enumerate(zip(ids, clocks, strict=True))
    ]
    mixed = list(written)
    chance.shuffle(mixed)
    assert ordered(*mixed) == ids
