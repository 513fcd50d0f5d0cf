"""The history of a case as people read it: what happened, with the names of who wrote it and of who said it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from registry.cases.casefile import CaseFile
from registry.cases.items import AnyItem
from registry.desk.desk import Desk
from registry.desk.erasing import erased_links
from registry.desk.history import Past, past_of


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened, the name of the caseworker who wrote it, and the label of the source, if one said it."""

    past: Past
    by: str
    said_by: str = ""


class Pasts:
    """Turns items of one case file into lines of history, with the names of caseworkers and sources."""

    def __init__(self, desk: Desk, case: CaseFile) -> None:
        self._case, self._erased = case, erased_links(desk, case)
        self._names, self._desk = desk.names(), desk
        self._labels: dict[str, str] = {}

    def of(self, items: Iterable[AnyItem]) -> Iterator[Told]:
        """Yield each item as a line."""
        for item in items:
            past = past_of(self._case, item, self._erased)
            said_by = self._label(past.source) if past.source else ""
            yield Told(past, self._names.get(past.by, past.by[:8]), said_by)

    def _label(self, source: str) -> str:
        if source not in self._labels:
            known = self._desk.kept_source(source)
            self._labels[source] = self._desk.source(source).label if known else ""
        return self._labels[source]
