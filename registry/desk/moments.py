"""Naming a moment in a case's life: a date, a time, an act's number in the journal, or an item's id."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from registry.cases.casefile import CaseFile
from registry.cases.moments import ids_of, standing_at
from registry.cases.views import CaseView
from registry.desk.desk import Desk
from registry.errors import InputRefused, NotFound
from registry.provenance.stamp import moment as stamped
from registry.words.identity import BODY, read_id, short
from registry.words.text import plain_digits

_WHEN = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d(?:\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)?)?", re.IGNORECASE
)
_ACT = re.compile(r"#?(\d{1,10})")
_HINT = "give a date (2026-11-22), a time in UTC (2026-11-22T15:04), an act's number in the journal, an item's id, or now"
NOW = "now"
_SPOKEN = 7  # characters of an id as it is spoken


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment: in words, the ids of the items that were there by then, and the last instant of it, in UTC."""

    says: str
    known: frozenset[str]
    until: str

    @property
    def day(self) -> str:
        """The day of the moment as an ISO date."""
        return self.until[:10]


def moment_named(desk: Desk, case: CaseFile, asked: str) -> Moment:
    """Return the moment that is meant. A date or a time counts to its end: all that was written on that day.

    Raises ``InputRefused`` for what is no moment, ``NotFound`` for an act or an item that is not there, ``Damaged``
    where the journal does not tell what an act found.
    """
    asked = plain_digits(asked).strip()
    if asked.casefold() == NOW:
        return Moment(NOW, ids_of(case), stamped(desk.pen.clock()))
    if span := span_of(asked):
        known = frozenset(
            str(item["id"]) for item in case.document["items"] if item.get("at", "") <= span.last
        )
        return Moment(span.says, known, span.last)
    number = _ACT.fullmatch(asked)
    if number and (asked.startswith("#") or int(number[1]) <= desk.vault.head[0] or len(asked) < _SPOKEN):
        return _after_act(desk, case, int(number[1]))
    return _at_item(case, asked)


def view_at(desk: Desk, case: CaseFile, moment: Moment) -> CaseView:
    """Fold a case as it stood at a moment, with its sources as they were graded then."""
    part = standing_at(case, moment.known)
    # What is known now is what is known, also where another machine's clock was ahead of this one's.
    until = "" if moment.says == NOW else moment.until
    return CaseView(part, desk.sources_of(part, until), moment.day)


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last instant of a day, a minute or a second, in UTC as items are stamped, and it in words."""

    says: str
    first: str
    last: str


def span_of(asked: str) -> Span | None:
    """Return the span of a date or a time, None for what is written as neither.

    A time without a zone is in UTC, as histories show it. Raises ``InputRefused`` for one that does not exist.
    """
    found = _WHEN.fullmatch(plain_digits(asked).strip())
    if found is None:
        return None
    day, minute, second, zone = found.groups()
    length = timedelta(seconds=1) if second else timedelta(minutes=1) if minute else timedelta(days=1)
    if second and "." in second:
        length = timedelta(microseconds=1)
    try:
        clock = time.fromisoformat((minute or "00:00") + (second or ""))
        offset = datetime.strptime(zone.upper(), "%z").tzinfo if zone else UTC
        start = datetime.combine(date.fromisoformat(day), clock, offset).astimezone(UTC)
        last = start + (length - timedelta(microseconds=1))
    except (ValueError, OverflowError):
        raise InputRefused("there is no such date or time", _HINT) from None
    says = f"{day} {minute}{second or ''} {zone or 'UTC'}" if minute else day
    return Span(says, stamped(start), stamped(last))


def _after_act(desk: Desk, case: CaseFile, number: int) -> Moment:
    """Return the moment at which an act was saved: all that no later act added, whatever time it bears."""
    last = desk.vault.head[0]
    if not 1 <= number <= last:
        raise NotFound("the journal has no act of that number", f"its acts go from 1 to {last:,}")
    later: set[str] = set()
    at = stamped(desk.pen.clock())
    for signed in desk.vault.journal(newest_first=True):
        if signed.entry.sequence <= number:
            at = signed.entry.at
            break
        later |= {
            one for change in signed.entry.changes if change.identity == case.id for one in change.items
        }
    # An act is dated to the second, in which it ended; what it wrote bears a time of that second at most.
    return Moment(
        f"act {number:,}", ids_of(case) - later, f"{at.removesuffix('Z')}.999999Z" if "." not in at else at
    )


def _at_item(case: CaseFile, asked: str) -> Moment:
    wanted = read_id(asked)
    found = [item for item in case.items if item.id.startswith(wanted)]
    if not found or (len(found) > 1 and len(wanted) < BODY):
        raise NotFound("no single item of this case has that id", f"see `registry case history`; {_HINT}")
    (item, *_) = found
    order = (item.at, item.id)
    known = frozenset(
        str(one["id"]) for one in case.document["items"] if (one.get("at", ""), one["id"]) <= order
    )
    return Moment(f"item {short(item.id)}", known, item.at)
