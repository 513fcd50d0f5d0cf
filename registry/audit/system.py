"""The linear system of a set of tables: one unknown for each set of people, and which sums it keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod

from registry.audit.frame import Frame, Key, TooLarge

MOST_COLUMNS = 40_000
# Tables that close a ring are bound person by person up to so many finest combinations of their dimensions.
MOST_JOINED = 20_000


@dataclass(slots=True)
class System:
    """Unknown whole counts with bounds (``None``: open), and rows that say which is the sum of which others."""

    # Which people an unknown counts; ``None`` for a sum or a difference.
    keys: list[Key | None] = field(default_factory=list)
    index: dict[Key, int] = field(default_factory=dict)
    low: list[int | None] = field(default_factory=list)
    high: list[int | None] = field(default_factory=list)
    rows: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)
    # Unknowns that need not be whole: the persons behind a ring, whose sums are.
    free: set[int] = field(default_factory=set)

    def column(self, key: Key) -> int:
        """Return the unknown of a set of people, made where there is none yet."""
        at = self.index.get(key)
        if at is None:
            at = self.index[key] = self.add()
            self.keys[at] = key
        return at

    def add(self, low: int | None = 0, high: int | None = None) -> int:
        """Make an unknown that is no set of people by itself: a sum or a difference."""
        if len(self.keys) >= MOST_COLUMNS:
            raise TooLarge
        self.keys.append(None)
        self.low.append(low)
        self.high.append(high)
        return len(self.keys) - 1

    def bound(self, at: int, low: int | None, high: int | None) -> None:
        """Narrow the bounds of an unknown."""
        before = self.low[at], self.high[at]
        self.low[at] = low if before[0] is None else before[0] if low is None else max(before[0], low)
        self.high[at] = high if before[1] is None else before[1] if high is None else min(before[1], high)

    def total(self, parts: Sequence[int]) -> int:
        """Return an unknown that is the sum of others."""
        if len(parts) == 1:
            return parts[0]
        at = self.add()
        self.rows.append((at, tuple(parts)))
        return at

    def contradicts(self) -> bool:
        """Whether bounds alone leave nothing to an unknown."""
        return any(
            low is not None and high is not None and low > high
            for low, high in zip(self.low, self.high, strict=True)
        )


def build(frame: Frame, *, joined: bool = False) -> System:
    """Return the system of all tables of a frame, without bounds.

    Each table is summed from its finest cells, and tables agree wherever they share dimensions. That is all there
    is to say unless three or more tables close a ring. With ``joined`` a ring is bound person by person too: raises
    ``TooLarge`` where there are too many combinations.
    """
    system = System()
    cells = [frame.key(number, at) for number, release in enumerate(frame.releases) for at in release.cells]
    tables = _largest({frozenset(key for key, _ in cell) for cell in cells})
    system.column(frozenset())
    for table in tables:
        seeds = {cell for cell in cells if {key for key, _ in cell} <= table}
        seeds.add(frozenset())
        for other in tables:
            shared = table & other
            if other != table and shared:
                _within_reason(frame, shared)
                seeds.update(frame.finest(shared))
        _within_reason(frame, table)
        _expand(system, frame, sorted(table), seeds)
    ring = _ring(tables)
    if ring and joined:
        _join(system, frame, ring)
    return system


def rings(frame: Frame) -> bool:
    """Whether tables of the frame close a ring, so that binding them pairwise says less than all there is."""
    cells = [frame.key(number, at) for number, release in enumerate(frame.releases) for at in release.cells]
    return bool(_ring(_largest({frozenset(key for key, _ in cell) for cell in cells})))


def _within_reason(frame: Frame, keys: Iterable[str]) -> None:
    if prod(frame.atoms[key] for key in keys) > MOST_COLUMNS:
        raise TooLarge


def _largest(tables: set[frozenset[str]]) -> list[frozenset[str]]:
    """Return the tables that are no part of another, in a steady order."""
    kept = [one for one in tables if not any(one < other for other in tables)]
    return sorted(kept, key=sorted)


def _expand(system: System, frame: Frame, table: Sequence[str], seeds: Iterable[Key]) -> None:
    """Add the sums of cells over one table: each cell once, along its first dimension that still parts."""
    waiting, done = sorted(seeds, key=_order), set()
    while waiting:
        cell = waiting.pop()
        if cell in done:
            continue
        done.add(cell)
        at = system.column(cell)
        parts = _parts(frame, table, cell)
        if parts:
            waiting += parts
            system.rows.append((at, tuple(system.column(part) for part in parts)))


def _parts(frame: Frame, table: Sequence[str], cell: Key) -> list[Key]:
    classes = dict(cell)
    for key in table:
        atoms = classes.get(key, frozenset(range(frame.atoms[key])))
        if len(atoms) > 1:
            return [frozenset({**classes, key: frozenset({atom})}.items()) for atom in sorted(atoms)]
    return []


def _order(cell: Key) -> list[tuple[str, list[int]]]:
    return sorted((key, sorted(atoms)) for key, atoms in cell)


def _ring(tables: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    """Return the tables left when ears are cut off (Graham, Yu and Ozsoyoglu): none where they form a tree."""
    left = list(tables)
    shrinking = True
    while shrinking:
        shrinking = False
        for one in left:
            others = [other for other in left if other is not one]
            shared = frozenset(key for key in one if any(key in other for other in others))
            if not others or any(shared <= other for other in others):
                left, shrinking = others, True
                break
    return left


def _join(system: System, frame: Frame, ring: Sequence[frozenset[str]]) -> None:
    """Bind the tables of a ring by the counts of every finest combination of their dimensions.

    Dimensions that no table crosses need not be combined: counts over the cliques of a chordal graph that agree
    where two of them meet belong to one register (Vorob'ev, Consistent families of measures, 1962).
    """
    cliques = _cliques(frame, ring)
    if sum(prod(frame.atoms[key] for key in clique) for clique in cliques) > MOST_JOINED:
        raise TooLarge
    for at, clique in enumerate(cliques):
        persons = {cell: system.column(cell) for cell in frame.finest(clique)}
        if not any(clique <= table for table in ring):
            system.free |= set(persons.values())
        meeting = {clique & other for other in cliques[:at] + cliques[at + 1 :]}
        for shared in sorted({table for table in ring if table < clique} | meeting, key=sorted):
            _bind(system, persons, shared, free=not any(shared <= table for table in ring))


def _bind(system: System, persons: Mapping[Key, int], shared: frozenset[str], *, free: bool) -> None:
    """Say that the persons of a clique add up to each finest combination of some of its dimensions."""
    parts: dict[Key, list[int]] = {}
    for cell, at in persons.items():
        parts.setdefault(frozenset(one for one in cell if one[0] in shared), []).append(at)
    for cell, found in parts.items():
        total = system.column(cell)
        if free:
            system.free.add(total)
        system.rows.append((total, tuple(found)))


def _cliques(frame: Frame, ring: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    """Return the cliques of the graph of dimensions that tables cross, made chordal at little cost.

    Dimensions are taken out one by one, the one first whose combinations with its neighbours are fewest.
    """
    keys = frozenset().union(*ring)
    near = {key: frozenset().union(*(table for table in ring if key in table)) for key in keys}
    found: list[frozenset[str]] = []
    while near:
        first = min(sorted(near), key=lambda key: prod(frame.atoms[one] for one in near[key]))
        clique = near.pop(first)
        if not any(clique <= other for other in found):
            found.append(clique)
        near = {key: (around | clique if key in clique else around) - {first} for key, around in near.items()}
    return found


def copied(system: System, into: System) -> Mapping[int, int]:
    """Add all unknowns and rows of a system to another as new ones; return where each of them went."""
    moved = {
        at: into.add(low, high) for at, (low, high) in enumerate(zip(system.low, system.high, strict=True))
    }
    into.free |= {moved[at] for at in system.free}
    for at, to in moved.items():
        into.keys[to] = system.keys[at]
    into.rows += [(moved[whole], tuple(moved[part] for part in parts)) for whole, parts in system.rows]
    return moved
