"""What rests on a source is counted as it stands, in slices."""

from __future__ import annotations

from itertools import count

from registry.desk.claiming import retract_claim
from registry.desk.desk import CASES, Desk
from registry.desk.resting import Resting, claims_of
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
