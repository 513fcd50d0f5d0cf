"""Coming back from a journey: what was added on the way joins the cases at home, each item once.

Items are only ever added, so that nothing can contradict: a file is the union of its items, whatever the order in
which journeys come back, and coming back twice changes nothing.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec

from registry.cases.casefile import SUBJECTS, with_items
from registry.cases.line import line_of
from registry.cases.register import Record, RecordFile
from registry.desk.desk import CASES, CONTACTS, RETURNED, SOURCES, Desk, Progress, no_progress, source_line_of
from registry.desk.erasing import cited_in, with_origins
from registry.desk.intake_only import AwayFile, away_files
from registry.desk.registers import REGISTER_TABLES
from registry.desk.sourcing import keep_source
from registry.desk.tombstones import is_erased
from registry.desk.travelling import copy_exhibits
from registry.desk.undoing import RETURN, mark
from registry.errors import Damaged, NotFound, RuleNotMet
from registry.vault.act import Act
from registry.vault.away import list_away
from registry.words.identity import id_of, number_of

_T = TypeVar("_T")
# What reading a record raises that is sealed and signed as it should be, and that no version of ours wrote.
_UNREADABLE = (msgspec.ValidationError, KeyError, TypeError, ValueError, AttributeError)
BATCH = 200


@dataclass
class Returned:
    """What came back: ids of cases that were new, added to, left out and why, and how much with them."""

    new: list[str] = field(default_factory=list)
    added_to: list[str] = field(default_factory=list)
    unchanged: int = 0
    items: int = 0
    sources: int = 0
    records: int = 0
    exhibits: int = 0
    erased: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def take_back(desk: Desk, journey: Desk, progress: Progress = no_progress) -> Returned:
    """Take in what was added to a vault on a journey, in acts of up to 200 records, each whole or not at all.

    Raises ``RuleNotMet`` for a vault that was not made here for a journey, and ``Damaged`` where its history does
    not hold: then nothing is taken. Single records that are damaged are left out and named.
    """
    _sent(desk, journey)
    work = _Return(desk, journey)
    work.require_sound()
    work.provenance()
    work.sources()
    work.registers()
    work.cases(progress)
    return work.done


def _sent(desk: Desk, journey: Desk) -> AwayFile:
    """Return what is known of the journey. Raises ``RuleNotMet`` where it did not begin here."""
    vault_id = journey.vault.info().vault_id
    signers = {person.public_key.hex() for person in journey.vault.people()}
    for one in away_files(desk, "travel"):
        if one.vault_id == vault_id and one.by in signers:
            if one.revoked:
                raise RuleNotMet(
                    "that journey was called back, and whoever has its passphrase may have added to it since",
                    "look at it with its own passphrase, and take over by hand what is true",
                )
            return one
    raise RuleNotMet(
        "that vault was not made from this one for a journey",
        "give the file that `registry vault travel` made",
    )


class _Return:
    """One journey coming back."""

    def __init__(self, desk: Desk, journey: Desk) -> None:
        self.desk = desk
        self.journey = journey
        self.done = Returned()
        self.broken: set[tuple[str, str]] = set()
        self.travellers = {person.public_key.hex() for person in journey.vault.people()}

    def require_sound(self) -> None:
        """Note which records are damaged. Raises ``Damaged`` where it is more than records."""
        refusal = Damaged(
            "the vault from the journey is damaged, and nothing was taken from it",
            "keep the file, and run `registry vault check` on it",
        )
        try:
            problems = self.journey.vault.check().problems
        except _UNREADABLE:
            raise refusal from None
        for problem in problems:
            if problem.table not in {CASES, SOURCES, CONTACTS, *REGISTER_TABLES} or not problem.identity:
                raise refusal
            self.broken.add((problem.table, problem.identity))
            if problem.table in {CASES, *REGISTER_TABLES}:
                self.done.damaged.append(problem.identity)

    # Who did what on the way

    def provenance(self) -> None:
        """Keep every signed act of the journey, and list whoever signed there beside the first."""
        known = set(self.desk.names())
        entries = [signed for signed in self.journey.vault.journal() if not self._kept(signed.digest())]
        for batch in _batches(entries):
            with self.desk.vault.act(RETURN) as act:
                for person in self.journey.vault.people():
                    if person.public_key.hex() not in known and person.public_key in {
                        s.entry.by for s in batch
                    }:
                        list_away(self.desk.vault, act, person, rename=True)
                        known.add(person.public_key.hex())
                for signed in batch:
                    packed = base64.b64encode(signed.to_bytes()).decode()
                    vault_id = self.journey.vault.info().vault_id
                    act.write(RETURNED, _place(signed.digest()), {"vault_id": vault_id, "entry": packed})

    def _kept(self, digest: bytes) -> bool:
        return self.desk.vault.has(RETURNED, _place(digest))

    # Sources

    def sources(self) -> None:
        """Join sources that were added or graded on the way; those that were erased here stay away."""
        wanted: set[str] = set()
        for _, document in self._documents(CASES):
            if not is_erased(self.desk.vault, document["id"]):
                wanted |= cited_in(document)
        for table in REGISTER_TABLES:
            for _, document in self._documents(table):
                wanted |= cited_in(document)
        wanted = with_origins(self.journey, wanted)
        coming = [
            document
            for _, document in self._documents(SOURCES)
            if document["id"] in wanted or document["made"].get("by") in self.travellers
        ]
        for batch in _batches(coming):
            with self.desk.vault.act(RETURN) as act:
                for document in batch:
                    self._source(act, document)
                self._touched()

    def _source(self, act: Act, document: dict[str, Any]) -> None:
        number = number_of(document["id"])
        here = self.desk.vault.document(SOURCES, number)
        joined = self._joined(here, document, source_line_of)
        if joined is None:
            return
        self.done.sources += 1
        contact = self.journey.vault.document(CONTACTS, number)
        if here is None:
            keep_source(self.desk, act, joined, str(contact["contact"]) if contact else "")
            return
        act.write(SOURCES, number, joined)
        if contact and not self.desk.vault.has(CONTACTS, number):
            act.write(CONTACTS, number, contact)

    # Registers

    def registers(self) -> None:
        """Join what was stated on the way of facilities, actors and places."""
        for table in REGISTER_TABLES:
            for batch in _batches([document for _, document in self._documents(table)]):
                with self.desk.vault.act(RETURN) as act:
                    for document in batch:
                        self._record(act, table, document)
                    self._touched()

    def _record(self, act: Act, table: str, document: dict[str, Any]) -> None:
        number = number_of(document["id"])
        here = self.desk.vault.document(table, number)
        joined = self._joined(here, document, lambda one: Record(RecordFile(one)).names)
        if joined is not None:
            self.done.records += 1
            act.write(table, number, joined)

    # Cases

    def cases(self, progress: Progress) -> None:
        """Join cases that are new or were added to."""
        coming, done = [number for number, _ in self._documents(CASES)], 0
        for batch in _batches(coming):
            with self.desk.vault.act(RETURN) as act:
                for number in batch:
                    self._case(act, number)
                self._touched()
            done += len(batch)
            progress(done, len(coming))

    def _case(self, act: Act, number: int) -> None:
        identity = id_of(number)
        if is_erased(self.desk.vault, identity):
            self.done.erased.append(identity)
            return
        document = self.journey.document(CASES, identity)
        here = self.desk.vault.document(CASES, number)
        joined = self._joined(here, document, line_of) if document.get("kind") in SUBJECTS else None
        if joined is None:
            self.done.unchanged += identity not in self.done.refused
            return
        (self.done.new if here is None else self.done.added_to).append(identity)
        self.done.items += len(joined["items"]) - len(here["items"] if here else ())
        act.write(CASES, number, joined)
        held = frozenset(item["id"] for item in here["items"]) if here else frozenset()
        self.done.exhibits += copy_exhibits(self.journey.vault, act, joined, held)
        mark(self.desk, identity)

    def _joined(
        self, here: dict[str, Any] | None, there: Mapping[str, Any], fold: Any
    ) -> dict[str, Any] | None:
        """Return the document with what is new in it, or ``None`` where nothing is, or where it cannot be read."""
        held = {item["id"]: item for item in here["items"]} if here else {}
        try:
            changed = [i for i in there["items"] if i["id"] in held and held[i["id"]] != i]
            fresh = [item for item in there["items"] if item["id"] not in held]
            joined = with_items(here, fresh) if here else dict(there)
            fold(joined)
        except _UNREADABLE:
            changed, fresh, joined = [{}], [], {}
        if changed:
            self.done.refused.append(str(there.get("id", "")))
            return None
        return joined if fresh else None

    def _documents(self, table: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield the records of the journey that are whole."""
        for number in self.journey.vault.numbers(table):
            if (table, id_of(number)) not in self.broken:
                try:
                    yield number, self.journey.document(table, id_of(number))
                except NotFound:
                    continue

    def _touched(self) -> None:
        for table in (CASES, SOURCES, CONTACTS, *REGISTER_TABLES):
            self.desk.vault.touched(table)


def _batches(coming: list[_T]) -> Iterator[list[_T]]:
    for start in range(0, len(coming), BATCH):
        yield coming[start : start + BATCH]


def _place(digest: bytes) -> int:
    return int.from_bytes(digest[:8], "big") >> 4
