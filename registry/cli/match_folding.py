"""Matches folded into the shapes of their answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from registry.cases.casefile import CaseFile
from registry.cases.closing import NOT_SAME, SAME_PERSON
from registry.cases.line import CaseLine
from registry.cases.views import CaseView
from registry.cli import match_shapes as shapes
from registry.desk.desk import Desk
from registry.desk.effects import Effect, effect_of
from registry.desk.matching import POSSIBLE, Found, agreed, compared, open_candidates, set_aside
from registry.desk.tying import standing_in_the_way
from registry.matching import beside as at
from registry.matching.weighing import VETOES, Verdict
from registry.words.identity import short

# The facts that are shown side by side, in this order, with the compared fact that each is judged by.
_SHOWN = {
    "name": "", "given": at.GIVEN, "father": "", "grandfather": "", "family_name": at.FAMILY, "nickname": at.KUNYA,
    "mother": at.MOTHER, "sex": at.SEX, "born": at.BORN, "age": at.BORN, "identity_number": at.NUMBER,
    "origin": at.ORIGIN, "residence": at.HOME, "last_seen_on": at.SEEN, "last_seen_at": at.SITE,
    "crossing_from": at.CROSSING, "crossing_to": at.CROSSING, "alleged_holder": at.HOLDER, "status": "",
    "reference": at.REFERENCE, "family": at.KIN,
}  # fmt: skip
_OWN_NAME = (at.GIVEN, at.ANCESTOR, at.FAMILY, at.NAME)
MATCH, NEAR, DIFFERS, BLANK = at.MATCH, at.NEAR, at.DIFFERS, at.BLANK
# Finer levels, as the three words of the screen.
_WORDS = {
    at.EXACT: MATCH, at.YEAR: MATCH, at.DAYS: MATCH, at.EXCHANGED: NEAR, at.ONE_DIGIT: NEAR, at.HEAPED: NEAR,
    at.CLOSE: NEAR, at.ROUNDED: NEAR, at.PARTLY: NEAR, at.WEEKS: NEAR, at.SEASON: DIFFERS, at.LATER: DIFFERS,
    at.FAR: DIFFERS, at.IMPOSSIBLE: DIFFERS,
}  # fmt: skip


def listed(desk: Desk, limit: int, offset: int) -> shapes.MatchList:
    """Fold the open candidates into a page of them."""
    found = open_candidates(desk)
    page = found[offset : offset + limit]
    titles, aside = _titles(desk.lines()), set_aside(desk)
    return shapes.MatchList(
        items=tuple(_item(one, titles, " ".join(one.pair) in aside) for one in page), total=len(found)
    )


def _titles(lines: Iterable[CaseLine]) -> dict[str, str]:
    return {line.id: line.names[0] if line.names else "" for line in lines}


def _item(one: Found, titles: dict[str, str], later: bool) -> shapes.MatchItem:
    return shapes.MatchItem(
        left=one.left, right=one.right, left_short=short(one.left), right_short=short(one.right),
        left_title=titles.get(one.left, ""), right_title=titles.get(one.right, ""), weight=one.weight,
        chance=one.chance, later=later, parts=tuple(shapes.Evidence(*part) for part in one.parts),
    )  # fmt: skip


def shown(desk: Desk, left_ref: str, right_ref: str) -> shapes.MatchShown:
    """Fold two cases side by side, with what a link would change."""
    verdict = compared(desk, left_ref, right_ref)
    left, right = desk.case(left_ref), desk.case(right_ref)
    views = desk.view(left), desk.view(right)
    wanting = standing_in_the_way(desk, *views, agreed(verdict))
    return shapes.MatchShown(
        left=left.id, right=right.id, left_short=short(left.id), right_short=short(right.id),
        weight=round(verdict.weight, 2), chance=round(verdict.chance, 4),
        veto=VETOES.get(verdict.veto, ""), wanting=tuple(one.says for one in wanting),
        facts=(*_facts(views, verdict), _sources(views)), figures=figures(effect_of(desk, (left.id, right.id))),
        decided=_decided(left, right),
    )  # fmt: skip


def _decided(left: CaseFile, right: CaseFile) -> str:
    kinds = {link.kind for link in left.links if link.other == right.id}
    return next((kind for kind in (SAME_PERSON, NOT_SAME, POSSIBLE) if kind in kinds), "")


def _facts(views: tuple[CaseView, CaseView], verdict: Verdict) -> list[shapes.FactBeside]:
    found = []
    for key, judged in _SHOWN.items():
        left, right = (_said(view, key) for view in views)
        if not left and not right:
            continue
        state, weight = _judged(verdict, judged, left, right, key)
        label = next(view.facts[key].declared.fact.label for view in views if key in view.facts)
        found.append(shapes.FactBeside(key, label, state, left, right, weight))
    return found


def _said(view: CaseView, key: str) -> tuple[str, ...]:
    fact = view.facts.get(key)
    return tuple(held.value.show() for held in fact.held) if fact else ()


def _judged(
    verdict: Verdict, judged: str, left: Sequence[str], right: Sequence[str], key: str
) -> tuple[str, float]:
    wanted = _OWN_NAME if key == "name" else (judged,)
    parts = [one for one in verdict.parts if one.piece.fact in wanted and one.piece.level != BLANK]
    weight = round(sum(one.weight for one in parts), 2)
    if parts:
        # One fact judges several lines: a line of which a side is blank says what the other lines say together.
        levels = [_WORDS.get(one.piece.level, one.piece.level) for one in parts]
        worst = max(levels, key=(MATCH, NEAR, DIFFERS).index)
        return (worst if (left and right) or key in ("born", "age") else BLANK), weight
    if not left or not right:
        return BLANK, 0.0
    return (MATCH if set(left) & set(right) else DIFFERS), 0.0


def _sources(views: tuple[CaseView, CaseView]) -> shapes.FactBeside:
    left, right = (tuple(f"{one.kind} {one.reliability}" for one in view.sources.values()) for view in views)
    return shapes.FactBeside("sources", "Sources", BLANK, left, right, 0.0)


def figures(effect: Effect) -> tuple[shapes.Figure, ...]:
    """Fold what a link changes; what stays as it is stands there too, so that nobody has to guess."""
    found = [
        shapes.Figure("cases", f"{effect.cases:,}", f"{effect.cases:,}"),
        shapes.Figure("people", f"{effect.people.before:,}", f"{effect.people.after:,}"),
        shapes.Figure("counted in a summary", f"{effect.counted.before:,}", f"{effect.counted.after:,}"),
    ]
    found += [
        shapes.Figure(f"named in {short(one.group)}", f"{one.named.before:,}", f"{one.named.after:,}")
        for one in effect.groups
    ]
    if any(span.low is not None or span.high is not None for span in effect.total):
        found.append(shapes.Figure("in all group reports", *(span.show() for span in effect.total)))
    return tuple(found)


def clustered(
    desk: Desk,
    linked: Sequence[tuple[str, ...]],
    suggested: Sequence[tuple[str, ...]],
    limit: int,
    offset: int,
) -> shapes.ClusterList:
    """Fold the people of whom there are several cases, linked ones first."""
    known = set(linked)
    every = [(cases, True) for cases in linked] + [
        (cases, False) for cases in suggested if cases not in known
    ]
    titles = _titles(desk.lines())
    items = tuple(
        shapes.Cluster(cases, tuple(map(short, cases)), tuple(titles.get(case, "") for case in cases), are)
        for cases, are in every[offset : offset + limit]
    )
    return shapes.ClusterList(items=items, total=len(every))
