"""What is asked of a release: which tables, by which dimensions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from registry.disclosure.classifications import REGISTERED
from registry.disclosure.periods import RUNGS
from registry.errors import UsageRefused

# What a caseworker may count by. Month and quarter are rungs of one ladder, when last seen.
_TIME = {rung: ("seen", place) for place, rung in enumerate(RUNGS, 1)}
# Coarser rungs may be asked for by their own name: what is found to pass can then be asked for.
_COARSER = {"region": ("place", 1), "fate": ("status", 1), "government": ("holder", 1)}
BY: dict[str, tuple[str, int]] = _TIME | {key: (key, 0) for key in REGISTERED} | _COARSER


@dataclass(frozen=True, slots=True)
class Request:
    """The tables asked for, each a tuple of keys of ``BY``, and the last day counted.

    Without a ``cutoff`` the policy's latest is used.
    """

    tables: tuple[tuple[str, ...], ...]
    cutoff: date | None = None

    @classmethod
    def parse(cls, by: Iterable[str], cutoff: date | None = None) -> Request:
        """Read tables as ``place,sex``; raise ``UsageRefused`` for an unknown or doubled dimension."""
        tables = tuple(dict.fromkeys(_table(words) for words in by))
        if not tables:
            raise UsageRefused("no table is asked for", f"name one with --by, from: {', '.join(BY)}")
        return cls(tables, cutoff)

    def words(self) -> str:
        """Return the tables as a command spells them."""
        return " ".join(f"--by {','.join(table)}" for table in self.tables)


def _table(words: str) -> tuple[str, ...]:
    keys = tuple(key.strip().casefold() for key in words.split(",") if key.strip())
    unknown = [key for key in keys if key not in BY]
    if unknown or not keys:
        raise UsageRefused("a table names something people are not counted by", f"use: {', '.join(BY)}")
    if len({BY[key][0] for key in keys}) < len(keys):
        raise UsageRefused(
            "a table names the same dimension twice", "name each dimension once; month or quarter"
        )
    return keys
