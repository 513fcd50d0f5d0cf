"""What happened to a case, in order: every item ever written, by whom, and whether it still counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from registry.cases.casefile import CaseFile
from registry.cases.items import (
    AnyItem,
    Assessment,
    Checked,
    Claim,
    Consent,
    Episode,
    Exhibit,
    Item,
    Link,
    Note,
    ReadOut,
    Relation,
    Retraction,
    Stage,
    Task,
    TaskDone,
    Undo,
)
from registry.cases.status import STATUS_TERMS
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
    return f"status set from {_status(item.previous)} to {_status(item.status)}{because}"


def _status(code: str) -> str:
    return STATUS_TERMS[code].en if code in STATUS_TERMS else code


def _claim_in_words(case: CaseFile, claim: Claim) -> str:
    declared = case.declared(claim)
    label = declared.fact.label if declared else claim.fact
    if claim.state != KNOWN:
        return f"{label}: {STATES[claim.state].en if claim.state in STATES else claim.state}"
    value = read_value(declared, claim.value) if declared else None
    stance = "" if claim.stance == "asserts" else f" ({claim.stance.replace('_', ' ')})"
    return f"{label}: {value.show() if value else 'kept, not readable by this version'}{stance}"


# How each kind of item reads, one line a kind.
_WORDS: Mapping[type[Item], Callable[[CaseFile, Any], str]] = {
    Claim: _claim_in_words,
    Retraction: lambda _, item: f"claim {short(item.claim)} taken back: {item.reason}",
    Assessment: _assessed,
    Consent: lambda _, item: f"consent {'withdrawn' if item.withdrawn else 'given'} for {item.purpose}",
    Exhibit: lambda _, item: f"exhibit attached: {item.name} ({item.size:,} bytes)",
    ReadOut: lambda _, item: f"exhibit {short(item.exhibit)} read out to a file",
    Link: lambda _, item: f"linked to {short(item.other)}: {item.kind.replace('_', ' ')}, {item.certainty}",
    Relation: lambda _, item: f"related to {short(item.other)}: {item.relation}",
    Task: lambda _, item: f"task opened: {item.why or item.kind}",
    TaskDone: lambda _, item: f"task {short(item.task)} done: {item.outcome}",
    Stage: lambda _, item: f"stage: {item.stage}",
    Note: lambda _, item: f"note: {item.text}",
    Episode: lambda _, item: f"{item.kind} {short(item.id)} taken in",
    Checked: lambda _, item: f"looked at by a second person: {item.reason}",
    Undo: lambda _, item: f"undone: {', '.join(short(one) for one in item.items)}",
}
