"""What is said of group reports in words, whatever face shows it: figures, rules, and what cannot all be true."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from registry.cases.figures import Figure, TooLarge
from registry.cases.groups import Span
from registry.cases.relating import Contradiction
from registry.cases.terms import GROUP_RELATIONS
from registry.cases.views import CaseView
from registry.desk.count_rules import Reading
from registry.desk.group_reading import Conflicts
from registry.desk.grouping import Differing
from registry.words.counts import Count
from registry.words.identity import short

Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Conflict:
    """What cannot all be true, in words and by code; ``claims`` are those it rests on, ``people`` those it names."""

    code: str
    says: str
    groups: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


def rough(span: Span, *, approximate: bool) -> str:
    """Return a figure in words; where "about" was not made an interval when it was read, the word stays before it."""
    return f"{'about ' if approximate and span.low == span.high else ''}{span.show()}"


def rule_now(figure: Figure, readings: Sequence[Reading]) -> str:
    """Return what a figure's words would be read as today, where that is not what they were read as."""
    count = figure.count
    for reading in readings:
        if reading.rule.code == count.rule:
            now = Span(reading.rule.low, reading.rule.high)
            if reading.rule.share:
                read = Count.parse(count.wording, [one.rule for one in readings])
                now = Span(read.low or 0, read.high)
            return now.show() if now != figure.span else ""
    return ""


def conflicts_in(found: Conflicts, view: CaseView, names: Names) -> Iterator[Conflict]:
    """Yield what of one group cannot all be true; ``names`` are those of caseworkers, by key."""
    yield from map(relation_conflict, found.relations)
    yield from (differing_conflict(one, names) for one in found.differing)
    yield from (_parts(one, view) for one in found.parts)
    yield from (_figures_differ(pair, view) for pair in found.figures)


def _label(view: CaseView, source: str, unknown: str = "") -> str:
    known = view.sources.get(source)
    return known.label if known else unknown


def _figures_differ(pair: tuple[Figure, Figure], view: CaseView) -> Conflict:
    labels = [_label(view, figure.claim.source) for figure in pair]
    says = f"no number fits both {pair[0].span.show()} ({labels[0]}) and {pair[1].span.show()} ({labels[1]})"
    return Conflict(
        code="figures_differ", says=says, groups=(view.case.id,), claims=tuple(f.claim.id for f in pair)
    )


def _parts(one: TooLarge, view: CaseView) -> Conflict:
    labels = " and ".join(view.case.facts[part].fact.label.lower() for part in one.parts)
    whole = f"the {one.most:,} in all that {_label(view, one.source, 'it')} gives"
    return Conflict(code="parts", says=f"{labels}: {one.least:,}, more than {whole}", groups=(view.case.id,))


def relation_conflict(one: Contradiction) -> Conflict:
    """Return what of relations, figures and members cannot all be true, in words that name the groups."""
    first, *rest = (short(group) for group in one.groups)
    listed = ", ".join(rest)
    says = {
        "empty": f"{first} would lie in two groups with nobody in common: {listed or 'both'}"
        if len(rest) > 1
        else f"{first} would lie in {listed}, with which it has nobody in common",
        "overlap": f"{first} and {listed} are said to overlap, and lie in groups with nobody in common",
        "figures": f"{first} counts at most {one.most:,}, and {listed} within it at least {one.least:,}",
        "members": f"{first} counts at most {one.most:,}, and {one.least:,} people are named in it and within it",
        "shared": f"{first} and {listed} have nobody in common, and {len(one.people)} named in both",
    }[one.code]
    return Conflict(code=one.code, says=says, groups=one.groups, people=one.people)


def differing_conflict(one: Differing, names: Names) -> Conflict:
    """Return what colleagues say differently of two groups, and which of it is used."""
    left, right = (short(group) for group in one.groups)
    said = "; ".join(f"{names.get(by, by[:8])}: {GROUP_RELATIONS[code].en}" for by, code in one.said)
    return Conflict(
        code="colleagues", says=f"of {left} and {right}, {said}; the latest is used", groups=one.groups
    )
