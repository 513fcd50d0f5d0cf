"""What is typed faster than the machine draws is done in the order in which it was typed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.events import Key

from registry.tui.dialogues import Ask, Choose
from registry.tui.widgets import Card, Line
from tests.tui.conftest import drawn, driven, settled, sitting


def burst(pilot: Any, *keys: str) -> None:
    """Press keys at once, before any of them is done."""
    for key in keys:
        pilot.app.post_message(Key(key, key if len(key) == 1 else None))


@driven
async def test_keys_that_edit_come_in_their_turn_however_fast_they_are_pressed(tmp_path: Path) -> None:
    async with sitting(tmp_path / "v") as (app, pilot):
        await pilot.press("slash")
        await settled(pilot)
        assert "To the list" in drawn(app)
        burst(pilot, "a", "x", "backspace", "d", "e", "l", "home", "h")
        await settled(pilot)
        assert app.screen.query_one("#query", Line).value == "hadel"
        answers: list[Any] = []
        app.push_screen(Ask("Who is it given to?", value="public"), answers.append)
        await settled(pilot)
        burst(pilot, "ctrl+u", "U", "N", "enter")
        await settled(pilot)
        assert answers == ["UN"]
        app.push_screen(Ask("Why?", value="no", long=True), answers.append)
        await settled(pilot)
        burst(pilot, "end", "x", "backspace", "w")
        await settled(pilot)
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert answers[1:] == ["now"]


@driven
async def test_a_list_that_nothing_fits_says_so_and_no_message_lies_over_a_question(tmp_path: Path) -> None:
    async with sitting(tmp_path / "v") as (app, pilot):
        app.notify("something that was told")
        await settled(pilot)
        assert len(app._notifications) == 1
        app.push_screen(Choose("Which?", [f"choice {at}" for at in range(40)]))
        await settled(pilot)
        assert len(app._notifications) == 0
        assert "Enter takes it, Esc leaves" in drawn(app)
        burst(pilot, *"xyz")
        await settled(pilot)
        assert "Nothing here fits" in app.screen.query_one(".keys", Card).text


@driven
async def test_the_locked_screen_says_how_one_leaves_and_so_does_a_line_one_types_in(tmp_path: Path) -> None:
    async with sitting(tmp_path / "v", unlock=False) as (app, pilot):
        await settled(pilot)
        seen = drawn(app)
        assert "^q Quit" in seen
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert app._exit
