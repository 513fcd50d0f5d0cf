"""Small registers and episodes for tests: synthetic, and the same each time."""

from __future__ import annotations

from typing import Any

from registry.cases.episodes import EpisodeView, episodes_of
from registry.cases.items import Episode, plain_item
from registry.cases.register import Record, RecordFile, Register, Registers, id_of_code
from tests.cases.build import Maker, source

SOURCES = {"S1": source(), "S2": source("S2", "survivor", reliability="B"), "S3": source("S3", "ngo")}


def record(make: Maker, kind: str, *facts: tuple[str, Any], code: str = "", **about: Any) -> Record:
    """Return a record of a register of which each pair of fact and value is claimed."""
    claims = [make.claim(fact, value, **about) for fact, value in facts]
    identity = id_of_code(code) if code else make.stamp()["id"]
    document = {"id": identity, "kind": kind, "made": {}, "items": [plain_item(one) for one in claims]}
    return Record(RecordFile(document | ({"code": code} if code else {})), SOURCES)


def registers(*records: Record) -> Registers:
    """Return the registers that hold these records."""
    kinds = ("facility", "actor", "place")
    return Registers(*(Register(one for one in records if one.kind == kind) for kind in kinds))


def episode(
    make: Maker, kind: str, facts: dict[str, Any], known: Registers | None = None, **about: Any
) -> EpisodeView:
    """Return an episode of which one source claims these facts; several values of one fact stand in a list."""
    made = Episode(**make.stamp(), kind=kind)
    claims = [
        make.claim(fact, value, about=made.id, **about)
        for fact, values in facts.items()
        for value in (values if isinstance(values, list) else [values])
    ]
    (view,) = episodes_of(make.case(made, *claims), SOURCES, known)
    return view
