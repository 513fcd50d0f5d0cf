"""Matches: pairs found, gone through side by side, decided, and what a link changes shown before it is made."""

from __future__ import annotations

from pathlib import Path

import pytest

from registry.desk.desk import Desk
from registry.desk.matching import open_candidates, people_groups, scan_cases, scanned
from registry.tui.dialogues import Told
from registry.tui.matches import scored, why
from registry.tui.pairs import PairScreen
from tests.desk.making import FAMILY, a_case
from tests.desk.test_matching import ARABIC, BROTHER, COMMITTEE, LATIN
from tests.tui.conftest import drawn, driven, settled, sitting, typed


def two_pairs(desk: Desk) -> None:
    """Two men from two sources each, and the brother of one."""
    a_case(desk, facts=ARABIC, source=FAMILY)
    a_case(desk, facts=LATIN, source=COMMITTEE)
    a_case(desk, facts=BROTHER, source=FAMILY)
    other = {"name": "Sami Nabil Haddad", "mother": "Rima", "born": "1990-02-01", "last_seen_at": "Homs"}
    a_case(desk, facts=other, source=FAMILY)
    a_case(desk, facts={**other, "born": "1990"}, source=COMMITTEE)


def _scanned(desk: Desk) -> None:
    two_pairs(desk)
    scan_cases(desk)


@driven
async def test_cases_are_scanned_and_a_pair_is_linked_once_every_count_was_shown(tmp_path: Path) -> None:
    async with sitting(tmp_path / "v", two_pairs, size=(120, 40)) as (app, pilot):
        await pilot.press("4")
        await settled(pilot)
        assert "nothing was scanned yet" in drawn(app)
        await pilot.press("c")
        await settled(pilot)
        assert "2 pairs wait for a person" in drawn(app)
        await pilot.press("enter")
        await settled(pilot)
        seen = drawn(app)
        assert "= match" in seen
        assert "pair 1 of 2" in seen
        assert "people 5 → 4" in seen
        await pilot.press("s")
        await pilot.pause()
        await typed(pilot, "likely")
        await pilot.press("enter")
        await pilot.pause()
        await typed(pilot, "the mother knows both papers")
        await pilot.press("enter")
        await pilot.pause()
        seen = drawn(app)
        assert "5 → 4" in seen, "every count is shown before anything is linked"
        assert "nothing is merged" in seen
        assert app.desk_thread.waiting == 0
        await pilot.press("s")
        await pilot.pause()
        assert "y confirms" in drawn(app), "the key that asked confirms nothing"
        await pilot.press("y")
        await settled(pilot)
        assert "pair 2 of 2" in drawn(app), "the next pair follows at once"
        groups, left = await app.at_desk(lambda desk: (people_groups(desk), open_candidates(desk)))
        assert [len(group) for group in groups] == [2]
        assert len(left) == 1
        assert await app.at_desk(scanned)


@driven
async def test_brothers_are_told_apart_and_tied_and_a_decision_is_taken_back(tmp_path: Path) -> None:
    async with sitting(tmp_path / "v", _scanned) as (app, pilot):
        await pilot.press("4")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        seen = drawn(app)
        assert "left" in seen, "one field a line, the two cases under each other"
        assert "right" in seen
        await pilot.press("f")
        await pilot.pause()
        await typed(pilot, "brothers")
        await pilot.press("enter")
        await settled(pilot)
        assert "pair 2 of 2" in drawn(app)
        await pilot.press("escape", "v")
        await settled(pilot)
        assert "≠ told apart" in drawn(app)
        await pilot.press("enter")
        await settled(pilot)
        seen = drawn(app)
        assert "kin: brothers" in seen
        assert "told apart" in seen
        await pilot.press("x")
        await pilot.pause()
        await typed(pilot, "it was the wrong pair")
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, PairScreen)
        assert len(await app.at_desk(open_candidates)) == 2


@driven
async def test_a_link_that_the_rules_forbid_is_refused_with_the_rule_and_the_pair_stays(
    tmp_path: Path,
) -> None:
    def fill(desk: Desk) -> None:
        a_case(desk, facts={**ARABIC, "mother": "أمينة"}, source=FAMILY)
        a_case(desk, facts={**ARABIC, "mother": "أمينة"}, source=COMMITTEE)
        scan_cases(desk)

    async with sitting(tmp_path / "v", fill) as (app, pilot):
        await pilot.press("4")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("n")
        await pilot.pause()
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, Told)
        assert "reason" in drawn(app)
        await pilot.press("enter")
        await settled(pilot)
        assert "pair 1 of 1" in drawn(app)
        assert len(await app.at_desk(open_candidates)) == 1


@pytest.mark.parametrize(
    ("chance", "words"),
    [(0.999, "◆ likely over 99 %"), (0.6, "◇ maybe 60 %"), (0.001, "· unlikely under 1 %")],
)
def test_a_score_has_a_sign_a_word_and_a_figure(chance: float, words: str) -> None:
    assert scored(chance) == words


def test_why_a_pair_is_listed_says_what_speaks_for_it_and_against_the_weightiest_first() -> None:
    parts = [("born", "year", 3.0), ("given", "match", 9.0), ("last_seen_at", "differs", -2.0)]
    assert why(parts) == "= given, born; ≠ last seen at"
