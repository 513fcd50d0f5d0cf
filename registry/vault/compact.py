"""Compacting: the room that removed rows left in the file is given back to the disk."""

from __future__ import annotations

from registry.errors import Damaged, NotSaved, RuleNotMet
from registry.vault.check import check
from registry.vault.container import Progress
from registry.vault.keys import physical_memory
from registry.vault.session import Session

# Of the machine's memory: the new file is put together there, so that no second file is ever on the disk.
_SHARE = 2


def compact(vault: Session, progress: Progress) -> tuple[int, int]:
    """Check a vault whole, then write its file without free room. See ``Vault.compact``."""
    if vault.open_act is not None:
        raise RuleNotMet("a change is not finished", "finish it first")
    vault.container.require_writable()
    _require_memory(vault.container.live_size(), physical_memory() * 1024)
    report = check(vault, progress)
    if not report.ok:
        # What cannot be read would not be carried over, and a salvage could not look for it any more.
        raise Damaged(
            f"the vault was not compacted: {len(report.problems)} of its parts are damaged",
            "run `registry vault check`, then restore from a backup",
        )
    before = vault.container.size()
    vault.container.compact()
    return before, vault.container.size()


def _require_memory(needed: int, there: int) -> None:
    """Raise ``NotSaved`` where so many bytes would not fit beside everything else in a machine's memory."""
    if needed > there // _SHARE:
        mebibytes = needed * _SHARE // 2**20 + 1
        raise NotSaved(
            "the vault is too large to be compacted in this machine's memory",
            f"do it on a machine with at least {mebibytes:,} MiB; nothing was changed",
        )
