"""Files tied as the same person: counted once, and only as far as all of them agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from registry.cases.casefile import PERSON
from registry.cases.line import NOT_STATED, CaseLine
from registry.disclosure.countable import Countable

# Two cases by their ids.
Pair = tuple[str, str]


class Persons:
    """Which cases are of one person, by the links that stand between those that count.

    ``more`` are pairs taken for linked beside them, ``without`` pairs taken for not linked: how counts would be.
    """

    def __init__(
        self, lines: Iterable[CaseLine], more: Iterable[Pair] = (), without: Iterable[Pair] = ()
    ) -> None:
        self._above: dict[str, str] = {}
        self._cases: list[str] = []
        apart = {tuple(sorted(pair)) for pair in without}
        here = {line.id: line for line in lines if line.kind == PERSON}
        self._cases = list(here)
        pairs = [(line.id, other) for line in here.values() for other in line.same if other in here]
        for one, other in sorted(tuple(sorted(pair)) for pair in (*pairs, *more)):
            if (one, other) not in apart:
                self._join(one, other)

    def _join(self, one: str, other: str) -> None:
        low, high = sorted((self.of(one), self.of(other)))
        if low != high:
            self._above[high] = low

    def of(self, case: str) -> str:
        """Return the case that stands for a person: the lowest id of all that are linked."""
        top = case
        while top in self._above:
            top = self._above[top]
        while case != top:  # the next question about it is answered at once
            self._above[case], case = top, self._above[case]
        return top

    @property
    def count(self) -> int:
        """How many people the cases are of, as far as anybody linked them."""
        return len({self.of(case) for case in self._cases})

    def groups(self) -> tuple[tuple[str, ...], ...]:
        """The cases of each person who has more than one, in the order of their ids."""
        found: dict[str, list[str]] = {}
        for case in self._cases:
            found.setdefault(self.of(case), []).append(case)
        return tuple(sorted(tuple(sorted(cases)) for cases in found.values() if len(cases) > 1))


def same_person(lines: Iterable[CaseLine]) -> dict[str, str]:
    """Return for each case that is tied to another one here as the same person the first id of all so tied."""
    return {case: cases[0] for cases in Persons(lines).groups() for case in cases}


def one_each(people: Sequence[Countable], same: Mapping[str, str]) -> Iterator[Countable]:
    """Yield every person once: people whose files are tied, as one.

    Consent must stand in each of the files. A class is what all files that state it agree on, otherwise it is not
    stated: which file is right is not decided here. The latest day last seen holds, so that recent events wait.
    """
    tied: dict[str, list[Countable]] = {}
    for person in people:
        if person.case in same:
            tied.setdefault(same[person.case], []).append(person)
        else:
            yield person
    for files in tied.values():
        yield _joined(files)


def _joined(files: Sequence[Countable]) -> Countable:
    seen = [one.seen for one in files if one.seen]
    families = [one.family for one in files if one.family]
    return Countable(
        case=files[0].case,
        family=min(families, default=None),
        values=_agreed(files),
        consented=all(one.consented for one in files),
        seen=max(seen, default=None),
        also=frozenset(one.case for one in files[1:]),
    )


def _agreed(files: Sequence[Countable]) -> dict[str, str]:
    stated: dict[str, set[str]] = {}
    for one in files:
        for key, value in one.values.items():
            if value not in {"", NOT_STATED}:
                stated.setdefault(key, set()).add(value)
    return {key: min(values) for key, values in stated.items() if len(values) == 1}
