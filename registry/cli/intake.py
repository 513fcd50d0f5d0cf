"""Taking cases in from JSON, or by a few questions where a person sits at the terminal."""

from __future__ import annotations

import sys
from itertools import chain, islice
from typing import Any

import msgspec

from registry.cli import shapes
from registry.cli.output import answer, say
from registry.cli.progress import progress
from registry.cli.reading import read_entries
from registry.cli.screens import SHOWN
from registry.cli.screens import taken as draw_taken
from registry.cli.session import at_desk, can_ask
from registry.cli.settings import Settings
from registry.desk.intake import check as check_entries
from registry.desk.intake import take_in as take_in_at
from registry.errors import InputRefused, UsageRefused
from registry.provenance.consent import PURPOSES, STATISTICS
from registry.sources.kinds import SOURCE_KINDS


def take_in(settings: Settings, source: str | None, *, dry_run: bool) -> None:
    """Take in what ``source`` holds, or what the caseworker answers; say what was kept."""
    if source is None and not can_ask(settings):
        raise UsageRefused(
            "facts are read from a file or from standard input, never from the command line",
            "give --from FILE, or --from - and JSON on standard input",
        )
    with at_desk(settings, read_only=dry_run) as desk:
        coming = read_entries(source) if source is not None else iter([_interview()])
        first = list(islice(coming, 2))
        if not first:
            raise InputRefused("the input holds no case", 'give {"kind": "person", "source": …, "facts": …}')
        entries = chain(first, coming)
        alone = len(first) == 1
        kept = _Kept(as_json=settings.json)
        # Only now: a bar would draw over the questions, and its thread can keep Ctrl-C from ending them.
        with progress(settings, "taking in") as told:
            taker = check_entries(desk, entries) if dry_run else take_in_at(desk, entries, told, alone=alone)
            for one in taker:
                kept.add(shapes.Taken(id=one.id, short=one.short, claims=one.claims, warnings=one.warnings))
    if dry_run:
        say(settings, "nothing was kept: this was a dry run")
    answer(settings, kept.shape(), lambda: draw_taken(kept.first, kept.count))


class _Kept:
    """What is remembered of cases taken in: a few to show, or all as JSON, which is what memory can hold."""

    def __init__(self, *, as_json: bool) -> None:
        self.count = 0
        self.first: list[shapes.Taken] = []
        self._as_json = as_json
        self._encoded: list[msgspec.Raw] = []

    def add(self, one: shapes.Taken) -> None:
        """Remember one more."""
        self.count += 1
        if self._as_json:
            self._encoded.append(msgspec.Raw(msgspec.json.encode(one)))
        elif len(self.first) < SHOWN:
            self.first.append(one)

    def shape(self) -> Any:
        """Return the answer: one case as itself, many as a list in their order."""
        if self.count == 1 and self._encoded:
            return self._encoded[0]
        return {"items": self._encoded, "total": self.count}


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


def _interview() -> dict[str, Any]:
    """Ask for one case, the source first, so that every answer is a claim of that source."""
    kinds = ", ".join(SOURCE_KINDS.terms)
    source = {
        "kind": _ask(f"Who says so? ({kinds})"),
        "label": _ask("A pseudonym for this source"),
        "reliability": _ask("How reliable, A to F (F: cannot be judged)") or "F",
    }
    facts = {key: said for key, question in _QUESTIONS if (said := _ask(question))}
    status = facts.pop("status", None)
    agreed = _ask("Does the family agree to anonymous statistics? (yes/no)").casefold() in {
        "y",
        "yes",
        "oui",
        "نعم",
    }
    entry: dict[str, Any] = {"kind": "person", "source": source, "facts": facts, "note": _ask("Note") or None}
    if status:
        entry["status"] = status
    if agreed:
        entry["consent"] = [PURPOSES[STATISTICS].code]
    return entry


def _ask(question: str) -> str:
    sys.stderr.write(f"{question}: ")
    sys.stderr.flush()
    answered = sys.stdin.readline()
    if not answered:
        raise EOFError
    return answered.strip()
