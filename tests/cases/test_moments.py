"""Two moments of a case and what differs between them; and going back to one, whatever was done since."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from registry.cases.casefile import CaseFile, with_items
from registry.cases.items import (
    Assessment,
    Claim,
    Consent,
    Item,
    Link,
    Note,
    ReadOut,
    Retraction,
    Task,
    TaskDone,
    Undo,
    plain_item,
)
from registry.cases.moments import Difference, difference, ids_of, no_longer, standing_at
from registry.cases.restoring import counting, goal, stays, to_undo
from registry.cases.views import CaseView
from tests.cases.build import Maker, source

SOURCES = {one: source(one) for one in ("S1", "S2")}
FACTS = {"sex": ("male", "female"), "born": ("1984", "1985-03"), "status": ("missing", "held_reported")}
PURPOSES = ("case_work", "media")
few = settings(max_examples=40)


@st.composite
def lives(draw: st.DrawFn, *, calm: bool = False) -> CaseFile:
    """Return a case with a life: claims, what took them back, undos of undos, consent given and withdrawn.

    A ``calm`` one has nothing that a restore leaves as it is.
    """
    make = Maker()
    items: list[Item] = [make.claim("name", {"text": "N", "kind": "full"})]
    kinds = ["claim", "retract", "supersede", "assess", "note", "task", "undo", "undo"]
    kinds += [] if calm else ["consent", "consent", "withdraw", "link", "read", "done"]
    for _ in range(draw(st.integers(2, 14))):
        items.append(_one(draw, make, draw(st.sampled_from(kinds)), items))
    case = make.case(*items)
    newer = {"id": "ZZZZZZZZZZZZ", "t": "prophecy", "at": "2026-11-22T09:05:00.500000Z", "x": 1}
    return CaseFile(with_items(case.document, [newer])) if draw(st.booleans()) else case


def _one(draw: st.DrawFn, make: Maker, kind: str, items: list[Item]) -> Item:
    claims = [item for item in items if isinstance(item, Claim)]
    about = draw(st.sampled_from(claims))
    stamp: dict[str, Any] = make.stamp()
    if kind == "undo":
        gone = draw(
            st.lists(st.sampled_from(items[1:] or items), min_size=1, max_size=3, unique_by=lambda i: i.id)
        )
        return Undo(**stamp, items=tuple(item.id for item in gone))
    if kind in {"claim", "supersede"}:
        fact = draw(st.sampled_from(sorted(FACTS)))
        old = about.id if kind == "supersede" else ""
        value = draw(st.sampled_from(FACTS[fact]))
        return Claim(
            **stamp, source=draw(st.sampled_from(sorted(SOURCES))), fact=fact, value=value, supersedes=old
        )
    made: dict[str, Any] = {
        "retract": lambda: Retraction(**stamp, claim=about.id, reason="r"),
        "assess": lambda: Assessment(**stamp, status=draw(st.sampled_from(FACTS["status"])), previous="missing", claims=(about.id,)),
        "note": lambda: Note(**stamp, text="a note"),
        "task": lambda: Task(**stamp, kind="verify"),
        "consent": lambda: Consent(**stamp, purpose=draw(st.sampled_from(PURPOSES)), recipient=draw(st.sampled_from(("", "A")))),
        "withdraw": lambda: Consent(**stamp, purpose=draw(st.sampled_from(PURPOSES)), recipient=draw(st.sampled_from(("", "A"))), withdrawn=True),
        "link": lambda: Link(**stamp, kind="member_of", other="000000000009"),
        "read": lambda: ReadOut(**stamp, exhibit="E"),
        "done": lambda: TaskDone(**stamp, task="T"),
    }  # fmt: skip
    return made[kind]()  # type: ignore[no-any-return]


def moments(draw: st.DataObject, case: CaseFile) -> CaseFile:
    """Return the case as it stood after some number of its items."""
    many = draw.draw(st.integers(1, len(case.items)))
    return standing_at(case, frozenset(item.id for item in case.items[:many]))


def shown(case: CaseFile) -> dict[str, Any]:
    """Return all that a reader sees of a case: its folded view in plain values."""
    view = CaseView(case, SOURCES, "2026-12-01")
    return {
        "facts": {key: [(repr(h.value.plain()), [c.id for c in h.claims]) for h in fact.held] for key, fact in view.facts.items()},
        "status": (case.status, view.flags, case.stage_code),
        "conflicts": [fact.declared.key for fact in view.conflicts],
        "timeline": [(event.on.text, event.what) for event in view.timeline],
        "questions": view.questions,
        "claims": [claim.id for claim in case.claims],
        "notes": [note.id for note in case.notes],
        "tasks": [task.id for task in case.open_tasks],
        "consent": sorted((p, r) for p in PURPOSES for r in ("", "A") if case.consented(p, recipient=r)),
        "links": [link.id for link in case.links],
        "withdrawn": case.withdrawn,
    }  # fmt: skip


def restored(now: CaseFile, then: CaseFile, *, withdrawals: bool = False) -> CaseFile:
    """Return the case with one more undo, written last, that makes it count as it stood then."""
    last = {"id": "ZZZZZZZZZZZY", "by": "aa", "device": "test", "at": "2027-01-01T00:00:00.000000Z"}
    undo = Undo(**last, items=to_undo(now, goal(now, then, withdrawals=withdrawals)))
    return CaseFile(with_items(now.document, [plain_item(undo)]))


@few
@given(lives(), st.data())
def test_a_moment_does_not_differ_from_itself(case: CaseFile, data: st.DataObject) -> None:
    view = CaseView(moments(data, case), SOURCES)
    assert difference(view, view) == Difference()
    assert difference(view, view).empty


@few
@given(lives(), st.randoms(use_true_random=False), st.data())
def test_the_order_of_merging_does_not_matter(
    case: CaseFile, chance: random.Random, data: st.DataObject
) -> None:
    items = list(case.document["items"])
    chance.shuffle(items)
    other = CaseFile({**case.document, "items": items})
    assert shown(other) == shown(case)
    then = moments(data, case)
    there = standing_at(other, ids_of(then))
    assert difference(CaseView(there, SOURCES), CaseView(other, SOURCES)) == difference(
        CaseView(then, SOURCES), CaseView(case, SOURCES)
    )
    assert goal(other, there) == goal(case, then)
    assert to_undo(other, counting(there)) == to_undo(case, counting(then))


@few
@given(lives(), st.data())
def test_what_differs_one_way_differs_the_other_way_round(case: CaseFile, data: st.DataObject) -> None:
    first, second = (CaseView(moments(data, case), SOURCES) for _ in range(2))
    there, back = difference(first, second), difference(second, first)
    assert (there.added, there.gone, there.stopped, there.resumed) == (
        back.gone,
        back.added,
        back.resumed,
        back.stopped,
    )
    assert {key: (was.before, was.after) for key, was in there.facts} == {
        key: (was.after, was.before) for key, was in back.facts
    }
    assert there.empty is (
        ids_of(first.case) & {i.id for i in case.items} == ids_of(second.case) & {i.id for i in case.items}
    )


@few
@given(lives(), st.data())
def test_what_differs_says_which_items_came_and_which_count(case: CaseFile, data: st.DataObject) -> None:
    then = moments(data, case)
    found = difference(CaseView(then, SOURCES), CaseView(case, SOURCES))
    assert {item.id for item in found.added} == {item.id for item in case.items} - ids_of(then)
    counted = {item.id for item in then.items if not isinstance(item, Undo) and not no_longer(then, item)}
    counted -= {item.id for item in found.stopped}
    counted |= {
        item.id
        for item in (*found.resumed, *found.added)
        if not isinstance(item, Undo) and not no_longer(case, item)
    }
    assert counted == {
        item.id for item in case.items if not isinstance(item, Undo) and not no_longer(case, item)
    }


@few
@given(lives(calm=True), st.data())
def test_a_restored_case_shows_what_it_showed_at_that_moment(case: CaseFile, data: st.DataObject) -> None:
    then = moments(data, case)
    again = restored(case, then)
    assert shown(again) == shown(then)
    assert difference(CaseView(then, SOURCES), CaseView(again, SOURCES)).stopped == ()
    assert set(ids_of(case)) < set(ids_of(again))  # nothing was struck out


@few
@given(lives(), st.data())
def test_with_consent_too_all_but_what_happened_shows_as_it_did(case: CaseFile, data: st.DataObject) -> None:
    then = moments(data, case)
    again = restored(case, then, withdrawals=True)
    same = {key: value for key, value in shown(then).items() if key not in {"links", "tasks", "questions"}}
    assert {key: shown(again)[key] for key in same} == same


@few
@given(lives(), st.data())
def test_going_back_never_widens_consent_and_leaves_what_happened(
    case: CaseFile, data: st.DataObject
) -> None:
    then = moments(data, case)
    again = restored(case, then)
    for purpose in PURPOSES:
        for recipient in ("", "A", "B"):
            if again.consented(purpose, recipient=recipient):
                assert case.consented(purpose, recipient=recipient)
    for item in case.items:
        if stays(item):
            assert (item.id in again.undone) is (item.id in case.undone)
    assert ("ZZZZZZZZZZZZ" in again.undone) is ("ZZZZZZZZZZZZ" in case.undone)


@few
@given(lives(), st.data())
def test_undoing_a_restore_brings_back_what_was(case: CaseFile, data: st.DataObject) -> None:
    again = restored(case, moments(data, case))
    last = {
        "id": "ZZZZZZZZZZZZ"[:11] + "X",
        "by": "aa",
        "device": "test",
        "at": "2027-01-02T00:00:00.000000Z",
    }
    undo = Undo(**last, items=("ZZZZZZZZZZZY",))
    back = CaseFile(with_items(again.document, [plain_item(undo)]))
    assert shown(back) == shown(case)
    assert back.undone - {"ZZZZZZZZZZZY"} == case.undone


@few
@given(lives(), st.data())
def test_a_second_restore_reaches_the_first_moment_s_goal_too(case: CaseFile, data: st.DataObject) -> None:
    then, later = moments(data, case), moments(data, case)
    assume(ids_of(then) != ids_of(later))
    once = restored(case, then)
    stamp = {"id": "ZZZZZZZZZZZX", "by": "aa", "device": "test", "at": "2027-01-03T00:00:00.000000Z"}
    wanted = goal(once, later, withdrawals=True)
    twice = CaseFile(with_items(once.document, [plain_item(Undo(**stamp, items=to_undo(once, wanted)))]))
    assert counting(twice) == wanted


def test_consent_that_was_taken_back_by_an_undo_does_not_return_by_itself() -> None:
    make = Maker()
    claim, given_ = make.claim("sex", "male"), Consent(**make.stamp(), purpose="media")
    then = make.case(claim, given_)
    now = make.case(claim, given_, Undo(**make.stamp(), items=(given_.id,)), Note(**make.stamp(), text="n"))
    assert not now.consented("media")
    assert not restored(now, then).consented("media")
    assert restored(now, then).notes == ()
    assert restored(now, then, withdrawals=True).consented("media")


def test_consent_that_was_given_again_since_is_not_lost_to_the_withdrawal_in_between() -> None:
    make = Maker()
    claim = make.claim("sex", "male")
    given_ = Consent(**make.stamp(), purpose="media")
    then = make.case(claim, given_)
    withdrawn, again = (
        Consent(**make.stamp(), purpose="media", withdrawn=True),
        Consent(**make.stamp(), purpose="media"),
    )
    note = Note(**make.stamp(), text="n")
    now = make.case(claim, given_, withdrawn, again, note)
    assert restored(now, then).consented("media")
    assert restored(now, then).notes == ()
    ended = make.case(claim, given_, withdrawn, note)
    assert not restored(ended, then).consented("media")
    assert restored(ended, then, withdrawals=True).consented("media")
