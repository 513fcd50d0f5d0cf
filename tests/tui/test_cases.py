"""The list of cases: searched as one types, narrowed, marked, and opened, by keys alone."""

from __future__ import annotations

from pathlib import Path

from registry.cases.duties import task_states
from registry.cases.line import CaseLine
from registry.desk.desk import Desk
from registry.display.cells import Way, laid
from registry.tui.app import RegistryApp
from registry.tui.case_rows import COLUMNS, seen_words, words_of
from registry.tui.case_words import status_words
from registry.tui.cases import CasesScreen
from registry.tui.columns import laid_out
from tests.desk.making import a_case, a_source, a_status
from tests.tui.conftest import drawn, driven, settled, sitting, typed


def _filled(desk: Desk) -> None:
    first = a_case(
        desk, facts={"name": "Adel Canary", "last_seen_on": "2016-12-09", "last_seen_at": "Aleppo"}
    )
    a_case(desk, facts={"name": "خالد الحلبي", "sex": "male"})
    a_case(desk, facts={"name": "Huda Finch", "sex": "female"})
    a_status(desk, first, "held_reported", a_source(desk))


@driven
async def test_a_name_is_found_in_the_other_script_and_the_list_comes_back(tmp_path: Path) -> None:
    async with sitting(tmp_path / "v", _filled, size=(120, 30)) as (app, pilot):
        await pilot.press("slash")
        await typed(pilot, "Khaled")
        await settled(pilot)
        seen = drawn(app)
        assert laid("خالد", 4, Way.LOGICAL) in seen
        assert "Huda" not in seen
        assert "1 of 1 · best first" in seen
        assert "found by" in seen
        await pilot.press("enter", "escape")
        await settled(pilot)
        assert "Huda Finch" in drawn(app)
        assert "1 of 3" in drawn(app)


@driven
async def test_a_list_is_narrowed_with_counts_and_escape_shows_all_again(tmp_path: Path) -> None:
    async with sitting(tmp_path / "v", _filled) as (app, pilot):
        await pilot.press("f")
        await typed(pilot, "sex")
        await pilot.press("enter")
        await pilot.pause()
        assert "female  (1)" in drawn(app)
        await typed(pilot, "female")
        await pilot.press("enter")
        await settled(pilot)
        assert "sex: female" in drawn(app)
        assert "Huda Finch" in drawn(app)
        assert "Canary" not in drawn(app)
        await pilot.press("escape")
        await settled(pilot)
        assert "Adel Canary" in drawn(app)


@driven
async def test_the_card_follows_the_cursor_and_stands_alone_where_there_is_no_room(tmp_path: Path) -> None:
    async with sitting(tmp_path / "v", _filled, size=(120, 30)) as (app, pilot):
        await pilot.press("G")
        await settled(pilot)
        assert "9 December 2016, Aleppo" in drawn(app)
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert "9 December 2016" not in drawn(app)
        await pilot.press("tab")
        await settled(pilot)
        assert "9 December 2016, Aleppo" in drawn(app)
        assert "Huda Finch" not in drawn(app)


@driven
async def test_one_task_is_opened_on_every_marked_case_and_goes_with_one_undo(tmp_path: Path) -> None:
    async with sitting(tmp_path / "v", _filled) as (app, pilot):
        await pilot.press("space", "space", "t")
        await settled(pilot)
        await typed(pilot, "ask an authority")
        await pilot.press("enter", "enter")
        await settled(pilot)
        await pilot.press("enter", "ctrl+s")
        await settled(pilot)
        assert await _tasks(app) == ["", "query_authority", "query_authority"]
        await pilot.press("u")
        await settled(pilot)
        await pilot.press("y")
        await settled(pilot)
        assert await _tasks(app) == ["", "", ""]


async def _tasks(app: RegistryApp) -> list[str]:
    def read(desk: Desk) -> list[str]:
        files = [desk.case(line.id) for line in desk.lines()]
        return sorted(",".join(state.task.kind for state in task_states(file)) for file in files)

    return await app.at_desk(read)


@driven
async def test_what_is_written_elsewhere_comes_in_and_the_cursor_stays_on_its_case(tmp_path: Path) -> None:
    async with sitting(tmp_path / "v", _filled) as (app, pilot):
        await pilot.press("j")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, CasesScreen)
        before = screen.seen.line(screen.table.cursor)
        await app.at_desk(lambda desk: a_case(desk, facts={"name": "Newest Wren"}))
        screen.renew()
        await settled(pilot)
        assert "Newest Wren" in drawn(app)
        after = screen.seen.line(screen.table.cursor)
        assert screen.table.cursor == 2
        assert before is not None
        assert after is not None
        assert before.id == after.id


def _line(**more: object) -> CaseLine:
    given = {
        "id": "0123456789ABCDEFGHJKMNPQRS", "kind": "person", "status": "death_reported", "flags": ("hypothesis",),
        "names": ("Adel",), "folded": "", "seen_from": 0, "seen_to": 0, "sex": "", "age": "", "at": "Aleppo",
        "place": "", "holder": "", "family": "", "statistics": False, "statistics_until": "", "stage": "in_review",
        "made_at": "", "touched_at": "",
    }  # fmt: skip
    return CaseLine(**{**given, **more})


def test_a_reported_death_is_never_called_dead_in_a_row() -> None:
    words = words_of(_line(priority="urgent"), "en")
    assert words[1] == "? death reported (not verified)"
    assert words[5] == "!! in review, hypothesis"
    assert len(words) == len(COLUMNS) + 1


def test_a_row_says_a_date_as_far_as_it_is_known() -> None:
    assert seen_words(736307, 736307) == "2016-12-09"
    assert seen_words(736299, 736329) == "2016-12"
    assert seen_words(736299, 0) == "2016-12-01"
    assert seen_words(0, 0) == "-"


def test_a_reported_death_is_told_in_full_as_not_verified_on_the_smallest_screen() -> None:
    told = len(status_words("death_reported", "en"))
    for width in (56, 68, 74, 76, 79, 119):
        places = {
            COLUMNS[placed.index].heading: placed.cells for placed in laid_out(COLUMNS, width - 3, 0).placed
        }
        assert places["status"] >= told and places["names"] >= 10, (width, places)
        assert places.get("last seen", 10) == 10, (width, places)
