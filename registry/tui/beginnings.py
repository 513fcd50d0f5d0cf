"""Beginning an interview: which one is held, what it finds at the desk, and what is taken over from the case before."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from registry.cases.casefile import GROUP
from registry.desk.desk import Desk
from registry.desk.drafting import SOURCE, Draft, draft_named, drafts, new_draft, save_draft
from registry.desk.interview_steps import Here, here_at
from registry.desk.kin import OTHER_KIN, SIBLINGS, like, sources_speaking
from registry.desk.listing import sources
from registry.errors import NotFound, UsageRefused
from registry.tui.asking import refuse_reading
from registry.tui.dialogues import Choose
from registry.tui.frame import Frame
from registry.tui.offering import Offer, source_offers
from registry.tui.sheet import draft_label
from registry.words.identity import read_id, short

_NEW, _SIBLING, _KIN = "A new interview", "A brother or sister", "Another of the same family"


async def first_draft(screen: Frame, kind: str, named: str | None, sibling_of: str | None) -> Draft | None:
    """Return the interview to hold first; None where the caseworker wants none after all."""
    refuse_reading(screen)
    await screen.at_desk(lambda desk: desk.vault.refuse_unwritable())
    if sibling_of:
        return await sibling_draft(screen, sibling_of)
    if named:
        return await screen.at_desk(lambda desk: draft_named(desk, named))
    waiting, names = await screen.at_desk(lambda desk: (drafts(desk), desk.names()))
    if waiting:
        labels = [draft_label(one, names.get(one.by, "someone unknown")) for one in waiting]
        chosen = await screen.ask(Choose("A new interview, or one that is not finished?", [_NEW, *labels]))
        if chosen is None:
            return None
        if chosen:
            return waiting[int(chosen) - 1]
    return await screen.at_desk(lambda desk: new_draft(desk.pen, kind=kind))


async def sibling_draft(screen: Frame, case: str, tie: str = "") -> Draft | None:
    """Begin the interview of another of a case's family, with what one source said of both."""
    speaking = await screen.at_desk(lambda desk: _speaking_in(desk, case))
    source = 0
    if len(speaking) > 1:
        asked = await screen.ask(
            Choose("Which source tells of this one too?", [(label, short(one)) for one, label in speaking])
        )
        if asked is None:
            return None
        source = asked
    if not tie:
        of = await screen.ask(Choose("What are they?", [_SIBLING, _KIN]))
        if of is None:
            return None
        tie = (SIBLINGS, OTHER_KIN)[of]
    said_by, tied_as = speaking[source][0], tie
    return await screen.at_desk(lambda desk: _begun_like(desk, case, said_by, tied_as))


async def following_draft(screen: Frame, case: str, draft: Draft, told: str) -> Draft | None:
    """Ask who else is to be told of; return the interview that follows, or None."""
    if draft.kind == GROUP:
        chosen = await screen.ask(Choose(f"{told} And now?", ["Done", "Another report by the same source"]))
        return await screen.at_desk(lambda desk: _by_the_same_source(desk, case)) if chosen else None
    chosen = await screen.ask(Choose(f"{told} And now?", ["Done", _SIBLING, _KIN]))
    return await sibling_draft(screen, case, (SIBLINGS, OTHER_KIN)[chosen - 1]) if chosen else None


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


def _speaking_in(desk: Desk, ref: str) -> list[tuple[str, str]]:
    """Return the sources that speak in a case, by id and label, the one with the most to say first."""
    case = desk.open_case(ref)
    if case.kind == GROUP:
        raise UsageRefused("that case is a group report", "name the case of a person")
    known = desk.sources_of(case)
    return [(one, known[one].label if one in known else one) for one in sources_speaking(case)]


def _begun_like(desk: Desk, case: str, source: str, tie: str) -> Draft:
    """Begin the interview of another of a case's family, and seal it at once."""
    draft = like(desk, desk.open_case(case), source, tie)
    save_draft(desk, draft)
    return draft


def _by_the_same_source(desk: Desk, case: str) -> Draft:
    """Begin the interview about another group report of the source that speaks in a case."""
    said: dict[str, Any] = {SOURCE: [{"value": sources_speaking(desk.case(case))[0]}]}
    return new_draft(desk.pen, kind=GROUP, answers=said)
