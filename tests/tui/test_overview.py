"""The overview: every figure beside its bar, counted from the lines of the cases."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from registry.desk.desk import Desk
from registry.desk.overview import Counts
from registry.desk.tasking import NewTask, add_task
from registry.tui.bars import bar, spark
from registry.tui.overview import OWN_EYES, by_month
from registry.tui.paint import spoken
from tests.desk.making import a_case, a_group
from tests.tui.conftest import drawn, driven, settled, sitting


def some(desk: Desk) -> None:
    """Three people, two of them last seen in one month, and one report about many."""
    for name, day in (("Adel", "2016-12-09"), ("Basel", "2016-12"), ("Dima", "2015")):
        case = a_case(desk, facts={"name": name, "last_seen_on": day, "last_seen_at": "Aleppo"})
    add_task(desk, case, NewTask("recontact", "2020-01-01"))
    a_group(desk)


@driven
async def test_the_overview_counts_every_case_and_says_that_it_is_for_this_screen_only(
    tmp_path: Path,
) -> None:
    async with sitting(tmp_path / "v", some, size=(120, 40)) as (app, pilot):
        await pilot.press("8")
        await settled(pilot)
        seen = drawn(app)
        assert " ".join(OWN_EYES.split()[:6]) in seen
        assert "People by status: 3" in seen
        assert "3 ████████ ? missing" in seen
        assert "3 ████████ Aleppo" in seen
        assert "2016: 2, most in month 12: 2" in seen
        assert "with no month" in seen
        assert "1 of them overdue" in seen
        assert "no backup" in seen
        assert "█" in seen
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        await pilot.press("G")
        await settled(pilot)
        assert "3 ████████ Aleppo" in drawn(app), "one column holds all of it"


def test_where_blocks_cannot_be_written_plain_signs_stand_for_them() -> None:
    assert bar(3, 4, 8, blocks=False) == "######"
    assert spark([0, 1, 8], 8, blocks=False) == " .@"


@pytest.mark.parametrize(
    ("value", "most", "drawn"), [(0, 9, ""), (1, 1000, "▏"), (9, 9, "████"), (5, 8, "██▌")]
)
def test_a_bar_is_as_long_as_its_number_and_never_nothing_for_something(
    value: int, most: int, drawn: str
) -> None:
    assert bar(value, most, 4) == drawn


def test_all_years_are_drawn_to_one_scale() -> None:
    counts = Counts(months=Counter({(2014, 1): 1, (2016, 12): 2}), unsure=4)
    assert spoken(by_month(counts, blocks=True)).splitlines()[1:] == [
        "|▄           |: 2014: 1, most in month 1: 1",
        "|           █|: 2016: 2, most in month 12: 2",
        "     4: with no month, or with several that may be",
    ]
