"""Group reports at the desk: their counts, their named members, and totals over several of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from registry.cases.casefile import GROUP, PERSON, CaseFile
from registry.cases.groups import Span, Total, remainder, too_many_named, total_of
from registry.cases.items import Link, Relation, Undo
from registry.cases.terms import CERTAINTIES, GROUP_RELATIONS
from registry.cases.views import CaseView, FactView
from registry.desk.desk import CASES, Desk, in_one_act
from registry.desk.reading import text
from registry.errors import Damaged, InputRefused, NotFound, RuleNotMet


@dataclass(frozen=True, slots=True)
class GroupCount:
    """One group report counted: the span its sources state, its named members, and who remains unnamed."""

    group: str
    stated: Span
    named: frozenset[str]
    unnamed: Span


def stated_span(counts: FactView | None) -> Span:
    """Return the interval over all figures claimed of one group, side by side and never averaged.

    The low bound is the lowest low and the high bound the highest high; a source that gives no figure
    leaves the others as they are.
    """
    spans = [(h.value.low, h.value.high) for h in counts.held] if counts else []  # type: ignore[attr-defined]
    figures = [(low, high) for low, high in spans if low is not None or high is not None]
    if not figures:
        return Span(None, None)
    highs = [high for _, high in figures]
    low = min(low or 0 for low, _ in figures)
    return Span(low, None if None in highs else max(high for high in highs if high is not None))


def group_named(desk: Desk, ref: str) -> CaseFile:
    """Return the group report that an id names; raise ``InputRefused`` for a person's case."""
    case = desk.open_case(ref)
    if case.kind != GROUP:
        raise InputRefused(
            "that case is a person, not a group report", "see `registry case list --kind group`"
        )
    return case


def members_of(desk: Desk, groups: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return the people linked to each group; a person linked twice to one group counts once."""
    found: dict[str, set[str]] = {group: set() for group in groups}
    for line in desk.lines():
        for group in line.groups:
            if group in found:
                found[group].add(line.id)
    return {group: frozenset(people) for group, people in found.items()}


def count_group(desk: Desk, ref: str) -> GroupCount:
    """Count one group report."""
    case = group_named(desk, ref)
    named = members_of(desk, [case.id])[case.id]
    stated = stated_span(desk.view(case).facts.get("count"))
    return GroupCount(case.id, stated, named, remainder(stated, len(named)))


def disputed_counts(desk: Desk) -> Iterator[CaseView]:
    """Every group report of which two figures cannot both be true, oldest first."""
    for line in desk.lines():
        if line.kind == GROUP:
            view = desk.view(desk.case(line.id))
            counts = view.facts.get("count")
            if counts is not None and counts.conflicting:
                yield view


def refuse_overfull(desk: Desk, case: CaseFile) -> None:
    """Raise ``RuleNotMet`` where a group report, as it now stands, counts fewer people than are named in it."""
    if case.kind != GROUP or case.withdrawn:
        return
    counted = count_group(desk, case.id)
    if too_many_named(counted.stated, len(counted.named)):
        raise RuleNotMet(
            "more people are named in the group than it would count at most",
            "unlink those who do not belong to it first, with `registry group unlink`",
        )


@in_one_act("group link")
def link_member(desk: Desk, group_ref: str, person_ref: str, certainty: str, reason: str) -> Link:
    """Link a named case to a group report; raise ``RuleNotMet`` when more would be named than it allows."""
    group, person = group_named(desk, group_ref), desk.open_case(person_ref)
    if person.kind != PERSON:
        raise InputRefused(
            "only a person can be a member of a group", "relate two groups with `registry group relate`"
        )
    if any(link.kind == "member_of" and link.other == group.id for link in person.links):
        raise RuleNotMet("that person is linked to the group already", "see `registry group count GROUP`")
    counted = count_group(desk, group.id)
    if too_many_named(counted.stated, len(counted.named) + 1):
        raise RuleNotMet(
            "more people would be named than the group report counts at most",
            "check the count with `registry group count GROUP`, or add a claim with a higher figure",
        )
    link = Link(
        **desk.pen.stamp(),
        kind="member_of",
        other=group.id,
        certainty=CERTAINTIES.read(certainty).code,
        reason=text(reason, "the reason"),
    )
    desk.adding(CASES, person.id, [link])
    return link


@in_one_act("group unlink")
def unlink_member(desk: Desk, group_ref: str, person_ref: str, reason: str) -> None:
    """Take back the link between a named case and a group report; it stays readable."""
    group, person = group_named(desk, group_ref), desk.case(person_ref)
    standing = [link.id for link in person.links if link.kind == "member_of" and link.other == group.id]
    if not standing:
        raise NotFound("that person is not linked to the group", "see `registry group count GROUP`")
    undo = Undo(**desk.pen.stamp(), items=tuple(standing), reason=text(reason, "the reason"))
    desk.adding(CASES, person.id, [undo])


@in_one_act("group relate")
def relate(desk: Desk, left_ref: str, right_ref: str, relation: str, reason: str) -> Relation:
    """State how one group report relates to another."""
    left, right = group_named(desk, left_ref), group_named(desk, right_ref)
    if left.id == right.id:
        raise InputRefused("a group cannot be related to itself", "name two group reports")
    made = Relation(
        **desk.pen.stamp(),
        other=right.id,
        relation=GROUP_RELATIONS.read(relation).code,
        reason=text(reason, "the reason"),
    )
    desk.adding(CASES, left.id, [made])
    return made


@dataclass(frozen=True, slots=True)
class Totals:
    """The total over group reports, and each of them counted."""

    total: Total
    groups: tuple[GroupCount, ...]


def totals(desk: Desk, refs: Sequence[str]) -> Totals:
    """Total the groups named, or all of them that can be read; the interval names the relations that are not known."""
    files = {case.id: case for case in (group_named(desk, ref) for ref in refs)} or _readable_groups(desk)
    named = members_of(desk, files)
    spans = {group: stated_span(desk.view(case).facts.get("count")) for group, case in files.items()}
    counted = tuple(
        GroupCount(group, span, named[group], remainder(span, len(named[group])))
        for group, span in spans.items()
    )
    return Totals(total_of(spans, _latest_relations(files), named), counted)


def _readable_groups(desk: Desk) -> dict[str, CaseFile]:
    """Return every group report whose file opens; one that is damaged is noticed, so that the face says so."""
    found = {}
    for line in desk.lines():
        if line.kind == GROUP:
            try:
                found[line.id] = desk.case(line.id)
            except Damaged:
                desk.vault.noticed = True
    return found


def _latest_relations(files: Mapping[str, CaseFile]) -> dict[tuple[str, str], str]:
    """Return one relation for each pair of groups: the one stated last, whichever of the two it stands in."""
    latest: dict[frozenset[str], tuple[str, tuple[str, str], str]] = {}
    for group, case in files.items():
        for other, stated in case.relations.items():
            pair = frozenset({group, other})
            if other in files and (pair not in latest or latest[pair][0] < stated.at):
                latest[pair] = (stated.at, (group, other), stated.relation)
    return {pair: relation for _, pair, relation in latest.values()}
