"""What the caseworker answers where no claim can: read once, kept in plain form, shown in the sheet's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from registry.errors import InputRefused
from registry.forms.rules import DATE, YES_NO, Field
from registry.forms.wording import WORDS, word
from registry.words.dates import PartialDate
from registry.words.plain import Paragraph
from registry.words.states import KNOWN, STATES

YES, NO = "yes", "no"

# An answer as it is kept: text, ``yes`` or ``no``, an EDTF date, or ``{"state": …}`` where there is none.
Kept = str | dict[str, str]


def read_answer(field: Field, raw: Any) -> Kept:
    """Return an answer as it is kept; raise ``InputRefused`` for what cannot be read without guessing."""
    if isinstance(raw, Mapping):
        return _stateless(raw)
    if field.answer == YES_NO:
        return _yes_or_no(raw)
    if field.answer == DATE:
        return PartialDate.parse(raw).text
    return Paragraph.parse(raw).text


def _stateless(raw: Mapping[str, Any]) -> Kept:
    if set(raw) != {"state"}:
        raise InputRefused(
            "an answer is neither a value nor a state", 'give a value, or {"state": "refused"}'
        )
    state = STATES.read(raw["state"]).code
    if state == KNOWN:
        raise InputRefused("an answer that is known has a value", "give the value itself")
    return {"state": state}


def _yes_or_no(raw: Any) -> str:
    if isinstance(raw, bool):
        return YES if raw else NO
    said = raw.strip().casefold() if isinstance(raw, str) else ""
    for key in (YES, NO):
        if said in WORDS[key]:
            return key
    raise InputRefused("that is neither yes nor no", "answer yes or no")


def shown_answer(field: Field, kept: Kept, lang: str) -> str:
    """Return an answer, or why there is none, as words for a reader of ``lang``."""
    if isinstance(kept, dict):
        return STATES[kept["state"]].show(lang)
    if field.answer == YES_NO:
        return word(kept, lang)
    return PartialDate.parse(kept).show(lang) if field.answer == DATE else kept
