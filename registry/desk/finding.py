"""The index that searches read: made at once or in slices, and kept in step with what was written since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from registry.cases.line import CaseLine
from registry.matching.index import Index

if TYPE_CHECKING:
    from registry.desk.desk import Desk
    from registry.vault.vault import Vault

_Head = tuple[int, bytes]


@dataclass
class _Made:
    """An index, the lines that are still to come, and the head of the journal that it is known to be in step with."""

    rest: Iterator[CaseLine] | None
    head: _Head | None
    index: Index[CaseLine] = field(default_factory=Index)


# In memory only, and gone with the vault that it was made of.
_MADE: WeakKeyDictionary[Vault, _Made] = WeakKeyDictionary()


def index_of(desk: Desk) -> Index[CaseLine]:
    """Return the index of every case that counts.

    The first time it is made of all lines; from then on, once something was written, only lines that are not what
    they were are put anew, whoever wrote them, and those that no longer count are dropped.
    """
    made = _made(desk)
    if made.rest is not None:
        made.index.extend(made.rest)
        made.rest = None
    head = _head(desk)
    if head is None or head != made.head:
        made.index.keep(desk.lines())
        made.head = head
    return made.index


def fill_index(desk: Desk, lines: int) -> bool:
    """Take so many more lines into the index that ``index_of`` returns; whether they were the last."""
    made = _made(desk)
    if made.rest is not None:
        more = list(islice(made.rest, lines))
        made.index.extend(more)
        if len(more) < lines:
            made.rest = None
    return made.rest is None


def index_so_far(desk: Desk) -> Index[CaseLine]:
    """Return the index as far as it was filled, and as it stood when it was last brought in step."""
    return _made(desk).index


def _made(desk: Desk) -> _Made:
    made = _MADE.get(desk.vault)
    if made is None:
        made = _MADE[desk.vault] = _Made(desk.lines(), _head(desk))
    return made


def _head(desk: Desk) -> _Head | None:
    """The head of the journal; none inside an act, whose changes are not in it yet and may be dropped."""
    return None if desk.vault.open_act is not None else desk.vault.head
