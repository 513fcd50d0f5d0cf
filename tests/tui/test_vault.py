"""The place about the vault: checked, copied, its people, its journal, and what this machine remembers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from registry.desk.checking import findings
from registry.desk.copies import copies
from registry.desk.desk import Desk
from registry.desk.opening import open_desk
from registry.desk.peopling import members
from registry.tui import vault_words
from registry.vault.check import CheckReport, Problem
from registry.vault.witness import Standing, Verdict
from tests.desk.making import a_case
from tests.tui.conftest import PASSPHRASE, drawn, driven, settled, sitting, typed
from tests.tui.test_summaries import at_the_desk, said

OTHER = "granite willow saffron tunnel mosaic feather"


def one_case(desk: Desk) -> None:
    a_case(desk, facts={"name": "Adel Canary"})


async def pressed(pilot: Any, *keys: str) -> None:
    await pilot.press(*keys)
    await settled(pilot)


def text_of(entries: Any) -> str:
    return "\n".join(f"{one.label}: {one.text} {one.chip}" for one in entries)


@driven
async def test_the_vault_is_checked_and_copied_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    async with sitting(tmp_path / "v", one_case, size=(80, 24)) as (app, pilot):
        await pressed(pilot, "9")
        seen = drawn(app)
        assert "1 cases" in seen
        assert "not since it was opened" in seen
        await pressed(pilot, "c")
        assert "sound" in drawn(app)
        await pressed(pilot, "escape")
        assert "UTC, sound" in drawn(app)
        await pressed(pilot, "b")
        await said(pilot, str(tmp_path / "stick"))
        await said(pilot, "red stick")
        seen = drawn(app)
        assert "backed up" in seen
        assert "same disk" in seen
        (copy,) = (tmp_path / "stick").iterdir()
        with open_desk(copy, PASSPHRASE, device="test", read_only=True).vault as vault:
            assert vault.check().ok
        assert [one.label for one in at_the_desk(app, copies)] == ["red stick"]
        await pressed(pilot, "enter", "down")
        assert "red stick" in drawn(app)
        assert app.busy == ""


@driven
async def test_a_colleague_comes_with_a_passphrase_of_their_own_and_goes_by_the_name_typed_back(
    tmp_path: Path,
) -> None:
    async with sitting(tmp_path / "v", one_case, size=(100, 30)) as (app, pilot):
        await pressed(pilot, "9", "a")
        await said(pilot, "Amal")
        await said(pilot, "reviewer")
        await said(pilot, "hunter2")
        assert "too easy to guess" in drawn(app)
        await said(pilot, OTHER)
        assert OTHER not in drawn(app)
        await said(pilot, OTHER)
        assert "Amal has a slot" in drawn(app)
        with open_desk(tmp_path / "v", OTHER, device="test", read_only=True).vault as vault:
            assert vault.caseworker.role == "reviewer"
        await pressed(pilot, "enter", "r")
        await said(pilot, "Amal")
        assert "every backup until now, it still" in drawn(app)
        await said(pilot, "Rim")
        await said(pilot, "Amal")
        assert "no slot any more" in drawn(app)
        assert [one.name for one in at_the_desk(app, members) if one.here] == ["Rim"]


@driven
async def test_the_passphrase_is_changed_and_the_journal_shown_and_verified(tmp_path: Path) -> None:
    async with sitting(tmp_path / "v", one_case, size=(80, 24)) as (app, pilot):
        await pressed(pilot, "9", "p")
        await said(pilot, OTHER)
        await said(pilot, OTHER)
        assert "is changed" in drawn(app)
        with open_desk(tmp_path / "v", OTHER, device="test", read_only=True).vault:
            pass
        await pressed(pilot, "enter", "n")
        assert "case new" in drawn(app)
        await pressed(pilot, "enter")
        assert "signature" in drawn(app)
        await pressed(pilot, "escape", "escape", "v")
        assert "every signature holds" in drawn(app)


@driven
async def test_choices_of_this_machine_are_kept_outside_the_vault(tmp_path: Path) -> None:
    kept: dict[str, object] = {}
    async with sitting(tmp_path / "v", remember=kept.__setitem__, others=lambda: 2) as (app, pilot):
        await pressed(pilot, "9", "s", "t")
        await typed(pilot, "high")
        await pressed(pilot, "enter")
        assert kept == {"slow": True, "theme": "high contrast"}
        assert app.slow
        await pressed(pilot, "down", "down", "down")
        assert "2 more of yours" in drawn(app)


def test_damage_is_said_with_whom_it_concerns_and_the_next_step(desk: Desk) -> None:
    case = a_case(desk)
    problem = Problem(what="broken seal", table="cases", identity=case, kind="record")
    report = CheckReport(objects=3, rows=3, entries=2, problems=(problem,), gone=(3, 7, 8))
    found = vault_words.checked(desk, report, Verdict(Standing.OLDER, 9, 7))
    text = text_of(found.entries)
    assert not found.sound
    assert "damaged" in text
    assert findings(desk, report)[0].next in text
    assert "older than what this machine saw last" in text
    assert "3, 7-8" in text


def test_what_was_noticed_is_explained_first(desk: Desk) -> None:
    desk.vault.noticed = True
    seen = vault_words.seen(desk, None, 0, (), None)
    name, entries = seen.sections[0]
    assert name == "The vault"
    assert entries[0].text == "! Part of the vault is damaged"
    assert "c reads everything" in text_of(entries)
    assert "no backup yet" in text_of(dict(seen.sections)["Copies"])
