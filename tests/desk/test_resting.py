"""What rests on a source is counted as it stands, in slices, and its grades are told with what was taken back."""

from __future__ import annotations

from itertools import count

from registry.desk.claiming import retract_claim
from registry.desk.desk import CASES, Desk
from registry.desk.drafting import new_draft, save_draft
from registry.desk.likely import already_here
from registry.desk.resting import Resting, claims_of
from registry.desk.sourcing import grade_source, grades_of
from registry.desk.undoing import undo_last
from tests.desk.making import a_case, a_source


def test_claims_are_counted_case_by_case_and_those_taken_back_no_more(desk: Desk) -> None:
    source, other = a_source(desk), a_source(desk, "committee B")
    first = a_case(desk, source=source, facts={"name": "Adel", "sex": "male"})
    second = a_case(desk, source=other, facts={"name": "Samir"})
    sex = next(claim for claim in desk.case(first).claims if claim.fact == "sex")
    retract_claim(desk, first, sex.id, "said by mistake")
    a_case(desk, source=source, facts={"name": "Nobody"})
    undo_last(desk)
    ticks = count()
    resting = Resting(desk, lambda: next(ticks))
    steps = 1
    while not resting.advance(0):
        steps += 1
    assert steps > resting.total == 3
    assert resting.counts == {source: 1, other: 1}
    assert resting.cases == {source: [first], other: [second]}
    said = list(claims_of(desk, source, desk.vault.numbers(CASES)))
    assert [(one.case, one.called, one.says) for one in said] == [(first, "Adel", "Adel")]


def test_grades_are_told_in_their_order_with_what_was_taken_back(desk: Desk) -> None:
    source = a_source(desk)
    grade_source(desk, source, "A", "borne out twice")
    undo_last(desk)
    given = grades_of(desk, source)
    assert [(one.reliability, one.why, one.undone) for one in given] == [
        ("C", "", False),
        ("A", "borne out twice", True),
    ]


def test_who_is_here_already_is_told_before_a_case_is_kept_and_nobody_else(desk: Desk) -> None:
    facts = {"name": "Adel Omar Canary", "father": "Omar", "born": "1990-01-01"}
    there = a_case(desk, facts=facts)
    a_case(desk, facts={**facts, "born": "1943-05-20"})  # told apart by what is certain
    a_case(desk, facts={"name": "Samir Canary"})
    said = {key: [{"value": value}] for key, value in facts.items()}
    source = [{"value": {"kind": "family"}}]
    other = new_draft(desk.pen, answers={"name": [{"value": "عادل كناري"}]})
    save_draft(desk, other)
    draft = new_draft(desk.pen, answers={"source": source, **said})
    head = desk.vault.head
    found = already_here(desk, draft)
    assert [one.line.id for one in found.cases] == [there]
    assert {"given", "born"} <= set(found.cases[0].agree)
    assert [one.id for one in found.drafts] == [other.id]
    assert desk.vault.head == head
    assert already_here(desk, new_draft(desk.pen, answers={"source": source})).cases == ()
