"""Whole cases as the tables that colleagues' systems read: the columns of Uwazi and of Bayanat, and what fits into them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from registry.cases.folds import FactView
from registry.cases.person import OWN_NAMES
from registry.cases.status import STATUS_TERMS, STATUSES
from registry.cases.views import CaseView
from registry.errors import InputRefused
from registry.exchange.peers import BAYANAT, UWAZI
from registry.words.dates import PartialDate
from registry.words.fact import Declared, Value
from registry.words.identity import short
from registry.words.names import Script, script_of
from registry.words.plain import Age, Paragraph
from registry.words.terms import Coded

SYSTEMS = (UWAZI, BAYANAT)
# What never goes out in a table: what tells of a death or a killing, or may in passing, which a reader elsewhere would
# take for one; and what sources say of the status, which is not the assessed one.
_NEVER = frozenset({"status", "death", "remains", "characterisation", "means", "published"})
_BAR = "|"

# The headings of Uwazi's own export (processHeaders in its csvExporter.ts), around those of the template.
_UWAZI_FIRST, _UWAZI_LAST = ("Title", "Date added", "Template"), ("Documents", "Attachments", "Published")
# A name beside the title, and an age, stand under words that our own reading of headings knows.
_UWAZI_LABELS = {"name": "Full name", "age": "Age"}
# The headings of Bayanat's own export of actors (to_csv_dict of its model Actor), all of them and no other.
BAYANAT_HEADINGS = (
    "id", "name", "name_ar", "nickname", "nickname_ar", "middle_name", "middle_name_ar", "last_name", "last_name_ar",
    "mother_name", "mother_name_ar", "sex", "age", "civilian", "type", "media", "events", "related_bulletins",
    "related_actors", "related_incidents",
)  # fmt: skip
_BAYANAT_NAMES = {
    "name": "name", "nickname": "nickname", "father": "middle_name", "family_name": "last_name", "mother": "mother_name",
}  # fmt: skip
_BAYANAT_TERMS = {"sex": "sex", "civilian_status": "civilian"}


@dataclass(frozen=True, slots=True)
class Handed:
    """One case as it goes out: its cells by heading, the claims they come from, and the facts that do not fit."""

    case: str
    cells: Mapping[str, str]
    claims: tuple[str, ...]
    left_out: tuple[str, ...] = ()


def handed(view: CaseView, system: str, withheld: frozenset[str]) -> Handed:
    """Return a case as one row of a peer's table, without the facts ``withheld``.

    Raises ``InputRefused`` where nothing is left by which the person is called: such a table lists people by name.
    """
    said = {key: _texts(one) for key, one in view.facts.items() if key not in withheld and _may_go(one)}
    cells, shown = dict[str, str](), set[tuple[str, str]]()
    for heading, key, texts in (_uwazi if system == UWAZI else _bayanat)(view, said):
        cells[heading] = _BAR.join(texts)
        shown |= {(key, text) for text in texts}
    if not any(cells.get(heading) for heading in ("Title", "name", "name_ar")):
        raise InputRefused(
            "a case has no name that may go out, and such a table lists people by name",
            "leave it out, or give a sheet by `registry form`",
        )
    went = {
        key: [
            one
            for one in view.facts[key].held
            if (key, _written(view.facts[key].declared, one.value)) in shown
        ]
        for key in said
    }
    claims = dict.fromkeys(claim.id for held in went.values() for one in held for claim in one.claims)
    left = (
        key
        for key, one in view.facts.items()
        if key not in withheld and len(went.get(key, ())) < len(one.held)
    )
    return Handed(view.case.id, cells, tuple(claims), tuple(left))


def _may_go(view: FactView) -> bool:
    """Whether a fact may go out at all: a free text may say anything of anyone, and a sensitive fact stays."""
    declared = view.declared
    return (
        declared.key not in _NEVER
        and not declared.fact.sensitive
        and not issubclass(declared.kind, Paragraph)
    )


def _texts(view: FactView) -> list[str]:
    texts = (_written(view.declared, held.value) for held in view.held)
    return [text for text in texts if text is not None]


def _written(declared: Declared, value: Value) -> str | None:
    """Return a value as it is written in a cell, None where reading that cell would not give the same value."""
    if isinstance(value, Age):
        return str(value.years)  # the day it was stated on has a column of its own
    text: str = (
        value.show("en") if isinstance(value, Coded) else getattr(value, "text", "") or value.show("en")
    )
    if not text or _BAR in text or "\n" in text:
        return None
    try:
        return text if _same(declared.kind.parse(text), value) else None
    except InputRefused:
        return None


def _same(read: Any, value: Any) -> bool:
    if isinstance(read, PartialDate) and isinstance(value, PartialDate):
        return read.text == value.text
    return bool(read.plain() == value.plain()) or str(getattr(read, "text", "")) == str(
        getattr(value, "text", " ")
    )


_Filled = Iterator[tuple[str, str, Sequence[str]]]


def _uwazi(view: CaseView, said: Mapping[str, Sequence[str]]) -> _Filled:
    """Yield heading, fact and values: the title first, each fact under its own label, several values between bars."""
    title = next((key for key in OWN_NAMES if said.get(key)), "")
    if title:
        yield "Title", title, said[title][:1]
    yield "Reference", "reference", [short(view.case.id), *said.get("reference", ())]
    if status := _status(view):
        yield view.case.facts["status"].fact.label, "", [status]
    for key, texts in said.items():
        rest = texts[1:] if key == title == "name" else texts
        if key == "reference" or not rest:
            continue
        declared = view.case.facts[key]
        yield _UWAZI_LABELS.get(key, declared.fact.label), key, rest if declared.fact.several else rest[:1]
    age = view.best("age")
    if said.get("age") and isinstance(age, Age) and age.on:
        yield "Age on", "", [age.on.text]


def _bayanat(view: CaseView, said: Mapping[str, Sequence[str]]) -> _Filled:
    """Yield heading, fact and value: a name in each script has a column; what has no column is left out."""
    yield "id", "", [short(view.case.id)]
    for key, heading in _BAYANAT_NAMES.items():
        for arabic, column in ((False, heading), (True, f"{heading}_ar")):
            texts = [one for one in said.get(key, ()) if (script_of(one) is Script.ARABIC) is arabic]
            if texts:
                yield column, key, texts[:1]
    for key, heading in _BAYANAT_TERMS.items():
        if said.get(key):
            yield heading, key, said[key][:1]


def _status(view: CaseView) -> str:
    """Return the assessed status in words, empty where it speaks of a death that is not established.

    A reader elsewhere would take "reported dead" for dead; until a death is established, nobody is dead here.
    """
    made = view.case.assessment
    if made is None or made.status not in STATUSES or STATUSES[made.status].fate == "reported_dead":
        return ""
    return STATUS_TERMS[made.status].en


def table(system: str, rows: Iterable[Handed]) -> bytes:
    """Return rows as the CSV file of a system, in UTF-8; no cell is one that a spreadsheet takes for a formula."""
    rows = list(rows)
    if system == BAYANAT:
        headings: tuple[str, ...] = BAYANAT_HEADINGS
    else:
        own = dict.fromkeys(heading for row in rows for heading in row.cells if heading not in _UWAZI_FIRST)
        headings = (*_UWAZI_FIRST, *own, *_UWAZI_LAST)
    kept = io.StringIO(newline="")
    writer = csv.writer(kept, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([_guarded(row.cells.get(heading, "")) for heading in headings] for row in rows)
    return kept.getvalue().encode()


def _guarded(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
