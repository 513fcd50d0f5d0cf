"""Which items no longer count, however often undoing was undone and in whichever order items are kept."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from registry.words.undone import in_order, undone


def item(at: int, *undoes: str) -> dict[str, Any]:
    made = {"id": f"I{at}", "at": f"2026-01-{at:02}"}
    return {**made, "t": "undo", "items": list(undoes)} if undoes else {**made, "t": "claim"}


def test_an_undone_undo_brings_back_what_it_took() -> None:
    life = [item(1), item(2, "I1"), item(3, "I2"), item(4, "I3")]
    assert [sorted(undone(life[:until])) for until in range(1, 5)] == [[], ["I1"], ["I2"], ["I1", "I3"]]


def test_items_of_one_moment_stand_in_the_order_of_their_ids_and_undated_ones_first() -> None:
    one, other, undated = {"id": "B", "at": "1"}, {"id": "A", "at": "1"}, {"id": "Z"}
    assert [found["id"] for found in in_order([one, other, undated])] == ["Z", "A", "B"]


def test_no_clock_has_a_say() -> None:
    # Written in this order, on a machine whose clock was set back each time.
    life = [
        {"id": "claim", "at": "2026-11-22", "t": "claim"},
        {"id": "undo", "at": "2026-11-20", "t": "undo", "items": ["claim"]},
        {"id": "redo", "at": "2026-11-10", "t": "undo", "items": ["undo"]},
        {"id": "again", "at": "2026-11-01", "t": "undo", "items": ["redo"]},
    ]
    found = [sorted(undone(life[:until])) for until in range(1, 5)]
    assert found == [[], ["claim"], ["undo"], ["claim", "redo"]]


def test_undos_in_a_circle_end() -> None:
    life = [item(1), item(2, "I1", "I3"), item(3, "I2")]
    assert undone(life) == {"I2"}, "the later of the two counts"
    assert undone([item(1), item(2, "I2", "I1")]) == {"I1", "I2"}


@given(st.lists(st.integers(1, 28), min_size=4, max_size=12), st.data())
def test_a_life_reads_the_same_whatever_its_clock_said(days: list[int], data: st.DataObject) -> None:
    life: list[dict[str, Any]] = []
    for place, day in enumerate(days):
        undoes = data.draw(st.sets(st.integers(0, place - 1), max_size=3)) if place else set()
        made = {"id": f"I{place:02}", "at": f"2026-01-{place + 1:02}", "t": "undo" if undoes else "claim"}
        life.append({**made, "items": [f"I{one:02}" for one in sorted(undoes)], "clock": day})
    astray = [{**one, "at": f"2026-01-{one['clock']:02}"} for one in life]
    assert undone(astray) == undone(life)


steps = st.lists(st.sets(st.integers(1, 12), max_size=3), min_size=1, max_size=12)


@given(steps, st.randoms(use_true_random=False))
def test_the_order_of_merging_says_nothing(given_steps: list[set[int]], chance: Any) -> None:
    life = [
        item(at, *(f"I{one}" for one in earlier if one < at))
        for at, earlier in enumerate(given_steps, start=1)
    ]
    shuffled = life[:]
    chance.shuffle(shuffled)
    assert undone(shuffled) == undone(life)


@given(steps)
def test_what_the_last_item_takes_back_does_not_count(given_steps: list[set[int]]) -> None:
    life = [
        item(at, *(f"I{one}" for one in earlier if one < at))
        for at, earlier in enumerate(given_steps, start=1)
    ]
    last = life[-1]
    assert last["id"] not in undone(life)
    assert set(last.get("items", ())) <= undone(life)
