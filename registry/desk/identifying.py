"""Everything by which the vault knows people, sources and cases: what no summary may hold in any spelling."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from registry.cases.casefile import PERSON
from registry.cases.register_terms import INDIVIDUAL
from registry.desk.carried import PACKS, carried
from registry.desk.copies import COPIES
from registry.desk.desk import (
    AWAY,
    CASES,
    COLLECTED,
    CONTACTS,
    COUNT_RULES,
    DRAFTS,
    ENQUIRERS,
    IMPORT_ROWS,
    IMPORTS,
    JOURNEY,
    LABELS,
    LISTS,
    MATCHES,
    QUARANTINE,
    REHEARSALS,
    RELEASES,
    REQUESTS,
    RETURNED,
    SOURCES,
    WAITING_ROWS,
    WITHDRAWN,
    Desk,
    Progress,
    no_progress,
)
from registry.desk.registers import REGISTER_TABLES
from registry.desk.tombstones import TOMBSTONES
from registry.disclosure.scan import days_in
from registry.disclosure.sought import Identifier, Kind
from registry.exchange.suggesting import suggest
from registry.words.dates import PartialDate
from registry.words.fact import Declared, Value
from registry.words.identity import short
from registry.words.names import Name
from registry.words.places import Place
from registry.words.plain import Text

Kinds = Mapping[str, Kind]
Document = Mapping[str, Any]

# Where identifiers stand, by the key of a field or the fact of a claim.
_KINDS: Kinds = {
    **dict.fromkeys(
        "name given father grandfather mother family_name nickname label enquirer given_by author reviewer "
        "assignee told_by told by_name family publisher contact approver proposed_by".split(),
        Kind.NAME,
    ),
    **dict.fromkeys("alias collection recipient".split(), Kind.DETAIL),
    "identity_number": Kind.NUMBER,
    "reference": Kind.NUMBER,
    "born": Kind.DAY,
    "sha256": Kind.DIGEST,
    "copy_sha256": Kind.DIGEST,
    "url": Kind.SIGNS,
}
# The office's own words about someone: names in them stand in the facts too, but a number may stand only here.
_TOLD = frozenset("contact note verbatim translation reason text basis material why risk to from how".split())
# A shorter family label is a number or an initial, which ordinary text holds too.
_TELLING = 6
_YEAR = re.compile(r"(?:19|20)\d\d")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PHONE = re.compile(r"\+?\d(?:[\s().\-/]{0,3}\d){6,}")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
# What the values of a field pack's facts are, by the kind of value that the pack declares.
_OF_PACKS: Mapping[type[Value], Kind] = {
    Name: Kind.NAME, Text: Kind.DETAIL, Place: Kind.DETAIL, PartialDate: Kind.DAY,
}  # fmt: skip


_PLAIN = (CASES, SOURCES, REQUESTS, DRAFTS, CONTACTS, ENQUIRERS, TOMBSTONES, AWAY, LISTS, COUNT_RULES)
_THINGS = (COPIES, IMPORTS)
READ = frozenset({*_PLAIN, *_THINGS, *REGISTER_TABLES, QUARANTINE, WAITING_ROWS, RELEASES})
# Tables that hold no identifier, and why; every other one is read. A test asks this of each new table.
HOLDS_NONE: Mapping[str, str] = {
    WITHDRAWN: "ids of cases, which are read themselves",
    LABELS: "keyed numbers, and ids of sources, which are read themselves",
    COLLECTED: "digests of sealed boxes, and ids of cases, which are read themselves",
    JOURNEY: "the id of a journey, and when it began",
    RETURNED: "signed entries of a journal: digests, ids, and the keys of people, whose names are read from their list",
    REHEARSALS: "when the recovery key was tried, and by which public key",
    PACKS: "questions and terms, which are no answers; the answers stand in cases and drafts",
    IMPORT_ROWS: "keyed numbers, and ids of cases, which are read themselves",
    MATCHES: "ids of cases, which are read themselves, levels, weights and digests",
}


def identifiers(
    desk: Desk, progress: Progress = no_progress, machine: Iterable[str] = ()
) -> frozenset[Identifier]:
    """Return every name, number, date of birth, id, reference, contact and exhibit's hash that the vault holds.

    Those of cases that were taken back, of sources, of tracing requests, of unfinished interviews, of rows that wait
    to be taken in and of intakes that were refused are among them, names of the registers, who works on the vault, and
    what this ``machine`` and its user are called. Every record is read: raises ``Damaged`` for one that does not open,
    because nobody could say what it would have told.
    """
    names = (*desk.names().values(), desk.name, desk.pen.device, *machine)
    found = {Identifier(Kind.NAME, name) for name in names}
    readers = _readers(desk)
    assert readers.keys() == READ, "every table that may hold an identifier is read"
    many, done = sum(desk.vault.count(table) for table in readers), 0
    for table, read in readers.items():
        for _, document in desk.vault.documents(table):
            found.update(read(document))
            done += 1
            progress(done, many)
    return frozenset(one for one in found if one.text.strip())


def of_people(desk: Desk) -> frozenset[str]:
    """Return what identifies people, for texts that may say where somebody was held or in which town."""
    return frozenset(one.text for one in identifiers(desk) if one.kind is not Kind.DETAIL)


def _readers(desk: Desk) -> Mapping[str, Callable[[Document], Iterable[Identifier]]]:
    """Return how the records of each table are read that may hold an identifier."""
    kinds = {**_KINDS, **_kinds_of_packs(desk)}
    things = {**_KINDS, "name": Kind.DETAIL, "label": Kind.DETAIL}

    def plainly(document: Document) -> Iterator[Identifier]:
        return identifiers_in(document, kinds)

    def thing(document: Document) -> Iterator[Identifier]:
        return identifiers_in(document, things)

    def registered(document: Document) -> Iterator[Identifier]:
        return identifiers_in(document, {**_KINDS, "alias": Kind.NAME} if _is_one(document) else things)

    facts = desk.facts(PERSON)
    return {
        **dict.fromkeys(_PLAIN, plainly),
        **dict.fromkeys(_THINGS, thing),
        **dict.fromkeys(REGISTER_TABLES, registered),
        QUARANTINE: lambda document: _in_refused(document, kinds),
        WAITING_ROWS: lambda document: _in_row(document, kinds, facts),
        # Of what went out only whom it went to: the ids are those of cases, and the files are out.
        RELEASES: lambda document: identifiers_in(_of_release(document["entry"]), _KINDS),
    }


def _kinds_of_packs(desk: Desk) -> dict[str, Kind]:
    return {
        key: _OF_PACKS[declared.kind]
        for one in carried(desk.vault)
        for key, declared in one.pack.declared.items()
        if declared.kind in _OF_PACKS
    }


def _is_one(document: Document) -> bool:
    """Whether a record of the registers is about one private individual."""
    return any(
        item.get("fact") == "type" and item.get("value") == INDIVIDUAL for item in document.get("items", ())
    )


def _of_release(entry: Document) -> Document:
    policy = entry.get("policy") or {}
    said = {key: entry.get(key) for key in ("recipient", "approver")}
    return said | {key: policy.get(key) for key in ("proposed_by", "reason")}


def _in_refused(document: Document, kinds: Kinds) -> Iterator[Identifier]:
    """Yield what an intake tells that was refused; of one that cannot be read every word."""
    try:
        told = json.loads(document.get("content", ""))
    except ValueError:
        yield from _in_cell(document["content"], Kind.DETAIL)
        return
    yield from _inside(told, "", kinds)


def _in_row(document: Document, kinds: Kinds, facts: Mapping[str, Declared]) -> Iterator[Identifier]:
    """Yield what a row tells that waits to be taken in: of cells under no known heading every word."""
    cells: Mapping[str, Sequence[str]] = document["cells"]
    states = suggest(cells, facts).columns
    for heading, said in cells.items():
        kind = kinds.get(states[heading].states, Kind.DETAIL)
        for cell in said:
            yield from _in_cell(cell, kind)


def _in_cell(text: str, kind: Kind) -> Iterator[Identifier]:
    if kind is not Kind.DAY:
        yield Identifier(kind, text)
    yield from (Identifier(Kind.DAY, day) for day in days_in(text))
    if not _is_period(text):
        yield from _numbers(text)


def _is_period(text: str) -> bool:
    """Whether a cell holds years, months or days and nothing else: joined, their digits look like a phone's."""
    # A day and a month have two digits.
    groups = re.findall(r"\d+", text)
    years = [one for one in groups if len(one) > 2]
    return bool(years) and not re.search(r"[^\d\s./–-]", text) and all(map(_YEAR.fullmatch, years))


def identifiers_in(document: Document, kinds: Kinds = _KINDS) -> Iterator[Identifier]:
    """Yield the identifiers of one record, wherever in it they stand; ``kinds`` tells them by field or fact."""
    identity = str(document.get("id", ""))
    if identity:
        yield Identifier(Kind.ID, identity)
        yield Identifier(Kind.ID, short(identity))
    yield from _inside(document, "", kinds)


def _inside(value: Any, key: str, kinds: Kinds) -> Iterator[Identifier]:
    if isinstance(value, dict):
        fact = value.get("fact")
        for name, held in value.items():
            # A claim's value is what its fact says it is; the text of a name is what holds it.
            over = fact if name == "value" and fact else key if name in {"text", "value"} and key else name
            yield from _inside(held, str(over), kinds)
    elif isinstance(value, list):
        for held in value:
            yield from _inside(held, key, kinds)
    elif isinstance(value, str):
        yield from _said(value, key, kinds)


def _said(text: str, key: str, kinds: Kinds) -> Iterator[Identifier]:
    kind = kinds.get(key)
    if kind is Kind.DAY:
        yield from (Identifier(kind, day) for day in _DAY.findall(text))
    elif kind is not None and (key != "family" or len(text) >= _TELLING):
        yield Identifier(kind, text)
    if key in _TOLD or kind in {Kind.NAME, Kind.DETAIL}:
        yield from _numbers(text)


def _numbers(text: str) -> Iterator[Identifier]:
    """Yield the addresses and the numbers of phones and papers that stand in a text."""
    yield from (Identifier(Kind.SIGNS, address) for address in _ADDRESS.findall(text))
    yield from (Identifier(Kind.NUMBER, number) for number in _PHONE.findall(_DAY.sub(" ", text)))
