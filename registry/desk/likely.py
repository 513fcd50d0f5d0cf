"""Who may be here already: the cases and unfinished interviews that are likely of the person about to be taken in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from registry.cases.casefile import PERSON, CaseFile
from registry.cases.line import CaseLine
from registry.desk.desk import Desk
from registry.desk.drafting import BETWEEN, Draft, drafts
from registry.desk.intake import case_document
from registry.desk.interviewing import entry_of
from registry.desk.listing import search
from registry.desk.matching import dossier
from registry.desk.voices import Sources
from registry.errors import Damaged
from registry.matching.dossier import dossier_of
from registry.matching.keys import keys
from registry.matching.weighing import Rarity, Verdict, weigh

# So many cases of a like name are compared fact by fact, and so many of them shown.
_COMPARED, _SHOWN = 20, 5


@dataclass(frozen=True, slots=True)
class Likely:
    """A case that may be of the same person: its line, and the facts that speak for it and against it."""

    line: CaseLine
    agree: tuple[str, ...]
    differ: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AlreadyHere:
    """The likely cases, the likeliest first, and the other unfinished interviews about one of a like name."""

    cases: tuple[Likely, ...]
    drafts: tuple[Draft, ...]


def already_here(desk: Desk, draft: Draft) -> AlreadyHere:
    """Look for the person of an interview before the case is kept; nothing is written and nobody is linked.

    What hard facts contradict is left out. Raises ``InputRefused`` where the draft makes no case yet.
    """
    if draft.kind != PERSON or not draft.known("name"):
        return AlreadyHere((), ())
    named = _sounds(draft)
    others = tuple(one for one in drafts(desk) if one.id != draft.id and named & _sounds(one))
    found = sorted(_weighed(desk, draft), key=lambda pair: -pair[0])
    return AlreadyHere(tuple(likely for _, likely in found[:_SHOWN]), others)


def _sounds(draft: Draft) -> frozenset[str]:
    """Return what the names in a draft sound like, two parts at a time, in whatever script."""
    if draft.kind != PERSON:
        return frozenset()
    return frozenset[str]().union(*(keys(name) for name in draft.called.split(BETWEEN)))


def _weighed(desk: Desk, draft: Draft) -> Iterator[tuple[float, Likely]]:
    entry = entry_of(draft, desk.facts(draft.kind), desk.today)
    document, _ = case_document(entry, Sources(desk))
    here = dossier_of(CaseFile(document, desk.facts(PERSON)))
    for hit in search(desk, draft.called.replace(BETWEEN, " "), _COMPARED):
        if hit.line.kind != PERSON:
            continue
        try:
            there = dossier(desk, desk.case(hit.line.id))
        except Damaged:
            desk.vault.noticed = True
            continue
        verdict = weigh(here, there, Rarity((here, there)))
        if not verdict.veto:
            yield verdict.weight, Likely(hit.line, *_sides(verdict))


def _sides(verdict: Verdict) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the facts that speak for one person, and those that speak against it."""
    agree = (one.piece.fact for one in verdict.parts if one.weight > 0)
    differ = (one.piece.fact for one in verdict.parts if one.weight < 0)
    return tuple(dict.fromkeys(agree)), tuple(dict.fromkeys(differ))
