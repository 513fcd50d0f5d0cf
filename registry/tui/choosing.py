"""What many screens ask in the same way, and may show: a person found by name, a known source, a case above a screen."""

from __future__ import annotations

from registry.cases.casefile import PERSON
from registry.cases.line import CaseLine
from registry.cases.status import STATUS_TERMS
from registry.desk.desk import Desk
from registry.desk.listing import search, sources
from registry.errors import NotFound
from registry.tui.asking import line, one_of
from registry.tui.frame import Frame
from registry.tui.offering import source_label
from registry.tui.paint import Entry, Label
from registry.words.identity import short

_FOUND = 30


async def a_person(screen: Frame, question: str) -> str:
    """Ask for a person by a name in any script or by an id, until somebody is found; return the id of the case."""
    lang, told = screen.registry.doors.lang, ""
    while True:
        words = str(await line(screen, question, [Entry(told, look="warn")] if told else [], needed=True))
        found = await screen.at_desk(lambda desk, words=words: _people(desk, words), "searching")  # type: ignore[misc]
        if found:
            at = await one_of(screen, "Whom do you mean?", [_person(one, lang) for one in found])
            return str(found[at].id)
        told = "Nobody is found by that; fewer words find more."


def _people(desk: Desk, words: str) -> list[CaseLine]:
    found = [hit.line for hit in search(desk, words, _FOUND) if hit.line.kind == PERSON]
    if found or not any(sign.isdigit() for sign in words):
        return found
    try:
        named = desk.open_case(words).id
    except NotFound:
        return []
    return [one for one in desk.lines() if one.id == named and one.kind == PERSON]


def _person(one: CaseLine, lang: str) -> Label:
    status = STATUS_TERMS[one.status].show(lang) if one.status in STATUS_TERMS else ""
    return short(one.id), " / ".join(one.names), status, one.at


async def a_source(screen: Frame, question: str) -> str:
    """Ask for one of the known sources, the last one first; return its id."""
    known = await screen.at_desk(lambda desk: list(sources(desk))[::-1])
    lang = screen.registry.doors.lang
    return known[await one_of(screen, question, [source_label(one, lang) for one in known])].id


def person_shown(screen: Frame, case: str) -> None:
    """Show a case above a screen."""
    from registry.tui.case import CaseScreen

    screen.app.push_screen(CaseScreen(case))
