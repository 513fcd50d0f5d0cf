"""How a vault reads words for unnamed numbers is seen, changed with a reason, and never changes what was read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from registry.cases.groups import Span
from registry.desk.claiming import add_claim
from registry.desk.count_rules import changes, readings, reset_rule, rules_of, set_rule
from registry.desk.desk import Desk
from registry.desk.grouping import count_group, relate, totals
from registry.desk.opening import open_desk
from registry.desk.travelling import make_travel
from registry.desk.undoing import redo_last, undo_last
from registry.errors import InputRefused, RuleNotMet
from registry.words.count_rules import RULES
from tests.desk.making import a_group, a_source


def test_a_new_vault_reads_by_the_rules_of_the_house(desk: Desk) -> None:
    assert rules_of(desk) == RULES
    assert all(reading.change is None for reading in readings(desk))


def test_a_rule_changed_reads_new_figures_and_leaves_the_old_ones(desk: Desk) -> None:
    before = a_group(desk, "hundreds of men")
    set_rule(desk, "hundreds", 150, 400, "how the committee uses the word")
    after = a_group(desk, "hundreds of men")
    assert count_group(desk, before).stated == Span(200, 999)
    assert count_group(desk, after).stated == Span(150, 400)
    add_claim(desk, before, "count", a_source(desk), {"value": "مئات الرجال"})
    assert count_group(desk, before).stated == Span(150, 999)
    shown = {reading.rule.code: reading for reading in readings(desk)}["hundreds"]
    assert (shown.rule.low, shown.house.low) == (150, 200)
    assert shown.change is not None
    assert shown.change.reason == "how the committee uses the word"


def test_a_rule_may_be_open_above_and_go_back_to_the_house(desk: Desk) -> None:
    set_rule(desk, "dozens", 12, None, "no upper bound is meant")
    assert count_group(desk, a_group(desk, "dozens of youths")).stated == Span(12, None)
    reset_rule(desk, "dozens", "as before")
    assert rules_of(desk) == RULES
    assert [change.house for change in changes(desk)] == [False, True]


def test_a_rule_needs_a_reason_bounds_and_a_name_that_is_known(desk: Desk) -> None:
    with pytest.raises(RuleNotMet, match="reason"):
        set_rule(desk, "hundreds", 1, 2, "  ")
    for low, high in ((0, 5), (9, 8), (-1, None), (1, 10**12)):
        with pytest.raises(InputRefused, match="bounds"):
            set_rule(desk, "hundreds", low, high, "why")
    with pytest.raises(InputRefused, match="no rule") as refused:
        reset_rule(desk, "myriads", "why")
    assert "`hundreds`" in refused.value.hint
    assert changes(desk) == []


def test_about_is_a_share_that_the_office_sets_and_totals_show_the_interval(desk: Desk) -> None:
    group = a_group(desk, "about 400 men")
    assert count_group(desk, group).stated == Span(360, 440)
    for low, high in ((0, 110), (101, 110), (90, 99), (90, None), (90, 1001)):
        with pytest.raises(InputRefused, match="percentage"):
            set_rule(desk, "about", low, high, "why")
    set_rule(desk, "about", 80, 120, "the committee guesses")
    later = a_group(desk, "حوالي 400 رجل")
    assert count_group(desk, later).stated == Span(320, 480)
    assert count_group(desk, group).stated == Span(360, 440), "what was read keeps its bounds"
    relate(desk, group, later, "disjoint", "two towns")
    assert totals(desk, []).total.span == Span(680, 920)


def test_a_rule_is_undone_and_redone_as_any_act_whatever_the_clock_says(desk: Desk) -> None:
    set_rule(desk, "hundreds", 150, 400, "first")
    set_rule(desk, "hundreds", 100, 300, "second")

    def now() -> tuple[int, str]:
        reading = {one.rule.code: one for one in readings(desk)}["hundreds"]
        return reading.rule.low, reading.change.reason if reading.change else ""

    found = [now()]
    for step, year in (
        (undo_last, 2024),
        (undo_last, 2023),
        (redo_last, 2022),
        (redo_last, 2021),
        (undo_last, 2020),
    ):
        behind = replace(
            desk, pen=replace(desk.pen, clock=lambda year=year: datetime(year, 1, 1, tzinfo=UTC))
        )
        step(behind)
        found.append(now())
    assert found == [
        (100, "second"), (150, "first"), (200, ""), (150, "first"), (100, "second"), (150, "first"),
    ]  # fmt: skip
    assert desk.vault.check().ok


def test_a_vault_for_a_journey_reads_words_as_the_office_does(desk: Desk, tmp_path: Path) -> None:
    set_rule(desk, "hundreds", 150, 400, "as the committee uses it")
    set_rule(desk, "dozens", 12, 40, "taken back at once")
    undo_last(desk)
    group = a_group(desk, "hundreds of men")
    make_travel(
        desk, tmp_path / "away.vault", [group], "pencil orbit summit walnut velvet canyon ribbon", "Rim"
    )
    away = open_desk(
        tmp_path / "away.vault", "pencil orbit summit walnut velvet canyon ribbon", device="laptop"
    )
    with away.vault:
        assert rules_of(away) == rules_of(desk) != RULES
        assert count_group(away, a_group(away, "hundreds of boys")).stated == Span(150, 400)
