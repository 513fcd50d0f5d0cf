"""One case on its screen: what is shown of it, and what is done with it by keys alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from registry.cases.casefile import CaseFile
from registry.desk.claiming import add_claim
from registry.desk.desk import Desk
from registry.desk.packing import add_pack, shipped
from registry.tui.app import RegistryApp
from registry.tui.case import folded
from registry.tui.dialogues import Ask, Told
from registry.tui.widgets import Pane
from registry.words.identity import short
from tests.desk.making import a_case, a_source, a_status
from tests.tui.conftest import drawn, driven, settled, sitting, typed


def _contradicted(desk: Desk) -> str:
    case = a_case(desk, facts={"name": "Adel Canary", "last_seen_on": "2016-12-09"})
    add_claim(
        desk, case, "last_seen_on", a_source(desk), {"value": "2017-01-16", "grade": "C4", "basis": "heard"}
    )
    add_claim(desk, case, "mother", a_source(desk, "aunt", "family"), {"state": "refused"})
    return case


async def _file(app: RegistryApp) -> CaseFile:
    return await app.at_desk(lambda desk: desk.case(next(iter(desk.lines())).id))


async def _take(pilot: Pilot[Any], *answers: str) -> None:
    """Answer one dialogue after the other: by narrowing a list or typing a line, and Enter; nothing is an empty line."""
    for answer in answers:
        if answer:
            await typed(pilot, answer)
        await pilot.press("enter")
        await settled(pilot)


def test_values_stand_with_who_says_so_and_contradictions_under_one_another(desk: Desk) -> None:
    told, rows = folded(desk, _contradicted(desk), "en", everything=False)
    said = {(entry.label, entry.text, entry.chip) for entry in told.parts["Facts"]}
    assert (" ", "≠ 9 December 2016", "a family B6") in said
    assert ("Last seen on", "≠ 16 January 2017", "committee A C4, heard") in said
    assert ("Mother's name", "– refused to say", "aunt C6") in said
    assert rows[0].what == "Mother's name: refused to say (aunt)"
    assert any(entry.text.startswith("≠ Last seen on: ") for entry in told.card)


def test_sensitive_answers_are_counted_and_shown_only_when_asked_for(desk: Desk) -> None:
    add_pack(desk, shipped()["ante_mortem"])
    key, declared = next((key, one) for key, one in desk.facts("person").items() if one.fact.sensitive)
    case = a_case(desk)
    terms = getattr(declared.kind, "vocabulary", None)
    add_claim(desk, case, key, a_source(desk), {"value": next(iter(terms.terms)) if terms else "said"})
    told, _ = folded(desk, case, "en", everything=False)
    everything, _ = folded(desk, case, "en", everything=True)
    label = declared.fact.label
    assert told.left_out == 1
    assert label not in {entry.label for entry in told.parts["Facts"]}
    assert label in {entry.label for entry in everything.parts["Facts"]}


@driven
async def test_a_claim_is_added_question_by_question(tmp_path: Path) -> None:
    async with sitting(tmp_path / "v", lambda desk: _contradicted(desk) and None) as (app, pilot):
        await pilot.press("enter")
        await settled(pilot)
        assert "≠ 16 January 2017" in drawn(app)
        await pilot.press("a")
        await settled(pilot)
        await _take(pilot, "occupation", "baker", "committee", "2016-11", "probably", "saw")
        claim = (await _file(app)).claims[-1]
        assert (claim.fact, claim.value, claim.on, claim.credibility, claim.basis) == (
            "occupation", "baker", "2016-11", 2, "saw"
        )  # fmt: skip
        await pilot.press("G")
        await settled(pilot)
        assert "baker" in drawn(app)
        assert app.unsaved is False
        for size in ((1, 1), (20, 5), (200, 60)):
            await pilot.resize_terminal(*size)
            await pilot.press("tab", "tab", "tab")
            await settled(pilot)
        assert "Adel Canary" in drawn(app)


@driven
async def test_what_cannot_be_read_is_asked_again_and_escape_keeps_nothing(tmp_path: Path) -> None:
    async with sitting(tmp_path / "v", lambda desk: _contradicted(desk) and None) as (app, pilot):
        before = len((await _file(app)).items)
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("a")
        await settled(pilot)
        await _take(pilot, "date of birth", "the day of rain")
        assert isinstance(app.screen, Ask)
        assert "the day of rain" in drawn(app)
        assert app.unsaved is True
        await pilot.press("escape")
        await settled(pilot)
        assert app.unsaved is False
        assert len((await _file(app)).items) == before


@driven
async def test_a_death_by_report_alone_is_refused_with_every_rule(tmp_path: Path) -> None:
    def fill(desk: Desk) -> None:
        a_status(desk, a_case(desk), "death_reported", a_source(desk))

    async with sitting(tmp_path / "v", fill, size=(100, 40)) as (app, pilot):
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("s")
        await settled(pilot)
        await _take(pilot, "officially notified")
        await pilot.press("space", "enter")
        await settled(pilot)
        assert isinstance(app.screen, Told)
        assert "not allowed yet" in drawn(app)
        seen = app.screen.query_one(Pane).text
        assert "never by report" in seen
        assert "the family must be told of this evidence first" in seen
        await pilot.press("escape")
        await settled(pilot)
        assert (await _file(app)).assessment is None


@driven
async def test_a_status_is_set_on_its_claims_and_its_task_is_opened(tmp_path: Path) -> None:
    def fill(desk: Desk) -> None:
        a_status(desk, a_case(desk), "death_reported", a_source(desk))

    async with sitting(tmp_path / "v", fill) as (app, pilot):
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("s")
        await settled(pilot)
        await _take(pilot, "death reported", "")
        await pilot.press(*"they say so".replace(" ", "_"), "ctrl+s")
        await settled(pilot)
        file = await _file(app)
        assert file.status == "death_reported"
        assert file.assessment is not None
        assert file.assessment.reason == "they_say_so"
        assert [task.kind for task in file.open_tasks] == ["verify_death"]
        seen = drawn(app)
        assert "? death reported (not verified)" in seen
        assert " dead" not in seen


@driven
async def test_two_moments_are_compared_and_the_case_is_restored_to_one(tmp_path: Path) -> None:
    async with sitting(tmp_path / "v", lambda desk: _contradicted(desk) and None, size=(100, 40)) as (
        app,
        pilot,
    ):
        identity = (await _file(app)).id
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("d", "j", "d")
        await settled(pilot)
        assert "1 added" in drawn(app)
        assert "Mother's name: refused to say" in drawn(app)
        await pilot.press("escape", "R")
        await settled(pilot)
        await _take(pilot, short(identity))
        assert "mother" not in {claim.fact for claim in (await _file(app)).claims}
        await pilot.press("u")
        await settled(pilot)
        await pilot.press("y")
        await settled(pilot)
        assert "mother" in {claim.fact for claim in (await _file(app)).claims}


@driven
async def test_consent_is_withdrawn_only_once_it_was_confirmed_with_another_key(tmp_path: Path) -> None:
    async with sitting(tmp_path / "v", lambda desk: a_case(desk) and None) as (app, pilot):
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("c")
        await settled(pilot)
        await _take(pilot, "all consent")
        await pilot.press("c")
        await settled(pilot)
        assert (await _file(app)).consents() == {}
        await pilot.press("y")
        await settled(pilot)
        assert {one.withdrawn for one in (await _file(app)).consents().values()} == {True}
        assert "Nothing of this case went out" in drawn(app)
