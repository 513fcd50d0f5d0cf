"""What was publicly said of eastern Aleppo, November 2016 to January 2017, as the demonstration holds it.

Two files lie beside this module: ``aleppo_2016_figures.csv``, one sourced statement a line, and
``groups.toml``, the group reports with their sources, grades and relations. Both hold facts and short
quotations from the publications they name; the notes and grades are ours.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """One sourced statement.

    ``low`` and ``high`` are in ``unit`` (people, per cent, or an event that is not counted); None is a
    bound that the speaker did not give. ``as_of`` and ``window`` are partial dates: the day the figure
    holds for and the time it covers. ``reported_by`` names who passed the statement on, if it was not
    read from the speaker. ``group`` is the key of the group report that it belongs to, or empty.
    ``conflicts_with`` names the statements that it does not agree with, either way round; ``revises``
    the earlier statement of the same speaker that it replaces.
    """

    key: str
    speaker: str
    reported_by: str
    statement_date: str
    as_of: str
    topic: str
    window: str
    measure: str
    low: int | None
    high: int | None
    unit: str
    wording: str
    publication: str
    source_url: str
    group: str
    conflicts_with: tuple[str, ...]
    revises: str
    note: str


@dataclass(frozen=True, slots=True)
class GroupStatement:
    """One more statement about a group: ``source`` is a key of ``sources()``."""

    source: str
    fact: str
    value: str
    credibility: int
    why: str
    stance: str = "asserts"
    on: str = ""


@dataclass(frozen=True, slots=True)
class DemoGroup:
    """One group report: its facts in the shape of ``case new``, its grade, and what others say.

    ``source`` is a key of ``sources()``; ``locator`` is where the report was read, if not at the source's
    own address. ``credibility`` grades the report's facts, and ``why`` says why.
    """

    key: str
    source: str
    facts: dict[str, Any]
    credibility: int
    why: str
    locator: str
    statements: tuple[GroupStatement, ...]

    @property
    def intake(self) -> dict[str, Any]:
        """The document that ``case new --from`` takes."""
        return {
            "kind": "group",
            "source": sources()[self.source],
            "grade": str(self.credibility),
            "facts": self.facts,
            "note": self.why,
        }


@dataclass(frozen=True, slots=True)
class GroupRelation:
    """How the people of one report relate to those of another, and why we say so."""

    left: str
    right: str
    relation: str
    why: str


def _text(name: str) -> str:
    return (files("registry.desk.demo") / "data" / name).read_text(encoding="utf-8")


def _number(cell: str) -> int | None:
    return int(cell) if cell else None


@cache
def figures() -> tuple[Figure, ...]:
    """Return the sourced statements in the order of the file, each conflict told on both its sides."""
    rows = list(csv.DictReader(_text("aleppo_2016_figures.csv").splitlines()))
    told = {row["key"]: set(filter(None, row["conflicts_with"].split(";"))) for row in rows}
    both = {
        key: mine | {other for other, theirs in told.items() if key in theirs} for key, mine in told.items()
    }
    return tuple(_figure(row, both[row["key"]]) for row in rows)


def _figure(row: dict[str, str], conflicts: set[str]) -> Figure:
    read: dict[str, Any] = row | {
        "low": _number(row["low"]),
        "high": _number(row["high"]),
        "conflicts_with": tuple(sorted(conflicts)),
    }
    return Figure(**read)


@cache
def _groups_file() -> dict[str, Any]:
    return tomllib.loads(_text("groups.toml"))


@cache
def sources() -> dict[str, dict[str, Any]]:
    """Return the public sources of the group reports by key, each in the shape of a new source."""
    return dict(_groups_file()["source"])


@cache
def groups() -> tuple[DemoGroup, ...]:
    """Return the group reports in the order of the file."""
    return tuple(_group(raw) for raw in _groups_file()["group"])


def _group(raw: dict[str, Any]) -> DemoGroup:
    said = tuple(GroupStatement(**{"source": raw["source"]} | one) for one in raw.get("statement", ()))
    own = {key: raw[key] for key in ("key", "source", "facts", "credibility", "why")}
    return DemoGroup(**own, locator=raw.get("locator", ""), statements=said)


@cache
def relations() -> tuple[GroupRelation, ...]:
    """Return the relations between group reports that were looked at, the unknown ones among them."""
    return tuple(GroupRelation(**raw) for raw in _groups_file()["relation"])


def by_topic() -> Iterator[tuple[str, tuple[Figure, ...]]]:
    """Yield each topic of which more than one statement is kept, with its statements side by side."""
    topics: dict[str, list[Figure]] = {}
    for figure in figures():
        topics.setdefault(figure.topic, []).append(figure)
    for topic, told in topics.items():
        if len(told) > 1:
            yield topic, tuple(told)
