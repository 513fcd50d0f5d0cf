"""One group report in words for the screen: its figures by source, its parts, who is named, relations and conflicts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from registry.cases.figures import Figure
from registry.cases.saying import grade_of
from registry.cases.terms import CERTAINTIES, GROUP_RELATIONS
from registry.cases.views import CaseView
from registry.desk.count_rules import Reading
from registry.desk.group_reading import GroupRead, Tie
from registry.desk.group_words import conflicts_in, differing_conflict, relation_conflict, rough, rule_now
from registry.desk.grouping import GroupCount, Member, Totals
from registry.tui.paint import GAP, Entry, heading
from registry.words.identity import short

_WITHIN = {"superset"}  # the other is a part of this one


def in_all(counted: GroupCount) -> list[Entry]:
    """Return what is stated, how many are named, and the interval of those who are not."""
    sure = f" ({len(counted.surely)} certain)" if len(counted.surely) != len(counted.named) else ""
    return [
        Entry(
            f"{rough(counted.stated, approximate=counted.approximate)} people", label="Stated", look="strong"
        ),
        Entry(f"{len(counted.named)}{sure}", label="Named here"),
        Entry(f"{counted.unnamed.show()} people", label="Not named", look="strong"),
    ]


def report(read: GroupRead, readings: Sequence[Reading], names: Mapping[str, str], lang: str) -> list[Entry]:
    """Return everything about one group report but its members, who stand in a list of their own."""
    view = read.view
    entries = [heading(f"{short(view.case.id)}  {view.title}"), *in_all(read.counted)]
    entries += _conflicts(read, names)
    entries += [GAP, heading("Figures, each as its source gave it; none is averaged")]
    for figure in sorted(read.figures, key=lambda one: one.span.low or 0):
        entries += _figure(view, figure, readings)
    if not read.figures:
        entries.append(Entry("no source gives a figure", look="dim"))
    parts = [(part, one) for part, figures in read.parts.items() for one in figures]
    if parts:
        entries += [GAP, heading("Of them")]
        entries += [
            Entry(_people(one), label=_part(view, part, lang), chip=_source(view, one)) for part, one in parts
        ]
    return [*entries, *_relations(read, lang)]


def _conflicts(read: GroupRead, names: Mapping[str, str]) -> Iterator[Entry]:
    found = list(conflicts_in(read.conflicts, read.view, names))
    if found:
        yield GAP
        yield Entry("! Cannot all be true", look="bad")
        yield from (Entry(one.says, indent=2) for one in found)


def _figure(view: CaseView, figure: Figure, readings: Sequence[Reading]) -> Iterator[Entry]:
    claim, count = figure.claim, figure.count
    yield Entry(
        _people(figure), label=grade_of(claim, view.sources), chip=_source(view, figure), look="strong"
    )
    # Figures stand before words that may run from right to left, so that nothing turns them.
    when = f"as of {claim.on}, " if claim.on else ""
    said = f'said: "{count.wording}"' if count.wording else "said as a number"
    now = rule_now(figure, readings)
    read = f"; read by the rule for {count.rule}" if count.rule else ""
    yield Entry(f"{when}{said}{read}{f' (now {now})' if now else ''}", indent=2, look="dim")


def _people(figure: Figure) -> str:
    return rough(figure.span, approximate=figure.count.approximate)


def _source(view: CaseView, figure: Figure) -> str:
    known = view.sources.get(figure.claim.source)
    return known.label if known else "source not here"


def _part(view: CaseView, part: str, lang: str) -> str:
    return view.case.facts[part].fact.label_in(lang).removeprefix("Of them ")


def _relations(read: GroupRead, lang: str) -> Iterator[Entry]:
    within = [tie for tie in read.ties if tie.relation in _WITHIN]
    others = [tie for tie in read.ties if tie.relation not in _WITHIN]
    for title, ties in (("Sub-groups", within), ("Other reports", others)):
        if ties:
            yield GAP
            yield heading(title)
            yield from (entry for tie in ties for entry in _tie(tie, read, lang))
    if read.unknown:
        many = len(read.unknown)
        yield GAP
        yield Entry(
            f"? How it relates to {many:,} other report{'' if many == 1 else 's'} is not known; r states it",
            look="warn",
        )
        yield from (Entry(read.titles.get(one, ""), label=short(one), indent=2) for one in read.unknown)


def _tie(tie: Tie, read: GroupRead, lang: str) -> Iterator[Entry]:
    follows = "" if tie.said else " (follows from others)"
    yield Entry(read.titles.get(tie.other, ""), label=short(tie.other), indent=2)
    reason = f": {tie.said.reason}" if tie.said and tie.said.reason else ""
    yield Entry(f"{relation_words(tie.relation, lang)}{follows}{reason}", indent=4, look="dim")


def relation_words(code: str, lang: str) -> str:
    """Return how one group relates to another, in words."""
    return GROUP_RELATIONS[code].show(lang) if code in GROUP_RELATIONS else code


def member_row(member: Member, read: GroupRead, lang: str) -> tuple[str, ...]:
    """Return a member as a row: id, name, certainty, in how many other reports, and why."""
    certainty = CERTAINTIES[member.certainty].show(lang) if member.certainty in CERTAINTIES else "?"
    also = len(read.also[member.id])
    name = read.titles.get(member.id, "")
    return short(member.id), name, certainty, str(also) if also else "-", member.reason or "-"


def totalled(found: Totals, titles: Mapping[str, str], names: Mapping[str, str]) -> list[Entry]:
    """Return a total over group reports: the interval, what it is made of, and what is not known or cannot be true."""
    entries = [heading(f"In all: {found.total.span.show()} people"), GAP]
    for one in found.groups:
        entries.append(Entry(titles.get(one.group, ""), label=short(one.group)))
        stated = rough(one.stated, approximate=one.approximate)
        said = f"stated {stated}; {len(one.named)} named; {one.unnamed.show()} not named"
        entries.append(Entry(said, indent=16, look="strong"))
    conflicts = [*map(relation_conflict, found.total.contradictions)]
    conflicts += [differing_conflict(one, names) for one in found.differing]
    if conflicts:
        entries += [GAP, Entry("! Cannot all be true; the total takes the safer reading", look="bad")]
        entries += [Entry(one.says, indent=2) for one in conflicts]
    if found.total.unknown:
        many = len(found.total.unknown)
        told = f"? {many:,} relation{' is' if many == 1 else 's are'} not known; r states one"
        entries += [GAP, Entry(told, look="warn")]
        entries += [Entry(pair_words(pair, titles), indent=2) for pair in found.total.unknown]
    if any(one.approximate for one in found.groups):
        entries += [GAP, Entry(
            "A figure given as about so many is the interval that the rules make of it (`registry group rules`), or that "
            "many where it was read before there was one: the total is no more exact.", look="dim",
        )]  # fmt: skip
    return entries


def pair_words(pair: Sequence[str], titles: Mapping[str, str]) -> str:
    """Return two group reports by id and topic."""
    return " and ".join(
        f"{short(one)} ({titles.get(one, '').partition(': ')[0] or 'no topic'})" for one in pair
    )
