"""How a vault reads words for unnamed numbers is seen, changed with a reason, and never changes what was read."""

from __future__ import annotations

import pytest

from registry.cases.groups import Span
from registry.desk.claiming import add_claim
from registry.desk.count_rules import changes, readings, reset_rule, rules_of, set_rule
from registry.desk.desk import Desk
from registry.desk.grouping import count_group
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
