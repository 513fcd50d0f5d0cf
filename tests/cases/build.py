"""Small case files for tests: synthetic, and the same each time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from registry.cases.casefile import CaseFile
from registry.cases.items import Claim, Item, plain_item
from registry.sources.source import Source
from registry.words.identity import id_of

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


class Maker:
    """Makes items whose ids and times follow one another."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def stamp(self) -> dict[str, str]:
        number = next(self._numbers)
        at = (START + timedelta(minutes=number)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        return {"id": id_of(number * 2**40 + number), "by": "aa", "device": "test", "at": at}

    def claim(self, fact: str, value: Any, source: str = "S1", **about: Any) -> Claim:
        return Claim(**self.stamp(), fact=fact, value=value, source=source, **about)

    def case(self, *items: Item, kind: str = "person", identity: str = "000000000001") -> CaseFile:
        made = {"by": "aa", "device": "test", "at": START.isoformat()}
        plain = [plain_item(item) for item in items]
        return CaseFile({"id": identity, "kind": kind, "made": made, "items": plain})


def source(identity: str = "S1", kind: str = "family", **about: Any) -> Source:
    return Source(id=identity, label=f"source {identity}", kind=kind, **about)
