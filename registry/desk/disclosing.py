"""Letting out an anonymised summary: who may be counted, the plan, the gate, the files and the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from registry.cases.casefile import GROUP, PERSON, CaseFile
from registry.cases.line import CaseLine
from registry.cases.terms import MISSING_OR_HELD
from registry.cases.tracing import names_sought
from registry.cases.views import CaseView
from registry.desk.desk import CASES, JOURNEY, RELEASES, REQUESTS, Desk
from registry.desk.persons import one_each, same_person
from registry.disclosure.countable import Countable
from registry.disclosure.gate import Written, pass_gate
from registry.disclosure.groups import GroupLine
from registry.disclosure.ledger import LedgerEntry, entry_for
from registry.disclosure.plan import Plan, make, plan
from registry.disclosure.policy import Policy, policy_called
from registry.disclosure.request import Request
from registry.disclosure.solver import SECONDS
from registry.errors import Damaged, DisclosureRefused, NotFound, RuleNotMet
from registry.reports import write_all
from registry.reports.wording import fixed_words
from registry.sources.source import Source
from registry.words.folding import fold
from registry.words.identity import new_id, number_of, read_id, short

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
    today, lines = desk.today, [line for line in desk.lines() if line.kind == PERSON]
    same = same_person(lines)
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
        past=past,
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
    """A release that has passed the gate: its files by name, and what the ledger will keep."""

    entry: LedgerEntry
    files: Mapping[str, bytes]


def prepare(desk: Desk, planned: Plan, *, recipient: str, lang: str = "en") -> Release:
    """Turn a plan that passes into files, and put their finished bytes through the gate.

    Nothing is on disk yet. Raises ``DisclosureRefused``, and then no file ever comes to be.
    """
    summary = make(planned, new_id(desk.pen.chance))
    files = write_all(summary, lang)
    written = Written(files, summary, planned.policy, identifiers(desk), fold, fixed_words())
    audit = pass_gate(written)
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    entry = entry_for(
        summary, planned.people, hashes, recipient=recipient, approver=desk.name, audit=audit,
        standing=planned.standing,
    )  # fmt: skip
    return Release(entry, files)


# A shorter family label is a number or an initial, which ordinary text holds too.
_TELLING = 6


def identifiers(desk: Desk) -> frozenset[str]:
    """Every name, identity and family label of the vault and of tracing requests, as the gate looks for them in the finished bytes."""
    found = set()
    for line in desk.lines():
        found |= {line.id, short(line.id)}
        if line.kind == PERSON:
            found |= {*line.names, line.family if len(line.family) >= _TELLING else ""}
    found.update(names_sought(document for _, document in desk.vault.documents(REQUESTS)))
    return frozenset(found)


def enter(desk: Desk, release: Release) -> None:
    """Write a release into the sealed ledger, with its files, so that the same bytes can be given again."""
    document = {
        "entry": release.entry.plain(),
        "files": {name: content.decode() for name, content in release.files.items()},
    }
    with desk.vault.act("disclose make") as act:
        act.write(RELEASES, number_of(release.entry.release_id), document)


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
    gone = sum(1 for line in lines if not countable(line, desk.today).consented)
    if gone:
        raise RuleNotMet(
            f"consent for anonymous statistics stands no more for {gone:,} of the people that summary counted",
            "make a new one with `registry disclose make`",
        )
