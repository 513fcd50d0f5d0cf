"""Erasing a case for good: its row, key, exhibits and line go, and what only it cited; a tombstone stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import msgspec

from registry.cases.casefile import CaseFile
from registry.desk.desk import (
    CASES,
    CONTACTS,
    DRAFTS,
    LABELS,
    SOURCES,
    WITHDRAWN,
    Desk,
    Progress,
    no_progress,
)
from registry.desk.disclosing import ledger
from registry.desk.drafting import drafts_like
from registry.desk.forming import went_out
from registry.desk.reading import line
from registry.desk.registers import REGISTER_TABLES
from registry.desk.sourcing import label_number, voice_of
from registry.desk.tombstones import BASES_OF_ERASURE, TOMBSTONES, Tombstone
from registry.errors import InputRefused, NotFound, RuleNotMet
from registry.sources.source import source_of
from registry.words.identity import id_of, number_of

if TYPE_CHECKING:
    from registry.cases.items import SheetOut
    from registry.disclosure.ledger import LedgerEntry
    from registry.vault.act import Act

ERASE = "case erase"
_LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Erasure:
    """What an erasure takes away, what stays, and where the case went before.

    ``sources`` are ids that only this case cited; ``kept_sources`` those that others cite too. ``linked`` are
    the cases whose links to it now lead nowhere; ``releases`` the summaries that counted it, ``sheets`` those that
    named it
    to a recipient.
    """

    case: str
    exhibits: int
    sources: tuple[str, ...]
    kept_sources: tuple[str, ...]
    linked: tuple[str, ...]
    releases: tuple[LedgerEntry, ...]
    sheets: tuple[SheetOut, ...] = ()
    tombstone: Tombstone | None = None


def confirmed(desk: Desk, case_ref: str, typed: str) -> None:
    """Raise ``RuleNotMet`` unless what was typed back names the same case, whole or in its spoken form."""
    try:
        same = desk.identify(CASES, typed) == desk.identify(CASES, case_ref)
    except (InputRefused, NotFound):
        same = False
    if not same:
        raise RuleNotMet(
            "the id typed back is not that case's", "type the short id as `registry case show` has it"
        )


def plan_erasure(desk: Desk, case_ref: str, progress: Progress = no_progress) -> Erasure:
    """Say what erasing a case would take away; changes nothing. Reads every case, for what they cite."""
    case = desk.case(case_ref)
    cited = with_origins(desk, cited_in(case.document))
    elsewhere, linked = _elsewhere(desk, case.id, progress)
    elsewhere = with_origins(desk, elsewhere)
    return Erasure(
        case=case.id,
        exhibits=len({item["id"] for item in case.document["items"] if item.get("t") == "exhibit"}),
        sources=tuple(sorted(cited - elsewhere)),
        kept_sources=tuple(sorted(cited & elsewhere)),
        linked=linked,
        releases=tuple(entry for entry in ledger(desk) if case.id in entry.people),
        sheets=went_out(case),
    )


def cited_in(document: Mapping[str, Any]) -> set[str]:
    """Return every source that a case ever cited, also in what was undone since."""
    return {str(item["source"]) for item in document["items"] if item.get("source")}


def with_origins(desk: Desk, cited: set[str]) -> set[str]:
    """Return those of the ``cited`` sources that are here, and those that they repeat."""
    found: set[str] = set()
    waiting = set(cited)
    while waiting:
        identity = waiting.pop()
        source = desk.kept_source(identity)
        if source is not None and identity not in found:
            found.add(identity)
            waiting |= {s for s in (source_of(source).derived_from,) if s}
    return found


def _elsewhere(desk: Desk, erased: str, progress: Progress) -> tuple[set[str], tuple[str, ...]]:
    """Return the sources that other cases and the registers cite, and the cases that are linked to the one to be erased."""
    cited: set[str] = set()
    linked: list[str] = []
    total = desk.vault.count(CASES)
    for done, (_, document) in enumerate(desk.vault.documents(CASES), 1):
        progress(done, total)
        if document["id"] != erased:
            cited |= cited_in(document)
            if any(item.get("other") == erased for item in document["items"]):
                linked.append(document["id"])
    for table in REGISTER_TABLES:
        for _, document in desk.vault.documents(table):
            cited |= cited_in(document)
    return cited, tuple(linked)


def erase(
    desk: Desk, case_ref: str, basis: str, reason: str = "", *, keep_sources: bool = False,
    progress: Progress = no_progress,
) -> Erasure:  # fmt: skip
    """Erase a case for good, in one act, and leave a signed tombstone.

    ``reason`` is one line without personal data: it is kept. Once this returns, no sealed byte of the case
    is in the vault's file or in the journal file that this act used. Raises ``NotFound``, ``InputRefused``.
    """
    stone = Tombstone(
        id=desk.identify(CASES, case_ref), by=desk.pen.by, device=desk.pen.device, at=desk.pen.stamp()["at"],
        basis=BASES_OF_ERASURE.read(basis).code, reason=line(reason, "the reason", _LONGEST_REASON),
    )  # fmt: skip
    with desk.vault.act(ERASE, traceless=True) as act:
        planned = plan_erasure(desk, case_ref, progress)
        act.remove(CASES, number_of(planned.case))
        _remove(desk, act, WITHDRAWN, number_of(planned.case))
        for draft in drafts_like(desk, planned.case):
            act.remove(DRAFTS, number_of(draft))
        for source in () if keep_sources else planned.sources:
            _remove_source(desk, act, source)
        act.write(TOMBSTONES, number_of(stone.id), msgspec.to_builtins(stone))
        for table in (CASES, SOURCES, CONTACTS, LABELS, WITHDRAWN, TOMBSTONES, DRAFTS):
            desk.vault.touched(table)
    desk.vault.overwrite_remains()
    if keep_sources:
        planned = replace(planned, sources=(), kept_sources=planned.sources + planned.kept_sources)
    return replace(planned, tombstone=stone)


def _remove(desk: Desk, act: Act, table: str, number: int) -> None:
    if desk.vault.has(table, number):
        act.remove(table, number)


def _remove_source(desk: Desk, act: Act, identity: str) -> None:
    """Remove a source, its contact details and its place among the labels, which the next of its voice takes."""
    number, source = number_of(identity), desk.source(identity)
    place = label_number(desk, source)
    _remove(desk, act, CONTACTS, number)
    act.remove(SOURCES, number)
    found = desk.vault.document(LABELS, place)
    if found and found["id"] == identity:
        heir = next(_of_voice(desk, voice_of(source), identity), None)
        if heir is None:
            act.remove(LABELS, place)
        else:
            act.write(LABELS, place, {"id": heir})


def _of_voice(desk: Desk, voice: str, besides: str) -> Iterator[str]:
    """Yield the sources of one voice, oldest first."""
    for number in desk.vault.numbers(SOURCES):
        if id_of(number) != besides and voice_of(desk.source(id_of(number))) == voice:
            yield id_of(number)


def erased_links(desk: Desk, case: CaseFile) -> frozenset[str]:
    """Return those of the cases that a case is linked or related to which were erased."""
    if not desk.vault.count(TOMBSTONES):
        return frozenset()
    others = {str(item["other"]) for item in case.document["items"] if item.get("other")}
    return frozenset(other for other in others if desk.vault.has(TOMBSTONES, number_of(other)))
