"""What commands about people and keys draw for a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from registry.cli.drawing import safe, table, wrapped
from registry.cli.people_shapes import MemberList, MemberRemoved, RecoveryRehearsed
from registry.cli.settings import Settings
from registry.desk.vault_words import PURPOSES, note_on, when

if TYPE_CHECKING:
    from rich.console import RenderableType


def members(shape: MemberList, settings: Settings) -> Iterator[RenderableType]:
    """Draw who is here and who has left."""
    drawn = table(settings, "name", "role", "since", "until", "")
    for item in shape.items:
        since, until = when(item.since, item.since_act), when(item.until, item.until_act)
        drawn.add_row(
            safe(item.name),
            safe(item.role),
            safe(since),
            safe(until),
            safe(note_on(item.you, item.here, item.renewed)),
        )
    yield drawn
    if shape.away:
        out = table(settings, "out with a file", "to", "since", "")
        for one in shape.away:
            note = f"counts no more since {one.revoked}" if one.revoked else ""
            out.add_row(safe(one.name), safe(PURPOSES.get(one.kind, one.kind)), safe(one.since), safe(note))
        yield out
    here = sum(1 for item in shape.items if item.here)
    yield wrapped(f"{here:,} here, {shape.total - here:,} no longer", "dim")


def removed(shape: MemberRemoved) -> Iterator[RenderableType]:
    """Say what a removal did, what it did not do, and what to think of next."""
    if shape.files:
        yield wrapped(f"what {shape.name} was sent out with counts no more")
        yield wrapped(
            "What they sealed and nobody collected yet is set aside when it is collected, so that you can ask them:"
        )
        yield wrapped("    registry vault collect FILE")
        return
    yield wrapped(
        f"{shape.name} has no slot any more; everyone else goes on with new keys (epoch {shape.epoch})"
    )
    yield wrapped("")
    yield wrapped(
        "Their passphrase opens nothing that is written from now on. It still opens what was copied before: the "
        "vault as it was, and every backup made until now."
    )
    yield wrapped("")
    yield wrapped(
        "Where they knew the recovery key, or two shares of it, that still opens the vault. Renew it now:"
    )
    yield wrapped("    registry vault recovery renew")
    yield wrapped("What was written before is sealed as it was, for whoever kept a copy of the keys, until:")
    yield wrapped("    registry vault rekey --deep")
    yield wrapped("Then make a new backup, and lock away or destroy the older ones:")
    yield wrapped("    registry vault backup FILE")


def rehearsed(shape: RecoveryRehearsed) -> Iterator[RenderableType]:
    """Say that the paper opens the vault, and when that was last tried."""
    yield wrapped(f"it opens this vault; the recovery key was made on {shape.made or 'an unknown day'}")
    before = (
        f"last rehearsed on {shape.rehearsed_before}" if shape.rehearsed_before else "never rehearsed before"
    )
    kept = "" if shape.recorded else "; today is not kept, as nothing was written"
    yield wrapped(before + kept)
