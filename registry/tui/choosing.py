"""What many screens ask in the same way: a person by name, a term, a reason; and showing a case from anywhere."""

from __future__ import annotations

from importlib import import_module
from typing import Any, cast

from textual.screen import Screen

from registry.cases.casefile import PERSON
from registry.cases.line import CaseLine
from registry.cases.status import STATUS_TERMS
from registry.desk.desk import Desk
from registry.desk.listing import search
from registry.errors import NotFound
from registry.tui.dialogues import Ask, Choose
from registry.tui.frame import Frame
from registry.tui.paint import Label
from registry.words.identity import short
from registry.words.terms import Vocabulary

_FOUND = 30


async def one_of(screen: Frame, question: str, terms: Vocabulary, lang: str) -> str | None:
    """Ask for a term of a vocabulary; return its code, or None."""
    found = list(terms.terms.values())
    at = await screen.ask(Choose(question, [term.show(lang) for term in found]))
    return None if at is None else found[at].code


async def a_reason(screen: Frame, question: str) -> str | None:
    """Ask why, until something is said; return None where the dialogue is left."""
    while (said := await screen.ask(Ask(question))) == "":
        screen.tell("a reason is needed; it stays in the history", warn=True)
    return str(said) if said is not None else None


async def a_person(screen: Frame, question: str) -> str | None:
    """Ask for a person by a name in any script or by an id; return the id of the case, or None."""
    lang = screen.registry.doors.lang
    while asked := await screen.ask(Ask(question)):
        words = str(asked)
        found = await screen.at_desk(lambda desk, words=words: _people(desk, words), "searching")  # type: ignore[misc]
        if not found:
            screen.tell("nobody is found by that; fewer words find more", warn=True)
            continue
        at = await screen.ask(Choose("Whom do you mean?", [_person(one, lang) for one in found]))
        if at is not None:
            return str(found[at].id)
    return None


def _people(desk: Desk, words: str) -> list[CaseLine]:
    found = [hit.line for hit in search(desk, words, _FOUND) if hit.line.kind == PERSON]
    if found or not any(sign.isdigit() for sign in words):
        return found
    try:
        named = desk.open_case(words).id
    except NotFound:
        return []
    return [line for line in desk.lines() if line.id == named and line.kind == PERSON]


def _person(line: CaseLine, lang: str) -> Label:
    status = STATUS_TERMS[line.status].show(lang) if line.status in STATUS_TERMS else ""
    return short(line.id), " / ".join(line.names), status, line.at


def person_shown(screen: Frame, case: str) -> None:
    """Show a case above a screen."""
    shown = import_module("registry.tui.case")  # loaded when the first case is opened
    screen.app.push_screen(cast("Screen[Any]", shown.CaseScreen(case)))
