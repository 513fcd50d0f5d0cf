"""Two cases side by side: each fact judged, what is known between them, and what a link would change, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from registry.cases.casefile import CaseFile
from registry.cases.closing import NOT_SAME, SAME_PERSON
from registry.cases.folds import Held
from registry.cases.line import CaseLine
from registry.cases.terms import TIES
from registry.cases.views import CaseView
from registry.desk.desk import Desk
from registry.desk.effects import Effect, effect_of
from registry.desk.matching import POSSIBLE, agreed, compared, dossier
from registry.desk.tying import standing_in_the_way
from registry.matching import beside as at
from registry.matching.keys import sounds
from registry.matching.parts import Name
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
LEVELS = {
    at.EXACT: MATCH, at.YEAR: MATCH, at.DAYS: MATCH, at.EXCHANGED: NEAR, at.ONE_DIGIT: NEAR, at.HEAPED: NEAR,
    at.CLOSE: NEAR, at.ROUNDED: NEAR, at.PARTLY: NEAR, at.WEEKS: NEAR, at.SEASON: DIFFERS, at.LATER: DIFFERS,
    at.FAR: DIFFERS, at.IMPOSSIBLE: DIFFERS,
}  # fmt: skip
# A sign and a word for each state, so that nothing is told by colour alone.
STATES = {MATCH: "= match", NEAR: "~ near", DIFFERS: "≠ differs", BLANK: "· blank"}
DECIDED = {
    SAME_PERSON: "linked as the same person",
    POSSIBLE: "noted as a possible match; no count changes",
    NOT_SAME: "told apart; no scan brings them again",
    "later": "left for later",
    "taken_back": "taken back",
}
_SURE = 0.99


@dataclass(frozen=True, slots=True)
class Side:
    """What one case says of a fact: one value in words, and the sources that state it, each with its grade."""

    says: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """One fact of two cases; ``state`` is one of ``STATES``, ``weight`` its bits."""

    fact: str
    label: str
    state: str
    left: tuple[Side, ...]
    right: tuple[Side, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Figure:
    """One count as it is, and as a link would make it."""

    what: str
    before: str
    after: str

    @property
    def says(self) -> str:
        """The count in words; what stays as it is is said too, so that nobody has to guess."""
        if self.before == self.after:
            return f"{self.what} {self.before} as now"
        return f"{self.what} {self.before} → {self.after}"


# How the names of two people of one family stand to each other; none of it is said of one person's two names.
SIBLINGS = "another given name beside the same father and family: brothers and sisters are named so"
PARENT = "the given name of one is the father's name of the other: a father and his child are named so"


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two cases side by side.

    ``veto`` says why they are never one person, ``kin`` which two people of one family are named as these are,
    ``wanting`` what still stands in the way of a link, ``ties`` how the two are tied otherwise, ``decided`` the kind of
    link by which a person decided on them; each may be empty.
    """

    left: str
    right: str
    titles: tuple[str, str]
    weight: float
    chance: float
    veto: str
    kin: str
    wanting: tuple[str, ...]
    facts: tuple[Beside, ...]
    sources: tuple[tuple[str, ...], tuple[str, ...]]
    figures: tuple[Figure, ...]
    ties: tuple[str, ...]
    decided: str


def pairing(desk: Desk, left_ref: str, right_ref: str) -> Pairing:
    """Compare two cases as they stand now. Raises ``InputRefused`` for what is no pair of people, and ``NotFound``."""
    verdict = compared(desk, left_ref, right_ref)
    left, right = desk.case(left_ref), desk.case(right_ref)
    views = desk.view(left), desk.view(right)
    wanting = standing_in_the_way(desk, *views, agreed(verdict))
    return Pairing(
        left=left.id, right=right.id, titles=(views[0].title, views[1].title),
        weight=round(verdict.weight, 2), chance=round(verdict.chance, 4),
        veto=VETOES.get(verdict.veto, ""), kin=kin_by_name(*(dossier(desk, case).person.names for case in (left, right))),
        wanting=tuple(one.says for one in wanting),
        facts=tuple(_facts(views, verdict)), sources=(_sources(views[0]), _sources(views[1])),
        figures=figures(effect_of(desk, (left.id, right.id))),
        ties=_ties(left, right), decided=decided(left, right),
    )  # fmt: skip


def kin_by_name(left: Iterable[Name], right: Iterable[Name]) -> str:
    """Return which two people of one family bear such names, empty where nothing tells of it.

    A pair of names with the same given name tells of one person or of none, and is looked at first.
    """
    pairs = [(one, other) for one in left for other in right]
    if any(_alike(one.given, other.given) for one, other in pairs):
        return ""
    for one, other in pairs:
        if not (one.given and other.given) or not _alike(one.family, other.family):
            continue
        if _alike(_father(one), _father(other)):
            return SIBLINGS
        if _alike(one.given, _father(other)) or _alike(other.given, _father(one)):
            return PARENT
    return ""


def _father(name: Name) -> str:
    return name.ancestors[0] if name.ancestors else ""


def _alike(one: str, other: str) -> bool:
    return bool(one and other and sounds(one) & sounds(other))


def decided(left: CaseFile, right: CaseFile) -> str:
    """Return the kind of link by which a person decided on two cases, empty where nobody did."""
    kinds = {link.kind for link in left.links if link.other == right.id}
    return next((kind for kind in (SAME_PERSON, NOT_SAME, POSSIBLE) if kind in kinds), "")


def _ties(left: CaseFile, right: CaseFile) -> tuple[str, ...]:
    kept = [link for link in left.links if link.other == right.id and link.kind not in DECIDED]
    words = [(TIES[link.kind].en if link.kind in TIES else link.kind, link.reason) for link in kept]
    return tuple(f"{kind}: {reason}" if reason else kind for kind, reason in words)


def _facts(views: tuple[CaseView, CaseView], verdict: Verdict) -> Iterator[Beside]:
    for key, judged in _SHOWN.items():
        left, right = (_said(view, key) for view in views)
        if left or right:
            said = [one.says for one in left], [one.says for one in right]
            state, weight = _judged(verdict, judged, *said, key)
            label = next(view.facts[key].declared.fact.label for view in views if key in view.facts)
            yield Beside(key, label, state, left, right, weight)


def _said(view: CaseView, key: str) -> tuple[Side, ...]:
    fact = view.facts.get(key)
    return tuple(Side(held.value.show(), _from(view, held)) for held in fact.held) if fact else ()


def _from(view: CaseView, held: Held) -> tuple[str, ...]:
    known = (view.sources.get(claim.source) for claim in held.claims)
    return tuple(dict.fromkeys(f"{one.label} {one.reliability}" for one in known if one is not None))


def _judged(
    verdict: Verdict, judged: str, left: Sequence[str], right: Sequence[str], key: str
) -> tuple[str, float]:
    wanted = _OWN_NAME if key == "name" else (judged,)
    parts = [one for one in verdict.parts if one.piece.fact in wanted and one.piece.level != BLANK]
    weight = round(sum(one.weight for one in parts), 2)
    if parts:
        # One fact judges several lines: a line of which a side is blank says what the other lines say together.
        levels = [LEVELS.get(one.piece.level, one.piece.level) for one in parts]
        worst = max(levels, key=(MATCH, NEAR, DIFFERS).index)
        return (worst if (left and right) or key in ("born", "age") else BLANK), weight
    if not left or not right:
        return BLANK, 0.0
    return (MATCH if set(left) & set(right) else DIFFERS), 0.0


def _sources(view: CaseView) -> tuple[str, ...]:
    return tuple(f"{one.kind} {one.reliability}" for one in view.sources.values())


def figures(effect: Effect) -> tuple[Figure, ...]:
    """Fold what a link changes; what stays as it is stands there too, so that nobody has to guess."""
    found = [
        Figure("cases", f"{effect.cases:,}", f"{effect.cases:,}"),
        Figure("people", f"{effect.people.before:,}", f"{effect.people.after:,}"),
        Figure("counted in a summary", f"{effect.counted.before:,}", f"{effect.counted.after:,}"),
    ]
    found += [
        Figure(f"named in {short(one.group)}", f"{one.named.before:,}", f"{one.named.after:,}")
        for one in effect.groups
    ]
    if any(span.low is not None or span.high is not None for span in effect.total):
        found.append(Figure("in all group reports", *(span.show() for span in effect.total)))
    return tuple(found)


def titles(lines: Iterable[CaseLine]) -> dict[str, str]:
    """Return the name that a list calls each case by."""
    return {line.id: line.names[0] if line.names else "" for line in lines}


def percent(chance: float) -> str:
    """Return a chance in words that never promise certainty."""
    return "over 99 %" if chance > _SURE else "under 1 %" if chance < 1 - _SURE else f"{100 * chance:.0f} %"
