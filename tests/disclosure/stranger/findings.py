"""What the hostile reader says, and what of it the design's page calls fatal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tests.disclosure.stranger.reading import TOTAL, Cell, Reading
from tests.disclosure.stranger.truth import Truth

# Recovered exactly, proved to be 1-9, the same of changes between releases, presence, and what holds for every one of a group.
FATAL = frozenset(
    {"exact", "small", "change exact", "change small", "presence", "attribute", "contradiction"}
)


@dataclass(frozen=True)
class Statement:
    """One thing proved of one cell, from what was known, and its bounds in people."""

    kind: str
    at: Cell
    release: int
    low: int | None
    high: int | None
    knowing: str
    earlier: int | None = None
    less: Cell | None = None

    @property
    def fatal(self) -> bool:
        """Tell whether this alone must keep a release from being made."""
        return self.kind in FATAL

    def holds(self, readings: Sequence[Reading], truth: Truth) -> bool:
        """Tell whether the statement is true of the people behind the releases."""
        if self.kind in {"contradiction", "not additive", "fell", "one class", "classes"}:
            return True
        count = truth.count(readings[self.release], self.at)
        if self.earlier is not None:
            count -= truth.count(readings[self.earlier], self.at)
        if self.less is not None:
            count -= truth.count(readings[self.release], self.less)
        return (self.low is None or self.low <= count) and (self.high is None or count <= self.high)


@dataclass
class Findings:
    """The statements of one or many attacks, and what the solver left open."""

    statements: list[Statement] = field(default_factory=list)
    tried: int = 0
    open: int = 0

    def add(self, other: Findings) -> None:
        """Take in the findings of another attack."""
        self.statements += other.statements
        self.tried += other.tried
        self.open += other.open

    @property
    def fatal(self) -> list[Statement]:
        """Return what must keep a release from being made."""
        return [each for each in self.statements if each.fatal]

    def of(self, *kinds: str) -> list[Statement]:
        """Return the statements of some kinds."""
        return [each for each in self.statements if each.kind in kinds]

    def false(self, readings: Sequence[Reading], truth: Truth) -> list[Statement]:
        """Return what was called proved and is not so: a fault of the reader, or of what it took as known."""
        return [each for each in self.statements if not each.holds(readings, truth)]

    def figures(self) -> dict[str, int]:
        """Return how many statements there are, by what was known and by kind."""
        return dict(sorted(Counter(f"{each.knowing}: {each.kind}" for each in self.statements).items()))


def misread(readings: Iterable[Reading], truth: Truth) -> list[tuple[int, Cell, int]]:
    """Return the prints whose own reading rule is not true of the people behind them, with the true count."""
    return [
        (reading.number, each.at, count)
        for reading in readings for each in reading.prints
        if (count := truth.count(reading, each.at)) < each.low or (each.high is not None and count > each.high)
    ]  # fmt: skip


def groups(reading: Reading, nobody: Iterable[Cell], knowing: str) -> list[Statement]:
    """Say of which rows every person is proved to be in one class: the rest is nobody, and the row is someone."""
    empty, shown = set(nobody), reading.shown()
    found = []
    for at, row in shown.items():
        if row.low < 1:
            continue
        for key, tree in reading.children.items():
            if key in dict(at):
                continue
            classes = [place((*at, (key, code))) for code in tree[TOTAL]]
            if (
                len(classes) > 1
                and all(each in shown for each in classes)
                and sum(each not in empty for each in classes) <= 1
            ):
                held = next((each for each in classes if each not in empty), at)
                found.append(Statement("attribute", held, reading.number, 1, None, knowing))
    return found


def place(at: Iterable[tuple[str, str]]) -> Cell:
    """Return classes in the order in which cells name them."""
    return tuple(sorted(at))
