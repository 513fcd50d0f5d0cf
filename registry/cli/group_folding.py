"""Folding what the desk returns about group reports into the shapes that commands answer with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from registry.cases.figures import Figure
from registry.cases.groups import Span
from registry.cases.views import CaseView
from registry.cli.folding import claim_item
from registry.cli.group_shapes import (
    ConflictItem,
    CountRule,
    CountRuleList,
    FigureItem,
    GroupCounted,
    GroupMember,
    GroupMemberList,
    GroupShown,
    GroupTotals,
    SpanItem,
    TieItem,
)
from registry.desk.count_rules import Reading
from registry.desk.group_reading import GroupRead
from registry.desk.group_words import Conflict, conflicts_in, differing_conflict, relation_conflict, rule_now
from registry.desk.grouping import GroupCount, Totals
from registry.words.identity import short

Names = Mapping[str, str]


def span_item(span: Span) -> SpanItem:
    """Fold an interval."""
    return SpanItem(low=span.low, high=span.high, shown=span.show())


def group_counted(counted: GroupCount, title: str) -> GroupCounted:
    """Fold a group report's count under its title: its topic and the wording of its count."""
    return GroupCounted(
        id=counted.group,
        short=short(counted.group),
        title=title,
        stated=span_item(counted.stated),
        approximate=counted.approximate,
        named=len(counted.named),
        surely=len(counted.surely),
        unnamed=span_item(counted.unnamed),
    )


def figure_item(view: CaseView, figure: Figure, readings: Sequence[Reading], lang: str) -> FigureItem:
    """Fold one figure, with what its words would be read as today where that differs."""
    claim, count = figure.claim, figure.count
    shown = claim_item(view, claim, lang)
    return FigureItem(
        claim=claim.id,
        short=short(claim.id),
        part=claim.fact,
        label=view.case.facts[claim.fact].fact.label_in(lang),
        figure=span_item(figure.span),
        approximate=count.approximate,
        wording=count.wording,
        rule=count.rule,
        rule_now=rule_now(figure, readings),
        when=shown.when,
        grade=shown.grade,
        source=claim.source,
        source_label=shown.source_label,
    )


def members(read: GroupRead, names: Names) -> tuple[GroupMember, ...]:
    """Fold the members of a group; ``names`` are those of caseworkers, by key."""
    return tuple(
        GroupMember(
            id=one.id,
            short=short(one.id),
            name=read.titles.get(one.id, ""),
            certainty=one.certainty,
            reason=one.reason,
            by=names.get(one.by, one.by[:8]),
            at=one.at,
            also_in=read.also[one.id],
        )
        for one in read.counted.members
    )


def member_list(read: GroupRead, names: Names) -> GroupMemberList:
    """Fold the members of a group as a list of their own."""
    items, counted = members(read, names), read.counted
    return GroupMemberList(
        group=counted.group,
        items=items,
        total=len(items),
        stated=span_item(counted.stated),
        unnamed=span_item(counted.unnamed),
    )


def shown(read: GroupRead, readings: Sequence[Reading], names: Names, lang: str) -> GroupShown:
    """Fold one group report with all that is known of it."""
    case = read.view.case
    parts = (figure for figures in read.parts.values() for figure in figures)
    return GroupShown(
        id=case.id,
        short=short(case.id),
        title=read.view.title,
        counted=group_counted(read.counted, read.view.title),
        figures=tuple(figure_item(read.view, one, readings, lang) for one in read.figures),
        parts=tuple(figure_item(read.view, one, readings, lang) for one in parts),
        members=members(read, names),
        relations=_ties(read, names),
        unknown=read.unknown,
        conflicts=tuple(map(conflict_item, conflicts_in(read.conflicts, read.view, names))),
    )


def _ties(read: GroupRead, names: Names) -> tuple[TieItem, ...]:
    return tuple(
        TieItem(
            other=tie.other,
            short=short(tie.other),
            title=read.titles.get(tie.other, ""),
            relation=tie.relation,
            stated=tie.said is not None,
            reason=tie.said.reason if tie.said else "",
            by=names.get(tie.said.by, tie.said.by[:8]) if tie.said else "",
            at=tie.said.at if tie.said else "",
        )
        for tie in read.ties
    )


def totals(found: Totals, titles: Names, names: Names) -> GroupTotals:
    """Fold a total over groups with what is not known and what cannot all be true."""
    conflicts = [*map(relation_conflict, found.total.contradictions)]
    conflicts += [differing_conflict(one, names) for one in found.differing]
    return GroupTotals(
        total=span_item(found.total.span),
        groups=tuple(group_counted(one, titles.get(one.group, "")) for one in found.groups),
        unknown=found.total.unknown,
        cover=found.total.cover,
        conflicts=tuple(map(conflict_item, conflicts)),
    )


def conflict_item(one: Conflict) -> ConflictItem:
    """Fold what cannot all be true."""
    return ConflictItem(code=one.code, says=one.says, groups=one.groups, claims=one.claims, people=one.people)


def rules(readings: Sequence[Reading], names: Names) -> CountRuleList:
    """Fold the rules by which words for unnamed numbers are read."""
    items = tuple(_rule(one, names) for one in readings)
    return CountRuleList(items=items, total=len(items))


def _rule(reading: Reading, names: Names) -> CountRule:
    rule, house, change = reading.rule, reading.house, reading.change
    return CountRule(
        code=rule.code,
        low=rule.low,
        high=rule.high,
        shown=rule.show() if rule.share else Span(rule.low, rule.high).show(),
        unit="percent" if rule.share else "people",
        words=rule.words,
        house=SpanItem(
            house.low, house.high, house.show() if house.share else Span(house.low, house.high).show()
        ),
        changed=change is not None and not change.house,
        reason=change.reason if change else "",
        by=names.get(change.by, change.by[:8]) if change else "",
        at=change.at if change else "",
    )
