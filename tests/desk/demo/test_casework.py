"""The casework of the demonstration is whole, all of it marked as invented, and what a newcomer needs to see is there."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from typing import Any

import pytest

from registry.cases.chain import chain_of, gaps_of
from registry.cases.ground import CERTAIN
from registry.cases.register import REGISTERS
from registry.cases.terms import TASK_KINDS
from registry.desk.agenda import agenda
from registry.desk.demo import people
from registry.desk.demo.casework import Worked, casework, work
from registry.desk.desk import Desk
from registry.desk.drafting import drafts
from registry.desk.intake import take_in
from registry.desk.listing import by_status, sources
from registry.desk.opening import RecoveryKey, make_desk
from registry.desk.presence import at_facility, of_corridor
from registry.desk.registering import record_shown
from registry.desk.reviewing import accept, queue
from registry.desk.sourcing import new_source
from registry.desk.tracing import requests
from registry.words.dates import PartialDate
from tests.desk.conftest import PASSPHRASE, ticking

TOLD = casework()
USED = {one["case"] for one in [*TOLD["episode"], *TOLD["task"], TOLD["proposal"], TOLD["request"]]}


def test_what_is_named_in_the_file_is_there_and_says_that_it_is_synthetic() -> None:
    told = TOLD
    for record in told["record"]:
        assert record["kind"] in REGISTERS
        assert all("synthetic" in name or "مصطنع" in name for name in record["facts"]["name"]), record
    for more in told["more"]:
        assert more["key"] in {record["key"] for record in told["record"]}
    assert {one["case"] for one in [*told["episode"], *told["task"], told["proposal"], told["request"]]} <= {
        person.key for person in people.people()
    }
    sourced = [*told["record"], *told["more"], *told["episode"], told["proposal"]]
    assert {one["source"] for one in sourced} <= people.sources().keys()
    assert {one["kind"] for one in told["task"]} <= set(TASK_KINDS.terms)
    for text in (
        *(task["why"] for task in told["task"]), told["proposal"]["author"], told["request"]["enquirer"],
        told["request"]["contact"], told["draft"]["source"]["label"],
    ):  # fmt: skip
        assert "(synthetic)" in text
    assert "not a real" in told["draft"]["note"] and "not a real" in told["request"]["note"]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, Worked]]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(os.environ, "REGISTRY_ALLOW_TEST_KDF", "1")
        desk = make_desk(
            tmp_path_factory.mktemp("demo") / "v", PASSPHRASE, RecoveryKey.generate(), caseworker="demonstration",
            device="test", clock=ticking(), chance=random.Random(7).randrange, test_kdf=True,
        )  # fmt: skip
        with desk.vault:
            needed = [person for person in people.people() if person.key in USED]
            taken = take_in(desk, [person.intake for person in needed])
            cases = {person.key: one.id for person, one in zip(needed, taken, strict=True)}
            yield desk, work(desk, cases, lambda key: _source(desk, key))


def _source(desk: Desk, key: str) -> str:
    raw = people.sources()[key]
    known = [line.id for line in sources(desk) if line.label == raw["label"]]
    return known[0] if known else new_source(desk, raw).id


def test_a_facility_and_a_corridor_have_people_sources_and_control_to_show(
    shown: tuple[Desk, Worked],
) -> None:
    desk, worked = shown
    facility = record_shown(desk, "facility", worked.facility)
    assert len(facility.names) >= 3
    assert len(facility.control) == 2
    assert len({one.view.case.id for one in at_facility(desk, facility)}) == 2
    day = PartialDate.parse(worked.day)
    passages = list(of_corridor(desk, worked.corridor, day, desk.registers()))
    assert len({one.view.case.id for one in passages}) == 3
    assert sum(one.since is None for one in passages) == 1, "of one nobody heard since"
    sides = [side.ground.standing.state for one in passages if one.episode for side in one.episode.sides]
    assert CERTAIN in sides


def test_a_chain_of_times_held_has_a_transfer_and_a_gap(shown: tuple[Desk, Worked]) -> None:
    desk, _ = shown
    found = [desk.view(desk.case(line.id)) for line in desk.lines()]
    held = next(view for view in found if sum(one.kind == "held" for one in view.episodes) == 2)
    assert gaps_of(chain_of(held.episodes))


def test_something_waits_everywhere_that_a_newcomer_looks(shown: tuple[Desk, Worked]) -> None:
    desk, _ = shown
    (draft,) = drafts(desk)
    assert draft.known("name") and not draft.known("last_seen_at")
    (request,) = requests(desk)
    assert (request.relation, request.answers) == ("sister", 0)
    mine = {entry.part for entry in agenda(desk, mine=True).entries}
    assert {"overdue", "soon"} <= mine
    (waiting,) = queue(desk, ["proposal"])
    assert (waiting.by, waiting.changed, waiting.reviewers) == (
        "second caseworker (synthetic)",
        (),
        ("demonstration",),
    )
    before: dict[str, Any] = dict(by_status(desk.lines()))
    accept(desk, f"{waiting.case}/{waiting.proposal.id}" if waiting.proposal else "")
    assert dict(by_status(desk.lines()))["located_alive"] == before.get("located_alive", 0) + 1
