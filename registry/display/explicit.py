"""Levels that marks in the text ask for, and the runs of text that are ordered together (UAX #9, rules X1 to X10)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

# The deepest level (definition BD2).
_DEEPEST = 125
_EMBEDDINGS = {"RLE": (1, ""), "LRE": (0, ""), "RLO": (1, "R"), "LRO": (0, "L")}
_INITIATORS = frozenset({"RLI", "LRI", "FSI"})
_REMOVED = frozenset({"RLE", "LRE", "RLO", "LRO", "PDF", "BN"})
_MARKS = _REMOVED | _INITIATORS | {"PDI", "B"}

Base = Callable[[Sequence[str]], int]


@dataclass(frozen=True, slots=True)
class Sequenced:
    """One isolating run sequence: the places of its characters, its level, and the classes at its two ends."""

    places: Sequence[int]
    level: int
    before: str
    after: str


def embedded(classes: Sequence[str], base: int, base_among: Base) -> tuple[list[int | None], list[str]]:
    """Return levels by explicit marks, None for what rule X9 takes out, and the classes that overrides leave."""
    if _MARKS.isdisjoint(classes):
        return [base] * len(classes), list(classes)
    return _Marks(classes, base, base_among).read()


class _Marks:
    """The reader of rules X1 to X8, with its stack of entries (level, override, isolate)."""

    def __init__(self, classes: Sequence[str], base: int, base_among: Base) -> None:
        self.classes = classes
        self.base = base
        self.base_among = base_among
        self.stack: list[tuple[int, str, bool]] = [(base, "", False)]
        self.lost_isolates = self.lost_embeddings = self.isolates = 0
        self.levels: list[int | None] = []
        self.kinds = list(classes)

    def read(self) -> tuple[list[int | None], list[str]]:
        for place, name in enumerate(self.classes):
            if name in _EMBEDDINGS:
                self.embed(*_EMBEDDINGS[name])
            elif name in _INITIATORS:
                self.stand(place)
                self.isolate(self.turned(place, name))
            elif name == "PDI":
                self.leave_isolate()
                self.stand(place)
            elif name == "PDF":
                self.leave_embedding()
            elif name == "B":
                self.levels.append(self.base)
            elif name != "BN":
                self.stand(place)
            if name in _REMOVED:
                self.levels.append(None)
        return self.levels, self.kinds

    def stand(self, place: int) -> None:
        """Give a character the level of where it stands, and its class by the override there (X6)."""
        level, override, _ = self.stack[-1]
        self.levels.append(level)
        if override:
            self.kinds[place] = override

    def deeper(self, odd: int) -> int:
        level = self.stack[-1][0]
        return level + 1 if (level + 1) % 2 == odd else level + 2

    def embed(self, odd: int, override: str) -> None:
        """Enter an embedding or override (X2 to X5)."""
        level = self.deeper(odd)
        if level <= _DEEPEST and not self.lost_isolates and not self.lost_embeddings:
            self.stack.append((level, override, False))
        elif not self.lost_isolates:
            self.lost_embeddings += 1

    def isolate(self, odd: int) -> None:
        """Enter an isolate (X5a and X5b)."""
        level = self.deeper(odd)
        if level <= _DEEPEST and not self.lost_isolates and not self.lost_embeddings:
            self.isolates += 1
            self.stack.append((level, "", True))
        else:
            self.lost_isolates += 1

    def turned(self, place: int, name: str) -> int:
        """Return 1 for an isolate that runs right to left; the first strong character tells for FSI (X5c)."""
        if name != "FSI":
            return int(name == "RLI")
        depth = 1
        for end in range(place + 1, len(self.classes)):
            depth += (self.classes[end] in _INITIATORS) - (self.classes[end] == "PDI")
            if depth == 0:
                return self.base_among(self.classes[place + 1 : end])
        return self.base_among(self.classes[place + 1 :])

    def leave_isolate(self) -> None:
        """Leave the isolate that this mark ends, and whatever embeddings were left open in it (X6a)."""
        if self.lost_isolates:
            self.lost_isolates -= 1
        elif self.isolates:
            self.lost_embeddings = 0
            while not self.stack[-1][2]:
                self.stack.pop()
            self.stack.pop()
            self.isolates -= 1

    def leave_embedding(self) -> None:
        """Leave an embedding or override (X7)."""
        if self.lost_isolates:
            return
        if self.lost_embeddings:
            self.lost_embeddings -= 1
        elif not self.stack[-1][2] and len(self.stack) > 1:
            self.stack.pop()


def sequences(classes: Sequence[str], levels: Sequence[int | None], base: int) -> Iterator[Sequenced]:
    """Yield the isolating run sequences, in the order in which they begin (rule X10, definition BD13)."""
    if _MARKS.isdisjoint(classes):
        # All of it is one run, and has the direction of the paragraph at both ends.
        yield Sequenced(range(len(classes)), base, _edge(base, base), _edge(base, base))
        return
    kept = [place for place, level in enumerate(levels) if level is not None]
    for places in _joined(classes, levels, kept):
        level = levels[places[0]]
        assert level is not None
        yield Sequenced(
            places,
            level,
            _edge(level, _level_beside(levels, places[0], -1, base)),
            # Had an isolate at the end been closed, the sequence would go on: it is open to the end.
            _edge(
                level,
                base if classes[places[-1]] in _INITIATORS else _level_beside(levels, places[-1], 1, base),
            ),
        )


def _joined(classes: Sequence[str], levels: Sequence[int | None], kept: Sequence[int]) -> list[list[int]]:
    """Return the level runs, each joined to the run that its isolate interrupts."""
    found: list[list[int]] = []
    partners = _partners(classes)
    by_initiator: dict[int, list[int]] = {}
    run: list[int] = []
    for place in kept:
        # A run goes on while its level does; what closes an isolate goes on with the run that opened it.
        if not run or levels[place] != levels[run[-1]]:
            run = by_initiator.pop(partners.get(place, -1), [])
            if not run:
                found.append(run)
        run.append(place)
        if classes[place] in _INITIATORS:
            by_initiator[place] = run
    return found


def _partners(classes: Sequence[str]) -> dict[int, int]:
    """Return the place of the initiator for each mark that ends an isolate (definition BD9)."""
    open_ones: list[int] = []
    found: dict[int, int] = {}
    for place, name in enumerate(classes):
        if name in _INITIATORS:
            open_ones.append(place)
        elif name == "PDI" and open_ones:
            found[place] = open_ones.pop()
        elif name == "B":
            open_ones.clear()
    return found


def _level_beside(levels: Sequence[int | None], place: int, step: int, base: int) -> int:
    place += step
    while 0 <= place < len(levels):
        level = levels[place]
        if level is not None:
            return level
        place += step
    return base


def _edge(level: int, other: int) -> str:
    return "R" if max(level, other) % 2 else "L"
