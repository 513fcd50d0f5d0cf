"""Quick intake on the full screen: a person is taken in from the keyboard, and nothing that was answered is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from registry.cases.items import Link
from registry.desk.desk import Desk
from registry.desk.drafting import drafts
from registry.desk.listing import sources
from registry.tui.app import RegistryApp
from registry.tui.dialogues import Confirm
from registry.tui.intake import IntakeScreen
from tests.desk.making import a_case, a_source
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


def claims(desk: Desk, case: str) -> dict[str, Any]:
    """Return what a case says, by fact: the state where no value was given."""
    return {
        claim.fact: claim.value if claim.state == "known" else claim.state for claim in desk.case(case).claims
    }


@driven
async def test_a_person_is_taken_in_by_keys_alone_with_a_new_source(tmp_path: Path) -> None:
    async with sitting(tmp_path / "v") as (app, pilot):
        await begun(app, pilot)
        await answer(pilot, "family", "mother of two", "B", "")
        await typed(pilot, "عادل كناري")
        await settled(pilot)
        assert "● unsaved" in drawn(app)
        assert "typed" in drawn(app)  # and once more below the line, as it will be drawn
        await answer(pilot, "<enter>", "", "male", "1990", "<f2>", "<f3>")
        seen = drawn(app)
        assert "✓ Father's name" in seen
        assert "▸ Grandfather's name" in seen
        assert "unsaved" not in seen
        assert await app.at_desk(lambda desk: drafts(desk)[0].called) == "عادل كناري"
        await answer(pilot, "<ctrl+s>")
        seen = drawn(app)
        assert "This is what will be kept" in seen
        assert "Nobody of a like name is here yet" in seen
        await answer(pilot, "<enter>")
        assert "is taken in: 5 claims" in drawn(app)
        await answer(pilot, "<escape>")
        assert app.screen.PLACE == "Cases"
        case = await app.at_desk(lambda desk: next(iter(desk.lines())).id)
        said = await app.at_desk(lambda desk: claims(desk, case))
        assert said["name"]["text"] == "عادل كناري"
        assert (said["father"], said["mother"], said["sex"]) == ("unknown", "refused", "male")
        assert await app.at_desk(lambda desk: [one.label for one in sources(desk)]) == ["mother of two"]
        assert await app.at_desk(drafts) == []


@driven
async def test_what_cannot_be_read_is_said_with_an_example_and_a_draft_is_gone_on_with(
    tmp_path: Path,
) -> None:
    async with sitting(tmp_path / "v", lambda desk: a_source(desk, "committee A") and None) as (app, pilot):
        await begun(app, pilot)
        await answer(pilot, "<enter>")
        assert "who says so?" in drawn(app)
        await typed(pilot, "commit")
        await settled(pilot)
        assert "Enter takes     committee A" in drawn(app)
        await answer(pilot, "<enter>", "Adel Canary", "", "", "31 Febtober")
        seen = drawn(app)
        assert "! " in seen
        assert "for example" in seen
        assert "2016-12-09" in seen
        await answer(pilot, "<escape>")
        assert isinstance(app.screen, Confirm)  # what stands in the line is no answer yet
        await answer(pilot, "<y>")
        assert app.screen.PLACE == "Cases"
        kept = await app.at_desk(drafts)
        assert [one.called for one in kept] == ["Adel Canary"]
        await begun(app, pilot)
        assert f"{kept[0].short}" in drawn(app)
        await answer(pilot, "<down>", "<enter>")
        assert "▸ Nickname" in drawn(app)  # the first that was not answered when the draft was sealed last
        await answer(pilot, "<up>")
        assert "now             Adel Canary" in drawn(app)
        await answer(pilot, "Samir Canary", "<f8>", kept[0].short)
        assert await app.at_desk(drafts) == []


@driven
async def test_another_of_the_family_takes_over_what_both_share_and_the_likely_one_is_shown(
    tmp_path: Path,
) -> None:
    def fill(desk: Desk) -> None:
        a_case(desk, facts={"name": "Adel Canary", "father": "Majed", "last_seen_on": "2016-12-09"})

    async with sitting(tmp_path / "v", fill, size=(120, 40)) as (app, pilot):
        await begun(app, pilot)
        await answer(pilot, "a family", "Adel Canary", "", "", "", "", "Majed", "Amal", "<ctrl+s>")
        seen = drawn(app)
        assert "May be here already" in seen
        assert "alike" in seen
        await answer(pilot, "<enter>", "brother", "Samir Canary")
        seen = drawn(app)
        assert "taken over" in seen
        assert "Amal" in seen
        await answer(pilot, "<ctrl+s>", "<enter>", "")
        assert app.screen.PLACE == "Cases"
        found = {line.names[0]: line.id for line in await app.at_desk(lambda desk: list(desk.lines()))}
        assert (await app.at_desk(lambda desk: claims(desk, found["Samir Canary"])))["mother"][
            "text"
        ] == "Amal"
        ties = await app.at_desk(
            lambda desk: [link.reason for link in desk.case(found["Samir Canary"]).every(Link)]
        )
        assert ties == ["siblings"]
