"""The index that searches read: made when the first asks for it, kept in step with what was written since."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from registry.cases.line import CaseLine
from registry.matching.index import Index

if TYPE_CHECKING:
    from registry.desk.desk import Desk
    from registry.vault.vault import Vault

# In memory only, and gone with the vault that it was made of.
_MADE: WeakKeyDictionary[Vault, Index[CaseLine]] = WeakKeyDictionary()


def index_of(desk: Desk) -> Index[CaseLine]:
    """Return the index of every case that counts.

    The first time it is made of all lines; from then on only lines that are not what they were are put anew, whoever
    wrote them, and those that no longer count are dropped.
    """
    index = _MADE.get(desk.vault)
    if index is None:
        index = _MADE[desk.vault] = Index(desk.lines())
        return index
    index.keep(desk.lines())
    return index
