"""The agenda: tasks finished, proposals decided by a second person, and tracing requests looked for."""

from __future__ import annotations

from pathlib import Path

from registry.cases.duties import task_states
from registry.cases.items import FamilyTold
from registry.desk.agenda import agenda
from registry.desk.assessing import Wish, set_status
from registry.desk.desk import Desk
from registry.desk.tasking import NewTask, add_task
from registry.desk.tracing import new_request, request_named, requests
from registry.tui.dialogues import TypeBack
from registry.words.identity import short
from tests.desk.conftest import NOUR
from tests.desk.making import a_case, a_source, a_status
from tests.tui.conftest import drawn, driven, settled, sitting, typed


@driven
async def test_a_family_is_told_step_by_step_and_only_a_whole_answer_ends_the_task(tmp_path: Path) -> None:
    made: list[str] = []

    def fill(desk: Desk) -> None:
        made.append(a_case(desk, facts={"name": "Adel Canary"}))
        add_task(desk, made[0], NewTask("notify_family", "2020-01-01", why="a secret reason"))
        add_task(desk, a_case(desk), NewTask("recontact", "2199-01-01"))

    async with sitting(tmp_path / "v", fill) as (app, pilot):
        await pilot.press("2")
        await settled(pilot)
        seen = drawn(app)
        assert "‼ overdue" in seen
        assert "1 due until" in seen
        assert "a secret reason" not in seen
        await pilot.press("x")
        await pilot.pause()
        for answer in ("Rim", "", "Samira", "sister", "2026-11-01", "", "Gaziantep", "her aunt", ""):
            if answer:
                await typed(pilot, answer)
            await pilot.press("enter")
            await pilot.pause()
        assert "Is this how the family was told?" in drawn(app)
        assert len(await app.at_desk(lambda desk: agenda(desk).entries)) == 1, (
            "nothing is kept before the yes"
        )
        await pilot.press("y")
        await settled(pilot)
        assert "nothing here" in drawn(app)
        case = await app.at_desk(lambda desk: desk.case(made[0]))
        told = next(iter(case.every(FamilyTold)))
        assert (told.told_by, told.told, told.relation, told.how) == ("Rim", "Samira", "sister", "in_person")
        assert [state.state for state in task_states(case)] == ["done"]


@driven
async def test_a_death_is_accepted_by_a_second_person_only_with_the_id_typed_back(tmp_path: Path) -> None:
    made: list[str] = []

    def fill(desk: Desk) -> None:
        desk.vault.add_person("Nour", "reviewer", NOUR)
        made.append(a_case(desk, facts={"name": "Adel Canary"}))
        a_status(desk, made[0], "death_notified", a_source(desk), basis="document", when="2017-01-10")
        set_status(desk, made[0], Wish("death_notified", reason="civil registry", family_told="2017-01-20"))

    async with sitting(tmp_path / "v", fill, unlock=False) as (app, pilot):
        await typed(pilot, NOUR)
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("2", "r")
        await settled(pilot)
        assert "1 of them to be decided" in drawn(app)
        await pilot.press("enter")
        await settled(pilot)
        seen = drawn(app)
        assert "death officially notified" in seen
        assert "committee A" in seen
        assert "a second person accepts" in seen
        await pilot.press("a")
        await pilot.pause()
        assert isinstance(app.screen, TypeBack)
        await typed(pilot, "AAA-AAAA")
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, TypeBack)
        for _ in range(8):
            await pilot.press("backspace")
        await typed(pilot, short(made[0]))
        await pilot.press("enter")
        await settled(pilot)
        assert "it was accepted" in drawn(app)
        case = await app.at_desk(lambda desk: desk.case(made[0]))
        assert case.status == "death_notified"
        assert case.assessment is not None
        assert case.assessment.reviewer == "Nour"


@driven
async def test_a_request_is_looked_for_once_nobody_else_sees_the_screen_and_answered(tmp_path: Path) -> None:
    made: list[str] = []

    def fill(desk: Desk) -> None:
        made.append(a_case(desk, facts={"name": "Adel Canary", "father": "Sami"}))
        new_request(
            desk, {"enquirer": "a sister", "contact": "SEALED", "looking_for": {"name": "Adel Canary"}}
        )

    async with sitting(tmp_path / "v", fill) as (app, pilot):
        await pilot.press("2", "t")
        await settled(pilot)
        assert "1 nobody has answered" in drawn(app)
        await pilot.press("enter")
        await settled(pilot)
        assert "SEALED" not in drawn(app)
        await pilot.press("c")
        await settled(pilot)
        assert short(made[0]) not in drawn(app)
        await pilot.press("y")
        await settled(pilot)
        assert short(made[0]) in drawn(app)
        await pilot.press("a")
        await pilot.pause()
        await typed(pilot, "nothing to tell")
        await pilot.press("enter")
        await settled(pilot)
        assert "We have nothing to tell you yet" in drawn(app)
        lines = await app.at_desk(lambda desk: list(requests(desk)))
        file = await app.at_desk(lambda desk: request_named(desk, lines[0].id))
        assert [one.kind for one in file.answers] == ["nothing_yet"]
