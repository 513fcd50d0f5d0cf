"""Group reports at the desk: intervals side by side, members linked once, nobody counted twice."""

from __future__ import annotations

import pytest

from registry.cases.groups import Span
from registry.desk.claiming import add_claim
from registry.desk.desk import Desk
from registry.desk.grouping import (
    count_group,
    disputed_counts,
    link_member,
    members_of,
    relate,
    totals,
    unlink_member,
)
from registry.errors import InputRefused, NotFound, RuleNotMet
from tests.desk.making import a_case, a_group, a_source


def test_figures_of_one_group_widen_its_interval_and_are_never_averaged(desk: Desk) -> None:
    group = a_group(desk, "hundreds of men")
    assert count_group(desk, group).stated == Span(200, 999)
    add_claim(desk, group, "count", a_source(desk), {"value": {"low": 82, "high": 100}})
    assert count_group(desk, group).stated == Span(82, 999)
    add_claim(desk, group, "count", a_source(desk), {"value": "at least 300"})
    assert count_group(desk, group).stated == Span(82, None)


def test_a_source_without_a_figure_leaves_the_others_as_they_are(desk: Desk) -> None:
    group = a_group(desk, "40 to 60 men")
    add_claim(desk, group, "count", a_source(desk), {"value": "a busload of men"})
    assert count_group(desk, group).stated == Span(40, 60)
    assert count_group(desk, a_group(desk, "a busload of men")).stated == Span(None, None)


def test_members_are_named_once_and_the_rest_remain(desk: Desk) -> None:
    group, person = a_group(desk, "3 men"), a_case(desk)
    link = link_member(desk, group, person, "likely", "his cousin saw him there")
    assert (link.certainty, link.reason) == ("likely", "his cousin saw him there")
    with pytest.raises(RuleNotMet, match="already"):
        link_member(desk, group, person, "certain", "")
    counted = count_group(desk, group)
    assert (counted.named, counted.unnamed) == (frozenset({person}), Span(2, 3))
    assert counted.surely == frozenset()
    assert [one.id for one in members_of(desk, [group])[group]] == [person]
    unlink_member(desk, group, person, "")
    link_member(desk, group, person, "certain", "she named him")
    assert count_group(desk, group).unnamed == Span(2, 2)


def test_no_more_are_named_than_the_report_counts_at_most(desk: Desk) -> None:
    group = a_group(desk, "1 man")
    link_member(desk, group, a_case(desk), "certain", "")
    with pytest.raises(RuleNotMet, match="more people would be named"):
        link_member(desk, group, a_case(desk), "certain", "")
    assert len(count_group(desk, group).named) == 1


def test_a_link_taken_back_can_be_made_again(desk: Desk) -> None:
    group, person = a_group(desk), a_case(desk)
    with pytest.raises(NotFound, match="not linked"):
        unlink_member(desk, group, person, "")
    link_member(desk, group, person, "maybe", "")
    unlink_member(desk, group, person, "another man of the same name")
    assert count_group(desk, group).named == frozenset()
    link_member(desk, group, person, "certain", "")
    assert count_group(desk, group).named == frozenset({person})


def test_people_are_no_groups_and_groups_no_members(desk: Desk) -> None:
    group, person = a_group(desk), a_case(desk)
    with pytest.raises(InputRefused, match="not a group report"):
        count_group(desk, person)
    with pytest.raises(InputRefused, match="only a person"):
        link_member(desk, group, a_group(desk), "maybe", "")
    with pytest.raises(InputRefused, match="itself"):
        relate(desk, group, group, "same", "")
    with pytest.raises(InputRefused, match="certainty"):
        link_member(desk, group, person, "surely", "")


def test_a_total_is_an_interval_until_it_is_known_how_groups_relate(desk: Desk) -> None:
    one, other = a_group(desk, "100 men"), a_group(desk, "50 men")
    total = totals(desk, ()).total
    assert (total.span, {frozenset(pair) for pair in total.unknown}) == (
        Span(100, 150),
        {frozenset({one, other})},
    )
    relate(desk, one, other, "disjoint", "two columns")
    assert totals(desk, ()).total.span == Span(150, 150)
    relate(desk, one, other, "superset", "the second list is part of the first")
    assert totals(desk, [one, other]).total.span == Span(100, 100)
    assert totals(desk, [other]).total.span == Span(50, 50)


def test_someone_named_in_two_groups_is_one_person_of_the_total(desk: Desk) -> None:
    one, other, person = a_group(desk, "1 man"), a_group(desk, "1 or 2 men"), a_case(desk)
    for group in (one, other):
        link_member(desk, group, person, "certain", "")
    found = totals(desk, ())
    assert [len(group.named) for group in found.groups] == [1, 1]
    assert found.total.span == Span(1, 2)
    link_member(desk, other, a_case(desk), "certain", "")
    assert totals(desk, ()).total.span == Span(2, 2)


def test_only_groups_whose_figures_cannot_all_be_true_are_disputed(desk: Desk) -> None:
    calm, disputed = a_group(desk, "40 to 60 men"), a_group(desk, "40 to 60 men")
    add_claim(desk, calm, "count", a_source(desk), {"value": "55 men"})
    add_claim(desk, disputed, "count", a_source(desk), {"value": "61 men"})
    assert [view.case.id for view in disputed_counts(desk)] == [disputed]
