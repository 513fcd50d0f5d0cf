"""The places one can go to, each with its key; a place is loaded when it is first gone to."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any, cast

from textual.screen import Screen


@dataclass(frozen=True, slots=True)
class Place:
    """A place: its key, its name in the bar, what it is for, and the module and class of its screen."""

    key: str
    name: str
    purpose: str
    module: str
    screen: str

    def made(self) -> Screen[Any]:
        """Return a new screen of this place."""
        return cast("Screen[Any]", getattr(import_module(f"registry.tui.{self.module}"), self.screen)())


PLACES: tuple[Place, ...] = (
    Place("1", "Cases", "every case file: search, filter, open", "cases", "CasesScreen"),
    Place("2", "Agenda", "what is due today, and what waits", "agenda", "AgendaScreen"),
    Place("3", "Groups", "reports about many unnamed people", "groups", "GroupsScreen"),
    Place("4", "Matches", "who may be the same person", "matches", "MatchesScreen"),
    Place("5", "Sources", "who gives information, and how reliable they are", "sources", "SourcesScreen"),
    Place("6", "Lists", "bring in a list, and what waits of earlier ones", "lists", "ListsScreen"),
    Place("7", "Summaries", "anonymised summaries, and what went out", "summaries", "SummariesScreen"),
    Place("8", "Overview", "the registry in figures", "overview", "OverviewScreen"),
    Place("9", "Vault", "the vault, its copies and its people", "vault", "VaultScreen"),
)
