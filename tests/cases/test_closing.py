"""Closing, reopening and calling two files the same person: what stands in the way."""

from __future__ import annotations

from registry.cases.casefile import CaseFile
from registry.cases.closing import (
    closing_shortfalls,
    proposes_reopening,
    reopening_shortfalls,
    sameness_shortfalls,
)
from registry.cases.items import Assessment, Link, Proposed, Stage, Task
from tests.cases.build import Maker


def codes(found: tuple[object, ...]) -> set[str]:
    return {one.code for one in found}  # type: ignore[attr-defined]


def settled(make: Maker, *more: object) -> CaseFile:
    claim = make.claim("status", "located_alive", basis="direct_contact")
    made = Assessment(**make.stamp(), status="located_alive", previous="missing", claims=(claim.id,))
    return make.case(claim, made, *more)  # type: ignore[arg-type]


def test_an_open_fate_does_not_close_a_case_but_the_family_may() -> None:
    make = Maker()
    case = make.case(make.claim("sex", "male"))
    about = {"author": "Rim", "reviewer": "Sami", "alone": False}
    assert codes(closing_shortfalls(case, "end_status", **about)) == {"end-status"}
    assert closing_shortfalls(case, "family_request", **about) == ()
    assert closing_shortfalls(settled(make), "end_status", **about) == ()
    assert codes(closing_shortfalls(case, "because", **about)) == {"end-status"}


def test_closing_waits_for_the_family_to_be_told_and_needs_a_source() -> None:
    make = Maker()
    task = Task(**make.stamp(), kind="notify_family")
    about = {"author": "Rim", "reviewer": "Sami", "alone": False}
    assert codes(closing_shortfalls(settled(make, task), "end_status", **about)) == {"notify-family"}
    assert codes(closing_shortfalls(make.case(task), "family_request", **about)) == {
        "notify-family",
        "sourced",
    }


def test_the_reviewer_is_another_person_or_one_alone_types_an_override() -> None:
    case = settled(Maker())

    def reviewed(reviewer: str, *, alone: bool, override: str = "") -> set[str]:
        return codes(
            closing_shortfalls(
                case, "end_status", author="Rim", reviewer=reviewer, alone=alone, override=override
            )
        )

    assert reviewed("rim", alone=False, override="I am alone") == {"reviewer"}
    assert reviewed("", alone=True) == {"reviewer"}
    assert reviewed("", alone=True, override="I work alone") == set()


def test_reopening_needs_a_reason_and_a_claim_made_since() -> None:
    make = Maker()
    old = make.claim("status", "located_alive")
    closed = Stage(**make.stamp(), stage="closed", why="end_status")
    new = make.claim("status", "held_reported")
    case = make.case(old, closed, new)
    assert codes(reopening_shortfalls(case, reason="", claims=frozenset({old.id}))) == {
        "reasoned",
        "fresh-claim",
    }
    assert reopening_shortfalls(case, reason="taken again", claims=frozenset({new.id})) == ()
    assert codes(reopening_shortfalls(make.case(old), reason="r", claims=frozenset())) == {
        "closed",
        "fresh-claim",
    }


def test_a_contradicting_claim_that_comes_in_after_closing_proposes_reopening() -> None:
    make = Maker()
    claim = make.claim("status", "missing")
    closed = Stage(**make.stamp(), stage="closed", why="family_request")
    assert not proposes_reopening(make.case(claim, closed))
    assert proposes_reopening(make.case(claim, closed, make.claim("status", "held_reported")))
    assert not proposes_reopening(make.case(claim, make.claim("status", "held_reported")))


def test_what_counts_as_new_is_what_the_closing_did_not_have_and_not_the_time() -> None:
    make = Maker()
    known, early = make.claim("status", "missing"), make.claim("status", "held_reported")
    closed = Stage(**make.stamp(), stage="closed", why="family_request", claims=(known.id,), status="missing")
    assert not proposes_reopening(make.case(known, closed))
    assert proposes_reopening(make.case(known, early, closed)), "a merge brought it"
    assert (
        reopening_shortfalls(make.case(known, early, closed), reason="r", claims=frozenset({early.id})) == ()
    )


def test_what_agrees_with_the_closing_proposes_nothing() -> None:
    make = Maker()
    closed = Stage(**make.stamp(), stage="closed", why="end_status", claims=("none",), status="located_alive")
    released = make.claim("status", "released_reported")
    denied = make.claim("status", "death_reported", stance="denies")
    assert not proposes_reopening(settled(make, closed, released, denied))
    assert proposes_reopening(settled(make, closed, make.claim("status", "located_alive", stance="denies")))


def test_an_unsupported_status_or_a_closing_as_a_double_without_the_other_file_is_refused() -> None:
    make = Maker()
    about = {"author": "Rim", "reviewer": "Sami", "alone": False}
    case = settled(make)
    assert codes(closing_shortfalls(case, "end_status", carried=False, **about)) == {"carried"}
    assert closing_shortfalls(case, "family_request", carried=False, **about) == ()
    assert codes(closing_shortfalls(case, "same_person", **about)) == {"linked"}
    link = Link(**make.stamp(), kind="same_person", other="000000000002")
    assert closing_shortfalls(settled(make, link), "same_person", **about) == ()
    waiting = Proposed(**make.stamp(), proposes="status", status="death_notified")
    assert codes(closing_shortfalls(settled(make, waiting), "end_status", **about)) == {"decided"}


def test_two_files_are_one_person_only_on_strong_ground_and_by_a_person() -> None:
    alike = {"name": {"khaled"}, "mother": {"amina"}, "sex": {"male"}}
    assert sameness_shortfalls(alike, alike, decided_by="Rim") == ()
    assert codes(sameness_shortfalls(alike, alike, decided_by=" ")) == {"decided"}
    brother = {"name": {"omar"}, "mother": {"amina"}, "father": {"saleh"}, "born": {"one"}}
    assert codes(sameness_shortfalls({**brother, "name": {"ali"}}, brother, decided_by="Rim")) == {"identity"}
    weak = {"name": {"khaled"}, "mother": {"rim"}}
    assert codes(sameness_shortfalls(alike, weak, decided_by="Rim")) == {"identity"}
    number = {"identity_number": {"1"}}
    assert sameness_shortfalls(number, number, decided_by="Rim") == ()
    woman = {**alike, "sex": {"female"}}
    assert codes(sameness_shortfalls(alike, woman, decided_by="Rim")) == {"hard-facts"}
