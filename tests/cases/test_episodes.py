"""Crossings and times held: both sides of a conflict stand, what is derived follows a stated rule, order never matters."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.cases.casefile import EPISODES, CaseFile, merged
from registry.cases.episodes import EpisodeView, days_heard_of, episodes_of
from registry.cases.items import Episode, Item, Retraction, Undo, plain_item, read_item
from registry.cases.line import line_of
from registry.cases.register import Registers
from registry.cases.views import CaseView
from registry.words.fact import facts_of
from registry.words.places import Place
from tests.cases.build import Maker
from tests.cases.build_registers import SOURCES, episode, record, registers

EAST = Place.parse("Eastern Aleppo").plain()


@pytest.fixture
def make() -> Maker:
    return Maker()


def shown(view: EpisodeView) -> dict[str, list[str]]:
    return {key: [held.value.show() for held in fact.held] for key, fact in view.facts.items()}


# Folding


def test_two_sources_of_one_episode_stand_side_by_side(make: Maker) -> None:
    made = Episode(**make.stamp(), kind="held")
    weak = make.claim("facility", "Branch 290", "S1", about=made.id)
    strong = make.claim("facility", "Branch 235", "S2", about=made.id, credibility=2)
    (view,) = episodes_of(make.case(made, weak, strong), SOURCES)
    assert shown(view) == {"facility": ["Branch 235", "Branch 290"]}
    assert [fact.declared.key for fact in view.conflicts] == ["facility"]


def test_two_names_of_one_facility_are_no_conflict(make: Maker) -> None:
    prison = record(make, "facility", ("name", "Sednaya prison"), ("alias", "صيدنايا"))
    facts = {"facility": ["Sednaya prison", "صيدنايا"]}
    assert episode(make, "held", facts, registers(prison)).conflicts == ()
    assert len(episode(make, "held", facts).conflicts) == 1


def test_what_is_said_of_an_episode_is_not_said_of_the_person(make: Maker) -> None:
    made = Episode(**make.stamp(), kind="crossing")
    own = make.claim("crossing_from", "government")
    claims = [
        make.claim("from_control", "opposition", about=made.id),
        make.claim("sex", "male", about=made.id),
    ]
    view = CaseView(make.case(made, own, *claims), SOURCES)
    assert set(view.facts) == {"crossing_from"}
    assert set(view.episodes[0].facts) == {"from_control"}
    assert line_of(view.case.document).sex == "not_stated"


def test_an_episode_is_gone_with_its_claims_and_unknown_kinds_are_kept_unread(make: Maker) -> None:
    made, later = Episode(**make.stamp(), kind="held"), Episode(**make.stamp(), kind="prophecy")
    claim = make.claim("facility", "Adra", about=made.id)
    unread = make.claim("facility", "Adra", about=later.id)
    case = make.case(made, later, claim, unread)
    assert [view.id for view in CaseView(case).episodes] == [made.id]
    assert case.declared(claim) is facts_of(EPISODES["held"])["facility"]
    assert case.declared(unread) is None
    taken = Retraction(**make.stamp(), claim=claim.id, reason="mixed up")
    assert CaseView(make.case(made, claim, taken)).episodes == ()
    undone = Undo(**make.stamp(), items=(made.id, claim.id))
    assert CaseView(make.case(made, claim, undone)).episodes == ()


def test_it_begins_with_the_first_fact_that_says_so_or_the_first_day_spoken_of(make: Maker) -> None:
    assert episode(make, "held", {"taken_on": "2016-12-09", "admitted_on": "2017-01"}).began.text == "2017-01"  # type: ignore[union-attr]
    assert episode(make, "held", {"taken_on": "2016-12-09"}).began.text == "2016-12-09"  # type: ignore[union-attr]
    assert episode(make, "held", {"facility": "Adra"}, on="2017-03").began.text == "2017-03"  # type: ignore[union-attr]
    assert episode(make, "held", {"facility": "Adra"}).began is None


# Both sides of a line


def control(by: str, since: str, until: str) -> tuple[str, dict[str, str]]:
    return "control", {"by": by, "since": since, "until": until}


def test_the_sides_of_a_line_are_computed_from_place_and_day_and_rest_on_claims(make: Maker) -> None:
    east = record(make, "place", control("opposition", "2012-07", "2016-12-13"), code="X-ALEPPO-EAST")
    facts = {"on": "2016-12-09", "from_place": EAST}
    start, end = episode(make, "crossing", facts, registers(east)).sides
    assert (start.ground.standing.state, [by.show() for by in start.ground.standing.by]) == (
        "certain",
        ["opposition armed groups"],
    )
    assert start.ground.standing.stretches[0].claims == east.file.claims
    assert (end.ground.standing.state, end.place) == ("not_known", None)


@pytest.mark.parametrize(
    ("claimed", "on", "against"),
    [
        (["government"], "2016-12-09", ["government side"]),
        (["opposition"], "2016-12-09", []),
        (["the Free Syrian Army"], "2016-12-09", []),  # of the same side
        (["opposition", "government"], "2016-12-09", ["government side"]),
        (["the men in black"], "2016-12-09", []),  # nobody knows of which side they are
        (["government"], "2016-12", []),  # possible is not sure enough to contradict
        (["government"], "2018", []),  # nothing is known of that day
    ],
)
def test_a_claim_that_contradicts_stands_beside_what_is_computed(
    make: Maker, claimed: list[str], on: str, against: list[str]
) -> None:
    east = record(make, "place", control("opposition", "2012-07", "2016-12-13"), code="X-ALEPPO-EAST")
    facts = {"on": on, "from_place": EAST, "from_control": claimed}
    view = episode(make, "crossing", facts, registers(east))
    assert [holder.show() for holder in view.sides[0].against] == against
    assert len(view.values("from_control")) == len(claimed)


def test_a_time_held_has_no_sides(make: Maker) -> None:
    assert episode(make, "held", {"facility": "Adra"}).sides == ()


# Incommunicado


@pytest.mark.parametrize(
    ("facts", "derived"),
    [
        ({"facility": "Adra"}, True),
        ({"facility": "Adra", "outside_contact": ["none"]}, True),
        ({"facility": "Adra", "acknowledgement": "denied"}, True),
        ({"facility": "Adra", "acknowledgement": "acknowledged_undisclosed"}, True),
        ({"facility": "Adra", "acknowledgement": "acknowledged_disclosed"}, False),
        ({"facility": "Adra", "acknowledgement": ["denied", "acknowledged_disclosed"]}, False),
        ({"facility": "Adra", "outside_contact": ["none", "family_visit"]}, False),
        ({"facility": "Adra", "outside_contact": ["message"]}, False),
        ({"facility": "Adra", "end": "released"}, False),
        ({"facility": "Adra", "ended_on": "2017"}, False),
        ({"facility": "Adra", "moved_to": "Sednaya"}, False),
    ],
)
def test_incommunicado_is_derived_by_its_rule(make: Maker, facts: dict[str, Any], derived: bool) -> None:
    assert episode(make, "held", facts).incommunicado is derived


def test_nobody_is_incommunicado_at_a_crossing_and_a_denied_visit_is_no_contact(make: Maker) -> None:
    assert not episode(make, "crossing", {"on": "2016-12-09"}).incommunicado
    made = Episode(**make.stamp(), kind="held")
    denied = make.claim("outside_contact", "family_visit", about=made.id, stance="denies")
    place = make.claim("facility", "Adra", about=made.id)
    (view,) = episodes_of(make.case(made, place, denied), SOURCES)
    assert view.incommunicado
    assert view.facts["outside_contact"].denied == (denied,)


def test_of_denials_alone_nothing_is_derived(make: Maker) -> None:
    view = episode(make, "held", {"facility": "Adra", "holder": "government"}, stance="denies")
    assert (view.asserted, view.incommunicado, len(view.claims)) == (False, False, 2)


# Being heard of


def test_being_heard_of_is_any_dated_word_but_a_denial_or_being_missing(make: Maker) -> None:
    made = Episode(**make.stamp(), kind="held")
    items = [
        made,
        make.claim("born", "1984"),
        make.claim("last_seen_on", "2016-12-09"),
        make.claim("status", "missing", on="2018"),
        make.claim("status", "held_reported", on="2017-02"),
        make.claim("facility", "Adra", about=made.id, on="2017-03", stance="denies"),
        make.claim("seen_on", "2017-04", about=made.id),
    ]
    assert [on.text for on, _ in days_heard_of(make.case(*items))] == ["2016-12-09", "2017-02", "2017-04"]


# Laws


VALUES = {
    "facility": ["Adra", "Sednaya", "سجن صيدنايا"],
    "taken_on": ["2016-12-09", "2016-12", "2017~"],
    "holder": ["government", "military intelligence", "opposition"],
    "outside_contact": ["none", "message"],
    "acknowledgement": ["denied", "acknowledged_disclosed"],
    "end": ["released", "transferred"],
}


@st.composite
def items_of_a_case(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Return the stored items of a case with up to three episodes, of which some were taken back or undone."""
    make = Maker()
    made: list[Item] = [make.claim("name", {"text": "Ali", "kind": "full"})]
    episodes = [
        Episode(**make.stamp(), kind=draw(st.sampled_from(["held", "held", "crossing"]))) for _ in range(3)
    ]
    made += episodes
    for _ in range(draw(st.integers(0, 10))):
        about, fact = draw(st.sampled_from(episodes)), draw(st.sampled_from(sorted(VALUES)))
        made.append(
            make.claim(
                fact, draw(st.sampled_from(VALUES[fact])), draw(st.sampled_from(["S1", "S2", "S3"])), about=about.id,
                credibility=draw(st.sampled_from([None, 2, 5])), on=draw(st.sampled_from(["", "2017-03"])),
                stance=draw(st.sampled_from(["asserts", "denies"])),
            )
        )  # fmt: skip
    for _ in range(draw(st.integers(0, 2))):
        target = draw(st.sampled_from(made))
        made.append(Retraction(**make.stamp(), claim=target.id, reason="mixed up"))
    if draw(st.booleans()):
        made.append(Undo(**make.stamp(), items=(draw(st.sampled_from(made)).id,)))
    return [plain_item(item) for item in made]


def document(items: list[dict[str, Any]]) -> dict[str, Any]:
    return {"id": "000000000001", "kind": "person", "made": {"at": "2026"}, "items": items}


def folded(stored: dict[str, Any], known: Registers) -> list[Any]:
    """Return all that is shown of the episodes of a case, in order."""
    views = CaseView(CaseFile(stored), SOURCES, "", lambda: known).episodes
    return [
        (v.id, v.kind, v.began, v.ended, v.incommunicado, shown(v), [f.declared.key for f in v.conflicts],
         [claim.id for claim in v.claims], v.sides)
        for v in views
    ]  # fmt: skip


KNOWN = registers(record(Maker(), "facility", ("name", "Sednaya"), ("alias", "سجن صيدنايا")))


@settings(max_examples=60)
@given(items_of_a_case(), st.randoms(use_true_random=False))
def test_folding_episodes_does_not_depend_on_the_order_of_the_items(
    items: list[dict[str, Any]], chance: Any
) -> None:
    shuffled = list(items)
    chance.shuffle(shuffled)
    assert folded(document(shuffled), KNOWN) == folded(document(items), KNOWN)


@settings(max_examples=60)
@given(items_of_a_case(), st.data())
def test_two_copies_of_a_case_fold_alike_in_whichever_order_they_merge(
    items: list[dict[str, Any]], data: Any
) -> None:
    parts = [data.draw(st.lists(st.sampled_from(items), unique_by=lambda item: item["id"])) for _ in range(2)]
    left, right = (document(part) for part in parts)
    there, back = merged(left, right), merged(right, left)
    assert folded(there, KNOWN) == folded(back, KNOWN) == folded(merged(there, left), KNOWN)
    assert {item["id"] for item in there["items"]} == {item["id"] for part in parts for item in part}


def test_every_new_kind_of_item_comes_back_as_it_was_written(make: Maker) -> None:
    items = [Episode(**make.stamp(), kind="held"), make.claim("facility", "Adra", about="A")]
    assert [read_item(plain_item(item)) for item in items] == items
    assert "about" not in plain_item(make.claim("sex", "male"))
