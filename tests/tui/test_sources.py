"""Sources on the full screen: what rests on each, a grade with its reason, and a contact only where it is asked for."""

from __future__ import annotations

from pathlib import Path

from registry.desk.desk import Desk
from registry.desk.listing import sources
from registry.desk.sourcing import contact_of, grades_of
from registry.tui.dialogues import Confirm
from tests.desk.making import a_case, a_source
from tests.tui.conftest import drawn, driven, sitting
from tests.tui.test_groups import at

CONTACT = "canary-number-one"


def one_source(desk: Desk) -> None:
    source = a_source(desk, "committee A", contact=CONTACT)
    for name in ("Adel Canary", "Samir Canary"):
        a_case(desk, source=source, facts={"name": name, "sex": "male"})


@driven
async def test_a_source_is_graded_with_a_reason_and_its_contact_shown_only_when_confirmed(
    tmp_path: Path,
) -> None:
    async with sitting(tmp_path / "v", one_source, size=(120, 40)) as (app, pilot):
        await at(pilot, "5")
        row = next(line for line in drawn(app).splitlines() if "committee A" in line)
        assert row.split()[-2:] == ["C", "4"]
        await at(pilot, "enter")
        seen = drawn(app)
        assert "Adel Canary" in seen
        assert "Samir Canary" in seen
        assert "sealed apart" in seen
        await at(pilot, "c", "c")
        assert isinstance(app.screen, Confirm)
        assert CONTACT not in drawn(app)
        await at(pilot, "y")
        assert CONTACT in drawn(app)
        await at(pilot, "escape")
        assert CONTACT not in drawn(app)
        await at(pilot, "tab", "r", ":usually reliable", "enter", ":names were borne out", "enter")
        assert "names were borne out" in drawn(app)
        source = app.screen.source
        given = await app.at_desk(lambda desk: grades_of(desk, source))
        assert [(one.reliability, one.why) for one in given] == [("C", ""), ("B", "names were borne out")]


@driven
async def test_a_source_is_taken_in_under_a_pseudonym_with_its_contact_apart(tmp_path: Path) -> None:
    async with sitting(tmp_path / "v") as (app, pilot):
        await at(pilot, "5", "n", ":survivor", "enter", ":the baker", "enter", ":B", "enter", "enter")
        await at(pilot, f":{CONTACT}", "enter")
        seen = drawn(app)
        assert "the baker" in seen
        assert CONTACT not in seen
        found = await app.at_desk(lambda desk: [desk.source(one.id) for one in sources(desk)])
        assert [(one.kind, one.label, one.reliability) for one in found] == [("survivor", "the baker", "B")]
        assert await app.at_desk(lambda desk: contact_of(desk, found[0])) == CONTACT
