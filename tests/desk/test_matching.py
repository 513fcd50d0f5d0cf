"""Matching at the desk: what a scan finds, what a person decides, and what every count makes of it."""

from __future__ import annotations

from typing import Any

import pytest

from registry.desk.claiming import add_claim
from registry.desk.desk import Desk
from registry.desk.disclosing import people
from registry.desk.effects import effect_of
from registry.desk.grouping import count_group, link_member, totals
from registry.desk.matching import (
    leave_for_later,
    link_pair,
    open_candidates,
    people_groups,
    scan_cases,
    scanned,
    suggested_groups,
    take_pairs,
    tell_apart,
    unlink_pair,
)
from registry.desk.undoing import redo_last, undo_last
from registry.errors import InputRefused, NotFound, RuleNotMet
from tests.desk.making import FAMILY, a_case, a_group, a_source

COMMITTEE = {"kind": "local_committee", "label": "committee 3", "reliability": "C"}
ARABIC = {
    "name": "قتيبة زهير الكواكبي",
    "mother": "أمينة",
    "born": "1984-05-09",
    "last_seen_at": "Ramouseh checkpoint",
}
LATIN = {
    "name": "Qutaiba Zuhair Al-Kawakibi",
    "mother": "Amina",
    "born": "1984",
    "last_seen_at": "Ramouseh checkpoint",
}
BROTHER = {**ARABIC, "name": "مروان زهير الكواكبي", "born": "1990"}


def three(desk: Desk) -> tuple[str, str, str]:
    """The same man from two sources, and his brother."""
    return (
        a_case(desk, facts=ARABIC, source=FAMILY),
        a_case(desk, facts=LATIN, source=COMMITTEE),
        a_case(desk, facts=BROTHER, source=FAMILY),
    )


def pairs(desk: Desk) -> list[set[str]]:
    return [set(one.pair) for one in open_candidates(desk)]


def test_a_scan_keeps_what_it_found_and_links_nothing(desk: Desk) -> None:
    one, other, _ = three(desk)
    assert not scanned(desk)
    told: list[tuple[int, int]] = []
    made = scan_cases(desk, comparing=lambda done, of: told.append((done, of)))
    assert told[-1] == (3, 3)
    assert scanned(desk)
    assert pairs(desk) == [{one, other}]
    assert [set(group) for group in made.clusters] == [{one, other}]
    assert people_groups(desk) == ()
    assert [case.links for case in map(desk.case, (one, other))] == [(), ()]
    # Scanned again, nothing is there twice.
    scan_cases(desk)
    assert pairs(desk) == [{one, other}]


def test_what_is_linked_is_one_person_in_every_count_until_it_is_taken_back(desk: Desk) -> None:
    one, other, brother = three(desk)
    group = a_group(desk, "2 men")
    for case in (one, other):
        link_member(desk, group, case, "certain", "")
    before = effect_of(desk, (one, other))
    assert (before.cases, before.people.before, before.people.after) == (3, 3, 2)
    assert [(g.named.before, g.named.after) for g in before.groups] == [(2, 1)]
    assert len(count_group(desk, group).named) == 2

    here, there = link_pair(desk, one, other, "likely", "the mother knows both papers")
    assert (here.kind, here.certainty, there.other) == ("same_person", "likely", one)
    assert len(list(people(desk))) == 2
    assert len(count_group(desk, group).named) == 1
    assert len(totals(desk, ()).groups[0].surely) == 1
    assert people_groups(desk) == (tuple(sorted((one, other))),)
    # Both cases are still there, and a third man may be named now.
    assert desk.count() == 4
    link_member(desk, group, brother, "certain", "")
    with pytest.raises(RuleNotMet, match="more people are named"):
        unlink_pair(desk, one, other, "it was a mistake")
    assert len(count_group(desk, group).named) == 2


def test_undo_and_unlink_restore_every_count(desk: Desk) -> None:
    one, other, _ = three(desk)

    def counts() -> Any:
        effect = effect_of(desk, (one, other))
        return effect.people.before, effect.counted.before, len(list(people(desk))), people_groups(desk)

    before = counts()
    link_pair(desk, one, other, "certain", "he told us himself")
    assert counts() != before
    undo_last(desk)
    assert counts() == before
    redo_last(desk)
    assert counts() != before
    assert unlink_pair(desk, other, one, "two men after all") == 1
    assert counts() == before
    with pytest.raises(NotFound):
        unlink_pair(desk, one, other, "again")


def test_decided_pairs_do_not_come_again(desk: Desk) -> None:
    one, other, _ = three(desk)
    scan_cases(desk)
    tell_apart(desk, one, other, "they were seen together")
    assert pairs(desk) == []
    scan_cases(desk)
    assert pairs(desk) == []
    unlink_pair(desk, one, other, "another man was meant")
    scan_cases(desk)
    assert pairs(desk) == [{one, other}]
    link_pair(desk, one, other, "likely", "one man")
    assert pairs(desk) == []


def test_a_pair_left_for_later_comes_last_until_a_fact_changes(desk: Desk) -> None:
    one, other, _ = three(desk)
    third = a_case(desk, facts={**LATIN, "name": "Qutayba Z. Kawakibi", "born": "1984-05"}, source=COMMITTEE)
    scan_cases(desk)
    first = open_candidates(desk)[0].pair
    leave_for_later(desk, *first)
    assert open_candidates(desk)[-1].pair == first
    add_claim(desk, first[0], "residence", a_source(desk), {"value": "Salheen"})
    scan_cases(desk)
    again = [one.pair for one in open_candidates(desk)]
    assert first in again
    assert {one, other, third} >= set(first)
    assert len(again) == len(set(again))


def test_the_rule_for_links_stands(desk: Desk) -> None:
    one, other, brother = three(desk)
    with pytest.raises(RuleNotMet, match="hard facts"):
        link_pair(desk, one, brother, "likely", "they look alike")
    bare = a_case(desk, facts={"name": "Qutaiba Al-Kawakibi"})
    with pytest.raises(RuleNotMet, match="must agree"):
        link_pair(desk, one, bare, "likely", "the same name")
    with pytest.raises(RuleNotMet, match="reason"):
        link_pair(desk, one, other, "likely", " ")
    with pytest.raises(InputRefused):
        link_pair(desk, one, one, "likely", "x")
    with pytest.raises(InputRefused):
        link_pair(desk, one, a_group(desk), "likely", "x")


def test_maybe_is_a_possible_match_and_changes_no_count(desk: Desk) -> None:
    one, _, _ = three(desk)
    bare = a_case(desk, facts={"name": "Qutaiba Al-Kawakibi"})
    here, _ = link_pair(desk, one, bare, "maybe", "the name only")
    assert here.kind == "possible_match"
    assert len(list(people(desk))) == 4
    assert unlink_pair(desk, one, bare, "it was another") == 1


def test_a_link_cannot_join_through_others_two_who_were_told_apart(desk: Desk) -> None:
    one, other, _ = three(desk)
    third = a_case(desk, facts=ARABIC, source=COMMITTEE)
    link_pair(desk, one, other, "likely", "one man")
    tell_apart(desk, other, third, "he knew him")
    with pytest.raises(RuleNotMet, match="told apart"):
        link_pair(desk, one, third, "likely", "the same papers")
    scan_cases(desk)
    assert all(third not in group for group in suggested_groups(desk, open_candidates(desk)))


def test_pairs_from_headquarters_are_candidates_once_and_never_against_hard_facts(desk: Desk) -> None:
    facts = {"name": "Samir Omar Mithal", "mother": "Salma Ward", "sex": "male", "born": "1984-05-06"}
    left, right = a_case(desk, facts=facts), a_case(desk, facts=facts)
    other = a_case(desk, facts={**facts, "identity_number": "111"})
    third = a_case(desk, facts={**facts, "identity_number": "999"})
    pairs = [tuple(sorted(pair)) for pair in ((left, right), (left, right), (other, third))]
    assert take_pairs(desk, pairs) == (1, 1)  # type: ignore[arg-type]
    assert [one.pair for one in open_candidates(desk)] == [pairs[0]]
    assert take_pairs(desk, pairs[:1]) == (0, 0)  # type: ignore[arg-type]
