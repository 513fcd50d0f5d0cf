"""One group report read whole: figures and parts by source, relations from both sides, and what cannot be true."""

from __future__ import annotations

from typing import Any

from registry.cases.figures import TooLarge
from registry.cases.groups import Span
from registry.cases.items import Relation, plain_item
from registry.desk.claiming import add_claim
from registry.desk.desk import CASES, Desk
from registry.desk.group_reading import pair_said, read_group
from registry.desk.grouping import link_member, relate, totals
from registry.desk.intake import take_in
from registry.words.identity import number_of
from tests.desk.making import FAMILY, a_case, a_group, a_source


def figure(desk: Desk, group: str, words: str, when: str = "") -> str:
    said = {"value": words} | ({"when": when} if when else {})
    return add_claim(desk, group, "count", a_source(desk, f"voice {words} {when}"), said).id


def test_figures_stand_side_by_side_by_window_with_their_words_and_rule(desk: Desk) -> None:
    group = a_group(desk, "hundreds of men")
    figure(desk, group, "at least 82 men", "2016-12-16")
    figure(desk, group, "6,000 men", "2016-12-11")
    read = read_group(desk, group)
    assert [(one.count.wording, one.claim.on, one.count.rule) for one in read.figures] == [
        ("hundreds of men", "", "hundreds"),
        ("6,000 men", "2016-12-11", "exact"),
        ("at least 82 men", "2016-12-16", "at least"),
    ]
    assert read.counted.stated == Span(82, None)


def test_figures_of_two_times_may_differ_and_of_one_time_may_not(desk: Desk) -> None:
    group = a_group(desk, "no number stated")
    figure(desk, group, "30 men", "2016-12-01")
    figure(desk, group, "60 men", "2016-12-09")
    assert read_group(desk, group).conflicts.count == 0
    figure(desk, group, "45 men", "2016-12")
    pairs = read_group(desk, group).conflicts.figures
    assert [{one.count.wording for one in pair} for pair in pairs] == [
        {"45 men", "30 men"},
        {"45 men", "60 men"},
    ]


def test_a_part_larger_than_the_whole_of_its_own_source_is_kept_and_said(desk: Desk) -> None:
    def entry(**facts: Any) -> dict[str, Any]:
        return {"kind": "group", "source": FAMILY, "facts": facts}

    fine = entry(wording="at least 50 people", women=40, children=30)
    large = entry(wording="50 to 60 people", women=40, men=30, children="70 children")
    (calm,), (taken,) = (list(take_in(desk, [one], alone=True)) for one in (fine, large))
    assert calm.warnings == ()
    assert taken.warnings == (
        "of them children: 70 by this source, more than its 60 in all",
        "of them men and of them women: 70 by this source, more than its 60 in all",
    )
    source = next(iter(desk.case(taken.id).sources()))
    assert read_group(desk, taken.id).conflicts.parts == (
        TooLarge(source, ("children",), 70, 60),
        TooLarge(source, ("men", "women"), 70, 60),
    )
    add_claim(desk, calm.id, "children", a_source(desk, "another voice"), {"value": 900})
    assert read_group(desk, calm.id).conflicts.parts == ()  # each source is held to its own whole
    assert list(read_group(desk, calm.id).parts) == ["women", "children"]


def test_relations_are_read_from_both_sides_and_what_follows_is_named_as_such(desk: Desk) -> None:
    bus, column, city, other = (a_group(desk, f"{n} men") for n in (40, 300, 6000, 50))
    relate(desk, bus, column, "subset", "the drivers' list")
    relate(desk, city, column, "superset", "")
    read = read_group(desk, bus)
    assert [(tie.other, tie.relation, tie.said is not None) for tie in read.ties] == [
        (column, "subset", True),
        (city, "subset", False),
    ]
    assert read.ties[0].said is not None
    assert read.ties[0].said.reason == "the drivers' list"
    assert {(tie.other, tie.relation) for tie in read_group(desk, city).ties} == {
        (bus, "superset"),
        (column, "superset"),
    }
    assert read.unknown == (other,)


def test_relations_that_cannot_all_be_true_are_found_in_every_group_they_name(desk: Desk) -> None:
    bus, column, city = (a_group(desk, f"{n} men") for n in (40, 300, 6000))
    relate(desk, bus, column, "subset", "")
    relate(desk, column, city, "subset", "")
    assert read_group(desk, bus).conflicts.relations == ()
    relate(desk, city, bus, "disjoint", "")
    assert [one.code for one in read_group(desk, bus).conflicts.relations] == ["empty"]
    assert [one.code for one in read_group(desk, city).conflicts.relations] == ["empty"]
    assert [one.code for one in totals(desk, ()).total.contradictions] == ["empty"]
    assert totals(desk, ()).total.span == Span(6000, 6000)


def test_a_part_with_more_people_than_its_whole_is_found(desk: Desk) -> None:
    part, whole = a_group(desk, "200 men"), a_group(desk, "at most 120 men")
    relate(desk, part, whole, "subset", "")
    (found,) = read_group(desk, whole).conflicts.relations
    assert (found.code, found.groups, found.least, found.most) == ("figures", (whole, part), 200, 120)


def test_colleagues_who_differ_are_named_and_who_changes_her_mind_is_not(desk: Desk) -> None:
    one, other = a_group(desk), a_group(desk)
    relate(desk, one, other, "disjoint", "")
    relate(desk, other, one, "superset", "she looked again")
    assert totals(desk, ()).differing == ()
    said = {**desk.pen.stamp(), "by": "bb" * 32}
    item = plain_item(Relation(**said, other=other, relation="overlaps", reason="from another laptop"))
    with desk.vault.act("test") as act:
        act.write(CASES, number_of(one), {**(d := desk.document(CASES, one)), "items": [*d["items"], item]})
    (found,) = read_group(desk, other).conflicts.differing
    assert {relation for _, relation in pair_said(found, other)} == {"superset", "overlaps"}
    assert {relation for _, relation in pair_said(found, one)} == {"subset", "overlaps"}
    assert found.in_force == "overlaps"


def test_members_say_how_certain_they_are_and_where_else_they_are_named(desk: Desk) -> None:
    one, other, person = a_group(desk, "3 men"), a_group(desk, "5 men"), a_case(desk)
    link_member(desk, one, person, "maybe", "a voice on the phone")
    link_member(desk, other, person, "certain", "")
    read = read_group(desk, one)
    (member,) = read.counted.members
    assert (member.certainty, member.reason, read.titles[person]) == (
        "maybe",
        "a voice on the phone",
        "Khaled",
    )
    assert read.also == {person: (other,)}
    assert read.counted.unnamed == Span(2, 3)
    assert read_group(desk, other).counted.unnamed == Span(4, 4)


def test_someone_certain_in_two_groups_with_nobody_in_common_is_found(desk: Desk) -> None:
    one, other, person = a_group(desk, "3 men"), a_group(desk, "5 men"), a_case(desk)
    relate(desk, one, other, "disjoint", "two columns")
    link_member(desk, one, person, "likely", "")
    link_member(desk, other, person, "certain", "")
    assert read_group(desk, one).conflicts.relations == ()
    again = a_case(desk)
    for group in (one, other):
        link_member(desk, group, again, "certain", "")
    (found,) = read_group(desk, one).conflicts.relations
    assert (found.code, found.people) == ("shared", (again,))
    assert totals(desk, ()).total.span == Span(5, 7)
