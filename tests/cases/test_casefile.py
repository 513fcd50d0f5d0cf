"""A case file is a set of items: merging loses nothing, and what was undone or retracted stops counting."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from registry.cases.casefile import CaseFile, merged, with_items
from registry.cases.items import Assessment, Consent, Retraction, Task, TaskDone, Undo, plain_item, read_item
from registry.provenance.consent import STATISTICS
from tests.cases.build import Maker

IDS = [f"00000000000{n}" for n in range(8)]


@st.composite
def copies(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Return three copies of one case, each holding some of the same pool of items."""
    make = Maker()
    pool = [plain_item(make.claim("name", {"text": f"N{n}", "kind": "full"})) for n in range(6)]
    pool.append({"id": "ZZZZZZZZZZZZ", "t": "from a newer version", "at": "2027", "anything": [1, 2]})
    base = {"id": "000000000001", "kind": "person", "made": {"at": "2026"}, "unknown": {"kept": True}}
    return [
        {**base, "items": draw(st.lists(st.sampled_from(pool), unique_by=lambda i: i["id"]))}
        for _ in range(3)
    ]


def ids(document: dict[str, Any]) -> list[str]:
    return [item["id"] for item in document["items"]]


@given(copies())
def test_merging_is_associative_commutative_idempotent_and_loses_nothing(three: list[dict[str, Any]]) -> None:
    a, b, c = three
    assert merged(a, b) == merged(b, a)
    assert merged(merged(a, b), c) == merged(a, merged(b, c))
    assert merged(a, a)["items"] == sorted(a["items"], key=lambda i: (i["at"], i["id"]))
    assert set(ids(merged(a, b))) == set(ids(a)) | set(ids(b))
    assert merged(a, b)["unknown"] == {"kept": True}


@given(copies())
def test_what_a_newer_version_wrote_is_kept_and_does_not_stop_the_reader(three: list[dict[str, Any]]) -> None:
    case = CaseFile(with_items(three[0], [{"id": "YYYYYYYYYYYY", "t": "prophecy", "at": "2030", "x": 1}]))
    assert "YYYYYYYYYYYY" in ids(dict(case.document))
    assert all(item.id != "YYYYYYYYYYYY" for item in case.items)


def test_every_kind_of_item_comes_back_as_it_was_written() -> None:
    make = Maker()
    items = [
        make.claim("sex", "male", credibility=2, verbatim="يا رب"),
        Retraction(**make.stamp(), claim="A", reason="mixed up"),
        Assessment(**make.stamp(), status="missing", previous="missing", claims=("A", "B")),
        Consent(**make.stamp(), purpose=STATISTICS, withhold=("name",)),
        Undo(**make.stamp(), items=("A",)),
    ]
    assert [read_item(plain_item(item)) for item in items] == items


def test_an_undo_can_be_undone_and_only_then_counts_what_it_took_away() -> None:
    make = Maker()
    claim = make.claim("sex", "male")
    first = Undo(**make.stamp(), items=(claim.id,))
    second = Undo(**make.stamp(), items=(first.id,))
    assert make.case(claim, first).withdrawn
    assert make.case(claim, first, second).claims == (claim,)


def test_retracted_and_superseded_claims_stay_readable_and_do_not_stand() -> None:
    make = Maker()
    old, other = make.claim("sex", "male"), make.claim("sex", "female")
    new = make.claim("sex", "female", supersedes=old.id)
    case = make.case(old, other, new, Retraction(**make.stamp(), claim=other.id, reason="mixed up"))
    assert case.claims == (new,)
    assert set(case.claim_by_id) == {old.id, other.id, new.id}


def test_taking_a_newer_claim_back_brings_the_superseded_one_back() -> None:
    make = Maker()
    old = make.claim("sex", "male")
    new = make.claim("sex", "female", supersedes=old.id)
    assert make.case(old, new, Retraction(**make.stamp(), claim=new.id, reason="r")).claims == (old,)


def test_consent_is_per_purpose_and_ends() -> None:
    make = Maker()
    given_ = Consent(**make.stamp(), purpose=STATISTICS, until="2027-01-01")
    gone = Consent(**make.stamp(), purpose=STATISTICS, withdrawn=True)
    assert make.case(given_).consented(STATISTICS, "2026-12-31")
    assert not make.case(given_).consented(STATISTICS, "2027-01-02")
    assert not make.case(given_).consented("media")
    assert not make.case(given_, gone).consented(STATISTICS)


def test_a_task_is_open_until_it_is_done() -> None:
    make = Maker()
    task = Task(**make.stamp(), kind="notify_family")
    assert make.case(task).open_tasks == (task,)
    done = make.case(task, TaskDone(**make.stamp(), task=task.id))
    assert (done.open_tasks, done.done_tasks) == ((), (task,))
