"""The shapes of what commands about colleagues' systems and headquarters answer with --json."""

from __future__ import annotations

from registry.cli.shapes import Shape


class HandedOver(Shape):
    """A table of whole cases that went out: where, for which system and whom, under which purpose, and what stayed behind.

    ``withheld`` are facts that consent keeps back in one of the cases or more, ``left_out`` those of which something has no
    place in such a table or never leaves in one. ``sealed`` tells that the file is a vault of its own.
    """

    path: str
    system: str
    recipient: str
    purpose: str
    sealed: bool
    cases: tuple[str, ...]
    sha256: str
    size: int
    withheld: tuple[str, ...]
    left_out: tuple[str, ...]


class ColumnsWritten(Shape):
    """Pseudonymised comparison columns that were written: how many cases, and the mark of the key they were made with."""

    path: str
    cases: int
    key_mark: str
    key_made: str


class PairsFound(Shape):
    """Pairs that headquarters' engine found in columns, and the file that holds them."""

    path: str
    engine: str
    cases: int
    pairs: int
    threshold: float


class PairsTaken(Shape):
    """Pairs that came back from headquarters: how many the file holds, and how many are candidates now.

    ``known`` are candidates already, decided about, or of cases that are not here; ``vetoed`` contradict hard facts.
    """

    pairs: int
    taken: int
    known: int
    vetoed: int
