"""What is said where the vault's file does not do what it should: one refusal for each way in which it fails."""

from __future__ import annotations

from registry.errors import Damaged, NotSaved, OpenElsewhere, RegistryError

_STANDS = "what was there before still stands"
_BUSY = (OpenElsewhere, "another session is using the vault", "wait for it, or close it, and try again")
_DAMAGED = (
    Damaged,
    "part of the vault's file is damaged",
    "run `registry vault check`, then `registry vault salvage OUT` or restore from a backup",
)
# SQLite's primary result codes; those not listed mean damage (sqlite.org/rescode.html).
_MEANINGS: dict[int, tuple[type[RegistryError], str, str]] = {
    5: _BUSY,
    6: _BUSY,
    13: (NotSaved, "the disk is full", f"free some room and save again; {_STANDS}"),
    10: (NotSaved, "the disk could not be read or written", f"check the disk; {_STANDS}"),
    3: (NotSaved, "the file may not be written", "check the file's permissions"),
    8: (NotSaved, "the file may not be written", "check the file's permissions, or use --read-only"),
    14: (NotSaved, "the file could not be opened", "check the folder and its permissions"),
    7: (NotSaved, "there is not enough memory", "close other programs and try again"),
}


def of_code(code: int) -> RegistryError:
    """Return the refusal that one of SQLite's result codes stands for."""
    kind, message, hint = _MEANINGS.get(code & 0xFF, _DAMAGED)
    return kind(message, hint)


def in_use() -> RegistryError:
    """Another session has the vault."""
    return of_code(5)


def no_vault() -> Damaged:
    """What stands there cannot be read as a vault at all."""
    return Damaged(
        "the file is damaged, or it is not a vault",
        "give the vault's own file; `registry vault salvage OUT` saves what can be saved, or restore from a backup",
    )


def unfinished() -> NotSaved:
    """A save never ended, and what it left cannot be taken back from here."""
    return NotSaved(
        "the last save was interrupted, and must be taken back before anything can be read",
        "run it once where the vault's file and folder may be written; what was saved before still stands",
    )


def lost_sight() -> RegistryError:
    """A reading failed after a save; it must not read as if the save had."""
    return RegistryError(
        "the disk could not be read after the save",
        "what was saved is saved: see `registry journal show` before you do it again, and check the disk",
    )


def not_overwritten() -> RegistryError:
    """What a save removed is removed, and its remains are still on the disk."""
    return RegistryError(
        "what was removed is removed, and could not all be overwritten on the disk",
        "check the disk, then run `registry vault compact`, which leaves none of it in the file",
    )


def unconfirmed() -> NotSaved:
    """The end of a save failed, and the save can be read all the same."""
    return NotSaved(
        "the disk did not confirm the save",
        "it may be there or not: see `registry journal show` before you do it again, and check the disk",
    )
