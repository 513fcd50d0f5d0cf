"""Turning what one source states of an episode or of a register's record into claims, each fact under its own name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from registry.cases.casefile import CaseFile
from registry.cases.control import Control
from registry.cases.holder import Holder
from registry.cases.items import Claim
from registry.cases.named import Named
from registry.cases.register import Record, RecordFile
from registry.desk.claiming import claim_of, fact_named, superseded
from registry.desk.count_rules import rules_of
from registry.desk.desk import Desk
from registry.desk.reading import at, items, known_keys, mapping
from registry.desk.registers import ACTORS, FACILITIES, PLACES
from registry.desk.sourcing import keep_source
from registry.desk.voices import Sources
from registry.errors import InputRefused, RuleNotMet
from registry.words.fact import Declared
from registry.words.places import Place

if TYPE_CHECKING:
    from registry.vault.act import Act

FIELDS = ("source", "facts", "grade", "when", "basis")


@dataclass(frozen=True, slots=True)
class Stated:
    """What one source states: its id, and its facts as they were given."""

    source: str
    facts: Mapping[str, Any]
    about: Mapping[str, Any]


def read_stated(desk: Desk, act: Act, raw: Any) -> Stated:
    """Read ``{"source": …, "facts": {…}, "grade": …, "when": …, "basis": …}``, and keep a source that is new.

    ``source`` is an id, or a source as `source new` takes it. Raises ``InputRefused``, ``NotFound`` or ``RuleNotMet``.
    """
    given = mapping(raw, "the statement")
    known_keys(given, FIELDS, "the statement")
    if not given.get("source"):
        raise InputRefused(
            "nobody is named who says so", "every statement has a source: give --source SOURCE"
        )
    stated_by("", given)  # without a fact no source is kept
    sources = Sources(desk)
    with at("source"):
        source = sources.resolve(given["source"])
        if sources.known[source].withdrawn:
            raise RuleNotMet("that source was taken back", "bring it back with `registry undo --redo` first")
    for document, contact in sources.fresh:
        keep_source(desk, act, document, contact)
    return stated_by(source, given)


def stated_by(source: str, given: Mapping[str, Any]) -> Stated:
    """Return what the source of an id states; raise ``InputRefused`` where that is no fact."""
    facts = mapping(given.get("facts") or {}, "facts")
    if not facts:
        raise InputRefused("no fact is stated", 'give at least one under "facts"; see `registry docs fields`')
    return Stated(source, facts, {key: given[key] for key in ("grade", "when", "basis") if given.get(key)})


def claims_stated(
    desk: Desk,
    stated: Stated,
    declared: Mapping[str, Declared],
    about: str = "",
    beside: CaseFile | None = None,
) -> list[Claim]:
    """Return one claim for each value that is stated.

    ``about`` is the episode they speak of; ``beside`` the file they join, in which they may supersede claims.
    """
    made: list[Claim] = []
    rules = rules_of(desk)
    with at("facts"):
        for key, raw in stated.facts.items():
            fact = fact_named(declared, key)
            for one in items(raw) if fact.fact.several else [raw]:
                if one in (None, ""):
                    continue
                with at(fact.key):
                    said = _said(desk, stated, fact, one)
                    if said.get("supersedes"):
                        said["supersedes"] = _superseded(beside, fact, stated.source, said, about)
                claim = claim_of(fact, said, stated.source, desk.pen, rules)
                made.append(msgspec.structs.replace(claim, about=about))
    if not made:
        raise InputRefused("no fact is stated", 'give at least one under "facts"; see `registry docs fields`')
    return made


def _said(desk: Desk, stated: Stated, fact: Declared, one: Any) -> dict[str, Any]:
    whole = isinstance(one, Mapping) and ("value" in one or "state" in one)
    said = {**stated.about, **one} if whole else {**stated.about, "value": one}
    if said.get("value") is not None:
        said["value"] = chosen(desk, fact.kind, said["value"])
    return said


def _superseded(
    beside: CaseFile | None, fact: Declared, source: str, said: Mapping[str, Any], about: str
) -> str:
    if beside is None:
        raise InputRefused("what is new has no claim to supersede", "leave `supersedes` out")
    return superseded(beside, fact, source, str(said["supersedes"]), about)


def chosen(desk: Desk, kind: type, raw: Any) -> Any:
    """Return a value in which ``{"id": …}`` that picks a record of a register is whole; others as they are.

    Raises ``NotFound`` for an id that no record has.
    """
    if not isinstance(raw, Mapping):
        return raw
    if kind is Control and raw.get("by"):
        return {**raw, "by": chosen(desk, Holder, raw["by"])}
    table = next((t for base, t in _TABLES if issubclass(kind, base)), None)
    if table is None or not isinstance(raw.get("id"), str):
        return raw
    file = RecordFile(desk.document(table, raw["id"]))
    text = raw.get("text") or Record(file).title
    if kind is Place:
        return {"text": text, "code": file.code or file.id}
    return {**raw, "text": text, "id": file.id}


# Holder before Named: a holder is a name too.
_TABLES: tuple[tuple[type, str], ...] = ((Holder, ACTORS), (Named, FACILITIES), (Place, PLACES))
