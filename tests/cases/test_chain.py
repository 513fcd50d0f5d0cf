"""The chain of times held: in the order of their days, with each gap between two of them named."""

from __future__ import annotations

from typing import Any

import pytest

from registry.cases.chain import chain_of, gaps_of
from registry.cases.episodes import EpisodeView, episodes_of
from registry.cases.items import Episode, Item
from registry.cases.register import Registers
from tests.cases.build import Maker
from tests.cases.build_registers import SOURCES, record, registers


def chain(*times: dict[str, Any], known: Registers | None = None) -> tuple[EpisodeView, ...]:
    """Return the chain of the times held that these facts tell of, one source all of it."""
    make, items = Maker(), list[Item]()
    for facts in times:
        made = Episode(**make.stamp(), kind="held")
        items += [made, *(make.claim(fact, value, about=made.id) for fact, value in facts.items())]
    return chain_of(episodes_of(make.case(*items), SOURCES, known))


def gaps(*times: dict[str, Any], known: Registers | None = None) -> list[tuple[str, str, str]]:
    """Return the gaps as kind and days."""
    found = gaps_of(chain(*times, known=known))
    return [(gap.kind, str(gap.since or ""), str(gap.until or "")) for gap in found]


FIRST = {"taken_on": "2016-12-09", "facility": "Branch 290"}


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        # One ends and the next begins the same day or the day after: nothing lies between.
        ({"end": "transferred", "ended_on": "2017-01-05"}, "2017-01-05", []),
        ({"end": "transferred", "ended_on": "2017-01-05"}, "2017-01-06", []),
        ({"end": "transferred", "ended_on": "2017-01"}, "2017-01", []),
        # Days that surely lie between.
        ({"end": "transferred", "ended_on": "2017-01-05"}, "2017-03", [("unaccounted", "2017-01-05", "2017-03-01")]),
        ({"ended_on": "2017-01"}, "2017-03", [("unaccounted", "2017-01-31", "2017-03-01")]),
        ({"end": "released", "ended_on": "2017-01"}, "2018", [("at_liberty", "2017-01-31", "2018-01-01")]),
        ({"end": "escaped", "ended_on": "2017-01"}, "2018", [("at_liberty", "2017-01-31", "2018-01-01")]),
        # An end whose day nobody states; no end at all; a next beginning before this one ended.
        ({"end": "transferred"}, "2017-03", [("unaccounted", "", "2017-03-01")]),
        ({}, "2017-03", [("no_end", "", "")]),
        ({"end": "transferred", "ended_on": "2017-06"}, "2017-03", [("overlap", "", "")]),
        ({"end": "transferred", "ended_on": "2017-03"}, "2017-03-15", []),
    ],
)  # fmt: skip
def test_what_lies_between_two_times_held_is_named(
    first: dict[str, str], second: str, found: list[tuple[str, str, str]]
) -> None:
    assert gaps({**FIRST, **first}, {"admitted_on": second, "facility": "Sednaya"}) == found


def test_the_chain_follows_the_days_and_not_the_order_of_writing() -> None:
    late, early = (
        {"admitted_on": "2018", "facility": "Adra"},
        {**FIRST, "end": "transferred", "ended_on": "2017"},
    )
    assert [view.best("facility").text for view in chain(late, early)] == ["Branch 290", "Adra"]
    undated = {"facility": "somewhere"}
    assert [view.best("facility").text for view in chain(undated, late, early)][-1] == "somewhere"
    assert gaps(undated, early)[-1][0] == "undated"
    assert gaps({**FIRST}) == []


def test_being_moved_elsewhere_than_where_the_next_begins_is_said() -> None:
    first = {**FIRST, "end": "transferred", "ended_on": "2017-01-05", "moved_to": "Sednaya prison"}
    assert gaps(first, {"admitted_on": "2017-01-05", "facility": "Adra"}) == [("elsewhere", "", "")]
    assert gaps(first, {"admitted_on": "2017-01-05", "facility": "the slaughterhouse"}) == [
        ("elsewhere", "", "")
    ]
    prison = record(Maker(), "facility", ("name", "Sednaya prison"), ("alias", "the slaughterhouse"))
    second = {"admitted_on": "2017-01-05", "facility": "the slaughterhouse"}
    assert gaps(first, second, known=registers(prison)) == []


def test_a_gap_is_said_in_a_sentence_with_its_days() -> None:
    (gap,) = gaps_of(chain({**FIRST, "end": "transferred"}, {"admitted_on": "2017-03", "facility": "Adra"}))
    assert gap.says == "where from a day not known to 2017-03-01 nobody says"
