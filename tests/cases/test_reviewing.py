"""What a file asks a reviewer for is a fold: the order of items and of merging changes nothing, and neither does time."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from registry.cases.casefile import CaseFile, merged
from registry.cases.items import Assessment, Proposed, Retraction, Stage, Verdict, plain_item
from registry.cases.reviewing import (
    DISPUTED,
    PROPOSAL,
    REOPENING,
    STALE,
    UNSUPPORTED,
    asks,
    changed_since,
    forked,
    is_stale,
    told_as,
    torn,
    unweighed,
)
from registry.cases.views import CaseView
from tests.cases.build import Maker


def proposal(make: Maker, status: str = "death_notified", **about: Any) -> Proposed:
    full: dict[str, Any] = {**make.stamp(), "proposes": "status", "status": status, "author": "Rim", **about}
    return Proposed(**full)


def verdict(make: Maker, on: Proposed, said: str) -> Verdict:
    return Verdict(**make.stamp(), proposal=on.id, verdict=said)


def a_life() -> list[dict[str, Any]]:
    """Return the items of a case that was proposed, refused, proposed again, closed and contradicted."""
    make = Maker()
    held, dead = (
        make.claim("status", "held_reported"),
        make.claim("status", "death_notified", basis="document"),
    )
    first, second = proposal(make, claims=(dead.id,)), proposal(make, claims=(dead.id,))
    closing = proposal(make, "death_notified", proposes="closing", why="end_status")
    items = [
        held, dead, first, verdict(make, first, "refused"), second, verdict(make, second, "accepted"),
        Assessment(**make.stamp(), status="held_reported", previous="missing", claims=(held.id,)),
        Assessment(
            **make.stamp(), status="death_notified", previous="held_reported", claims=(dead.id,), proposal=second.id
        ),
        closing,
        Stage(**make.stamp(), stage="closed", why="end_status", claims=(held.id, dead.id), status="death_notified"),
        make.claim("status", "located_alive", basis="direct_contact"),
        Retraction(**make.stamp(), claim=dead.id, reason="another's"),
    ]  # fmt: skip
    return [plain_item(item) for item in items]


LIFE = a_life()
BASE = {"id": "000000000001", "kind": "person", "made": {"at": "2026"}}
some = st.lists(st.sampled_from(LIFE), unique_by=lambda item: item["id"])


def of(items: list[dict[str, Any]]) -> CaseFile:
    return CaseFile({**BASE, "items": items})


def told(case: CaseFile) -> tuple[Any, ...]:
    view = CaseView(case)
    return (
        case.status,
        case.stage_code,
        [one.id for one in case.waiting],
        view.asks,
        view.flags,
        view.questions,
    )


@given(some, st.randoms(use_true_random=False))
def test_the_order_of_items_changes_nothing(items: list[dict[str, Any]], chance: Any) -> None:
    shuffled = list(items)
    chance.shuffle(shuffled)
    assert told(of(items)) == told(of(shuffled))


@given(some, some)
def test_what_one_copy_decided_is_decided_in_the_union(
    left: list[dict[str, Any]], right: list[dict[str, Any]]
) -> None:
    documents = {**BASE, "items": left}, {**BASE, "items": right}
    whole = CaseFile(merged(*documents))
    assert told(whole) == told(CaseFile(merged(*documents[::-1])))
    decided = {item["proposal"] for item in (*left, *right) if item["t"] == "verdict"}
    assert decided.isdisjoint(one.id for one in whole.waiting)


@given(some)
def test_a_proposal_and_a_verdict_never_change_the_status(items: list[dict[str, Any]]) -> None:
    rest = [item for item in items if item["t"] not in {"proposal", "verdict"}]
    assert of(items).status == of(rest).status
    assert (of(items).stage_code == "closed") == (of(rest).stage_code == "closed")


@given(some, st.dates().map(lambda day: day.isoformat()))
def test_elapsed_time_says_stale_and_changes_nothing_else(items: list[dict[str, Any]], today: str) -> None:
    now, then = CaseView(of(items)), CaseView(of(items), today=today)
    assert (now.case.status, now.asks) == (then.case.status, then.asks)
    assert set(then.flags) - set(now.flags) <= {STALE}


def test_a_case_asks_for_each_thing_by_itself() -> None:
    make = Maker()
    held, alive = make.claim("status", "held_reported"), make.claim("status", "located_alive")
    made = Assessment(**make.stamp(), status="held_reported", previous="missing", claims=(held.id,))
    assert asks(make.case(held, made), carried=True) == ()
    assert asks(make.case(held, made), carried=False) == (UNSUPPORTED,)
    assert asks(make.case(held, made, alive), carried=True) == (DISPUTED,)
    assert asks(make.case(held, made, proposal(make)), carried=True) == (PROPOSAL,)
    closed = Stage(**make.stamp(), stage="closed", claims=(held.id,), status="held_reported")
    assert asks(make.case(held, made, closed), carried=True) == ()
    assert asks(make.case(held, made, closed, alive), carried=True) == (REOPENING, DISPUTED)
    other = Stage(**make.stamp(), stage="closed", claims=(held.id,), status="located_alive")
    assert asks(make.case(held, made, other), carried=True) == (REOPENING,), "the status is another one since"


def test_before_anyone_assessed_it_two_statements_that_contradict_are_a_dispute() -> None:
    make = Maker()
    held, free = make.claim("status", "held_reported"), make.claim("status", "released_reported")
    denied = make.claim("status", "located_alive", stance="denies")
    silent = make.claim("status", None, state="withheld")
    assert unweighed(make.case(held, denied, silent)) == ()
    assert {claim.id for claim in unweighed(make.case(held, free, silent))} == {held.id, free.id}


def test_statuses_set_apart_are_told_from_those_that_follow_one_another() -> None:
    make = Maker()
    claims = make.claim("status", "held_reported"), make.claim("status", "released_reported")

    def after(previous: str, status: str) -> bool:
        held = Assessment(**make.stamp(), status="held_reported", previous="missing", claims=(claims[0].id,))
        then = Assessment(**make.stamp(), status=status, previous=previous, claims=(claims[1].id,))
        return forked(make.case(*claims, held, then))

    assert not after("held_reported", "released_reported")
    assert after("missing", "released_reported")
    assert not after("missing", "held_denied"), "both can be true"


def test_verdicts_that_contradict_are_torn_and_one_given_twice_is_not() -> None:
    make = Maker()
    one = proposal(make)
    twice = verdict(make, one, "accepted"), verdict(make, one, "accepted")
    assert torn(make.case(one, *twice)) == ()
    assert torn(make.case(one, *twice, verdict(make, one, "refused"))) == (one,)


def test_what_changed_since_a_proposal_is_named() -> None:
    make = Maker()
    dead, early = make.claim("status", "death_notified"), make.claim("status", "held_reported")
    one = proposal(make, claims=(dead.id,), seen=())
    weighed = proposal(make, claims=(dead.id,), against=(early.id,))

    def codes(on: Proposed, *more: Any) -> list[str]:
        return [found.code for found in changed_since(make.case(dead, on, *more), on)]

    assert codes(one) == []
    assert codes(weighed, early) == [], "held and dead contradict, and it was weighed"
    assert codes(one, make.claim("status", "located_alive")) == ["new-evidence"]
    assert codes(one, make.claim("sex", "male")) == []
    assert codes(one, Retraction(**make.stamp(), claim=dead.id, reason="r")) == ["claim-gone"]
    assert codes(one, Assessment(**make.stamp(), status="missing", previous="missing", claims=())) == [
        "status-changed"
    ]
    assert codes(one, Stage(**make.stamp(), stage="closed")) == ["closed"]


def test_a_file_is_stale_half_a_year_after_it_was_touched_last() -> None:
    make = Maker()
    case = make.case(make.claim("sex", "male"))
    assert not is_stale(case, "2027-05-21")
    assert is_stale(case, "2027-05-22")
    assert not is_stale(case, "")
    closed = make.case(make.claim("sex", "male"), Stage(**make.stamp(), stage="closed"))
    assert not is_stale(closed, "2030-01-01")


def test_what_is_proposed_reads_in_words() -> None:
    make = Maker()
    assert told_as(proposal(make)) == "death officially notified"
    assert told_as(proposal(make, proposes="closing", why="family_request")) == (
        "to close the case: the family asked for it"
    )
    assert told_as(proposal(make, proposes="closing", why="of a newer version")).endswith(
        "of a newer version"
    )
