"""Copying the vault to a place that a person named: a file, or a folder in which the copy is named by the time."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from registry.desk.copies import Backup, back_up
from registry.desk.desk import Desk, Progress, no_progress
from registry.vault.copying import refuse_no_room

TIME = "%Y-%m-%dT%H%M%S"


@dataclass(frozen=True, slots=True)
class Made:
    """A copy that stands, where it stands, and whether it lies on the same disk as the vault."""

    path: Path
    done: Backup
    beside: bool


def copy_to(desk: Desk, destination: Path, progress: Progress = no_progress, *, label: str = "") -> Made:
    """Make a verified copy at a place and note it; in a folder it is named by the time.

    Raises as ``back_up`` does, and ``NotSaved`` where there is no room for it.
    """
    begun = desk.pen.clock()
    named = destination.is_dir()
    path = new_name(destination, begun) if named else destination
    refuse_no_room(desk.vault, path.parent)
    done = back_up(desk, path, progress, begun=begun, label=label, name=path.name if named else "")
    return Made(path, done, _on_one_disk(path, desk.vault.container.path))


def name_at(now: datetime, again: int = 0) -> str:
    """Return the name of a copy made at a moment, or of a further one in the same second."""
    more = f"-{again + 1}" if again else ""
    return f"registry-{now.astimezone(UTC).strftime(TIME)}Z{more}.vault"


def _on_one_disk(copy: Path, vault: Path) -> bool:
    with contextlib.suppress(OSError):  # a stick may be pulled out as soon as the copy is on it
        return copy.stat().st_dev == vault.stat().st_dev
    return False


def new_name(folder: Path, now: datetime) -> Path:
    """Return a name in a folder that is not taken, made of the time in UTC and of nothing else.

    No sign in it is refused by FAT: `registry-2026-11-22T162500Z.vault`.
    """
    names = (name_at(now, again) for again in range(1000))
    return next(path for path in (folder / name for name in names) if not path.exists())
