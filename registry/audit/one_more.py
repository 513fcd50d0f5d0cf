"""The counts with one person more in some combination of classes: a second truth beside one that was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, product

from registry.audit.frame import Frame
from registry.audit.solver import Solver

# So many combinations are tried for one count before the solver is asked.
_TRIES = 12


@dataclass(slots=True)
class OneMore:
    """Adds one person to a whole-number solution, wherever the prints leave room for it.

    Every set of people that holds the combination grows by one; sums and differences follow from their row. What
    comes out is confirmed by plain arithmetic before it counts.
    """

    frame: Frame
    solver: Solver
    _holding: dict[tuple[str, int], set[int]] = field(default_factory=dict)
    _following: list[tuple[int, int, Sequence[int]]] = field(default_factory=list)
    # It always begins with the first solution, so that what it showed nothing of once it never will.
    _tried: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        system = self.solver.system
        keyed = {at: dict(key) for at, key in enumerate(system.keys) if key is not None}
        for name, atoms in self.frame.atoms.items():
            every = range(atoms)
            held: list[set[int]] = [set() for _ in every]
            for at, classes in keyed.items():
                for atom in classes.get(name, every):
                    held[atom].add(at)
            self._holding |= {(name, atom): found for atom, found in enumerate(held)}
        for whole, parts in system.rows:
            for at in (whole, *parts):
                if at not in keyed:
                    self._following.append((at, whole, parts))

    def show(self, columns: Iterable[int]) -> None:
        """Look for a second value of each of these unknowns that has had only one so far."""
        seen = self.solver.seen
        if seen is None:
            return
        start = self.solver.one
        for at in columns:
            if at not in self._tried and seen.low[at] == seen.high[at]:
                self._tried.add(at)
                any(self._try(start, people) for people in self._people(at))

    def _people(self, at: int) -> Iterator[Mapping[str, int]]:
        key = self.solver.system.keys[at]
        if key is None:
            return
        names = list(self.frame.atoms)
        inside = dict(key)
        ways = [sorted(inside.get(name, range(self.frame.atoms[name]))) for name in names]
        for atoms in islice(product(*ways), _TRIES):
            yield dict(zip(names, atoms, strict=True))

    def _try(self, start: Sequence[float], people: Mapping[str, int]) -> bool:
        held = [self._holding[name, atom] for name, atom in people.items()]
        together = set.intersection(*held) if held else set(range(len(start)))
        highs = self.solver.system.high
        if any((high := highs[at]) is not None and start[at] + 1 > high for at in together):
            return False
        grown = list(start)
        for at in together:
            grown[at] += 1
        for at, whole, parts in self._following:
            known = sum(grown[part] for part in parts if part != at)
            grown[at] = known if at == whole else grown[whole] - known
        return self.solver.try_solution(grown)
