"""Beginning an interview: what it finds at the desk, and what is taken over from the case before."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from registry.cases.casefile import GROUP
from registry.desk.desk import Desk
from registry.desk.drafting import SOURCE, Draft, new_draft, save_draft
from registry.desk.interview_steps import Here, here_at
from registry.desk.kin import like, sources_speaking
from registry.desk.listing import sources
from registry.errors import NotFound
from registry.tui.offering import Offer, source_offers
from registry.words.identity import read_id


def here_to_choose(desk: Desk, kind: str, lang: str) -> tuple[Here, list[Offer]]:
    """Return what an interview finds at the desk, and the sources that may be chosen; nothing of it asks the desk again."""
    lines = list(sources(desk))

    def identify(ref: str) -> tuple[str, str]:
        asked = read_id(ref)
        found = [one for one in lines if one.id.startswith(asked)]
        if len(found) != 1:
            raise NotFound("no source here has that id", "type a part of its name")
        return found[0].id, found[0].label

    return replace(here_at(desk, kind), sources=None, identify=identify), source_offers(lines, lang)


def speaking_in(desk: Desk, ref: str) -> list[tuple[str, str]]:
    """Return the sources that speak in a case, by id and label, the one with the most to say first."""
    case = desk.open_case(ref)
    known = desk.sources_of(case)
    return [(one, known[one].label if one in known else one) for one in sources_speaking(case)]


def begun_like(desk: Desk, case: str, source: str, tie: str) -> Draft:
    """Begin the interview of another of a case's family, and seal it at once."""
    draft = like(desk, desk.open_case(case), source, tie)
    save_draft(desk, draft)
    return draft


def by_the_same_source(desk: Desk, case: str) -> Draft:
    """Begin the interview about another group report of the source that speaks in a case."""
    said: dict[str, Any] = {SOURCE: [{"value": sources_speaking(desk.case(case))[0]}]}
    return new_draft(desk.pen, kind=GROUP, answers=said)
