"""Ties between the files of two people: which may be stated, how they read from the other side, what forbids one."""

from __future__ import annotations

from registry.cases.closing import NOT_SAME, SAME_PERSON, Shortfall, sameness_shortfalls
from registry.cases.items import Link
from registry.cases.terms import INVERSE, TIES
from registry.cases.views import CaseView
from registry.words.dates import PartialDate
from registry.words.folding import fold, tokens

# A tie to a group report has rules of its own, and commands of its own.
MEMBER = "member_of"
KINDS = tuple(term.code for term in TIES if term.code != MEMBER)
_NAMES = ("name", "father", "mother")
_YEAR = 366
_AGREED = "= agreed"  # no folded name has this form


def inverse(kind: str) -> str:
    """Return the kind that the same tie has in the other file."""
    return INVERSE.get(kind, kind)


def same_tie(link: Link, kind: str, other: str) -> bool:
    """Tell whether a link is this tie to that file."""
    return link.kind == kind and link.other == other


def comparable(left: CaseView, right: CaseView) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Return what two files claim in forms that compare: equal exactly where the values are one and the same.

    Names are compared folded, in the script they were written in: a key that finds names across scripts is too
    coarse to say who someone is. Dates of birth compare by their bounds, see ``_births``.
    """
    forms = [{key: _names(view, key) for key in _NAMES} for view in (left, right)]
    for found, view in zip(forms, (left, right), strict=True):
        found["sex"] = {held.value.plain() for held in _held(view, "sex")}
        found["identity_number"] = {
            fold(held.value.show()).replace(" ", "") for held in _held(view, "identity_number")
        }
    forms[0]["born"], forms[1]["born"] = _births(left, right)
    return forms[0], forms[1]


def _held(view: CaseView, key: str) -> tuple:  # type: ignore[type-arg]
    fact = view.facts.get(key)
    return fact.held if fact else ()


def _names(view: CaseView, key: str) -> set[str]:
    return {" ".join(tokens(held.value.show())) for held in _held(view, key)} - {""}


def _births(left: CaseView, right: CaseView) -> tuple[set[str], set[str]]:
    """Return forms of the dates of birth of two files.

    They are alike where both are known to the year and agree, apart where they contradict, and empty where they
    are too wide to say either.
    """
    pairs = [(a.value, b.value) for a in _held(left, "born") for b in _held(right, "born")]
    if not pairs:
        return set(), set()
    if any(a.agrees(b) and _close(a) and _close(b) for a, b in pairs):
        return {"one"}, {"one"}
    if any(a.agrees(b) for a, b in pairs):
        return set(), set()
    return {"one"}, {"another"}


def _close(born: PartialDate) -> bool:
    return (
        born.earliest is not None and born.latest is not None and (born.latest - born.earliest).days < _YEAR
    )


def tie_shortfalls(
    left: CaseView, right: CaseView, kind: str, *, reason: str, by: str, agreed: frozenset[str] = frozenset()
) -> tuple[Shortfall, ...]:
    """Return what stands in the way of a tie: for the same person the evidence, and what was decided before.

    ``agreed`` are names (``name``, ``mother``, ``father``) that were compared part by part across scripts and spellings,
    and agree although they are not written alike. It adds to what is shared, and never takes a contradiction away.
    """
    found: list[Shortfall] = []
    if kind in (SAME_PERSON, NOT_SAME) and not reason.strip():
        found.append(
            Shortfall("reasoned", "who is the same person needs a reason", "give it with --reason-from -")
        )
    forbidden = {SAME_PERSON: (NOT_SAME,), "possible_match": (NOT_SAME,), NOT_SAME: (SAME_PERSON,)}.get(
        kind, ()
    )
    if any(link.other == right.case.id and link.kind in forbidden for link in left.case.links):
        found.append(
            Shortfall(
                "decided-otherwise",
                "the opposite was decided of these two files",
                "take that back first with `registry case unlink`",
            )
        )
    if kind == SAME_PERSON:
        forms = comparable(left, right)
        for key in agreed & frozenset(_NAMES):
            for side in forms:
                side[key] = side[key] | {_AGREED}
        found += sameness_shortfalls(*forms, decided_by=by)
    return tuple(found)
