"""Taking cases in from JSON, or by an interview where a person sits at the terminal."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from itertools import chain, islice
from typing import Any

import msgspec

from registry.cli import shapes
from registry.cli.field import seal
from registry.cli.interview import Asked
from registry.cli.interview_kinds import kind_asked
from registry.cli.interviews import interviewed
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
from registry.errors import InputRefused, UsageRefused


def take_in(settings: Settings, source: str | None, asked: Asked) -> None:
    """Take in what ``source`` holds, or what the caseworker answers; say what was kept."""
    dry_run = asked.dry_run
    if source is None and not can_ask(settings):
        raise UsageRefused(
            "facts are read from a file or from standard input, never from the command line",
            "give --from FILE, or --from - and JSON on standard input",
        )
    if source is None:
        if asked.kind and (asked.resume or asked.like):
            raise UsageRefused("what is gone on with has its kind already", "leave --kind out")
        kind_asked(asked.kind)  # before the vault is opened
        return interviewed(settings, asked)
    if asked.resume or asked.like or asked.kind:
        raise UsageRefused(
            "--resume, --like and --kind are for an interview at the terminal", "leave --from out, or them"
        )
    with at_desk(settings, read_only=dry_run, opening=open_desk_or_box) as desk:
        coming, array = read_entries(source)
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


def _progress(settings: Settings, source: str) -> AbstractContextManager[Progress]:
    """Show progress, but not where someone types: a bar would draw over the words and hold up Ctrl-C."""
    typed = source == STDIN and sys.stdin.isatty()
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
