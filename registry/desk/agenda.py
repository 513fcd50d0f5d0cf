"""The agenda: what is overdue, due today and due soon over all cases, read from their lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from registry.cases.casefile import CaseFile
from registry.cases.consents import standing
from registry.cases.deadlines import review_due
from registry.cases.duties import CONSENT_END, FOLLOW_UP, REVIEW, TASK, WGEID, Duty, task_words
from registry.cases.items import Consent
from registry.cases.line import CaseLine, line_of
from registry.cases.planning import review_words
from registry.desk.acting import action_named
from registry.desk.desk import Desk
from registry.desk.tasking import task_named
from registry.errors import Damaged, InputRefused, NotFound
from registry.provenance.consent import PURPOSES
from registry.words.dates import PartialDate

OVERDUE, TODAY, SOON, LATER = _PARTS = ("overdue", "today", "soon", "later")
# What "soon" means, in days after today.
A_WEEK = 7
# How long an ended consent is called to mind; after that it stands in `consent list` alone.
ENDED_FOR = 30


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the agenda: the case, its duty, and whether it is overdue, due today, soon or later."""

    case: str
    duty: Duty
    part: str


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is to be done until a day, most pressing first, and what stands beside it.

    ``nobodys`` counts what belongs to no caseworker, ``stale`` the open files that nobody touched for half a year.
    """

    today: str
    until: str
    entries: tuple[Entry, ...]
    nobodys: int
    stale: int


def agenda(desk: Desk, *, until: str = "", mine: bool = False) -> Agenda:
    """Return what is due until a day, the last one included; a week from today where none is given.

    With ``mine``, tasks of this caseworker and what belongs to nobody: a deadline must not pass because everyone looks
    at their own list. Elapsed time changes no status: nothing is written. Raises ``InputRefused``.
    """
    today = date.fromisoformat(desk.today)
    end = _until(until, today)
    entries: list[Entry] = []
    stale = 0
    for line in desk.lines():
        stale += _is_stale(line, today)
        entries += _due(line, today, end)
    nobodys = sum(1 for entry in entries if not entry.duty.assignee)
    if mine:
        own = desk.name.casefold()
        entries = [entry for entry in entries if entry.duty.assignee.casefold() in ("", own)]
    entries.sort(key=lambda one: (_PARTS.index(one.part), one.duty.due, one.duty.last, one.case, one.duty.id))
    return Agenda(desk.today, end.isoformat(), tuple(entries), nobodys, stale)


def of_case(desk: Desk, case: CaseFile) -> tuple[Entry, ...]:
    """Return everything that one case asks of the office, however far ahead, the one due first before the others."""
    entries = _due(line_of(case.document), date.fromisoformat(desk.today), date.max)
    return tuple(sorted(entries, key=lambda one: (one.duty.due, one.duty.last, one.duty.id)))


def _until(raw: str, today: date) -> date:
    if not raw:
        return today + timedelta(days=A_WEEK)
    end = PartialDate.parse(raw).latest
    if end is None:
        raise InputRefused("the day until which to look has no end", "give a day, such as 2026-12-31")
    return max(end, today)


def _is_stale(line: CaseLine, today: date) -> bool:
    due = review_due(line.touched_at)
    return line.stage != "closed" and due is not None and due < today


def _due(line: CaseLine, today: date, end: date) -> Iterator[Entry]:
    day, last = today.isoformat(), end.isoformat()
    for duty in line.duties:
        if duty.due <= last and not _gone(duty, today):
            yield Entry(line.id, duty, _part(duty, day, (today + timedelta(days=A_WEEK)).isoformat()))


def _gone(duty: Duty, today: date) -> bool:
    """Whether a duty is past helping: a deadline whose last day went by, a consent that ended long ago."""
    if duty.what == WGEID:
        return bool(duty.last) and duty.last < today.isoformat()
    return duty.what == CONSENT_END and duty.due < (today - timedelta(days=ENDED_FOR)).isoformat()


def _part(duty: Duty, today: str, soon: str) -> str:
    if duty.due < today:
        # Where no day is certain to be in time, today is the best there is.
        return OVERDUE if duty.due else TODAY
    return TODAY if duty.due == today else SOON if duty.due <= soon else LATER


def tasks(desk: Desk, *, mine: bool = False) -> list[Entry]:
    """Return every open task of every case, the one due first before the others."""
    own = desk.name.casefold()
    found = [
        Entry(line.id, duty, "")
        for line in desk.lines()
        for duty in line.duties
        if duty.what == TASK and (not mine or duty.assignee.casefold() == own)
    ]
    return sorted(found, key=lambda entry: (entry.duty.due, entry.case, entry.duty.id))


def in_words(
    desk: Desk, entries: Iterable[Entry], lang: str = "en", *, reasons: bool = False
) -> Iterator[str]:
    """Say what each entry asks; why a sensitive task is there only where the ``reasons`` are asked for.

    Reads the case of each entry, so it is given the ones that are shown.
    """
    for entry in entries:
        try:
            yield _words(desk, entry, lang, reasons)
        except Damaged:
            desk.vault.noticed = True
            yield "the case file is damaged: see `registry vault check`"
        except NotFound:
            yield "taken back meanwhile by another session"


def _words(desk: Desk, entry: Entry, lang: str, reasons: bool) -> str:
    case, duty = desk.case(entry.case), entry.duty
    if duty.what == TASK:
        return task_words(task_named(case, duty.id).task, lang, reasons=reasons)
    if duty.what == FOLLOW_UP:
        action = action_named(case, duty.id)
        return f"no answer on record: {action.to}" + (f" ({action.reference})" if action.reference else "")
    if duty.what == CONSENT_END:
        return f"consent ends: {PURPOSES[duty.kind].show(lang) if duty.kind in PURPOSES else duty.kind}"
    if duty.what == REVIEW:
        return review_words(case, lang)
    consent = "" if standing(case.every(Consent), WGEID) else "; no consent for it on record"
    return f"UN Working Group, urgent procedure: to be received by then{consent}"
