"""Correcting and completing a case: nothing is edited, a source's new claim takes the place of its earlier one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from registry.cases.casefile import CaseFile
from registry.cases.items import Claim, Corrected, Item, Planned
from registry.cases.planning import PRIORITIES
from registry.desk.claiming import claim_of, fact_named, superseded
from registry.desk.count_rules import rules_of
from registry.desk.desk import CASES, Desk
from registry.desk.grouping import refuse_overfull
from registry.desk.intake import gathered, parts_warnings, with_about
from registry.desk.reading import at, items, known_keys, line, mapping, text
from registry.desk.sourcing import keep_source
from registry.desk.voices import Sources
from registry.errors import InputRefused, RuleNotMet
from registry.words.dates import PartialDate
from registry.words.fact import Declared
from registry.words.states import KNOWN

EDIT = "case edit"
FIELDS = ("source", "facts", "grade", "when", "basis", "reason", "priority", "review_on")
# The word that takes a day of review away.
NO_DAY = "none"
# What a claim carries beside its value, that a correction of the value does not take over.
_EVIDENCE = ("on", "locator", "exhibit", "verbatim", "distance", "basis", "credibility", "reliability")
_SAID_OF_IT = (*_EVIDENCE, "language", "translation", "really")


@dataclass(frozen=True, slots=True)
class Edited:
    """What an edit brought: new claims, those they replaced, facts that stood already, what was planned, and warnings."""

    case: str
    claims: tuple[Claim, ...] = ()
    superseded: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    planned: Planned | None = None
    warnings: tuple[str, ...] = ()


def edit_case(desk: Desk, case_ref: str, raw: Any) -> Edited:
    """Correct or complete what a source states in a case, and plan when and how pressingly it is worked on.

    ``raw`` is ``{"source": …, "facts": {…}, "reason": …, "priority": …, "review_on": …}``, with ``grade``, ``when`` and
    ``basis`` as for a claim. A fact that holds one value replaces the one claim that this source makes of it; where
    it makes several, ``supersedes`` names one. Of a fact that may have several values, a new one joins the others.
    Raises ``InputRefused``, ``NotFound``, or ``RuleNotMet`` for a correction without a reason.
    """
    given = mapping(raw, "the edit")
    known_keys(given, FIELDS, "the edit")
    with desk.vault.act(EDIT) as act:
        case = desk.open_case(case_ref)
        claims: list[Claim] = []
        unchanged: list[str] = []
        warnings: list[str] = []
        if given.get("facts"):
            sources = Sources(desk)
            source = _source(sources, given)
            claims, unchanged, warnings = _claims(desk, case, source, given)
            for document, contact in sources.fresh if claims else ():
                keep_source(desk, act, document, contact)
        plan = planned(desk, given)
        made = [
            *_kept(desk, case, claims, text(given.get("reason"), "the reason")),
            *([plan] if plan else []),
        ]
        if not made and not unchanged:
            raise InputRefused(
                "nothing is said that would change the case",
                "give facts with their source, a priority or a day of review",
            )
        if made:
            desk.adding(CASES, case.id, made)
            refuse_overfull(desk, case)
    replaced = tuple(claim.supersedes for claim in claims if claim.supersedes)
    return Edited(case.id, tuple(claims), replaced, tuple(unchanged), plan, tuple(warnings))


def _source(sources: Sources, given: Mapping[str, Any]) -> str:
    if not given.get("source"):
        raise InputRefused("nobody is named who says so", 'every statement has a source: "source": ID')
    with at("source"):
        source = sources.resolve(given["source"])
        if sources.known[source].withdrawn:
            raise RuleNotMet("that source was taken back", "bring it back with `registry undo --redo` first")
    return source


def _kept(desk: Desk, case: CaseFile, claims: Sequence[Claim], reason: str) -> list[Item]:
    """Return the items of what was corrected; raise ``RuleNotMet`` where a value gives way and nobody says why."""
    replaced = [claim.supersedes for claim in claims if claim.supersedes]
    for claim in claims:
        before = case.claim_by_id.get(claim.supersedes)
        if before is not None and before.state == KNOWN and before.value != claim.value and not reason:
            raise RuleNotMet(
                "to correct what a source is on record with needs a reason",
                'give "reason", such as a slip of the pen, or what the source says now',
            )
    if not claims:
        return []
    ids = tuple(claim.id for claim in claims)
    return [*claims, Corrected(**desk.pen.stamp(), claims=ids, superseded=tuple(replaced), reason=reason)]


def _claims(
    desk: Desk, case: CaseFile, source: str, given: Mapping[str, Any]
) -> tuple[list[Claim], list[str], list[str]]:
    """Return the new claims, the keys of facts that stood already, and what the caseworker should know."""
    stated, warnings = gathered(case.kind, _with_age_day(desk, case, mapping(given["facts"], "facts")))
    about = {key: given[key] for key in ("grade", "when", "basis") if given.get(key)}
    made: list[Claim] = []
    unchanged: list[str] = []
    with at("facts"):
        for key, raw in stated.items():
            declared = fact_named(case.facts, key)
            for one in items(raw) if declared.fact.several else [raw]:
                if one in (None, ""):
                    continue
                claim = _change(desk, case, declared, source, with_about(one, about), made)
                if claim is None:
                    unchanged.append(declared.key)
                else:
                    made.append(claim)
                    warnings += _lost(case, claim)
    return made, unchanged, warnings + parts_warnings(case.kind, made)


def _with_age_day(desk: Desk, case: CaseFile, facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the facts with the day last seen that the case has, where an age is given without any day."""
    seen = desk.view(case).best("last_seen_on") if "age" in facts else None
    plain = isinstance(facts.get("age"), str | int | float)
    if seen is None or not plain or facts.get("age_on") or facts.get("last_seen_on"):
        return facts
    return {**facts, "age_on": seen.text}


def _change(
    desk: Desk,
    case: CaseFile,
    declared: Declared,
    source: str,
    said: Mapping[str, Any],
    made: Sequence[Claim],
) -> Claim | None:
    """Return the claim that what was said makes, with the one it replaces; ``None`` where the source says so already."""
    named = line(said.get("supersedes"), "the claim superseded")
    plain = {key: value for key, value in said.items() if key != "supersedes"}
    claim = claim_of(declared, plain, source, desk.pen, rules_of(desk))
    own = [
        c for c in case.claims if (c.source, c.fact, c.about) == (source, declared.key, "")
        and c.id not in {one.supersedes for one in made}
    ]  # fmt: skip
    if named:
        with at(declared.key):
            before = superseded(case, declared, source, named)
        return msgspec.structs.replace(claim, supersedes=before)
    if same := [c for c in own if (c.value, c.state, c.stance) == (claim.value, claim.state, claim.stance)]:
        return _completed(same[-1], claim)
    with at(declared.key):
        corrected = _corrected(declared, claim, own)
    return msgspec.structs.replace(claim, supersedes=corrected.id) if corrected else claim


def _completed(before: Claim, claim: Claim) -> Claim | None:
    """Return a claim of the same value with what is newly said of it; ``None`` where nothing is."""
    blank = Claim(id="", source="", fact="")
    more = {
        field: getattr(claim, field)
        for field in _SAID_OF_IT
        if getattr(claim, field) not in (getattr(blank, field), getattr(before, field))
    }
    if not more:
        return None
    stamp = {key: getattr(claim, key) for key in ("id", "by", "device", "at")}
    return msgspec.structs.replace(before, **stamp, **more, supersedes=before.id)


def _corrected(declared: Declared, claim: Claim, own: Sequence[Claim]) -> Claim | None:
    """Return the claim that a new one takes the place of, if any; raise ``InputRefused`` where several could be meant.

    What the source could not or would not say gives way to what it says now. Of facts with several values, no value
    gives way unless it is named.
    """
    known = [c for c in own if c.state == KNOWN and c.stance == claim.stance]
    silent = [c for c in own if c.state != KNOWN]
    meant = silent if declared.fact.several else [*known, *silent]
    if len(meant) > 1 and not declared.fact.several:
        raise InputRefused(
            "this source makes several claims of that fact, and it is not said which is corrected",
            'name it: {"value": …, "supersedes": CLAIM}; see `registry claim list CASE --fact FACT`',
        )
    return meant[-1] if meant else None


def _lost(case: CaseFile, claim: Claim) -> Iterator[str]:
    """Say what the claim that gave way had beside its value: a corrected value is not vouched for by the old evidence."""
    before = case.claim_by_id.get(claim.supersedes)
    if before is None or before.value == claim.value:
        return
    blank = Claim(id="", source="", fact="")
    gone = [
        _WORDS.get(field, field)
        for field in _EVIDENCE
        if getattr(before, field) != getattr(blank, field) and getattr(claim, field) == getattr(blank, field)
    ]
    if gone:
        yield f"{claim.fact}: not taken over from the claim it replaces: {', '.join(gone)}"


_WORDS = {
    "on": "when it was so", "locator": "its place in the source", "verbatim": "the source's own words",
    "credibility": "its grade", "reliability": "a grade of its own for the source",
}  # fmt: skip


def planned(desk: Desk, given: Mapping[str, Any]) -> Planned | None:
    """Return what is planned for a case, or ``None`` where nothing is; raise ``InputRefused`` for a day gone by."""
    priority = PRIORITIES.read(given["priority"]).code if given.get("priority") else None
    review_on = None
    if asked := line(given.get("review_on"), "review_on"):
        with at("review_on"):
            review_on = "" if asked.casefold() == NO_DAY else _day(asked, desk.today)
    if priority is None and review_on is None:
        return None
    reason = text(given.get("reason"), "the reason")
    stamp: dict[str, Any] = desk.pen.stamp()
    return Planned(**stamp, priority=priority, review_on=review_on, reason=reason)


def _day(asked: str, today: str) -> str:
    day = PartialDate.parse(asked)
    if day.earliest is None:
        raise InputRefused(
            "the day has no beginning", f"give a day, such as 2026-12-01, or {NO_DAY} for none"
        )
    if day.latest is not None and day.latest.isoformat() < today:
        raise InputRefused("that day has gone by", f"give a day to come, or {NO_DAY} for none")
    return day.text
