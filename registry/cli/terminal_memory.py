"""What a person said on this machine of its terminals: which way of writing right-to-left text reads correctly there."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

from registry.display.cells import Way

# It names no vault, no case and nobody: only kinds of terminals, and a way for each.
NAME = "terminals.json"
_LARGEST = 10_000


def remembered(folder: Path | None = None) -> Mapping[str, Way]:
    """Return the way for each terminal by its name; nothing where nothing was said or it cannot be read."""
    try:
        with (folder or _folder()).joinpath(NAME).open("rb") as kept:
            return msgspec.json.decode(kept.read(_LARGEST), type=dict[str, Way])
    except (OSError, msgspec.DecodeError):
        return {}


def remember(terminal: str, way: Way | None, folder: Path | None = None) -> None:
    """Keep the way for a terminal, or forget it with None. Raises ``OSError`` where the machine lets nothing be kept."""
    folder = folder or _folder()
    known = {name: one for name, one in remembered(folder).items() if name != terminal}
    if way:
        known[terminal] = way
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    new = folder / f"{NAME}.{os.getpid()}"
    try:
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as kept:
            kept.write(msgspec.json.encode(known))
        new.replace(folder / NAME)
    except OSError:
        with contextlib.suppress(OSError):
            new.unlink()
        raise


def _folder() -> Path:
    from registry.cli.witnessing import state_folder

    return state_folder()
