"""The history of one case as rows, and what differs between two of its moments, in words for the screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from registry.cases.casefile import CaseFile
from registry.cases.items import AnyItem
from registry.cases.moments import Difference, Was, difference
from registry.cases.status import STATUS_TERMS
from registry.desk.desk import Desk
from registry.desk.moments import NOW, moment_named, view_at
from registry.desk.pasts import Pasts, Told
from registry.desk.restoring import Restoring
from registry.tui.columns import Column
from registry.tui.paint import Entry
from registry.words.identity import short

COLUMNS = (Column("when (UTC)", 16), Column("by", 8, drops_at=60), Column("what"))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a history: the item it speaks of, and its words."""

    id: str
    at: str
    by: str
    what: str


def rows(desk: Desk, case: CaseFile) -> tuple[Row, ...]:
    """Return the history of a case, what came last first."""
    return tuple(_row(told) for told in Pasts(desk, case).of(reversed(case.items)))


def _row(told: Told) -> Row:
    said_by = f" ({told.said_by})" if told.said_by else ""
    gone = f"  [{told.past.no_longer}]" if told.past.no_longer else ""
    when = told.past.at[:16].replace("T", " ")
    return Row(told.past.id, when, told.by, f"{told.past.what}{said_by}{gone}")


class Rows:
    """The history for a table."""

    def __init__(self, found: Sequence[Row] = ()) -> None:
        self.found = tuple(found)

    def __len__(self) -> int:
        return len(self.found)

    def __getitem__(self, at: int) -> Sequence[str]:
        row = self.found[at]
        return (row.at, row.by, row.what)


def compared(desk: Desk, ref: str, moments: Sequence[str], lang: str) -> tuple[str, tuple[Entry, ...]]:
    """Return what differs between a case at two moments, the earlier first: a heading, and the entries.

    A moment is an item's id, or ``now``. Raises ``NotFound``.
    """
    case = desk.case(ref)
    named = sorted((moment_named(desk, case, one) for one in moments), key=lambda one: len(one.known))
    views = [view_at(desk, case, one) for one in named]
    when = [one.says if one.says == NOW else one.until[:16].replace("T", " ") for one in named]
    found = difference(views[0], views[1], lang)
    title = f"{short(case.id)} from {when[0]} to {when[1]}: {counts(found)}"
    return title, entries(desk, found, (views[0].case, views[1].case), lang)


def counts(found: Difference) -> str:
    """Return how many items differ, in words."""
    signs = (
        (found.added, "added"),
        (found.gone, "gone"),
        (found.stopped, "no longer counted"),
        (found.resumed, "counted again"),
    )
    return ", ".join(f"{len(items):,} {what}" for items, what in signs if items) or "nothing differs"


def entries(desk: Desk, found: Difference, cases: tuple[CaseFile, CaseFile], lang: str) -> tuple[Entry, ...]:
    """Return a difference as entries: what the whole says first, then every item, each with a sign."""
    whole = (found.status, found.stage, found.flags, found.consent, found.tasks, found.links, found.plan)
    changed = [was for was in whole if was] + [was for _, was in found.facts]
    made = [
        Entry(f"{_words(was, was.before, lang)} → {_words(was, was.after, lang)}", was.what)
        for was in changed
    ]
    labels = {key: was.what for key, was in found.facts}
    for key, began in found.conflicts:
        sign, says = ("≠", "contradict each other") if began else ("=", "no longer contradict each other")
        made.append(Entry(f"{sign} {labels.get(key, key)}: sources {says}", look="warn" if began else ""))
    before, after = cases
    for sign, case, items in (
        ("+", after, found.added), ("?", before, found.gone), ("-", after, found.stopped), ("↺", after, found.resumed)
    ):  # fmt: skip
        made += _items(desk, case, sign, items)
    return tuple(made)


def _words(was: Was, values: tuple[str, ...], lang: str) -> str:
    """Return values in words; of the status, its label."""
    if was.what == "status":
        values = tuple(STATUS_TERMS[one].show(lang) if one in STATUS_TERMS else one for one in values)
    return " | ".join(values) or "-"


def _items(desk: Desk, case: CaseFile, sign: str, items: Sequence[AnyItem]) -> Iterator[Entry]:
    for row in map(_row, Pasts(desk, case).of(items)):
        yield Entry(f"{sign} {row.at}  {row.by}  {row.what}")


def restoring(desk: Desk, planned: Restoring, lang: str) -> tuple[Entry, ...]:
    """Return what a restore would change, and what stays as it is."""
    before, after = planned.views
    made = [
        Entry(
            f"{short(planned.case)} would count as it stood: {planned.moment.says}; {counts(planned.changes)}"
        )
    ]
    made += entries(desk, planned.changes, (before.case, after.case), lang)
    if planned.staying:
        made.append(
            Entry("These stay as they are: they happened, tie other cases, or ended a consent", look="dim")
        )
        made += _items(desk, before.case, "=", planned.staying)
    made.append(Entry("Nothing is struck out, and u takes it back."))
    return tuple(made)
