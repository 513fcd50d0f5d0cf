"""What happened to a case, in order: every item ever written, by whom, and whether it still counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from registry.cases.casefile import CaseFile
from registry.cases.duties import task_words
from registry.cases.items import (
    Action,
    ActionAnswer,
    AnyItem,
    Assessment,
    Claim,
    Consent,
    Exhibit,
    FamilyTold,
    FormAnswers,
    Item,
    Link,
    Note,
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
)
from registry.cases.packs import of_a_pack
from registry.cases.reviewing import reviewed_as, stage_in_words, told_as, why_in_words
from registry.cases.status import STATUS_TERMS
from registry.cases.terms import SENSITIVE_TASKS
from registry.cases.views import read_value
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


def history(case: CaseFile, erased: frozenset[str] = frozenset()) -> Iterator[Past]:
    """Every item of the case, oldest first, those retracted, superseded and undone among them.

    ``erased`` are those of the cases it is tied to that were erased.
    """
    for item in case.items:
        yield Past(
            item.id,
            item.at,
            item.by,
            str(item.__struct_config__.tag),
            in_words(case, item) + (" (erased)" if getattr(item, "other", "") in erased else ""),
            _no_longer(case, item),
        )


def _no_longer(case: CaseFile, item: AnyItem) -> str:
    if item.id in case.undone:
        return "undone"
    if item.id in case.retractions:
        return "retracted"
    return "superseded" if item.id in case.superseded else ""


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
    declared = case.facts.get(claim.fact)
    label = declared.fact.label if declared else claim.fact
    if (declared and declared.fact.sensitive) or (declared is None and of_a_pack(claim.fact)):
        return f"{label}: (sensitive; see `registry case show CASE --all`)"
    if claim.state != KNOWN:
        return f"{label}: {STATES[claim.state].en if claim.state in STATES else claim.state}"
    value = read_value(declared, claim.value) if declared else None
    stance = "" if claim.stance == "asserts" else f" ({claim.stance.replace('_', ' ')})"
    return f"{label}: {value.show() if value else 'kept, not readable by this version'}{stance}"


def _task_ended(case: CaseFile, item: TaskDone) -> str:
    """Return how a task ended; of a sensitive one nothing more than that it did."""
    task = next((one for one in case.items if isinstance(one, Task) and one.id == item.task), None)
    how = "given up" if item.dropped else "done"
    quiet = task is not None and task.kind in SENSITIVE_TASKS
    said = f": {item.outcome}" if item.outcome and not quiet else ""
    return f"task {short(item.task)} {how}{said}"


# How each kind of item reads, one line a kind.
_WORDS: Mapping[type[Item], Callable[[CaseFile, Any], str]] = {
    Claim: _claim_in_words,
    Retraction: lambda _, item: f"claim {short(item.claim)} taken back: {item.reason}",
    Assessment: _assessed,
    Consent: lambda _, item: f"consent {'withdrawn' if item.withdrawn else 'given'} for {item.purpose}",
    Exhibit: lambda _, item: f"exhibit attached: {item.name} ({item.size:,} bytes)",
    ReadOut: lambda _, item: (
        f"exhibit {short(item.exhibit)} read out to a file"
        + (f" for {item.recipient or item.purpose}" if item.purpose else "")
    ),
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
    ),
    Note: lambda _, item: f"note: {item.text}",
    Undo: lambda _, item: f"undone: {', '.join(short(one) for one in item.items)}",
}
