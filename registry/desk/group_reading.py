"""Reading a group report: its figures, members and relations in both directions, and everything in it that cannot be true."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from registry.cases.casefile import CaseFile
from registry.cases.figures import Figure, TooLarge, contradicting, figures_of, parts_of, stated, too_large
from registry.cases.groups import Total, total_of
from registry.cases.items import Relation
from registry.cases.relating import Contradiction, Pair, Related, flipped
from registry.cases.views import CaseView
from registry.desk.desk import Desk
from registry.desk.grouping import (
    Differing,
    GroupCount,
    Member,
    counted,
    differing,
    group_named,
    members_of,
    readable_groups,
    relations_in_force,
)
from registry.words.identity import number_of

FOLLOWS = "follows"


@dataclass(frozen=True, slots=True)
class Tie:
    """How the group shown relates to another: as stated, with what was said of it, or as it follows from others."""

    other: str
    relation: str
    said: Relation | None


@dataclass(frozen=True, slots=True)
class Conflicts:
    """What of one group cannot all be true."""

    figures: tuple[tuple[Figure, Figure], ...]
    parts: tuple[TooLarge, ...]
    relations: tuple[Contradiction, ...]
    differing: tuple[Differing, ...]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.figures) + len(self.parts) + len(self.relations) + len(self.differing)


@dataclass(frozen=True, slots=True)
class GroupRead:
    """One group report with all that is known of it; ``also`` are the further groups that each member is linked to."""

    view: CaseView
    counted: GroupCount
    figures: tuple[Figure, ...]
    parts: Mapping[str, tuple[Figure, ...]]
    ties: tuple[Tie, ...]
    unknown: tuple[str, ...]
    conflicts: Conflicts
    titles: Mapping[str, str]
    also: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Everyone:
    """Every group report that can be read, with its members, counted together."""

    files: Mapping[str, CaseFile]
    members: Mapping[str, tuple[Member, ...]]
    total: Total


def everyone(desk: Desk, also: CaseFile) -> Everyone:
    """Read every group report; ``also`` is among them even where its own taking in was undone."""
    files = {also.id: also, **readable_groups(desk)}
    members = members_of(desk, files)
    spans = {group: stated(CaseView(file)) for group, file in files.items()}
    surely = {group: GroupCount(group, spans[group], members[group]).surely for group in files}
    return Everyone(files, members, total_of(spans, relations_in_force(files), surely))


def read_group(desk: Desk, ref: str) -> GroupRead:
    """Return all that is known of one group report; raise ``InputRefused`` for a person's case."""
    case = group_named(desk, ref)
    known = everyone(desk, case)
    view, members = desk.view(case), known.members[case.id]
    return GroupRead(
        view=view,
        counted=counted(view, members),
        figures=figures_of(view),
        parts=parts_of(view),
        ties=_ties(case.id, known.files),
        unknown=tuple(
            one if other == case.id else other
            for one, other in known.total.unknown
            if case.id in (one, other)
        ),
        conflicts=_conflicts(case.id, view, known),
        titles=_titles(desk, members),
        also={one.id: _also(one.id, case.id, known.members) for one in members},
    )


def _also(person: str, group: str, members: Mapping[str, Sequence[Member]]) -> tuple[str, ...]:
    return tuple(
        other for other, those in members.items() if other != group and any(one.id == person for one in those)
    )


def _titles(desk: Desk, members: Sequence[Member]) -> dict[str, str]:
    """Return what members and groups are called in lists."""
    wanted = {one.id for one in members}
    return {
        line.id: line.names[0] if line.names else ""
        for line in desk.lines()
        if line.kind == "group" or line.id in wanted
    }


def _ties(group: str, files: Mapping[str, CaseFile]) -> tuple[Tie, ...]:
    """Return what is stated of the group and each other, then what follows, in the order of their ids."""
    in_force = relations_in_force(files)
    related = Related(files, in_force)
    found = []
    for other in sorted(set(files) - {group}, key=number_of):
        relation = related.stated.get((group, other))
        if relation:
            found.append(Tie(other, relation, _last_said(group, other, files)))
        elif implied := _implied(group, other, related):
            found.append(Tie(other, implied, None))
    return tuple(sorted(found, key=lambda tie: tie.said is None))


def _implied(group: str, other: str, related: Related) -> str:
    inside, holding = other in related.within[group], group in related.within[other]
    if inside and holding:
        return "same"
    if other in related.apart[group]:
        return "disjoint"
    return "subset" if inside else "superset" if holding else ""


def _last_said(group: str, other: str, files: Mapping[str, CaseFile]) -> Relation | None:
    """Return the statement in force about two groups, in whichever of them it stands."""
    said = [
        one
        for here, there in ((group, other), (other, group))
        for one in files[here].every(Relation)
        if one.other == there
    ]
    return max(said, key=lambda one: (one.at, one.id), default=None)


def _conflicts(group: str, view: CaseView, known: Everyone) -> Conflicts:
    return Conflicts(
        contradicting(view),
        too_large(view),
        tuple(one for one in known.total.contradictions if group in one.groups),
        tuple(one for one in differing(known.files) if group in one.groups),
    )


def pair_said(one: Differing, group: str) -> tuple[tuple[str, str], ...]:
    """Return what colleagues say of a pair, as ``group`` would state it: the key of each, and the relation."""
    turned = one.groups[0] != group
    return tuple((by, flipped(said) if turned else said) for by, said in one.said)


__all__ = ["Conflicts", "Everyone", "GroupRead", "Pair", "Tie", "everyone", "pair_said", "read_group"]
