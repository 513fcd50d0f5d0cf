"""Summaries: the ledger, and the way to a new summary on which nothing is left before the gate has passed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from registry.desk.desk import Desk
from registry.desk.disclosing import ledger, plan_release
from registry.desk.intake import take_in
from registry.desk.letting_out import let_out
from registry.disclosure.policy import PROFILES
from registry.provenance.consent import STATISTICS
from registry.tui import summary_words
from registry.tui.app import RegistryApp
from registry.tui.dialogues import Told
from registry.tui.disclosure_steps import Planned, Preview, Tables
from tests.desk.making import FAMILY
from tests.tui.conftest import drawn, driven, settled, sitting, typed


def many(size: int, family: str = "") -> Any:
    """Return what takes in people of families of two, or all of one."""

    def fill(desk: Desk) -> None:
        list(take_in(desk, [
            {"source": FAMILY, "consent": [STATISTICS],
             "facts": {"name": f"Khaled Canary {at}", "sex": ("male", "female")[at % 2], "last_seen_at": "Aleppo",
                       "last_seen_on": "2016-12-05", "family": family or f"family {at // 2}"}}
            for at in range(size)
        ], alone=True))  # fmt: skip

    return fill


async def said(pilot: Any, text: str = "") -> None:
    """Type an answer in place of what stands there, and give it."""
    if text:
        pilot.app.focused.value = ""
        await typed(pilot, text)
    await pilot.press("enter")
    await settled(pilot)


async def to_the_plan(pilot: Any, *keys: str, policy: str = "public") -> None:
    await pilot.press("7")
    await settled(pilot)
    await pilot.press("n")
    await settled(pilot)
    await said(pilot, policy)
    await said(pilot, "UN, Geneva")
    assert isinstance(pilot.app.screen, Tables)
    await pilot.press(*keys, "enter")
    await settled(pilot)


def at_the_desk(app: RegistryApp, work: Any) -> Any:
    desk = app.desk
    return app.desk_thread.now(lambda: work(desk))


SEX = [key for key, _ in summary_words.dimensions()].index("sex")


@driven
async def test_a_summary_is_made_by_keys_and_nothing_is_on_disk_before_it_is_confirmed(
    tmp_path: Path,
) -> None:
    out = tmp_path / "out"
    async with sitting(tmp_path / "v", many(80), size=(100, 40)) as (app, pilot):
        await to_the_plan(pilot, *["down"] * SEX, "space")
        assert isinstance(app.screen, Planned)
        seen = drawn(app)
        assert "passes" in seen
        assert "80 people counted" in seen
        assert "Canary" not in seen
        await said(pilot)
        await said(pilot)
        await said(pilot, str(out))
        assert isinstance(app.screen, Preview)
        assert "summary.md" in drawn(app)
        assert not out.exists()
        await said(pilot)
        assert "cannot be called back" in drawn(app)
        await said(pilot, "no")
        assert not out.exists()
        await said(pilot, "yes")
        assert isinstance(app.screen, Told)
        assert (out / "summary.json").is_file()
        assert not list(tmp_path.glob(".registry-*"))
        (entry,) = at_the_desk(app, ledger)
        assert entry.recipient == "UN, Geneva"
        await said(pilot)
        assert "UN, Geneva" in drawn(app)
        assert not app.unsaved
        await pilot.press("c")
        await settled(pilot)
        await typed(pilot, str(out))
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert "nothing fatal was found" in drawn(app)


@driven
async def test_a_refusal_names_the_rule_and_what_would_satisfy_it_and_leaves_nothing(tmp_path: Path) -> None:
    async with sitting(tmp_path / "v", many(80, "one"), size=(100, 40)) as (app, pilot):
        await to_the_plan(pilot, *["down"] * SEX, "space")
        assert "refused" in drawn(app)
        await pilot.press("enter")
        await settled(pilot)
        seen = drawn(app)
        assert "too few families" in seen
        assert "wait until more are documented" in seen
        assert "Nothing was written" in seen
        assert at_the_desk(app, ledger) == []
        for _ in range(5):
            await pilot.press("escape")
            await settled(pilot)
        assert app.screen.PLACE == "Summaries"
        assert not app.unsaved


@driven
async def test_a_place_that_is_taken_is_asked_for_again_before_anything_is_attacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a").touch()

    def never(*_: Any, **__: Any) -> None:
        raise AssertionError("the gate was asked")

    monkeypatch.setattr("registry.desk.disclosing.prepare", never)
    async with sitting(tmp_path / "v", many(60), size=(100, 40)) as (app, pilot):
        await to_the_plan(pilot, *["down"] * SEX, "space")
        await said(pilot)
        await said(pilot)
        await said(pilot, str(tmp_path / "out"))
        assert "something at that place already" in drawn(app)
        await pilot.press("escape")
        await settled(pilot)
        assert "6 of 7" in drawn(app)


def test_policies_say_in_words_what_they_allow() -> None:
    offered = summary_words.policies()
    assert [line.split(":")[0] for line in offered] == ["public", "un", "donor", "press", "your own"]
    assert {name for name, _ in summary_words.POLICIES} == set(PROFILES)
    assert "tables of 2" in offered[3]
    assert "at least" in offered[3]


def test_one_level_of_a_dimension_excludes_the_others() -> None:
    assert summary_words.same_dimension("month", "quarter")
    assert not summary_words.same_dimension("month", "sex")
    assert ("region", "region: place, level 2 of 2") in summary_words.dimensions()


def test_a_plan_says_what_is_coarser_and_why(desk: Desk) -> None:
    many(30)(desk)
    plan = plan_release(desk, ["sex,place"])
    text = "\n".join(f"{one.label} {one.text}" for one in summary_words.planned(plan))
    assert "made coarser left out: with fewer than 50 people" in text
    assert "passes" in text


def test_files_and_ledger_come_both_or_neither(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from registry.desk.disclosing import prepare

    many(60)(desk)
    release = prepare(desk, plan_release(desk, ["sex"]), recipient="x")

    def full(*_: object) -> None:
        raise OSError(28, "full")

    with monkeypatch.context() as broken:
        broken.setattr("registry.vault.new_files._fill", full)
        with pytest.raises(Exception, match="could not be made"):
            let_out(desk, release, tmp_path / "out")
    assert ledger(desk) == []
    assert list(tmp_path.glob("out*")) == []
    let_out(desk, release, tmp_path / "out")
    assert len(ledger(desk)) == 1
    assert {path.name for path in (tmp_path / "out").iterdir()} == set(release.files)
