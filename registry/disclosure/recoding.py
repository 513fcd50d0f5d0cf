"""Local recoding from the top: people are parted into classes as fine as a rule allows, each value given or coarsened."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

# The root of every hierarchy: the value is not given at all.
ANY = "any"

# A person's leaf in each column, and the class of each column by which several people are told of.
Leaves = tuple[str, ...]
At = tuple[str, ...]
# Whether people, by their places in the rows, may be told of as one class; asked for unions of what held too.
Holds = Callable[[At, Sequence[int]], bool]


@dataclass(frozen=True)
class Hierarchy:
    """How the values of one column grow coarser: for each leaf its way up, from the leaf itself to ``ANY``."""

    key: str
    ways: Mapping[str, tuple[str, ...]]

    def __post_init__(self) -> None:
        parents = {below: above for way in self.ways.values() for below, above in itertools.pairwise(way)}
        if any(way[-1] != ANY for way in self.ways.values()) or any(
            parents[below] != above for way in self.ways.values() for below, above in itertools.pairwise(way)
        ):
            raise ValueError(f"the classes of {self.key} are no tree below its root")

    @cached_property
    def sizes(self) -> Mapping[str, int]:
        """How many leaves each class gathers."""
        found: dict[str, int] = {}
        for way in self.ways.values():
            for node in way:
                found[node] = found.get(node, 0) + 1
        return found

    @cached_property
    def below(self) -> Mapping[str, Mapping[str, str]]:
        """For each class that has parts, the part in which each of its leaves lies."""
        found: dict[str, dict[str, str]] = {}
        for leaf, way in self.ways.items():
            for part, whole in itertools.pairwise(way):
                found.setdefault(whole, {})[leaf] = part
        return found

    def loss(self, node: str) -> float:
        """Return what a class tells less than a leaf: 0 for a leaf, 1 for all.

        The loss metric of Iyengar (Transforming data to satisfy privacy constraints, KDD 2002, section 3): of the M
        leaves of a column, a class of m leaves loses (m - 1) / (M - 1).
        """
        leaves = len(self.ways)
        return (self.sizes[node] - 1) / (leaves - 1) if leaves > 1 else 0.0


@dataclass(frozen=True, slots=True)
class Recoded:
    """People told of alike: the class in each column, and the places of these people in the rows."""

    at: At
    rows: tuple[int, ...]


def recode(
    rows: Sequence[Leaves], hierarchies: Sequence[Hierarchy], holds: Holds, least: int
) -> tuple[Recoded, ...] | None:
    """Part all rows into classes for which ``holds``, beginning with one in which no value is given.

    Returns ``None`` where not even that one holds. ``least`` is a size below which nothing holds. Wherever one class is
    parted, what stays together holds too, so nobody is left out. Classes are in one order, whatever the order of rows.
    """
    whole = Recoded(tuple(ANY for _ in hierarchies), tuple(range(len(rows))))
    if len(rows) < least or not holds(whole.at, whole.rows):
        return None
    work, done = [whole], dict[At, list[int]]()
    while work:
        one = work.pop()
        parted = _best(one, rows, hierarchies, holds, least)
        if parted is None:
            done.setdefault(one.at, []).extend(one.rows)
        else:
            work += parted
    return tuple(Recoded(at, tuple(sorted(done[at]))) for at in sorted(done))


# So that parting off a handful of rows, which costs hardly any further parting, is not preferred to everything.
_FLOOR = 0.05


def _best(
    one: Recoded, rows: Sequence[Leaves], hierarchies: Sequence[Hierarchy], holds: Holds, least: int
) -> list[Recoded] | None:
    """Return the parts of a class along the column that tells most for what it takes from the other columns.

    A part in which everybody lies is free. Otherwise what is won (the loss that goes) is weighed against the entropy of
    the parting: the more evenly people are parted, the fewer are left together to tell more of in other columns.
    """
    best: tuple[float, list[Recoded]] | None = None
    for column, hierarchy in enumerate(hierarchies):
        if one.at[column] not in hierarchy.below:
            continue
        parts = _parts(one, column, rows, hierarchy, holds, least)
        if parts is None:
            continue
        before = hierarchy.loss(one.at[column])
        won = sum(len(part.rows) * (before - hierarchy.loss(part.at[column])) for part in parts) / len(
            one.rows
        )
        if len(parts) == 1:
            return parts
        score = won / (_entropy([len(part.rows) for part in parts]) + _FLOOR)
        if best is None or score > best[0]:
            best = score, parts
    return best[1] if best else None


def _entropy(sizes: Sequence[int]) -> float:
    total = sum(sizes)
    return -sum(size / total * log(size / total) for size in sizes)


def _parts(
    one: Recoded, column: int, rows: Sequence[Leaves], hierarchy: Hierarchy, holds: Holds, least: int
) -> list[Recoded] | None:
    """Return the parts of a class along one column, what stays together last; ``None`` where nothing can be parted off.

    People of parts that do not hold stay at the class as it is. If they are too few for that, the parts by which
    least is lost join them, until they are enough.
    """
    node = one.at[column]
    part_of = hierarchy.below[node]
    gathered: dict[str, list[int]] = {}
    for row in one.rows:
        gathered.setdefault(part_of[rows[row][column]], []).append(row)
    found = {
        part: Recoded((*one.at[:column], part, *one.at[column + 1 :]), tuple(members))
        for part, members in sorted(gathered.items())
    }
    good = {p: f for p, f in found.items() if len(f.rows) >= least and holds(f.at, f.rows)}
    rest = [row for part, members in sorted(gathered.items()) if part not in good for row in members]
    before = hierarchy.loss(node)
    while good and rest and not (len(rest) >= least and holds(one.at, rest)):
        cheapest = min(good, key=lambda part: (len(good[part].rows) * (before - hierarchy.loss(part)), part))
        rest += good.pop(cheapest).rows
    if not good:
        return None
    return [*good.values(), *([Recoded(one.at, tuple(rest))] if rest else [])]


def loss(classes: Iterable[Recoded], hierarchies: Sequence[Hierarchy], left_out: int = 0) -> float:
    """Return the information loss of classes by Iyengar's metric: the mean over people and columns, 0 to 1.

    Somebody who is left out loses everything in every column.
    """
    people, lost = left_out, float(left_out * len(hierarchies))
    for one in classes:
        people += len(one.rows)
        lost += len(one.rows) * sum(h.loss(node) for h, node in zip(hierarchies, one.at, strict=True))
    return lost / (people * len(hierarchies)) if people else 0.0


def at_least(people: int) -> Holds:
    """Return the plain rule of k-anonymity: so many people in each class."""
    return lambda _, rows: len(rows) >= people


def spread(values: Iterable[str]) -> tuple[int, float]:
    """Return how many distinct values there are, and the share of the one that stands most often."""
    counts: dict[str, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    total = sum(counts.values())
    return len(counts), max(counts.values()) / total if total else 1.0


def columns(classes: Iterable[Recoded], size: int) -> Iterator[tuple[int, At]]:
    """Yield each of ``size`` people's places with what is told of them, in the order of the rows."""
    told = {row: one.at for one in classes for row in one.rows}
    yield from ((row, told[row]) for row in range(size) if row in told)
