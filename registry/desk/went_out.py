"""What already went out of a case: summaries that counted it, copies, journeys, read-outs, sheets, steps, answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from registry.cases.casefile import CaseFile
from registry.cases.consents import may_mean
from registry.cases.items import Action, ReadOut, ToldEnquirer
from registry.desk.copies import BACKUP, TRAVEL, copies_holding
from registry.desk.desk import Desk
from registry.provenance.consent import CASE_WORK, ENQUIRERS, NARRATIVE, STATISTICS
from registry.words.identity import short

SUMMARY, COPY, JOURNEY, EXHIBIT = "summary", "copy", "journey", "exhibit"
SHEET, STEP, ANSWER, TEXT = "sheet", "step", "answer", "text"


@dataclass(frozen=True, slots=True)
class Out:
    """One way on which something of a case went out.

    ``what`` is ``summary``, ``copy``, ``journey``, ``exhibit``, ``sheet``, ``step``, ``answer`` or ``text``; ``id`` names it, ``on`` a day
    or a partial date. ``purpose`` is what it went out for. ``concerned`` tells that the withdrawal is about it, ``can_be_told``
    that somebody is known who can be asked to act on it, and ``note`` what to do, or why nothing can be.
    """

    what: str
    id: str
    recipient: str
    on: str
    purpose: str
    concerned: bool
    can_be_told: bool
    note: str = ""


def went_out(desk: Desk, case: CaseFile, purposes: frozenset[str], recipient: str = "") -> tuple[Out, ...]:
    """Return everything that went out of a case, oldest first; ``purposes`` and ``recipient`` are those withdrawn."""

    def about(purpose: str, to: str) -> bool:
        return purpose in purposes and (not recipient or may_mean(recipient, to))

    found = [
        *_summaries(desk, case), *_copies(desk, case), *_read_outs(case), *_sheets(case), *_steps(case), *_answers(case),
    ]  # fmt: skip
    made = [
        Out(what, identity, to, on, purpose, about(purpose, to), told, note)
        for what, identity, to, on, purpose, told, note in found
    ]
    return tuple(sorted(made, key=lambda one: (one.on, one.id)))


_Found = tuple[str, str, str, str, str, bool, str]


def _summaries(desk: Desk, case: CaseFile) -> Iterator[_Found]:
    """Yield the releases that counted the case; what is printed cannot be called back, only the next one changes."""
    # What makes summaries is a sixth of what a command would load, and most commands come by here without need of it.
    from registry.desk.disclosing import NARRATIVES, ledger

    for entry in ledger(desk):
        if case.id in entry.people and entry.release_class == NARRATIVES:
            note = "ask for it to be taken down; what was read stays read"
            yield TEXT, entry.release_id, entry.recipient, entry.made_on, NARRATIVE, True, note
        elif case.id in entry.people:
            note = "figures cannot be called back; the next summary leaves this case out"
            yield (
                SUMMARY, entry.release_id, entry.recipient, entry.made_on, STATISTICS, bool(entry.recipient), note,
            )  # fmt: skip


def _copies(desk: Desk, case: CaseFile) -> Iterator[_Found]:
    for copy in copies_holding(desk, case.id):
        travels = copy.kind == TRAVEL
        note = (
            "call it back or have it destroyed; `registry vault slots list` names who is out"
            if travels
            else "a sealed copy of your own keeps it until that copy is destroyed"
        )
        what = COPY if copy.kind == BACKUP else JOURNEY
        yield what, copy.id, copy.label, copy.at[:10], CASE_WORK, copy.kind != BACKUP, note


def _read_outs(case: CaseFile) -> Iterator[_Found]:
    for item in case.every(ReadOut):
        own = "" if item.purpose else "read out for the office's own eyes: delete the file if it still exists"
        yield (
            EXHIBIT, item.exhibit, item.recipient, item.at[:10], item.purpose or CASE_WORK, bool(item.recipient),
            own or "ask for the copy to be destroyed",
        )  # fmt: skip


def _sheets(case: CaseFile) -> Iterator[_Found]:
    """Yield the filled forms that went out; told by the document itself, since other versions may write more of them."""
    for item in case.document["items"]:
        if item["t"] == "sheet_out" and item["id"] not in case.undone:
            to, purpose = str(item.get("recipient", "")), str(item.get("purpose", ""))
            on = str(item.get("at", ""))[:10]
            yield SHEET, item["id"], to, on, purpose, True, "tell them that consent was withdrawn"


def _steps(case: CaseFile) -> Iterator[_Found]:
    for item in case.every(Action):
        if item.purpose:
            on = item.on or item.at[:10]
            yield STEP, item.id, item.to, on, item.purpose, True, "tell them that consent was withdrawn"


def _answers(case: CaseFile) -> Iterator[_Found]:
    for item in case.every(ToldEnquirer):
        note = "what was said stays said; say nothing more on that request"
        yield ANSWER, item.id, f"request {short(item.request)}", item.on, ENQUIRERS, False, note
