"""Taking cases in from JSON, or by a few questions where a person sits at the terminal."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from itertools import chain, islice
from typing import Any

import msgspec

from registry.cases.casefile import PERSON, SUBJECTS
from registry.cli import asking, shapes
from registry.cli.field import seal
from registry.cli.output import answer
from registry.cli.progress import progress
from registry.cli.reading import read_entries
from registry.cli.screens import SHOWN
from registry.cli.screens import taken as draw_taken
from registry.cli.session import STDIN, at_desk, can_ask
from registry.cli.settings import Settings
from registry.desk.desk import Progress, no_progress
from registry.desk.intake import TakenIn
from registry.desk.intake import check as check_entries
from registry.desk.intake import take_in as take_in_at
from registry.desk.intake_only import FieldDesk, open_desk_or_box
from registry.desk.reading import text
from registry.errors import InputRefused, UsageRefused
from registry.provenance.consent import PURPOSES, STATISTICS
from registry.words.fact import facts_of


def take_in(settings: Settings, source: str | None, *, dry_run: bool) -> None:
    """Take in what ``source`` holds, or what the caseworker answers; say what was kept."""
    if source is None and not can_ask(settings):
        raise UsageRefused(
            "facts are read from a file or from standard input, never from the command line",
            "give --from FILE, or --from - and JSON on standard input",
        )
    with at_desk(settings, read_only=dry_run, opening=open_desk_or_box) as desk:
        coming, array = read_entries(source) if source is not None else (iter([interview(settings)]), False)
        first = list(islice(coming, 2))
        if not first:
            raise InputRefused("the input holds no case", 'give {"kind": "person", "source": …, "facts": …}')
        entries = chain(first, coming)
        if isinstance(desk, FieldDesk):
            return seal(settings, desk, entries, dry_run=dry_run)
        alone = len(first) == 1 and not array
        kept = _Kept(as_json=settings.json, alone=alone, dry_run=dry_run)
        with _progress(settings, source) as told:
            taker = check_entries(desk, entries) if dry_run else take_in_at(desk, entries, told, alone=alone)
            for one in taker:
                kept.add(one)
    answer(settings, kept.shape(), lambda: draw_taken(kept.first, kept.count, dry_run=dry_run))
    return None


def _progress(settings: Settings, source: str | None) -> AbstractContextManager[Progress]:
    """Show progress, but not where someone types: a bar would draw over the words and hold up Ctrl-C."""
    typed = source is None or (source == STDIN and sys.stdin.isatty())
    return nullcontext(no_progress) if typed else progress(settings, "taking in")


class _Kept:
    """What is remembered of cases taken in: a few to show, or all as JSON, which is what memory can hold."""

    def __init__(self, *, as_json: bool, alone: bool, dry_run: bool) -> None:
        self.count = 0
        self.first: list[shapes.Taken] = []
        self._as_json, self._alone, self._dry_run = as_json, alone, dry_run
        self._encoded: list[msgspec.Raw] = []

    def add(self, one: TakenIn) -> None:
        """Remember one more."""
        taken = shapes.Taken(one.id, one.short, one.claims, one.warnings, self._dry_run)
        self.count += 1
        if self._as_json:
            self._encoded.append(msgspec.Raw(msgspec.json.encode(taken)))
        elif len(self.first) < SHOWN:
            self.first.append(taken)

    def shape(self) -> Any:
        """Return the answer: a case given alone as itself, what came in an array as a list in its order."""
        if self._alone and self._encoded:
            return self._encoded[0]
        return {"items": self._encoded, "total": self.count, "dry_run": self._dry_run}


# What is asked at the table, in this order; everything may be left empty but the source.
_QUESTIONS = (
    ("name", "Full name, any script"),
    ("father", "Father's name"),
    ("mother", "Mother's name"),
    ("sex", "Sex (male/female)"),
    ("born", "Date of birth (1984, 1984-04, 27 April 1984)"),
    ("last_seen_on", "Last seen on"),
    ("last_seen_at", "Last seen at"),
    ("crossing_from", "Crossed from whose area"),
    ("crossing_to", "Crossed to whose area"),
    ("alleged_holder", "Alleged holder"),
    ("status", "Status as the source states it (missing, held, released …)"),
)


def interview(settings: Settings) -> dict[str, Any]:
    """Ask for one case, the source first, so that every answer is a claim of that source.

    Each answer is read by its fact's own rules at once; one that is refused is asked for again alone.
    """
    source = asking.source(settings)
    declared = facts_of(SUBJECTS[PERSON])
    facts: dict[str, Any] = {}
    while not facts:
        for key, question in _QUESTIONS:
            if (said := asking.fact(settings, question, declared[key])) is not None:
                facts[key] = said
        if not facts:
            asking.tell("  a case needs at least one fact; press Ctrl-C to stop, nothing is kept")
    entry: dict[str, Any] = {"kind": PERSON, "source": source}
    if "status" in facts:
        entry["status"] = facts.pop("status")
    if asking.ask(settings, "Does the family agree to anonymous statistics? (yes/no)", asking.yes):
        entry["consent"] = [PURPOSES[STATISTICS].code]
    note = asking.ask(settings, "Note", lambda said: text(said, "the note"))
    return {**entry, "facts": facts, "note": note}
