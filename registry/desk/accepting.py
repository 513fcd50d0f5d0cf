"""Accepting: an older state of the vault is taken for the right one, and the journal says what was given up."""

from __future__ import annotations

from registry.desk.desk import Desk
from registry.errors import NotSaved
from registry.vault.gaps import ACCEPT, given_up
from registry.vault.witness import Witness


def accept_older(desk: Desk, witness: Witness) -> int:
    """Put on record which history is given up for the one that is here; return the number of that act.

    Raises ``NotSaved`` where this machine cannot remember it, so that the vault would be refused again.
    """
    seen = witness.last_seen()
    with desk.vault.act(ACCEPT) as act:
        if seen is not None:
            act.note(given_up(*seen))
    if not witness.accept():
        raise NotSaved(
            "this machine could not remember that the vault was accepted",
            "check the disk and its permissions, then run `registry vault accept` again",
        )
    return desk.vault.head[0]
