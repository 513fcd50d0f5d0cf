"""What opens above a place is drawn on a terminal of any size, and lets nothing act on it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from registry.desk.assessing import Wish, set_status
from registry.desk.desk import Desk
from registry.desk.matching import scan_cases
from registry.desk.tasking import NewTask, add_task
from registry.desk.tracing import new_request
from registry.tui.app import RegistryApp
from tests.desk.conftest import NOUR
from tests.desk.making import a_case, a_source, a_status
from tests.tui.conftest import drawn, driven, settled, sitting, typed
from tests.tui.test_matches import two_pairs

SIZES = ((1, 1), (5, 3), (20, 5), (200, 60), (80, 24))
EVIL = "\x1b[2J\x1b]52;c;aGk=\x07\u202etxt\u2066[bold]x[/]"


def hostile(desk: Desk) -> None:
    """One thing in every list, with words that would act on a terminal that is sent them."""
    desk.vault.add_person("Nour", "reviewer", NOUR)
    two_pairs(desk)
    scan_cases(desk)
    case = a_case(desk, source={"kind": "family", "label": EVIL, "reliability": "B"})
    add_task(desk, case, NewTask("recontact", "2020-01-01", why=EVIL))
    a_status(desk, case, "death_notified", a_source(desk), basis="document", when="2017-01-10")
    set_status(desk, case, Wish("death_notified", reason=EVIL, family_told="2017-01-20"))
    new_request(desk, {"enquirer": EVIL, "relation": EVIL, "looking_for": {"name": "Adel"}})


async def resized(app: RegistryApp, pilot: Pilot[Any], wanted: str) -> None:
    """Draw what is open at every size, and look that it is what was meant to be opened."""
    for size in SIZES:
        await pilot.resize_terminal(*size)
        await pilot.pause()
        seen = drawn(app)
        assert not any(sign in seen for sign in "\x1b\x07\u202e\u2066"), (wanted, size)
    assert wanted in seen


@pytest.mark.slow
@driven
async def test_everything_that_opens_is_drawn_at_any_size(tmp_path: Path) -> None:
    (tmp_path / "f\u202e.csv").write_text(
        f"na\x1bme,Gender,x\nAdel {EVIL},robot\x07,[red]y\n", encoding="utf-8"
    )

    async def press(*keys: str) -> None:
        for key in keys:
            await pilot.press(key)
            await settled(pilot)

    async with sitting(tmp_path / "v", hostile) as (app, pilot):
        for keys, wanted in (
            (("4", "enter"), "Pair"), (("s",), "How sure is it"), (("escape", "escape", "v", "v"), "~ suggested"),
            (("2", "r", "enter"), "Proposal"), (("a",), "Type "), (("escape", "escape", "t", "enter"), "Request"),
            (("c", "y"), "fits in"), (("escape", "6", "b"), "Which list"),
        ):  # fmt: skip
            await press(*keys)
            await resized(app, pilot, wanted)
        await typed(pilot, f"{tmp_path}/f")
        await press("down", "enter")
        await resized(app, pilot, "Bring in")
        for keys, wanted in (
            (("enter",), "What does the column"),
            (("escape", "t"), "as it would come in"),
            (("enter",), "robot"),
        ):
            await press(*keys)
            await resized(app, pilot, wanted)
