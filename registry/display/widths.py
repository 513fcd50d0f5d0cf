"""How many cells of a terminal a text takes, and which of its characters belong to one letter."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rich.cells import get_character_cell_size


class Cluster(NamedTuple):
    """A letter with its marks, and the cells it takes."""

    text: str
    width: int


def width_of(text: str) -> int:
    """Return the cells that ``text`` takes once it went through the funnel."""
    return len(text) if text.isascii() else sum(map(get_character_cell_size, text))


@lru_cache(maxsize=4096)
def clusters(text: str) -> tuple[Cluster, ...]:
    """Return the letters of ``text``, each with the zero-width marks that follow it."""
    found: list[Cluster] = []
    for one in text:
        size = get_character_cell_size(one)
        if size or not found:
            found.append(Cluster(one, size))
        else:
            found[-1] = Cluster(found[-1].text + one, found[-1].width)
    return tuple(found)
