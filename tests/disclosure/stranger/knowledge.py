"""What a hostile reader may know besides the releases; whatever it takes as known is said with each thing it proves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.disclosure.stranger.reading import Cell

# How many people of a combination of classes exist at all; the combinations all name the same dimensions.
Population = Mapping[Cell, int]


@dataclass(frozen=True)
class Knowledge:
    """What is known besides the prints; the empty value is a reader who only collects releases.

    ``moments`` numbers the state of the register that each release was made from: releases with one number count the
    same people. ``entered`` and ``left`` say for each step between two moments how many people at most came into
    a class they were not in before, and left one; None is not known. ``grew`` is by how many people the total became larger, exactly, as an
    organisation may say aloud elsewhere. ``whole`` uses that few people get one total only.
    ``naming`` uses by which rule quarters and years are named, and ``began`` the day before which nobody was taken.
    ``nobody`` asks for empty cells too, from which follows what holds for everyone of a row; ``person`` counts
    people in every combination of all classes at once and not only table by table.
    """

    name: str
    moments: tuple[int, ...] = ()
    entered: tuple[int | None, ...] = ()
    left: tuple[int | None, ...] = ()
    grew: tuple[int | None, ...] = ()
    population: Population | None = None
    recoded: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    whole: bool = True
    naming: bool = False
    began: str | None = None
    person: bool = False
    nobody: bool = True
