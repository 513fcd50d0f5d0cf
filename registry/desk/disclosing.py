"""Letting out an anonymised summary: who may be counted, the plan, the gate, the files and the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from registry.cases.casefile import GROUP, PERSON, CaseFile
from registry.cases.consents import expired, standing
from registry.cases.items import Consent
from registry.cases.line import CaseLine
from registry.cases.terms import MISSING_OR_HELD
from registry.cases.views import CaseView
from registry.desk.auditing import GateAuditor, earlier_summaries
from registry.desk.desk import CASES, JOURNEY, RELEASES, Desk, Progress, no_progress
from registry.desk.identifying import identifiers
from registry.desk.persons import one_each, same_person
from registry.desk.settling import WAITING
from registry.desk.standing import standing_words
from registry.disclosure.countable import Countable
from registry.disclosure.gate import pass_gate
from registry.disclosure.groups import GroupLine
from registry.disclosure.ledger import LedgerEntry, entry_for
from registry.disclosure.plan import Plan, make, plan
from registry.disclosure.policy import Policy, policy_called
from registry.disclosure.request import Request
from registry.disclosure.solver import SECONDS
from registry.disclosure.written import Written
from registry.errors import Damaged, DisclosureRefused, NotFound, RuleNotMet
from registry.provenance.consent import NARRATIVE, PUBLIC_NAMING
from registry.reports import write_all
from registry.reports.standing import STANDING, standing_texts
from registry.sources.source import Source
from registry.words.identity import new_id, number_of, read_id

# The class of release of texts written to be published, beside tables and line lists.
NARRATIVES = "N"
# What a summary counts by where nobody says otherwise.
DEFAULT_TABLES = ("place,quarter", "place,sex", "quarter,status", "age")


def countable(line: CaseLine, today: str, kin: str = "") -> Countable:
    """Return a person as disclosure sees them: broad classes, a label of family or incident, consent, and no name."""
    expired = bool(line.statistics_until) and line.statistics_until < today
    classes = {
        "sex": line.sex,
        "age": line.age,
        "place": line.place,
        "holder": line.holder,
        "status": line.status,
    }
    last = line.seen_to or line.seen_from  # where the end is open, the beginning is what is certain
    return Countable(
        case=line.id,
        family=kin or line.family or None,
        values={**classes, **_period(line.seen_from, line.seen_to)},
        consented=line.statistics and not expired,
        seen=date.fromordinal(last) if last else None,
    )


@lru_cache(maxsize=65536)  # many people were last seen on the same few days
def _period(seen_from: int, seen_to: int) -> Mapping[str, str]:
    """Return the month and quarter last seen, where the bounds of the date leave one only."""
    if not seen_from or not seen_to:
        return {}
    first, last = date.fromordinal(seen_from), date.fromordinal(seen_to)
    if first.year != last.year or (first.month - 1) // 3 != (last.month - 1) // 3:
        return {}
    quarter = {"quarter": f"{first.year:04}-Q{(first.month + 2) // 3}"}
    return quarter | ({"month": f"{first:%Y-%m}"} if first.month == last.month else {})


def people(desk: Desk) -> Iterator[Countable]:
    """Every person's case that counts, as disclosure sees it.

    People of one family, or linked to one group report, are one incident: a bus of forty is not forty families. Files
    tied as the same person are one person.
    """
    return people_among(desk, [line for line in desk.lines() if line.kind == PERSON])


def people_among(desk: Desk, lines: Sequence[CaseLine]) -> Iterator[Countable]:
    """Every person of these lines, as disclosure sees them: also of lines as they would be, not as they are."""
    today, same = desk.today, same_person(lines)
    kin = _incidents(lines, same)
    return one_each([countable(line, today, kin.get(line.id, "")) for line in lines], same)


def _incidents(lines: Sequence[CaseLine], same: Mapping[str, str]) -> dict[str, str]:
    """Return the incident of each person with a family or a group: what shares a member is one incident."""
    joined: dict[str, str] = {}

    def top(label: str) -> str:
        while joined.setdefault(label, label) != label:
            joined[label] = joined[joined[label]]
            label = joined[label]
        return label

    labels = {line.id: _labels(line, same.get(line.id, "")) for line in lines}
    for first, *others in filter(None, labels.values()):
        for other in others:
            joined[top(other)] = top(first)
    return {case: top(found[0]) for case, found in labels.items() if found}


def _labels(line: CaseLine, person: str) -> list[str]:
    own = [f"person {person}"] * bool(person) + [f"family {line.family}"] * bool(line.family)
    return own + [f"group {group}" for group in line.groups]


def group_lines(desk: Desk) -> Iterator[GroupLine]:
    """Every group report about people missing or held, one line for each wording a source gave.

    A report that says it concerns something else (people who left, people at risk) is context for the
    desk: beside figures on missing people it would be read as more of them. Place, period, holder and
    situation are those that the same source stated: a public body must not seem to have said what a
    family told in confidence.
    """
    for line in desk.lines():
        if line.kind != GROUP:
            continue
        case = desk.case(line.id)
        view = desk.view(case)
        concern = view.best("concern")
        if concern is not None and concern.code != MISSING_OR_HELD:
            continue
        for held in view.facts["count"].held if "count" in view.facts else ():
            for source in dict.fromkeys(claim.source for claim in held.claims):
                yield _group_line(held.value, CaseView(_said_by(case, source)), view.sources.get(source))


def _said_by(case: CaseFile, source: str) -> CaseFile:
    """Return the case as one source tells it: the claims of all others left out."""
    items = [item for item in case.document["items"] if item["t"] != "claim" or item["source"] == source]
    return CaseFile({**case.document, "items": items})


def _group_line(count: Any, told: CaseView, source: Source | None) -> GroupLine:
    seen, at, holder, status = (
        told.best(key) for key in ("last_seen_on", "last_seen_at", "alleged_holder", "status")
    )
    bounds = (seen.earliest, seen.latest) if seen and seen.earliest and seen.latest else None
    within = bounds and _period(bounds[0].toordinal(), bounds[1].toordinal())
    return GroupLine(
        wording=count.wording,
        low=count.low,
        high=count.high,
        seen=bounds[1] if bounds and within else None,
        place=at.governorate() if at else None,
        holder=holder.side if holder else None,
        status=status.code if status else None,
        source_kind=source.kind if source and source.published else "",
    )


def ledger(desk: Desk) -> list[LedgerEntry]:
    """Everything that went out, oldest first."""
    entries = [LedgerEntry.parse(document.get("entry")) for document in desk.vault.table(RELEASES)]
    return sorted(entries, key=lambda entry: (entry.made_on, entry.release_id))


def plan_release(
    desk: Desk,
    by: Sequence[str],
    policy: str | Policy = "public",
    cutoff: date | None = None,
    seconds: float = SECONDS,
    rebase: bool = False,
) -> Plan:
    """Work out a release without making it; raise ``UsageRefused``, ``DisclosureRefused`` or ``Damaged``.

    Raises ``RuleNotMet`` in a vault made for a journey, which does not know what was released before.
    """
    if desk.vault.count(JOURNEY):
        raise RuleNotMet(
            "a vault for a journey makes no summaries: it does not know which went out before",
            "make them from the vault it came from, with `registry disclose make`",
        )
    past = _past(desk)
    asked = Request.parse(by or (_given_before(past) if rebase else ()) or DEFAULT_TABLES, cutoff)
    counted, groups = list(people(desk)), list(group_lines(desk))
    if desk.vault.noticed:
        raise Damaged(
            "part of the vault is damaged, and a summary would leave out who stands there",
            "see `registry vault check`; salvage the vault or restore a backup first",
        )
    return plan(
        asked,
        counted,
        groups,
        policy=policy_called(policy) if isinstance(policy, str) else policy,
        made_on=desk.pen.clock().date(),
        tie=_tie(desk),
        past=[entry for entry in past if entry.release_class != NARRATIVES],  # a text counts nobody
        seconds=seconds,
        rebase=rebase,
    )


def _past(desk: Desk) -> list[LedgerEntry]:
    """Return the whole ledger; raise ``DisclosureRefused`` where a part of it cannot be read.

    A release that is forgotten can be subtracted from the next one, so that nothing goes out without it.
    """
    known = desk.vault.noticed
    try:
        entries = ledger(desk)
    except Damaged:
        entries = None
    if entries is None or (desk.vault.noticed and not known):
        raise DisclosureRefused(
            "part of the ledger of summaries is damaged, so nothing can be shown to be safe beside it",
            "see `registry vault check`; restore a backup first",
        )
    return entries


def _given_before(past: Sequence[LedgerEntry]) -> tuple[str, ...]:
    """Return every table asked for before, so that a re-base leaves none of them where it stood."""
    tables = (table for entry in past if entry.standing for table in entry.standing.tables)
    return tuple(dict.fromkeys(",".join(table.asked) for table in tables if table.asked))


def _tie(desk: Desk) -> Callable[[str], int]:
    """Break ties by a secret of the vault: a reader who knows the method cannot replay the choice."""
    secret = desk.vault.secret("disclosure ties")

    def tie(cell: str) -> int:
        return int.from_bytes(hashlib.blake2b(cell.encode(), key=secret, digest_size=4).digest())

    return tie


@dataclass(frozen=True, slots=True)
class Release:
    """A release that has passed the gate: its files by name, and what the ledger will keep.

    ``ledger_length`` is how many releases had gone out when it was made.
    """

    entry: LedgerEntry
    files: Mapping[str, bytes]
    ledger_length: int
    # What the auditor found nearest to telling a small count, in words.
    exposed: tuple[str, ...] = ()


def prepare(
    desk: Desk,
    planned: Plan,
    *,
    recipient: str,
    langs: Sequence[str] = ("en",),
    progress: Progress = no_progress,
    machine: Sequence[str] = (),
) -> Release:
    """Turn a plan that passes into files, and put their finished bytes through the gate.

    ``machine`` is what this machine and its user are called: they may stand in no file. Nothing is on disk yet.
    Raises ``DisclosureRefused``, and then no file ever comes to be.
    """
    summary = make(planned, new_id(desk.pen.chance))
    files = write_all(summary, *langs, audit="audit_independent")
    written = Written(
        files,
        summary,
        planned.policy,
        identifiers(desk, progress, machine),
        known=standing_words(),
        texts=standing_texts(),
        standing=STANDING,
    )
    auditor = GateAuditor()
    audit = pass_gate(written, (auditor,), earlier_summaries(desk))
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    entry = entry_for(
        summary, planned.people, hashes, recipient=recipient, approver=desk.name, audit=audit,
        standing=planned.standing,
    )  # fmt: skip
    return Release(entry, files, desk.vault.count(RELEASES), auditor.exposed)


def may_be_told(desk: Desk, case: CaseFile) -> bool:
    """Tell whether consent stands for a text about a person to be published, towards anyone it may have gone to."""
    given = case.every(Consent)
    purpose = NARRATIVE if any(one.purpose == NARRATIVE for one in given) else PUBLIC_NAMING
    return any(
        not expired(one, desk.today)
        for recipient in {one.recipient for one in given if one.purpose == purpose}
        for one in standing(given, purpose, recipient)
    )


def enter(desk: Desk, release: Release, folder: str = "") -> None:
    """Write a release into the sealed ledger, with its files, so that the same bytes can be given again.

    ``folder`` is where its files are about to appear: until ``arrived`` says that they did, the next command knows
    where to look. Raises ``DisclosureRefused`` where something else went out since it was planned, and
    ``RuleNotMet`` where somebody it counted took consent back meanwhile.
    """
    document: dict[str, Any] = {
        "entry": release.entry.plain(),
        "files": {name: content.decode() for name, content in release.files.items()},
    }
    if folder:
        document[WAITING] = folder
    with desk.vault.act("disclose make") as act:
        if desk.vault.count(RELEASES) != release.ledger_length:
            raise DisclosureRefused(
                "another summary went out while this one was looked at", "plan it again; no file was left"
            )
        _refuse_withdrawn(desk, release.entry)
        act.write(RELEASES, number_of(release.entry.release_id), document)


def take_back(desk: Desk, release: Release) -> None:
    """Remove a release from the ledger whose files could not be given their name: nobody has seen it."""
    number = number_of(release.entry.release_id)
    with desk.vault.act("disclose make") as act:
        if WAITING in (desk.vault.document(RELEASES, number) or {}):
            act.remove(RELEASES, number)


def again(desk: Desk, release_id: str) -> dict[str, bytes]:
    """Return the files of an earlier release, byte for byte; raise ``NotFound``.

    To give it once more is a way out like the first: raises ``RuleNotMet`` where somebody it counted may be counted no
    more. Who was erased since cannot be asked, and stands in its figures.
    """
    wanted = read_id(release_id)
    for document in desk.vault.table(RELEASES):
        if document["entry"]["release_id"].startswith(wanted):
            _refuse_withdrawn(desk, LedgerEntry.parse(document["entry"]))
            return {name: str(text).encode() for name, text in document["files"].items()}
    raise NotFound("no release has that id", "see `registry disclose ledger`")


def _refuse_withdrawn(desk: Desk, entry: LedgerEntry) -> None:
    lines = (line for line in desk.vault.lines(CASES) if line.id in entry.people)
    if entry.release_class == NARRATIVES:
        if any(not may_be_told(desk, desk.case(line.id)) for line in lines):
            raise RuleNotMet(
                "consent to publish one of these texts stands no more", "it may not be given again"
            )
        return
    gone = sum(1 for line in lines if not countable(line, desk.today).consented)
    if gone:
        raise RuleNotMet(
            f"consent for anonymous statistics stands no more for {gone:,} of the people that summary counted",
            "make a new one with `registry disclose make`",
        )
