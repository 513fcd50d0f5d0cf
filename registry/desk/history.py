"""What happened to a case, in order: every item ever written, by whom, and whether it still counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from registry.cases.casefile import CaseFile
from registry.cases.items import (
    AnyItem,
    Assessment,
    Claim,
    Consent,
    Exhibit,
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


def history(case: CaseFile) -> Iterator[Past]:
    """Every item of the case, oldest first, those retracted, superseded and undone among them."""
    for item in case.items:
        yield Past(
            item.id, item.at, item.by, str(item.__struct_config__.tag), in_words(case, item), _no_longer(case, item)
        )


def _no_longer(case: CaseFile, item: AnyItem) -> str:
    if item.id in case.undone:
        return "undone"
    if item.id in case.retractions:
        return "retracted"
    return "superseded" if item.id in case.superseded else ""


def in_words(case: CaseFile, item: AnyItem) -> str:
    """Return one item as a line for a reader; its texts still have to be made safe for the screen."""
    match item:
        case Claim():
            return _claim_in_words(case, item)
        case Retraction():
            return f"claim {short(item.claim)} taken back: {item.reason}"
        case Assessment():
            because = f": {item.reason}" if item.reason else ""
            return f"status set from {_status(item.previous)} to {_status(item.status)}{because}"
        case Consent():
            return f"consent {'withdrawn' if item.withdrawn else 'given'} for {item.purpose}"
        case Exhibit():
            return f"exhibit attached: {item.name} ({item.size:,} bytes)"
        case ReadOut():
            return f"exhibit {short(item.exhibit)} read out to a file"
        case Link() | Relation():
            return f"{getattr(item, 'kind', None) or getattr(item, 'relation', '')}: {short(item.other)}"
        case Task():
            return f"task opened: {item.why or item.kind}"
        case TaskDone():
            return f"task {short(item.task)} done: {item.outcome}"
        case Stage():
            return f"stage: {item.stage}"
        case Note():
            return f"note: {item.text}"
        case Undo():
            return f"undone: {', '.join(short(one) for one in item.items)}"


def _status(code: str) -> str:
    return STATUS_TERMS[code].en if code in STATUS_TERMS else code


def _claim_in_words(case: CaseFile, claim: Claim) -> str:
    declared = case.facts.get(claim.fact)
    label = declared.fact.label if declared else claim.fact
    if claim.state != KNOWN:
        return f"{label}: {STATES[claim.state].en if claim.state in STATES else claim.state}"
    value = read_value(declared, claim.value) if declared else None
    stance = "" if claim.stance == "asserts" else f" ({claim.stance.replace('_', ' ')})"
    return f"{label}: {value.show() if value else 'kept, not readable by this version'}{stance}"
