"""Matches folded into the shapes of their answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from registry.cli import match_shapes as shapes
from registry.desk import pairing
from registry.desk.desk import Desk
from registry.desk.matching import Found, open_candidates, set_aside
from registry.desk.pairing import BLANK, Beside, Figure, Pairing, titles
from registry.words.identity import short


def listed(desk: Desk, limit: int, offset: int) -> shapes.MatchList:
    """Fold the open candidates into a page of them."""
    found = open_candidates(desk)
    page = found[offset : offset + limit]
    called, aside = titles(desk.lines()), set_aside(desk)
    return shapes.MatchList(
        items=tuple(_item(one, called, " ".join(one.pair) in aside) for one in page), total=len(found)
    )


def _item(one: Found, called: dict[str, str], later: bool) -> shapes.MatchItem:
    return shapes.MatchItem(
        left=one.left, right=one.right, left_short=short(one.left), right_short=short(one.right),
        left_title=called.get(one.left, ""), right_title=called.get(one.right, ""), weight=one.weight,
        chance=one.chance, later=later, parts=tuple(shapes.Evidence(*part) for part in one.parts),
    )  # fmt: skip


def shown(desk: Desk, left_ref: str, right_ref: str) -> shapes.MatchShown:
    """Fold two cases side by side, with what a link would change."""
    pair = pairing.pairing(desk, left_ref, right_ref)
    return shapes.MatchShown(
        left=pair.left, right=pair.right, left_short=short(pair.left), right_short=short(pair.right),
        weight=pair.weight, chance=pair.chance, veto=pair.veto, wanting=pair.wanting,
        facts=(*map(_fact, pair.facts), _sources(pair)), figures=figures(pair.figures), decided=pair.decided,
    )  # fmt: skip


def _fact(one: Beside) -> shapes.FactBeside:
    left, right = (tuple(side.says for side in sides) for sides in (one.left, one.right))
    return shapes.FactBeside(one.fact, one.label, one.state, left, right, one.weight)


def _sources(pair: Pairing) -> shapes.FactBeside:
    return shapes.FactBeside("sources", "Sources", BLANK, *pair.sources, 0.0)


def figures(found: Iterable[Figure]) -> tuple[shapes.Figure, ...]:
    """Fold what a link changes."""
    return tuple(shapes.Figure(one.what, one.before, one.after) for one in found)


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
    called = titles(desk.lines())
    items = tuple(
        shapes.Cluster(cases, tuple(map(short, cases)), tuple(called.get(case, "") for case in cases), are)
        for cases, are in every[offset : offset + limit]
    )
    return shapes.ClusterList(items=items, total=len(every))
