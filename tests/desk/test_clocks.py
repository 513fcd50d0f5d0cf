"""A laptop whose clock was set back keeps what was decided last: consent, status, closing and rules for counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from registry.desk.assessing import Wish, set_status
from registry.desk.closing import close_case, reopen_case
from registry.desk.consenting import grant, require, withdraw
from registry.desk.count_rules import readings, reset_rule, set_rule
from registry.desk.desk import Desk
from registry.errors import RuleNotMet
from tests.desk.conftest import ticking
from tests.desk.making import a_case, a_source, a_status

LONG_AGO = datetime(1999, 1, 1, tzinfo=UTC)


def set_back(desk: Desk) -> Desk:
    """Return the same desk with a clock that lost its battery."""
    running, begins = ticking(), ticking()()
    return replace(desk, pen=replace(desk.pen, clock=lambda: LONG_AGO + (running() - begins)))


def test_a_withdrawal_stands_until_a_grant_answers_it(desk: Desk) -> None:
    case, back = a_case(desk, consent=["wgeid"]), set_back(desk)
    withdraw(back, case, {"purpose": "wgeid"})
    with pytest.raises(RuleNotMet, match="withdrawn"):
        require(desk, case, "wgeid")
    assert not any(line.statistics for line in desk.lines())
    grant(back, case, {"purpose": "wgeid"})
    assert require(desk, case, "wgeid").purpose == "wgeid"
    withdraw(back, case, {}, everything=True)
    with pytest.raises(RuleNotMet, match="withdrawn"):
        require(desk, case, "wgeid")


def test_one_account_that_says_no_and_yes_is_read_in_its_order(desk: Desk) -> None:
    said = {"purpose": "wgeid", "given_by": "mother"}
    case = a_case(desk, consent=[{**said, "withdrawn": True}, said])
    assert require(desk, case, "wgeid").withheld == ()
    other = a_case(desk, consent=[said, {**said, "withdrawn": True}])
    with pytest.raises(RuleNotMet, match="withdrawn"):
        require(desk, other, "wgeid")


def test_the_status_and_the_stage_set_last_are_in_force(desk: Desk) -> None:
    case, back = a_case(desk), set_back(desk)
    a_status(desk, case, "held_reported", a_source(desk))
    set_status(desk, case, Wish("held_reported"))
    a_status(back, case, "located_alive", a_source(desk, "the man himself"), basis="direct_contact")
    set_status(back, case, Wish("located_alive"))
    assert desk.case(case).status == "located_alive"
    close_case(desk, case, override="the only caseworker of this office")
    claim = a_status(back, case, "held_reported", a_source(desk, "a committee"))
    reopen_case(back, case, [claim], "taken again")
    assert desk.case(case).stage_code == "open"


def test_the_rule_for_a_word_set_last_is_in_force(desk: Desk) -> None:
    def low() -> int:
        return next(one.rule.low for one in readings(desk) if one.rule.code == "hundreds")

    back = set_back(desk)
    set_rule(desk, "hundreds", 150, 400, "how the committee uses the word")
    set_rule(back, "hundreds", 120, 400, "as they explained it since")
    assert low() == 120
    reset_rule(back, "hundreds", "they were wrong")
    assert low() == 200
