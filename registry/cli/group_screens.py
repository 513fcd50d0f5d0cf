"""What is drawn of group reports: figures side by side, members, relations, totals and what cannot be true."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from registry.cases.figures import figures_of
from registry.cases.terms import GROUP_RELATIONS
from registry.cases.views import CaseView
from registry.cli.drawing import grid, one_a_line, safe, table, text_of, wrapped
from registry.cli.folding import claim_item
from registry.cli.group_shapes import (
    ConflictItem,
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
from registry.cli.settings import Settings
from registry.words.count_rules import RULES

if TYPE_CHECKING:
    from rich.console import RenderableType

T = TypeVar("T")

# So many relations nobody has stated are named one by one.
_UNKNOWN = 10
# So many lines of each kind fit one screen of 24 together.
_FIGURES, _MEMBERS, _TIES, _CONFLICTS = 5, 3, 3, 3


def group_counted(shape: GroupCounted, view: CaseView, settings: Settings) -> Iterator[RenderableType]:
    """Draw a group's figures side by side, its named members and the unnamed remainder."""
    yield figures(view, settings)
    yield wrapped(_in_all(shape))


def _in_all(shape: GroupCounted) -> str:
    sure = f" ({shape.surely} certain)" if shape.surely != shape.named else ""
    return f"stated {_stated(shape)}; {shape.named} named here{sure}; {shape.unnamed.shown} not named"


def _stated(shape: GroupCounted) -> str:
    return _rough(shape.stated, approximate=shape.approximate)


def figures(view: CaseView, settings: Settings) -> RenderableType:
    """Draw every figure that sources gave of a group, each with its own window; none is averaged."""
    drawn = table(settings, "people", "window", "grade", "source")
    for figure in figures_of(view):
        item = claim_item(view, figure.claim, settings.lang)
        drawn.add_row(figure.span.show(), item.when or "-", item.grade, safe(item.source_label))
    return drawn


def shown(shape: GroupShown, settings: Settings, *, whole: bool) -> Iterator[RenderableType]:
    """Draw one group report on one screen; ``whole`` leaves nothing out."""
    yield wrapped(f"{shape.short}  {shape.title}", "bold")
    yield wrapped(_in_all(shape.counted))
    yield from _figures(_first(shape.figures, _FIGURES, whole), settings)
    yield from _left_out(len(shape.figures) - _FIGURES, whole, "figures")
    card = grid()
    if shape.parts:
        card.add_row("of them", wrapped("; ".join(map(_part, shape.parts))))
    if shape.members:
        card.add_row("named", _some(shape.members, _MEMBERS, whole, _member))
    if shape.relations:
        card.add_row("related", _some(shape.relations, _TIES, whole, lambda one: _tie(one, settings)))
    if shape.unknown:
        card.add_row("not known", wrapped(f"how it relates to {_many(len(shape.unknown), 'other report')}"))
    if shape.conflicts:
        card.add_row(
            "in conflict", _some(shape.conflicts, _CONFLICTS, whole, lambda one: one.says, "bold red")
        )
    if card.rows:
        yield card


def _first(items: Sequence[T], most: int, whole: bool) -> Sequence[T]:
    return items if whole else items[:most]


def _left_out(more: int, whole: bool, what: str) -> Iterator[RenderableType]:
    if more > 0 and not whole:
        yield wrapped(f"… {more:,} more {what}; all with --all", "dim")


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _figures(items: Sequence[FigureItem], settings: Settings) -> Iterator[RenderableType]:
    drawn = table(settings, "said", "people", "window", "grade", "source")
    for item in items:
        drawn.add_row(
            safe(item.wording or "-"), _people(item), item.when or "-", item.grade, safe(item.source_label)
        )
    for column in drawn.columns[1:4]:
        column.no_wrap = True
    yield drawn
    codes = {rule.code: rule.share for rule in RULES}
    rules = {item.wording if codes[item.rule] else item.rule: item for item in items if item.rule in codes}
    if rules:
        read = (f'"{code}" read as {item.figure.shown}{_now(item)}' for code, item in rules.items())
        yield wrapped(f"{'; '.join(read)}: see `registry group rules`", "dim")


def _people(item: FigureItem) -> str:
    return _rough(item.figure, approximate=item.approximate)


def _rough(span: SpanItem, *, approximate: bool) -> str:
    """Return a figure in words; where "about" was not made an interval when it was read, the word stays before it."""
    return f"{'about ' if approximate and span.low == span.high else ''}{span.shown}"


def _now(item: FigureItem) -> str:
    return f" (now {item.rule_now})" if item.rule_now else ""


def _part(item: FigureItem) -> str:
    return f"{item.label.removeprefix('Of them ')} {_people(item)} ({item.source_label})"


def _member(item: GroupMember) -> str:
    also = f", also in {_many(len(item.also_in), 'other report')}" if item.also_in else ""
    return f"{item.short} {item.name} ({item.certainty}{also})"


def _tie(item: TieItem, settings: Settings) -> str:
    relation = (
        GROUP_RELATIONS[item.relation].show(settings.lang)
        if item.relation in GROUP_RELATIONS
        else item.relation
    )
    return f"{relation}: {item.short} {item.title}" + ("" if item.stated else " (follows)")


def _some(
    items: Sequence[T], most: int, whole: bool, say: Callable[[T], str], style: str = ""
) -> RenderableType:
    lines = [safe(say(one), style) for one in _first(items, most, whole)]
    if len(items) > most and not whole:
        lines.append(text_of(f"… {len(items) - most:,} more; all with --all", "dim"))
    return one_a_line(lines)


def members(shape: GroupMemberList, settings: Settings) -> Iterator[RenderableType]:
    """Draw everyone linked to a group, with how certain that is and why, and who is not named."""
    drawn = table(settings, "case", "name", "certainty", "also in", "why")
    for item in shape.items:
        drawn.add_row(
            item.short,
            safe(item.name),
            item.certainty,
            str(len(item.also_in) or "-"),
            safe(item.reason or "-"),
        )
    if shape.items:
        yield drawn
    yield wrapped(f"stated {shape.stated.shown}; {shape.total} named here; {shape.unnamed.shown} not named")


def group_totals(shape: GroupTotals, settings: Settings) -> Iterator[RenderableType]:
    """Draw totals over groups, the relations nobody has stated, and what cannot all be true."""
    drawn = table(settings, "group", "stated", "named", "not named", "about")
    for group in shape.groups:
        drawn.add_row(group.short, _stated(group), str(group.named), group.unnamed.shown, safe(group.title))
    for column in drawn.columns[:-1]:
        column.no_wrap = True
    yield drawn
    yield wrapped(f"in all: {shape.total.shown}", "bold")
    if any(group.approximate for group in shape.groups):
        yield wrapped(
            "a figure given as about so many is the interval that `registry group rules` makes of it, or, where it was read "
            "before there was one, that many: the total is no more exact",
            "dim",
        )
    yield from _in_conflict(shape.conflicts)
    if shape.unknown:
        yield from _unknown_relations(shape)


def _in_conflict(conflicts: Sequence[ConflictItem]) -> Iterator[RenderableType]:
    if conflicts:
        yield wrapped("cannot all be true; the total takes the safer reading:", "bold red")
        yield from (wrapped(f"  {one.says}") for one in conflicts[:_UNKNOWN])
        if len(conflicts) > _UNKNOWN:
            yield wrapped(f"  … and {len(conflicts) - _UNKNOWN:,} more; all of them with --json", "dim")


def _unknown_relations(shape: GroupTotals) -> Iterator[RenderableType]:
    topics = {group.id: group.title.partition(": ")[0] or "no topic" for group in shape.groups}
    called = {group.id: f"{group.short} ({topics[group.id]})" for group in shape.groups}
    many = len(shape.unknown)
    yield wrapped(
        f"{many:,} relation{' is' if many == 1 else 's are'} not known; state each with `registry group relate`:",
        "blue",
    )
    for left, right in shape.unknown[:_UNKNOWN]:
        yield wrapped(f"  {called[left]} and {called[right]}")
    if many > _UNKNOWN:
        yield wrapped(f"  … and {many - _UNKNOWN:,} more; all of them with --json", "dim")


def rules(shape: CountRuleList, settings: Settings) -> Iterator[RenderableType]:
    """Draw how words for unnamed numbers are read here, and what the office changed for which reason."""
    drawn = table(settings, "word", "people", "set by", "also said")
    for item in shape.items:
        drawn.add_row(
            item.code,
            item.shown,
            safe(item.by if item.changed else "the house"),
            safe(", ".join(word for word in item.words if word != item.code)),
        )
    for column in drawn.columns[:-1]:
        column.no_wrap = True
    yield drawn
    for item in shape.items:
        if item.changed:
            yield wrapped(f"{item.code}: {item.reason} (the house reads {item.house.shown})")
