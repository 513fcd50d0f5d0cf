"""The custody log of an exhibit, and the claims that can be read in it, folded from the items of its case."""

from __future__ import annotations

import random

from registry.cases.casefile import CaseFile
from registry.cases.custody import citing, custody
from registry.cases.items import Exhibit, ReadOut, Retraction, Undo, Verified
from registry.cases.line import line_of
from tests.cases.build import Maker


def test_every_line_of_a_custody_log_stands_in_order_whatever_the_order_of_merging() -> None:
    make = Maker()
    exhibit = Exhibit(**make.stamp(), sha256="00", size=3, name="scan")
    other = Exhibit(**make.stamp(), sha256="11", size=3, name="other")
    items = [
        exhibit, other,
        ReadOut(**make.stamp(), exhibit=exhibit.id, reason="appeal", recipient="a lawyer"),
        ReadOut(**make.stamp(), exhibit=other.id),
        Verified(**make.stamp(), exhibit=exhibit.id, found="holds"),
        gone := Undo(**make.stamp(), items=(exhibit.id,)),
        Undo(**make.stamp(), items=(other.id,)),
        Undo(**make.stamp(), items=(gone.id,)),
        Verified(**make.stamp(), exhibit=exhibit.id, found="altered"),
    ]  # fmt: skip
    told = ["taken_in", "read_out", "verified", "taken_back", "brought_back", "verified"]
    case = make.case(*items)
    assert [line.did for line in custody(case, exhibit.id)] == told
    shuffled = list(case.document["items"])
    random.Random(1).shuffle(shuffled)
    again = CaseFile({**case.document, "items": shuffled})
    assert list(custody(again, exhibit.id)) == list(custody(case, exhibit.id))
    assert [line.did for line in custody(case, other.id)] == ["taken_in", "read_out", "taken_back"]


def test_claims_that_cite_an_exhibit_and_those_it_was_attached_for_are_its_own() -> None:
    make = Maker()
    named, apart, undone = (make.claim("sex", "male") for _ in range(3))
    exhibit = Exhibit(**make.stamp(), sha256="00", size=3, name="scan", claims=(named.id,))
    cites = make.claim("born", "1984", exhibit=exhibit.id, locator="p. 2")
    took = Retraction(**make.stamp(), claim=cites.id, reason="misread")
    gone = make.claim("born", "1985", exhibit=exhibit.id)
    case = make.case(named, apart, undone, exhibit, cites, took, gone, Undo(**make.stamp(), items=(gone.id,)))
    assert citing(case, exhibit) == (
        named,
        cites,
    )  # what was retracted stays readable, what was undone does not


def test_a_verification_does_not_make_a_case_look_worked_on() -> None:
    make = Maker()
    claim = make.claim("sex", "male")
    exhibit = Exhibit(**make.stamp(), sha256="00", size=3, name="scan")
    touched = line_of(make.case(claim, exhibit).document).touched_at
    verified = Verified(**make.stamp(), exhibit=exhibit.id, found="holds")
    assert line_of(make.case(claim, exhibit, verified).document).touched_at == touched == exhibit.at
