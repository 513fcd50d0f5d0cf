"""Looking through the cases without waiting: slices in the desk's thread, and what is in sight kept beside the screen."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from registry.cases.line import CaseLine
from registry.desk.browsing import Asked, Browse
from registry.desk.desk import Desk
from registry.errors import RegistryError

# Rows kept on each side of the cursor; a page more than any screen has.
AROUND = 200
# How long the desk's thread goes on at a time before it looks whether something else is asked. Seconds.
SLICE = 0.03


@dataclass(frozen=True)
class Seen:
    """What is known after one slice: how many rows, those around the cursor, and how far it has come.

    ``start`` is the place of the first of ``lines``; ``reasons`` say why each was found. Where the cases were read anew
    (``renewed``), ``at`` is where the case stands now that the cursor stood on, ``None`` where it is gone; ``marks`` are
    the places of marked cases, told only where rows may have moved.
    """

    total: int = 0
    start: int = 0
    lines: tuple[CaseLine, ...] = ()
    reasons: tuple[tuple[str, ...], ...] = ()
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    asked: Asked = field(default_factory=Asked)
    complete: bool = False
    done: bool = False
    cut_off: bool = False
    progress: tuple[int, int] = (0, 0)
    renewed: bool = False
    at: int | None = None
    marks: tuple[int, ...] = ()
    refused: str = ""

    def line(self, at: int) -> CaseLine | None:
        """Return a row, or ``None`` where it is not here."""
        return self.lines[at - self.start] if 0 <= at - self.start < len(self.lines) else None

    def reasons_of(self, at: int) -> tuple[str, ...]:
        """Return why a row was found."""
        return self.reasons[at - self.start] if 0 <= at - self.start < len(self.reasons) else ()


@dataclass
class Wanted:
    """What is to be done in the next slice: changes of what is asked, and around which row.

    ``keep`` is the case that the cursor stands on, in row ``row``; ``marked`` are those with a mark: both are looked for
    where rows have moved.
    """

    changes: dict[str, Any] = field(default_factory=dict)
    near: int = 0
    keep: str = ""
    row: int = 0
    marked: tuple[str, ...] = ()


class Looking:
    """A browse in the desk's thread; nothing but ``slice`` may touch it, and only there."""

    def __init__(self) -> None:
        self._browse: Browse | None = None
        self._renewing = False

    def slice(self, desk: Desk, wanted: Wanted) -> Seen:
        """Do what is wanted, go on for a moment, and return what is known; what cannot be asked changes nothing.

        What was written since the cases were read, here or by another session, is read anew.
        """
        browse = self._browse = self._browse or Browse(desk, time.perf_counter)
        refused = ""
        if browse.stale:
            browse.again()
            self._renewing = True
        if wanted.changes:
            try:
                browse.ask(**wanted.changes)
            except RegistryError as error:
                refused = error.message
        # What a key changed is shown at once; the rest is read after that.
        done = browse.advance(0.0 if wanted.changes and browse.asked.query else SLICE)
        renewed, self._renewing = self._renewing, self._renewing and not done
        moved = renewed or bool(wanted.changes)
        start = max(0, wanted.near - AROUND)
        lines = browse.window(start, wanted.near + AROUND)
        return Seen(
            total=len(browse),
            start=start,
            lines=lines,
            reasons=tuple(browse.reasons(at) for at in range(start, start + len(lines)))
            if browse.asked.query
            else (),
            facets={name: dict(codes) for name, codes in browse.facets.items()},
            asked=browse.asked,
            complete=browse.complete,
            done=done,
            cut_off=browse.cut_off,
            progress=browse.progress,
            renewed=renewed,
            at=browse.place_of(wanted.keep) if renewed and wanted.keep else None,
            marks=_places(browse, wanted.marked) if moved else (),
            refused=refused,
        )


def _places(browse: Browse, marked: Sequence[str]) -> tuple[int, ...]:
    found = (browse.place_of(one) for one in marked)
    return tuple(at for at in found if at is not None)
