"""Lists: read, mapped, tried, brought in with every row accounted for, and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from registry.desk.desk import Desk
from registry.desk.importing import BATCH, Coming, coming
from registry.desk.taking_back import imports, waiting
from registry.errors import InputRefused
from registry.exchange.entries import Reader
from registry.exchange.lists import Listing
from registry.tui.arrivals import ArrivalsScreen
from registry.tui.dialogues import TypeBack
from registry.tui.incoming import IncomingScreen
from registry.tui.paths import completed, offered, opener
from registry.words.identity import short
from tests.tui.conftest import drawn, driven, settled, sitting, typed

ROWS = """الاسم,Gender,seen,ref
Adel Canary,male,2016-12-09,1
Basel Canary,mâle alpha,2016-12-10,2
Dima Canary,female,never,3
"""


def _names(desk: Desk) -> list[str]:
    return sorted(line.names[0] for line in desk.lines())


@driven
async def test_a_list_is_mapped_tried_and_brought_in_and_each_row_that_waits_says_why(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(ROWS, encoding="utf-8")
    async with sitting(tmp_path / "v", size=(120, 40)) as (app, pilot):
        await pilot.press("6")
        await settled(pilot)
        assert "no list was brought in here" in drawn(app)
        await pilot.press("b")
        await pilot.pause()
        await typed(pilot, f"{tmp_path}/peo")
        assert "people.csv" in drawn(app)
        await pilot.press("tab", "enter")
        await settled(pilot)
        assert isinstance(app.screen, IncomingScreen)
        seen = drawn(app)
        assert "3 rows" in seen
        assert "utf-8" in seen
        assert "comma between cells" in seen

        # What no heading told: the third column is the day last seen, and the fourth is passed over.
        await pilot.press("down", "down", "enter")
        await pilot.pause()
        assert "What does the column seen state?" in drawn(app)
        await typed(pilot, "last seen on")
        await pilot.press("enter")
        await settled(pilot)
        assert "! 1" in drawn(app), "a word that no vocabulary has is counted at its column"

        await pilot.press("t")
        await settled(pilot)
        assert isinstance(app.screen, ArrivalsScreen)
        seen = drawn(app)
        assert "as it would come in" in seen
        assert "no term of sex" in seen
        assert "Basel Canary" in seen, "what stood in the row"
        assert await app.at_desk(_names) == [], "a trial keeps nothing"
        await pilot.press("escape")
        await pilot.pause()

        # The unknown word is led to a term, and its row comes in.
        await pilot.press("w")
        await pilot.pause()
        await typed(pilot, "map:")
        await pilot.press("enter")
        await settled(pilot)
        assert "mâle alpha" in drawn(app)
        await typed(pilot, "(male)")
        await pilot.press("enter")
        await settled(pilot)
        assert "! 1" not in drawn(app)

        await pilot.press("b")
        await settled(pilot)
        assert "Bring in 3 rows?" in drawn(app)
        await pilot.press("b")
        await settled(pilot)
        assert await app.at_desk(_names) == []
        await pilot.press("y")
        await settled(pilot)
        assert isinstance(app.screen, ArrivalsScreen)
        assert "brought in as" in drawn(app)
        assert {"Adel Canary", "Basel Canary"} <= set(await app.at_desk(_names))
        run = await app.at_desk(lambda desk: imports(desk)[0])
        assert (run.name, run.ended, sum(run.counts.values())) == ("people.csv", True, 3)
        assert not app.unsaved


@driven
async def test_rows_that_wait_are_shown_with_their_cells_and_an_import_is_taken_back_by_its_id(
    tmp_path: Path,
) -> None:
    (tmp_path / "people.csv").write_text(
        "name,sex\nAdel Canary,male\nBasel Canary,whatever\n", encoding="utf-8"
    )
    async with sitting(tmp_path / "v") as (app, pilot):
        await pilot.press("6", "b")
        await pilot.pause()
        await typed(pilot, str(tmp_path / "people.csv"))
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("b")
        await settled(pilot)
        await pilot.press("y")
        await settled(pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert "1 rows wait" in drawn(app)
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        seen = drawn(app)
        assert "no term of sex" in seen
        assert "Basel Canary" in seen, "what stood in the row"
        await pilot.press("escape", "escape")
        await settled(pilot)
        await pilot.press("x")
        await pilot.pause()
        assert isinstance(app.screen, TypeBack)
        run = await app.at_desk(lambda desk: imports(desk)[0])
        await typed(pilot, short(run.id))
        await pilot.press("enter")
        await settled(pilot)
        assert "× taken back" in drawn(app)
        assert await app.at_desk(_names) == []
        assert await app.at_desk(lambda desk: list(waiting(desk, run.id))) == []


@driven
async def test_a_list_whose_cells_cannot_be_told_apart_asks_how_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "odd.csv").write_text("name;sex,age\nAdel;male,3\nDima;female,4\n", encoding="utf-8")
    async with sitting(tmp_path / "v") as (app, pilot):
        await pilot.press("6", "b")
        await pilot.pause()
        await typed(pilot, str(tmp_path / "odd.csv"))
        await pilot.press("enter")
        await settled(pilot)
        assert "cannot be told for certain" in drawn(app)
        await pilot.press("enter")
        await settled(pilot)
        await typed(pilot, "delimiter")
        await pilot.press("enter")
        await settled(pilot)
        await typed(pilot, "semicolon")
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, IncomingScreen)
        assert "semicolon between cells" in drawn(app)


@driven
async def test_an_import_under_way_is_stopped_and_the_same_file_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [f"Adel Canary {number},male,L-{number}" for number in range(BATCH + 5)]
    (tmp_path / "long.csv").write_text("\n".join(["name,sex,reference", *rows]), encoding="utf-8")
    go_on = Event()
    go_on.set()

    def held_up(listing: Listing, reader: Reader) -> Iterator[Coming]:
        for number, row in enumerate(coming(listing, reader), 1):
            if number > BATCH:
                go_on.wait(60)
            yield row

    monkeypatch.setattr("registry.tui.incoming.coming", held_up)
    async with sitting(tmp_path / "v") as (app, pilot):
        await pilot.press("6", "b")
        await pilot.pause()
        await typed(pilot, str(tmp_path / "long.csv"))
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("b")
        await settled(pilot)
        go_on.clear()
        await pilot.press("y")
        await pilot.press("8")
        assert isinstance(app.screen, IncomingScreen), "one does not walk away from it"
        await pilot.press("escape")
        go_on.set()
        await settled(pilot)
        assert "stopped; what came in so far stays" in drawn(app)
        run = await app.at_desk(lambda desk: imports(desk)[0])
        assert (run.ended, run.counts) == (False, {"taken": BATCH})
        await pilot.press("enter", "b")
        await settled(pilot)
        await pilot.press("y")
        await settled(pilot)
        assert "brought in as" in drawn(app)
        assert len(await app.at_desk(_names)) == BATCH + 5
        assert not app.unsaved


def test_names_of_a_folder_are_offered_and_completed_and_none_is_hidden_unasked(tmp_path: Path) -> None:
    for name in ("people.csv", "people-2.csv", ".secret"):
        (tmp_path / name).touch()
    (tmp_path / "Papers").mkdir()
    begun = f"{tmp_path}/p"
    assert offered(begun) == ["Papers/", "people-2.csv", "people.csv"]
    assert completed(f"{tmp_path}/peo", offered(f"{tmp_path}/peo")) == f"{tmp_path}/people"
    assert offered(f"{tmp_path}/.s") == [".secret"]
    assert offered(f"{tmp_path}/nowhere/x") == []
    assert completed("x", []) == "x"


def test_a_file_that_cannot_be_read_is_refused_without_its_name(tmp_path: Path) -> None:
    with pytest.raises(InputRefused) as refused:
        opener(tmp_path / "Adel Canary.csv")()
    assert "Canary" not in refused.value.message + refused.value.hint
