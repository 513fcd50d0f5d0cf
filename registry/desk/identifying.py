"""Everything by which the vault knows people, sources and cases: what no summary may hold in any spelling."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from registry.desk.desk import (
    CASES,
    CONTACTS,
    DRAFTS,
    ENQUIRERS,
    REQUESTS,
    SOURCES,
    Desk,
    Progress,
    no_progress,
)
from registry.disclosure.sought import Identifier, Kind
from registry.words.identity import short

# Where identifiers stand, by the key of a field or the fact of a claim.
_KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(
        "name given father grandfather mother family_name nickname label enquirer given_by author reviewer "
        "assignee told_by told by_name family publisher".split(),
        Kind.NAME,
    ),
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
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PHONE = re.compile(r"\+?\d(?:[\s().\-/]{0,3}\d){6,}")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")


def identifiers(
    desk: Desk, progress: Progress = no_progress, machine: Iterable[str] = ()
) -> frozenset[Identifier]:
    """Return every name, number, date of birth, id, reference, contact and exhibit's hash that the vault holds.

    Those of cases that were taken back, of sources, of tracing requests and of unfinished interviews are among
    them, who works on the vault, and what this ``machine`` and its user are called. Every record is read: raises
    ``Damaged`` for one that does not open, because nobody could say what it would have told.
    """
    names = (*desk.names().values(), desk.name, desk.pen.device, *machine)
    found = {Identifier(Kind.NAME, name) for name in names}
    tables = (CASES, SOURCES, REQUESTS, DRAFTS, CONTACTS, ENQUIRERS)
    many, done = sum(desk.vault.count(table) for table in tables), 0
    for table in tables:
        for _, document in desk.vault.documents(table):
            found.update(identifiers_in(document))
            if table in {CONTACTS, ENQUIRERS}:
                found.add(Identifier(Kind.NAME, str(document.get("contact", ""))))
            done += 1
            progress(done, many)
    return frozenset(one for one in found if one.text.strip())


def identifiers_in(document: Mapping[str, Any]) -> Iterator[Identifier]:
    """Yield the identifiers of one record, wherever in it they stand."""
    identity = str(document.get("id", ""))
    if identity:
        yield Identifier(Kind.ID, identity)
        yield Identifier(Kind.ID, short(identity))
    yield from _inside(document, "")


def _inside(value: Any, key: str) -> Iterator[Identifier]:
    if isinstance(value, dict):
        fact = value.get("fact")
        for name, held in value.items():
            # A claim's value is what its fact says it is; the text of a name is what holds it.
            over = fact if name == "value" and fact else key if name in {"text", "value"} and key else name
            yield from _inside(held, str(over))
    elif isinstance(value, list):
        for held in value:
            yield from _inside(held, key)
    elif isinstance(value, str):
        yield from _said(value, key)


def _said(text: str, key: str) -> Iterator[Identifier]:
    kind = _KINDS.get(key)
    if kind is Kind.DAY:
        yield from (Identifier(kind, day) for day in _DAY.findall(text))
    elif kind is not None and (key != "family" or len(text) >= _TELLING):
        yield Identifier(kind, text)
    if key in _TOLD or kind is Kind.NAME:
        yield from (Identifier(Kind.SIGNS, address) for address in _ADDRESS.findall(text))
        bare = _DAY.sub(" ", text)
        yield from (Identifier(Kind.NUMBER, number) for number in _PHONE.findall(bare))
