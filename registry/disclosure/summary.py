"""A summary: a frozen value of words and numbers that cannot lead back to a record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from registry.words.terms import Term

# The version of the registered classifications; a changed class needs a new one.
VERSION = "1"

Cell = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PrintedClass:
    """A class of a printed dimension: its words, and the classes that part it (none for a leaf)."""

    term: Term
    parts: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The word by which cells name the class."""
        return self.term.code


@dataclass(frozen=True, slots=True)
class PrintedDimension:
    """A dimension as a release uses it: its key and words, the tree of its classes from ``Total`` down, its version."""

    key: str
    name: Term
    top: tuple[str, ...]
    classes: tuple[PrintedClass, ...]
    version: str = VERSION

    def term(self, code: str) -> Term:
        """Return the words of a class."""
        return next(found.term for found in self.classes if found.code == code)


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A printed table: its dimensions in order, and for each the classes of its rows or columns."""

    axes: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The dimension keys in printed order."""
        return tuple(key for key, _ in self.axes)


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """One printed number: the classes it counts, and a multiple of the base, or an interval as text."""

    at: Cell
    value: int | str


@dataclass(frozen=True, slots=True)
class PrintedGroup:
    """One group report as printed. ``wording`` is ``None`` where withheld, a bound where not given."""

    wording: str | None
    low: int | None
    high: int | None
    situation: Term
    period: Term | None
    place: Term
    holder: Term
    source: Term

    @property
    def order(self) -> tuple[Any, ...]:
        """What group reports are sorted by: printed values only."""
        period = self.period.code if self.period else "not stated"
        bounds = (self.low or 0, self.high or 0)
        classes = (self.place.code, self.holder.code, self.source.code, self.situation.code)
        return (period, *classes, *bounds, self.wording or "")

    def plain(self) -> dict[str, Any]:
        """Return the line for ``summary.json``."""
        return {
            "wording": self.wording,
            "low": self.low,
            "high": self.high,
            "situation": self.situation.code,
            "period": self.period.code if self.period else None,
            "place": self.place.code,
            "holder": self.holder.code,
            "source": self.source.code,
        }


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval over all printed group reports; ``relations_known`` is false where groups may overlap."""

    low: int
    high: int | None
    relations_known: bool

    def plain(self) -> dict[str, Any]:
        """Return the interval for ``summary.json``."""
        return {"low": self.low, "high": self.high, "relations_known": self.relations_known}


@dataclass(frozen=True, slots=True)
class Summary:
    """What a release says: everything printed in any of its files is here, and nothing else.

    ``made_on`` and ``cutoff`` are days as ISO 8601. ``policy`` holds words and whole numbers. ``notes``
    are codes of standing remarks whose words the reports keep. ``reach`` is how far the truth may lie from any
    print: 9, or 19 for the whole release where a print had to stand one step too high. Cells hold prints also where
    the policy says every figure one way: ``told`` is then what files say of them, and the ledger keeps the prints.
    """

    release_id: str
    made_on: str
    cutoff: str
    policy: Mapping[str, int | str]
    base: int
    threshold: int
    dimensions: tuple[PrintedDimension, ...]
    tables: tuple[PrintedTable, ...]
    cells: tuple[PrintedCell, ...]
    groups: tuple[PrintedGroup, ...] = ()
    group_total: Interval | None = None
    notes: tuple[str, ...] = ()
    reach: int = 9

    def dimension(self, key: str) -> PrintedDimension:
        """Return the dimension called ``key``."""
        return next(found for found in self.dimensions if found.key == key)

    def values(self) -> dict[Cell, int | str]:
        """Return every printed value by its cell."""
        return {cell.at: cell.value for cell in self.cells}

    @property
    def rounded(self) -> bool:
        """Whether the release holds rounded counts, not only the one total in words."""
        return all(isinstance(cell.value, int) for cell in self.cells)

    @property
    def one_way(self) -> bool:
        """Whether each figure is said as "at least" (the policy's floor band)."""
        return bool(self.policy.get("floor_band"))

    def least(self, value: int) -> int:
        """Return the multiple of the base that a print guarantees by the reading rule, 0 where it guarantees none.

        The truth is at least ``value - reach``, and ``reach`` is one less than a multiple of the base.
        """
        return max(0, value - self.reach - 1)

    def told(self, value: int | str) -> int | str:
        """Return what a file says of a print: the print, or under a floor band its least number as ``30+``."""
        return f"{self.least(value)}+" if self.one_way and isinstance(value, int) else value

    @property
    def with_prints(self) -> Summary:
        """The same summary with its prints and no floor band: it says all that the written one does, and more."""
        return replace(self, policy={**self.policy, "floor_band": 0})

    def plain(self) -> dict[str, Any]:
        """Return the interchange shape of ``summary.json`` (``docs/reference/schemas/summary.json``)."""
        return {
            "release_id": self.release_id,
            "made_on": self.made_on,
            "cutoff": self.cutoff,
            "policy": dict(self.policy),
            "threshold": self.threshold,
            "dimensions": {dimension.key: _tree(dimension) for dimension in self.dimensions},
            "rounding": self._rounding() if self.rounded else None,
            # No cell is withheld; the key stands for auditors that expect it.
            "suppression": {"threshold": self.threshold},
            "tables": [
                [{"dimension": key, "classes": list(codes)} for key, codes in t.axes] for t in self.tables
            ],
            "cells": [{"at": dict(cell.at), "value": self.told(cell.value)} for cell in self.cells],
            "groups": [group.plain() for group in self.groups],
            "group_total": self.group_total.plain() if self.group_total else None,
            "notes": list(self.notes),
        }

    def _rounding(self) -> dict[str, int | str]:
        rule: dict[str, int | str] = {"base": self.base, "mode": "controlled", "reach": self.reach}
        return rule | {"band": "floor"} if self.one_way else rule


def _tree(dimension: PrintedDimension) -> dict[str, Any]:
    parted = {found.code: list(found.parts) for found in dimension.classes if found.parts}
    return {
        "label": _words(dimension.name),
        "children": {"Total": list(dimension.top), **parted},
        "labels": {found.code: _words(found.term) for found in dimension.classes},
    }


def _words(term: Term) -> dict[str, str]:
    return {"en": term.en, "fr": term.fr, "ar": term.ar}
