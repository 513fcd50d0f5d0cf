"""The shapes of what commands about group reports answer with --json."""

from __future__ import annotations

from registry.cli.shapes import Shape


class SpanItem(Shape):
    """An interval of people; null is a bound that no source gives."""

    low: int | None
    high: int | None
    shown: str


class GroupCounted(Shape):
    """One group report counted; ``title`` is its topic and the wording of its count.

    ``named`` are all who are linked to it, ``surely`` those of them linked as certain. ``approximate`` says that
    a source gives a figure as approximate: the bounds are those of its words.
    """

    id: str
    short: str
    title: str
    stated: SpanItem
    approximate: bool
    named: int
    surely: int
    unnamed: SpanItem


class ConflictItem(Shape):
    """What cannot all be true, in words and by code.

    The codes are ``figures_differ`` (two figures of one time), ``parts`` (a part counted higher than the whole),
    ``empty``, ``overlap``, ``figures``, ``members``, ``shared`` (relations between groups), ``colleagues``
    (two of them state a relation differently). ``claims`` are those that it rests on, ``groups`` the group reports.
    """

    code: str
    says: str
    groups: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


class GroupTotals(Shape):
    """The total over group reports; ``unknown`` names the pairs whose relation nobody has stated and nothing implies.

    ``cover`` are groups with nobody in common whose low figures add up to the low bound.
    """

    total: SpanItem
    groups: tuple[GroupCounted, ...]
    unknown: tuple[tuple[str, str], ...]
    cover: tuple[str, ...]
    conflicts: tuple[ConflictItem, ...]


class FigureItem(Shape):
    """One figure of one source: its words, the bounds read from them, by which rule, and when it was so.

    ``part`` is ``count`` for the whole group, or the fact that counts a part of it. ``rule_now`` is empty, or what the
    same words would be read as today, where the office has changed the rule since.
    """

    claim: str
    short: str
    part: str
    label: str
    figure: SpanItem
    approximate: bool
    wording: str
    rule: str
    rule_now: str
    when: str
    grade: str
    source: str
    source_label: str


class GroupMember(Shape):
    """A named person linked to a group; ``also_in`` are further groups the person is linked to, counted once."""

    id: str
    short: str
    name: str
    certainty: str
    reason: str
    by: str
    at: str
    also_in: tuple[str, ...]


class GroupMemberList(Shape):
    """The members of a group, and who is not named."""

    group: str
    items: tuple[GroupMember, ...]
    total: int
    stated: SpanItem
    unnamed: SpanItem


class TieItem(Shape):
    """How this group relates to another; ``stated`` is false for what follows from other relations."""

    other: str
    short: str
    title: str
    relation: str
    stated: bool
    reason: str
    by: str
    at: str


class GroupShown(Shape):
    """One group report on one screen."""

    id: str
    short: str
    title: str
    counted: GroupCounted
    figures: tuple[FigureItem, ...]
    parts: tuple[FigureItem, ...]
    members: tuple[GroupMember, ...]
    relations: tuple[TieItem, ...]
    unknown: tuple[str, ...]
    conflicts: tuple[ConflictItem, ...]


class CountRule(Shape):
    """How a word for an unnamed number is read here; ``changed`` where the office set it, with who, when and why.

    ``low`` and ``high`` are people, or of the ``unit`` ``percent`` a share of the number beside the word.
    """

    code: str
    low: int
    high: int | None
    shown: str
    words: tuple[str, ...]
    house: SpanItem
    changed: bool
    reason: str
    by: str
    at: str
    unit: str = "people"


class CountRuleList(Shape):
    """Every rule, in the order in which its words are looked for."""

    items: tuple[CountRule, ...]
    total: int
