"""Quick intake on the full screen: a person is taken in from the keyboard, and nothing that was answered is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from registry.desk.desk import DRAFTS
from registry.desk.listing import sources
from registry.tui.app import RegistryApp
from registry.tui.intake import IntakeScreen
from tests.tui.conftest import drawn, driven, settled, sitting, typed


async def answer(pilot: Pilot[Any], *answers: str) -> None:
    """Type one answer after the other, each with Enter; a key in brackets is pressed instead."""
    for said in answers:
        if said.startswith("<"):
            await pilot.press(said.strip("<>"))
        else:
            if said:
                await typed(pilot, said)
            await pilot.press("enter")
        await settled(pilot)


async def begun(app: RegistryApp, pilot: Pilot[Any], **how: Any) -> IntakeScreen:
    """Open the intake over the list of cases."""
    screen = IntakeScreen(**how)
    app.push_screen(screen)
    await settled(pilot)
    return screen


@driven
async def test_a_person_is_taken_in_by_keys_alone_with_a_new_source(tmp_path: Path) -> None:
    async with sitting(tmp_path / "v") as (app, pilot):
        await begun(app, pilot)
        await answer(pilot, "family", "mother of two", "B", "")
        await answer(pilot, "عادل كناري", "", "male", "1990", "<f2>", "<f3>")
        assert "✓ Full name" in drawn(app)
        assert app.unsaved is False
        await answer(pilot, "<ctrl+s>")
        seen = drawn(app)
        assert "This is what will be kept" in seen
        assert "Nobody of a like name is here yet" in seen
        await answer(pilot, "<enter>")
        print(drawn(app))
        assert "is taken in: 5 claims" in drawn(app)
        await answer(pilot, "<escape>")
        assert app.screen.PLACE == "Cases"
        desk = app.desk
        assert desk is not None

        def kept() -> tuple[Any, list[str], int]:
            line = next(iter(desk.lines()))
            case = desk.case(line.id)
            said = {claim.fact: claim.state for claim in case.claims}
            return said, [one.label for one in sources(desk)], len(list(desk.vault.numbers(DRAFTS)))

        said, labels, left = app.desk_thread.now(kept)
    print(said)
    assert labels == ["mother of two"]
    assert left == 0
