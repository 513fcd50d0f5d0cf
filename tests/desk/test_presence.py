"""Everyone of one facility by date, everyone of one corridor and day, and registers that travel and come back."""

from __future__ import annotations

from pathlib import Path

import pytest

from registry.cases.register import id_of_code
from registry.desk.claiming import add_claim
from registry.desk.desk import CASES, Desk
from registry.desk.episodes import add_episode
from registry.desk.opening import open_desk
from registry.desk.presence import Passage, at_facility, of_corridor
from registry.desk.registering import add_control, add_record, listed, record_shown
from registry.desk.returning import take_back
from registry.desk.travelling import make_travel
from registry.errors import Damaged
from registry.words.dates import PartialDate
from registry.words.identity import number_of
from tests.desk.making import a_case, a_group, a_source

PACKED = "granite willow saffron tunnel mosaic feather"


def held(desk: Desk, case: str, source: str, **facts: object) -> str:
    return add_episode(desk, "held", case, {"source": source, "facts": facts}).id


def crossed(desk: Desk, case: str, source: str, on: str = "2016-12-09", **facts: object) -> str:
    stated = {"on": on, "point": "Ramouseh checkpoint", **facts}
    return add_episode(desk, "crossing", case, {"source": source, "facts": stated}).id


@pytest.fixture
def prison(desk: Desk) -> str:
    said = {
        "source": a_source(desk),
        "facts": {"name": ["Sednaya prison", "سجن صيدنايا"], "alias": "Saydnaya"},
    }
    return add_record(desk, "facility", said).id


# Facilities


def test_everyone_claimed_at_a_facility_is_listed_by_date_under_whatever_name(
    desk: Desk, prison: str
) -> None:
    source = a_source(desk, "committee B")
    one, two, three, group = a_case(desk), a_case(desk), a_case(desk), a_group(desk)
    held(desk, one, source, facility="Saydnaya", admitted_on="2017-04")
    held(
        desk,
        two,
        source,
        facility="Branch 290",
        taken_on="2016-12",
        moved_to="سجن صيدنايا",
        ended_on="2017-01",
    )
    add_claim(desk, three, "held_at", source, {"value": "Sednaya prison", "when": "2016-11"})
    held(desk, group, source, facility={"value": "sednaya  PRISON", "when": "2018"})
    held(desk, three, source, facility="Adra")
    found = at_facility(desk, record_shown(desk, "facility", prison))
    assert [(one.view.case.id, one.on.text if one.on else "", one.claim.fact) for one in found] == [
        (three, "2016-11", "held_at"),
        (two, "2017-01", "moved_to"),
        (one, "2017-04", "facility"),
        (group, "2018", "facility"),
    ]


def test_a_denial_is_listed_and_what_was_taken_back_is_not(desk: Desk, prison: str) -> None:
    source, case = a_source(desk, "the ministry", "official"), a_case(desk)
    held(desk, case, source, facility={"value": "Saydnaya", "stance": "denies", "when": "2017-05"})
    undone = held(desk, case, source, facility="Saydnaya")
    from registry.desk.undoing import undo_last

    undo_last(desk)
    found = at_facility(desk, record_shown(desk, "facility", prison))
    assert [(one.claim.stance, one.on.text if one.on else "") for one in found] == [("denies", "2017-05")]
    assert all(one.episode != undone for one in found)


def test_a_name_that_two_facilities_bear_is_claimed_of_neither(desk: Desk, prison: str) -> None:
    source, case = a_source(desk, "committee B"), a_case(desk)
    held(desk, case, source, facility="Saydnaya")
    other = add_record(desk, "facility", {"source": source, "facts": {"name": "Saydnaya"}}).id
    for facility in (prison, other):
        assert at_facility(desk, record_shown(desk, "facility", facility)) == ()


def test_a_damaged_case_is_left_out_noticed_and_does_not_hide_the_others(
    desk: Desk, prison: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = a_source(desk, "committee B")
    cases = [a_case(desk) for _ in range(3)]
    for case in cases:
        held(desk, case, source, facility="Saydnaya")
    real = type(desk.vault).document

    def broken(vault: object, name: str, number: int) -> object:
        if (name, number) == (CASES, number_of(cases[1])):
            raise Damaged("that record does not open", "run `registry vault check`")
        return real(desk.vault, name, number)

    monkeypatch.setattr(type(desk.vault), "document", broken)
    monkeypatch.setattr(
        type(desk.vault), "_quickly", lambda vault, name, _, number, __: broken(vault, name, number)
    )
    found = at_facility(desk, record_shown(desk, "facility", prison))
    assert [one.view.case.id for one in found] == [cases[0], cases[2]]
    assert desk.vault.noticed


# Corridors


def corridor(desk: Desk, day: str = "2016-12-09", node: str = "X-RAMOUSEH") -> list[Passage]:
    return list(of_corridor(desk, node, PartialDate.parse(day), desk.registers()))


def test_everyone_of_one_corridor_and_day_with_who_took_them_aside_and_the_gaps(desk: Desk) -> None:
    source = a_source(desk)
    lost, found, group = a_case(desk), a_case(desk), a_group(desk)
    crossed(desk, lost, source, separation="subject", separated_by="military intelligence")
    crossed(desk, found, source, on="2016-12")
    held(desk, found, source, facility="Adra", admitted_on="2017-02")
    crossed(desk, group, source, separation="others")
    elsewhere, earlier = a_case(desk), a_case(desk)
    crossed(desk, elsewhere, source, point="Castello road")
    crossed(desk, earlier, source, on="2016-12-08")
    passages = corridor(desk)
    assert {one.view.case.id for one in passages} == {lost, found, group}
    by_case = {one.view.case.id: one for one in passages}
    assert [by.text for by in by_case[lost].values("separated_by")] == ["military intelligence"]
    since = by_case[found].since
    assert since is not None
    assert since.text == "2017-02"
    assert {case for case, one in by_case.items() if one.since is None} == {lost, group}


def test_a_crossing_that_was_only_stated_with_the_case_counts_too(desk: Desk) -> None:
    stated = {"name": "Ali", "crossing_point": "Ramouseh checkpoint", "last_seen_on": "2016-12-09"}
    case = a_case(desk, facts=stated)
    (passage,) = corridor(desk)
    assert (passage.view.case.id, passage.episode, passage.since) == (case, None, None)
    assert corridor(desk, "2016-12-10") == []


def test_a_point_within_a_corridor_of_one_s_own_belongs_to_it(desk: Desk) -> None:
    source, case = a_source(desk), a_case(desk)
    own = add_record(
        desk, "place", {"source": source, "facts": {"name": "the southern corridor", "kind": "corridor"}}
    ).id
    add_record(desk, "place", {"source": source, "facts": {"parent": {"id": own}}}, "X-RAMOUSEH")
    crossed(desk, case, source)
    assert [one.view.case.id for one in corridor(desk, node=own)] == [case]
    assert corridor(desk, node="X-CASTELLO") == []


# Journeys


def test_what_a_chosen_case_names_travels_and_what_was_stated_on_the_way_comes_back(
    desk: Desk, prison: str, tmp_path: Path
) -> None:
    source, case = a_source(desk, "committee B"), a_case(desk)
    held(desk, case, source, facility="Saydnaya", taken_at="Bustan al-Qasr")
    add_control(desk, "place", "N0204", {"source": source, "by": "opposition", "since": "2012"})
    unnamed = add_record(desk, "facility", {"source": source, "facts": {"name": "Adra"}}).id
    make_travel(desk, tmp_path / "out", [case], PACKED, "Amal")
    journey = open_desk(tmp_path / "out", PACKED, device="laptop 2")
    with journey.vault:
        registers = journey.registers()
        assert (set(registers.facilities.records), set(registers.places.records)) == (
            {prison},
            {id_of_code("N0204")},
        )
        assert unnamed not in registers.facilities.records
        own = a_source(journey, "met on the way")
        add_record(journey, "facility", {"source": own, "facts": {"alias": "the red one"}}, prison)
        new = add_record(journey, "facility", {"source": own, "facts": {"name": "a farm"}}).id
        add_control(journey, "place", "X-CASTELLO", {"source": own, "by": "government"})
    with open_desk(tmp_path / "out", PACKED, device="test", read_only=True).vault as there:
        done = take_back(desk, journey_of(there, desk))
    assert done.records == 3
    registers = desk.registers()
    assert "the red one" in registers.facilities.records[prison].names
    assert {record.id for record in listed(registers, "facility")} == {prison, unnamed, new}
    assert id_of_code("X-CASTELLO") in registers.places.records
    assert desk.source(own).label == "met on the way"


def journey_of(vault: object, desk: Desk) -> Desk:
    return Desk(vault, desk.pen, "Amal")  # type: ignore[arg-type]
