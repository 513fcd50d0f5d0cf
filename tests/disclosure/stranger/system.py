"""Every release as one set of linear rules over people in classes, with what the reader knows besides."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise, product

import numpy as np

from tests.disclosure.stranger.classes import Atoms, during, naming
from tests.disclosure.stranger.knowledge import Knowledge
from tests.disclosure.stranger.program import Program, Terms, minus, terms
from tests.disclosure.stranger.reading import TOTAL, Cell, Print, Reading

MOST_PEOPLE_CLASSES = 400  # More combinations of all dimensions than this are counted table by table.


Window = tuple[tuple[str, frozenset[str]], ...]
Part = tuple[int, int, Window]  # A table, a moment, and a window of dimensions that the table does not have.


@dataclass(frozen=True)
class Target:
    """One number the reader wants: people of a cell, the change of a cell between two moments, or a hidden sum."""

    kind: str
    at: Cell
    release: int
    sum: Terms
    earlier: int | None = None
    cap: int | None = None
    less: Cell | None = None


@dataclass
class System:
    """The rules of all releases; ``blocks`` are the tables, each with a column for its finest combination at each moment."""

    readings: Sequence[Reading]
    known: Knowledge
    atoms: Atoms = field(init=False)
    program: Program = field(init=False, default_factory=Program)
    blocks: list[tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        self.atoms = Atoms(self.readings, self.known.recoded)
        self.moments = self.known.moments or tuple(range(len(self.readings)))
        self._columns: dict[Part, range] = {}
        self._changes: list[tuple[int, int, int | None, int | None]] = []
        self.blocks = self._blocks()
        self._windows = [
            key for key, atoms in self.atoms.of.items()
            if any(len(self.atoms.members(each, key, TOTAL)) < len(atoms) for each in self.readings)
        ]  # fmt: skip
        self._prints()
        self._naming()
        self._links()
        self._growth()
        self._steps()
        self._population()

    def _blocks(self) -> list[tuple[str, ...]]:
        used = {tuple(key for key, _ in each.at) for reading in self.readings for each in reading.prints}
        every = tuple(sorted({key for keys in used for key in keys}))
        size = 1
        for key in every:
            size *= len(self.atoms.of[key])
        if self.known.person and size <= MOST_PEOPLE_CLASSES:
            return [every]
        return sorted(keys for keys in used if not any(set(keys) < set(other) for other in used)) or [()]

    # --- from cells to columns -------------------------------------------------------------------------------------

    def sum_of(self, reading: Reading, at: Cell, block: int | None = None) -> Terms:
        """Return the columns that make up a cell of a release, in the first table that has its dimensions."""
        classes = dict(at)
        part = self._part(reading, self._block_of(reading, classes) if block is None else block)
        wanted = {
            key: self.atoms.members(reading, key, classes.get(key, TOTAL)) for key in self.blocks[part[0]]
        }
        return terms(list(self._matching(part, wanted)))

    def _block_of(self, reading: Reading, keys: Iterable[str]) -> int:
        """Return the first table that has some dimensions, of those that the release itself gives if it gives one."""
        names = set(keys)
        fit = [index for index, block in enumerate(self.blocks) if names <= set(block)]
        return next((index for index in fit if set(self.blocks[index]) <= reading.trees.keys()), fit[0])

    def _part(self, reading: Reading, index: int) -> Part:
        """Return a table at a release's moment, within its window of time where the table itself has no time."""
        window = tuple(
            (key, self.atoms.members(reading, key, TOTAL))
            for key in self._windows
            if key not in self.blocks[index]
        )
        part = index, self.moments[reading.number], window
        if part not in self._columns:
            self._columns[part] = self.program.more(
                math.prod(len(self.atoms.of[key]) for key in self.blocks[index])
            )
        return part

    def _matching(self, part: Part, wanted: Mapping[str, frozenset[str]]) -> Iterator[int]:
        """Yield the columns of a table whose classes are among those wanted; a dimension without a wish gives all."""
        atoms = [self.atoms.of[key] for key in self.blocks[part[0]]]
        numbers = [
            [position for position, atom in enumerate(codes) if key not in wanted or atom in wanted[key]]
            for key, codes in zip(self.blocks[part[0]], atoms, strict=True)
        ]
        for positions in product(*numbers):
            offset = 0
            for codes, position in zip(atoms, positions, strict=True):
                offset = offset * len(codes) + position
            yield self._columns[part].start + offset

    # --- rules --------------------------------------------------------------------------------------------------------

    def _prints(self) -> None:
        for reading in self.readings:
            table = len(reading.prints) > 1
            for each in reading.prints:
                low = max(each.low, reading.whole) if self.known.whole and table and not each.at else each.low
                self.program.row(self.sum_of(reading, each.at), low, each.high)

    def _naming(self) -> None:
        for reading in self.readings:
            for each in naming(reading, self.known.began) if self.known.naming else ():
                self.program.row(self.sum_of(reading, each.at), each.low, each.high)

    def _links(self) -> None:
        """Tables of one moment count the same people, each within the other's window."""
        for one, other in combinations(self._columns, 2):
            (first, moment, window), (second, other_moment, other_window) = one, other
            windows, others = dict(window), dict(other_window)
            same = all(windows[key] == others[key] for key in windows.keys() & others.keys())
            if moment != other_moment or first == second or not same:
                continue
            self._finer(one, other, windows, others)
            self._finer(other, one, others, windows)
            shared = [key for key in self.blocks[first] if key in self.blocks[second]]
            for chosen in product(*(self.atoms.of[key] for key in shared)):
                fixed = {key: frozenset({code}) for key, code in zip(shared, chosen, strict=True)}
                left = terms(list(self._matching(one, {**others, **fixed})))
                right = terms(list(self._matching(other, {**windows, **fixed})))
                self.program.row(minus(left, right), 0, 0)

    def _finer(
        self,
        one: Part,
        other: Part,
        windows: Mapping[str, frozenset[str]],
        others: Mapping[str, frozenset[str]],
    ) -> None:
        """A year holds at least the people of its quarters and months: of some only the year is known."""
        for long, short in product(self.blocks[one[0]], self.blocks[other[0]]):
            if (long, short) not in {("year", "quarter"), ("year", "month"), ("quarter", "month")}:
                continue
            shared = [key for key in self.blocks[one[0]] if key in self.blocks[other[0]]]
            for period in self.atoms.of[long]:
                inside = frozenset(
                    code
                    for code in self.atoms.of[short]
                    if code == period == "not stated" or during(code, period)
                )
                for chosen in product(*(self.atoms.of[key] for key in shared)) if inside else ():
                    fixed = {key: frozenset({code}) for key, code in zip(shared, chosen, strict=True)}
                    whole = terms(list(self._matching(one, {**others, **fixed, long: frozenset({period})})))
                    parts = terms(list(self._matching(other, {**windows, **fixed, short: inside})))
                    # Who has no year has no quarter either, so there it is the other way about.
                    self.program.row(
                        minus(parts, whole) if period == "not stated" else minus(whole, parts), 0, None
                    )

    def _steps(self) -> None:
        order = sorted(set(self.moments))
        places: dict[tuple[int, Window], list[int]] = {}
        for index, moment, window in self._columns:
            places.setdefault((index, window), []).append(moment)
        for (index, window), moments in places.items():
            for before, after in pairwise(sorted(moments)):
                steps = range(order.index(before), order.index(after))
                came, went = (_together(known, steps) for known in (self.known.entered, self.known.left))
                if came is not None or went is not None:
                    self._step(
                        self._columns[index, before, window], self._columns[index, after, window], came, went
                    )

    def _growth(self) -> None:
        first = dict(reversed(list(zip(self.moments_of(), self.readings, strict=True))))
        for (before, after), by in zip(pairwise(sorted(first)), self.known.grew, strict=False):
            if by is not None:
                change = minus(self.sum_of(first[after], ()), self.sum_of(first[before], ()))
                self.program.row(change, by, by)

    def moments_of(self) -> list[int]:
        """Return the moment of each release."""
        return [self.moments[reading.number] for reading in self.readings]

    def _step(self, old: range, new: range, came: int | None, went: int | None) -> None:
        arrivals = self.program.more(len(old)) if came != 0 else ()
        departures = self.program.more(len(old)) if went != 0 else ()
        for position in range(len(old)):
            change = {new[position]: 1, old[position]: -1}
            if arrivals:
                change[arrivals[position]] = -1
            if departures:
                change[departures[position]] = 1
            self.program.row(terms(list(change.items())), 0, 0)
            self._changes.append((
                new[position], old[position],
                arrivals[position] if arrivals else None, departures[position] if departures else None,
            ))  # fmt: skip
        if came:
            self.program.row(terms(list(arrivals)), 0, came)
        if went:
            self.program.row(terms(list(departures)), 0, went)

    def _population(self) -> None:
        for part in list(self._columns):
            for at, count in self._marginal(self.blocks[part[0]]).items():
                fixed = {key: frozenset({code}) for key, code in at}
                self.program.row(terms(list(self._matching(part, fixed))), 0, count)

    def _marginal(self, block: tuple[str, ...]) -> dict[Cell, int]:
        """Return the population list summed to the dimensions of one table."""
        found: dict[Cell, int] = {}
        for at, count in (self.known.population or {}).items():
            inside = tuple((key, code) for key, code in at if key in block)
            if all(code in self.atoms.of[key] for key, code in inside):
                found[inside] = found.get(inside, 0) + count
        keys = sorted({key for at in found for key, _ in at})
        everyone = {
            tuple(zip(keys, codes, strict=True)): 0
            for codes in product(*(self.atoms.of[key] for key in keys))
        }
        return {**everyone, **found} if found else {}

    def printed(self) -> np.ndarray:
        """Return the people there would be if every print were the true count: consistent, where the prints are."""
        numbers = np.full(self.program.columns, -1, dtype=np.int64)
        sums = [
            (self.sum_of(reading, each.at)[0], _figure(each))
            for reading in self.readings
            for each in reading.prints
        ]
        for columns, shown in sorted(sums, key=lambda each: len(each[0])):
            free = [column for column in columns if numbers[column] < 0]
            if free and shown is not None:
                rest = shown - sum(int(numbers[column]) for column in columns if numbers[column] >= 0)
                numbers[free] = 0
                numbers[free[0]] = max(0, rest)
        numbers = np.maximum(numbers, 0)
        for new, old, came, went in self._changes:
            change = numbers[new] - numbers[old]
            if came is not None:
                numbers[came] = max(0, change)
            if went is not None:
                numbers[went] = max(0, -change)
        return numbers

    def roomy(self) -> bool:
        """Tell whether one person more of any kind fits beside the printed figures, so that no cell is proved empty."""
        open_ = all(
            each.shown is not None and each.high is not None and each.shown < each.high
            for reading in self.readings for each in reading.prints
        )  # fmt: skip
        free = all(came is None for came in self.known.entered) and not self.known.grew
        return open_ and free and self.known.population is None and not self.known.naming

    # --- what is wanted -------------------------------------------------------------------------------------------------

    def targets(self) -> list[Target]:
        """Return every number worth knowing: cells, what two classes hide between them, and changes."""
        found = [
            Target("count", each.at, reading.number, self.sum_of(reading, each.at), cap=self._cap(reading, each.at))
            for reading in self.readings for each in reading.prints
        ]  # fmt: skip
        for reading in self.readings:
            found += self._complements(reading)
        for at, numbers in self._repeated().items():
            for before, after in [*pairwise(numbers), (numbers[0], numbers[-1])]:
                found.append(self._change(at, before, after))
        found += self._finest()
        return list(
            {(each.kind, each.at, each.release, each.earlier, each.less): each for each in found}.values()
        )

    def _change(self, at: Cell, before: int, after: int) -> Target:
        sums = [self.sum_of(self.readings[number], at) for number in (after, before)]
        return Target("change", at, after, minus(*sums), earlier=before)

    def _repeated(self) -> dict[Cell, list[int]]:
        """Return, for each cell that several moments print of the same classes, one release of each moment."""
        seen: dict[tuple[Cell, tuple[frozenset[str], ...]], dict[int, int]] = {}
        for reading in self.readings:
            for each in reading.prints:
                classes = dict(each.at)
                same = tuple(
                    self.atoms.members(reading, key, classes.get(key, TOTAL)) for key in self.atoms.of
                )
                seen.setdefault((each.at, same), {}).setdefault(self.moments[reading.number], reading.number)
        longest: dict[Cell, list[int]] = {}
        for (at, _), by_moment in seen.items():
            if len(by_moment) > max(1, len(longest.get(at, []))):
                longest[at] = list(by_moment.values())
        return longest

    def _complements(self, reading: Reading) -> Iterator[Target]:
        """A class against the rest of its parent: a filter and its complement."""
        shown = reading.shown()
        for at in shown:
            for key, code in at:
                for parent, below in reading.children[key].items():
                    if code not in below or len(below) < 3:
                        continue
                    rest = tuple(each for each in at if each[0] != key)
                    whole = rest if parent == TOTAL else tuple(sorted([*rest, (key, parent)]))
                    if whole in shown:
                        sums = (
                            self.sum_of(reading, whole, block := self._block_of(reading, dict(at))),
                            self.sum_of(reading, at, block),
                        )
                        yield Target("rest", whole, reading.number, minus(*sums), less=at)

    def _finest(self) -> Iterator[Target]:
        """People of every combination of all classes, where they are counted at all."""
        if not self.known.person or len(self.blocks) != 1 or len(set(self.moments)) > 1:
            return
        reading = self.readings[0]
        done = {each.at for each in reading.prints}
        for codes in product(*(sorted(self.atoms.members(reading, key, TOTAL)) for key in self.blocks[0])):
            at = tuple(zip(self.blocks[0], codes, strict=True))
            if at not in done:
                yield Target(
                    "count", at, reading.number, self.sum_of(reading, at), cap=self._cap(reading, at)
                )

    def _cap(self, reading: Reading, at: Cell) -> int | None:
        """Return how many people of a cell exist at all, where the population list tells."""
        if not self.known.population:
            return None
        listed = {key for person in self.known.population for key, _ in person}
        if not {key for key, _ in at} <= listed:
            return None
        wanted = {key: self.atoms.members(reading, key, code) for key, code in at}
        return sum(
            count for person, count in self.known.population.items()
            if all(code in wanted.get(key, (code,)) for key, code in person)
        )  # fmt: skip


def _together(known: Sequence[int | None], steps: Iterable[int]) -> int | None:
    """Return a number known of each of some successive steps for all of them; None where one is not known."""
    each = [known[step] if step < len(known) else None for step in steps]
    return None if None in each else sum(number for number in each if number is not None)


def _figure(each: Print) -> int | None:
    """Return the figure shown, or the last ten of an interval that is given in words."""
    return each.shown if each.shown is not None or each.high is None else each.high // 10 * 10
