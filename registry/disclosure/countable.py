"""One person as the desk hands them over to be counted: leaves of the ladders, and no name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Countable:
    """A person to be counted.

    ``case`` is the case's id: it stays in the plan and the ledger and never reaches a summary. ``family``
    is a label shared by the people of one family or incident, ``None`` where none is noted. ``values``
    gives a leaf code for each dimension key; a key left out is *not stated*. ``consented`` means consent
    to anonymous statistics that has not been withdrawn. ``seen`` is the latest day on which the person
    may have been last seen, ``None`` where no date is known. ``also`` are further files about the same person,
    who is counted once.
    """

    case: str
    family: str | None
    values: Mapping[str, str]
    consented: bool
    seen: date | None = None
    also: frozenset[str] = frozenset()

    @property
    def cases(self) -> frozenset[str]:
        """Every file about the person."""
        return self.also | {self.case}

    @property
    def kin(self) -> str:
        """The family or incident the person counts under.

        Someone without a noted family counts as a family of their own: the label is kept exactly for
        those who are not alone. ``docs/design/disclosure.md`` weighs what that risks.
        """
        return f"alone {self.case}" if self.family is None else f"family {self.family}"


def universe(people: Iterable[Countable], cutoff: date) -> tuple[Countable, ...]:
    """Return those who may be counted: consented, and not last seen after ``cutoff``.

    Someone without a date is counted: the cut-off protects recent events, and a later release that
    differs by that person is held back by the rule on overlapping people.
    """
    return tuple(p for p in people if p.consented and (p.seen is None or p.seen <= cutoff))
