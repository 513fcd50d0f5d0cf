"""Steps towards authorities: what happened is recorded, also where no consent stood, and the caseworker is told."""

from __future__ import annotations

from typing import Any

import pytest

from registry.desk.acting import add_action, answer_action, steps
from registry.desk.consenting import grant
from registry.desk.desk import Desk
from registry.desk.undoing import undo_last
from registry.errors import InputRefused, NotFound
from tests.desk.making import a_case


def test_a_step_keeps_its_answers_side_by_side(desk: Desk) -> None:
    case = a_case(desk)
    step = add_action(
        desk,
        case,
        {"kind": "query", "to": "A Ministry", "reference": "Q-1", "on": "2026-11-01", "follow_up": "2026-12"},
    ).action
    answer_action(desk, case, step.id, {"kind": "received", "on": "2026-11-03"})
    answer_action(desk, case, step.id, {"kind": "no_record", "text": "not in our lists"})
    ((kept, answers),) = steps(desk.case(case))
    assert (kept.to, kept.follow_up) == ("A Ministry", "2026-12")
    assert [answer.kind for answer in answers] == ["received", "no_record"]
    undo_last(desk)
    ((_, answers),) = steps(desk.case(case))
    assert [answer.kind for answer in answers] == ["received"]


def test_a_step_without_consent_is_recorded_and_told(desk: Desk) -> None:
    case = a_case(desk)
    taken = add_action(desk, case, {"to": "The Group", "purpose": "wgeid"})
    assert "no consent" in taken.warnings[0]
    assert len(steps(desk.case(case))) == 1
    grant(desk, case, {"purpose": "wgeid"})
    assert add_action(desk, case, {"to": "The Group", "purpose": "wgeid"}).warnings == ()
    assert add_action(desk, case, {"to": "A Ministry"}).warnings == ()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "`to` is missing"),
        ({"to": "A Ministry", "on": "2030-01-01"}, "still to come"),
        ({"to": "A Ministry", "kind": "song"}, "not a known kind of step"),
        ({"to": "A Ministry", "follow_up": "../2030"}, "no beginning"),
        ({"to": "A Ministry", "who": "x"}, "not known"),
    ],
)
def test_a_step_that_cannot_be_is_refused(desk: Desk, given: dict[str, Any], says: str) -> None:
    case = a_case(desk)
    with pytest.raises(InputRefused, match=says):
        add_action(desk, case, given)


def test_an_answer_belongs_to_a_step_of_its_own_case(desk: Desk) -> None:
    case, other = a_case(desk), a_case(desk)
    step = add_action(desk, case, {"to": "A Ministry"}).action
    with pytest.raises(NotFound):
        answer_action(desk, other, step.id, {"kind": "denial"})
