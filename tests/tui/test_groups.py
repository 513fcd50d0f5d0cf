"""Group reports on the full screen: who of them is named, how many are not, and how they relate."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from registry.desk.desk import Desk
from registry.desk.group_reading import read_group
from registry.desk.grouping import count_group
from registry.desk.listing import Filter, cases
from registry.tui.app import RegistryApp
from tests.desk.making import a_case, a_group
from tests.tui.conftest import drawn, driven, settled, sitting, typed


async def at(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys, each once what came of the one before is there; words are pasted."""
    for key in keys:
        await (typed(pilot, key[1:]) if key.startswith(":") else pilot.press(key))
        await settled(pilot)


def two_groups(desk: Desk) -> None:
    a_group(desk, "200 to 250 men")
    a_group(desk, "at least 40")
    a_case(desk, facts={"name": "Adel Canary"})


async def of(app: RegistryApp, kind: str) -> list[str]:
    found = await app.at_desk(lambda desk: cases(desk, Filter(kind=kind), limit=9))
    return [line.id for line in found.items]


@driven
async def test_a_member_is_found_by_name_linked_and_unlinked_with_a_reason(tmp_path: Path) -> None:
    async with sitting(tmp_path / "v", two_groups) as (app, pilot):
        await at(pilot, "3")
        seen = drawn(app)
        assert "200 to 250" in seen
        assert "at least 40" in seen
        await at(pilot, "enter")
        seen = drawn(app)
        assert "Not named       200 to 250 people" in seen
        assert 'said: "200 to 250 men"' in seen
        assert "How it relates to 1 other report is not known" in seen
        await at(pilot, "a", ":adil kanari", "enter", "enter", ":certain", "enter")
        await at(pilot, "enter")
        assert "this cannot be left empty" in drawn(app)
        await at(pilot, ":her sister says so", "enter")
        assert "Named here      1" in drawn(app)
        assert "Not named       199 to 249 people" in drawn(app)
        await at(pilot, "tab")
        assert "Adel Canary" in drawn(app)
        group = app.screen.group
        counted = await app.at_desk(lambda desk: count_group(desk, group))
        assert counted.surely == frozenset(await of(app, "person"))
        await at(pilot, "escape")  # the list knows of it
        row = next(line for line in drawn(app).splitlines() if "at least 40" in line or "200 to 250" in line)
        assert row.split().count("1") == 1
        await at(pilot, "enter", "x", "enter", ":another man of that name", "enter")
        counted = await app.at_desk(lambda desk: count_group(desk, group))
        assert counted.named == frozenset()


@driven
async def test_a_total_names_what_is_not_known_and_a_relation_is_stated_there(tmp_path: Path) -> None:
    async with sitting(tmp_path / "v", two_groups) as (app, pilot):
        await at(pilot, "3", "t")
        seen = drawn(app)
        assert "In all: at least 200 people" in seen
        assert "? 1 relation is not known" in seen
        await at(pilot, "r", ":nobody", "enter", ":they left from two towns", "enter")
        seen = drawn(app)
        assert "In all: at least 240 people" in seen
        assert "not known" not in seen
        group = (await of(app, "group"))[0]
        read = await app.at_desk(lambda desk: read_group(desk, group))
        assert [tie.relation for tie in read.ties] == ["disjoint"]
