"""What happened to a case, in order: every item ever written, by whom, and whether it still counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from registry.cases.casefile import CaseFile
from registry.cases.custody import FOUND
from registry.cases.duties import task_words
from registry.cases.items import (
    Action,
    ActionAnswer,
    AnyItem,
    Assessment,
    Checked,
    Claim,
    Consent,
    Corrected,
    Episode,
    Exhibit,
    FamilyTold,
    FormAnswers,
    Item,
    Link,
    Narrative,
    Note,
    Planned,
    Proposed,
    ReadOut,
    Relation,
    Retraction,
    SheetOut,
    Stage,
    Task,
    TaskDone,
    TaskMoved,
    ToldEnquirer,
    Undo,
    Verdict,
    Verified,
)
from registry.cases.moments import no_longer
from registry.cases.packs import of_a_pack
from registry.cases.planning import corrected_words, planned_words
from registry.cases.reviewing import reviewed_as, stage_in_words, told_as, why_in_words
from registry.cases.status import STATUS_TERMS
from registry.cases.terms import SENSITIVE_TASKS
from registry.cases.views import read_value
from registry.desk.acts import instant, keys_of
from registry.desk.desk import Desk
from registry.errors import InputRefused
from registry.words.identity import short
from registry.words.states import KNOWN, STATES


@dataclass(frozen=True, slots=True)
class Past:
    """One thing that happened: the item, when, by whose key, in words, and why it no longer counts, if so."""

    id: str
    at: str
    by: str
    kind: str
    what: str
    no_longer: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of a history is wanted: from and until which instant, by whose keys, of which kinds; empty for all."""

    since: str = ""
    until: str = ""
    by: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()

    @classmethod
    def parse(
        cls, desk: Desk, since: str = "", until: str = "", by: str = "", kinds: Iterable[str] = ()
    ) -> Wanted:
        """Read dates or times, a caseworker's name and kinds of items; raise ``InputRefused`` or ``NotFound``."""
        return cls(
            instant(since).first if since else "",
            instant(until).last if until else "",
            keys_of(desk, by) if by else frozenset(),
            frozenset(map(_kind, kinds)),
        )

    def takes(self, item: AnyItem) -> bool:
        """Whether an item is in the part that is wanted."""
        return (
            self.since <= item.at
            and (not self.until or item.at <= self.until)
            and (not self.by or item.by in self.by)
            and (not self.kinds or str(item.__struct_config__.tag) in self.kinds)
        )


def _kind(asked: str) -> str:
    kinds = sorted(str(kind.__struct_config__.tag) for kind in _WORDS)
    kind = asked.strip().casefold().replace("-", "_")
    if kind not in kinds:
        raise InputRefused("that is no kind of entry in a history", f"use one of: {', '.join(kinds)}")
    return kind


def history(
    case: CaseFile, erased: frozenset[str] = frozenset(), wanted: Wanted | None = None
) -> Iterator[Past]:
    """Every item of the case that is wanted, oldest first, those retracted, superseded and undone among them.

    ``erased`` are those of the cases it is tied to that were erased.
    """
    return (past_of(case, item, erased) for item in filter((wanted or Wanted()).takes, case.items))


def past_of(case: CaseFile, item: AnyItem, erased: frozenset[str] = frozenset()) -> Past:
    """Return one item of a case as a line of its history."""
    return Past(
        item.id,
        item.at,
        item.by,
        str(item.__struct_config__.tag),
        in_words(case, item) + (" (erased)" if getattr(item, "other", "") in erased else ""),
        no_longer(case, item),
        item.source if isinstance(item, Claim | Exhibit) else "",
    )


def in_words(case: CaseFile, item: AnyItem) -> str:
    """Return one item as a line for a reader; its texts still have to be made safe for the screen."""
    return _WORDS[type(item)](case, item)


def _assessed(_: CaseFile, item: Assessment) -> str:
    because = f": {item.reason}" if item.reason else ""
    return f"status set from {_status(item.previous)} to {_status(item.status)}{because}{reviewed_as(item)}"


def _moved(_: CaseFile, item: Stage) -> str:
    because = "; ".join(filter(None, (why_in_words(item.why), item.reason)))
    return f"stage: {stage_in_words(item.stage)}{because and f': {because}'}{reviewed_as(item)}"


def _proposed(_: CaseFile, item: Proposed) -> str:
    because = f": {item.reason}" if item.reason else ""
    return f"proposed {short(item.id)}, {told_as(item)}{because}"


def _status(code: str) -> str:
    return STATUS_TERMS[code].en if code in STATUS_TERMS else code


def _claim_in_words(case: CaseFile, claim: Claim) -> str:
    declared = case.declared(claim)
    label = declared.fact.label if declared else claim.fact
    if (declared and declared.fact.sensitive) or (declared is None and of_a_pack(claim.fact)):
        return f"{label}: (sensitive; see `registry case show CASE --all`)"
    if claim.state != KNOWN:
        return f"{label}: {STATES[claim.state].en if claim.state in STATES else claim.state}"
    value = read_value(declared, claim.value) if declared else None
    stance = "" if claim.stance == "asserts" else f" ({claim.stance.replace('_', ' ')})"
    really = " (reads as several people; said to be one person's name)" if claim.really else ""
    return f"{label}: {value.show() if value else 'kept, not readable by this version'}{stance}{really}"


def _task_ended(case: CaseFile, item: TaskDone) -> str:
    """Return how a task ended; of a sensitive one nothing more than that it did."""
    task = next((one for one in case.items if isinstance(one, Task) and one.id == item.task), None)
    how = "given up" if item.dropped else "done"
    quiet = task is not None and task.kind in SENSITIVE_TASKS
    said = f": {item.outcome}" if item.outcome and not quiet else ""
    return f"task {short(item.task)} {how}{said}"


def _read_out(item: ReadOut) -> str:
    how = " without its metadata" if item.copy_sha256 else ""
    to = f" for {item.recipient or item.purpose}" if item.purpose or item.recipient else ""
    why = f": {item.reason}" if item.reason else ""
    return f"exhibit {short(item.exhibit)} read out to a file{how}{to}{why}"


# So many ids stand on a line of history; a restore takes back all that came after a moment.
_NAMED = 6


def _undone(item: Undo) -> str:
    named = ", ".join(short(one) for one in item.items[:_NAMED])
    more = f" and {len(item.items) - _NAMED:,} more" if len(item.items) > _NAMED else ""
    return f"undone: {named}{more}" + (f" ({item.reason})" if item.reason else "")


# How each kind of item reads, one line a kind.
_WORDS: Mapping[type[Item], Callable[[CaseFile, Any], str]] = {
    Claim: _claim_in_words,
    Retraction: lambda _, item: f"claim {short(item.claim)} taken back: {item.reason}",
    Assessment: _assessed,
    Consent: lambda _, item: f"consent {'withdrawn' if item.withdrawn else 'given'} for {item.purpose}",
    Exhibit: lambda _, item: f"exhibit attached: {item.name} ({item.size:,} bytes)",
    ReadOut: lambda _, item: _read_out(item),
    Verified: lambda _, item: f"exhibit {short(item.exhibit)} verified: {FOUND.get(item.found, item.found)}",
    Link: lambda _, item: f"linked to {short(item.other)}: {item.kind.replace('_', ' ')}, {item.certainty}",
    Relation: lambda _, item: f"related to {short(item.other)}: {item.relation}",
    Task: lambda _, item: f"task opened: {task_words(item)}",
    TaskMoved: lambda _, item: (
        f"task {short(item.task)} moved: {', '.join(part for part in (item.assignee, item.due) if part)}"
    ),
    TaskDone: _task_ended,
    FamilyTold: lambda _, item: f"the family was told (task {short(item.task)})",
    Action: lambda _, item: f"step taken: {item.kind.replace('_', ' ')} to {item.to}",
    ActionAnswer: lambda _, item: f"answer to step {short(item.action)}: {item.kind.replace('_', ' ')}",
    ToldEnquirer: lambda _, item: f"something was told on request {short(item.request)}",
    Stage: _moved,
    Proposed: _proposed,
    Verdict: lambda _, item: (
        f"proposal {short(item.proposal)} {item.verdict}{item.reason and f': {item.reason}'}"
    ),
    FormAnswers: lambda _, item: f"answers kept for the form {item.form}: {', '.join(item.answers)}",
    SheetOut: lambda _, item: (
        f"sheet {item.form} went out for {item.recipient} ({item.format}, SHA-256 {item.sha256[:16]}…)"
        f"{item.reason and f': {item.reason}'}"
    ),
    Note: lambda _, item: f"note: {item.text}",
    Narrative: lambda _, item: (
        f"account written for publication ({item.language}), {len(item.text):,} characters"
    ),
    Episode: lambda _, item: f"{item.kind} {short(item.id)} taken in",
    Checked: lambda _, item: f"looked at by a second person: {item.reason}",
    Corrected: lambda _, item: corrected_words(item),
    Planned: lambda _, item: planned_words(item),
    Undo: lambda _, item: _undone(item),
}
