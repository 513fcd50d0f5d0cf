"""Cross-tabulation: persons and families in every cell of a table and of its margins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product

from registry.disclosure.countable import Countable
from registry.disclosure.dimensions import TOTAL, Dimension
from registry.disclosure.periods import Window

# A cell is the set of classes that its people share, in the order of the dimension keys; a dimension
# left out means its total. The same people counted in two tables are therefore the same cell.
Cell = tuple[tuple[str, str], ...]
# A table is the rung it uses of each dimension, in printed order.
Layout = tuple[tuple[str, int], ...]
Ladders = Mapping[str, Dimension]


def cell_at(classes: Mapping[str, str]) -> Cell:
    """Return the cell of ``classes`` (dimension to class), totals left out."""
    return tuple(sorted((key, code) for key, code in classes.items() if code != TOTAL))


def spell(cell: Cell) -> str:
    """Return a cell as one line of text, the same in every release: what ties are keyed by."""
    return "|".join(f"{key}={code}" for key, code in cell)


@dataclass(slots=True)
class Tally:
    """How many persons, and which families, up to the number the policy asks for."""

    persons: int = 0
    families: set[str] = field(default_factory=set)

    def add(self, other: Tally, enough: int) -> None:
        """Add another tally of other people; families are kept only until there are ``enough``."""
        self.persons += other.persons
        if len(self.families) < enough:
            self.families |= other.families


Counts = dict[tuple[str, ...], Tally]


@dataclass(frozen=True, slots=True)
class Counted:
    """The people of a release by their leaves over the dimensions ``keys``."""

    keys: tuple[str, ...]
    rows: Counts
    enough: int

    def over(self, layout: Layout, ladders: Ladders) -> dict[Cell, Tally]:
        """Return the tally of every cell of a table and its margins, empty cells too."""
        cells = {cell: Tally() for cell in cells_of(layout, ladders)}
        for classes, tally in self._inner(layout, ladders).items():
            for cell in _margins(classes):
                cells[cell].add(tally, self.enough)
        return cells

    def _inner(self, layout: Layout, ladders: Ladders) -> dict[Cell, Tally]:
        climbs = [(key, self.keys.index(key), ladders[key].climbs[rung]) for key, rung in sorted(layout)]
        inner: dict[Cell, Tally] = defaultdict(Tally)
        for leaves, tally in self.rows.items():
            inner[tuple((key, climb[leaves[at]]) for key, at, climb in climbs)].add(tally, self.enough)
        return inner


def gather(
    people: Iterable[Countable], keys: Iterable[str], enough: int
) -> list[tuple[dict[str, str], Tally]]:
    """Return people who are alike in all values of ``keys`` together, families up to ``enough``.

    Registers hold few distinct combinations, so that everything after this is quick.
    """
    keys = (*keys, "month", "quarter")
    alike: dict[tuple[str | None, ...], Tally] = defaultdict(Tally)
    for person in people:
        tally = alike[tuple(map(person.values.get, keys))]
        tally.persons += 1
        if len(tally.families) < enough:
            tally.families.add(person.kin)
    named = [{key: value for key, value in zip(keys, values, strict=True) if value} for values in alike]
    return list(zip(named, alike.values(), strict=True))


def count(people: Iterable[Countable], ladders: Ladders, window: Window | None, enough: int) -> Counted:
    """Count ``people`` by their leaves over all of ``ladders``, families up to ``enough`` a cell."""
    return count_gathered(gather(people, ladders, enough), ladders, window, enough)


def count_gathered(
    alike: Iterable[tuple[Mapping[str, str], Tally]], ladders: Ladders, window: Window | None, enough: int
) -> Counted:
    """Count people gathered by their values; raise ``DisclosureRefused`` for an unregistered value."""
    keys = tuple(sorted(ladders))
    rows: Counts = defaultdict(Tally)
    for values, tally in alike:
        leaves = tuple(
            window.leaf(values) if key == "seen" and window else ladders[key].leaf(values.get(key))
            for key in keys
        )
        rows[leaves].add(tally, enough)
    return Counted(keys, dict(rows), enough)


def _margins(classes: Cell) -> Iterator[Cell]:
    for size in range(len(classes) + 1):
        yield from combinations(classes, size)


def cells_of(layout: Layout, ladders: Ladders) -> Iterator[Cell]:
    """Yield every cell of a table and its margins."""
    ways = [
        [(key, code) for code in (TOTAL, *ladders[key].levels[rung].codes)] for key, rung in sorted(layout)
    ]
    for classes in product(*ways):
        yield tuple((key, code) for key, code in classes if code != TOTAL)


def inner_cells(layout: Layout, ladders: Ladders) -> Iterator[Cell]:
    """Yield the cells of a table that are no margin."""
    yield from product(*([(key, c) for c in ladders[key].levels[rung].codes] for key, rung in sorted(layout)))


def linked(layouts: Sequence[Layout], ladders: Ladders) -> tuple[Layout, ...]:
    """Return the tables with the ones that two of them imply together.

    Where two tables share dimensions on different rungs, both add up to the same coarser table. It is
    made a table of the release too, so that the two cannot round it differently.
    """
    found = list(dict.fromkeys(layouts))
    for one, other in combinations(layouts, 2):
        rungs = dict(other)
        met = ((key, ladders[key].meet(rung, rungs[key])) for key, rung in one if key in rungs)
        shared = tuple((key, rung) for key, rung in met if rung is not None)
        if len(shared) > 1 and not any(_within(shared, table) for table in found):
            found.append(shared)
    return tuple(found)


def _within(inner: Layout, outer: Layout) -> bool:
    return set(inner) <= set(outer)


@dataclass(frozen=True, slots=True)
class Sum:
    """One line of additivity: ``whole`` is the sum of ``parts``."""

    whole: Cell
    parts: tuple[Cell, ...]


def sums(cells: Iterable[Cell], layouts: Sequence[Layout], ladders: Ladders) -> tuple[Sum, ...]:
    """Return every line of additivity that holds between ``cells``, over tables, margins and rungs."""
    known = dict.fromkeys(cells)
    rungs: dict[str, set[int]] = defaultdict(set)
    for layout in layouts:
        for key, rung in layout:
            rungs[key].add(rung)
    splits = {key: ladders[key].splits(used) for key, used in rungs.items()}
    found = []
    for cell in known:
        classes = dict(cell)
        for key, ways in splits.items():
            for codes in ways.get(classes.get(key, TOTAL), ()):
                parts = tuple(cell_at({**classes, key: code}) for code in codes)
                if all(part in known for part in parts):
                    found.append(Sum(cell, parts))
    return tuple(found)
