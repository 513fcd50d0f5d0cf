"""Bringing in somebody's list: each row taken in, found again or kept waiting, and every one of them accounted for."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

import msgspec

from registry.cases.casefile import CaseFile
from registry.desk.desk import CASES, IMPORT_ROWS, IMPORTS, WAITING_ROWS, Desk, Progress, no_progress
from registry.desk.intake import case_document
from registry.desk.renewing import additions
from registry.desk.sourcing import keep_source
from registry.desk.voices import Sources
from registry.errors import InputRefused, RegistryError, RuleNotMet
from registry.exchange.entries import Entry, Problem
from registry.words.identity import id_of, number_of, short

if TYPE_CHECKING:
    from registry.exchange.entries import Reader
    from registry.exchange.lists import Listing
    from registry.vault.act import Act

IMPORT = "import"
BATCH = 200
# What becomes of a row: a new case, more in a case that was there, nothing new, the same row once more, or it waits.
TAKEN, UPDATED, UNCHANGED, REPEATED, WAITS = "taken", "updated", "unchanged", "repeated", "waits"
OUTCOMES = (TAKEN, UPDATED, UNCHANGED, REPEATED, WAITS)
WORDS = {
    TAKEN: "new cases", UPDATED: "cases with something new", UNCHANGED: "known already, nothing new",
    REPEATED: "the same row once more", WAITS: "wait for you",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Coming:
    """One row as it comes: its line, the number that the list gives it, what it comes to, and its cells as they stood."""

    line: int
    key: str
    entry: Entry
    cells: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Came:
    """What became of a row: the case it is in now, and what was not read of it."""

    line: int
    outcome: str
    case: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def short(self) -> str:
        """The spoken form of the case's id, empty where there is none."""
        return short(self.case) if self.case else ""


@dataclass(frozen=True, slots=True)
class How:
    """How a list is brought in.

    ``source`` is the id or the description of the source of rows that name none. ``collection`` is what the list is
    called: with the number a row has in it, it tells which row comes again. ``update`` lets such a row add to its
    case what is new in it. ``name`` and ``digest`` say which file it was, the SHA-256 in hexadecimal.
    """

    source: Any = None
    collection: str = ""
    update: bool = False
    name: str = ""
    digest: str = ""


def coming(listing: Listing, reader: Reader) -> Iterator[Coming]:
    """Yield the rows of a list as they come, read by ``reader``."""
    return (Coming(row.line, row.key, row.entry, row.cells) for row in listing.rows(reader))


def bring_in(
    desk: Desk, rows: Iterable[Coming], how: How, progress: Progress = no_progress, total: int = 0
) -> Iterator[Came]:
    """Bring rows in, in batches each durable and atomic; yield what became of each once it is on disk.

    A row that cannot be taken in waits in the vault with what is wrong with it. A row that was brought in before
    changes nothing. Stopped half-way, the same file brought in again goes on where it stopped.
    """
    run, stream, done = _Run(desk, how), iter(rows), 0
    while batch := list(islice(stream, BATCH)):
        came = run.keep(batch)
        done += len(batch)
        progress(done, total)
        yield from came
    run.end()


def look_at(desk: Desk, rows: Iterable[Coming], how: How) -> Iterator[Came]:
    """Yield what would become of each row, and keep nothing."""
    run, stream = _Run(desk, how), iter(rows)
    while batch := list(islice(stream, BATCH)):
        yield from run.weigh(batch).came


@dataclass
class _Batch:
    """What one batch comes to before anything of it is kept."""

    sources: Sources
    came: list[Came] = field(default_factory=list)
    cases: list[dict[str, Any]] = field(default_factory=list)
    more: list[tuple[str, list[Any]]] = field(default_factory=list)
    rows: dict[int, dict[str, Any]] = field(default_factory=dict)
    waiting: list[tuple[Coming, tuple[Problem, ...]]] = field(default_factory=list)


class _Run:
    """One import: its record in the vault, and what tells its rows apart."""

    def __init__(self, desk: Desk, how: How) -> None:
        self.desk, self.how = desk, how
        self.id = desk.pen.stamp()["id"]
        self.counts: Counter[str] = Counter()
        self._secret = desk.vault.secret("import rows")
        self._seen: set[int] = set()
        self._begun = desk.pen.stamp()["at"]

    # What a batch comes to

    def weigh(self, batch: Iterable[Coming]) -> _Batch:
        """Return what a batch comes to; nothing is kept."""
        # Sources are looked up anew for each batch, so that a list of any length is held a batch at a time.
        made = _Batch(Sources(self.desk))
        for coming in batch:
            came = self._weighed(coming, made)
            made.came.append(came)
            self.counts[came.outcome] += 1
        return made

    def _weighed(self, coming: Coming, made: _Batch) -> Came:
        content = self._number("row", repr(sorted(coming.cells.items()) or coming.entry.document))
        if coming.entry.problems and not coming.entry.document:
            return self._wait(coming, made, coming.entry.problems)
        if content in self._seen:
            return Came(coming.line, REPEATED)
        known = self._row(content)
        if known is not None:
            self._seen.add(content)
            return Came(coming.line, UNCHANGED, known)
        problems = [*coming.entry.problems, *map(_unknown_problem, coming.entry.unknown)]
        if coming.entry.waits:
            return self._wait(coming, made, tuple(problems))
        key = self._number("key", coming.key) if coming.key else 0
        earlier = (made.rows.get(key, {}).get("case") or self._row(key)) if key else None
        if earlier is None and coming.entry.joins:
            return self._wait(coming, made, (*problems, _NOBODY_HERE))
        if earlier is not None and not self.how.update and not coming.entry.joins:
            return self._wait(coming, made, (*problems, _COMES_AGAIN))
        try:
            document, warnings = self._document(coming.entry, made)
        except (InputRefused, RuleNotMet) as refused:
            return self._wait(
                coming, made, (*problems, Problem("", refused.message, refused.hint, waits=True))
            )
        problems += [Problem("", warning, "") for warning in warnings]
        self._seen.add(content)
        case, outcome = self._placed(document, earlier, made)
        # The number stays that of the row which made the case, so that taking this import back leaves it known.
        for number in filter(None, (content, key if earlier is None else 0)):
            made.rows[number] = {"id": id_of(number), "case": case, "run": self.id}
        return Came(coming.line, outcome, case, tuple(problems))

    def _document(self, entry: Entry, made: _Batch) -> tuple[dict[str, Any], list[str]]:
        """Return the document of a row's case; a source that only a refused row would have brought is not kept."""
        given = {**entry.document, "source": self._source(entry.document.get("source") or {})}
        fresh, words = len(made.sources.fresh), dict(made.sources.by_words)
        try:
            document, warnings = case_document(given, made.sources)
        except RegistryError:
            del made.sources.fresh[fresh:]
            made.sources.by_words = words
            raise
        document["made"]["run"] = self.id
        return document, warnings

    def _source(self, own: Mapping[str, Any]) -> Any:
        """Return a row's source: its own, or what it says beside the one that all rows share."""
        shared = self.how.source
        if own.get("kind") or not shared:
            return own
        return {**shared, **own} if isinstance(shared, Mapping) else shared

    def _placed(self, document: dict[str, Any], earlier: str | None, made: _Batch) -> tuple[str, str]:
        """Put a row's document into the batch: as a new case, or as what is new in the case it came for before."""
        if earlier is None:
            made.cases.append(document)
            return document["id"], TAKEN
        here = next((one for one in made.cases if one["id"] == earlier), None)
        case = CaseFile(here) if here is not None else self.desk.case(earlier)
        new = additions(case, CaseFile(document, self.desk.facts(document["kind"])))
        if not new:
            return earlier, UNCHANGED
        if here is not None:
            here["items"] = [*here["items"], *(msgspec.to_builtins(item) for item in new)]
        else:
            made.more.append((earlier, new))
        return earlier, UPDATED

    def _wait(self, coming: Coming, made: _Batch, problems: tuple[Problem, ...]) -> Came:
        made.waiting.append((coming, problems))
        return Came(coming.line, WAITS, problems=problems)

    def _row(self, number: int) -> str | None:
        """Return the case that a row was taken into, where it came before and the case still counts."""
        if not self.desk.vault.has(IMPORT_ROWS, number):
            return None
        kept = self.desk.vault.document(IMPORT_ROWS, number) or {}
        case = str(kept.get("case", ""))
        return case if case and self.desk.vault.has(CASES, number_of(case)) else None

    def _number(self, what: str, text: str) -> int:
        """Return where a row is remembered: a keyed number, because the content of a row must not be tried out."""
        words = f"{what}\n{self.how.collection}\n{text}".encode()
        return int.from_bytes(hashlib.blake2b(words, key=self._secret, digest_size=8).digest()) >> 4

    # Keeping it

    def keep(self, batch: Iterable[Coming]) -> list[Came]:
        """Keep a batch as one act, and return what became of its rows."""
        with self.desk.vault.act(IMPORT) as act:
            made = self.weigh(batch)
            self._write(act, made)
        return made.came

    def _write(self, act: Act, made: _Batch) -> None:
        cited = {item.get("source") for case in made.cases for item in case["items"]}
        cited |= {getattr(item, "source", None) for _, items in made.more for item in items}
        for source, contact in made.sources.fresh:
            if source["id"] in cited or contact:
                keep_source(self.desk, act, source, contact)
        for document in made.cases:
            act.write(CASES, number_of(document["id"]), document)
        for case, items in made.more:
            self.desk.adding(CASES, case, items)
        for number, row in made.rows.items():
            act.write(IMPORT_ROWS, number, row)
        for coming, problems in made.waiting:
            self._write_waiting(act, coming, problems)
        self._write_run(act, ended=False)

    def _write_waiting(self, act: Act, coming: Coming, problems: tuple[Problem, ...]) -> None:
        number = self._number(f"waits {self.id}", str(coming.line))
        cells = {heading: list(said) for heading, said in coming.cells.items()}
        wrong = [msgspec.to_builtins(one) for one in problems]
        act.write(
            WAITING_ROWS,
            number,
            {"id": id_of(number), "run": self.id, "line": coming.line, "cells": cells, "problems": wrong},
        )

    def _write_run(self, act: Act, *, ended: bool) -> None:
        act.write(IMPORTS, number_of(self.id), {
            "id": self.id, "at": self._begun, "by": self.desk.pen.by, "name": self.how.name, "sha256": self.how.digest,
            "collection": self.how.collection, "counts": dict(self.counts), "ended": ended, "undone": False,
        })  # fmt: skip

    def end(self) -> None:
        """Note that the whole list was read."""
        with self.desk.vault.act(IMPORT) as act:
            self._write_run(act, ended=True)


_COMES_AGAIN = Problem(
    "",
    "a row with that number was brought in before, and says something else now",
    "give --update to add what is new to its case, or --collection NAME if this is another list",
    waits=True,
)

_NOBODY_HERE = Problem(
    "",
    "it speaks of somebody whose own record has not come in",
    "bring in the list that holds that person, then this one again",
    waits=True,
)


def _unknown_problem(unknown: Any) -> Problem:
    return Problem(
        unknown.heading,
        f"the word is no term of {unknown.fact}",
        "lead it to a term in the mapping, or give --unknown-terms map or create",
        waits=True,
    )
