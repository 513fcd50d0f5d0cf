"""The frame: unlocking, going about, dialogues, locking; and nothing shown of what goes wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from registry.tui.dialogues import Confirm, Told
from registry.tui.doors import Left
from registry.tui.frame import Bar, Keys
from registry.tui.unlock import Unlock
from registry.tui.widgets import Pane
from tests.desk.making import a_case
from tests.tui.conftest import PASSPHRASE, drawn, driven, settled, sitting, typed


@driven
async def test_a_vault_is_unlocked_and_the_cases_are_shown(tmp_path: Path) -> None:
    async with sitting(tmp_path / "v", lambda desk: a_case(desk, facts={"name": "Adel Canary"}) and None) as (
        app,
        pilot,
    ):
        assert app.screen.PLACE == "Cases"
        assert "Adel Canary" in drawn(app)
        assert "1 Cases" in drawn(app)
        await pilot.press("L")
        await pilot.pause()
    assert app.return_value is Left.LOCKED
    assert app.desk is None


@driven
async def test_a_wrong_passphrase_leaves_no_hint_and_asks_for_another_process(tmp_path: Path) -> None:
    async with sitting(tmp_path / "v", unlock=False) as (app, pilot):
        await typed(pilot, PASSPHRASE.upper())
        assert PASSPHRASE.upper() not in drawn(app)
        await pilot.press("enter")
        await settled(pilot)
    assert app.return_value is Left.WRONG


@driven
async def test_the_tour_is_shown_once_and_remembered(tmp_path: Path) -> None:
    kept: dict[str, object] = {}
    async with sitting(tmp_path / "v", remembered={}, remember=kept.__setitem__) as (app, pilot):
        assert "Welcome" in drawn(app)
        for _ in range(5):
            await pilot.press("enter")
        await pilot.pause()
        assert app.screen.PLACE == "Cases"
    assert kept == {"toured": True}


@driven
async def test_a_blank_screen_shows_nothing_until_the_same_key(tmp_path: Path) -> None:
    async with sitting(tmp_path / "v", lambda desk: a_case(desk, facts={"name": "Adel Canary"}) and None) as (
        app,
        pilot,
    ):
        await pilot.press("f12")
        await pilot.pause()
        assert drawn(app).strip() == ""
        await pilot.press("escape", "x")
        await pilot.pause()
        assert drawn(app).strip() == ""
        await pilot.press("f12")
        await pilot.pause()
        assert "Adel Canary" in drawn(app)


@driven
async def test_a_dialogue_and_a_line_can_be_blanked_and_locked_too(tmp_path: Path) -> None:
    async with sitting(tmp_path / "v", lambda desk: a_case(desk) and None) as (app, pilot):
        await pilot.press("u")
        await settled(pilot)
        for key in ("f12", "f12"):
            await pilot.press(key)
            await pilot.pause()
        assert isinstance(app.screen, Confirm)
        await pilot.press("escape", "slash", "ctrl+l")
        await pilot.pause()
    assert app.return_value is Left.LOCKED


@driven
async def test_undo_names_the_act_and_is_confirmed_with_another_key(tmp_path: Path) -> None:
    async with sitting(tmp_path / "v", lambda desk: a_case(desk, facts={"name": "Adel Canary"}) and None) as (
        app,
        pilot,
    ):
        await pilot.press("u")
        await settled(pilot)
        assert isinstance(app.screen, Confirm)
        assert "case new" in drawn(app)
        await pilot.press("u")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        await pilot.press("y")
        await settled(pilot)
        assert "Adel Canary" not in drawn(app)


@driven
async def test_a_refusal_is_shown_with_its_next_step(tmp_path: Path) -> None:
    async with sitting(tmp_path / "v") as (app, pilot):
        await pilot.press("u")
        await settled(pilot)
        assert isinstance(app.screen, Told)
        assert "nothing of yours to undo" in drawn(app)


@driven
async def test_what_goes_wrong_ends_the_program_and_shows_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):  # noqa: PT012 - the fault comes from within
        async with sitting(tmp_path / "v") as (app, pilot):
            app.screen.call_later(lambda: 1 // 0)
            await pilot.pause()
    assert app._exit_renderables == []


@driven
async def test_a_screen_that_is_left_before_it_stands_ends_nothing(tmp_path: Path) -> None:
    from registry.tui.disclosure_steps import Tables

    async with sitting(tmp_path / "v") as (app, pilot):
        for _ in range(3):
            app.push_screen(Tables())
            app.pop_screen()
        await settled(pilot)
        assert app.screen.PLACE == "Cases"
    assert app.failed is None


@driven
async def test_help_tells_every_key_of_the_screen_and_offers_no_copy(tmp_path: Path) -> None:
    async with sitting(tmp_path / "v", size=(80, 40)) as (app, pilot):
        await pilot.press("question_mark")
        await settled(pilot)
        told = app.screen.query_one(Pane).text
        for words in ("/: Search", "L: Lock", "F12: Blank", "9: Vault"):
            assert words in told
        assert "Copy" not in told


@driven
async def test_places_and_keys_can_be_clicked(tmp_path: Path) -> None:
    async with sitting(tmp_path / "v", lambda desk: a_case(desk) and None, size=(120, 24)) as (app, pilot):
        await pilot.click(Bar, offset=(app.screen.query_one(Bar).text.index("Agenda"), 0))
        await settled(pilot)
        assert app.screen.PLACE == "Agenda"
        keys = app.screen.query_one(Keys)
        line = next(at for at in range(keys.size.height) if "Undo" in keys.render_line(at).text)
        await pilot.click(Keys, offset=(keys.render_line(line).text.index("Undo") + 1, line))
        await settled(pilot)
        assert isinstance(app.screen, Confirm)


@driven
async def test_something_outside_can_lock_it(tmp_path: Path) -> None:
    wanted: list[Left] = []
    async with sitting(tmp_path / "v", called=lambda: wanted[0] if wanted else None) as (app, pilot):
        wanted.append(Left.ENDED)
        await pilot.pause(0.4)
    assert app.return_value is Left.ENDED


@driven
async def test_any_size_of_a_terminal_is_drawn(tmp_path: Path) -> None:
    async with sitting(tmp_path / "v", lambda desk: a_case(desk) and None) as (app, pilot):
        for size in ((1, 1), (20, 5), (40, 10), (200, 60), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
        assert "Cases" in drawn(app)


def test_the_first_screen_says_nothing_of_the_vault() -> None:
    assert Unlock.PLACE == "locked"
