"""Group reports at the desk: their counts, their named members, and totals over several of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from registry.cases.casefile import GROUP, PERSON, CaseFile
from registry.cases.figures import contradicting, figures_of, stated
from registry.cases.groups import Span, Total, remainder, too_many_named, total_of
from registry.cases.items import Link, Relation, Undo
from registry.cases.relating import Pair, flipped, sorted_pair
from registry.cases.terms import CERTAINTIES, GROUP_RELATIONS
from registry.cases.views import CaseView
from registry.desk.desk import CASES, Desk, in_one_act
from registry.desk.persons import Pair as SamePair
from registry.desk.persons import Persons
from registry.desk.reading import text
from registry.errors import Damaged, InputRefused, NotFound, RuleNotMet
from registry.words.identity import number_of

MEMBER, CERTAIN = "member_of", "certain"


@dataclass(frozen=True, slots=True)
class Member:
    """A named person linked to a group: with which certainty, why, and who linked them when.

    ``person`` is the case that stands for the person where several are linked as the same, see ``Persons``.
    """

    id: str
    certainty: str
    reason: str
    by: str
    at: str
    person: str = ""

    @property
    def counts_as(self) -> str:
        """The case under which the person is counted."""
        return self.person or self.id


@dataclass(frozen=True, slots=True)
class GroupCount:
    """One group report counted: the span its sources state, its members, and who remains unnamed."""

    group: str
    stated: Span
    members: tuple[Member, ...]
    approximate: bool = False  # some source says "about": the bounds are those of its words

    @property
    def named(self) -> frozenset[str]:
        """Everyone linked to the group, with whatever certainty; cases of one person count once."""
        return frozenset(member.counts_as for member in self.members)

    @property
    def surely(self) -> frozenset[str]:
        """Those who certainly belong to it."""
        return frozenset(member.counts_as for member in self.members if member.certainty == CERTAIN)

    @property
    def unnamed(self) -> Span:
        """How many remain unnamed: at least those left when every link holds, at most when only the certain ones do."""
        return remainder(self.stated, len(self.named), len(self.surely))


def group_named(desk: Desk, ref: str) -> CaseFile:
    """Return the group report that an id names; raise ``InputRefused`` for a person's case."""
    case = desk.open_case(ref)
    if case.kind != GROUP:
        raise InputRefused(
            "that case is a person, not a group report", "see `registry case list --kind group`"
        )
    return case


def members_of(
    desk: Desk, groups: Iterable[str], more: Iterable[SamePair] = (), without: Iterable[SamePair] = ()
) -> dict[str, tuple[Member, ...]]:
    """Return the people linked to each group, in the order of their ids; one linked twice to a group counts once.

    Of someone whose file is damaged only the link is known: it is taken for a possible one, and noticed. ``more`` and
    ``without`` are pairs of cases taken for linked, and for not linked, as the same person.
    """
    found: dict[str, dict[str, Member]] = {group: {} for group in groups}
    lines = list(desk.lines())
    persons = Persons(lines, more, without)
    for line in lines:
        wanted = [group for group in dict.fromkeys(line.groups) if group in found]
        links = _links_of(desk, line.id) if wanted else {}
        for group in wanted:
            link = links.get(group)
            found[group][line.id] = (
                Member(line.id, link.certainty, link.reason, link.by, link.at, persons.of(line.id))
                if link
                else Member(line.id, CERTAINTIES["maybe"].code, "", "", "", persons.of(line.id))
            )
    return {group: tuple(people[one] for one in sorted(people)) for group, people in found.items()}


def refuse_overfull_by(desk: Desk, person: CaseFile) -> None:
    """Raise ``RuleNotMet`` where a group that a person is linked to would now count fewer people than are named in it.

    Two cases of one person count as one member: where they are told apart again, they are two.
    """
    for link in person.links:
        if link.kind == MEMBER and desk.vault.has(CASES, number_of(link.other)):
            refuse_overfull(desk, desk.case(link.other))


def _links_of(desk: Desk, person: str) -> dict[str, Link]:
    """Return the standing memberships of a person by group, the latest of each."""
    try:
        return {link.other: link for link in desk.case(person).links if link.kind == MEMBER}
    except Damaged:
        if desk.vault.open_act is not None:
            raise  # what is decided and written is not decided on a part
        desk.vault.noticed = True
        return {}


def count_group(desk: Desk, ref: str) -> GroupCount:
    """Count one group report."""
    case = group_named(desk, ref)
    return counted(desk.view(case), members_of(desk, [case.id])[case.id])


def counted(view: CaseView, members: tuple[Member, ...]) -> GroupCount:
    """Count one group report with its members."""
    about = any(figure.count.approximate for figure in figures_of(view))
    return GroupCount(view.case.id, stated(view), members, about)


def disputed_counts(desk: Desk) -> Iterator[CaseView]:
    """Every group report of which two figures cannot both be true, oldest first."""
    for line in desk.lines():
        if line.kind == GROUP and contradicting(view := desk.view(desk.case(line.id))):
            yield view


def refuse_overfull(desk: Desk, case: CaseFile) -> None:
    """Raise ``RuleNotMet`` where a group report, as it now stands, counts fewer people than are named in it."""
    if case.kind != GROUP or case.withdrawn:
        return
    now = count_group(desk, case.id)
    if too_many_named(now.stated, len(now.named)):
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
    if any(link.kind == MEMBER and link.other == group.id for link in person.links):
        raise RuleNotMet("that person is linked to the group already", "see `registry group count GROUP`")
    now = count_group(desk, group.id)
    stands_for = Persons(desk.lines()).of(person.id)
    if too_many_named(now.stated, len(now.named | {stands_for})):
        raise RuleNotMet(
            "more people would be named than the group report counts at most",
            "check the count with `registry group count GROUP`, or add a claim with a higher figure",
        )
    link = Link(
        **desk.pen.stamp(),
        kind=MEMBER,
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
    standing = [link.id for link in person.links if link.kind == MEMBER and link.other == group.id]
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
class Differing:
    """Colleagues who state the relation of two groups differently: what each says, and which is in force."""

    groups: Pair
    said: tuple[tuple[str, str], ...]
    in_force: str


@dataclass(frozen=True, slots=True)
class Totals:
    """The total over group reports, each of them counted, and of which pairs colleagues say different things."""

    total: Total
    groups: tuple[GroupCount, ...]
    differing: tuple[Differing, ...]


def totals(
    desk: Desk, refs: Sequence[str], more: Iterable[SamePair] = (), without: Iterable[SamePair] = ()
) -> Totals:
    """Total the groups named, or all of them that can be read; the interval names the relations that are not known.

    ``more`` and ``without`` are as in ``members_of``.
    """
    files = {case.id: case for case in (group_named(desk, ref) for ref in refs)} or readable_groups(desk)
    members = members_of(desk, files, more, without)
    groups = tuple(counted(desk.view(case), members[group]) for group, case in files.items())
    spans = {one.group: one.stated for one in groups}
    surely = {one.group: one.surely for one in groups}
    return Totals(total_of(spans, relations_in_force(files), surely), groups, differing(files))


def readable_groups(desk: Desk) -> dict[str, CaseFile]:
    """Return every group report whose file opens; one that is damaged is noticed, so that the face says so."""
    found = {}
    for line in desk.lines():
        if line.kind == GROUP:
            try:
                found[line.id] = desk.case(line.id)
            except Damaged:
                desk.vault.noticed = True
    return found


def _stated_of_pairs(files: Mapping[str, CaseFile]) -> dict[Pair, list[Relation]]:
    """Return what was stated of each pair of groups, oldest first, as the first of the two states it."""
    told: dict[Pair, list[Relation]] = {}
    for group, case in files.items():
        for said in case.every(Relation):
            if said.other in files and said.other != group:
                pair = sorted_pair(group, said.other)
                turned = said.relation if pair[0] == group else flipped(said.relation)
                told.setdefault(pair, []).append(msgspec.structs.replace(said, relation=turned))
    return {pair: sorted(said, key=lambda one: (one.at, one.id)) for pair, said in told.items()}


def relations_in_force(files: Mapping[str, CaseFile]) -> dict[Pair, str]:
    """Return one relation for each pair of groups: the one stated last, whichever of the two it stands in."""
    return {pair: said[-1].relation for pair, said in _stated_of_pairs(files).items()}


def differing(files: Mapping[str, CaseFile]) -> tuple[Differing, ...]:
    """Return the pairs of which colleagues last said different things; who says it anew only changes her mind."""
    found = []
    for pair, said in sorted(_stated_of_pairs(files).items()):
        last = {one.by: one.relation for one in said if one.relation != "unknown"}
        if len(set(last.values())) > 1:
            found.append(Differing(pair, tuple(sorted(last.items())), said[-1].relation))
    return tuple(found)
