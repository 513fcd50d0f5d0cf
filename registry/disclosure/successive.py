"""Releases in a row: what earlier ones hold the next one to, and when the next one has to wait."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from registry.disclosure.countable import Countable
from registry.disclosure.ledger import GivenTable, LedgerEntry, Standing
from registry.disclosure.periods import RUNGS, Span, rung_key
from registry.disclosure.policy import Policy
from registry.disclosure.tables import Cell, Ladders, Layout
from registry.disclosure.versions import level_key, older_keys, structure
from registry.errors import DisclosureRefused

TABLES = "T"
# A year between re-bases, in days.
YEAR = 365


@dataclass(frozen=True, slots=True)
class Earlier:
    """The earlier releases over any of the same people, to anyone, oldest first, and what they leave standing.

    ``base`` is the release that the present row begins with: the first, or the last re-base.
    """

    entries: tuple[LedgerEntry, ...]
    levels: dict[str, int]

    @property
    def base(self) -> LedgerEntry:
        """The release that began the present row."""
        rebased = [entry for entry in self.entries if entry.standing and entry.standing.rebased]
        return (rebased or list(self.entries))[-1 if rebased else 0]

    @property
    def row(self) -> tuple[Standing, ...]:
        """What each release of the present row left standing."""
        row = self.entries[self.entries.index(self.base) :]
        return tuple(entry.standing for entry in row if entry.standing)

    @property
    def spans(self) -> tuple[Span, ...]:
        """The windows of time of the row."""
        return tuple(dict.fromkeys(standing.span for standing in self.row if standing.span))

    @property
    def people(self) -> frozenset[str]:
        """Every case that an earlier release counted."""
        return frozenset().union(*(entry.people for entry in self.entries))

    def asked(self) -> tuple[tuple[str, ...], ...]:
        """Return the tables that were asked for in the row."""
        tables = (table.asked for standing in self.row for table in standing.tables)
        return tuple(dict.fromkeys(asked for asked in tables if asked))

    def floor(self, asked: Sequence[str], layout: Layout, ladders: Ladders) -> Layout:
        """Return ``layout`` no finer than the same table was ever given in the row.

        A table that grew finer from one release to the next would tell which rule had failed before.
        """
        for standing in self.row:
            for table in standing.tables:
                if table.asked and set(table.asked) == set(asked):
                    layout = _no_finer(layout, dict(table.given), ladders)
        return layout

    def layouts(self, ladders: Ladders, span: Span | None) -> tuple[Layout, ...]:
        """Return the tables of the row on the rungs of ``ladders``, each over its own window of time."""
        found = (
            _layout(table, standing.span, span, ladders)
            for standing in reversed(self.row)
            for table in standing.tables
        )
        return tuple(dict.fromkeys(layout for layout in found if layout))

    def standing(self, cells: Iterable[Cell], ladders: Ladders) -> dict[Cell, int]:
        """Return where ``cells`` stand, those that any earlier release printed."""
        keys = {cell: level_key(cell, ladders) for cell in cells}
        return {cell: self.levels[key] for cell, key in keys.items() if key in self.levels}

    def anchors(self, cells: Iterable[Cell], ladders: Ladders) -> dict[Cell, int]:
        """Return the last prints of classes of the same words that were drawn otherwise then."""
        found = {}
        for cell in cells:
            known = [self.levels[key] for key in older_keys(cell, ladders) if key in self.levels]
            if known and level_key(cell, ladders) not in self.levels:
                found[cell] = known[0]
        return found


def earlier(past: Iterable[LedgerEntry], people: frozenset[str]) -> Earlier | None:
    """Return what earlier tables leave standing, or ``None`` where nobody was counted before.

    One shared person is enough: recipients collude, so it does not matter to whom a release went.
    """
    tables = sorted(
        (entry for entry in past if entry.release_class == TABLES),
        key=lambda entry: (entry.made_on, entry.release_id),
    )
    if all(people.isdisjoint(entry.people) for entry in tables):
        return None
    levels: dict[str, int] = {}
    for entry in tables:
        if entry.standing:
            held = entry.standing.levels
            low = {} if entry.standing.rebased else levels
            levels |= {key: max(level, low.get(key, 0)) for key, level in held.items()}
    return Earlier(tuple(tables), levels)


def structures(ladders: Ladders) -> dict[str, str]:
    """Return the digest of every classification but time's, whose classes say their own dates."""
    return {key: structure(ladder) for key, ladder in ladders.items() if key != "seen"}


def must_wait(
    found: Earlier,
    people: Sequence[Countable],
    *,
    policy: Policy,
    made_on: date,
    cutoff: date,
    ladders: Ladders,
    rebase: bool,
) -> DisclosureRefused | None:
    """Return why the next release may not be made now, or ``None``."""
    checks = (
        _unread(found),
        _redrawn(found, ladders),
        _too_soon(found, policy, made_on),
        _backwards(found, cutoff),
        _shrunk(found, people, policy),
        _few_new(found, people, policy),
        _not_yet_a_year(found, people, policy, made_on) if rebase else None,
    )
    return next((refusal for refusal in checks if refusal), None)


_AGAIN = "give the earlier release's files again with `registry disclose again`"


def _unread(found: Earlier) -> DisclosureRefused | None:
    if all(entry.standing for entry in found.entries):
        return None
    return DisclosureRefused(
        "an earlier release over these people was made by a version that kept nothing to compare with", _AGAIN
    )


def _redrawn(found: Earlier, ladders: Ladders) -> DisclosureRefused | None:
    """Refuse a classification whose classes changed under the same versions: its prints would not compare."""
    now = structures(ladders)
    versions = {key: max(ladder.versions.values(), default=1) for key, ladder in ladders.items()}
    for standing in found.row:
        for key, digest in standing.structures.items():
            said, _, version = digest.partition("@")
            if key in now and now[key] != said and versions[key] <= int(version or 1):
                return DisclosureRefused(
                    f"the classification of {key} changed and kept its version",
                    "register the change under a new version; nothing was written",
                )
    return None


def versioned(ladders: Ladders) -> dict[str, str]:
    """Return each classification's digest with the newest version in it, for the ledger."""
    found = structures(ladders)
    return {key: f"{found[key]}@{max(ladders[key].versions.values(), default=1)}" for key in found}


def _too_soon(found: Earlier, policy: Policy, made_on: date) -> DisclosureRefused | None:
    last = max(entry.made for entry in found.entries)
    first = last + timedelta(days=policy.gap)
    if made_on >= first:
        return None
    return DisclosureRefused(
        f"an earlier release over these people is less than {policy.gap} days old",
        f"wait until {first.isoformat()}, or {_AGAIN}",
    )


def _backwards(found: Earlier, cutoff: date) -> DisclosureRefused | None:
    last = max(entry.cutoff for entry in found.entries)
    if cutoff.isoformat() >= last:
        return None
    return DisclosureRefused(
        "an earlier release counts up to a later day, and the difference would be the days between",
        f"use --cutoff {last} or later, as far as the policy allows",
    )


def _shrunk(found: Earlier, people: Sequence[Countable], policy: Policy) -> DisclosureRefused | None:
    if len(people) >= policy.universe or not found.levels:
        return None
    return DisclosureRefused(
        f"fewer than {policy.universe} people are left of those an earlier release counted, and prints do not fall",
        _AGAIN,
    )


def _few_new(found: Earlier, people: Sequence[Countable], policy: Policy) -> DisclosureRefused | None:
    known = found.people
    new = [person for person in people if known.isdisjoint(person.cases)]
    if len(new) < policy.newcomers:
        return DisclosureRefused(
            f"fewer than {policy.newcomers} people are new since an earlier release, and the difference would tell of them",
            f"wait until more are documented, or {_AGAIN}",
        )
    if len({person.kin for person in new}) < policy.families:
        return DisclosureRefused(
            "the people new since an earlier release come from too few families or incidents",
            f"wait until more are documented, or {_AGAIN}",
        )
    return None


def _not_yet_a_year(
    found: Earlier, people: Sequence[Countable], policy: Policy, made_on: date
) -> DisclosureRefused | None:
    first = found.base.made + timedelta(days=YEAR)
    if made_on < first:
        return DisclosureRefused(
            "figures are re-based once a year",
            f"wait until {first.isoformat()}; `disclose make` goes on until then",
        )
    counted = frozenset().union(*(person.cases for person in people))
    left = len(found.entries[-1].people - counted)
    if 0 < left < policy.newcomers:
        return DisclosureRefused(
            f"fewer than {policy.newcomers} people left since the last release, and figures that fall would tell of them",
            "wait until more have left; `disclose make` goes on until then",
        )
    return None


def _no_finer(layout: Layout, given: dict[str, str], ladders: Ladders) -> Layout:
    """Return a layout climbed, and rid of dimensions, until it is no finer than ``given``."""
    kept = []
    for key, rung in layout:
        if key in given:
            before = next((i for i, level in enumerate(ladders[key].levels) if level.key == given[key]), rung)
            kept.append((key, max(rung, before)))
    return tuple(kept)


def _layout(table: GivenTable, span: Span | None, now: Span | None, ladders: Ladders) -> Layout | None:
    """Return an earlier table on the rungs of ``ladders``; ``None`` where its classification has none like them."""
    found = []
    for key, rung in table.given:
        name = rung_key(rung, span) if rung in RUNGS and span != now else rung
        places = (
            [i for i, level in enumerate(ladders[key].levels) if level.key == name] if key in ladders else []
        )
        if not places:
            return None
        found.append((key, places[0]))
    return tuple(found)
